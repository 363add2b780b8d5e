"""Is it about these contracts at all, and do they say anything on it? Learned from questions and negatives."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.index import Index
from knowledge.lexical import Nearest, fold, grams, nearest

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal["answered", "absent", "out_of_scope"]
VERDICTS: tuple[Verdict, ...] = ("answered", "absent", "out_of_scope")
NEGATIVES = Path(__file__).parent / "questions" / "negatives"
WEIGHTS = Path(__file__).parent / "embedder" / "decision.json"
FILES: Mapping[str, str] = {"absent": "in_scope_absent.txt", "out_of_scope": "out_of_scope.txt"}
MEASURES = (
    "best", "second", "coverage", "recall", "words", "guide", "near", "vector", "near_vector",
    "absent_near", "absent_vector", "outside_near", "outside_vector", "absent_words", "outside_words",
    "length", "parties",
)
_PARTIES = re.compile(r"[甲乙对双][方]|合同|协议|条款|附件|违约|约定|签[字署约]|模板")


@dataclass(frozen=True)
class Decision:
    """The chances of the three verdicts, adding up to 1."""

    chances: Mapping[Verdict, float]

    @property
    def verdict(self) -> Verdict:
        """The likeliest verdict."""
        return max(VERDICTS, key=lambda verdict: self.chances[verdict])


def read_negatives(verdict: str, folder: Path = NEGATIVES) -> list[str]:
    """Return the negative questions for a verdict, one a line; a missing file gives none."""
    path = folder / FILES[verdict]
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@dataclass(frozen=True)
class Negatives:
    """Negative questions of one kind, comparable by words and by vectors."""

    texts: tuple[str, ...]
    near: Nearest
    vectors: np.ndarray[Any, np.dtype[np.float32]]

    def closest(self, query: str, vector: Sequence[float]) -> tuple[float, float]:
        """Return the similarity of the closest other text, by words and by vectors."""
        same = {i for i, text in enumerate(self.texts) if text == query}
        words = self.near.scores(grams(query))
        by_words = max((s for i, s in words.items() if i not in same), default=0.0)
        by_vector: Any = self.vectors @ vector if self.texts else []
        return by_words, max((float(s) for i, s in enumerate(by_vector) if i not in same), default=0.0)


class Odds:
    """How much more likely each gram is in one lot of texts than in another; a text scores their mean."""

    def __init__(self, these: Sequence[str], those: Sequence[str]):
        counts = [Counter(g for text in texts for g in set(grams(text))) for texts in (these, those)]
        sizes = [len(texts) + 2.0 for texts in (these, those)]
        self.odds = {
            gram: math.log((counts[0][gram] + 0.5) / sizes[0]) - math.log((counts[1][gram] + 0.5) / sizes[1])
            for gram in {*counts[0], *counts[1]}
        }

    def of(self, text: str) -> float:
        """Return the mean log-odds of the grams of a text; grams never seen count nothing."""
        terms = set(grams(text))
        return sum(self.odds.get(gram, 0.0) for gram in terms) / (len(terms) ** 0.5 or 1.0) / 4


class Decider:
    """Decides with the model's own embedding, whatever embedding the index searches with."""

    def __init__(self, index: Index, negatives: Mapping[str, Sequence[str]] | None = None):
        self.index = index
        self._given = negatives

    @cached_property
    def negatives(self) -> Mapping[str, Negatives]:
        """The negatives by verdict."""
        given = self._given or {verdict: read_negatives(verdict) for verdict in FILES}
        return {v: self._prepared(tuple(texts)) for v, texts in given.items()}

    def _prepared(self, texts: tuple[str, ...]) -> Negatives:
        import numpy as np  # with the first question, not with the program

        vectors = self.index.embeddings.embed_documents(list(texts)) if texts else []
        return Negatives(texts, nearest(texts), np.asarray(vectors, dtype="float32"))

    @cached_property
    def odds(self) -> Mapping[str, Odds]:
        """Words of the negatives against words of the bank, by verdict."""
        bank = [question.text for question in self.index.bank]
        return {verdict: Odds(lot.texts, bank) for verdict, lot in self.negatives.items()}

    def measures(self, query: str, templates: Sequence[str]) -> list[float]:
        """Return the measurements of a query, in MEASURES order."""
        vector = self.index.embeddings.embed_query(query)
        top = [self.index.strongest(query, id) for id in templates]
        best = [max(values) for values in zip(*top, strict=True)]
        closest = [x for v in FILES for x in self.negatives[v].closest(query, vector)]
        odds = [self.odds[verdict].of(query) for verdict in FILES]
        length = math.log(1 + len(fold(query))) / 4
        parties = min(1.0, len(_PARTIES.findall(query)) / 2)
        return [*best, *closest, *odds, length, parties]

    def decide(self, query: str, templates: Sequence[str] = ()) -> Decision:
        """Return the chances that the templates answer, miss, or have nothing to do with ``query``."""
        weights = _weights(WEIGHTS)
        row = self.measures(query, templates or tuple(self.index.library.templates))
        return Decision(chances(row, weights))


def chances(row: Sequence[float], weights: Mapping[str, Sequence[float]]) -> dict[Verdict, float]:
    """Return the softmax of the linear scores; the last weight of a verdict is its offset."""
    sums = {
        v: sum(w * x for w, x in zip(weights[v], row, strict=False)) + weights[v][-1] for v in VERDICTS
    }
    top = max(sums.values())
    parts = {v: math.exp(s - top) for v, s in sums.items()}
    return {v: part / sum(parts.values()) for v, part in parts.items()}


@lru_cache(maxsize=4)
def _weights(path: Path) -> dict[str, list[float]]:
    loaded: dict[str, list[float]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
