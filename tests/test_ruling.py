"""Rules: each shows a case that trips it and one that does not; every authority stands in the statutes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.judging import court_places, daily_permille, figure
from knowledge.law import load_laws
from knowledge.parsing import load_template
from knowledge.reckoning import after, as_period
from knowledge.records import SourceError
from knowledge.ruling import Rule, Tripped, linted, load_rules, tripped

HOME = Path(__file__).parent.parent / "knowledge"
TEMPLATES = {name: load_template(HOME / "templates" / name) for name in ("data_coop", "train_service")}
RULES = load_rules(HOME / "rules", {id: t.slots for id, t in TEMPLATES.items()})
BY_ID = {rule.id: rule for rule in RULES}
TODAY = date(2026, 11, 22)


def judged(rule: Rule, template: str, values: Mapping[str, Any]) -> list[Tripped]:
    return tripped([rule], template, values, values, TODAY, export=True)


def ids(template: str, values: Mapping[str, Any], export: bool = False) -> set[str]:
    return {t.rule.id for t in tripped(RULES, template, values, values, TODAY, export=export)}


ON_VALUES = [rule for rule in RULES if rule.trigger in ("值", "导出")]
ON_TEXT = [rule for rule in RULES if rule.text.speaks]


@pytest.mark.parametrize("rule", ON_VALUES, ids=lambda rule: rule.id)
def test_value_rule_trips_and_passes(rule: Rule) -> None:
    where = [t for t in TEMPLATES if rule.applies(t)]
    assert where, "no template has the slots of this rule"
    for template in where:
        found = judged(rule, template, json.loads(rule.trips))
        assert found
        assert "{" not in found[0].message
        assert found[0].where
        assert judged(rule, template, json.loads(rule.passes)) == []


@pytest.mark.parametrize("rule", ON_TEXT, ids=lambda rule: rule.id)
def test_text_rule_trips_and_passes(rule: Rule) -> None:
    template = rule.templates[0] if rule.templates else "data_coop"
    found = linted([rule], template, rule.text_trips)
    assert found
    assert "{" not in found[0].message
    assert linted([rule], template, rule.text_passes) == []


def test_every_authority_is_in_the_statutes() -> None:
    laws = load_laws(HOME / "statutes")
    for rule in RULES:
        assert laws.problems(rule.basis) == [], rule.id
        if rule.basis:
            assert laws.cited(rule.basis), rule.id
        for text in (rule.message, rule.advice, rule.text_message):
            assert laws.problem(text) is None, rule.id


def test_every_message_says_enough() -> None:
    for rule in RULES:
        assert rule.name
        assert 15 <= len(rule.message) <= 160, rule.id
        assert rule.trigger in ("值", "导出", "文本") or not rule.trips


def test_other_triggers_never_judge_values() -> None:
    silent = [r for r in RULES if r.trigger in ("结构", "回答", "对话")]
    assert silent
    assert tripped(silent, "data_coop", {"model_owner": "甲方"}, {}, TODAY, export=True) == []


def test_defaults_alone_say_nothing() -> None:
    for id, template in TEMPLATES.items():
        defaults = {s.id: s.default for s in template.slots.values() if s.default is not None}
        assert tripped(RULES, id, {}, defaults, TODAY) == []


def test_own_templates_stand_the_text_rules() -> None:
    for id in TEMPLATES:
        text = (HOME / "templates" / id / "contract.md").read_text(encoding="utf-8")
        assert [t.rule.id for t in linted(RULES, id, text) if t.rule.severity == "error"] == []


CASES: list[tuple[str, dict[str, Any], str, bool]] = [
    ("train_service", {"late_payment_rate": 5}, "R-BRE-02", True),
    ("train_service", {"late_payment_rate": 5}, "R-BRE-01", False),
    ("train_service", {"late_payment_rate": 1}, "R-BRE-01", True),
    ("train_service", {"penalty_a_delay": "按服务费总额每日千分之五"}, "R-BRE-02", True),
    ("train_service", {"penalty_a_delay": "服务费总额的0.5‰/日，累计不超过20%"}, "R-BRE-02", False),
    ("train_service", {"penalty_a_delay": "合同总额的50%"}, "R-BRE-04", True),
    ("data_coop", {"confidentiality_penalty": 2000000}, "R-BRE-04", True),
    ("data_coop", {"confidentiality_penalty": "按实际损失计算"}, "R-BRE-04", False),
    ("data_coop", {"copies_total": 4, "copies_each": 1, "copies_other": 2}, "R-CPY-01", False),
    ("data_coop", {"copies_total": 4}, "R-CPY-01", False),
    ("data_coop", {"party_a_name": "王小明"}, "R-PTY-03", True),
    ("data_coop", {"party_a_name": "上海某会计师事务所（特殊普通合伙）"}, "R-PTY-03", False),
    ("data_coop", {"arbitration_institution": "北京仲裁委员会"}, "R-DIS-03", False),
    ("data_coop", {"arbitration_institution": "呼和浩特仲裁委员会"}, "R-DIS-03", False),
    ("data_coop", {"arbitration_institution": "北京仲裁委员会和上海仲裁委员会"}, "R-DIS-03", True),
    ("data_coop", {"arbitration_institution": "仲裁委员会"}, "R-DIS-03", True),
    ("data_coop", {"court_name": "昆山市人民法院"}, "R-DIS-06", True),
    ("data_coop", {"court_name": "合肥市中级人民法院"}, "R-DIS-06", False),
    ("data_coop", {"court_name": "海口市龙华区人民法院"}, "R-DIS-05", False),
    ("data_coop", {"training_data_desc": "自有产线图片，不含爬取的数据"}, "R-DAT-11", False),
    ("data_coop", {"training_data_desc": "1.2亿用户的画像", "contains_pi": True}, "R-DAT-15", True),
    ("data_coop", {"training_data_desc": "一千二百万人的体检报告", "contains_pi": True}, "R-DAT-15", True),
    ("data_coop", {"payment_nodes": [{"节点": "a", "比例": 33.3}, {"节点": "b", "比例": 66.7}]}, "R-PAY-03", False),
    ("data_coop", {"payment_nodes": [{"节点": "a", "比例": "三成"}]}, "R-PAY-03", False),
    ("train_service", {"delivery_date": "2027-12-31", "contract_term": "6个月"}, "R-TRM-01", True),
    ("train_service", {"delivery_date": "2027-06-01", "contract_term": "6个月"}, "R-TRM-01", False),
    ("train_service", {"renewal_notice": "400日", "contract_term": "1年"}, "R-TRM-02", True),
    ("train_service", {"base_model": "某大模型（仅限研究使用）"}, "R-IP-09", True),
    ("train_service", {"base_model": "不使用任何底座模型"}, "R-IP-09", False),
    ("data_coop", {"party_a_address": "青岛市香港中路8号", "party_b_address": "香港特别行政区中环"}, "R-DIS-10", True),
    ("data_coop", {"party_a_address": "青岛市香港中路8号"}, "R-DIS-10", False),
    ("train_service", {"contains_pi": False, "training_data_desc": "门诊病历文本约20万份"}, "R-DAT-04", True),
    ("train_service", {"contains_pi": False, "training_data_desc": "路口图片，车牌均已打码，没有人脸"}, "R-DAT-04", False),
    ("train_service", {"contains_pi": True, "training_data_desc": "门诊病历文本约20万份"}, "R-DAT-04", False),
    ("data_coop", {"contains_pi": False, "training_data_desc": "虚构的客户姓名和地址"}, "R-DAT-04", False),
    ("data_coop", {"payment_nodes": [{"节点": "验收合格后90日内", "比例": 100}]}, "R-PAY-05", True),
    ("data_coop", {"payment_nodes": [{"节点": "验收合格后3个月内", "比例": 100}]}, "R-PAY-05", True),
    ("data_coop", {"payment_nodes": [{"节点": "验收合格后30个工作日内", "比例": 100}]}, "R-PAY-05", False),
    ("data_coop", {"payment_days": 42}, "R-PAY-05", False),
    ("data_coop", {"payment_days": 45}, "R-PAY-05", True),
]


@pytest.mark.parametrize(("template", "values", "rule", "trips"), CASES)
def test_cases(template: str, values: dict[str, Any], rule: str, trips: bool) -> None:
    assert (rule in ids(template, values, export=True)) is trips


def test_message_carries_the_users_own_numbers() -> None:
    found = judged(BY_ID["R-BRE-02"], "train_service", {"late_payment_rate": 8})
    assert "8‰" in found[0].message
    assert "292%" in found[0].message
    assert found[0].where == "late_payment_rate"
    found = judged(BY_ID["R-PAY-10"], "train_service", {"total_fee": 880000})
    assert "264元" in found[0].message


def test_base_of_the_daily_penalty_is_pointed_out() -> None:
    values = {"fee_mode": "互不付费", "delay_penalty_rate": 0.5}
    (found,) = tripped([BY_ID["R-BRE-11"]], "data_coop", values, values, TODAY)
    assert "固定基数" in found.message
    given = values | {"penalty_base": 300000}
    assert tripped([BY_ID["R-BRE-11"]], "data_coop", given, given, TODAY) == []


def test_confirming_rules_and_fixes() -> None:
    assert {r.id for r in RULES if r.confirm} == {"R-BRE-02", "R-DIS-05"}
    assert ("data_inspection_days", "10") in BY_ID["R-DAT-01"].fixes
    for rule in RULES:
        for slot, _ in rule.fixes:
            assert any(slot in t.slots for t in TEMPLATES.values())


def test_a_fix_is_for_the_slot_objected_to() -> None:
    values = {"penalty_a_delay": "合同总额的50%", "confidentiality_penalty": 1000, "total_fee": 600000}
    (found,) = judged(BY_ID["R-BRE-04"], "train_service", values)
    assert (found.where, found.changes) == ("penalty_a_delay", ())


def test_a_longer_term_is_offered_that_holds_the_delivery_and_two_months_more() -> None:
    values = {"delivery_date": "2027-12-31", "contract_term": "6个月", "sign_date": "2026-12-01"}
    (found,) = judged(BY_ID["R-TRM-01"], "train_service", values)
    assert found.changes == (("contract_term", "15个月"),)


def test_a_sound_of_personal_data_is_less_serious_than_a_row_that_says_so() -> None:
    heard = judged(BY_ID["R-DAT-04"], "data_coop", {"contains_pi": False, "training_data_desc": "人脸照片10万张"})
    said = judged(BY_ID["R-DAT-04"], "data_coop", json.loads(BY_ID["R-DAT-04"].trips))
    assert (heard[0].severity, said[0].severity) == ("warn", "error")
    assert heard[0].changes == (("contains_pi", "是"),)


def test_what_a_contract_speaks_of_and_does_not_arrange_is_graver_than_a_reminder() -> None:
    for id in ("R-DAT-07", "R-DAT-09", "R-DAT-10"):
        rule = BY_ID[id]
        (found,) = linted([rule], "data_coop", rule.text_trips)
        assert (rule.severity, found.severity) == ("warn", "error")


def test_export_rules_wait_for_export() -> None:
    assert "R-IP-02" not in ids("data_coop", {"fee_mode": "互不付费"})
    assert "R-IP-02" in ids("data_coop", {"fee_mode": "互不付费"}, export=True)
    assert "R-IP-02" not in ids("train_service", {}, export=True)


def test_unknown_template_is_left_alone() -> None:
    assert tripped(RULES, "imported", {"copies_total": 4}, {"copies_total": 4}, TODAY) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("合肥市蜀山区人民法院", ["合肥", "蜀山"]),
        ("浙江省杭州市中级人民法院", ["杭州"]),
        ("北京知识产权法院", ["北京"]),
        ("上海市浦东新区人民法院", ["上海", "浦东"]),
        ("被告住所地有管辖权的人民法院", []),
    ],
)
def test_court_places(text: str, places: list[str]) -> None:
    assert court_places(text) == places


def test_small_readers() -> None:
    assert figure(182.5) == "182.5"
    assert figure(180000) == "180,000"
    assert after(date(2026, 8, 31), (6, 0)) == date(2027, 2, 28)
    assert as_period("2年") == (24, 0)
    assert as_period("很久") is None
    assert str(daily_permille("逾期每日万分之五")) == "0.5"
    assert daily_permille("合同总额的20%") is None


TEXTS = [
    ("R-BRE-06", "双方不设责任上限。", False),
    ("R-BRE-06", "一方的责任不以合同总额为限。", False),
    ("R-BRE-06", "一方承担的赔偿责任最高为合同总额。", True),
    ("R-BRE-06", "一方的赔偿总额不得超过责任上限。", True),
    ("R-IP-04", "本合同不涉及模型所有权的转移。", False),
    ("R-IP-04", "模型的所有权归甲方。", True),
    ("R-STR-09", "逾期答复不视为同意。", False),
    ("R-CON-03", "双方应保密，已经公开的、独立开发的、从第三方合法取得的和法律要求披露的信息除外。", False),
    ("R-CON-03", "双方对未公开的信息保密，独立开发的、从第三方合法取得的和法律要求披露的除外。", True),
]


@pytest.mark.parametrize(("rule", "text", "trips"), TEXTS)
def test_texts(rule: str, text: str, trips: bool) -> None:
    assert bool(linted([BY_ID[rule]], "data_coop", text)) is trips


WRONG = [
    ("当: model_onwer = 甲方", "model_owner"),
    ("判: 没有这个(model_owner)", "没有判断"),
    ("看: model_onwer\n见: 甲", "model_owner"),
    ("看: model_owner\n见: (甲", "式样"),
    ("改: model_onwer = 甲方", "model_owner"),
    ("位置: model_onwer", "model_owner"),
]


@pytest.mark.parametrize(("lines", "part"), WRONG)
def test_errors_point_at_the_line(tmp_path: Path, lines: str, part: str) -> None:
    head = "## R-X-01 样\n模板: both\n级别: warn\n触发: 值\n说: 请核对这一处再写。\n犯: {}\n不犯: {}\n"
    (tmp_path / "x.md").write_text(head + lines + "\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_rules(tmp_path, {"data_coop": ["model_owner"]})
    assert caught.value.line >= 8
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("级别: warn", "级别: fatal", "级别"),
        ("触发: 值", "触发: 直", "触发"),
        ("说: 请核对", "说: {谁}请核对", "没有来处"),
        ("犯: {}", "犯: {", "JSON"),
        ("\n不犯: {}", "", "不犯"),
        ("模板: both", "模板: data_cop", "data_coop"),
    ],
)
def test_errors_of_a_record(tmp_path: Path, old: str, new: str, part: str) -> None:
    text = "## R-X-01 样\n模板: both\n级别: warn\n触发: 值\n说: 请核对这一处再写。\n犯: {}\n不犯: {}\n"
    (tmp_path / "x.md").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=part):
        load_rules(tmp_path, {"data_coop": ["model_owner"]})
