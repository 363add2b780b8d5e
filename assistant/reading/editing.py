"""What is told by pointing: a row of a table that is not there (第五期), the party that a value is of (那个电话是我们的)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.moves import Clear, Fill, Move, Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import NOUNS, cues, topic
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene, other
from assistant.reading.values import MEASURED
from knowledge import kinds
from knowledge.kinds.numerals import number
from knowledge.template import Slot

_ROW = re.compile(
    r"第\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\s*个?\s*(?P<what>[行条项期笔次]|节点|阶段|批)(?:付款|款|数据|节点|那[行条项期笔个])?"
)
_PAYING = "期笔次节点"
_DROP = re.compile(r"删|去掉|不要|拿掉|取消|划掉|移除|砍掉|作废")
_CHANGE = re.compile(r"(?:改成|改为|改到|换成|变成|调成|调到|调整[为到]|降到|提到|写成?|是|就|按|给|付|占)+\s*(?P<v>\S.*)$")
_OF_PARTY = re.compile(r"(?:其实|应该|才|都|写错了|弄错了|搞错了|[,\s])*(?:是|归|属于|改成)\s*(?P<who>[^,。;的]{1,8}?)(?:公司|这边|那边)?的(?:[,\s]*(?:不是[^,。;]{1,6}的?|才对|吧|啊|哦|了))*\s*$")


@dataclass(frozen=True)
class Edit:
    """The moves that one clause makes."""

    clause: Clause
    moves: tuple[Move, ...]


def edits(message: Message, scene: Scene, people: People, free: Sequence[Clause]) -> list[Edit]:
    """Return what clauses change of whom a value belongs to, and objections to rows that do not stand."""
    found = []
    for clause in free:
        moves = [] if clause.asks else (
            _beyond(clause, message, scene) or _moved(clause, message, scene, people) or crossed(clause, message, scene) or _reworded(clause, message, scene)
        )
        if moves:
            found.append(Edit(clause, tuple(moves)))
    return found


_CROSSED = re.compile(r"(?:两边|双方|两家|两方|甲乙双?方?|我们?[和跟与](?:他们|对方))?的?(?P<what>[\u4e00-\u9fff]{2,6}?)(?:都|给|是|好像|我)*(?:写|填|搞|弄|说|贴|报)?(?:反了?|颠倒了?|串了|(?:互|对|调)(?:换|调)(?:一下|过来)?)\s*[了吧啊]*\s*$")


def crossed(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """两边电话写反了: the values of one thing of both parties change places."""
    match = _CROSSED.search(clause.text)
    what = next((w for w, noun in NOUNS.items() if re.fullmatch(rf"(?:{noun})", match["what"])), "") if match else ""
    slots = [s for p in "ab" if what and (s := scene.slot(f"party_{p}_{what}"))]
    if len(slots) != 2 or not all(s.id in scene.values for s in slots):
        return []
    words, span = message.said(clause.start, clause.end)
    return [
        Fill(slot.id, words, span, kinds.write(slot, scene.values[other_slot.id]))
        for slot, other_slot in zip(slots, reversed(slots), strict=True)
    ]


def one_thing(clause: Clause, message: Message, scene: Scene) -> bool:
    """Whether what is to change places is one thing of the parties (两边电话写反了,对调一下), or is told behind (搞反了,数据是2月15日,…)."""
    run = [c for c in message.sentence(clause.sentence) if c.start <= clause.start]
    told = [c for c in message.clauses if c.start > clause.start and MEASURED.search(c.text) and not c.asks and not re.search(r"[甲乙]方|公司", c.text)]
    return any(crossed(c, message, scene) for c in run) or len(told) > 1 or any(topic(c.text) or cues(scene.template, c.text) for c in told)


_WITHIN = re.compile(r"^\s*(?:把|将)?(?P<name>[^,。;]{2,12}?)(?:里面?|当?中|里头)的?(?:那个|这个)?(?P<old>[^,。;:]{1,16}?)(?:要|得|应该)?(?:改成|改为|换成|调成|调到|写成|改到)\s*(?P<new>[^,。;]+?)\s*(?:吧|就行)?\s*$")


def _reworded(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """项目目标里延迟改成≤45ms: a piece of a text that stands is put in other words, the rest of it stays."""
    match = _WITHIN.match(clause.text)
    if match is None:
        return []
    for slot in scene.template.slots.values():
        text = scene.values.get(slot.id)
        if slot.kind not in ("text", "longtext") or not isinstance(text, str) or match["name"] not in (slot.label, *slot.aliases):
            continue
        at, new = text.find(match["old"]), match["new"]
        if at < 0:
            return []
        end = next((m.start() for m in re.finditer(r"[,;、。\uff0c\uff1b]", text) if m.start() > at), len(text))
        words, span = message.said(clause.start, clause.end)
        return [Fill(slot.id, words, span, f"{text[:at]}{'' if new.startswith(match['old']) else match['old']}{new}{text[end:]}")]
    return []


def _beyond(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """第五期改成20% where there are three: it is told how many rows stand; the only row taken out leaves no table."""
    match = _ROW.search(clause.text)
    slot = _table(match["what"], scene) if match else None
    if match is None or slot is None or not (_DROP.search(clause.text) or _CHANGE.search(clause.text[match.end() :])):
        return []
    standing = scene.values.get(slot.id)
    count = len(standing) if isinstance(standing, list) else 0
    place = int(number(match["n"]) or 0)
    if place == count == 1 and _DROP.search(clause.text):
        return [Clear(slot.id)]
    if place <= count:
        return []
    words, _ = message.said(clause.start, clause.end)
    return [Object("row", f"{slot.label}现在有 {count} 行，没有「{match[0].strip()}」。", slot.id, words)]


def _table(what: str, scene: Scene) -> Slot | None:
    """The table whose rows are counted by this word, among those that have rows."""
    full = [s for s in scene.template.slots.values() if s.kind == "table" and isinstance(scene.values.get(s.id), list)]
    if what in _PAYING or what == "节点":
        full = [s for s in full if s.id == "payment_nodes"] if what in "期笔节点" else full
    recent = [s for s in full if s.id in scene.recent] or [s for x in scene.latest for s in full if s.id == x]
    return recent[0] if recent else None


def _moved(clause: Clause, message: Message, scene: Scene, people: People) -> list[Move]:
    """那个电话是我们的: the value written for the other party is the one's that is named."""
    match = _OF_PARTY.search(clause.text)
    head = clause.text[: match.start()] if match else ""
    what = next((w for w, noun in NOUNS.items() if re.search(rf"(?:{noun})\s*$", head)), "")
    if match is None or not what or not re.search(r"[那这]个?|刚才|刚刚|上[一个面]|前面|之前|写错|弄错|搞错", head + match[0]):
        return []
    persons = people.within(clause.start + match.start("who"), clause.start + match.end("who"))
    party = people.party(persons[-1].who) if persons else ""
    if party not in PARTIES:
        return []
    right, wrong = (f"party_{'a' if p == '甲方' else 'b'}_{what}" for p in (party, other(party)))
    slot = scene.slot(right)
    if slot is None or wrong not in scene.values:
        return []
    words, span = message.said(clause.start, clause.end)
    return [Clear(wrong), Fill(right, words, span, kinds.write(slot, scene.values[wrong]))]
