"""What the last message was about when nothing came of it: the next bare value is for that."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation import Conversation
from assistant.moves import Fill, Undo
from assistant.reading.clauses import split
from assistant.reading.cues import cues, topic
from assistant.reading.lexicon import TOPICS
from knowledge.template import Template

_MEASURED = ("workdays", "days", "years", "hours", "period", "money", "money_or_text", "permille_day", "percent", "date", "timing", "int", "copies")


def spoken_of(conversation: Conversation, template: Template) -> tuple[str, ...]:
    """Return the one measured slot that the last message named by its name, if that message changed nothing."""
    last = conversation.turns[-1] if conversation.turns else None
    if last is None or last.changes or any(isinstance(m, (Fill, Undo)) for m in last.moves):
        return ()
    text = split(last.said).text if len(last.said) <= 200 else ""
    found = [c for c in cues(template, text) if c.weight >= 2.2 and template.slots[c.slot].kind in _MEASURED]
    if not found:
        return ()
    about = topic(text)
    found = [replace(c, weight=c.weight + (TOPICS.get(c.slot) == about)) for c in found]
    best = max(found, key=lambda c: (c.weight, -c.start))
    rivals = {c.slot for c in found if c.weight == best.weight and (c.start, c.end) == (best.start, best.end)}
    return (best.slot,) if len(rivals) == 1 else ()
