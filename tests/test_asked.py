"""Sixty questions in as many voices, written before any answer to them was seen; and what answers owe to sources."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.answerer import Answerer, verify
from assistant.answering.asked import Asked
from assistant.answering.figures import figures
from assistant.answering.gate import graded
from assistant.answering.general import which
from assistant.answering.phrases import statute
from assistant.answering.question import subjects, understand
from assistant.answering.roles import in_parties
from assistant.answering.sums import computed
from assistant.conversation import Answer
from assistant.draft import Draft, Set, Use, fold
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.law import MARKS
from knowledge.library import Library
from knowledge.template import Clause

TODAY = date(2026, 11, 22)
CASES = [json.loads(line) for line in (Path(__file__).parent / "asked_cases.jsonl").read_text(encoding="utf-8").splitlines()]
OPEN = {"A11", "A49"}
"""Known to fail: the search leads elsewhere (A49); absent taken for answered (A11)."""


@pytest.fixture(scope="module")
def answers(library: Library) -> Answerer:
    return Answerer(library, Index(library, store=memory_store))


def ask(answers: Answerer, row: dict[str, Any]) -> Answer:
    values = row.get("values")
    draft = fold([[Use(row["template"]), *(Set(k, v) for k, v in values.items())]]) if values else None
    return answers.answer(row["question"], row["template"], draft, tuple(row.get("history", ())), TODAY)


@pytest.mark.parametrize("row", [r for r in CASES if r["id"] not in OPEN], ids=lambda row: row["id"])
def test_sixty_questions(answers: Answerer, library: Library, row: dict[str, Any]) -> None:
    answer = ask(answers, row)
    assert answer.status == row["status"], answer.text
    assert set(row.get("cites", ())) <= {f"{c.template}:{c.address}" for c in answer.citations}
    assert all(words in answer.text for words in row.get("says", ())), answer.text
    assert not any(words in answer.text for words in row.get("never", ()))
    assert row.get("rule", "") in ("", *(f.rule for f in answer.findings))
    assert verify(answer, library) == ()


def test_every_guide_brings_its_weak_sources_marked(answers: Answerer, library: Library) -> None:
    met = set()
    for template in library.templates.values():
        for name in template.guides:
            thing = template.names.get(name)
            if not isinstance(thing, Clause):
                continue
            query = understand(thing.title, library.templates, template.id)
            answer = graded(answers.clauses.write(Asked(query, template), [thing]).answer("answered"), library)
            for cited in answer.statutes:
                known = library.laws.articles[cited.law, cited.article]
                if known.grade in MARKS:
                    met.add(known.citation)
                    assert any(statute(known, short) in p.text for p in answer.parts for short in (True, False)), name
    assert met, "no guide rests on such a source any more: this test proves nothing"


def test_a_mark_that_was_left_out_is_put_back(answers: Answerer, library: Library) -> None:
    answer = answers.answer("想约定在老家的县法院打官司，可以吗", "train_service", today=TODAY)
    assert any(s.grade in MARKS for s in answer.statutes)
    stripped = replace(answer, parts=tuple(p for p in answer.parts if p.layer != "法律"))
    assert "只有一个来源" in graded(stripped, library).text


@pytest.mark.parametrize(("question", "first"), [
    ("法院要我们交材料，给了算不算泄密", "不算违约"), ("想约定在老家的县法院打官司，可以吗", "实际联系"),
])
def test_the_first_sentence_answers(answers: Answerer, question: str, first: str) -> None:
    template = "data_coop" if "泄密" in question else "train_service"
    answer = answers.answer(question, template, today=TODAY)
    assert first in answer.text.split("。")[0]


def test_whether_a_thing_is_written_is_said_first(answers: Answerer) -> None:
    answer = answers.answer("协议对数据出境有约定吗", "data_coop", today=TODAY)
    assert answer.text.startswith("有，见12.8「数据出境」")


def test_the_alternative_that_is_named_is_the_one_to_choose(answers: Answerer) -> None:
    answer = answers.answer("我们出数据，想让模型归我们，怎么写", "data_coop", today=TODAY)
    assert answer.text.startswith("把「模型归属」定为“甲方”")
    assert any((s.law, s.article) == ("民法典", 785) for s in answer.statutes), "the guide of that alternative speaks"


@pytest.mark.parametrize(("text", "count"), [
    ("权重文件、蒸馏的小模型、合成数据，这些归谁", 3), ("保密期限和违约金怎么定", 2), ("甲方和乙方谁付款", 0),
    ("数据里有员工人脸和客户手机号，直接用行不行", 0), ("两份合同的保密和归属有什么区别", 0),
])
def test_things_named_in_a_row_are_told_apart(text: str, count: int) -> None:
    assert len(subjects(text)) == count


def test_a_role_is_not_seen_in_the_middle_of_a_word(library: Library) -> None:
    assert in_parties(library.templates["train_service"], "付款方式和付款方的义务", "") == "付款方式和乙方的义务"


@pytest.mark.parametrize(("text", "result"), [
    ("60万逾期100天每天千分之五，上限20%，赔多少", "按上限120,000元付"), ("年化6%，欠30万，晚90天，利息多少", "4,438.36元"),
    ("违约金30万，实际损失10万，是不是太高", "高出200%"), ("不含税60万，税率6%，含税价多少", "636,000元"),
    ("总价80万还欠20万，晚了15天，万分之五，多少违约金", "1,500元"), ("80万按3:4:3付，每笔多少", "320,000元"),
    ("20万晚10天按5%赔多少", "如果是每天5%"), ("违约金每天万分之五，上限20%，多少天到顶", "400天"),
])
def test_sums_show_their_steps(text: str, result: str) -> None:
    sheet = computed(text)
    assert sheet and result in sheet.parts[0].text


def test_a_rate_knows_its_time() -> None:
    assert [figures(t).rates[0].per for t in ("每天千分之五", "年化6%", "月息1%", "逾期按万分之五", "首付30%")] == ["日", "年", "月", "日", ""]


@pytest.fixture(scope="module")
def full() -> Draft:
    nodes = [{"节点": "签约", "比例": 30}, {"节点": "验收合格", "比例": 70}]
    return fold([[
        Use("train_service"), Set("total_fee", 600000), Set("late_payment_rate", 0.5), Set("tax_rate", 6),
        Set("payment_nodes", nodes), Set("penalty_a_delay", "按服务费总额每日0.4‰计算，累计不超过服务费总额的15%"),
    ]])


@pytest.mark.parametrize(("text", "result"), [
    ("晚交60天甲方赔多少", "14,400元"), ("晚交500天甲方赔多少", "按上限90,000元付"), ("验收合格那笔晚付20天罚多少", "4,200元"),
    ("每笔付多少钱", "420,000元"), ("不含税是多少", "566,037.74元"),
])
def test_sums_with_the_values_of_the_draft(library: Library, full: Draft, text: str, result: str) -> None:
    sheet = computed(text, library.templates["train_service"], full)
    assert sheet and result in sheet.parts[0].text


def test_a_general_comparison_is_read_off_the_templates(answers: Answerer, library: Library) -> None:
    answer = answers.answer("两份模板有什么区别", "data_coop", today=TODAY)
    assert answer.parts[0].text.startswith("两份合同的甲乙方位置相反")
    options = library.templates["data_coop"].slots["fee_mode"].choices
    assert "、".join(options) in answer.text
    for subject in ("谁付钱", "模型归谁", "保密多久", "有效期"):
        assert f"{subject}——" in answer.text
    assert verify(answer, library) == () and len({c.template for c in answer.citations}) == 2


@pytest.mark.parametrize(("text", "title"), [
    ("我们出数据也出钱，请人训练，该用哪份", "人工智能模型训练合同"), ("帮客户训模型收服务费，用哪份", "人工智能模型训练合同"),
    ("我们有一批图片，跟算法公司合作，互不付费，签哪份", "人工智能模型训练数据合作协议"),
])
def test_the_contract_that_fits_is_named(library: Library, text: str, title: str) -> None:
    query = understand(text, library.templates)
    sheet = which([Asked(query, t, many=True) for t in library.templates.values()])
    assert f"用《{title}》" in sheet.parts[0].text


def test_nobody_is_told_which_contract_without_a_reason(library: Library) -> None:
    query = understand("我该用哪份", library.templates)
    sheet = which([Asked(query, t, many=True) for t in library.templates.values()])
    assert "按您说的" not in sheet.parts[0].text
