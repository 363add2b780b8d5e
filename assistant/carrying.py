"""Values that follow the people: switching templates by role, and exchanging the two sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.draft import Change, Draft, Set
from knowledge import kinds
from knowledge.template import Slot, Template, Value

_PARTIES = {"甲方": "乙方", "乙方": "甲方"}
_PREFIX = {"甲方": "party_a_", "乙方": "party_b_"}
_MAIN_ROLES = ("data_provider", "trainer")


@dataclass(frozen=True)
class Carried:
    """What a switch of template keeps (as changes for the new one) and what it could not take along."""

    changes: tuple[Change, ...]
    lost: tuple[str, ...]
    parties: dict[str, str]


def party_of(slot_id: str) -> str:
    """Return the party a party slot belongs to by its id, or an empty string."""
    return next((party for party, prefix in _PREFIX.items() if slot_id.startswith(prefix)), "")


def other_side(slot_id: str) -> str:
    """Return the same datum of the other party: party_a_phone → party_b_phone."""
    party = party_of(slot_id)
    if not party:
        return slot_id
    return _PREFIX[_PARTIES[party]] + slot_id.removeprefix(_PREFIX[party])


def party_map(old: Template, new: Template) -> dict[str, str]:
    """Return for 甲方 and 乙方 of the old template the party of the new one that has the same role."""
    mapped = {}
    for party in _PARTIES:
        roles = [r.id for r in old.roles if r.party == party]
        main = [r for r in roles if r in _MAIN_ROLES] or roles
        mapped[party] = next((p for r in main if (p := new.party(r))), party)
    if len(set(mapped.values())) < 2:
        return {party: party for party in _PARTIES}
    return mapped


def carry(draft: Draft, old: Template, new: Template, today: date) -> Carried:
    """Carry the values of ``draft`` into ``new``; each is read again by the kind it has there."""
    parties = party_map(old, new)
    changes: list[Change] = []
    lost: list[str] = []
    for slot_id, entry in draft.entries.items():
        if entry.value is None:
            continue
        target = _target(old.slots[slot_id], new, parties)
        value = _same_side(entry.value, parties)
        result = kinds.canonical(target, value, today) if target else None
        if target is None or isinstance(result, kinds.Refused) or result is None:
            lost.append(old.slots[slot_id].label)
        else:
            changes.append(Set(target.id, result.value, entry.said, entry.span))
    return Carried(tuple(changes), tuple(lost), parties)


def _target(slot: Slot, new: Template, parties: dict[str, str]) -> Slot | None:
    party = party_of(slot.id)
    if party:
        return new.slots.get(_PREFIX[parties[party]] + slot.id.removeprefix(_PREFIX[party]))
    for name in (slot.id, *slot.same_as):
        if name in new.slots:
            return new.slots[name]
    return next((s for s in new.slots.values() if slot.id in s.same_as), None)


def _same_side(value: Value, parties: dict[str, str]) -> Value:
    return parties.get(value, value) if isinstance(value, str) else value


def exchanged(draft: Draft, template: Template, held: Iterable[Set] = ()) -> tuple[Change, ...]:
    """Return the changes that put everything of 甲方 under 乙方 and the other way round.

    ``held`` are values that were said but not yet written; they take part.
    """
    values = {s: (e.value, e.said, e.span) for s, e in draft.entries.items() if e.value is not None}
    values |= {s.slot: (s.value, s.said, s.span) for s in held}
    changes: list[Change] = []
    for slot_id, (value, said, span) in values.items():
        target = other_side(slot_id)
        if target != slot_id and target in template.slots:
            changes.append(Set(target, value, said, span))
    return tuple(changes)


def vacated(draft: Draft, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return party slots that an exchange leaves without a value of their own."""
    filled = {c.slot for c in changes if isinstance(c, Set)}
    return tuple(s for s in draft.values if party_of(s) and s not in filled)
