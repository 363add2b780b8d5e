"""What somebody changed in a contract, clause by clause, in the words of a lawyer's note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.checking.characters import oddities, visible
from assistant.checking.results import Change, CheckResult, Said, equal
from assistant.saying import shown
from knowledge import kinds
from knowledge.template import Article, Clause, Slot, Template, Value

LONGEST = 40
CLOSE = 2
"""Changes with no more characters than this between them are told as one."""

_EDGE = set("，。；：、（）“”《》 \n,.;:()")
"""What a short change is not told beyond: it gets the few characters around it, so that 乙→甲 reads 归乙方→归甲方."""


@dataclass(frozen=True)
class Telling:
    """One change in words, where it is, and the slot whose value changed, if it is one."""

    address: str
    words: str
    slot: str = ""


def told(template: Template, result: CheckResult, given: Mapping[str, Value] | None) -> Iterator[str]:
    """Yield one line for every value that is not the one ``given``, then one for every other change."""
    yield from (telling.words for telling in tellings(template, result, given))


def tellings(template: Template, result: CheckResult, given: Mapping[str, Value] | None) -> Iterator[Telling]:
    """Yield the same with the place and the slot; what is told the same several times comes once, with how often."""
    for telling, count in Counter(_told(template, result, given)).items():
        words = f"{_at(telling.address, result)} {telling.words}"
        yield replace(telling, words=words if count == 1 else f"{words}（{count}处）")


def _told(template: Template, result: CheckResult, given: Mapping[str, Value] | None) -> Iterator[Telling]:
    done: set[str] = set()
    for slot in template.slots.values():
        before = (given or {}).get(slot.id)
        if before is not None:
            for address, words in _changed(template, slot, before, result):
                done.add(address)
                yield Telling(address, words, slot.id)
    whole = _whole(template, result)
    yield from (Telling(address, f"「{_title(template, address)}」整款删除") for address in whole)
    for change in result.changes:
        clause = change.address.partition("(")[0]
        if change.kind != "same" and clause not in whole and not (change.kind == "value" and clause in done):
            yield Telling(change.address, _words(change))


def _at(address: str, result: CheckResult) -> str:
    """Return an address, with the number that stands in the contract when that is another."""
    number = result.printed.get(address.partition("(")[0])
    return f"{address}（印作{number}）" if number else address


def _changed(template: Template, slot: Slot, before: Value, result: CheckResult) -> Iterator[tuple[str, str]]:
    """Where a value is another now, and how; where it was left as it was although it is another elsewhere."""
    places = [s for s in result.said if s.slot == slot.id]
    other = [s for s in places if not equal(slot, s.value, before)]
    after = result.values.get(slot.id)
    if not other and (after is None or equal(slot, after, before)):
        return
    address = other[0].address.partition("(")[0] if other else _where(template, slot)
    if slot.kind == "table" and isinstance(after, list) and isinstance(before, list):
        yield from ((address, f"{slot.label}{words}") for words in _rows(slot, before, after))
        return
    new = _value(slot, other[0].value) if other and other[0].value is not None else None
    new = new or (_cut(other[0].text) if other else _value(slot, after))
    still = [s for s in places if s not in other]
    yield address, f"{slot.label}由{_value(slot, before)}改为{new}{_left(still, address) if other else ''}"
    yield from ((s.address.partition("(")[0], f"{slot.label}也改成了{_cut(s.text)}")
                for s in other[1:] if s.value != other[0].value)


def _left(still: Sequence[Said], address: str) -> str:
    """Say where the old value still stands."""
    if not still:
        return ""
    listed = "、".join(dict.fromkeys(
        f"同一款的「{_cut(s.text)}」" if s.address == address else f"{s.address}的「{_cut(s.text)}」" for s in still))
    return f"，{listed}没有跟着改"


def _rows(slot: Slot, before: Sequence[Mapping[str, Value]], after: Sequence[Mapping[str, Value]]) -> Iterator[str]:
    """What became of a table, row by row and column by column."""
    ours, theirs = ([_cells(slot, row) for row in rows] for rows in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(b - a, d - c)
        for place in range(both):
            for column, old, new in zip(slot.columns, ours[a + place], theirs[c + place], strict=True):
                if old != new:
                    yield f"第{a + place + 1}行「{column.name}」由{_cell(old)}改为{_cell(new)}"
        yield from (f"删去第{n + 1}行「{_first(ours[n])}」" for n in range(a + both, b))
        yield from (f"新增第{n + 1}行「{_first(theirs[n])}」" for n in range(c + both, d))


def _cells(slot: Slot, row: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(kinds.write_column(slot, column, row.get(column.name)) for column in slot.columns)


def _cell(text: str) -> str:
    return _cut(text) or "（空）"


def _first(cells: Sequence[str]) -> str:
    return next((_cut(c) for c in cells if c), "（空行）")


def _whole(template: Template, result: CheckResult) -> list[str]:
    """Addresses of the clauses of which nothing is left."""
    kinds_: dict[str, set[str]] = {}
    for change in result.changes:
        kinds_.setdefault(change.address.partition("(")[0], set()).add(change.kind)
    return [a for a, k in kinds_.items() if k == {"missing"} and isinstance(template.addresses.get(a), Clause)]


def _title(template: Template, address: str) -> str:
    thing = template.addresses.get(address)
    return thing.title if isinstance(thing, Article | Clause) else address


def _where(template: Template, slot: Slot) -> str:
    """The clause where a slot is printed, or where it decides what is printed."""
    printing = (c.address for _, c in template.clauses() if slot.id in c.slots)
    choosing = (c.address for _, c in template.clauses() if slot.id in {p.choice for p in c.paragraphs})
    return next((a for some in (choosing, printing) for a in some), "正文")


def _value(slot: Slot, value: Value) -> str:
    if slot.kind == "table":
        return "（表格）"
    return _cut(re.sub(r"(?<=[0-9]) (?=[\u4e00-\u9fff])", "", shown(slot, value)))


def _words(change: Change) -> str:
    if change.kind == "missing":
        return f"删除「{_cut(change.template_text)}」"
    if change.kind == "added":
        return f"后面新增「{_cut(change.document_text)}」"
    if change.kind == "moved":
        return f"「{_cut(change.template_text)}」移到了别处"
    if change.template_text == change.document_text:
        return "编号变了，文字没变"
    if parted := _parted(change.template_text, change.document_text):
        return parted
    pieces = list(_pieces(change.template_text, change.document_text))
    if len(pieces) > 3:
        return f"由「{_cut(change.template_text)}」改写为「{_cut(change.document_text)}」"
    return "，".join(_piece(before, after) for before, after in pieces)


def _parted(before: str, after: str) -> str:
    """Say that only the ends of paragraphs moved; an empty string when more did."""
    if before.replace("\n", "") != after.replace("\n", ""):
        return ""
    apart, together = after.count("\n") + 1, before.count("\n") + 1
    return f"一段分成了{apart}段，文字没变" if apart > together else f"{together}段并成了一段，文字没变"


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The stretches in which two texts differ; short ones with what stands around them."""
    spans: list[list[int]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal" and spans and a - spans[-1][1] <= CLOSE:
            spans[-1][1], spans[-1][3] = b, d
        elif kind != "equal":
            spans.append([a, b, c, d])
    for number, (a, b, c, d) in enumerate(spans):
        low = spans[number - 1][1] if number else 0
        high = spans[number + 1][0] if number + 1 < len(spans) else len(before)
        left = right = 0
        if a < b and c < d and max(b - a, d - c) <= CLOSE:
            while left < 3 and a - left > low and before[a - left - 1] not in _EDGE:
                left += 1
            while right < 2 and b + right < high and before[b + right] not in _EDGE:
                right += 1
        yield before[a - left : b + right], after[c - left : d + right]


def _piece(before: str, after: str) -> str:
    if not before:
        return f"加上「{visible(_cut(after))}」{oddities('', after)}"
    return f"「{_cut(before)}」改为「{visible(_cut(after))}」{oddities(before, after)}" if after else f"删去「{_cut(before)}」"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}…"
