"""What speaks for each passage of one template: words, guide, neighbouring questions, vectors, titles; fused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.english import with_chinese
from knowledge.lexical import Bm25, Nearest, build, fold, grams, nearest, weighted
from knowledge.library import Question
from knowledge.passages import Passage
from knowledge.recalling import BROAD, Known, Recall
from knowledge.template import Article, Clause, Slot, Template

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.embeddings import Embeddings

    Array = np.ndarray[Any, np.dtype[Any]]

SHIPPED = Path(__file__).parent / "embedder"

SIGNALS = (
    "recall", "recall_share", "recall_article", "words", "guide", "asked", "near", "near_sum", "vector",
    "near_vector", "vector_sum", "title", "article", "option", "main", "same", "party",
)
"""The signals of a passage for a query, each between 0 and about 1, in the order of their weights."""

REASONS = {
    "recall": "这类问题指向这里", "words": "原文用词相近", "guide": "说明用词相近", "asked": "有人这样问过",
    "near": "与已知问题相近", "near_sum": "与多个已知问题相近", "vector": "意思相近",
    "near_vector": "与已知问题意思相近", "vector_sum": "与多个已知问题意思相近", "title": "点名标题",
    "same": "就是这个问题", "article": "点名所在的条",
}
FILE = Path(__file__).parent / "embedder" / "ranking.json"
"""The weights of the signals, learned by ``knowledge.training``: for templates with a question bank, and without."""

PARTIES = ("甲方", "乙方")
_NEIGHBOURS = 12
_CANDIDATES = 48
"""Of a broad template, so many passages are looked at for each strong signal."""
_START = 60
"""Of a passage of a broad template, so many characters lead a question."""
_CLOSEST = 24
_TOLD = 0.3
"""How far a sentence of the template is trusted to lead a question, against a question of the bank."""
_SAME = 0.6
"""From this likeness on, a bank question is taken for the same question."""


def passage_document(template: Template, passage: Passage) -> str:
    """Return the text a passage is embedded as: titles, what its guide says plainly, its words."""
    guide = template.guides.get(passage.clause)
    plain = guide.plain if guide else ""
    return f"{passage.article_title} {passage.title}\n{plain}\n{passage.text}"


def targets(template: Template, place: Mapping[str, int], addresses: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the passages at ``addresses``; an article stands for its clauses, a clause for its items."""
    found: list[int] = []
    for address in addresses:
        thing = template.addresses.get(address)
        if address in place:
            found.append(place[address])
        elif isinstance(thing, Article):
            found += [place[c.address] for c in thing.clauses if c.address in place]
        elif isinstance(thing, Clause):
            found += [place[p.address] for p in thing.paragraphs if p.address in place]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Signals:
    """The signals of some passages, given by their places: a row a passage, in SIGNALS order."""

    places: tuple[int, ...]
    rows: list[list[float]]


class Ranker:
    """Ranks the passages of one template; ``bank`` are the questions of that template to lean on."""

    def __init__(
        self, template: Template, passages: Sequence[Passage], bank: Sequence[Question],
        embeddings: Embeddings, home: Path | None = None,
    ):
        self.template, self.embeddings, self.home = template, embeddings, home
        self.passages = tuple(passages)
        self.bank = tuple(bank)
        self.place = {p.address: i for i, p in enumerate(self.passages)}
        self.targets = tuple(targets(template, self.place, q.to) for q in self.bank)
        self.asking = tuple(with_chinese(q.text) for q in self.bank)

    @cached_property
    def words(self) -> Bm25:
        """BM25 over the exact text of the passages with their titles."""
        return build([
            weighted([(p.article_title, 1), (p.title, 2), (p.text, 1)]) for p in self.passages
        ])

    @cached_property
    def guide(self) -> Bm25:
        """BM25 over what the guide, the slots and their other names say about each passage."""
        return build([weighted(self._guide_fields(p)) for p in self.passages])

    def _guide_fields(self, passage: Passage) -> list[tuple[str, float]]:
        fields: list[tuple[str, float]] = [(passage.title, 2)]
        guide = self.template.guides.get(passage.clause)
        if guide:
            fields += [(guide.plain, 2), (guide.usual, 1), (guide.watch, 1), (guide.by_law, 0.5),
                       (guide.for_a, 0.7), (guide.for_b, 0.7)]
        for slot in (self.template.slots[s] for s in passage.slots):
            fields += [(slot.label, 1), (slot.ask, 0.5), (" ".join(slot.aliases), 1), (slot.why, 0.3)]
        return fields

    @cached_property
    def asked(self) -> Bm25:
        """BM25 over all the bank questions that lead to each passage, taken together."""
        texts: list[list[tuple[str, float]]] = [[] for _ in self.passages]
        for text, places in zip(self.asking, self.targets, strict=True):
            for place in places:
                texts[place].append((text, 1 / len(places)))
        return build([weighted(fields) for fields in texts])

    @cached_property
    def near(self) -> Nearest:
        """The bank questions one by one."""
        return nearest(self.asking)

    @cached_property
    def recall(self) -> Recall:
        """What every known text says together: the bank, then titles, guide, wording and slots."""
        name = recall_name(self.template.id)
        file = self.home / name if self.home else None
        asked = [Known(text, to) for text, to in zip(self.asking, self.targets, strict=True)]
        if len(self.passages) > BROAD:
            told = [Known(f"{p.title} {p.text}"[:_START], (place,), _TOLD) for place, p in enumerate(self.passages)]
        else:
            told = [known for place, p in enumerate(self.passages) for known in self._told(place, p)]
        return Recall([*asked, *told], len(self.passages), self.embeddings, file, SHIPPED / f"{name}.bin")

    def _told(self, place: int, passage: Passage) -> list[Known]:
        texts = re.split(r"[。；\n]", passage.text)
        texts += [w for s in passage.slots for w in _slot_words(self.template.slots[s])]
        guide = self.template.guides.get(passage.clause)
        if guide and not passage.parent:
            told = (guide.plain, guide.usual, guide.watch, guide.by_law, guide.for_a, guide.for_b)
            texts += [s for note in told for s in re.split(r"[。；]", note)]
        found = [] if passage.parent else [Known(passage.title, (place,))]
        return found + [Known(t, (place,), _TOLD) for t in dict.fromkeys(texts) if len(t) > 1]

    def signals(self, query: str, similar: Mapping[str, float]) -> Signals:
        """Return the signals of the passages; ``similar`` are vector similarities by address.

        A template of more than BROAD passages is looked at only where one of the strong signals points.
        """
        import numpy as np

        terms, size = grams(query), len(self.passages)
        recall, by_vector = self.recall.scores(query, self.embeddings.embed_query(query))
        words, guide, asked = (b.all_scores(terms) for b in (self.words, self.guide, self.asked))
        vector = np.zeros(size, dtype="float32")
        for address, likeness in similar.items():
            vector[self.place[address]] = likeness
        near = self.near.all_scores(terms)
        by_vector = by_vector[: len(self.bank)]
        closest = np.argsort(-by_vector, kind="stable")[:_CLOSEST]
        close = np.zeros_like(by_vector)
        close[closest] = by_vector[closest]
        best, shared = self._neighbours(near)
        columns = [
            recall, np.maximum(recall / max(float(recall.max(initial=0.0)), 0.05), 0.0), self._by_article(recall),
            words, guide, asked, best, shared, vector, *self._neighbours(close),
        ]
        places: Sequence[int] = range(size)
        if size > BROAD:
            strong = [np.argpartition(-c, _CANDIDATES)[:_CANDIDATES] for c in (recall, words, guide, asked, best, vector)]
            places = sorted({int(place) for found in strong for place in found})
        rows = np.stack([np.asarray(c, dtype="float32")[list(places)] for c in columns], axis=1).tolist()
        return Signals(tuple(places), [
            [*row, *more] for row, more in zip(rows, self._said(query, places, best), strict=True)
        ])

    def _said(self, query: str, places: Sequence[int], near: Array) -> Iterator[list[float]]:
        """Yield what the passage itself says: titles named, what it is, the same question, the party in its title."""
        folded, asked = fold(query), {party for party in PARTIES if party in query}
        for place in places:
            p = self.passages[place]
            yield [
                1.0 if len(p.title) > 1 and fold(p.title) in folded else 0.0,
                1.0 if len(p.article_title) > 1 and fold(p.article_title) in folded else 0.0,
                1.0 if p.parent else 0.0,
                1.0 if p.address[0].isdigit() else 0.0,
                max(0.0, (float(near[place]) - _SAME) / (1 - _SAME)),
                _party(asked, p.title),
            ]

    @cached_property
    def _articles(self) -> Array:
        """The number of each passage's article."""
        import numpy as np

        numbers = {name: n for n, name in enumerate(dict.fromkeys(p.article for p in self.passages))}
        return np.asarray([numbers[p.article] for p in self.passages], dtype="int64")

    def _by_article(self, scores: Array) -> Array:
        """The sum of what speaks for the passages of each article."""
        import numpy as np

        sums = np.bincount(self._articles, weights=np.maximum(scores, 0.0))
        found: Array = np.minimum(1.0, sums[self._articles])
        return found

    def fuse(self, row: Sequence[float]) -> float:
        """Return the score of one passage from its signals, from 0 to 1."""
        total = sum(w * value for w, value in zip(self.weights, row, strict=True))
        return min(1.0, max(0.0, total))

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The weights of the signals."""
        return weights("asked" if self.bank else "unasked")

    def reasons(self, row: Sequence[float]) -> tuple[str, ...]:
        """Name the two signals that contribute most."""
        parts = [(w * v, n) for w, n, v in zip(self.weights, SIGNALS, row, strict=True) if n in REASONS]
        return tuple(REASONS[name] for part, name in sorted(parts, reverse=True)[:2] if part > 0)

    @cached_property
    def _led(self) -> tuple[Array, Array]:
        """Which question leads to which passage: two columns."""
        import numpy as np

        pairs = [(q, place) for q, places in enumerate(self.targets) for place in places]
        both = np.asarray(pairs, dtype="int64").reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _neighbours(self, scores: Array) -> tuple[Array, Array]:
        """Return the best neighbour and the share of the closest neighbours, for each passage."""
        import numpy as np

        best, shared = np.zeros((2, len(self.passages)), dtype="float32")
        questions, places = self._led
        np.maximum.at(best, places, scores[questions])
        closest = np.argsort(-scores, kind="stable")[:_NEIGHBOURS]
        total = float((scores[closest] ** 2).sum()) or 1.0
        for question in closest:
            for place in self.targets[int(question)]:
                shared[place] += float(scores[question]) ** 2 / total
        return best, shared

    def coverage(self, query: str) -> float:
        """Return how much of the query's weight this template and its questions know at all."""
        terms = grams(query)
        return max(self.guide.coverage(terms), self.words.coverage(terms), self.asked.coverage(terms))


def _party(asked: set[str], title: str) -> float:
    """1 when a title names the only party that is asked about, -1 when it names only the other."""
    named = {party for party in PARTIES if party in title}
    if len(asked) != 1 or len(named) != 1:
        return 0.0
    return 1.0 if named == asked else -1.0


def _slot_words(slot: Slot) -> list[str]:
    return [slot.label, slot.ask, *slot.aliases]


def recall_name(id: str) -> str:
    """Return the name under which what is recalled for a template is kept, whatever the template is called."""
    return f"recall-{hashlib.sha256(id.encode('utf-8')).hexdigest()[:12]}"


@lru_cache(maxsize=2)
def weights(which: str) -> tuple[float, ...]:
    """Return the learned weights in SIGNALS order."""
    loaded = json.loads(FILE.read_text(encoding="utf-8"))[which]
    return tuple(loaded[name] for name in SIGNALS)
