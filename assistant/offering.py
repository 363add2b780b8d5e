"""Offers: changes the assistant suggests and the user may take with one word; nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant import wording
from assistant.conversation import Conversation, Proposal
from assistant.draft import Change, Draft, Set, Switch
from assistant.findings import Finding, Fix
from assistant.reviewing import remedy
from assistant.saying import shown
from knowledge import kinds
from knowledge.library import Library
from knowledge.template import LEVELS, Article, Clause, Position, Slot, Template, Terms, Value


def mending(library: Library, template: Template, terms: Terms, findings: Iterable[Finding]) -> list[Proposal]:
    """Return an offer for every finding that suggests changes or lacks a clause that was left out, each once."""
    found: dict[tuple[Change, ...], Proposal] = {}
    for finding in findings:
        changes = tuple(Set(fix.slot, fix.value, fix.words) for fix in finding.fixes)
        if changes:
            words = "，".join(_change(template, fix) for fix in finding.fixes)
            found.setdefault(changes, Proposal(wording.OFFER.format(change=words), changes, finding.rule))
        elif part := remedy(library, template, terms, finding.rule):
            offer = adding(part)
            found.setdefault(offer.changes, offer)
    return list(found.values())


def _change(template: Template, fix: Fix) -> str:
    slot = template.slots[fix.slot]
    return wording.OFFER_CHANGE.format(label=slot.label, value=shown(slot, fix.value))


def filling(template: Template, slot_id: str, value: Value, said: str) -> Proposal:
    """Return the offer to write what was suggested for a slot."""
    slot = template.slots[slot_id]
    words = wording.OFFER_FILL.format(label=slot.label, value=shown(slot, value))
    return Proposal(words, (Set(slot_id, value, said),), "advice")


def adding(part: Article | Clause) -> Proposal:
    """Return the offer to put a clause (or an article) that is not in the contract into it."""
    return Proposal(wording.OFFER_CLAUSE.format(title=part.title), (Switch(part.name, True),), "clause")


def advised(template: Template, slot: Slot, draft: Draft, today: date) -> tuple[str, list[Proposal]]:
    """Say what is usually put in a slot, as the user's side would put it, and offer that; nothing is written."""
    lines = [wording.advice(slot)]
    stands = {party: slot.position(party, draft.values) for party in ("甲方", "乙方")}
    own = stands.get(draft.side)
    value = slot.default
    if own:
        value = _read(slot, own.levels["常规"], today)
        why = f"（{own.why}）" if own.why else ""
        lines.append(wording.FOR_SIDE.format(party=own.party, levels=_levels(slot, own, today), why=why))
    elif any(stands.values()):
        a, b = (_said(slot, p, "常规", today) for p in stands.values())
        lines.append(wording.BOTH_SIDES.format(a=a, b=b))
        lines += [] if draft.side else [wording.WHICH_SIDE]
    if value is None or draft.values.get(slot.id) == value:
        return "".join(lines), []
    return "".join(lines), [filling(template, slot.id, value, shown(slot, value))]


def _levels(slot: Slot, own: Position, today: date) -> str:
    mild, usual, firm = (_said(slot, own, level, today) for level in LEVELS)
    said = [f"通常争取 {usual}"]
    if mild != usual:
        said.insert(0, f"克制些填 {mild}")
    if firm != usual:
        said.append(f"强势些提 {firm}")
    return "，".join(said)


def _said(slot: Slot, position: Position | None, level: str, today: date) -> str:
    return shown(slot, _read(slot, position.levels[level], today)) if position else "—"


def _read(slot: Slot, words: str, today: date) -> Value:
    result = kinds.read(slot, words, today)
    return result.value if isinstance(result, kinds.Read) else None


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
