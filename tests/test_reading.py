"""The rule reader: what people say becomes the moves they mean, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from assistant.conversation import Asked, Conversation, Proposal, Reply, Turn, new_conversation
from assistant.draft import Change, Set, TakeSide, Use
from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Chat,
    Choose,
    Clear,
    Export,
    Fill,
    LeaveOpen,
    Move,
    Object,
    Show,
    Side,
    Toggle,
    Why,
)
from assistant.reading import RuleReader
from knowledge import kinds
from knowledge.library import Library
from tests.reading_cases import CASES, Case

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def reader(library: Library) -> RuleReader:
    return RuleReader(library)


def scene(
    template: str = "", asked: Sequence[str] = (), values: dict[str, Any] | None = None,
    side: str = "", pending: bool = False,
) -> Conversation:
    """Return a conversation in which this template is chosen, these values stand and these slots were asked."""
    if not template:
        return new_conversation(TODAY)
    changes: list[Change] = [Use(template), *(Set(s, v) for s, v in (values or {}).items())]
    if side:
        changes.append(TakeSide(side))
    reply = Reply(
        "", asked=tuple(Asked(s, s, "") for s in asked),
        proposals=(Proposal("换过来吗?", ()),) if pending else (),
    )
    return new_conversation(TODAY).with_turn(Turn("", (), tuple(changes), reply))


def in_words(library: Library, template: str, moves: Sequence[Move]) -> set[str]:
    """Return moves as the words the cases are written in."""
    chosen = next((m.template for m in moves if isinstance(m, Choose)), template)
    return {_word(library, chosen, m) for m in moves}


def _word(library: Library, template: str, move: Move) -> str:
    match move:
        case Fill(slot, said, _, reading):
            result = kinds.read(library.templates[template].slots[slot], reading or said, TODAY)
            if isinstance(result, kinds.Refused):
                return f"{slot}!{result.code}"
            value = result.value
            if isinstance(value, list):
                return f"{slot}={len(value)}行"
            return f"{slot}={ {True: '是', False: '否'}[value] if isinstance(value, bool) else value}"
        case Choose(id):
            return f"用 {id}"
        case LeaveOpen(slot) | Clear(slot) | Advise(slot) | Why(slot):
            name = {LeaveOpen: "空", Clear: "清", Advise: "荐", Why: "因"}[type(move)]
            return f"{name} {slot}"
        case Ask(_, about):
            return f"问 {about}"
        case Object(code, _, slot):
            return f"拒 {code} {slot}".strip()
        case Toggle(clause, on):
            return f"{'开' if on else '关'} {clause}"
        case AddClause(words):
            return f"加 {words}"
        case Side(side):
            return f"方 {side}"
        case Show(what, address):
            return f"看 {what} {address}".strip()
        case Export(final):
            return f"导 {'final' if final else 'draft'}"
        case Chat(what):
            return f"聊 {what}"
        case _:
            plain = {"confirm": "是", "deny": "否", "undo": "撤", "redo": "还", "swap": "换边", "check": "查"}
            return plain.get(move.kind, "不懂")


def _matches(wanted: str, got: set[str]) -> bool:
    slot, near, part = wanted.partition("~")
    if near:
        return any(g.startswith(f"{slot}=") and part in g for g in got)
    return wanted in got or any(g.startswith(wanted + " ") for g in got if wanted in ("问", "因"))


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0] or '没选'}:{c[1][:24]}" for c in CASES])
def test_what_is_said_becomes_what_is_meant(reader: RuleReader, library: Library, case: Case) -> None:
    template, message, wanted, context = case
    loose = context.get("loose", False)
    context = {k: v for k, v in context.items() if k != "loose"}
    moves = reader.read(message, scene(template, **context), TODAY)
    got = in_words(library, template, moves)
    assert all(_matches(w, got) for w in wanted), f"{message} → {sorted(got)}"
    extra = {g for g in got if not any(_matches(w, {g}) for w in wanted)}
    written = {g for g in extra if "=" in g or "!" in g}
    assert not (written if loose else extra), f"{message} → {sorted(got)}"


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0] or '没选'}:{c[1][:24]}" for c in CASES])
def test_every_fill_quotes_the_message(reader: RuleReader, case: Case) -> None:
    template, message, _, context = case
    context = {k: v for k, v in context.items() if k != "loose"}
    for move in reader.read(message, scene(template, **context), TODAY):
        if isinstance(move, Fill):
            assert message[move.span[0] : move.span[1]] == move.said
