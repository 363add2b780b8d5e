"""What a model says it heard, held against the message: the words stand there, and the kind reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Choose,
    Clear,
    Fill,
    LeaveOpen,
    Move,
    Side,
    Toggle,
    Why,
)
from assistant.reading.clauses import Message, split
from assistant.reading.waiting import in_order
from knowledge import kinds
from knowledge.kinds.base import fold
from knowledge.lexical import grams
from knowledge.template import Article, Clause, Slot, Template, Value

_WHOLE = re.compile(r"[0-9A-Za-z.%‰〇零一二两三四五六七八九十百千万亿半]")
"""Characters that make one word with their like: half a number is another number."""

_STATED = (
    "date", "period", "workdays", "days", "years", "hours", "copies", "int", "money", "percent", "permille_day",
)
"""Kinds that find their values in running text: there a model may only point at one that was found."""

_OF_ME = re.compile(r"我|咱|本公司|本单位")
_SWITCH = re.compile(r"换|改用|改成|不用这|另一份")


@dataclass(frozen=True)
class Heard:
    """The message a model was given; ``checked`` lets through what stands in it."""

    message: str
    template: Template | None
    templates: tuple[str, ...]
    asked: tuple[str, ...]
    today: date

    def checked(self, moves: tuple[Move, ...]) -> Iterator[Move]:
        """Yield the moves whose words are in the message, with their spans; the others are dropped."""
        for move in moves:
            held = self._worded(move) if isinstance(move, (Fill, Ask, AddClause)) else self._about(move)
            if held is not None:
                yield held

    def _worded(self, move: Fill | Ask | AddClause) -> Move | None:
        if isinstance(move, Fill):
            return self._fill(move)
        words = move.question if isinstance(move, Ask) else move.words
        span = self._span(words)
        if span is None:
            return None
        said = self.message[slice(*span)]
        if isinstance(move, Ask):
            return Ask(said, self._known(move.about))
        return AddClause(said) if len(said) >= 4 and not self._barred(span) else None

    def _about(self, move: Move) -> Move | None:
        """A move without words of its own: what it is about must have been spoken of."""
        match move:
            case Clear(slot):
                holds = self._spoken_of(slot)
            case LeaveOpen(slot):
                move, holds = LeaveOpen(slot), self._spoken_of(slot)
            case Advise(slot) | Why(slot):
                holds = not slot or bool(self._known(slot))
            case Toggle(clause, on):
                move, holds = Toggle(clause, on), self._titled(clause)
            case Side(side):
                move, holds = Side(side), side in ("甲方", "乙方") and bool(_OF_ME.search(self.message))
            case Choose(id):
                free = self.template is None or bool(_SWITCH.search(self.message))
                holds = id in self.templates and free
            case _:
                holds = True
        return move if holds else None

    def value(self, move: Fill) -> Value | None:
        """Return the value a move means, or None when its kind reads none."""
        slot = self._slot(move.slot)
        result = kinds.read(slot, move.reading or move.said, self.today) if slot else None
        return result.value if isinstance(result, kinds.Read) else None

    def _slot(self, id: str) -> Slot | None:
        return self.template.slots.get(id) if self.template else None

    def _known(self, id: str) -> str:
        return id if self._slot(id) else ""

    @cached_property
    def _split(self) -> Message:
        return split(self.message)

    @cached_property
    def _closed(self) -> tuple[tuple[int, int], ...]:
        """Stretches that state nothing: questions and suppositions, and orders to the program."""
        return tuple(
            (c.start, c.end) for c in self._split.clauses if c.asks or in_order(self._split, c)
        )

    def _barred(self, span: tuple[int, int]) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self._closed)

    def _span(self, said: str) -> tuple[int, int] | None:
        """The first place where these words stand whole, else None."""
        words, text = fold(said.strip()), fold(self.message)
        at = text.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            before = at and _WHOLE.match(text[at - 1]) and _WHOLE.match(words[0])
            after = end < len(text) and _WHOLE.match(text[end]) and _WHOLE.match(words[-1])
            if not before and not after:
                return at, end
            at = text.find(words, at + 1)
        return None

    def _fill(self, move: Fill) -> Fill | None:
        slot, span = self._slot(move.slot), self._span(move.said)
        if slot is None or span is None or self._barred(span):
            return None
        options = ("是", "否") if slot.kind == "bool" else slot.choices
        reading = move.reading if move.reading in options else ""
        fill = Fill(slot.id, self.message[slice(*span)], span, reading)
        value = self.value(fill)
        if value is None or slot.kind not in _STATED:
            return None if value is None else fill
        whole = self._stated(slot, span, value)
        return replace(fill, said=self.message[slice(*whole)], span=whole) if whole else None

    def _stated(self, slot: Slot, span: tuple[int, int], value: Value) -> tuple[int, int] | None:
        """Where the value stands whole: who points at 十 means 十个工作日."""
        found = kinds.find(slot, self.message, self.today)
        return next(((f.start, f.end) for f in found if f.value == value and f.start < span[1] and span[0] < f.end), None)

    def _spoken_of(self, id: str) -> bool:
        """Whether a slot was asked or is named, in part at least."""
        slot = self._slot(id)
        if slot is None:
            return False
        return id in self.asked or any(self._shares(name) for name in (slot.label, *slot.aliases))

    def _titled(self, clause: str) -> bool:
        thing = None
        if self.template:
            thing = self.template.names.get(clause) or self.template.addresses.get(clause)
        if not isinstance(thing, (Article, Clause)):
            return False
        return self._shares(thing.title) or bool(thing.address and thing.address in fold(self.message))

    def _shares(self, name: str) -> bool:
        return bool({g for g in grams(name) if len(g) > 1} & set(grams(self.message)))
