"""Is it about these contracts at all, and do they say anything on it? Learned from questions and from negatives."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from knowledge.index import Index
from knowledge.lexical import fold, grams, nearest
from knowledge.ranking import fuse

Verdict = Literal["answered", "absent", "out_of_scope"]
VERDICTS: tuple[Verdict, ...] = ("answered", "absent", "out_of_scope")
NEGATIVES = Path(__file__).parent / "questions" / "negatives"
WEIGHTS = Path(__file__).parent / "embedder" / "decision.json"
FILES: Mapping[Verdict, str] = {"absent": "in_scope_absent.txt", "out_of_scope": "out_of_scope.txt"}
FEATURES = (
    "best", "second", "coverage", "words", "guide", "near", "vector", "near_vector", "negative",
    "negative_vector", "absent", "absent_vector", "length", "near_gap", "vector_gap",
)


@dataclass(frozen=True)
class Decision:
    """The probabilities of the three verdicts."""

    chances: Mapping[Verdict, float]

    @property
    def verdict(self) -> Verdict:
        """The likeliest verdict."""
        return max(VERDICTS, key=lambda v: self.chances[v])

    @property
    def sure(self) -> float:
        """The chance of the likeliest verdict."""
        return self.chances[self.verdict]


def read_negatives(verdict: Verdict, folder: Path = NEGATIVES) -> list[str]:
    """Return the negative questions for a verdict, one a line."""
    path = folder / FILES[verdict]
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@dataclass(frozen=True)
class _Examples:
    """Negatives to compare a question with."""

    texts: tuple[str, ...]
    vectors: tuple[tuple[float, ...], ...]

    @cached_property
    def near(self) -> object:
        return nearest(self.texts)


class Decider:
    """Decides whether a question is answered by the templates, absent from them, or not about them."""

    def __init__(self, index: Index, negatives: Mapping[Verdict, Sequence[str]] | None = None):
        self.index = index
        given = negatives or {v: read_negatives(v) for v in FILES}
        self.negatives = {v: tuple(texts) for v, texts in given.items()}

    @cached_property
    def _near(self) -> dict[Verdict, object]:
        return {v: nearest(texts) for v, texts in self.negatives.items()}

    @cached_property
    def _vectors(self) -> dict[Verdict, list[list[float]]]:
        embed = self.index.embeddings.embed_documents
        return {v: embed(list(texts)) for v, texts in self.negatives.items()}
