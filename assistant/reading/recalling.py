"""What the last message was about when nothing came of it: the next bare value is for that."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from assistant.moves import Confirm, Fill, Move, Object, Unclear, Undo
from assistant.reading.clauses import Message, split
from assistant.reading.cues import cues, topic
from assistant.reading.lexicon import ACTORS, TOPICS
from assistant.reading.scene import Scene, other
from knowledge import kinds
from knowledge.kinds.numerals import NUMBER
from knowledge.template import Template

_MEASURED = ("workdays", "days", "years", "hours", "period", "money", "money_or_text", "permille_day", "percent", "date", "timing", "int", "copies")


def spoken_of(conversation: Conversation, template: Template) -> tuple[str, ...]:
    """Return the one measured slot that the last message named by its name, if that message changed nothing."""
    for turn in conversation.turns[:-4:-1]:
        if turn.changes or any(isinstance(m, (Fill, Undo)) for m in turn.moves):
            return ()
        if found := _named_in(turn.said, conversation, template):
            return found
    return ()


def _named_in(said: str, conversation: Conversation, template: Template) -> tuple[str, ...]:
    """The one measured slot that a message named by its name."""
    text = split(said).text if len(said) <= 200 else ""
    found = [c for c in cues(template, text) if c.weight >= 2.2 and template.slots[c.slot].kind in _MEASURED]
    if not found:
        return ()
    about = topic(text)
    acting = _acting(text, conversation.draft.side)
    found = [
        replace(c, weight=c.weight + (TOPICS.get(c.slot) == about) + (bool(acting) and template.party(ACTORS.get(c.slot, "")) == acting))
        for c in found
    ]
    best = max(found, key=lambda c: (c.weight, -c.start))
    rivals = {c.slot for c in found if c.weight == best.weight and (c.start, c.end) == (best.start, best.end)}
    return (best.slot,) if len(rivals) == 1 else ()


_IN_WORKDAYS = re.compile(rf"^\s*(?:那就?|就|行|好)*按工作日(?:来|算|写|是|就|填|定|的话)*\s*(?P<n>{NUMBER})\s*[个天日]?\s*[吧了]*\s*$")
_UNIT_ONLY = re.compile(r"^\s*(?:是|按|算|就|都|应该|我说的?是?)*(?P<u>个?工作日|自然日|年|个?月|天|日|小时|万元?|元|份)(?:的|啊|呀|吧|哦|来算|算)*\s*$")


def unit_told(said: Message, conversation: Conversation, scene: Scene) -> tuple[Move, ...]:
    """工作日: the unit that was missing, for the number that was just refused for it."""
    match, last = _UNIT_ONLY.match(said.text), conversation.turns[-1] if conversation.turns else None
    refused = [r for r in last.reply.refused if r.code in ("unit", "format") and r.slot in scene.template.slots] if last else []
    if len(refused) == 1 and (told := _IN_WORKDAYS.match(said.text)) and scene.template.slots[refused[0].slot].kind == "workdays":
        words, span = said.said(0, len(said.raw))
        return (Fill(refused[0].slot, words, span, f"{told['n']}个工作日"),)
    if match is None or len(refused) != 1 or not (digits := re.search(NUMBER, refused[0].said)):
        return ()
    slot = scene.template.slots[refused[0].slot]
    reading = digits[0] + ("个" if match["u"] in ("工作日", "月") else "") + match["u"]
    if isinstance(kinds.read(slot, reading, scene.today), kinds.Refused):
        return ()
    words, span = said.said(0, len(said.raw))
    return (Fill(slot.id, words, span, reading),)


def _acting(text: str, side: str) -> str:
    """The party that the words say does it, for whoever stands on ``side``."""
    if re.search(r"对方|他们|人家|客户", text):
        return other(side)
    return side if re.search(r"我们|我方|咱们?", text) else ""


def named_late(moves: tuple[Move, ...], said: Message, conversation: Conversation, scene: Scene) -> tuple[Move, ...]:
    """六个月 … 就是合同有效期: a message that only names a slot says what the value before it was for."""
    last = conversation.turns[-1] if conversation.turns else None
    unclear = [all(isinstance(m, (Unclear, Confirm)) or (isinstance(m, Object) and m.code == "which") for m in ms) and bool(ms) for ms in (moves, last.moves if last else ())]
    if last is None or not all(unclear) or len(last.said) > 20:
        return ()
    found = [c for c in cues(scene.template, said.text) if c.weight > 2.4]
    slot = scene.slot(max(found, key=lambda c: c.weight).slot) if found else None
    if slot is None or slot.kind not in _MEASURED or isinstance(kinds.read(slot, last.said, scene.today), kinds.Refused):
        return ()
    words, span = said.said(0, len(said.raw))
    return (Fill(slot.id, words, span, last.said),)
