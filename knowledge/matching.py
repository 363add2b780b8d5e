"""One paragraph read back: fixed words must stand, blanks give their values, references give their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge import kinds
from knowledge.contract import OPEN, effective, number_all, write
from knowledge.kinds.tables import cell_slot
from knowledge.template import (
    Blank,
    Paragraph,
    Piece,
    Reference,
    Slot,
    Template,
    Terms,
    Value,
    Words,
)

_REFERENCE = (
    r"(?:第[一二三四五六七八九十]+条|第\d+\.\d+款(?:第\(\d+\)项)?"
    r"|附件[一二三四五六七八九十]+|首部|签署|〔[^〕]*〕)"
)
_TODAY = date(2000, 1, 1)
"""Printed values never depend on today; any date does."""

CLASH = "「{label}」里的话和合同{address}自己的字句混在一起，印出来分不清哪些是您填的，请换个写法。"
NOT_ITSELF = "「{label}」照这样印进合同会读成别的意思（{read}），请换个写法。"


@dataclass(frozen=True)
class Capture:
    """What stood in one blank: its text and the value its kind reads there (None when open or unreadable)."""

    slot: str
    text: str
    value: Value | None
    problem: str = ""

    @property
    def open(self) -> bool:
        """True when the blank was left open."""
        return self.text == OPEN


@dataclass(frozen=True)
class Reading:
    """A paragraph that fits; ``ambiguous`` when a value holds the words that should end it."""

    captures: tuple[Capture, ...]
    references: tuple[str, ...]
    ambiguous: bool = False

    @property
    def readable(self) -> bool:
        """True when every filled blank could be read by its kind."""
        return not any(c.problem for c in self.captures)


@lru_cache(maxsize=8192)
def _anchors(pieces: tuple[Piece, ...]) -> tuple[re.Pattern[str], ...]:
    """The fixed stretches between the blanks, references inside them as groups."""
    parts = [""]
    for piece in pieces:
        if isinstance(piece, Words):
            parts[-1] += re.escape(piece.text)
        elif isinstance(piece, Reference):
            parts[-1] += f"({_REFERENCE})"
        else:
            parts.append("")
    return tuple(re.compile(part) for part in parts)


def read_paragraph(paragraph: Paragraph, text: str, slots: Mapping[str, Slot]) -> Reading | None:
    """Return what ``text`` says if it is this paragraph, None if a fixed word differs.

    The blanks are split at the earliest and at the latest places the fixed words allow; if the two differ, a
    value holds contract wording and the reading is ambiguous.
    """
    anchors = _anchors(paragraph.pieces)
    blanks = [p for p in paragraph.pieces if isinstance(p, Blank)]
    first = anchors[0].match(text)
    if first is None:
        return None
    if not blanks:
        return Reading((), first.groups()) if first.end() == len(text) else None
    tail = _match_end(anchors[-1], text, first.end())
    if tail is None:
        return None
    early = _split_early(anchors[1:-1], text, first.end(), tail.start())
    if early is None:
        return None
    late = _split_late(anchors[1:-1], text, first.end(), tail.start())
    references = first.groups() + tuple(g for m in early for g in m.groups()) + tail.groups()
    edges = [first.end(), *(e for m in early for e in m.span()), tail.start()]
    captures = tuple(
        _capture(slots[blank.slot], text[edges[2 * i] : edges[2 * i + 1]], blank.form)
        for i, blank in enumerate(blanks)
    )
    same = [m.span() for m in early] == [m.span() for m in late]
    return Reading(captures, references, not same)


def _match_end(pattern: re.Pattern[str], text: str, low: int) -> re.Match[str] | None:
    """Match ``pattern`` so that it ends where the text ends."""
    if not pattern.pattern:
        return pattern.match(text, len(text))
    if not pattern.groups:
        literal = re.sub(r"\\(.)", r"\1", pattern.pattern)
        start = len(text) - len(literal)
        return pattern.match(text, start) if start >= low and text.endswith(literal) else None
    for start in range(low, len(text)):
        match = pattern.fullmatch(text, start)
        if match:
            return match
    return None


def _split_early(
    anchors: tuple[re.Pattern[str], ...], text: str, at: int, end: int
) -> list[re.Match[str]] | None:
    found = []
    for anchor in anchors:
        match = anchor.search(text, at, end)
        if match is None:
            return None
        found.append(match)
        at = match.end()
    return found


def _split_late(
    anchors: tuple[re.Pattern[str], ...], text: str, at: int, end: int
) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for anchor in reversed(anchors):
        last = _last(anchor, text, at, end)
        if last is None:
            return []
        found.insert(0, last)
        end = last.start()
    return found


def _last(anchor: re.Pattern[str], text: str, at: int, end: int) -> re.Match[str] | None:
    """The match that begins last; matches may overlap."""
    last = None
    while match := anchor.search(text, at, end):
        last, at = match, match.start() + 1
    return last


def _capture(slot: Slot, text: str, form: str) -> Capture:
    """Read one blank; a value counts first of all if it prints exactly as what stands there."""
    if text == OPEN:
        return Capture(slot.id, text, None)
    result = kinds.read(slot, text, _TODAY)
    if not isinstance(result, kinds.Refused) and kinds.write(slot, result.value, form) == text:
        return Capture(slot.id, text, result.value)
    if not form and kinds.valid(slot, text) is None and kinds.write(slot, text) == text:
        return Capture(slot.id, text, text)
    if isinstance(result, kinds.Refused):
        return Capture(slot.id, text, None, result.reason)
    return Capture(slot.id, text, result.value)


def read_rows(slot: Slot, rows: tuple[tuple[str, ...], ...]) -> Capture:
    """Read the body rows of a table slot back into its list of row objects; empty cells are left out."""
    if all(cell == OPEN for row in rows for cell in row):
        return Capture(slot.id, OPEN, None)
    value: list[dict[str, Value]] = []
    problem = ""
    for number, row in enumerate(rows, 1):
        made: dict[str, Value] = {}
        for column, cell in zip(slot.columns, row, strict=False):
            if not cell:
                continue
            result = kinds.read(cell_slot(slot, column), cell, _TODAY)
            exact = isinstance(result, kinds.Read) and (
                kinds.write_column(slot, column, result.value) == cell
            )
            if exact or kinds.valid(cell_slot(slot, column), cell) is not None:
                if isinstance(result, kinds.Refused):
                    problem = problem or f"第{number}行「{column.name}」:{result.reason}"
                else:
                    made[column.name] = result.value
            else:
                made[column.name] = cell
        value.append(made)
    if not problem and (refused := kinds.valid(slot, value)):
        problem = refused.reason
    text = "\n".join("\t".join(row) for row in rows)
    return Capture(slot.id, text, None if problem else value, problem)


def wording_clash(template: Template, slot: Slot, value: Value, terms: Terms) -> str | None:
    """Return why ``value``, printed where its slot stands, would not read back to itself alone, or None.

    Every paragraph with the slot is printed, also those that do not stand at present; what is printed must
    be that paragraph, in one way only, and no other paragraph of the template.
    """
    if slot.kind == "table":
        return _table_clash(slot, value)
    trial = Terms({**terms.values, slot.id: value}, terms.switches, terms.left_open, terms.extra)
    blank = Terms({k: v for k, v in terms.values.items() if k != slot.id}, terms.switches,
                  terms.left_open | {slot.id}, terms.extra)
    values, empty = effective(template, trial), effective(template, blank)
    numbers = number_all(template, trial)
    for paragraph in _places(template, slot.id):
        text = write(template, paragraph, trial, values, numbers).text
        reading = read_paragraph(paragraph, text, template.slots)
        if reading is None or reading.ambiguous:
            return CLASH.format(label=slot.label, address=paragraph.address)
        for capture in reading.captures:
            if capture.slot == slot.id and capture.value != value:
                read = "读不出来" if capture.value is None else f"读作「{capture.value}」"
                return NOT_ITSELF.format(label=slot.label, read=read)
        plain = write(template, paragraph, blank, empty, numbers).text
        if other := _other(template, paragraph, text, plain):
            return CLASH.format(label=slot.label, address=other.address)
    return None


def _table_clash(slot: Slot, value: Value) -> str | None:
    rows = tuple(
        tuple(kinds.write_column(slot, c, row.get(c.name)) for c in slot.columns) for row in value
    )
    capture = read_rows(slot, rows)
    if capture.value == [{k: v for k, v in row.items() if v not in (None, "")} for row in value]:
        return None
    return NOT_ITSELF.format(label=slot.label, read=capture.problem or f"读作「{capture.value}」")


def _places(template: Template, slot: str) -> Iterator[Paragraph]:
    for _, clause in template.clauses():
        for paragraph in clause.paragraphs:
            if slot in paragraph.slots:
                yield paragraph


def _other(template: Template, own: Paragraph, text: str, plain: str) -> Paragraph | None:
    """A paragraph that the text could be as well, and that the paragraph with an open blank could not."""
    for _, clause in template.clauses():
        for other in clause.paragraphs:
            if other.style == "table" or other.pieces == own.pieces:
                continue
            reading = read_paragraph(other, text, template.slots)
            if reading and reading.readable and not read_paragraph(other, plain, template.slots):
                return other
    return None
