"""One paragraph read back: fixed words must stand, blanks give their values, references give their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge import kinds
from knowledge.contract import OPEN
from knowledge.template import Blank, Paragraph, Piece, Reference, Slot, Value, Words

_REFERENCE = r"(?:第[一二三四五六七八九十]+条|第\d+\.\d+款(?:第\(\d+\)项)?|附件[一二三四五六七八九十]+|首部|签署|〔[^〕]*〕)"
_TODAY = date(2000, 1, 1)
"""Printed values never depend on today; any date does."""


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


@lru_cache(maxsize=4096)
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
        _capture(slots[blank.slot], text[edges[2 * i]:edges[2 * i + 1]], blank.form)
        for i, blank in enumerate(blanks)
    )
    same = [m.span() for m in early] == [m.span() for m in late]
    return Reading(captures, references, not same)


def _match_end(pattern: re.Pattern[str], text: str, low: int) -> re.Match[str] | None:
    if not pattern.pattern:
        return pattern.match(text, len(text))
    if not pattern.groups:
        literal = re.sub(r"\\(.)", r"\1", pattern.pattern)
        start = len(text) - len(literal)
        return pattern.match(text, start) if start >= low and text.endswith(literal) else None
    for start in range(low, len(text)):
        match = pattern.match(text, start)
        if match and match.end() == len(text):
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
        last = None
        for match in anchor.finditer(text, at, end):
            last = match
        if last is None:
            return []
        found.insert(0, last)
        end = last.start()
    return found


def _capture(slot: Slot, text: str, form: str) -> Capture:
    if text == OPEN:
        return Capture(slot.id, text, None)
    return _read(slot, text)


def _read(slot: Slot, text: str) -> Capture:
    result = kinds.read(slot, text, _TODAY)
    if isinstance(result, kinds.Refused):
        return Capture(slot.id, text, None, result.reason)
    return Capture(slot.id, text, result.value)


def read_rows(slot: Slot, rows: tuple[tuple[str, ...], ...]) -> Capture:
    """Read the body rows of a table slot back into its list of row objects."""
    if all(cell == OPEN for row in rows for cell in row):
        return Capture(slot.id, OPEN, None)
    value, problem = [], ""
    for row in rows:
        try:
            value.append(kinds.read_row(slot, row))
        except ValueError as error:
            problem = str(error)
    text = "\n".join("\t".join(row) for row in rows)
    return Capture(slot.id, text, None if problem else value, problem)
