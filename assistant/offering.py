"""Offers: changes the assistant suggests and the user may take with one word; nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from assistant import wording
from assistant.conversation import Conversation, Proposal
from assistant.draft import Set
from assistant.findings import Finding, Fix
from assistant.saying import shown
from knowledge.template import Template, Value


def mending(template: Template, findings: Iterable[Finding]) -> list[Proposal]:
    """Return an offer for every finding that suggests changes, the same changes once."""
    found: dict[tuple[Set, ...], Proposal] = {}
    for finding in findings:
        changes = tuple(Set(fix.slot, fix.value, fix.words) for fix in finding.fixes)
        if changes:
            words = "，".join(_change(template, fix) for fix in finding.fixes)
            found.setdefault(changes, Proposal(wording.OFFER.format(change=words), changes, finding.rule))
    return list(found.values())


def _change(template: Template, fix: Fix) -> str:
    slot = template.slots[fix.slot]
    return wording.OFFER_CHANGE.format(label=slot.label, value=shown(slot, fix.value))


def filling(template: Template, slot_id: str, value: Value, said: str) -> Proposal:
    """Return the offer to write what was suggested for a slot."""
    slot = template.slots[slot_id]
    words = wording.OFFER_FILL.format(label=slot.label, value=shown(slot, value))
    return Proposal(words, (Set(slot_id, value, said),), "advice")


def standing(conversation: Conversation, named: bool) -> list[Proposal]:
    """Return the offers a yes may take: those of the last reply; when the words name the suggestion, else the
    latest ones whose slots nobody has written since."""
    entries = conversation.draft.entries
    for place in range(len(conversation.turns) - 1, -1, -1):
        turn = conversation.turns[place]
        if turn.reply.offers and not turn.undone:
            return [
                o for o in turn.reply.offers
                if all(entries[s].turn <= place for c in o.changes if isinstance(c, Set) and (s := c.slot) in entries)
            ]
        if not named:
            break
    return []
