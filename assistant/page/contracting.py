"""The contract as HTML, typeset like paper; open, assumed, changed and objected places are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.asking import progress
from assistant.conversation import Conversation
from assistant.draft import Open, Set, Unset, fold
from assistant.findings import Finding
from assistant.page.markup import escape, tag
from assistant.page.texts import text
from knowledge.contract import Contract, Fill, Line
from knowledge.library import Library
from knowledge.template import Clause, Template

_STATES = {"已填": "filled", "默认": "assumed", "空": "open"}


@dataclass(frozen=True)
class _Marks:
    """What is pointed out in the paper: slots just changed, lines that were there before, and the worst objection
    by address and slot."""

    template: Template
    fresh: frozenset[str]
    known: frozenset[tuple[str, str]]
    problems: Mapping[str, Finding]
    language: str


def contract_html(
    conversation: Conversation, library: Library, findings: Sequence[Finding], language: str
) -> str:
    """Return the contract as it stands under a line that tells how far it is."""
    draft = conversation.draft
    template = library.templates.get(draft.template)
    if template is None:
        words = tag("p", escape(text("no_contract", language)))
        return tag("div", tag("div", class_="status") + tag("div", words, class_="paper blank"), class_="stand")
    contract = draft.composed(template)
    marks = _Marks(template, _just_changed(conversation), _stood(conversation, template), problems_by_place(findings), language)
    paper = tag("article", _body(contract, marks), class_="paper", lang="zh-CN", tabindex="0",
                aria_label=text("tab_contract", language),
                data_turn=f"{conversation.id}{len(conversation.turns)}")
    side = _side(template, draft.side, language)
    return tag("div", _status(*progress(template, draft), language, side) + paper, class_="stand")


def problems_by_place(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Return the first (worst) error or warning of each address or slot; what is merely open is no problem."""
    found: dict[str, Finding] = {}
    for finding in findings:
        places = [place.strip() for place in finding.where.split(",")]
        if finding.severity != "info" and len(places) <= 3:
            for place in places:
                found.setdefault(place, finding)
    return found


def _just_changed(conversation: Conversation) -> frozenset[str]:
    if not conversation.turns:
        return frozenset()
    changes = conversation.turns[-1].changes
    return frozenset(c.slot for c in changes if isinstance(c, (Set, Open, Unset)))


def _stood(conversation: Conversation, template: Template) -> frozenset[tuple[str, str]]:
    """Return the lines that stood before the last turn; empty when there was no contract, or another one."""
    before = fold(() if t.undone else t.changes for t in conversation.turns[:-1])
    if before.template != template.id:
        return frozenset()
    return frozenset(_bare(line) for line in before.composed(template).lines)


def _bare(line: Line) -> tuple[str, str]:
    """A line by its address and its words without the values, which are pointed out on their own."""
    words, place = [], 0
    for fill in sorted(line.fills, key=lambda f: f.start):
        words.append(line.text[place:fill.start])
        place = fill.end
    return line.address, "_".join([*words, line.text[place:]])


def _is_new(line: Line, marks: _Marks) -> bool:
    return bool(marks.known) and _bare(line) not in marks.known


def _status(done: int, total: int, language: str, side: str) -> str:
    words = text("progress", language).format(done=done, total=total)
    width = tag("i", style=f"width:{100 * done // max(total, 1)}%")
    keys = ("open", "assumed", "fresh")  # all of them always: nothing moves when one comes in
    legend = "".join(
        tag("span", escape(text(key, language)), class_="key", style=f"--k:var(--{key})")
        for key in keys
    )
    return tag(
        "div",
        tag("span", width, class_="bar", aria_hidden="true") + tag("span", escape(words))
        + side + tag("span", legend, class_="keys"),
        class_="status",
    )


def _body(contract: Contract, marks: _Marks) -> str:
    body: list[str] = []
    row: list[str] = []
    for place, line in enumerate(contract.lines):
        if line.style != "cell":
            body.append(_line(line, marks))
            continue
        row.append(tag("div", _text(line, marks), class_="cell", data_address=line.address))
        after = contract.lines[place + 1] if place + 1 < len(contract.lines) else None
        if after is None or after.style != "cell" or after.row != line.row:
            body.append(tag("div", "".join(row), class_="signing"))
            row = []
    return "".join(body)


def _line(line: Line, marks: _Marks) -> str:
    if line.style == "title":
        return tag("h2", escape(line.text))
    if line.style == "heading":
        return tag("h3", escape(f"{line.number} {line.text}".strip()), data_address=line.address,
                   class_="fresh" if _is_new(line, marks) else None)
    if line.style == "table":
        return _table(line, marks)
    number = _number(line, marks) if line.number else ""
    problem = _problem(line, marks)
    kind = f"line {line.style}" + (" fresh" if _is_new(line, marks) else "") + (f" problem {problem.severity}" if problem else "")
    return tag("p", number + _text(line, marks), class_=kind, data_address=line.address,
               title=problem.message if problem else None)


def _number(line: Line, marks: _Marks) -> str:
    """Return the number of a clause as the way to its guide; other numbers as they are."""
    address = line.address.partition("(")[0]
    thing = marks.template.addresses.get(address)
    if not isinstance(thing, Clause) or thing.name not in marks.template.guides or line.address != address:
        return tag("span", escape(line.number), class_="number")
    hint = text("guide_of", marks.language)
    return tag("span", escape(line.number), class_="number guide", role="button", tabindex="0", title=hint,
               aria_label=f"{line.number} {hint}", data_do="guide", data_cite=f"guide:{address}")


def _side(template: Template, side: str, language: str) -> str:
    """Return the choice of whom the user speaks for; suggestions follow it."""
    options = [] if side else [("-", text("side_open", language))]
    options += [(p, f"{p}（{template.role(p).label}）") for p in ("甲方", "乙方")]
    options += [("中立", text("side_neutral", language))]
    rows = "".join(tag("option", escape(label), value=value) for value, label in options)
    choice = tag("select", rows, lang="zh-CN", data_pick="side", data_value=side or "-")
    return tag("label", escape(text("i_am", language)) + choice, class_="side")


def _problem(line: Line, marks: _Marks) -> Finding | None:
    places = [line.address, *(f.slot for f in line.fills if f.state != "空")]
    return next((marks.problems[p] for p in places if p in marks.problems), None)


def _table(line: Line, marks: _Marks) -> str:
    fill = line.fills[0]
    head = tag("tr", "".join(tag("th", escape(h), scope="col") for h in line.header))
    rows = "".join(tag("tr", "".join(tag("td", escape(c)) for c in row)) for row in line.rows)
    kind = f"{_STATES[fill.state]}{' fresh' if fill.slot in marks.fresh else ''}"
    table = tag("table", tag("thead", head) + tag("tbody", rows), class_=kind)
    return tag("div", table, class_="rows", data_slot=fill.slot, data_address=line.address)


def _text(line: Line, marks: _Marks) -> str:
    """Return the text of a line with its values as buttons and its bold stretches."""
    edges = sorted({0, len(line.text), *(e for f in line.fills for e in (f.start, f.end)),
                    *(e for b in line.bold for e in b)})
    parts = []
    for start, end in pairwise(edges):
        piece = escape(line.text[start:end])
        fill = next((f for f in line.fills if f.start <= start and end <= f.end), None)
        if fill:
            piece = _fill(fill, piece, marks)
        if any(b[0] <= start and end <= b[1] for b in line.bold):
            piece = tag("strong", piece)
        parts.append(piece)
    return "".join(parts)


def _fill(fill: Fill, piece: str, marks: _Marks) -> str:
    slot, state = marks.template.slots[fill.slot], _STATES[fill.state]
    kind = f"fill {state}{' fresh' if fill.slot in marks.fresh else ''}"
    said = text(state, marks.language)
    hint = text("blank", marks.language).format(label=slot.label, state=said)
    label = hint if fill.state == "空" else None
    # Not a button element: those don't break across lines, and values can be long.
    return tag("span", piece, role="button", tabindex="0", class_=kind, data_do="fill",
               data_slot=fill.slot, title=hint, aria_label=label)
