"""Is it about these contracts at all, and do they say anything on it? Learned from questions and negatives."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.index import Index
from knowledge.lexical import Nearest, fold, grams, nearest
from knowledge.passages import Passage
from knowledge.template import Template

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal["answered", "absent", "out_of_scope"]
VERDICTS: tuple[Verdict, ...] = ("answered", "absent", "out_of_scope")
NEGATIVES = Path(__file__).parent / "questions" / "negatives"
WEIGHTS = Path(__file__).parent / "embedder" / "decision.json"
WORDS = Path(__file__).parent / "embedder" / "decision_words.json"
FILES: Mapping[str, str] = {"absent": "in_scope_absent.txt", "out_of_scope": "out_of_scope.txt"}
MEASURES = (
    "best", "second", "coverage", "recall", "words", "guide", "near", "vector", "near_vector",
    "absent_near", "absent_vector", "outside_near", "outside_vector", "absent_words", "outside_words",
    "length", "parties", "clause",
)
_CLAUSES = 3
"""Passages that may between them know the words of a question."""
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


@dataclass(frozen=True)
class Words:
    """How far each gram speaks for absent and for out of scope, against answered; a text scores their mean."""

    weights: Mapping[str, tuple[float, float]]

    def of(self, text: str) -> tuple[float, float]:
        """Return what the grams of a text say together; grams never seen say nothing."""
        known = [self.weights[g] for g in set(grams(text)) if g in self.weights]
        length = math.sqrt(len(known)) or 1.0
        return sum(w[0] for w in known) / length, sum(w[1] for w in known) / length


class Decider:
    """Decides with the model's own embedding, whatever embedding the index searches with."""

    def __init__(
        self, index: Index, negatives: Mapping[str, Sequence[str]] | None = None, words: Words | None = None
    ):
        self.index = index
        self._given, self._words = negatives, words

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
    def words(self) -> Words:
        """What single grams speak for."""
        return self._words if self._words is not None else _read_words(WORDS)

    @cached_property
    def _vocabularies(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The grams with which each passage is spoken of: its wording, its guide, the bank questions it answers."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for id, ranker in self.index.rankers.items():
            texts: list[list[str]] = [[p.title, p.article_title, p.text, *_told(ranker.template, p)] for p in ranker.passages]
            for question, targets in zip(ranker.bank, ranker.targets, strict=True):
                for place in targets:
                    texts[place].append(question.text)
            found[id] = {
                p.address: frozenset(g for text in lot for g in grams(text))
                for p, lot in zip(ranker.passages, texts, strict=True)
            }
        return found

    def clause_cover(self, query: str, template: str) -> float:
        """Return which part of the weight of a question's pairs of characters the best passages know between them."""
        idf = self.index.rankers[template].words
        weights = {g: idf.idf.get(g, idf.unknown) for g in set(grams(query)) if len(g) > 1}
        known = frozenset[str]().union(*(
            self._vocabularies[template][h.passage.address] for h in self.index.search(query, template, _CLAUSES)
        ))
        total = sum(weights.values())
        return sum(w for g, w in weights.items() if g in known) / total if total else 0.0

    def measures(self, query: str, templates: Sequence[str]) -> list[float]:
        """Return the measurements of a query, in MEASURES order."""
        vector = self.index.embeddings.embed_query(query)
        top = [self.index.strongest(query, id) for id in templates]
        best = [max(values) for values in zip(*top, strict=True)]
        closest = [x for v in FILES for x in self.negatives[v].closest(query, vector)]
        length = math.log(1 + len(fold(query))) / 4
        parties = min(1.0, len(_PARTIES.findall(query)) / 2)
        cover = max(self.clause_cover(query, id) for id in templates)
        return [*best, *closest, *self.words.of(query), length, parties, cover]

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


def _told(template: Template, passage: Passage) -> list[str]:
    """What guide and slots say of a passage."""
    guide = template.guides.get(passage.clause)
    told = [guide.plain, guide.usual, guide.watch, guide.by_law, guide.for_a, guide.for_b] if guide else []
    slots = [template.slots[s] for s in passage.slots]
    return [*told, *(w for s in slots for w in (s.label, s.ask, *s.aliases))]


@lru_cache(maxsize=4)
def _read_words(path: Path) -> Words:
    loaded: dict[str, tuple[float, float]] = json.loads(path.read_text(encoding="utf-8"))
    return Words({gram: (pair[0], pair[1]) for gram, pair in loaded.items()})


@lru_cache(maxsize=4)
def _weights(path: Path) -> dict[str, list[float]]:
    loaded: dict[str, list[float]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
