"""Words against words: character n-grams and BM25 whose scores say how much of a question was found."""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.simplified import simplified

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)*|[一-鿿]+")
K1, B = 1.2, 0.6


def fold(text: str) -> str:
    """Return ``text`` in half width, lower case and simplified characters, without spaces."""
    return re.sub(r"\s+", "", simplified(unicodedata.normalize("NFKC", text).lower()))


def runs(text: str) -> list[str]:
    """Return the stretches of Chinese characters, the Latin words and the numbers of ``text``."""
    return _RUN.findall(fold(text))


def grams(text: str) -> list[str]:
    """Return the characters and character pairs of ``text``; Latin words and numbers stay whole."""
    found: list[str] = []
    for run in runs(text):
        if run[0].isascii():
            found.append(run)
        else:
            found += run
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def weighted(fields: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return gram counts of several texts, each text counting with its weight."""
    counts: dict[str, float] = {}
    for text, weight in fields:
        for gram in grams(text):
            counts[gram] = counts.get(gram, 0.0) + weight
    return counts


Postings = Mapping[str, tuple["Array", "Array"]]
"""By gram: the places of the texts that hold it, and how much it counts in each."""


def posted(bags: Iterable[Mapping[str, float]]) -> Postings:
    """Return the postings of texts given as weighted grams, in the order of their places."""
    import numpy as np  # with the first question, not with the program

    lists: dict[str, tuple[array[int], array[float]]] = {}
    for place, bag in enumerate(bags):
        for gram, weight in bag.items():
            places, parts = lists.setdefault(gram, (array("i"), array("f")))
            places.append(place)
            parts.append(weight)
    return {g: (np.frombuffer(a, dtype="int32"), np.frombuffer(b, dtype="float32")) for g, (a, b) in lists.items()}


def summed(postings: Postings, weights: Mapping[str, float], size: int) -> Array:
    """Return for every one of ``size`` texts the sum of what the weighted grams count in it."""
    import numpy as np

    found = np.zeros(size, dtype="float32")
    for gram, weight in weights.items():
        if gram in postings:
            places, parts = postings[gram]
            found[places] += np.float32(weight) * parts
    return found


def _telling(size: int, seen: Mapping[str, int]) -> dict[str, float]:
    return {gram: math.log(1 + (size - n + 0.5) / (n + 0.5)) for gram, n in seen.items()}


def _above_nothing(scores: Array) -> dict[int, float]:
    return {int(place): float(scores[place]) for place in scores.nonzero()[0]}


@dataclass(frozen=True)
class Bm25:
    """An index over weighted bags of grams; scores lie between 0 and 1: 1 when all of a query is found."""

    size: int
    postings: Postings
    idf: Mapping[str, float]
    unknown: float

    def all_scores(self, query: Sequence[str]) -> Array:
        """Return the score of every document."""
        weights = dict.fromkeys(query, 1.0)
        total = sum(self.idf.get(gram, self.unknown) for gram in weights) or 1.0
        scores: Array = summed(self.postings, weights, self.size) / total
        return scores

    def scores(self, query: Sequence[str]) -> dict[int, float]:
        """Return the score of every document that shares a gram with ``query``."""
        return _above_nothing(self.all_scores(query))

    def coverage(self, query: Sequence[str]) -> float:
        """Return which part of the weight of ``query`` occurs anywhere at all."""
        weights = {gram: self.idf.get(gram, self.unknown) for gram in query}
        known = sum(weight for gram, weight in weights.items() if gram in self.postings)
        return known / sum(weights.values()) if weights else 0.0


def build(documents: Sequence[Mapping[str, float]]) -> Bm25:
    """Index documents given as weighted gram counts."""
    size = max(len(documents), 1)
    idf = _telling(size, Counter(gram for document in documents for gram in document))
    average = sum(sum(d.values()) for d in documents) / size or 1.0

    def parts(document: Mapping[str, float]) -> dict[str, float]:
        length = K1 * (1 - B + B * sum(document.values()) / average)
        return {gram: idf[gram] * count / (count + length) for gram, count in document.items()}

    return Bm25(len(documents), posted(map(parts, documents)), idf, math.log(1 + (size + 0.5) / 0.5))


@dataclass(frozen=True)
class Nearest:
    """Short texts compared with a query by the cosine of their gram weights: 1 for the same words."""

    size: int
    postings: Postings
    idf: Mapping[str, float]
    unknown: float

    def all_scores(self, query: Sequence[str]) -> Array:
        """Return the similarity of every text."""
        weights = {gram: self.idf.get(gram, self.unknown) for gram in query}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        scores: Array = summed(self.postings, weights, self.size) / length
        return scores

    def scores(self, query: Sequence[str]) -> dict[int, float]:
        """Return the similarity of every text that shares a gram with ``query``."""
        return _above_nothing(self.all_scores(query))


def nearest(texts: Sequence[str]) -> Nearest:
    """Index short texts for comparison."""
    bags = [sorted(set(grams(text))) for text in texts]
    size = max(len(texts), 1)
    idf = _telling(size, Counter(gram for bag in bags for gram in bag))

    def parts(bag: Sequence[str]) -> dict[str, float]:
        length = math.sqrt(sum(idf[gram] ** 2 for gram in bag)) or 1.0
        return {gram: idf[gram] / length for gram in bag}

    return Nearest(len(texts), posted(map(parts, bags)), idf, math.log(1 + (size + 0.5) / 0.5))
