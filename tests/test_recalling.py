"""What is recalled at once: shipped fresh, exact while it may be, bounded when the texts are many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import HOME, StaticEmbeddings
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.library import Library
from knowledge.recalling import Known, Recall, landmarks
from knowledge.training_listwise import lessons, thinned
from knowledge.training_recall import COMMAND, stale


@pytest.fixture(scope="module")
def embeddings() -> StaticEmbeddings:
    return StaticEmbeddings()


@pytest.fixture(scope="module")
def known(library: Library) -> list[Known]:
    """Four hundred bank questions of one template that lead to its passages."""
    index = Index(library, StaticEmbeddings(), store=memory_store)
    ranker = index.rankers["data_coop"]
    return [Known(q.text, to) for q, to in zip(ranker.bank[:400], ranker.targets[:400], strict=True) if to]


def size(known: Sequence[Known]) -> int:
    return 1 + max(place for one in known for place in one.to)


def right(recall: Recall, embeddings: StaticEmbeddings) -> float:
    """How often the best passage for a known text is one that it leads to."""
    best = [int(np.argmax(recall.scores(k.text, embeddings.embed_query(k.text))[0])) for k in recall.known]
    return sum(place in k.to for place, k in zip(best, recall.known, strict=True)) / len(best)


def test_what_is_shipped_was_made_of_the_texts_that_are_there(library: Library) -> None:
    assert not stale(library, HOME), f"the texts changed; run `{COMMAND}` (under a minute) and commit its files"


def test_known_texts_lead_where_they_led(known: list[Known], embeddings: StaticEmbeddings) -> None:
    assert right(Recall(known, size(known), embeddings), embeddings) > 0.97


def test_fewer_landmarks_than_texts_lead_nearly_as_well(known: list[Known], embeddings: StaticEmbeddings) -> None:
    recall = Recall(known, size(known), embeddings, most=200)
    assert recall._parts[1].shape == (200, size(known)), "what is solved is bounded by the landmarks"
    assert recall.vectors.shape[0] == len(known), "neighbours are still all the texts"
    assert right(recall, embeddings) > 0.8


def test_with_as_many_landmarks_as_texts_both_ways_agree(known: list[Known], embeddings: StaticEmbeddings) -> None:
    some = known[:60]
    exact = Recall(some, size(some), embeddings)
    bounded = Recall([*some, Known("完全无关的一句话", (0,), 1e-6)], size(some), embeddings, most=60)
    for one in some[:20]:
        vector = embeddings.embed_query(one.text)
        assert exact.scores(one.text, vector)[0] == pytest.approx(bounded.scores(one.text, vector)[0], abs=0.05)


def test_the_most_trusted_texts_are_the_landmarks() -> None:
    known = [Known(str(n), (0,), 0.3 if n % 2 else 1.0) for n in range(20)]
    chosen = landmarks(known, 10)
    assert len(chosen) == 10 and all(known[place].trust == 1.0 for place in chosen)
    assert landmarks(known, 20) == tuple(range(20))


def test_many_passages_are_voted_on_and_nothing_is_solved(known: list[Known], embeddings: StaticEmbeddings) -> None:
    recall = Recall(known, size(known), embeddings, broad=3)
    assert recall._parts[1].size == 0
    assert right(recall, embeddings) > 0.9
    scores, _ = recall.scores("🙂", embeddings.embed_query("🙂"))
    assert not scores.any()


def test_a_broad_template_is_searched_where_signals_point(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.ranking.BROAD", 20)
    monkeypatch.setattr("knowledge.ranking._CANDIDATES", 12)
    index = Index(library, store=memory_store)
    looked = index.signals("保密期限是几年", "data_coop")
    assert 12 <= len(looked.places) < 80 and len(looked.rows) == len(looked.places)
    assert "5.3" in [hit.passage.address for hit in index.search("保密期限是几年", "data_coop", 3)]
    assert index.search("附件二写什么", "data_coop", 1)[0].passage.address == "附件二"


def test_more_passages_than_a_store_takes_at_once(
    embeddings: StaticEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index_store._BATCH", 3)
    store = memory_store("many", embeddings, [str(n) for n in range(8)], [f"第{n}款保密" for n in range(8)])
    assert len(store.similarity_search("保密", k=8)) == 8


def test_a_damaged_or_missing_shipped_file_is_stale(library: Library, tmp_path: Path) -> None:
    for file in HOME.iterdir():
        if file.is_file() and not file.name.startswith("recall-"):
            (tmp_path / file.name).symlink_to(file)
    assert stale(library, tmp_path) == list(library.templates)


def test_lessons_hold_every_question_with_its_passages(library: Library, embeddings: StaticEmbeddings) -> None:
    (first, _) = lessons(library, library.questions[:50], embeddings.vocabulary)
    assert len(first.questions) == len(first.to) == 50
    assert len(first.documents) == len(library.passages["data_coop"])


def test_grams_left_out_by_chance_never_leave_nothing() -> None:
    import random

    assert thinned("保密", 0.999, random.Random(1)) == "保密"
    assert 0 < len(thinned("一 " * 100, 0.5, random.Random(1)).split()) < 80
