"""Changes to what stands, told by pointing: a row of a table (第三期改成20%), the party that a value is of (那个电话是我们的)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.moves import Clear, Fill, Move, Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import NOUNS
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene, other
from knowledge import kinds
from knowledge.kinds.numerals import NUMBER, number
from knowledge.template import Slot

_ROW = re.compile(
    r"(?P<which>第\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})|最后一|末|头一|首)\s*个?\s*(?P<what>[行条项期笔次]|节点|阶段|批)(?:付款|款|数据|节点|那[行条项期笔个])?"
)
_PAYING = "期笔次节点"
_DROP = re.compile(r"删|去掉|不要|拿掉|取消|划掉|移除|砍掉|作废")
_CHANGE = re.compile(r"(?:改成|改为|改到|换成|变成|调成|调到|调整[为到]|降到|提到|写成?|是|就|按|给|付|占)+\s*(?P<v>\S.*)$")
_NAMED_CELL = re.compile(r"的?(?P<c>[\u4e00-\u9fff]{2,5})\s*(?:改成|改为|换成|写成?|是|应该是)+\s*(?P<v>\S.*)$")
_OF_PARTY = re.compile(r"(?:其实|应该|才|都|写错了|弄错了|搞错了|[,\s])*(?:是|归|属于|改成)\s*(?P<who>[^,。;的]{1,8}?)(?:公司|这边|那边)?的(?:[,\s]*(?:不是[^,。;]{1,6}的?|才对|吧|啊|哦|了))*\s*$")


@dataclass(frozen=True)
class Edit:
    """The moves that one clause makes."""

    clause: Clause
    moves: tuple[Move, ...]


def edits(message: Message, scene: Scene, people: People, free: Sequence[Clause]) -> list[Edit]:
    """Return the changes that clauses make to rows that stand and to whom a value belongs."""
    found = []
    for clause in free:
        moves = [] if clause.asks else _row(clause, message, scene) or _moved(clause, message, scene, people)
        if moves:
            found.append(Edit(clause, tuple(moves)))
    return found


def _row(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    match = _ROW.search(clause.text)
    slot = _table(match["what"], scene) if match else None
    rest = clause.text[match.end() :] if match else ""
    if match is None or slot is None:
        return []
    standing = scene.values.get(slot.id)
    rows = [dict(r) for r in standing if isinstance(r, Mapping)] if isinstance(standing, list) else []
    place = len(rows) - 1 if match["which"][0] in "最末" else 0 if match["which"][0] in "头首" else int(number(match["n"]) or 0) - 1
    words, span = message.said(clause.start, clause.end)
    dropped, changed = _DROP.search(clause.text), _NAMED_CELL.search(rest) or _CHANGE.search(rest) or re.match(r"\s*(?P<v>\d+(?:\.\d+)?\s*%)\s*(?:吧|了)?$", rest)
    if not dropped and not changed:
        return []
    if not 0 <= place < len(rows):
        reason = f"{slot.label}现在有 {len(rows)} 行，没有「{match[0].strip()}」。"
        return [Object("row", reason, slot.id, words)]
    if dropped and not changed:
        del rows[place]
        return [Fill(slot.id, words, span, _written(slot, rows))] if rows else [Clear(slot.id)]
    assert changed is not None  # one of the two was found
    column = _column(slot, changed)
    if not column:
        return []
    rows[place][column] = changed["v"].strip()
    return [Fill(slot.id, words, span, _written(slot, rows))]


def _table(what: str, scene: Scene) -> Slot | None:
    """The table whose rows are counted by this word, among those that have rows."""
    full = [s for s in scene.template.slots.values() if s.kind == "table" and isinstance(scene.values.get(s.id), list)]
    if what in _PAYING or what == "节点":
        full = [s for s in full if s.id == "payment_nodes"] if what in "期笔节点" else full
    recent = [s for s in full if s.id in scene.recent] or [s for x in scene.latest for s in full if s.id == x]
    return recent[0] if recent else None


def _column(slot: Slot, match: re.Match[str]) -> str:
    """The column a new cell belongs to: named, else the only one that holds a share when a share is told."""
    named = match.groupdict().get("c", "")
    for column in slot.columns:
        if named and (column.name in named or named in column.name):
            return column.name
    shares = [c.name for c in slot.columns if c.kind == "percent"]
    return shares[0] if len(shares) == 1 and re.fullmatch(rf"(?:百分之)?\s*{NUMBER}\s*[%成]?\s*(?:吧|了|就行)?", match["v"].strip()) else ""


def _written(slot: Slot, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as the kind reads them: a head, then one line a row."""
    lines = ["|".join(c.name for c in slot.columns)]
    lines += ["|".join(_cell(row.get(c.name), c.kind) for c in slot.columns) for row in rows]
    return "\n".join(f"|{line}|" for line in lines)


def _cell(value: Any, kind: str) -> str:
    words = "" if value is None else str(value)
    return f"{words}%" if kind == "percent" and words and words[-1] not in "%成" else words


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
