"""What somebody changed in a contract, clause by clause, in the words of a lawyer's note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from assistant.checking.checker import Change, CheckResult, equal
from assistant.saying import shown
from knowledge.template import Article, Clause, Slot, Template, Value

LONGEST = 40


def told(template: Template, result: CheckResult, given: Mapping[str, Value] | None) -> Iterator[str]:
    """Yield one line for every value that is not the one ``given``, then one for every other change."""
    said: set[str] = set()
    for slot in template.slots.values():
        before, after = (given or {}).get(slot.id), result.values.get(slot.id)
        if given is not None and after is not None and before is not None and not equal(slot, after, before):
            where = _where(template, slot)
            said.add(where)
            yield f"{where} {slot.label}由{_value(slot, before)}改为{_value(slot, after)}"
    whole = _whole(template, result)
    for address in whole:
        yield f"{address} 「{_title(template, address)}」整款删除"
    for change in result.changes:
        clause = change.address.partition("(")[0]
        if change.kind != "same" and clause not in whole and not (change.kind == "value" and clause in said):
            yield f"{change.address} {_words(change)}"


def _whole(template: Template, result: CheckResult) -> list[str]:
    """Addresses of the clauses of which nothing is left."""
    kinds: dict[str, set[str]] = {}
    for change in result.changes:
        kinds.setdefault(change.address.partition("(")[0], set()).add(change.kind)
    return [a for a, k in kinds.items() if k == {"missing"} and isinstance(template.addresses.get(a), Clause)]


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
    pieces = [
        _piece(change.template_text[a:b], change.document_text[c:d])
        for kind, a, b, c, d in SequenceMatcher(
            None, change.template_text, change.document_text, autojunk=False).get_opcodes()
        if kind != "equal"
    ]  # fmt: skip
    if len(pieces) > 3:
        return f"由「{_cut(change.template_text)}」改写为「{_cut(change.document_text)}」"
    return "，".join(pieces)


def _piece(before: str, after: str) -> str:
    if not before:
        return f"加上「{_cut(after)}」"
    return f"「{_cut(before)}」改为「{_cut(after)}」" if after else f"删去「{_cut(before)}」"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}…"
