"""Draft: a fold of accepted changes. Nothing is tracked; correction, undo and switching need no code of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from knowledge.contract import Contract, active_slots, compose, usable_slots
from knowledge.template import Slot, Template, Terms, Value

T = TypeVar("T")


@dataclass(frozen=True)
class Use:
    """Work on this template from here on; values already given are carried over by the Set changes that follow."""

    template: str
    kind: Literal["use"] = "use"


@dataclass(frozen=True)
class Set:
    """A value was accepted for a slot; ``said`` are the words it came from, at ``span`` of that turn's message.

    ``confirmed`` when the user said yes to it after a warning.
    """

    slot: str
    value: Value
    said: str = ""
    span: tuple[int, int] = (0, 0)
    confirmed: bool = False
    kind: Literal["set"] = "set"


@dataclass(frozen=True)
class Unset:
    """A slot is empty again."""

    slot: str
    kind: Literal["unset"] = "unset"


@dataclass(frozen=True)
class Open:
    """A slot is left open on purpose."""

    slot: str
    reason: str = ""
    kind: Literal["open"] = "open"


@dataclass(frozen=True)
class Switch:
    """A recommended or optional clause is on or off."""

    clause: str
    on: bool
    kind: Literal["switch"] = "switch"


@dataclass(frozen=True)
class Extra:
    """An own clause of the parties, word for word."""

    words: str
    kind: Literal["extra"] = "extra"


@dataclass(frozen=True)
class TakeSide:
    """Whom the user speaks for: 甲方, 乙方 or 中立 (an empty side forgets it)."""

    side: str
    kind: Literal["side"] = "side"


Change = Use | Set | Unset | Open | Switch | Extra | TakeSide


@dataclass(frozen=True)
class Entry:
    """What is known of a slot: its value, the words and the turn it came from, or that it is left open."""

    value: Value | None
    said: str = ""
    turn: int = -1
    span: tuple[int, int] = (0, 0)
    reason: str = ""
    left_open: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Draft:
    """The state of a contract in the making; ``template`` is empty until one is chosen."""

    template: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    side: str = ""

    @property
    def values(self) -> dict[str, Value]:
        """Every value given, also those that no clause uses at present."""
        return {slot: e.value for slot, e in self.entries.items() if e.value is not None}

    @property
    def left_open(self) -> frozenset[str]:
        """Slots left open on purpose."""
        return frozenset(slot for slot, e in self.entries.items() if e.left_open)

    def terms(self) -> Terms:
        """Return what the contract is composed from."""
        return Terms(self.values, dict(self.switches), self.left_open, self.extra)

    def active(self, template: Template) -> tuple[str, ...]:
        """Return the slots that matter for what is known now, in asking order."""
        return self._known("active", template, lambda: active_slots(template, self.terms()))

    def composed(self, template: Template) -> Contract:
        """Return the contract as it stands."""
        return self._known("composed", template, lambda: compose(template, self.terms()))

    def _known(self, what: str, template: Template, make: Callable[[], T]) -> T:
        """Make something once: a draft never changes, and a page asks it the same a dozen times a turn."""
        kept = self.__dict__.setdefault("_kept", {})
        if kept.get(what, (None,))[0] is not template:
            kept[what] = (template, make())
        made: T = kept[what][1]
        return made

    def active_values(self, template: Template) -> dict[str, Value]:
        """Return the given values that matter for the contract as it stands."""
        return {s: v for s in self.active(template) if (v := self.values.get(s)) is not None}

    def usable_values(self, template: Template) -> dict[str, Value]:
        """Return the given values that no condition known now rules out."""
        usable = usable_slots(template, self.terms())
        return {s: self.values[s] for s in template.slots if s in usable and s in self.values}

    def open_slots(self, template: Template) -> tuple[Slot, ...]:
        """Return the required slots without a value, in asking order (also those left open on purpose)."""
        slots = (template.slots[s] for s in self.active(template))
        return tuple(s for s in slots if s.required != "可空" and self.values.get(s.id) is None)

    def to_ask(self, template: Template) -> tuple[Slot, ...]:
        """Return the open slots that nobody put off, in asking order."""
        return tuple(s for s in self.open_slots(template) if s.id not in self.left_open)


def fold(turns: Iterable[Iterable[Change]]) -> Draft:
    """Return the draft after the changes of each turn, in order."""
    draft = Draft()
    for place, changes in enumerate(turns):
        for change in changes:
            draft = apply(draft, change, place)
    return draft


def apply(draft: Draft, change: Change, turn: int) -> Draft:
    """Return the draft with one change more."""
    match change:
        case Use(template):
            return Draft(template=template, side="")
        case Set(slot, value, said, span, confirmed):
            return _entry(draft, slot, Entry(value, said, turn, span, confirmed=confirmed))
        case Open(slot, reason):
            return _entry(draft, slot, Entry(None, reason, turn, reason=reason, left_open=True))
        case Unset(slot):
            return replace(draft, entries={k: e for k, e in draft.entries.items() if k != slot})
        case Switch(clause, on):
            return replace(draft, switches={**draft.switches, clause: on})
        case Extra(words):
            return replace(draft, extra=(*draft.extra, words))
        case TakeSide(side):
            return replace(draft, side=side)


def _entry(draft: Draft, slot: str, entry: Entry) -> Draft:
    return replace(draft, entries={**draft.entries, slot: entry})
