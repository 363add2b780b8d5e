"""compose and its inverse: numbers, references, options, blanks; and values that would blur into the wording."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.alignment import Alignment, DocLine, align
from knowledge.conditions import parse_condition
from knowledge.contract import (
    EXTRA_TITLE,
    OPEN,
    Contract,
    active_slots,
    compose,
    deciding,
    effective,
    usable_slots,
)
from knowledge.matching import read_paragraph, wording_clash
from knowledge.numbering import article_number
from knowledge.parsing import load_template
from knowledge.records import SourceError
from knowledge.template import Blank, Paragraph, Slot, Template, Terms, Words
from tests.documents import FILLED
from tests.random_drafts import DRAFTS, library

HOME = Path(__file__).resolve().parent.parent / "knowledge" / "templates"
CASES = pytest.mark.parametrize("name", sorted(FILLED))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template that the guide for authors shows."""
    folder = tmp_path_factory.mktemp("sample")
    guide = (HOME / "编写指南.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"```(\w+\.md)\n(.*?)```", guide, re.S):
        (folder / name).write_text(text, encoding="utf-8")
    return load_template(folder)


SAMPLE = {
    "party_a_name": "合肥云帆数据科技有限公司", "party_b_name": "安徽宁川保管有限公司", "goods_desc": "服务器三台",
    "paid": True, "fee_total": 600000, "dispute_method": "仲裁", "arbitration_institution": "合肥仲裁委员会",
    "goods_rows": [{"名称": "服务器", "数量": 3, "价值": 90000}],
}  # fmt: skip


def lines_of(contract: Contract) -> list[DocLine]:
    return [
        DocLine(x.text, x.number, (x.header, *x.rows) if x.header else (), place)
        for place, x in enumerate(contract.lines)
    ]


def again(contract: Contract) -> Alignment:
    return align(contract.template, lines_of(contract))


def text_at(contract: Contract, address: str) -> list[str]:
    return [f"{x.number} {x.text}".strip() for x in contract.lines if x.address == address]


def test_a_contract_as_it_is_printed(sample: Template) -> None:
    contract = compose(sample, Terms(SAMPLE))
    assert contract.text().splitlines() == [
        "样例保管合同",
        "合同编号：________",
        "甲方（寄存人）：合肥云帆数据科技有限公司",
        "乙方（保管人）：安徽宁川保管有限公司",
        "第一条 保管事项",
        "1.1 甲方把服务器三台交乙方保管，明细见附件一。",
        "1.2 乙方收取保管费人民币600,000元（大写：陆拾万元整）。付款办法：",
        "(1) 甲方在10个工作日内付清；",
        "(2) 乙方收款后开具发票。",
        "1.3 保管物丢失的，按第1.1款所列价值赔偿。",
        "甲方三十日内未提出异议的，视为认可保管状况。",
        "第二条 争议解决",
        "2.1 争议提交合肥仲裁委员会仲裁。",
        "甲方（盖章）：合肥云帆数据科技有限公司",
        "乙方（盖章）：安徽宁川保管有限公司",
        "日期：________",
        "日期：________",
        "附件一 保管物清单",
        "名称 | 数量 | 价值",
        "服务器 | 3 | 90,000",
    ]
    assert contract.open == ("contract_no", "sign_date")
    assert contract.assumed == ("pay_days",)


def test_what_falls_away_renumbers_what_follows(sample: Template) -> None:
    free = compose(sample, Terms({**SAMPLE, "paid": False}))
    assert text_at(free, "1.3")[0] == "1.2 保管物丢失的，按第1.1款所列价值赔偿。"
    assert text_at(free, "1.2") == []
    without = compose(sample, Terms(SAMPLE, {"loss": False}))
    assert text_at(without, "1.3") == []


def test_only_the_chosen_alternative_is_printed(sample: Template) -> None:
    court = Terms({**SAMPLE, "dispute_method": "诉讼", "court_name": "合肥市蜀山区人民法院"})
    assert text_at(compose(sample, court), "2.1(2)") == ["2.1 争议由合肥市蜀山区人民法院管辖。"]
    assert text_at(compose(sample, court), "2.1(1)") == []
    nobody = Terms({k: v for k, v in SAMPLE.items() if k != "dispute_method"})
    assert text_at(compose(sample, nobody), "2.1") == [f"2.1 {OPEN}（待定：仲裁、诉讼择一）"]


def test_a_clause_that_prints_nothing_has_no_number(tmp_path: Path) -> None:
    guide = (HOME / "编写指南.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"```(\w+\.md)\n(.*?)```", guide, re.S):
        guarded = text.replace("甲方把【goods_desc】", "[当 paid = 是] 甲方把【goods_desc】")
        (tmp_path / name).write_text(guarded, encoding="utf-8")
    contract = compose(load_template(tmp_path), Terms({**SAMPLE, "paid": False}))
    assert [x.number for x in contract.lines if x.number] == ["第一条", "1.1", "第二条", "2.1"]


def test_own_clauses_stand_before_the_signatures(sample: Template) -> None:
    contract = compose(sample, Terms(SAMPLE, extra=("甲方每月\r\n 查看一次。", "乙方不得转交。")))
    place = next(i for i, x in enumerate(contract.lines) if x.text == EXTRA_TITLE)
    assert [(x.number, x.text) for x in contract.lines[place : place + 3]] == [
        ("第三条", EXTRA_TITLE), ("3.1", "甲方每月\n查看一次。"), ("3.2", "乙方不得转交。"),
    ]  # fmt: skip
    read = again(contract)
    assert read.strange == ()
    assert read.terms().extra == ("甲方每月\n查看一次。", "乙方不得转交。")


def test_values_and_references_between_bold_words_are_bold() -> None:
    template = library().templates["data_coop"]
    contract = compose(template, Terms({**FILLED["data_coop"], "liability_cap": "费用总额的100%"}))
    line = next(x for x in contract.lines if "累计以下列数额为限" in x.text)
    assert line.bold[0][0] == 0
    assert line.bold[-1][1] == len(line.text)
    assert all(a[1] == b[0] for a, b in zip(line.bold, line.bold[1:], strict=False))


@CASES
def test_everything_printed_is_recognised(name: str) -> None:
    template = library().templates[name]
    for values in ({}, FILLED[name]):
        contract = compose(template, Terms(values))
        read = again(contract)
        assert len(read.matches) == len(contract.lines)
        assert read.strange == read.moved == ()
        assert [m.pattern.address for m in read.matches] == [x.address for x in contract.lines]
        known = effective(template, Terms(values))
        assert all(known.get(slot) == value for slot, value in read.values().items())


@CASES
def test_every_reference_resolves_in_a_filled_contract(name: str) -> None:
    contract = compose(library().templates[name], Terms(FILLED[name]))
    assert "〔" not in contract.text()
    assert "【" not in contract.text()


# values that would blur into the wording

WORDS = Words("甲方在")
PAIR = Paragraph((Words("甲方在"), Blank("place"), Words("交付,乙方在"), Blank("other"), Words("验收。")), "body", "1.1")


def slot(id: str, kind: str = "text") -> Slot:
    return Slot(id, id, kind, "必填", "?")


def test_a_value_that_holds_the_wording_is_ambiguous() -> None:
    slots = {"place": slot("place"), "other": slot("other")}
    fine = read_paragraph(PAIR, "甲方在合肥交付,乙方在上海验收。", slots)
    assert fine
    assert not fine.ambiguous
    assert [c.value for c in fine.captures] == ["合肥", "上海"]
    blurred = read_paragraph(PAIR, "甲方在合肥交付,乙方在甲方在交付,乙方在上海验收。", slots)
    assert blurred
    assert blurred.ambiguous
    assert read_paragraph(PAIR, "乙方在合肥交付,乙方在上海验收。", slots) is None


def test_overlapping_wording_is_seen_too() -> None:
    paragraph = Paragraph((Blank("a"), Words("、、"), Blank("b")), "body", "1.1")
    read = read_paragraph(paragraph, "甲、、、乙", {"a": slot("a"), "b": slot("b")})
    assert read
    assert read.ambiguous


def test_clashing_values_are_refused_before_they_are_written() -> None:
    template = library().templates["data_coop"]
    terms = Terms(FILLED["data_coop"])
    for value in ("甲方。验收标准为：全部合格", "A&B <某某> 科技", "按附件一", "很长，" * 1600 + "完", "达标😀"):
        criteria = template.slots["acceptance_criteria"]
        assert wording_clash(template, criteria, value, terms) is None, value
    blurred = "12个工作日内完成验收。验收标准为：合格"
    for id, value in (("liability_cap", "怎么算？"), ("training_purpose", "名称就叫面料")):
        assert wording_clash(template, template.slots[id], value, terms) is None, "printed as it stands"
    assert wording_clash(template, template.slots["acceptance_criteria"], blurred, terms)


def test_a_value_that_turns_its_paragraph_into_another(sample: Template) -> None:
    """甲方(盖章): stands before the name in one place only; a value may not fake another line."""
    contract = compose(sample, Terms(SAMPLE))
    assert contract.lines[5].text.startswith("甲方把")
    goods = sample.slots["goods_desc"]
    assert wording_clash(sample, goods, "设备", Terms(SAMPLE)) is None


def test_a_table_value_that_does_not_read_back() -> None:
    template = library().templates["data_coop"]
    rows = [{"节点": "签约", "比例": 30, "付款条件": "生效"}]
    payment = template.slots["payment_nodes"]
    assert wording_clash(template, payment, rows, Terms()) is None
    assert wording_clash(template, payment, [{"节点": "", "比例": 30}], Terms())


# which slots matter


def test_what_decides_a_condition() -> None:
    slots = ("a", "b", "c")
    both = parse_condition("a = 是 且 b = 甲", slots)
    assert deciding(both, {}) == {"a"}, "the first open question"
    assert deciding(both, {"a": False}) == {"a"}, "what is left does not matter"
    assert deciding(both, {"a": True}) == {"a", "b"}
    assert deciding(both, {"a": False, "b": "乙"}) == {"a"}
    either = parse_condition("a = 是 或 b = 甲", slots)
    assert deciding(either, {"a": False, "b": "乙"}) == {"a", "b"}
    assert deciding(either, {"a": True}) == {"a"}
    guard = parse_condition("已填(c)", slots)
    assert deciding(guard, {}) == {"c"}, "filling it would change the contract"
    assert deciding(guard, {"c": "x"}) == {"c"}


def test_active_slots_follow_the_answers() -> None:
    template = library().templates["data_coop"]
    values = {**FILLED["data_coop"], "contains_pi": False, "cross_border": True}
    active = set(active_slots(template, Terms(values)))
    assert {"contains_pi", "cross_border", "arbitration_institution", "liability_cap"} <= active
    assert not {"pi_role", "contains_sensitive_pi", "court_name", "handover_days"} & active
    assert "pi_role" in active_slots(template, Terms({**values, "contains_pi": True}))
    assert "pi_role" in usable_slots(template, Terms({}))
    assert "court_name" not in usable_slots(template, Terms(values))


# clauses switched off


@CASES
@settings(max_examples=DRAFTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_switched_off_numbers_run_on_and_references_resolve(name: str, data: st.DataObject) -> None:
    template = library().templates[name]
    movable = [x.name for a, c in template.clauses() for x in (a, c) if x.status != "必备"]
    switches = data.draw(st.dictionaries(st.sampled_from(movable), st.booleans()))
    choices = {
        s.id: data.draw(st.sampled_from((True, False) if s.kind == "bool" else s.choices))
        for s in template.slots.values() if s.kind in ("bool", "choice")
    }
    contract = compose(template, Terms({**EXTRAS, **FILLED[name], **choices}, switches))
    numbers = [x.number for x in contract.lines if x.number]
    articles = [n for n in numbers if n.startswith("第")]
    assert articles == [article_number(i) for i in range(1, len(articles) + 1)]
    for at, article in enumerate(articles, 1):
        inside = [n for n in numbers if n.split(".")[0] == str(at) and "." in n]
        assert inside == [f"{at}.{i}" for i in range(1, len(inside) + 1)], article
    standing = set(contract.numbers)
    for line in contract.lines:
        assert {target for _, _, target in line.references} <= standing, line.text


EXTRAS = {
    "model_license_scope": "普通许可，内部使用", "co_own_rule": "各50%，均可自用", "liability_cap": "费用总额的100%",
    "total_fee": 600000, "penalty_base": 300000, "base_model": "某底座（Apache-2.0）",
}  # fmt: skip


def test_a_reference_to_what_can_be_switched_off_is_refused(tmp_path: Path) -> None:
    guide = (HOME / "编写指南.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"```(\w+\.md)\n(.*?)```", guide, re.S):
        wrong = text.replace("明细见〔goods_list〕", "明细见〔goods_list〕，丢失的按〔loss〕处理")
        (tmp_path / name).write_text(wrong, encoding="utf-8")
    with pytest.raises(SourceError, match="可以被去掉"):
        load_template(tmp_path)
