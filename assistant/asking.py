"""What to ask next: computed from template and draft each turn, never tracked."""

from __future__ import annotations

from assistant.conversation import Asked
from assistant.draft import Draft
from knowledge.template import Slot, Template

AT_ONCE = 3
"""Questions in one reply at the most."""


def next_questions(template: Template, draft: Draft, limit: int = AT_ONCE) -> tuple[Asked, ...]:
    """Return the next questions: the first open slot and its open neighbours of the same group."""
    waiting = draft.to_ask(template)
    if not waiting:
        return ()
    first = waiting[0]
    chosen = [first]
    if first.group:
        chosen += [s for s in waiting[1:] if s.group == first.group]
    return tuple(question(slot) for slot in chosen[:limit])


def question(slot: Slot) -> Asked:
    """Return the question for one slot, with its reason and an example."""
    choices = ("是", "否") if slot.kind == "bool" else slot.choices
    return Asked(slot.id, slot.label, slot.ask, slot.why, slot.example, choices)


def progress(template: Template, draft: Draft) -> tuple[int, int]:
    """Return how many of the required slots that matter now are filled, and how many there are."""
    required = [s for s in draft.active(template) if template.slots[s].required != "可空"]
    return sum(draft.values.get(s) is not None for s in required), len(required)
