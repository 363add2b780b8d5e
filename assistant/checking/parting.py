"""Paragraphs that somebody split in two or ran together: the words are the contract's, only their ends moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.checking.pairs import words
from knowledge.alignment import DocLine
from knowledge.contract import Contract, Line

MOST = 6
"""Pieces of one paragraph, and paragraphs in one piece, at the most."""


@dataclass(frozen=True)
class Parted:
    """A line of the contract, what it (and those run together with it) said, and what the document has for it."""

    line: Line
    before: str
    after: str

    @property
    def split(self) -> bool:
        """True when one paragraph became several, False when several became one."""
        return "\n" in self.after


def as_contract_parts(
    contract: Contract, lines: Sequence[DocLine]
) -> tuple[tuple[DocLine, ...], tuple[Parted, ...]]:
    """Give what only has other paragraph ends the ends of the contract, and tell where that was."""
    ours, theirs = list(contract.lines), list(lines)
    done: list[DocLine] = []
    parted: list[Parted] = []
    for kind, a, b, c, d in SequenceMatcher(
        None, [words(x) for x in ours], [words(x) for x in theirs], autojunk=False).get_opcodes():
        if kind != "replace" or (b - a) * (d - c) > 2_000:
            done += theirs[c:d]
        else:
            for made, told in _settled(ours[a:b], theirs[c:d]):
                done += made
                parted += told
    return tuple(done), tuple(parted)


def _settled(ours: Sequence[Line], theirs: Sequence[DocLine]) -> Iterator[tuple[list[DocLine], list[Parted]]]:
    """Go through a stretch that differs; what is neither split nor joined stays as it is."""
    place = own = 0
    while place < len(theirs):
        for at in range(own, len(ours)):
            if count := _pieces(ours[at].text, [x.text if not x.rows else "" for x in theirs[place:]]):
                yield [_whole(ours[at], theirs[place : place + count])], [
                    Parted(ours[at], ours[at].text, "\n".join(x.text for x in theirs[place : place + count]))]
                place, own = place + count, at + 1
                break
            if count := _pieces(theirs[place].text, [x.text if not x.header else "" for x in ours[at:]]):
                yield _apart(ours[at : at + count], theirs[place]), [
                    Parted(ours[at], "\n".join(x.text for x in ours[at : at + count]), theirs[place].text)]
                place, own = place + 1, at + count
                break
        else:
            yield [theirs[place]], []
            place += 1


def _pieces(whole: str, parts: Sequence[str]) -> int:
    """Return how many of the parts (two at least) make the whole, 0 when they do not."""
    said = ""
    for count, part in enumerate(parts[:MOST], 1):
        said += part.strip()
        if not part.strip() or not whole.startswith(said):
            return 0
        if said == whole.strip() and count > 1:
            return count
    return 0


def _whole(line: Line, found: Sequence[DocLine]) -> DocLine:
    return replace(found[0], text=line.text, joined=tuple(x.number for x in found[1:] if x.number))


def _apart(lines: Sequence[Line], found: DocLine) -> list[DocLine]:
    return [replace(found, text=line.text, number="" if n else found.number) for n, line in enumerate(lines)]
