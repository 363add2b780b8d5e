"""The articles of law an answer rests on: those its clauses' guides name, and those that fit the question closely."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from knowledge.law import Statute
from knowledge.lexical import Bm25, build, grams, weighted
from knowledge.library import Library

FAR = 0.36
"""From this score on an article that no guide names bears on a question."""
OWN, MOST, ALSO, EACH = 7, 8, 2, 2
"""Articles carried by the first guide, by all that answer, by the clauses cited beside them, and more of many."""
BESIDE = 0.10
"""How well an article must fit to be carried by a clause that is cited beside the one that answers."""
_RESTS = 0.25
_STEP = 0.05
_AGAIN = 0.15
"""What an article gains by each further clause that answers and rests on it as well."""


class Authority:
    """Finds articles by what guides rest on and by their own words."""

    def __init__(self, library: Library):
        self.library = library
        self._cited = lru_cache(maxsize=4096)(lambda reference: tuple(library.laws.cited(reference)))

    @cached_property
    def _articles(self) -> tuple[list[Statute], Bm25]:
        statutes = list(self.library.laws.all())
        documents = [
            weighted([(s.title, 2), (s.summary, 1), (" ".join(s.topics), 2), (s.full_name, 0.3)])
            for s in statutes
        ]
        return statutes, build(documents)

    def found(
        self, topic: str, basis: Sequence[Sequence[str]], beside: Sequence[str] = (), least: float = FAR
    ) -> list[Statute]:
        """Return the articles that bear on a topic, what fits it best first; what guides name is never crowded out.

        ``basis`` holds the references of each guide that answers, ``beside`` those of guides cited along with them.
        """
        statutes, ranking = self._articles
        scores = ranking.scores(grams(topic))
        own = self._rated(basis, scores)
        rest = {i: s for i, s in self._rated([beside], scores).items() if i not in own and scores.get(i, 0.0) >= BESIDE}
        fitting = {i: s for i, s in scores.items() if s >= least and i not in own and i not in rest}
        first = self._rated(basis[:1], scores)
        kept = sorted(first, key=lambda i: -first[i])[:OWN]
        rated = {**fitting, **own}
        others = sorted((i for i in rated if i not in first), key=lambda i: -rated[i])
        most = MOST + (EACH if len(basis) > EACH else 0)
        kept = sorted([*kept, *others[: max(0, most - len(kept))]], key=lambda i: -rated[i])
        return [statutes[i] for i in (*kept, *sorted(rest, key=lambda i: -rest[i])[:ALSO])]

    def _rated(self, basis: Sequence[Sequence[str]], scores: dict[int, float]) -> dict[int, float]:
        """The articles that guides name: by fit, and by their order where that says nothing."""
        places = {(s.law, s.article): i for i, s in enumerate(self._articles[0])}
        found: dict[int, float] = {}
        for later, references in enumerate(basis):
            named = dict.fromkeys(s for reference in references for s in self._cited(reference))
            for rank, statute in enumerate(named):
                place = places[statute.law, statute.article]
                told = scores.get(place, 0.0) + _RESTS - _STEP * (rank + later / 2)
                found[place] = found[place] + _AGAIN if place in found else told
        return found
