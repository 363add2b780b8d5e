"""Suppositions: what only a language model heard becomes one proposal, shown as it would be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import wording
from assistant.conversation import Proposal
from assistant.disposing import Disposer
from assistant.draft import Change, Extra, Open, Set, Switch, TakeSide, Unset, Use
from assistant.moves import Fill, Move, Suppose
from assistant.saying import shown
from assistant.taking import TAKE_OVER, offer
from knowledge.library import Library
from knowledge.template import Article, Clause, Template

HEARD = "heard"
"""The code of such a proposal."""


def supposed(disposer: Disposer, moves: Sequence[Move]) -> list[Proposal]:
    """Return what the suppositions among the moves would change, tried on a copy of the draft.

    What is refused there is no word of the user's, so nobody is told of it.
    """
    inner = [m for move in moves if isinstance(move, Suppose) for m in move.moves]
    if not inner:
        return []
    trial = Disposer(disposer.library, disposer.conversation, disposer.today, disposer.turn)
    trial.out.draft = disposer.out.draft
    out = trial.run(inner)
    warned = [c for p in out.proposals for c in p.changes]
    warnings = tuple(f.message for f in out.findings)
    return _proposed((*out.changes, *warned), trial.template, disposer.library, warnings)


def _proposed(
    changes: Sequence[Change], template: Template | None, library: Library, warnings: Sequence[str] = ()
) -> list[Proposal]:
    lines = [line for c in changes if (line := change_line(c, template, library))]
    if not lines:
        return []
    words = "\n".join([wording.HEARD, *(f"- {line}" for line in lines), *warnings, wording.HEARD_ASK])
    return [Proposal(words, tuple(changes), HEARD)]


def slots_supposed(moves: Sequence[Move]) -> set[str]:
    """Return the slots that suppositions would fill."""
    return {m.slot for s in moves if isinstance(s, Suppose) for m in s.moves if isinstance(m, Fill)}


def still_pending(proposal: Proposal, said: set[str], template: Template | None, library: Library) -> list[Proposal]:
    """Return what is left of a pending proposal once these slots were said anew."""
    kept = tuple(c for c in proposal.changes if not (isinstance(c, Set) and c.slot in said))
    if len(kept) == len(proposal.changes):
        return [proposal]
    if proposal.code == TAKE_OVER and template and kept and not any(isinstance(c, Use) for c in kept):
        return [offer(tuple(c for c in kept if isinstance(c, Set)), template.slots)]
    if proposal.code != HEARD or any(isinstance(c, Use) for c in kept):
        return []
    return [replace(p, otherwise=proposal.otherwise) for p in _proposed(kept, template, library)]


def change_line(change: Change, template: Template | None, library: Library) -> str:
    """Say one change as it would stand; empty for what has no line of its own."""
    match change:
        case Use(id):
            return wording.WOULD_USE.format(title=library.templates[id].title)
        case Extra(words):
            return wording.WOULD_ADD.format(words=words)
        case TakeSide(side):
            return wording.WOULD_SIDE.format(side=side) if side else ""
    if template is None:
        return ""
    match change:
        case Set(slot, value):
            return f"{template.slots[slot].label}：{shown(template.slots[slot], value)}"
        case Open(slot):
            return wording.WOULD_OPEN.format(label=template.slots[slot].label)
        case Unset(slot):
            return wording.WOULD_CLEAR.format(label=template.slots[slot].label)
        case Switch(clause, on):
            thing = template.names.get(clause)
            title = thing.title if isinstance(thing, (Article, Clause)) else clause
            return (wording.WOULD_SWITCH_ON if on else wording.WOULD_SWITCH_OFF).format(title=title)
    return ""
