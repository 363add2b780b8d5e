"""Who pays whom: the option of the consideration that a clause states, by who pays and by what the fee is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.clauses import Clause
from assistant.reading.lexicon import PAYS
from assistant.reading.people import People
from assistant.reading.scene import Scene
from knowledge.kinds.speech import negated


@dataclass(frozen=True)
class Chosen:
    """An option said at ``start:end``; ``reading`` are the words its kind reads when they differ."""

    slot: str
    start: int
    end: int
    reading: str
    strength: float = 1.0
    who: str = ""


_NAMED_FEE = re.compile(r"训练|数据")
"""What a fee is for tells who pays it."""
_BY_WHOM = re.compile(r"(?P<what>训练(?:服务)?费|数据(?:使用)?费)(?:都|就|全部?|还是|由|归)*(?:我们?|咱们?|我方|我司|对方|他们|人家|企业|公司|厂家|学校|医院|大学|客户|甲方|乙方)[^,。;]{0,3}?(?P<act>付|出|给|掏|承担)")


def paid(clause: Clause, scene: Scene, people: People) -> list[Chosen]:
    """对方付我们数据费, 我们付训练费: who pays whom, by roles."""
    slot = scene.slot("fee_mode")
    match = re.search(r"(?:付|给|出|掏|支付|交)(?!付)[^,。;付给出掏]{0,8}?(?P<what>训练(?:服务)?费|服务费|数据(?:使用)?费|钱|费用)", clause.text)
    if slot is not None and not match and (by := _BY_WHOM.search(clause.text)) and not negated(clause.text, by.start("act")):
        value = PAYS["trainer" if "数据" in by["what"] else "data_provider"]  # 训练费我们付: what a fee is for tells who pays it
        return [Chosen(slot.id, clause.start + by.start(), clause.start + by.end(), value, 2.0)] if value in slot.choices else []
    if slot is None or not match or re.search(r"违约|赔|逾期|不[付给出掏]|发票", clause.text):
        return []
    person = people.before(clause.start + match.start(), clause.start)
    if (person is None and not _NAMED_FEE.search(match["what"])) or (person and person.who == "双方"):
        return []
    party = people.party(person.who) if person else ""
    role = next((r.id for r in scene.template.roles if r.party == party and r.id in PAYS), "")
    value = PAYS.get(role, "")
    what = match["what"]
    fits = not ((("训练" in what or "服务" in what) and "数据" in value) or ("数据" in what and "训练" in value))
    if value in slot.choices and fits:
        return [Chosen(slot.id, clause.start + match.start(), clause.start + match.end(), value, 2.0)]
    if not party and _NAMED_FEE.search(what) and not negated(clause.text, match.start()):
        value = PAYS["trainer" if "数据" in what else "data_provider"]
        return [Chosen(slot.id, clause.start + match.start(), clause.start + match.end(), value, 2.0)] if value in slot.choices else []
    if person and not party:
        return [Chosen(slot.id, clause.start + match.start(), clause.start + match.end(), "", 2.0, person.who)]
    return []
