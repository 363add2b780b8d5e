"""Cross-references as live fields: which part of a reference Word fills in, and which line it points to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.contract import Contract, Line

_PARTS = re.compile(r"第([一二三四五六七八九十]+)条|第(\d+\.\d+)款(?:第(\(\d+\))项)?|(附件[一二三四五六七八九十]+)")


@dataclass(frozen=True)
class Link:
    """A stretch of a line that a field fills in; ``numbered`` fields show the target's number, others its text."""

    start: int
    end: int
    bookmark: str
    numbered: bool


def reference_code(link: Link) -> str:
    """Return the code of the field that follows a link."""
    return f"REF {link.bookmark} \\r \\h" if link.numbered else f"REF {link.bookmark} \\h"


@dataclass(frozen=True)
class Links:
    """The bookmarks of a contract: by line, with the length of the text each covers, and by what is shown."""

    of_line: Mapping[int, tuple[str, int]]
    by_number: Mapping[str, str]

    def of(self, line: Line) -> Iterator[Link]:
        """Yield what fields fill in, in order; what points to nothing that stands stays plain text."""
        for start, end, _ in line.references:
            for match in _PARTS.finditer(line.text, start, end):
                yield from self._links(match)

    def _links(self, match: re.Match[str]) -> Iterator[Link]:
        article, clause, item, annex = match.groups()
        found = [(0, match[0])] if article else [(4, annex)] if annex else [(2, clause)]
        if item:
            found.append((3, f"{clause}{item}"))
        for group, key in found:
            if name := self.by_number.get(key):
                yield Link(*match.span(group), name, not annex)


def links_of(contract: Contract) -> Links:
    """Name every line that some reference points to; names are those that word processors hide from view."""
    wanted = {n for line in contract.lines for n in _numbers(line)}
    of_line: dict[int, tuple[str, int]] = {}
    by_number: dict[str, str] = {}
    for place, (line, key) in enumerate(zip(contract.lines, _keys(contract.lines), strict=True)):
        if key in wanted and key not in by_number:
            by_number[key] = f"_Ref{510000000 + place}"
            of_line[id(line)] = (by_number[key], len(key) if key.startswith("附件") else len(line.text))
    return Links(of_line, by_number)


def _numbers(line: Line) -> Iterator[str]:
    for start, end, _ in line.references:
        for match in _PARTS.finditer(line.text, start, end):
            article, clause, item, annex = match.groups()
            yield match[0] if article else annex or clause
            if item:
                yield f"{clause}{item}"


def _keys(lines: Sequence[Line]) -> Iterator[str]:
    """By what each line is referred to: 第三条, 3.4, 3.4(2), 附件一; an empty string for no way."""
    clause = ""
    for line in lines:
        if line.style == "heading":
            clause = ""
            annex = re.match(r"附件[一二三四五六七八九十]+", line.text)
            yield line.number or (annex[0] if annex else "")
        elif line.number.startswith("("):
            yield f"{clause}{line.number}" if clause else ""
        else:
            clause = line.number or clause
            yield line.number
