"""The model reader: a language model reads beside the rules; it proposes, and never writes alone.

Where both agree the rules' moves stand. Where they differ on a value nothing is written and the user is asked.
What only the model heard is put as one proposal. What it cannot show in the message is dropped.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

import prompts
from assistant import wording
from assistant.consulting import Consultation
from assistant.conversation import Conversation
from assistant.dialogue import Reader
from assistant.draft import Draft, Use
from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Chat,
    Check,
    Choose,
    Clear,
    Confirm,
    Deny,
    Export,
    Fill,
    LeaveOpen,
    Move,
    Object,
    Redo,
    Show,
    Side,
    Suppose,
    Swap,
    Toggle,
    Unclear,
    Undo,
    Why,
)
from assistant.reading.clausing import worded
from assistant.reading.hearing import Heard
from assistant.saying import shown
from knowledge import kinds
from knowledge.lexical import grams
from knowledge.library import Library
from knowledge.template import Slot, Template

TOKENS = 700
"""Tokens of one reading at the most."""

SLOTS = 28
"""Slots sent at the most: those asked for and those the message may mean come first."""

_PLAIN = (Confirm, Deny, Undo, Redo, Chat, Export, Check, Show, Swap)
"""A message of nothing but these is understood; no model is asked."""

_ASKING = (Ask, Advise, Why)
_HARMLESS = (*_ASKING, Show, Check, Chat)
_TO_PROPOSE = (Choose, Clear, LeaveOpen, Toggle, Side, AddClause)
_MOST = 8
_YES = re.compile(r"\s*(?:对|是|好|行|可以|嗯|确定|没错|就它|就这份|就用它)(?:的|啊|吧|了|呀)*[。!！,，]?\s*")
_NO = re.compile(r"\s*(?:不|不用|不是|不对|不要)(?:的|了|吧|啊)*[。!！,，]?\s*")
"""Without a template the rules hear no yes or no; a proposed one needs them."""
_LOOSE = ("text", "longtext", "address", "timing", "money_or_text")
_SHOWN = ("choice", "bool", "date", "period", "workdays", "days", "years", "hours", "copies", "int", "money", "percent", "permille_day")
_ACTS: dict[type, tuple[str, str]] = {
    Undo: ("撤销上一步", "撤销"), Redo: ("恢复刚才撤销的", "恢复"), Swap: ("把甲乙双方对调", "甲乙双方对调"),
    Export: ("导出文件", "导出草稿"), Confirm: ("确认", "对"), Deny: ("否定", "不用"),
}

Said = (
    Choose | Fill | Clear | LeaveOpen | Ask | Advise | Why | Confirm | Deny | Undo | Redo | Swap
    | Toggle | AddClause | Side | Show | Check | Export | Chat | Unclear
)


class Reading(BaseModel):
    """What a model returns: a list of moves out of the closed union."""

    moves: list[Annotated[Said, Field(discriminator="kind")]]


_SHAPE = TypeAdapter(Reading)


class ModelReader:
    """Reads the message of one turn with rules and model; what it reads again of earlier turns, with rules."""

    def __init__(self, library: Library, rules: Reader, consultation: Consultation):
        self.library, self.rules, self.consultation = library, rules, consultation
        self._asked = False

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]:
        """Return the moves of a message; the rules' own when the model has nothing to add or cannot be had."""
        ruled = _choice_confirmed(message, self.rules.read(message, conversation, today), conversation)
        if self._asked or not message.strip() or all(isinstance(m, _PLAIN) for m in ruled):
            return ruled
        self._asked = True
        draft = conversation.draft
        chosen = next((m.template for m in ruled if isinstance(m, Choose)), draft.template)
        template = self.library.templates.get(chosen)
        reading = self.consultation.ask(
            prompts.load("read"), _SHAPE, TOKENS, **self._names(message, conversation, template)
        )
        if reading is None:
            return ruled
        heard = Heard(message, template, tuple(self.library.templates), conversation.asked, today)
        checked = tuple(heard.checked(tuple(reading.moves)))
        moves = Merging(ruled, checked, heard, draft if draft.template == chosen else Draft()).moves()
        return tuple(self._worded(m, template, today) for m in moves)

    def _worded(self, move: Move, template: Template | None, today: date) -> Move:
        if not isinstance(move, AddClause) or template is None:
            return move
        return worded(move, template, self.library, self.consultation, today)

    def _names(
        self, message: str, conversation: Conversation, template: Template | None
    ) -> dict[str, str]:
        pending = conversation.last.proposals if conversation.last else ()
        labels = [template.slots[s].label for s in conversation.asked if template and s in template.slots]
        return {
            "template": _titles(template, self.library), "asked": "、".join(labels) or "无",
            "pending": "有" if pending else "无", "message": message,
            "slots": "\n".join(_slot_lines(template, conversation, message)) if template else "（先选合同）",
        }


def _choice_confirmed(message: str, ruled: tuple[Move, ...], conversation: Conversation) -> tuple[Move, ...]:
    """A yes to a proposed template is its choice, so that what was said before is read again."""
    pending = conversation.last.proposals if conversation.last else ()
    uses = [c.template for p in pending for c in p.changes if isinstance(c, Use)]
    if not uses or conversation.draft.template or any(isinstance(m, Choose) for m in ruled):
        return ruled
    rest = tuple(m for m in ruled if not isinstance(m, (Confirm, Unclear)))
    if _YES.fullmatch(message):
        return (Choose(uses[0]), Confirm(), *rest)
    return (Deny(), *rest) if _NO.fullmatch(message) else ruled


def _titles(template: Template | None, library: Library) -> str:
    chosen = [template] if template else list(library.templates.values())
    lines = [
        f"{t.id}《{t.title}》甲方是{t.role('甲方').label}，乙方是{t.role('乙方').label}" for t in chosen
    ]
    return "；".join(lines) if template else f"还没有选。可选：{'；'.join(lines)}"


def _slot_lines(template: Template, conversation: Conversation, message: str) -> list[str]:
    """The slots that matter for this message, the likeliest first; values only where they tell without naming."""
    draft, said = conversation.draft, set(grams(message))
    active = [s for s in draft.active(template) if s in template.slots] or list(template.slots)

    def rank(id: str) -> tuple[int, int]:
        slot = template.slots[id]
        names = {g for n in (slot.label, *slot.aliases) for g in grams(n) if len(g) > 1}
        shared = len(names & said)
        return (0 if id in conversation.asked else 1, -shared if shared else (1 if id not in draft.values else 2))

    order = {id: place for place, id in enumerate(active)}
    chosen = sorted(active, key=lambda id: (*rank(id), order[id]))[:SLOTS]
    return [_slot_line(template.slots[id], draft) for id in chosen]


def _slot_line(slot: Slot, draft: Draft) -> str:
    value = draft.values.get(slot.id)
    state = "空" if value is None else kinds.write(slot, value)[:20] if slot.kind in _SHOWN else "已填"
    return f"{slot.id}｜{slot.label}｜{slot.kind}｜{'/'.join(slot.choices)}｜{state}"


class Merging:
    """Rules and model put together: the rules' moves, less those in doubt, and what only the model heard."""

    def __init__(self, ruled: tuple[Move, ...], heard: tuple[Move, ...], words: Heard, draft: Draft):
        self.ruled, self.heard, self.words, self.draft = list(ruled), heard, words, draft
        self.fills = {m.slot: m for m in ruled if isinstance(m, Fill)}
        self.objected = {m.slot for m in ruled if isinstance(m, Object) and m.slot}
        self.both = {m.slot for m in heard if isinstance(m, Fill)} & self.fills.keys()
        self.extra: list[Move] = []
        self.proposed: list[Choose | Fill | Clear | LeaveOpen | Toggle | AddClause | Side] = []

    def moves(self) -> tuple[Move, ...]:
        """Return the moves of both."""
        unclear = all(isinstance(m, (Unclear, Chat)) for m in self.ruled)
        for move in self.heard:
            if isinstance(move, Fill):
                self._fill(move)
            elif isinstance(move, _TO_PROPOSE):
                self._propose(move)
            elif isinstance(move, _HARMLESS):
                self._harmless(move, unclear)
            elif unclear and (act := _ACTS.get(type(move))):
                reason = wording.HEARD_ACT.format(act=act[0], say=act[1])
                self.extra.append(Object("heard_act", reason))
        if self.proposed:
            self.extra.append(Suppose(tuple(dict.fromkeys(self.proposed))[:_MOST]))
        if self.extra:
            self.ruled = [m for m in self.ruled if not isinstance(m, Unclear)]
        return tuple(dict.fromkeys((*self.ruled, *self.extra)))

    def _fill(self, move: Fill) -> None:
        value = self.words.value(move)
        if move.slot in self.objected or value == self.draft.values.get(move.slot):
            return
        if ours := self.fills.get(move.slot):
            if not self._same(ours, move):
                self._doubt(ours, self._two_readings(ours, move))
            return
        rival = next((f for f in self.fills.values() if f.span == move.span), None)
        if rival and rival.slot not in self.both:
            template = self.words.template
            assert template is not None
            reason = wording.TWO_PLACES.format(
                said=move.said, one=template.slots[rival.slot].label, other=template.slots[move.slot].label)
            self._doubt(rival, reason)
        elif move.slot not in self.objected:
            self.proposed.append(move)

    def _same(self, ours: Fill, move: Fill) -> bool:
        """Whether both mean one value; of a text, more or fewer words around the same make no difference."""
        one, other = self.words.value(ours), self.words.value(move)
        if one is None or one == other:
            return True
        slot = self.words.template.slots[ours.slot] if self.words.template else None
        loose = slot is not None and slot.kind in _LOOSE
        return loose and ours.span[0] < move.span[1] and move.span[0] < ours.span[1]

    def _two_readings(self, ours: Fill, move: Fill) -> str:
        slot = self.words.template.slots[ours.slot] if self.words.template else None
        assert slot is not None

        one, other = (
            shown(slot, value) if (value := self.words.value(fill)) is not None else fill.said
            for fill in (ours, move)
        )
        return wording.TWO_READINGS.format(said=ours.said[:40], label=slot.label, one=one, other=other)

    def _doubt(self, ours: Fill, reason: str) -> None:
        """Hold the rules' value back and ask."""
        self.ruled = [m for m in self.ruled if m is not ours]
        self.objected.add(ours.slot)
        self.extra.append(Object("two_readings", reason, ours.slot, ours.said))

    def _propose(self, move: Choose | Clear | LeaveOpen | Toggle | AddClause | Side) -> None:
        slot = move.slot if isinstance(move, (Clear, LeaveOpen)) else ""
        known = any(type(m) is type(move) for m in self.ruled) and not slot
        done = any(
            isinstance(m, (Fill, Clear, LeaveOpen, Advise, Object)) and m.slot == slot for m in self.ruled
        )
        held = isinstance(move, LeaveOpen) and slot in self.draft.left_open
        if not known and not (slot and done) and not held:
            self.proposed.append(move)

    def _harmless(self, move: Move, unclear: bool) -> None:
        asking = any(isinstance(m, _ASKING) for m in (*self.ruled, *self.extra))
        question = isinstance(move, _ASKING) and not asking and (unclear or isinstance(move, Ask))
        if question or (unclear and isinstance(move, (Show, Check))):
            self.extra.append(move)
