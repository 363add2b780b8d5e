"""Which clauses answer: the best, those nearly as good, those that belong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.answering.asked import Asked
from knowledge.index import Hit
from knowledge.lexical import fold
from knowledge.library import Library
from knowledge.template import Clause, Reference, Template

CLOSE = 0.84
"""A second clause is cited when its score is at least this part of the best."""
FITTING = 0.5
"""A clause that belongs with the best one is cited too from this part of its score on."""

_LINKED = 2
_OVERALL = 4
_BESIDE = 4
"""With fewer clauses than this, the clause that belongs with the first is cited too."""
_OVERVIEW = re.compile(r"怎么[写约规]|如何[写约规]|写了(?:什么|哪些|啥)|有哪些|讲了?什么|说了?什么|包括什么|条款$|条款[?？。吗呢]|有没有|写了吗|(?:什么|哪些)(?:责任|义务|权利)")


class Choosing:
    """Chooses clauses from hits."""

    def __init__(self, library: Library):
        self.library = library
        self._linked = lru_cache(maxsize=64)(lambda id: _links(library.templates[id]))

    def chosen(self, hits: Sequence[Hit], limit: int = 3) -> list[Clause]:
        """Return the clauses worth citing, best first: the best, and those nearly as good."""
        best: dict[str, float] = {}
        for hit in hits:
            name = f"{hit.passage.template}:{hit.passage.clause}"
            best[name] = max(best.get(name, 0.0), hit.score)
        top = max(best.values(), default=0.0)
        names = sorted((n for n, score in best.items() if score >= CLOSE * top), key=lambda n: -best[n])
        names = [*names[:limit], *self._along(names[:1], best)]
        names = list(dict.fromkeys(names))
        limit += _LINKED
        found = []
        for name in names[:limit]:
            id, _, clause = name.partition(":")
            found.append(clause_named(self.library.templates[id], clause))
        return found

    def _along(self, first: Sequence[str], scores: Mapping[str, float]) -> list[str]:
        """Those linked to the first clause (by its guide, or a reference either way) that fit the question too."""
        found = []
        for name in first:
            id, _, clause = name.partition(":")
            links = [f"{id}:{n}" for n in self.linked(id, clause)]
            fitting = [n for n in links if scores.get(n, 0.0) >= FITTING * scores[name]]
            found += sorted(fitting, key=lambda n: -scores[n])
        return found[:_LINKED]

    def linked(self, id: str, clause: str) -> list[str]:
        """Return the names of the clauses that belong with a clause, both ways round."""
        return list(self._linked(id).get(clause, ()))

    def overview(self, asked: Asked, clauses: Sequence[Clause]) -> list[Clause]:
        """Return the clauses, and the rest of their article when the question is how that article is written."""
        if not clauses or not _OVERVIEW.search(asked.query.text):
            return list(clauses)
        article = next(a for a, c in asked.template.clauses() if c.name == clauses[0].name)
        if not _names(asked.query.topic, article.title):
            return list(clauses)
        other = {p for p in ("甲方", "乙方") if p not in asked.query.topic} if "方" in asked.query.topic else set()
        rest = [
            c for c in article.clauses
            if c not in clauses and c.status != "可选" and not any(p in c.title for p in other)
        ]
        return [*clauses, *rest][: max(len(clauses), _OVERALL)]

    def companion(self, asked: Asked, clauses: Sequence[Clause]) -> Clause | None:
        """The mandatory clause that the first one belongs with: the duty behind a penalty, the form behind an effect."""
        if not clauses or len(clauses) >= _BESIDE or asked.only:
            return None
        guide = asked.template.guides.get(clauses[0].name)
        for name in guide.related if guide else ():
            thing = asked.template.names.get(name)
            if isinstance(thing, Clause) and thing not in clauses and _stands_with(thing, clauses[0]):
                return thing
        return None


def _names(topic: str, title: str) -> bool:
    """Whether a topic names a title, in one piece or in halves (违约要负什么责任)."""
    topic, title = fold(topic), fold(title)
    halves = [title[i : i + 2] for i in range(0, len(title), 2)]
    return title in topic or (len(title) % 2 == 0 and all(h in topic for h in halves))


def _links(template: Template) -> dict[str, list[str]]:
    """Which clauses the guide or a cross reference connects, both ways round."""
    names = {clause.name for _, clause in template.clauses()}
    pairs = [(name, other) for name, guide in template.guides.items() for other in guide.related]
    for _, clause in template.clauses():
        pieces = [piece for paragraph in clause.paragraphs for piece in paragraph.pieces]
        pairs += [(clause.name, p.target) for p in pieces if isinstance(p, Reference)]
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        if one in names and other in names and one != other:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return {name: list(dict.fromkeys(others)) for name, others in found.items()}


def clause_named(template: Template, name: str) -> Clause:
    """Return a clause by its name (a section and its only clause share one)."""
    return next(clause for _, clause in template.clauses() if clause.name == name)


def _stands_with(thing: Clause, first: Clause) -> bool:
    """Whether a clause has to be in the contract wherever the first one is."""
    return thing.status == "必备" and thing.condition.text in ("", first.condition.text)
