"""What goes wrong with values, choices and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from assistant.exporting.open import W
from knowledge.contract import OPEN, write
from knowledge.template import Paragraph
from tests.mutating.kinds import KINDS, Kind, Where, at, kind
from tests.mutating.paper import Paper, Spot, cut, paragraph, retype, text_of


def _fills(paper: Paper, table: bool = False) -> list[tuple[Spot, int]]:
    return [
        (s, n) for s in paper.spots for n, f in enumerate(s.line.fills)
        if f.state != "空" and bool(s.line.header) is table
    ]  # fmt: skip


@kind("值改掉")
def value_changed(paper: Paper, chance: Random) -> Where:
    spot, number = chance.choice(_fills(paper))
    fill = spot.line.fills[number]
    text = spot.line.text[fill.start : fill.end]
    digits = re.search(r"[1-8](?=\D*$)", text)
    new = text[: digits.start()] + str(int(digits[0]) + 1) + text[digits.end() :] if digits else text + "改"
    cut(spot.element, fill.start, fill.end, new)
    return at([spot])


@kind("同一个值只改一处")
def value_changed_once(paper: Paper, chance: Random) -> Where:
    count: dict[str, int] = {}
    for spot, number in _fills(paper):
        slot = spot.line.fills[number].slot
        count[slot] = count.get(slot, 0) + 1
    twice = [(s, n) for s, n in _fills(paper) if count[s.line.fills[n].slot] > 1]
    if not twice:
        return None
    spot, number = chance.choice(twice)
    fill = spot.line.fills[number]
    cut(spot.element, fill.start, fill.end, spot.line.text[fill.start : fill.end][:-1] + "八")
    return frozenset(a for s, n in twice if s.line.fills[n].slot == fill.slot for a in at([s]))


@kind("值留成空白")
def blanked(paper: Paper, chance: Random) -> Where:
    spot, number = chance.choice(_fills(paper))
    fill = spot.line.fills[number]
    cut(spot.element, fill.start, fill.end, OPEN)
    return at([spot])


@kind("值里夹进条款的话")
def wording_in_value(paper: Paper, chance: Random) -> Where:
    spot, number = chance.choice(_fills(paper))
    fill = spot.line.fills[number]
    words = chance.choice([s.line.text for s in paper.spots if s.line.style == "clause"])
    cut(spot.element, fill.end, fill.end, f"。{words}")
    return at([spot])


@kind("两种选择都写上")
def both_options(paper: Paper, chance: Random) -> Where:
    found = _options(paper)
    if not found:
        return None
    spot, other = chance.choice(found)
    paper.after(spot, paragraph(_printed(paper, other)))
    return at([spot]) | {other.address}


@kind("换成没选的那种")
def other_option(paper: Paper, chance: Random) -> Where:
    found = _options(paper)
    if not found:
        return None
    spot, other = chance.choice(found)
    retype(spot.element, _printed(paper, other))
    return at([spot]) | {other.address}


def _options(paper: Paper) -> list[tuple[Spot, Paragraph]]:
    return [
        (spot, other) for spot in paper.spots if spot.line.source is not None and spot.line.source.choice
        for _, clause in paper.contract.template.clauses() if clause.address == spot.clause
        for other in clause.paragraphs
        if other.choice == spot.line.source.choice and other.option not in ("", spot.line.source.option)
    ]  # fmt: skip


def _printed(paper: Paper, other: Paragraph) -> str:
    contract = paper.contract
    return write(contract.template, other, contract.terms, contract.terms.values, contract.numbers).text


@kind("条件不成立的段落写上")
def stale_branch(paper: Paper, chance: Random) -> Where:
    printed = {s.line.source for s in paper.spots}
    spots = [
        (spot, p) for _, clause in paper.contract.template.clauses()
        for p in clause.paragraphs if p not in printed and p.style == "body" and not p.choice
        for spot in paper.of_clause(clause.address)[-1:]
    ]  # fmt: skip
    if not spots:
        return None
    spot, other = chance.choice(spots)
    paper.after(spot, paragraph(_printed(paper, other)))
    return at([spot]) | {other.address}


def table_rows(paper: Paper, chance: Random) -> tuple[Spot, list] | None:  # type: ignore[type-arg]
    tables = [s for s in paper.spots if s.line.header and s.line.fills[0].state != "空"]
    if not tables:
        return None
    spot = chance.choice(tables)
    return spot, spot.element.findall(f"{W}tr")


def on_table(change: Callable[[Spot, list, Random], None]) -> Kind:  # type: ignore[type-arg]
    def one(paper: Paper, chance: Random) -> Where:
        found = table_rows(paper, chance)
        if found is None:
            return None
        change(*found, chance)
        return at([found[0]])

    return one


def _cell(spot: Spot, rows: list, chance: Random) -> None:  # type: ignore[type-arg]
    cell = chance.choice([c for row in rows[1:] for c in row.iter(f"{W}p")])
    retype(cell, text_of(cell) + "另议")


def _row_gone(spot: Spot, rows: list, chance: Random) -> None:  # type: ignore[type-arg]
    spot.element.remove(chance.choice(rows[1:]))


def _row_twice(spot: Spot, rows: list, chance: Random) -> None:  # type: ignore[type-arg]
    spot.element.append(chance.choice(rows[1:]))


def _head(spot: Spot, rows: list, chance: Random) -> None:  # type: ignore[type-arg]
    cell = chance.choice(list(rows[0].iter(f"{W}p")))
    retype(cell, text_of(cell) + "（参考）")


KINDS["表格改一格"] = on_table(_cell)
KINDS["表格少一行"] = on_table(_row_gone)
KINDS["表格多一行"] = on_table(_row_twice)
KINDS["表头改掉"] = on_table(_head)
