"""align(template, lines) → which template paragraph every printed paragraph is: the inverse of compose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.contract import undecided
from knowledge.matching import Capture, Reading, read_paragraph, read_rows
from knowledge.template import Article, Clause, Paragraph, Template, Terms, Value, Words

_ANNEX = re.compile(r"^附件[一二三四五六七八九十]+[\s::]*")


@dataclass(frozen=True)
class DocLine:
    """A paragraph as a document holds it: its text, the number Word shows before it, or a table's rows."""

    text: str
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Pattern:
    """Something a line of a document can be: a title, a heading, a paragraph, a table."""

    address: str
    kind: str
    text: str = ""
    paragraph: Paragraph | None = None
    article: Article | None = None
    clause: Clause | None = None

    @property
    def weight(self) -> int:
        """How much a match proves: the number of fixed characters."""
        if self.paragraph is None:
            return len(self.text) + 1
        return 1 + sum(len(p.text) for p in self.paragraph.pieces if isinstance(p, Words))


@dataclass(frozen=True)
class Match:
    """A document line that is a template paragraph, with what its blanks hold."""

    line: DocLine
    pattern: Pattern
    reading: Reading


@dataclass(frozen=True)
class Alignment:
    """Matches in document order, the lines nothing in the template explains, and lines out of order."""

    template: Template
    matches: tuple[Match, ...]
    strange: tuple[DocLine, ...]
    moved: tuple[Match, ...] = ()
    lines: tuple[DocLine, ...] = field(default=(), repr=False)

    def captures(self) -> Iterator[tuple[Match, Capture]]:
        """Yield everything that stood in a blank, with where."""
        for match in self.matches:
            for capture in match.reading.captures:
                yield match, capture

    def values(self) -> dict[str, Value]:
        """Return the values read back: printed ones, then choices that only the structure shows."""
        found: dict[str, Value] = {}
        for _, capture in self.captures():
            if capture.value is not None:
                found.setdefault(capture.slot, capture.value)
        for slot, value in self._shown_by_structure().items():
            found.setdefault(slot, value)
        return {slot: found[slot] for slot in self.template.slots if slot in found}

    def _shown_by_structure(self) -> dict[str, Value]:
        """A paragraph that stands only when ``slot = word`` shows that word; absence shows nothing."""
        found: dict[str, Value] = {}
        for match in self.matches:
            pattern = match.pattern
            for part in (pattern.article, pattern.clause, pattern.paragraph):
                if part is None or len(part.condition.slots) != 1:
                    continue
                for slot, word in part.condition.equals:
                    value = {"是": True, "否": False}.get(word, word)
                    if part.condition.holds({slot: value}) and not _else(part.condition, slot, self):
                        found.setdefault(slot, value)
        return found

    def terms(self) -> Terms:
        """Return the terms the document was written from, as far as the document shows them."""
        stood = {m.pattern.clause.name for m in self.matches if m.pattern.clause}
        stood |= {m.pattern.article.name for m in self.matches if m.pattern.article}
        switches: dict[str, bool] = {}
        for article, clause in self.template.clauses():
            for part in (article, clause):
                if part.status != "必备":
                    switches[part.name] = part.name in stood
        values = self.values()
        opened = frozenset(c.slot for _, c in self.captures() if c.open and c.slot not in values)
        return Terms(values, switches, opened)


def _else(condition: object, slot: str, alignment: Alignment) -> bool:
    """True when another word of the slot would satisfy the condition as well."""
    definition = alignment.template.slots[slot]
    words: Sequence[Value] = (True, False) if definition.kind == "bool" else definition.choices
    return sum(bool(condition.holds({slot: word})) for word in words) != 1  # type: ignore[attr-defined]


def patterns(template: Template) -> tuple[Pattern, ...]:
    """Everything the template can print, in print order."""
    found = [Pattern("题目", "title", template.title)]
    for article in template.articles:
        if article.number:
            found.append(Pattern(article.address, "heading", article.title, article=article))
        elif article.address.startswith("附件"):
            found.append(Pattern(article.address, "annex", article.title, article=article))
        for clause in article.clauses:
            seen: set[str] = set()
            for paragraph in clause.paragraphs:
                if paragraph.choice and paragraph.choice not in seen:
                    seen.add(paragraph.choice)
                    pending = undecided(clause, paragraph.choice)
                    found.append(Pattern(clause.address, "body", "", pending, article, clause))
                found.append(
                    Pattern(paragraph.address, paragraph.style, "", paragraph, article, clause)
                )
    return tuple(found)


def read_line(pattern: Pattern, line: DocLine, template: Template) -> Reading | None:
    """Return what ``line`` says if it is ``pattern``."""
    if pattern.kind == "table" and pattern.paragraph:
        slot = template.slots[pattern.paragraph.slots[0]]
        header = tuple(column.name for column in slot.columns)
        if not line.rows or line.rows[0] != header:
            return None
        return Reading((read_rows(slot, line.rows[1:]),), ())
    if line.rows:
        return None
    if pattern.kind == "annex":
        text = _ANNEX.sub("", line.text)
        return Reading((), ()) if text == pattern.text and text != line.text else None
    if pattern.paragraph is None:
        return Reading((), ()) if line.text == pattern.text else None
    reading = read_paragraph(pattern.paragraph, line.text, template.slots)
    return reading if reading and reading.readable else None


def align(template: Template, lines: Sequence[DocLine]) -> Alignment:
    """Lay the document's lines beside the template's paragraphs, keeping the order that explains most."""
    everything = patterns(template)
    options: list[dict[int, Reading]] = []
    for line in lines:
        fits = {}
        for index, pattern in enumerate(everything):
            reading = read_line(pattern, line, template)
            if reading is not None:
                fits[index] = reading
        options.append(fits)
    chosen = _best_order(options, everything)
    matches, strange, moved = [], [], []
    for place, line in enumerate(lines):
        index = chosen.get(place)
        if index is not None:
            matches.append(Match(line, everything[index], options[place][index]))
        elif options[place]:
            index = max(options[place], key=lambda i: everything[i].weight)
            moved.append(Match(line, everything[index], options[place][index]))
        elif line.text.strip() or line.rows:
            strange.append(line)
    return Alignment(template, tuple(matches), tuple(strange), tuple(moved), tuple(lines))


def _best_order(
    options: Sequence[Mapping[int, Reading]], everything: Sequence[Pattern]
) -> dict[int, int]:
    """Choose at most one pattern a line, patterns strictly rising, with the greatest total weight."""
    best: list[tuple[int, int, int]] = []  # (pattern, total weight, index of the previous link)
    links: list[tuple[int, int, int]] = []  # (line, pattern, previous link)
    for place, fits in enumerate(options):
        fresh = []
        for index in fits:
            total, previous = 0, -1
            for pattern, weight, link in best:
                if pattern < index and weight > total:
                    total, previous = weight, link
            links.append((place, index, previous))
            fresh.append((index, total + everything[index].weight, len(links) - 1))
        best = _keep(best + fresh)
    if not best:
        return {}
    link = max(best, key=lambda entry: entry[1])[2]
    chosen: dict[int, int] = {}
    while link >= 0:
        place, index, link = links[link]
        chosen[place] = index
    return chosen


def _keep(entries: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Drop chains that end later and weigh no more."""
    kept: list[tuple[int, int, int]] = []
    for entry in sorted(entries, key=lambda e: (e[0], -e[1])):
        if not kept or entry[1] > kept[-1][1]:
            kept.append(entry)
    return kept
