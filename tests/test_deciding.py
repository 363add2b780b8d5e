"""The decision whether a question is answered, absent or out of scope: what it measures, and what it was fitted to."""

from __future__ import annotations

import json

import pytest

from knowledge.deciding import (
    FILES,
    MEASURES,
    VERDICTS,
    WEIGHTS,
    WORDS,
    Decider,
    Words,
    chances,
    read_negatives,
)
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.library import Library


@pytest.fixture(scope="module")
def decider(library: Library) -> Decider:
    return Decider(Index(library, store=memory_store))


def test_weights_fit_the_measures() -> None:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert all(len(weights[v]) == len(MEASURES) + 1 for v in VERDICTS)
    assert all(len(pair) == 2 for pair in json.loads(WORDS.read_text(encoding="utf-8")).values())


@pytest.mark.parametrize("verdict", FILES)
def test_negatives_are_many_and_none_twice(verdict: str) -> None:
    texts = read_negatives(verdict)
    assert len(texts) >= 300 and len(set(texts)) == len(texts)


def test_words_are_read_per_gram() -> None:
    words = Words({"保": (1.0, 0.0), "险": (1.0, -1.0), "保险": (2.0, 0.0)})
    absent, outside = words.of("保险呢")
    assert absent == pytest.approx(4 / 3**0.5) and outside == pytest.approx(-1 / 3**0.5)
    assert words.of("天气") == (0.0, 0.0)


def test_clauses_know_the_words_of_their_own_questions(decider: Decider, library: Library) -> None:
    asked = next(q for q in library.questions if q.template == "data_coop" and len(q.text) > 10)
    assert decider.clause_cover(asked.text, "data_coop") > decider.clause_cover("三亚十二月能下海游泳吗", "data_coop")


def test_chances_add_up() -> None:
    weights = {v: [0.0] * len(MEASURES) + [float(i)] for i, v in enumerate(VERDICTS)}
    found = chances([0.0] * len(MEASURES), weights)
    assert sum(found.values()) == pytest.approx(1) and max(found, key=lambda v: found[v]) == VERDICTS[-1]


@pytest.mark.parametrize(("question", "verdict"), [
    ("公司要求给项目买职业责任险，合同写了吗", "absent"), ("两年内不许挖我们的人，有这条吗", "absent"),
    ("周末郊游带什么", "out_of_scope"), ("帮我把这段代码改快一点", "out_of_scope"),
    ("保密要保几年", "answered"), ("模型归谁", "answered"),
])
def test_plain_cases_are_told_apart(decider: Decider, question: str, verdict: str) -> None:
    assert decider.decide(question).verdict == verdict
