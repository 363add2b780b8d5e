"""Words against words: character n-grams and BM25 whose scores say how much of a question was found."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)*|[一-鿿]+")
K1, B = 1.2, 0.6


def fold(text: str) -> str:
    """Return ``text`` in half width and lower case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


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


@dataclass(frozen=True)
class Bm25:
    """An index over weighted bags of grams; scores lie between 0 and 1: 1 when all of a query is found."""

    postings: Mapping[str, Sequence[tuple[int, float]]]
    idf: Mapping[str, float]
    unknown: float

    def scores(self, query: Sequence[str]) -> dict[int, float]:
        """Return the score of every document that shares a gram with ``query``."""
        found: dict[int, float] = {}
        total = 0.0
        for gram in dict.fromkeys(query):
            total += self.idf.get(gram, self.unknown)
            for document, part in self.postings.get(gram, ()):
                found[document] = found.get(document, 0.0) + part
        return {document: score / total for document, score in found.items()}

    def coverage(self, query: Sequence[str]) -> float:
        """Return which part of the weight of ``query`` occurs anywhere at all."""
        weights = {gram: self.idf.get(gram, self.unknown) for gram in query}
        known = sum(weight for gram, weight in weights.items() if gram in self.postings)
        return known / sum(weights.values()) if weights else 0.0


def build(documents: Sequence[Mapping[str, float]]) -> Bm25:
    """Index documents given as weighted gram counts."""
    size = max(len(documents), 1)
    seen = Counter(gram for document in documents for gram in document)
    idf = {gram: math.log(1 + (size - n + 0.5) / (n + 0.5)) for gram, n in seen.items()}
    average = sum(sum(d.values()) for d in documents) / size or 1.0
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, document in enumerate(documents):
        length = 1 - B + B * sum(document.values()) / average
        for gram, count in document.items():
            part = idf[gram] * count * (K1 + 1) / (count + K1 * length)
            postings.setdefault(gram, []).append((place, part / (K1 + 1)))
    return Bm25(postings, idf, math.log(1 + (size + 0.5) / 0.5))


@dataclass(frozen=True)
class Nearest:
    """Short texts compared with a query by the cosine of their gram weights: 1 for the same words."""

    postings: Mapping[str, Sequence[tuple[int, float]]]
    idf: Mapping[str, float]
    unknown: float

    def scores(self, query: Sequence[str]) -> dict[int, float]:
        """Return the similarity of every text that shares a gram with ``query``."""
        weights = {gram: self.idf.get(gram, self.unknown) for gram in query}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        found: dict[int, float] = {}
        for gram, weight in weights.items():
            for text, part in self.postings.get(gram, ()):
                found[text] = found.get(text, 0.0) + part * weight
        return {text: score / length for text, score in found.items()}


def nearest(texts: Sequence[str]) -> Nearest:
    """Index short texts for comparison."""
    bags = [frozenset(grams(text)) for text in texts]
    size = max(len(texts), 1)
    seen = Counter(gram for bag in bags for gram in bag)
    idf = {gram: math.log(1 + (size - n + 0.5) / (n + 0.5)) for gram, n in seen.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, bag in enumerate(bags):
        length = math.sqrt(sum(idf[gram] ** 2 for gram in bag)) or 1.0
        for gram in sorted(bag):
            postings.setdefault(gram, []).append((place, idf[gram] / length))
    return Nearest(postings, idf, math.log(1 + (size + 0.5) / 0.5))
