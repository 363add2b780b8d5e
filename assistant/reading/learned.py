"""What was learned from statements beside what the rules find: it fills gaps, and raises doubts where both differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.values import Mention
from knowledge.placing import KINDS, NONE, placer
from knowledge.template import Template

SURE = 0.75
"""From here on what was learned is heeded where the rules find nothing or little."""
VERY_SURE = 0.9
LITTLE = 2.2
"""Evidence of the rules below this is a hint: no name of the slot, only words that often go with it."""


@dataclass(frozen=True)
class Learned:
    """The values of one message and what statements like it were about."""

    text: str
    found: tuple[Mention, ...]
    template: Template

    def meant(self, mention: Mention) -> tuple[str, float]:
        """Return the slot (or ``none``) a value is most likely meant for, and how likely; ("", 0) when it is not known."""
        fitting = [s.id for s in self.template.slots.values() if not s.side and mention.fits(s)]
        if mention.kind not in KINDS or not fitting:
            return "", 0.0
        others = [m for m in self.found if m.end <= mention.start or mention.end <= m.start]
        spans = sorted({(m.start, m.end) for m in (*others, mention)})
        weights = placer().weigh(self.text, spans, spans.index((mention.start, mention.end)), fitting)
        slot = max(weights, key=lambda s: (weights[s], s))
        return slot, weights[slot]


def learned(text: str, found: Sequence[Mention], template: Template) -> Learned:
    """Return what was learned, for the values of a message that can be placed."""
    return Learned(text, tuple(m for m in found if m.kind in KINDS), template)


def verdict(slot: str, score: float, meant: str, likely: float) -> str:
    """Return what to do with the rules' slot (empty: none) of that score: keep, take (what is meant), ask, drop."""
    if not meant or likely < SURE or meant == slot:
        return "keep"
    if meant == NONE:
        return "drop" if slot and score < LITTLE and likely >= VERY_SURE else "keep"
    if not slot or (score < LITTLE and likely >= VERY_SURE):
        return "take"
    return "ask" if likely >= VERY_SURE else "keep"
