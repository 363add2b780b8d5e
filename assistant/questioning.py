"""Questions that were not taken for one: what the reader could not place, and what it took for a value that none is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.question import asks
from assistant.disposing import Outcome
from assistant.moves import Advise, Ask, Fill, Move, Side, Unclear
from knowledge.lexical import fold, grams
from knowledge.template import Slot, Template

_BROKEN = re.compile(r"[。；;！!？?\n]")
_GIVES = re.compile(r"\d|[改调换设定填][到成为]|写[成为]|[归给][他她我对甲乙]")
_FREE = ("text", "longtext", "address", "party_name", "person")
_ADDRESS = re.compile(r"[省市区县镇乡村路街号楼]|大道")
_NAME = re.compile(r"(?:公司|[院所校学局委厂店社会馆站]|中心|集团|企业|银行)(?:[（(][^）)]*[）)])?$")
Hears = Callable[[str], bool]
"""Whether words are surely about something the contracts say."""


def questioned(
    moves: Sequence[Move], said: str, pending: Sequence[str], template: Template, hears: Hears
) -> tuple[Move, ...]:
    """Return the moves, the whole message asked where it is a question that was not taken for one.

    So are words that nobody could place, advice on a slot that they do not name, and in a question in one sentence
    what was taken for a value without being named or looking like one. Advice on what was just asked stays advice.
    """
    moves = tuple(moves)
    asked = [m for m in moves if isinstance(m, Ask)]
    if not said or not moves or len(asked) > 1:
        return moves
    one = not _BROKEN.search(said.rstrip("。；;！!？?\n"))
    lost = [
        m for m in moves
        if isinstance(m, Unclear) or (isinstance(m, Advise) and _strays(m, said, pending, template))
        or (isinstance(m, Fill) and one and asks(said) and _no_value(m, said, template))
    ]
    kept = tuple(m for m in moves if isinstance(m, Side))
    if len(kept) + len(lost) + len(asked) < len(moves):
        named = [m for m in moves if isinstance(m, Advise) and m.slot not in ("", *pending)]
        return (*moves, Ask(said)) if len(named) == len(moves) and hears(said) else moves
    if not asked and not asks(said) and _GIVES.search(said):
        return moves
    if asked and not lost:
        return (*kept, replace(asked[0], question=said)) if one and hears(said) else moves
    if not lost or not hears(said):
        return moves
    return (*kept, replace(asked[0], question=said) if asked else Ask(said))


def not_values(
    moves: Sequence[Move], said: str, pending: Sequence[str], out: Outcome, hears: Hears
) -> tuple[Move, ...]:
    """Return the moves once they were tried: where no value was one and the message asks, all of it is the question.

    The refusals of such values are dropped from ``out``; a value for what was just asked stays refused.
    """
    fills = [m for m in moves if isinstance(m, Fill)]
    asked = [m for m in moves if isinstance(m, Ask)]
    refused = {r.slot for r in out.refused}
    idle = not out.changes and not out.proposals and fills and all(m.slot in refused for m in fills)
    if not idle or len(fills) + len(asked) < len(moves) or len(asked) > 1 or _BROKEN.search(said.rstrip("。；;！!？?\n")):
        return tuple(moves)
    if not asked and (any(m.slot in pending for m in fills) or not asks(said)):
        return tuple(moves)
    if not hears(said):
        return tuple(moves)
    out.refused[:] = [r for r in out.refused if r.slot not in {m.slot for m in fills}]
    return (replace(asked[0], question=said),) if asked else (Ask(said),)


def _strays(move: Advise, said: str, pending: Sequence[str], template: Template) -> bool:
    """Whether advice would be on a slot that the words do not name, though they name something."""
    slot = template.slots.get(move.slot)
    return slot is None or not _named(slot, said)


def _named(slot: Slot, said: str) -> bool:
    words = {g for g in grams(said) if len(g) > 1}
    return any(words & {g for g in grams(name) if len(g) > 1} for name in (slot.label, *slot.aliases))


def _no_value(move: Fill, said: str, template: Template) -> bool:
    """Whether free words were taken for a value of a slot that is not named and of which they do not look one."""
    slot = template.slots.get(move.slot)
    if slot is None or slot.kind not in _FREE or move.reading:
        return False
    names = [fold(n) for n in (slot.label, *slot.aliases) if len(n) > 1]
    if any(n in fold(said) for n in names):
        return False
    looks = {"address": _ADDRESS, "party_name": _NAME}.get(slot.kind)
    return not (looks and looks.search(move.said))
