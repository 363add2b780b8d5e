"""Scene: what was the case when the message came: template, values, what was asked, who is who."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.conversation import Conversation
from assistant.draft import Set, TakeSide
from assistant.moves import Advise, Ask, Fill, LeaveOpen, Object, Undo, Why
from knowledge.kinds.numerals import number
from knowledge.library import Library
from knowledge.template import Slot, Template, Value

PARTIES = ("甲方", "乙方")
_PAUSES = ",;\n\u3002\uff0c\uff1b"


@dataclass(frozen=True)
class Scene:
    """Everything a reader may know besides the message; ``side`` is 甲方, 乙方 or empty."""

    template: Template
    today: date
    values: Mapping[str, Value] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()
    open: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    discussed: tuple[str, ...] = ()
    pending: bool = False
    offered: bool = False
    side: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()
    heard: Mapping[str, str] = field(default_factory=dict)
    latest: tuple[str, ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)
    swap_side: str = ""
    items: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """What the turn before said for a slot that takes several things told together, and that is still not whole."""

    def slot(self, id: str) -> Slot | None:
        """Return the slot of this template, if it has one by that id."""
        return self.template.slots.get(id)

    @property
    def expected(self) -> tuple[str, ...]:
        """Slots an answer without a name is for: those just talked over, those refused, those asked."""
        return tuple(dict.fromkeys((*self.proposed, *self.discussed, *self.refused, *self.asked)))

    def only_expected(self, ending: str) -> str:
        """Return the one expected slot whose id ends so, or an empty string."""
        fitting = [s for s in self.expected if s.endswith(ending)]
        return fitting[0] if len(fitting) == 1 else ""


def other(party: str) -> str:
    """Return the other party."""
    return {"甲方": "乙方", "乙方": "甲方"}.get(party, "")


def look(conversation: Conversation, library: Library, template: Template, today: date) -> Scene:
    """Return the scene for ``template``; when it is not the draft's own, parties are carried over by role."""
    draft, last = conversation.draft, conversation.last
    current = library.templates.get(draft.template)
    moved = _moved(current, template)
    same = current is not None and current.id == template.id
    values = draft.values if same else {}
    return Scene(
        template=template,
        today=today,
        values=values,
        left_open=draft.left_open if same else frozenset(),
        open=tuple(s.id for s in draft.to_ask(template)) if same else (),
        asked=tuple(s for s in conversation.asked if s in template.slots),
        refused=_refused(conversation, template),
        recent=tuple(n.slot for n in last.noted if n.slot in template.slots) if last else (),
        discussed=_discussed(conversation, template),
        pending=bool(last and last.proposals),
        offered=bool(last and last.offers),
        side=moved.get(draft.side, "") if draft.side in PARTIES else "",
        names={moved[p]: n for p, n in _names(conversation).items() if p in moved},
        proposed=_proposed(conversation, template) if same else (),
        heard=_heard(conversation) if same else {},
        latest=_latest(conversation, values) if same else (),
        before=_before(conversation, values) if same else {},
        swap_side=_swap_side(conversation),
        items=_items(conversation) if same else {},
        parts=_parts(conversation, template) if same else {},
    )


def _proposed(conversation: Conversation, template: Template) -> tuple[str, ...]:
    """Slots whose single value waits for a yes."""
    pending = conversation.last.proposals if conversation.last else ()
    sets = [[c.slot for c in p.changes if isinstance(c, Set)] for p in pending]
    return tuple(s[0] for s in sets if len(s) == 1 and s[0] in template.slots)


def _heard(conversation: Conversation) -> dict[str, str]:
    """The words around each value when it was said: what this user calls the slot."""
    found: dict[str, str] = {}
    for turn in conversation.turns:
        for move in turn.moves:
            if isinstance(move, Fill) and not turn.undone and turn.said[move.span[0] : move.span[1]] == move.said:
                start = max(turn.said.rfind(mark, 0, move.span[0]) for mark in _PAUSES) + 1
                ends = [e for mark in _PAUSES if (e := turn.said.find(mark, move.span[1])) >= 0]
                found[move.slot] = turn.said[start : min(ends, default=len(turn.said))]
    return found


def _parts(conversation: Conversation, template: Template) -> dict[str, str]:
    """The words of an account that the last turn gave and that lack something."""
    standing, turns = conversation.draft.values, conversation.turns
    fills = [m for t in turns[-1:] for m in t.moves if isinstance(m, Fill) and m.slot in template.slots]
    return {m.slot: m.reading or m.said for m in fills if template.slots[m.slot].kind == "account" and m.slot not in standing}


def _latest(conversation: Conversation, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Filled slots, the one written last first."""
    found: dict[str, None] = {}
    for turn in reversed(conversation.turns):
        if not turn.undone:
            found.update(dict.fromkeys(c.slot for c in reversed(turn.changes) if isinstance(c, Set) and c.slot in values))
    return tuple(found)


def _before(conversation: Conversation, values: Mapping[str, Value]) -> dict[str, Value]:
    """The value that each slot had before its present one."""
    found: dict[str, Value] = {}
    standing: dict[str, Value] = {}
    for turn in conversation.turns:
        for change in turn.changes if not turn.undone else ():
            if isinstance(change, Set):
                if change.slot in standing and standing[change.slot] != change.value:
                    found[change.slot] = standing[change.slot]
                standing[change.slot] = change.value
    return {s: v for s, v in found.items() if s in values}


_ITEM = re.compile(r"(?:^|[\n;\uff1b\s])[(\uff08]?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[\u3001)\uff09]|[.\uff0e](?!\d))")


def _swap_side(conversation: Conversation) -> str:
    """The side the user would stand on if the exchange that waits for a yes were made."""
    waiting = [p for p in (conversation.last.proposals if conversation.last else ()) if p.code == "side_conflict"]
    return next((c.side for p in waiting for c in p.changes if isinstance(c, TakeSide)), "")


def _items(conversation: Conversation) -> dict[int, tuple[str, ...]]:
    """The slots that each point of the last numbered list filled (第4项)."""
    for turn in reversed(conversation.turns):
        marks = list(_ITEM.finditer(turn.said))
        if len(marks) < 2:
            continue
        found: dict[int, tuple[str, ...]] = {}
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            end = following.start() if following else len(turn.said)
            slots = [m.slot for m in turn.moves if isinstance(m, Fill) and mark.start() <= m.span[0] < end]
            found[int(number(mark["n"]) or 0)] = tuple(dict.fromkeys(slots))
        return found
    return {}


def _refused(conversation: Conversation, template: Template) -> tuple[str, ...]:
    if not conversation.turns:
        return ()
    last = conversation.turns[-1]
    said = [r.slot for r in last.reply.refused] + [m.slot for m in last.moves if isinstance(m, Object)]
    return tuple(dict.fromkeys(s for s in said if s in template.slots))


def _discussed(conversation: Conversation, template: Template) -> tuple[str, ...]:
    """Slots the user asked advice or something about since the last value was written."""
    found: list[str] = _undone(conversation)
    for turn in conversation.turns[:-4:-1]:
        for move in turn.moves:
            slot = move.slot if isinstance(move, (Advise, Why)) else move.about if isinstance(move, Ask) else ""
            if slot in template.slots:
                found.append(slot)
        if any(not isinstance(c, TakeSide) for c in turn.changes) or any(isinstance(m, (Fill, LeaveOpen)) for m in turn.moves):
            break
    return tuple(dict.fromkeys(found))


def _undone(conversation: Conversation) -> list[str]:
    """Slots whose change was just taken back."""
    if not conversation.turns or not any(isinstance(m, Undo) for m in conversation.turns[-1].moves):
        return []
    gone = [t for t in conversation.turns if t.undone]
    return [c.slot for c in gone[-1].changes if isinstance(c, Set)] if gone else []


def _moved(old: Template | None, new: Template) -> dict[str, str]:
    """Where each party of the old template stands in the new one, by the roles they share."""
    if old is None or old.id == new.id:
        return {p: p for p in PARTIES}
    found = {}
    for role in old.roles:
        if role.id in ("data_provider", "trainer") and (party := new.party(role.id)):
            found[role.party] = party
    return found or {p: p for p in PARTIES}


def _names(conversation: Conversation) -> dict[str, str]:
    """The parties' names as they are known: written, waiting for a yes, or said before."""
    found: dict[str, str] = {}
    for turn in conversation.turns:
        for move in turn.moves:
            if isinstance(move, Fill) and (party := name_of(move.slot)) and not turn.undone:
                found[party] = move.reading or move.said
    values = dict(conversation.draft.values)
    if not values.keys() & {"party_a_name", "party_b_name"} and conversation.last:
        for proposal in conversation.last.proposals:
            values.update({c.slot: c.value for c in proposal.changes if isinstance(c, Set)})
    for slot, value in values.items():
        if (party := name_of(slot)) and isinstance(value, str):
            found[party] = value
    return found


def name_of(slot: str) -> str:
    """Return the party whose name this slot holds, or an empty string."""
    return {"party_a_name": "甲方", "party_b_name": "乙方"}.get(slot, "")
