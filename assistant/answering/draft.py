"""What the user's own draft says: the sentence as it is printed now, or that a blank is still open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import phrases as wording
from assistant.answering.question import Query
from assistant.answering.sheet import Sheet, sentences
from assistant.draft import Draft
from knowledge import kinds
from knowledge.contract import Contract, Fill, Line, compose
from knowledge.lexical import fold, grams
from knowledge.library import Library
from knowledge.passages import printed_number
from knowledge.template import Clause, Slot, Template

_MOST = 4
_FILLING = re.compile(
    r"草稿|哪些|还[有差缺剩]?|现在|目前|刚才|之前|已经|我们?|咱们?|到底|多少|几[个天年次]?|什么|哪[里个家]?|[填写定选说设录记]?[了的是成]|[填写定选吗呢里上在?？]|有没有|没有?"
)


def draft_lines(
    template: Template, draft: Draft, clauses: Sequence[Clause], terms: Sequence[str] = ()
) -> list[str]:
    """Return what the draft says in these clauses, the blanks that fit the question first."""
    slots = [s for clause in clauses[:1] for s in _slots(clause)]
    if not slots:
        return []
    contract = compose(template, draft.terms())
    wanted = sorted(slots, key=lambda s: -_fit(template.slots[s], terms))
    fitting = [s for s in wanted if _fit(template.slots[s], terms) > 0] or wanted
    lines = [line for s in fitting[:_MOST] if (line := draft_line(template, draft, s, contract))]
    return list(dict.fromkeys(lines))


def _slots(clause: Clause) -> tuple[str, ...]:
    choices = [p.choice for p in clause.paragraphs if p.choice]
    return tuple(dict.fromkeys([*choices, *clause.slots]))


def _fit(slot: Slot, terms: Sequence[str]) -> int:
    names = {gram for name in (slot.label, *slot.aliases) for gram in grams(name) if len(gram) > 1}
    return len(names & set(terms))


def draft_line(template: Template, draft: Draft, slot_id: str, contract: Contract) -> str:
    """Say what stands in the draft for one slot; empty when the slot plays no part and has no value."""
    slot = template.slots[slot_id]
    for line in contract.lines:
        for fill in line.fills:
            if fill.slot == slot_id:
                return _line(template, draft, slot, line, fill)
    value = draft.values.get(slot_id)
    if value is None:
        return ""
    written = _written(slot, value)
    deciding = slot_id in draft.active(template)
    form = wording.DRAFT_VALUE if deciding else wording.DRAFT_UNUSED
    return form.format(label=slot.label, value=written)


def _written(slot: Slot, value: object) -> str:
    if slot.kind == "table":
        return f"{len(value)} 行" if isinstance(value, list) else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return kinds.write(slot, value)


def _line(template: Template, draft: Draft, slot: Slot, line: Line, fill: Fill) -> str:
    place = printed_number(template, draft.terms(), line.address) or line.address
    if fill.state == "空":
        form = wording.DRAFT_LEFT_OPEN if slot.id in draft.left_open else wording.DRAFT_OPEN
        return form.format(label=slot.label, place=place)
    form = wording.DRAFT_DEFAULT if fill.state == "默认" else wording.DRAFT_LINE
    return form.format(place=place, line=f"{slot.label}——{_sentence(line, fill)}")


def _sentence(line: Line, fill: Fill) -> str:
    """The printed sentence around a value, or the value of a table."""
    if line.rows:
        return f"{len(line.rows)} 行"
    start = max((line.text.rfind(mark, 0, fill.start) for mark in "。；\n"), default=-1) + 1
    ends = [e for mark in "。；\n" if (e := line.text.find(mark, fill.end)) >= 0]
    return wording.sentence(line.text[start : min(ends, default=len(line.text))])


def asked_slots(template: Template, draft: Draft | None, text: str) -> list[Slot]:
    """Return the slots in play that a question about the draft names, best first; by labels and other names."""
    folded = fold(_FILLING.sub(" ", text))
    active = set(draft.active(template)) | set(draft.values) if draft else set(template.slots)
    scored: list[tuple[float, int, Slot]] = []
    for place, slot in enumerate(template.slots.values()):
        names = [fold(n) for n in (slot.label, *slot.aliases)]
        whole = max((len(n) for n in names if len(n) > 1 and n in folded), default=0)
        part = max((_overlap(n, folded) for n in names if len(n) > 2), default=0.0)
        if slot.id in active and (whole or part >= 0.5):
            scored.append((whole + part, -place, slot))
    scored.sort(key=lambda s: (s[0], s[1]), reverse=True)
    return [slot for score, _, slot in scored if score >= 0.6 * scored[0][0]][:4]


def _overlap(name: str, text: str) -> float:
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def about_draft(library: Library, template: Template, draft: Draft | None, query: Query) -> Sheet | None:
    """Answer a question about what has been filled in; None when it names nothing the draft could hold."""
    if not query.is_("draft"):
        return None
    slots = asked_slots(template, draft, query.text)
    sheet = Sheet(query.text)
    if not slots and fold(_FILLING.sub("", query.text)):
        return None
    if draft is None:
        sheet.say("结论", wording.NO_DRAFT)
        return sheet
    if not slots:
        return _everything(sheet, template, draft)
    contract = compose(template, draft.terms())
    for slot in slots:
        line = draft_line(template, draft, slot.id, contract)
        sheet.say("草稿", line or wording.DRAFT_ASKED_OPEN.format(label=slot.label))
        _quote(sheet, library, template, slot, str(draft.values.get(slot.id, "")))
    return sheet


def _quote(sheet: Sheet, library: Library, template: Template, slot: Slot, value: str) -> None:
    """Quote the sentence a slot is written in, or the alternative that it chooses."""
    for _, clause in template.clauses():
        chosen = [p.address for p in clause.paragraphs if p.choice == slot.id and p.option == value]
        blank = [p.address for p in clause.paragraphs if slot.id in p.slots and not p.choice]
        for address in dict.fromkeys([*blank[:1], *([clause.address] if chosen else []), *chosen]):
            passage = library.passage(template.id, address)
            if passage is None:
                continue
            spans = sentences(passage.text)
            span = next((s for s in spans if f"【{slot.label}】" in passage.text[s[0] : s[1]]), spans[0])
            place = sheet.cite(passage, span)
            sheet.say("条款", wording.CLAUSE.format(
                place=address, title=clause.title, quotes=wording.quoted([sheet.citations[place].quote])
            ), (place,))
        if blank or chosen:
            return


def _everything(sheet: Sheet, template: Template, draft: Draft) -> Sheet:
    """Name what is filled in and what is still open."""
    filled = [template.slots[s].label for s in draft.active_values(template)]
    waiting = [s.label for s in draft.open_slots(template)]
    sheet.say("草稿", wording.DRAFT_FILLED.format(count=len(filled), labels="、".join(filled[:20]) or "—"))
    if waiting:
        sheet.say("草稿", wording.DRAFT_WAITING.format(count=len(waiting), labels="、".join(waiting[:20])))
    return sheet
