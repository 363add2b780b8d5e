"""Contract lines beside document lines: which is which, and what became of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.alignment import Alignment, DocLine, Match, Pattern
from knowledge.contract import Contract, Line
from knowledge.numbering import article_number

ALIKE = 0.5
"""A line is the changed form of another from this likeness on."""

_TYPED = re.compile(r"\s*(第[一二三四五六七八九十]+条|\d+\.\d+|[(（]\d+[)）])\s+(?=\S)")

MOST_COMPARED = 10_000
"""A gap with more pairs than this is another contract altogether; likeness would only take time."""


@dataclass(frozen=True)
class Pair:
    """A line of the contract and the line of the document that stands for it; either may be missing.

    ``match`` tells which paragraph of the template the document's line is, ``moved`` that it is not where
    it belongs, ``renumbered`` the number that it should show where it stands.
    """

    line: Line | None
    found: DocLine | None
    match: Match | None = None
    moved: bool = False
    renumbered: str = ""

    @property
    def same_text(self) -> bool:
        """True when both say the same, numbers aside."""
        return bool(self.line and self.found) and words(self.line) == words(self.found)

    @property
    def numbered_right(self) -> bool:
        """True when the number is the contract's, or the one that the line must have where it stands now."""
        if self.line is None or self.found is None or self.found.number == self.line.number:
            return True
        return bool(self.found.number) and self.found.number == self.renumbered


def words(line: Line | DocLine | None) -> tuple[tuple[str, ...], ...] | str:
    """Return what a line says: its text, or the rows of its table."""
    if line is None:
        return ""
    if isinstance(line, Line) and line.header:
        return (line.header, *line.rows)
    return line.rows or line.text


def shown(line: Line | DocLine | None) -> str:
    """Return what a line says as one string."""
    said = words(line)
    return said if isinstance(said, str) else "\n".join(" | ".join(row) for row in said)


def with_typed_numbers(lines: Sequence[DocLine]) -> tuple[DocLine, ...]:
    """Take numbers that were typed (1.1 甲方…) for numbers: some programs turn Word's own into text."""
    return tuple(_typed(line) for line in lines)


def _typed(line: DocLine) -> DocLine:
    typed = None if line.number or line.rows else _TYPED.match(line.text)
    if not typed:
        return line
    number = typed[1].replace("（", "(").replace("）", ")")
    return replace(line, number=number, text=line.text[typed.end() :])


def pair(contract: Contract, aligned: Alignment) -> list[Pair]:
    """Pair every line of the contract with one of the document, in the document's order, none left out."""
    lines, found = contract.lines, [x for x in aligned.lines if x.text.strip() or x.rows]
    partner = _exact(lines, found)
    kinds = {m.line: m for m in (*aligned.matches, *aligned.moved)}
    if len(partner) < len(lines) or len(partner) < len(found):
        _by_pattern(lines, found, partner, aligned)
        _by_likeness(lines, found, partner)
    moved = _elsewhere(lines, found, partner)
    pairs = _in_order(lines, found, {**partner, **moved}, kinds, frozenset(moved))
    return _with_numbers(pairs)


def _exact(lines: Sequence[Line], found: Sequence[DocLine]) -> dict[int, int]:
    """Pair what is word for word the same and in order."""
    ours = [(words(x), x.style == "cell" and x.column) for x in lines]
    theirs = [words(x) for x in found]
    if [o[0] for o in ours] == theirs:
        return {i: i for i in range(len(lines))}
    matcher = SequenceMatcher(None, [o[0] for o in ours], theirs, autojunk=False)
    return {
        block.a + k: block.b + k for block in matcher.get_matching_blocks() for k in range(block.size)
    }


def _fits(partner: Mapping[int, int], line: int, place: int) -> bool:
    """True when pairing the two keeps the order of both sides."""
    below = [p for own, p in partner.items() if own < line]
    above = [p for own, p in partner.items() if own > line]
    return (not below or max(below) < place) and (not above or min(above) > place)


def _by_pattern(
    lines: Sequence[Line], found: Sequence[DocLine], partner: dict[int, int], aligned: Alignment
) -> None:
    """Pair what is the same paragraph of the template, with other values or references."""
    free = {line: number for number, line in enumerate(found) if number not in partner.values()}
    by_source: dict[tuple[str, object], list[int]] = {}
    for number, line in enumerate(lines):
        if number not in partner:
            by_source.setdefault(_source(line), []).append(number)
    for match in aligned.matches:
        place = free.get(match.line)
        for number in by_source.get(_template_source(match.pattern), ()):
            if place is not None and number not in partner and _fits(partner, number, place):
                partner[number] = place
                break


def _source(line: Line) -> tuple[str, object]:
    return (line.address, line.source if line.source is not None else line.style)


def _template_source(pattern: Pattern) -> tuple[str, object]:
    kind = "heading" if pattern.kind == "annex" else pattern.kind
    return (pattern.address, pattern.paragraph if pattern.paragraph is not None else kind)


def _by_likeness(lines: Sequence[Line], found: Sequence[DocLine], partner: dict[int, int]) -> None:
    """Pair, within the gaps that are left, the likest first."""
    taken = set(partner.values())
    candidates = [
        (score, -number, -place)
        for low, high, first, last in _gaps(lines, found, partner)
        for number in range(low, high)
        for place in range(first, last)
        if place not in taken and (score := _alike(lines[number], found[place])) >= ALIKE
    ]
    for _, number, place in sorted(candidates, reverse=True):
        if -number not in partner and -place not in taken and _fits(partner, -number, -place):
            partner[-number] = -place
            taken.add(-place)


def _gaps(
    lines: Sequence[Line], found: Sequence[DocLine], partner: Mapping[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the unpaired stretches of both sides between neighbouring pairs."""
    low, first = 0, 0
    for number, place in [*sorted(partner.items()), (len(lines), len(found))]:
        if number > low and place > first and (number - low) * (place - first) <= MOST_COMPARED:
            yield low, number, first, place
        low, first = number + 1, place + 1


def _alike(line: Line, found: DocLine) -> float:
    if bool(line.header) != bool(found.rows):
        return 0.0
    matcher = SequenceMatcher(None, shown(line)[:2000], shown(found)[:2000], autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _elsewhere(
    lines: Sequence[Line], found: Sequence[DocLine], partner: Mapping[int, int]
) -> dict[int, int]:
    """Pair what stands word for word at another place: it was moved; of cells only those that stand once (日期：____ twice)."""
    taken, moved = set(partner.values()), dict[int, int]()
    often = Counter(words(line) for line in lines if line.style == "cell")
    for number, line in enumerate(lines):
        if number not in partner and often[words(line)] < 2:
            for place, candidate in enumerate(found):
                if place not in taken and words(candidate) == words(line):
                    moved[number] = place
                    taken.add(place)
                    break
    return moved


def _in_order(
    lines: Sequence[Line], found: Sequence[DocLine], partner: Mapping[int, int],
    kinds: Mapping[DocLine, Match], moved: frozenset[int],
) -> list[Pair]:
    """Put pairs in the order of the document; what is missing follows the line before it."""
    owner = {place: number for number, place in partner.items()}
    pairs: list[Pair] = []
    given = 0
    for place, candidate in enumerate(found):
        number = owner.get(place)
        if number is not None and number not in moved:
            pairs += [Pair(lines[n], None) for n in range(given, number) if n not in partner]
            given = max(given, number + 1)
        own = lines[number] if number is not None else None
        pairs.append(Pair(own, candidate, kinds.get(candidate), number in moved))
    return pairs + [Pair(lines[n], None) for n in range(given, len(lines)) if n not in partner]


def _with_numbers(pairs: Sequence[Pair]) -> list[Pair]:
    """Add the number each line must show where it stands now, so that one deleted clause is one objection."""
    articles = clauses = items = 0
    done = []
    for one in pairs:
        number = ""
        level = _level(one)
        if level == "heading":
            articles, clauses, items = articles + 1, 0, 0
            number = article_number(min(articles, 99))
        elif level == "clause":
            clauses, items = clauses + 1, 0
            number = f"{articles}.{clauses}"
        elif level == "item":
            items += 1
            number = f"({items})"
        elif level == "annex":
            items = 0
        for more in one.found.joined if one.found else ():
            clauses += _looks(more) == "clause"
            items += _looks(more) == "item"
        done.append(replace(one, renumbered=number))
    return done


def _looks(number: str) -> str:
    """Return at which level a number counts, by its looks."""
    looks = (("heading", r"第.+条"), ("clause", r"\d+\.\d+"), ("item", r"\(\d+\)"))
    return next((name for name, form in looks if re.fullmatch(form, number)), "")


def _level(one: Pair) -> str:
    """Return at which level a line of the document counts: an added line as its number looks, one that has lost
    its number not at all."""
    if one.found is None:
        return ""
    if one.line is None:
        return _looks(one.found.number)
    if one.line.number and not one.found.number:
        return ""
    if one.line.style == "heading":
        return "heading" if one.line.number else "annex"
    if not one.line.number:
        return ""
    return "item" if one.line.style == "item" else "clause"
