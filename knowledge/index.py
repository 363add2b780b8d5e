"""Index: question → passages, by words, vectors, neighbouring questions and numbers; a derived cache, rebuilt at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.english import with_chinese
from knowledge.index_store import StoreFactory, chosen_store, open_stores
from knowledge.library import Library, Question
from knowledge.passages import Passage
from knowledge.places import data_home
from knowledge.pointing import places
from knowledge.ranking import SIGNALS, Ranker, Signals, passage_document
from knowledge.template import Article, Clause, Template

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.vectorstores import VectorStore

POINTED = "点名编号"
NEAREST = 24
"""Vectors looked at for one query in one collection."""


@dataclass(frozen=True)
class Hit:
    """A passage that may answer, its score from 0 to 1, and what speaks for it."""

    passage: Passage
    score: float
    reasons: tuple[str, ...] = ()


class Index:
    """Searches the passages of a library; nothing heavy happens before the first search.

    ``embeddings`` is any LangChain embedding (default: the setting NIYUE_EMBEDDING, else our own model);
    ``store`` makes a filled vector store (default: chromadb, kept under ``home``); ``bank`` replaces the
    question bank that is leaned on.
    """

    def __init__(
        self, library: Library, embeddings: Embeddings | None = None,
        store: StoreFactory | None = None, home: Path | None = None,
        bank: Sequence[Question] | None = None,
    ):
        self.library = library
        self._embeddings, self._factory, self._home = embeddings, store, home
        self.bank = tuple(library.questions if bank is None else bank)

    @cached_property
    def embeddings(self) -> Embeddings:
        """The embedding in use."""
        if self._embeddings is not None:
            return self._embeddings
        from knowledge.embedding import open_embeddings

        return open_embeddings()

    @cached_property
    def rankers(self) -> Mapping[str, Ranker]:
        """One ranker a template."""
        return {
            id: Ranker(
                t, self.library.passages[id], [q for q in self.bank if q.template == id],
                self.embeddings, self._kept,
            )
            for id, t in self.library.templates.items()
        }

    @property
    def _kept(self) -> Path | None:
        """Where derived files are kept; nowhere when the vectors are not kept either."""
        return None if self._factory else (self._home or data_home()) / "index"

    @cached_property
    def stores(self) -> Mapping[str, VectorStore]:
        """The vector stores, one a template, which hold its passages."""
        return open_stores(self._collections(), self.embeddings, self._factory, self._home)

    def _collections(self) -> dict[str, dict[str, str]]:
        found = {
            id: {p.address: passage_document(ranker.template, p) for p in ranker.passages}
            for id, ranker in self.rankers.items()
        }
        return {name: texts for name, texts in found.items() if texts}

    @cached_property
    def signals(self) -> Callable[[str, str], Signals]:
        """(query, template) → the signals of every passage; the latest queries are remembered."""

        def measured(query: str, template: str) -> Signals:
            asked = with_chinese(query)
            return self.rankers[template].signals(asked, self._near(template, asked))

        return lru_cache(maxsize=128)(measured)

    def _near(self, name: str, query: str) -> dict[str, float]:
        store = self.stores.get(name)
        if store is None or not any(self.embeddings.embed_query(query)):
            return {}
        try:
            found = store.similarity_search_with_relevance_scores(query, k=NEAREST)
        except NotImplementedError:  # a store that ranks and tells no similarity
            ranked = store.similarity_search(query, k=NEAREST)
            vectors = self.embeddings.embed_documents([d.page_content for d in ranked])
            wanted = self.embeddings.embed_query(query)
            found = [(d, sum(map(mul, wanted, v))) for d, v in zip(ranked, vectors, strict=True)]
        return {str(document.id): score for document, score in found}

    def search(self, query: str, template: str | None = None, k: int = 5) -> list[Hit]:
        """Return the best ``k`` passages of one template (or of all), best first.

        Places named by number come first with score 1. An unknown template raises KeyError.
        """
        names = [template] if template else list(self.library.templates)
        hits = [hit for name in names for hit in self._ranked(query, name)]
        return sorted(hits, key=lambda h: -h.score)[:k]

    def _ranked(self, query: str, name: str) -> list[Hit]:
        if not query.strip():
            return []
        ranker = self.rankers[name]
        found = self.signals(query, name)
        rows = dict(zip(found.places, found.rows, strict=True))
        named = {ranker.place[a] for a in self._named(ranker.template, query) if a in ranker.place}
        hits = []
        for place in (*rows, *sorted(named - rows.keys())):
            passage, row = ranker.passages[place], rows.get(place)
            score = ranker.fuse(row) if row else 0.0
            if place in named:
                hits.append(Hit(passage, 1.0 + score / 1000, (POINTED,)))
            elif row:
                hits.append(Hit(passage, score, ranker.reasons(row)))
        return hits

    def strongest(self, query: str, template: str) -> list[float]:
        """Return what speaks for ``template`` answering at all: best and second score, coverage, best signals."""
        ranker = self.rankers[template]
        rows = self.signals(query, template).rows
        scores = sorted((ranker.fuse(row) for row in rows), reverse=True)
        columns = [max(column) for column in zip(*rows, strict=True)]
        picked = [columns[SIGNALS.index(n)] for n in ("recall", "words", "guide", "near", "vector", "near_vector")]
        return [*scores[:2], ranker.coverage(query), *picked]

    def _named(self, template: Template, query: str) -> set[str]:
        found: set[str] = set()
        for address in places(template, query)[0]:
            thing = template.addresses[address]
            if isinstance(thing, Article):
                found |= {c.address for c in thing.clauses}
            elif isinstance(thing, Clause):
                found |= {address, *(p.address for p in thing.paragraphs)}
            else:
                found.add(address)
        return found

    def retriever(self, template: str | None = None, k: int = 5) -> BaseRetriever:
        """Return a LangChain retriever over this index: exact passages with address and score as metadata."""
        from knowledge.retrieving import PassageRetriever

        return PassageRetriever(index=self, template=template, k=k)


def open_index(library: Library) -> Index:
    """Return the index of a library with the settings of the environment; nothing is built yet."""
    return Index(library, store=chosen_store())
