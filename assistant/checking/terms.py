"""What a document was written from, when nobody says: the answers that explain best what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.pairs import pair
from knowledge.alignment import Alignment
from knowledge.contract import compose
from knowledge.template import Article, Clause, Slot, Template, Terms, Value

ROUNDS = 3
WORDS = ("text", "longtext", "address", "person", "email", "money_or_text")
SOMETHING = "（文件里没有写）"
"""Stands for a value that must have been given, as its clause stands, and that the document prints nowhere."""


def explained(aligned: Alignment) -> Terms:
    """Return the terms read from a document: printed values, answers its structure shows, clauses in it.

    Answers that are printed nowhere (是否出境) are tried out; the one under which the contract has most in
    common with the document is taken. A clause counts as left out only when no line of it is there.
    """
    template = aligned.template
    terms = _answered(aligned, aligned.terms())
    terms = replace(terms, switches={p.name: True for p in _switchable(template)})
    found = {
        one.line.address.partition("(")[0]
        for one in pair(compose(template, terms), aligned)
        if one.line is not None and one.found is not None
    }
    switches = {part.name: _is_there(part, found) for part in _switchable(template)}
    return replace(terms, switches=switches)


def _switchable(template: Template) -> Sequence[Article | Clause]:
    parts: dict[str, Article | Clause] = {}
    for article, clause in template.clauses():
        for part in (article, clause):
            if part.status != "必备":
                parts[part.name] = part
    return list(parts.values())


def _is_there(part: Article | Clause, found: set[str]) -> bool:
    if isinstance(part, Article):
        return any(clause.address in found for clause in part.clauses)
    return part.address in found


def _answered(aligned: Alignment, terms: Terms) -> Terms:
    """Try out what no blank shows, until nothing explains the document better."""
    read, steering = terms.values.keys(), _steering(aligned.template)
    best = _score(aligned, terms)
    for _ in range(ROUNDS):
        before = best
        for slot in steering:
            for word in (None, *_answers(slot)) if slot.id not in read else ():
                trial = _with(terms, slot, word)
                if (score := _score(aligned, trial)) < best:
                    best, terms = score, trial
        if best == before:
            break
    return terms


def _with(terms: Terms, slot: Slot, word: Value | None) -> Terms:
    given = {k: v for k, v in terms.values.items() if k != slot.id}
    if word is None:
        return replace(terms, values=given, left_open=terms.left_open | {slot.id})
    return replace(terms, values={**given, slot.id: word})


def _steering(template: Template) -> list[Slot]:
    """Slots with few answers on which a part of the contract depends, and those it asks 已填() of."""
    used: set[str] = set()
    guards: set[str] = set()
    for article, clause in template.clauses():
        conditions = [article.condition, clause.condition, *(p.condition for p in clause.paragraphs)]
        used |= {slot for one in conditions for slot in one.slots}
        guards |= {slot for one in conditions for slot in one.guards}
    return [
        s for s in template.slots.values()
        if (s.id in used and s.kind in ("bool", "choice")) or (s.id in guards and s.kind in WORDS)
    ]  # fmt: skip


def _answers(slot: Slot) -> Sequence[Value]:
    if slot.kind in WORDS:
        return (SOMETHING,)
    return (True, False) if slot.kind == "bool" else slot.choices


def _score(aligned: Alignment, terms: Terms) -> int:
    """How many paragraphs are only in the contract, or only in the document."""
    ours = {
        (x.address, x.source) for x in compose(aligned.template, terms).lines if x.source is not None
    }
    theirs = {
        (m.pattern.address, m.pattern.paragraph)
        for m in (*aligned.matches, *aligned.moved) if m.pattern.paragraph is not None
    }
    return len(ours ^ theirs)
