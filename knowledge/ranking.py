"""What speaks for each passage of one template: words, guide, neighbouring questions, vectors, titles; fused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.english import with_chinese
from knowledge.lexical import Bm25, Nearest, build, fold, grams, nearest, weighted
from knowledge.library import Question
from knowledge.passages import Passage
from knowledge.recalling import Known, Recall
from knowledge.template import Article, Clause, Slot, Template

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

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

_NEIGHBOURS = 12
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
        name = hashlib.sha256(self.template.id.encode("utf-8")).hexdigest()[:12]
        file = self.home / f"recall-{name}" if self.home else None
        asked = [Known(text, to) for text, to in zip(self.asking, self.targets, strict=True)]
        told = [known for place, p in enumerate(self.passages) for known in self._told(place, p)]
        return Recall([*asked, *told], len(self.passages), self.embeddings, file, SHIPPED / f"recall-{name}.bin")

    def _told(self, place: int, passage: Passage) -> list[Known]:
        texts = re.split(r"[。；\n]", passage.text)
        texts += [w for s in passage.slots for w in _slot_words(self.template.slots[s])]
        guide = self.template.guides.get(passage.clause)
        if guide and not passage.parent:
            told = (guide.plain, guide.usual, guide.watch, guide.by_law, guide.for_a, guide.for_b)
            texts += [s for note in told for s in re.split(r"[。；]", note)]
        found = [] if passage.parent else [Known(passage.title, (place,))]
        return found + [Known(t, (place,), _TOLD) for t in dict.fromkeys(texts) if len(t) > 1]

    def signals(self, query: str, similar: Mapping[str, float]) -> list[list[float]]:
        """Return the signals of every passage, in SIGNALS order; ``similar`` are vector similarities by address."""
        terms = grams(query)
        size = len(self.passages)
        recall, by_vector = self.recall.scores(query, self.embeddings.embed_query(query))
        best = max(max(recall, default=0.0), 0.05)
        near, near_sum = self._neighbours(self.near.scores(terms))
        closest = sorted(range(len(self.bank)), key=lambda q: -by_vector[q])[:_CLOSEST]
        columns = [
            recall, [max(0.0, x / best) for x in recall], self._by_article(recall),
            _spread(self.words.scores(terms), size),
            _spread(self.guide.scores(terms), size),
            _spread(self.asked.scores(terms), size),
            near, near_sum,
            [similar.get(p.address, 0.0) for p in self.passages],
            *self._neighbours({q: float(by_vector[q]) for q in closest}),
            *self._titles(query),
            [1.0 if p.parent else 0.0 for p in self.passages],
            [1.0 if p.address[0].isdigit() else 0.0 for p in self.passages],
            [max(0.0, (n - _SAME) / (1 - _SAME)) for n in near],
            self._parties(query),
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def _by_article(self, scores: Sequence[float]) -> list[float]:
        """The sum of what speaks for the passages of each article."""
        sums: dict[str, float] = {}
        for passage, score in zip(self.passages, scores, strict=True):
            sums[passage.article] = sums.get(passage.article, 0.0) + max(0.0, score)
        return [min(1.0, sums[p.article]) for p in self.passages]

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

    def _neighbours(self, scores: Mapping[int, float]) -> tuple[list[float], list[float]]:
        """Return the best neighbour and the share of the closest neighbours, for each passage."""
        best, shared = [0.0] * len(self.passages), [0.0] * len(self.passages)
        closest = sorted(scores, key=lambda q: -scores[q])
        total = sum(scores[q] ** 2 for q in closest[:_NEIGHBOURS]) or 1.0
        for question in closest:
            for place in self.targets[question]:
                best[place] = max(best[place], scores[question])
        for question in closest[:_NEIGHBOURS]:
            for place in self.targets[question]:
                shared[place] += scores[question] ** 2 / total
        return best, shared

    def _titles(self, query: str) -> tuple[list[float], list[float]]:
        folded = fold(query)
        return (
            [1.0 if len(p.title) > 1 and fold(p.title) in folded else 0.0 for p in self.passages],
            [1.0 if len(p.article_title) > 1 and fold(p.article_title) in folded else 0.0
             for p in self.passages],
        )

    def _parties(self, query: str) -> list[float]:
        """1 where a title names the only party the question names, -1 where it names only the other."""
        asked = {party for party in ("甲方", "乙方") if party in query}
        if len(asked) != 1:
            return [0.0] * len(self.passages)
        titles = [{party for party in ("甲方", "乙方") if party in p.title} for p in self.passages]
        return [0.0 if len(title) != 1 else 1.0 if title == asked else -1.0 for title in titles]

    def coverage(self, query: str) -> float:
        """Return how much of the query's weight this template and its questions know at all."""
        terms = grams(query)
        return max(self.guide.coverage(terms), self.words.coverage(terms), self.asked.coverage(terms))


def _spread(scores: Mapping[int, float], size: int) -> list[float]:
    return [scores.get(place, 0.0) for place in range(size)]


def _slot_words(slot: Slot) -> list[str]:
    return [slot.label, slot.ask, *slot.aliases]


@lru_cache(maxsize=2)
def weights(which: str) -> tuple[float, ...]:
    """Return the learned weights in SIGNALS order."""
    loaded = json.loads(FILE.read_text(encoding="utf-8"))[which]
    return tuple(loaded[name] for name in SIGNALS)
