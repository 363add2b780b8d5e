"""A model's wording of an own clause: offered only when it says what the user said, no more and no less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import BaseModel, TypeAdapter

import prompts
from assistant.answering.grounding import covered, grams_of, numbers, objections
from assistant.consulting import Consultation
from assistant.moves import AddClause
from assistant.reading.guarding import ordered
from knowledge import kinds
from knowledge.lexical import grams
from knowledge.library import Library
from knowledge.pointing import pointed
from knowledge.template import Slot, Template

TOKENS = 300
_KEPT = 0.6
_FREE = Slot("extra", "补充条款", "longtext", "可空", "")


class Wording(BaseModel):
    """What a model returns."""

    text: str


_SHAPE = TypeAdapter(Wording)


def worded(
    move: AddClause, template: Template, library: Library, consultation: Consultation, today: date
) -> AddClause:
    """Return the clause with the wording to propose, or as it was when the model's does not hold."""
    parties = "，".join(f"{p}是{template.role(p).label}" for p in ("甲方", "乙方"))
    said = consultation.ask(
        prompts.load("clause"), _SHAPE, TOKENS, template=f"《{template.title}》", parties=parties,
        nearby=_nearby(move.words, template, library), words=move.words,
    )
    text = said.text.strip() if said else ""
    same = bool(text) and holds(text, move.words, template, library, today) and text.rstrip("。") != move.words.rstrip("。")
    return replace(move, worded=text) if same else move


def holds(text: str, words: str, template: Template, library: Library, today: date) -> bool:
    """Whether a wording adds nothing to the words and leaves nothing of them out."""
    named = words
    for role in template.roles:
        for name in sorted((role.label, *role.aliases), key=len, reverse=True):
            named = named.replace(name, role.party)
    if len(text) > 2 * len(words) + 20 or ordered(text) or pointed(text) or library.laws.cited(text) or "《" in text:
        return False
    if numbers(words) != numbers(text) or covered(grams_of(words), grams_of(text)) < _KEPT:
        return False
    return not objections(text, [named]) and isinstance(kinds.read(_FREE, text, today), kinds.Read)


def _nearby(words: str, template: Template, library: Library) -> str:
    """Two passages in which the template speaks of the same things: how it words them."""
    wanted = set(grams(words))
    rated = sorted(library.passages[template.id], key=lambda p: -len(wanted & set(grams(p.text))))
    return "\n".join(p.text[:160] for p in rated[:2])
