"""compose(template, terms) → Contract: what is printed, paragraph by paragraph, with every value's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from knowledge import kinds
from knowledge.conditions import Condition, Truth
from knowledge.numbering import annex_number, article_number
from knowledge.template import (
    Article,
    Blank,
    Clause,
    Paragraph,
    Piece,
    Reference,
    Slot,
    Template,
    Terms,
    Value,
    Words,
)

OPEN = "________"
"""What an open blank prints."""

EXTRA_TITLE = "补充条款"

LineStyle = Literal["title", "heading", "clause", "body", "item", "option", "table", "cell", "extra"]


@dataclass(frozen=True)
class Fill:
    """A value printed at ``start:end`` of its line; ``state`` is 已填, 默认 (a default) or 空 (open)."""

    slot: str
    start: int
    end: int
    state: Literal["已填", "默认", "空"]


@dataclass(frozen=True)
class Line:
    """One printed paragraph, table or layout cell.

    ``number`` is the number Word computes for it (第一条, 1.1, (1)), not part of ``text``. ``address`` is the
    template's own address. Tables carry ``header`` and ``rows`` of cell texts instead of text.
    """

    style: LineStyle
    text: str
    address: str
    number: str = ""
    source: Paragraph | None = None
    fills: tuple[Fill, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    references: tuple[tuple[int, int, str], ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Contract:
    """A composed contract; ``numbers`` gives the printed number of every name that stands in it."""

    template: Template
    terms: Terms
    lines: tuple[Line, ...]
    numbers: Mapping[str, str]

    @property
    def open(self) -> tuple[str, ...]:
        """Slots whose blank is printed open, in print order."""
        return tuple(dict.fromkeys(f.slot for x in self.lines for f in x.fills if f.state == "空"))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Optional slots printed with their default because nobody said anything."""
        return tuple(dict.fromkeys(f.slot for x in self.lines for f in x.fills if f.state == "默认"))

    def text(self) -> str:
        """Return the whole contract as plain text, numbers included."""
        parts = []
        for line in self.lines:
            if line.rows or line.header:
                parts += [" | ".join(line.header), *(" | ".join(row) for row in line.rows)]
            else:
                parts.append(f"{line.number} {line.text}".strip())
        return "\n".join(parts)


def effective(template: Template, terms: Terms) -> dict[str, Value]:
    """Return the values a contract is written from: what was given, and defaults of untouched optional slots."""
    values = {k: v for k, v in terms.values.items() if k in template.slots and v is not None}
    for slot in template.slots.values():
        if slot.id not in values and slot.id not in terms.left_open and slot.default is not None:
            values[slot.id] = slot.default
    return values


def stands(
    article: Article, clause: Clause | None, terms: Terms, values: Mapping[str, Value]
) -> Truth:
    """Return whether an article (and clause) is in the contract: True, False, or not yet known."""
    parts: list[Article | Clause] = [article] if clause is None else [article, clause]
    known = True
    for part in parts:
        default = part.status != "可选"
        if part.status != "必备" and not terms.switches.get(part.name, default):
            return False
        truth = part.condition.holds(values)
        if truth is False:
            return False
        known = known and truth is True
    return True if known else None


def printed(clause: Clause, values: Mapping[str, Value]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a standing clause; an undecided 择一 yields one open paragraph in its place."""
    pending: set[str] = set()
    for paragraph in clause.paragraphs:
        truth = paragraph.condition.holds(values)
        if truth:
            yield paragraph
        elif truth is None and paragraph.choice not in (*values, *pending, ""):
            pending.add(paragraph.choice)
            yield undecided(clause, paragraph.choice)


def prints(article: Article, clause: Clause, terms: Terms, values: Mapping[str, Value]) -> bool:
    """Return whether a clause stands and at least one of its paragraphs is printed (else it has no number)."""
    return bool(stands(article, clause, terms, values)) and any(printed(clause, values))


def undecided(clause: Clause, choice: str) -> Paragraph:
    """Return the open paragraph that stands for an alternative nobody has chosen yet."""
    first = next(p for p in clause.paragraphs if p.choice == choice)
    words = "、".join(dict.fromkeys(p.option for p in clause.paragraphs if p.choice == choice))
    pieces: tuple[Piece, ...] = (Blank(choice), Words(f"（待定：{words}择一）"))
    return Paragraph(pieces, "option", clause.address, line=first.line, choice=choice)


def number_all(template: Template, terms: Terms) -> dict[str, str]:
    """Return the printed number of every article, clause, item and annex that stands, by name or address."""
    values = effective(template, terms)
    numbers: dict[str, str] = {}
    articles = annexes = 0
    for article in template.articles:
        if not stands(article, None, terms, values):
            continue
        clauses = [c for c in article.clauses if prints(article, c, terms, values)]
        if not clauses:
            continue
        if article.number:
            articles += 1
            numbers[article.name] = article_number(articles)
        elif article.address.startswith("附件"):
            annexes += 1
            numbers[article.name] = annex_number(annexes)
        else:
            numbers[article.name] = article.title
        for place, clause in enumerate(clauses, 1):
            _number_clause(article, clause, f"{articles}.{place}", values, numbers)
    return numbers


def _number_clause(
    article: Article, clause: Clause, number: str, values: Mapping[str, Value], numbers: dict[str, str]
) -> None:
    if article.number:
        numbers[clause.name] = number
    else:
        number = numbers[article.name]
    items = 0
    for paragraph in printed(clause, values):
        if paragraph.style == "item":
            items += 1
            numbers[paragraph.name or paragraph.address] = f"({items})"
            numbers[f"{paragraph.name or paragraph.address}@"] = number
        elif paragraph.name:
            numbers[paragraph.name] = ""
            numbers[f"{paragraph.name}@"] = number


def reference_text(template: Template, target: str, numbers: Mapping[str, str]) -> str:
    """Return how a reference prints: 第三条, 第3.4款, 第3.4款第(2)项, 附件一; marked when its target is absent."""
    thing = template.names[target]
    if target not in numbers:
        return f"〔{getattr(thing, 'title', target)}〕"
    if isinstance(thing, Article):
        return numbers[target]
    if isinstance(thing, Clause):
        number = numbers[target]
        return f"第{number}款" if number[0].isdigit() else number
    clause, item = numbers[f"{target}@"], numbers[target]
    return f"第{clause}款第{item}项" if item else f"第{clause}款"


def compose(template: Template, terms: Terms) -> Contract:
    """Write the contract; open blanks print OPEN, undecided conditions print nothing."""
    values = effective(template, terms)
    numbers = number_all(template, terms)
    lines = [Line("title", template.title, "题目")]
    for article in template.articles:
        if article.name not in numbers:
            continue
        if article.address == "签署" and terms.extra:
            lines += _extra(terms, numbers)
        if article.number:
            lines.append(Line("heading", article.title, article.address, numbers[article.name]))
        elif article.address.startswith("附件"):
            text = f"{numbers[article.name]} {article.title}".strip()
            lines.append(Line("heading", text, article.address))
        for clause in article.clauses:
            if stands(article, clause, terms, values):
                lines += _clause(template, article, clause, terms, values, numbers)
    return Contract(template, terms, tuple(lines), numbers)


def _extra(terms: Terms, numbers: Mapping[str, str]) -> list[Line]:
    """The parties' own words, kept verbatim (line ends made one kind) and marked as such."""
    last = sum(1 for n in numbers.values() if n.startswith("第") and n.endswith("条")) + 1
    lines = [Line("heading", EXTRA_TITLE, EXTRA_TITLE, article_number(last))]
    for place, words in enumerate(terms.extra, 1):
        address = f"{EXTRA_TITLE}.{place}"
        text = "\n".join(part.strip() for part in words.splitlines() if part.strip())
        lines.append(Line("extra", text, address, f"{last}.{place}"))
    return lines


def _clause(
    template: Template, article: Article, clause: Clause, terms: Terms,
    values: Mapping[str, Value], numbers: Mapping[str, str],
) -> list[Line]:
    lines: list[Line] = []
    for paragraph in printed(clause, values):
        line = write(template, paragraph, terms, values, numbers)
        if article.number and not lines and paragraph.style in ("body", "option"):
            line = replace(line, style="clause", number=numbers[clause.name])
        elif paragraph.style == "item":
            line = replace(line, number=numbers[paragraph.name or paragraph.address])
        lines.append(line)
    return lines


def write(
    template: Template, paragraph: Paragraph, terms: Terms,
    values: Mapping[str, Value], numbers: Mapping[str, str],
) -> Line:
    """Write one paragraph with its values, spans and references."""
    style: LineStyle = paragraph.style
    if style == "table":
        return _table(template, paragraph, terms, values)
    text = ""
    fills, bold, references = [], [], []
    for place, piece in enumerate(paragraph.pieces):
        start = len(text)
        if isinstance(piece, Words):
            text += piece.text
        elif isinstance(piece, Reference):
            text += reference_text(template, piece.target, numbers)
            references.append((start, len(text), piece.target))
        else:
            printed_value, state = _value(template.slots[piece.slot], piece.form, terms, values)
            text += printed_value
            fills.append(Fill(piece.slot, start, len(text), state))
        if _is_bold(paragraph.pieces, place):
            bold.append((start, len(text)))
    return Line(
        style, text, paragraph.address, source=paragraph, fills=tuple(fills), bold=tuple(bold),
        references=tuple(references), row=paragraph.row, column=paragraph.column,
    )


def _is_bold(pieces: tuple[Piece, ...], place: int) -> bool:
    """A value or reference is bold when the words around it are."""
    piece = pieces[place]
    if isinstance(piece, Words):
        return piece.bold
    before = next((p for p in reversed(pieces[:place]) if isinstance(p, Words)), None)
    after = next((p for p in pieces[place + 1 :] if isinstance(p, Words)), before)
    return bool(before and before.bold and after and after.bold)


def _value(
    slot: Slot, form: str, terms: Terms, values: Mapping[str, Value]
) -> tuple[str, Literal["已填", "默认", "空"]]:
    if slot.id not in values:
        return OPEN, "空"
    state: Literal["已填", "默认"] = "已填" if terms.values.get(slot.id) is not None else "默认"
    return kinds.write(slot, values[slot.id], form), state


def _table(template: Template, paragraph: Paragraph, terms: Terms, values: Mapping[str, Value]) -> Line:
    slot = template.slots[paragraph.slots[0]]
    header = tuple(column.name for column in slot.columns)
    rows = values.get(slot.id) or []
    state: Literal["已填", "默认", "空"] = "空"
    if rows:
        state = "已填" if terms.values.get(slot.id) else "默认"
    cells = tuple(
        tuple(kinds.write_column(slot, c, row.get(c.name)) for c in slot.columns) for row in rows
    )
    if not cells:
        cells = (tuple(OPEN for _ in header),)
    return Line(
        "table", "", paragraph.address, source=paragraph, fills=(Fill(slot.id, 0, 0, state),),
        header=header, rows=cells,
    )


def active_slots(template: Template, terms: Terms) -> tuple[str, ...]:
    """Return the slots that matter now, in asking order: printed somewhere, or deciding what is printed."""
    values = effective(template, terms)
    found: set[str] = set()
    for article, clause in template.clauses():
        found |= _clause_deciding(article, clause, terms, values)
        if stands(article, clause, terms, values):
            for paragraph in clause.paragraphs:
                found |= deciding(paragraph.condition, values)
                if paragraph.condition.holds(values):
                    found |= set(paragraph.slots)
    return tuple(slot for slot in template.slots if slot in found)


def usable_slots(template: Template, terms: Terms) -> frozenset[str]:
    """Return the slots that may still come to stand: no condition known now rules every place of theirs out."""
    values = effective(template, terms)
    found: set[str] = set()
    for article, clause in template.clauses():
        guards = article.condition.guards | clause.condition.guards
        if stands(article, clause, terms, _as_if_filled(guards, values)) is False:
            found |= _clause_deciding(article, clause, terms, values)
            continue
        found |= article.condition.slots | clause.condition.slots
        for paragraph in clause.paragraphs:
            found |= paragraph.condition.slots
            filled = _as_if_filled(paragraph.condition.guards, values)
            if paragraph.condition.holds(filled) is not False:
                found |= set(paragraph.slots)
    return frozenset(found)


def _as_if_filled(guards: frozenset[str], values: Mapping[str, Value]) -> Mapping[str, Value]:
    """What a clause waits to be filled with may still come."""
    return {**dict.fromkeys(guards, "…"), **values}


def _clause_deciding(
    article: Article, clause: Clause, terms: Terms, values: Mapping[str, Value]
) -> frozenset[str]:
    """Slots that decide whether a clause stands; none when it was switched off."""
    for part in (article, clause):
        if part.status != "必备" and not terms.switches.get(part.name, part.status == "推荐"):
            return frozenset()
    found = deciding(article.condition, values)
    if article.condition.holds(values):
        found |= deciding(clause.condition, values)
    return found


def deciding(condition: Condition, values: Mapping[str, Value]) -> frozenset[str]:
    """Return the slots on which a condition turns for what is known now.

    A decided one turns on the fewest values that decide it (earlier ones first) and on every 已填() that
    would change it; an undecided one on what is known of it and on the first slot that is not.
    """
    truth = condition.holds(values)
    order = sorted(condition.slots, key=lambda s: _first_at(s, condition.text))
    kept = {slot: values[slot] for slot in order if slot in values}
    if truth is None:
        return frozenset(kept) | frozenset([s for s in order if s not in kept][:1])
    for slot in reversed(order):
        fewer = {name: value for name, value in kept.items() if name != slot}
        if slot in kept and condition.holds(fewer) is truth:
            kept = fewer
    asked = (s for s in condition.guards - values.keys() if condition.holds({**values, s: "…"}) is not truth)
    return frozenset(kept) | frozenset(asked)


def _first_at(slot: str, text: str) -> int:
    match = re.search(rf"(?<![a-z0-9_]){slot}(?![a-z0-9_])", text)
    return match.start() if match else len(text)
