"""lint(text, library) → what is wrong with a contract, whoever wrote it, each with line and column.

The checks are in this folder; what they say, how serious it is and on what authority is in
knowledge/rules. Nothing here knows a template: a contract is read by its numbers, its signs and its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.linting.blanks import blanks, choices, notes
from knowledge.linting.disputes import forums, statutes
from knowledge.linting.numbers import annexes, numbering, references
from knowledge.linting.page import read_page
from knowledge.linting.parties import codes, heading, names, roles, signatures, terms
from knowledge.linting.residue import cuts, residue
from knowledge.linting.rules import text_rules
from knowledge.linting.sheet import Finder, Mark, Sheet, read_sheet
from knowledge.linting.values import copies, dates, money, penalties
from knowledge.rule import Rule, Severity

__all__ = ["Lint", "lint"]

FINDERS: tuple[Finder, ...] = (
    residue, cuts, blanks, choices, notes, numbering, references, annexes, heading, names, codes, terms, roles, signatures,
    money, dates, penalties, copies, forums, statutes,
)  # fmt: skip


@dataclass(frozen=True)
class Lint:
    """One objection to a text; line and column from 1, in characters, ``length`` of the words meant.

    ``length`` is 0 where something is lacking: the place is then the beginning of the contract.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    basis: str
    line: int
    column: int
    length: int


def lint(text: str, library: Library, *, markdown: bool = False) -> tuple[Lint, ...]:
    """Return every objection in the order of the text; nothing for an empty one."""
    sheet = read_sheet(read_page(text, markdown), library.laws)
    rules = {rule.id: rule for rule in library.rules}
    found = {_lint(mark, sheet, rules) for mark in _marks(sheet, library)}
    return tuple(sorted(found, key=lambda f: (f.line, f.column, f.rule, f.message)))


def _marks(sheet: Sheet, library: Library) -> Iterator[Mark]:
    for finder in FINDERS:
        yield from finder(sheet)
    yield from text_rules(sheet, library.rules)


def _lint(mark: Mark, sheet: Sheet, rules: Mapping[str, Rule]) -> Lint:
    rule = rules[mark.rule]
    page = sheet.page
    message = mark.message or rule.words("", {}, {"见": mark.seen, "缺": mark.lack})
    line, column = page.place(mark.start)
    begin, last = page.origins[mark.start], page.origins[max(mark.start, mark.end - 1)] + 1
    words = page.source[begin:last].split("\n")[0] if mark.end > mark.start else ""
    where = sheet.outline.where(mark.start) if mark.end > mark.start else "全文"
    return Lint(rule.id, mark.severity or rule.severity, where, message, rule.basis, line, column, len(words.rstrip() or words))
