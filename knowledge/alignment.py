"""align(template, lines) → which template paragraph every printed paragraph is: the inverse of compose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.contract import EXTRA_TITLE, undecided
from knowledge.matching import Capture, Reading, read_paragraph, read_rows
from knowledge.template import Article, Clause, Paragraph, Template, Terms, Value, Words

_ANNEX = re.compile(r"^附件[一二三四五六七八九十]+[\s:：]*")


@dataclass(frozen=True)
class DocLine:
    """A paragraph as a document holds it: its text, the number Word shows before it, or a table's rows.

    ``joined`` are the numbers of the paragraphs after it that belong to it, as somebody split it.
    """

    text: str
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    place: int = 0
    joined: tuple[str, ...] = ()


def plain_text(lines: Sequence[DocLine]) -> str:
    """Return what lines say as plain text, numbers included: of a composed contract the same as its own text."""
    return "\n".join(
        "\n".join(" | ".join(row) for row in line.rows) if line.rows else f"{line.number} {line.text}".strip()
        for line in lines
    )


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

    @property
    def start(self) -> str:
        """The fixed words every such line begins with."""
        if self.paragraph is None:
            return "附件" if self.kind == "annex" else self.text
        first = self.paragraph.pieces[0]
        return first.text if isinstance(first, Words) else ""


@dataclass(frozen=True)
class Match:
    """A document line that is a template paragraph, with what its blanks hold."""

    line: DocLine
    pattern: Pattern
    reading: Reading


@dataclass(frozen=True)
class Alignment:
    """Matches in document order, the lines nothing in the template explains, and lines out of order.

    ``extra`` are the lines under 补充条款: the parties' own words, which no pattern can know.
    """

    template: Template
    matches: tuple[Match, ...]
    strange: tuple[DocLine, ...]
    moved: tuple[Match, ...] = ()
    lines: tuple[DocLine, ...] = field(default=(), repr=False)
    extra: tuple[DocLine, ...] = ()

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
        for slot, value in self._shown_by_structure(found).items():
            found.setdefault(slot, value)
        return {slot: found[slot] for slot in self.template.slots if slot in found}

    def _shown_by_structure(self, printed: Mapping[str, Value]) -> dict[str, Value]:
        """A paragraph that stands only when ``slot = word`` shows that word; absence shows nothing."""
        found: dict[str, Value] = {}
        for match in self.matches:
            pattern = match.pattern
            for part in (pattern.article, pattern.clause, pattern.paragraph):
                for slot, word in part.condition.equals if part is not None else ():
                    value = {"是": True, "否": False}.get(word, word)
                    if part is not None and self._needs(part, slot, value, printed):
                        found.setdefault(slot, value)
        return found

    def _needs(
        self, part: Article | Clause | Paragraph, slot: str, value: Value, printed: Mapping[str, Value]
    ) -> bool:
        """True when no other word of the slot could satisfy the condition of a part that stands."""
        definition = self.template.slots[slot]
        words: Sequence[Value] = (True, False) if definition.kind == "bool" else definition.choices
        possible = [w for w in words if part.condition.holds({**printed, slot: w}) is not False]
        return possible == [value]

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
        return Terms(values, switches, opened, tuple(line.text for line in self.extra))


_PATTERNS: dict[tuple[str, str], tuple[Pattern, ...]] = {}


def patterns(template: Template) -> tuple[Pattern, ...]:
    """Everything the template can print, in print order."""
    key = (template.id, template.version)
    if template.version and key in _PATTERNS:
        return _PATTERNS[key]
    found = tuple(_patterns(template))
    if template.version:
        _PATTERNS[key] = found
    return found


def _patterns(template: Template) -> Iterator[Pattern]:
    yield Pattern("题目", "title", template.title)
    for article in template.articles:
        if article.address == "签署":
            yield Pattern(EXTRA_TITLE, "heading", EXTRA_TITLE)
        if article.number:
            yield Pattern(article.address, "heading", article.title, article=article)
        elif article.address.startswith("附件"):
            yield Pattern(article.address, "annex", article.title, article=article)
        for clause in article.clauses:
            yield from _clause_patterns(article, clause)


def _clause_patterns(article: Article, clause: Clause) -> Iterator[Pattern]:
    seen: set[str] = set()
    for paragraph in clause.paragraphs:
        if paragraph.choice and paragraph.choice not in seen:
            seen.add(paragraph.choice)
            pending = undecided(clause, paragraph.choice)
            yield Pattern(clause.address, "body", "", pending, article, clause)
        yield Pattern(paragraph.address, paragraph.style, "", paragraph, article, clause)


def read_line(pattern: Pattern, line: DocLine, template: Template) -> Reading | None:
    """Return what ``line`` says if it is ``pattern``; a blank may hold what its kind cannot read."""
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
    return read_paragraph(pattern.paragraph, line.text, template.slots)


def align(template: Template, lines: Sequence[DocLine]) -> Alignment:
    """Lay the document's lines beside the template's paragraphs, keeping the order that explains most."""
    everything = patterns(template)
    starts = _by_first(everything)
    options: list[dict[int, Reading]] = []
    for line in lines:
        fits = {}
        for index in sorted((*starts.get(line.text[:1], ()), *starts[""])):
            pattern = everything[index]
            if line.rows or line.text.startswith(pattern.start):
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
            fits = options[place]
            index = max(fits, key=lambda i: (fits[i].readable, everything[i].weight))
            moved.append(Match(line, everything[index], fits[index]))
        elif line.text.strip() or line.rows:
            strange.append(line)
    found = Alignment(template, tuple(matches), tuple(strange), tuple(moved), tuple(lines))
    return _with_extra(found)


def _by_first(everything: Sequence[Pattern]) -> dict[str, list[int]]:
    """Pattern numbers by the first character of their line; an empty one can begin with anything."""
    found: dict[str, list[int]] = {"": []}
    for index, pattern in enumerate(everything):
        found.setdefault("" if pattern.kind == "table" else pattern.start[:1], []).append(index)
    return found


def _with_extra(found: Alignment) -> Alignment:
    """Take the lines between the heading 补充条款 and the next line of the template as the parties' own."""
    places = [m.line.place for m in found.matches]
    for number, match in enumerate(found.matches):
        if match.pattern.address == EXTRA_TITLE:
            low = match.line.place
            high = places[number + 1] if number + 1 < len(places) else float("inf")
            own = tuple(x for x in found.lines if low < x.place < high and (x.text.strip() or x.rows))
            return replace(
                found,
                extra=tuple(x for x in own if not x.rows),
                strange=tuple(x for x in found.strange if x not in own or x.rows),
                moved=tuple(m for m in found.moved if m.line not in own),
            )
    return found


def _worth(pattern: Pattern, reading: Reading) -> int:
    """An unreadable blank proves less than any readable one of the same words."""
    return 2 * pattern.weight if reading.readable else pattern.weight


def _best_order(
    options: Sequence[Mapping[int, Reading]], everything: Sequence[Pattern]
) -> dict[int, int]:
    """Choose at most one pattern a line, patterns strictly rising, with the greatest total weight."""
    best: list[tuple[int, int, int]] = []  # (pattern, total weight, index of the previous link)
    links: list[tuple[int, int, int]] = []  # (line, pattern, previous link)
    for place, fits in enumerate(options):
        fresh = []
        for index, reading in fits.items():
            total, previous = 0, -1
            for pattern, weight, link in best:
                if pattern < index and weight > total:
                    total, previous = weight, link
            links.append((place, index, previous))
            fresh.append((index, total + _worth(everything[index], reading), len(links) - 1))
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
