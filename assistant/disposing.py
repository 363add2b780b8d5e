"""Moves → changes: code disposes. Every refusal is said, nothing is written that its kind has not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant import wording
from assistant.carrying import carry, exchanged, party_of, vacated
from assistant.clashing import clashes
from assistant.conversation import Conversation, Noted, Proposal, Refusal
from assistant.draft import (
    Change,
    Draft,
    Extra,
    Open,
    Set,
    Switch,
    TakeSide,
    Unset,
    Use,
    apply,
)
from assistant.findings import Finding, Fix
from assistant.moves import (
    AddClause,
    Choose,
    Clear,
    Fill,
    LeaveOpen,
    Move,
    Object,
    Side,
    Swap,
    Toggle,
)
from assistant.saying import shown
from knowledge import kinds
from knowledge.contract import effective, number_all, usable_slots
from knowledge.library import Library
from knowledge.matching import wording_clash
from knowledge.ruling import Tripped, tripped
from knowledge.template import Article, Clause, Slot, Template, Value


@dataclass
class Outcome:
    """What a turn has done so far."""

    draft: Draft
    changes: list[Change] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    offers: list[Proposal] = field(default_factory=list)


def trips(library: Library, template: Template, draft: Draft, today: date) -> list[Tripped]:
    """Return the value rules that the draft trips now."""
    usable = usable_slots(template, draft.terms())
    known = {s: v for s, v in effective(template, draft.terms()).items() if s in usable}
    values = {s: v for s, v in draft.values.items() if s in usable}
    return tripped(library.rules, template.id, values, known, today)


class Disposer:
    """Carries out the writing moves of one turn, in order, on a copy of the draft."""

    def __init__(self, library: Library, conversation: Conversation, today: date, turn: int):
        self.library, self.today, self.turn = library, today, turn
        self.conversation = conversation
        self.out = Outcome(conversation.draft)

    @property
    def template(self) -> Template | None:
        """The template the draft is written on, if one was chosen."""
        return self.library.templates.get(self.out.draft.template)

    def run(self, moves: Sequence[Move]) -> Outcome:
        """Dispose of every move that writes; the others are left to the dialogue."""
        conflict = next((m for m in moves if isinstance(m, Object) and m.code == "side_conflict"), None)
        if conflict:
            moves = self._hold_parties(conflict, moves)
        does: dict[type, Callable[..., None]] = {
            Choose: self._choose, Fill: self._fill, Clear: self._clear, LeaveOpen: self._leave_open,
            Swap: self._swap, Toggle: self._toggle, AddClause: self._add, Side: self._side,
            Object: self._object,
        }
        for move in moves:
            if does_it := does.get(type(move)):
                does_it(move)
        return self.out

    def change(self, change: Change) -> None:
        """Accept one change."""
        self.out.changes.append(change)
        self.out.draft = apply(self.out.draft, change, self.turn)

    def accept(self, changes: Sequence[Change]) -> None:
        """Accept proposed changes, saying the values they write."""
        for change in changes:
            if isinstance(change, Set) and self.template:
                self._set(self.template.slots[change.slot], replace(change, confirmed=True))
                continue
            self.change(change)
            part = self.template.names.get(change.clause) if isinstance(change, Switch) and self.template else None
            if isinstance(part, (Clause, Article)):
                self.out.told.append(wording.SWITCHED_ON.format(title=part.title))

    def _choose(self, move: Choose) -> None:
        new = self.library.templates.get(move.template)
        if new is None or self.out.draft.template == new.id:
            return
        old = self.template
        if old is None:
            self.change(Use(new.id))
            roles = {party: new.role(party).label for party in ("甲方", "乙方")}
            self.out.told.append(wording.CHOSEN.format(title=new.title, a=roles["甲方"], b=roles["乙方"]))
            return
        carried = carry(self.out.draft, old, new, self.today)
        side = carried.parties.get(self.out.draft.side, self.out.draft.side)
        self.change(Use(new.id))
        for change in carried.changes:
            self.change(change)
        if side:
            self.change(TakeSide(side))
        self.out.told.append(self._switched(new, carried.parties))
        if carried.lost:
            self.out.told.append(wording.LOST.format(labels=wording.joined(carried.lost)))

    def _switched(self, new: Template, parties: dict[str, str]) -> str:
        lines = [wording.SWITCHED_TEMPLATE.format(title=new.title)]
        for before, after in parties.items():
            slot = "party_a_name" if after == "甲方" else "party_b_name"
            name = self.out.draft.values.get(slot)
            if name:
                lines.append(wording.CARRIED_PARTY.format(
                    old=name, before=before, after=after, role=new.role(after).label))
        return "\n".join(lines)

    def _fill(self, move: Fill) -> None:
        template = self.template
        slot = template.slots.get(move.slot) if template else None
        if template is None or slot is None:
            self.out.refused.append(Refusal(move.said, wording.NO_SLOT.format(said=move.said)))
            return
        result = kinds.read(slot, move.reading or move.said, self.today)
        if isinstance(result, kinds.Refused):
            self.out.refused.append(Refusal(move.said, result.reason, slot.id, result.code))
            if result.code == "checksum":
                self._reject("R-PTY-01", result.reason, slot.id)
            return
        change = Set(slot.id, result.value, move.said, move.span)
        clash = wording_clash(template, slot, result.value, self.out.draft.terms())
        if clash:
            self.out.refused.append(Refusal(move.said, clash, slot.id, "clash"))
        elif self._restated(change):
            self._set(slot, replace(change, confirmed=True))
        elif warning := self._needs_confirming(change):
            value = kinds.write(slot, result.value)
            words = wording.CONFIRM_PROPOSAL.format(
                message=warning.message, label=slot.label, value=value)
            self.out.proposals.append(Proposal(words, (change,), warning.rule.id))
            self.out.findings.append(as_finding(warning, template, self.today))
        else:
            self._set(slot, change, result.note)

    def _restated(self, change: Set) -> bool:
        """Whether the very value that waits for a yes is said again: that is the yes."""
        waiting = self.conversation.last.proposals if self.conversation.last else ()
        return any(
            isinstance(c, Set) and (c.slot, c.value) == (change.slot, change.value)
            for p in waiting if p.code != "side_conflict" for c in p.changes
        )

    def _needs_confirming(self, change: Set) -> Tripped | None:
        template = self.template
        if template is None:
            return None
        before = {t.rule.id for t in trips(self.library, template, self.out.draft, self.today)}
        after = trips(self.library, template, apply(self.out.draft, change, self.turn), self.today)
        new = [t for t in after if t.rule.confirm and t.rule.id not in before]
        same = self.out.draft.values.get(change.slot) == change.value
        return new[0] if new and not same else None

    def _set(self, slot: Slot, change: Set, note: str = "") -> None:
        old = self.out.draft.values.get(slot.id)
        if old == change.value and type(old) is type(change.value):
            return
        self.change(change)
        before = shown(slot, old) if old is not None else ""
        self.out.noted.append(Noted(slot.id, slot.label, shown(slot, change.value), before, note))

    def _clear(self, move: Clear) -> None:
        if slot := self._slot(move.slot):
            known = slot.id in self.out.draft.entries
            if known:
                self.change(Unset(slot.id))
            said = wording.CLEARED if known else wording.WAS_EMPTY
            self.out.told.append(said.format(label=slot.label))

    def _leave_open(self, move: LeaveOpen) -> None:
        slot = self._slot(move.slot)
        if slot and slot.id not in self.out.draft.left_open:
            self.change(Open(slot.id, move.reason))
            self.out.told.append(wording.LEFT_OPEN.format(label=slot.label))

    def _slot(self, slot_id: str) -> Slot | None:
        return self.template.slots.get(slot_id) if self.template else None

    def _swap(self, _: Swap) -> None:
        if self.template is None:
            return
        changes = exchanged(self.out.draft, self.template)
        emptied = vacated(self.out.draft, changes)
        self.accept(changes)
        for slot in emptied:
            self.change(Unset(slot))
        if changes:
            self.out.told.append(wording.SWAPPED)

    def _side(self, move: Side) -> None:
        template = self.template
        if template is None:
            return
        party = template.party(move.side) or move.side
        if party not in ("甲方", "乙方", "中立") or party == self.out.draft.side:
            return
        self.change(TakeSide(party))
        if party == "中立":
            self.out.told.append(wording.SIDE_NEUTRAL)
        else:
            role = template.role(party).label
            self.out.told.append(wording.SIDE_NOTED.format(party=party, role=role))

    def _toggle(self, move: Toggle) -> None:
        template = self.template
        thing = None
        if template:
            thing = template.names.get(move.clause) or template.addresses.get(move.clause)
        if template is None or not isinstance(thing, (Clause, Article)):
            self.out.refused.append(Refusal(move.said, wording.NO_SUCH_CLAUSE.format(clause=move.clause)))
            return
        if thing.status == "必备":
            reason = wording.MANDATORY.format(title=thing.title, address=thing.address)
            self._reject("R-STR-02", reason, thing.address)
            return
        on_now = self.out.draft.switches.get(thing.name, thing.status == "推荐")
        if on_now != move.on:
            self.change(Switch(thing.name, move.on))
        elif not move.on:
            self.out.told.append(wording.ALREADY_OFF.format(title=thing.title))
            return
        said = wording.SWITCHED_OFF
        if move.on:
            printed = number_all(template, self.out.draft.terms())
            said = wording.SWITCHED_ON if thing.name in printed else wording.SWITCHED_ON_LATER
        self.out.told.append(said.format(title=thing.title))

    def _add(self, move: AddClause) -> None:
        result = kinds.read(_FREE, move.words, self.today)
        if isinstance(result, kinds.Refused):
            self.out.refused.append(Refusal(move.words, result.reason, code=result.code))
            return
        words = move.words.strip()
        found = clashes(self.template, self.out.draft.terms(), words) if self.template else []
        told = [wording.CLAUSE_CLASH.format(place=c.place, title=c.title, quote=c.quote) for c in found]
        if move.worded:
            asked = wording.CLAUSE_PROPOSAL.format(words=words, worded=move.worded)
            proposal = Proposal("\n".join([*told, asked]), (Extra(move.worded),), "clause", (Extra(words),))
            self.out.proposals.append(proposal)
            return
        self.change(Extra(words))
        self.out.told += [wording.EXTRA_ADDED.format(words=words), *told]

    def _object(self, move: Object) -> None:
        if move.code == "side_conflict":
            return
        if rule := move.rule or _ATTEMPTS.get(move.code, ""):
            self._reject(rule, move.reason, move.slot)
        else:
            self.out.refused.append(Refusal(move.said, move.reason, move.slot, move.code))

    def _reject(self, rule_id: str, reason: str, where: str) -> None:
        rule = next((r for r in self.library.rules if r.id == rule_id), None)
        finding = Finding(rule_id, rule.severity if rule else "error", where, reason,
                          rule.basis if rule else "")
        self.out.findings.append(finding)

    def _hold_parties(self, conflict: Object, moves: Sequence[Move]) -> Sequence[Move]:
        """The sides contradict the template: hold the parties' data until the user has decided."""
        rest: list[Move] = [m for m in moves if not (isinstance(m, Fill) and party_of(m.slot))]
        for choice in (m for m in rest if isinstance(m, Choose)):
            self._choose(choice)
        template = self.template
        if template is None:
            return moves
        held: list[Set] = []
        for move in moves:
            if isinstance(move, Fill) and party_of(move.slot) and move.slot in template.slots:
                result = kinds.read(template.slots[move.slot], move.reading or move.said, self.today)
                if isinstance(result, kinds.Read):
                    held.append(Set(move.slot, result.value, move.said, move.span))
        held = self._with_earlier(held)
        swapped = exchanged(self.out.draft, template, held)
        names: dict[str, Value] = {c.slot: c.value for c in swapped if isinstance(c, Set)}
        words = wording.proposal_swap(
            template, str(names.get("party_a_name", "")), str(names.get("party_b_name", "")),
            conflict.reason)
        unset = tuple(Unset(s) for s in vacated(self.out.draft, swapped))
        own = next((template.party(m.side) or m.side for m in moves if isinstance(m, Side)), "")
        there = {"甲方": "乙方", "乙方": "甲方"}.get(own, "")
        here, kept = ((TakeSide(own),), (TakeSide(there),)) if there else ((), ())
        self._reject(conflict.rule or "R-PTY-05", conflict.reason, "首部")
        self.out.proposals.append(Proposal(
            words, (*swapped, *unset, *here), "side_conflict", (*held, *kept)))
        return [m for m in rest if not isinstance(m, (Choose, Side))]


    def _with_earlier(self, held: list[Set]) -> list[Set]:
        """What an exchange still waiting holds, as the user said it, and what is said now beside it."""
        last = self.conversation.last
        before = [p for p in (last.proposals if last else ()) if p.code == "side_conflict"]
        earlier = {c.slot: c for p in before for c in p.otherwise if isinstance(c, Set)}
        for change in held:
            there = earlier.get(change.slot)
            mirrored = _mirrored(change.slot)
            if there and there.value != change.value and mirrored not in earlier:
                earlier[mirrored] = replace(change, slot=mirrored)
            else:
                earlier[change.slot] = change
        return list(earlier.values())


def _mirrored(slot: str) -> str:
    one, two = "party_a_", "party_b_"
    return slot.replace(one, two) if slot.startswith(one) else slot.replace(two, one)


_ATTEMPTS = {"injection": "INJECTION", "markup": "XSS"}
"""What is no matter of law but worth a finding: instructions and markup inside a message."""

_FREE = Slot("extra", "补充条款", "longtext", "可空", "")


def as_finding(item: Tripped, template: Template, today: date) -> Finding:
    """Return a tripped rule as a finding, with the changes its rule suggests as values their kinds have read."""
    fixes = []
    for slot, text in item.changes:
        result = kinds.read(template.slots[slot], text, today)
        if isinstance(result, kinds.Read):
            fixes.append(Fix(slot, result.value, text))
    return Finding(item.rule.id, item.severity, item.where, item.message, item.rule.basis, tuple(fixes))
