"""People of both sides behind one label: 法人:我们罗孟春,他们杨再明; 签字人 我方王德厚 对方林可."""

from __future__ import annotations

import re

from assistant.reading.clauses import Clause, Message
from assistant.reading.forms import Piece
from assistant.reading.officers import TITLES
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene
from assistant.reading.values import accepts

_NAME = re.compile(r"\s*(?:这边|那边|公司)?(?:的)?(?:是|叫|为|:)?\s*(?P<v>[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,12})(?=$|[\s,、。;!()])")


def paired(message: Message, scene: Scene, people: People, free: tuple[Clause, ...]) -> list[Piece]:
    """Return the names told one after another for persons of both parties, when a label stands before the first."""
    found: list[Piece] = []
    for what, label in TITLES.items():
        for match in re.finditer(rf"(?:{label})\s*(?:的?(?:分别)?(?:是|为))?\s*[:,]?\s*", message.text):
            if any(c.start <= match.start() < c.end for c in free):
                run = _run(message, match.end(), people, scene, what)
                found += run if len({p.slot for p in run}) == 2 else []
    return found


def _run(message: Message, at: int, people: People, scene: Scene, what: str) -> list[Piece]:
    """Person and name, again and again, with nothing but commas between."""
    pieces: list[Piece] = []
    while one := people.at(at):
        party, name = people.party(one.who), _NAME.match(message.text, one.end)
        slot = scene.slot({"甲方": f"party_a_{what}", "乙方": f"party_b_{what}"}.get(party, ""))
        if party not in PARTIES or name is None or slot is None or not accepts(slot, name["v"], scene.today):
            break
        pieces.append(Piece(slot.id, name.start("v"), name.end("v")))
        gap = re.match(r"[\s,、;]*", message.text[name.end() :])
        at = name.end() + (gap.end() if gap else 0)
    return pieces
