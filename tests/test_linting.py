"""The linter: each rule trips and passes, planted defects are found where they are, clean contracts stay quiet."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.commandline import main
from knowledge.contract import compose
from knowledge.library import open_library
from knowledge.linting.blanks import blank_spans
from knowledge.linting.linter import Lint, lint
from knowledge.linting.page import read_page
from knowledge.template import Terms
from tests.planting import PLANTERS, plants

HERE = Path(__file__).parent
LIBRARY = open_library()
OWN = [rule for rule in LIBRARY.rules if rule.id.startswith("L-")]
SIGNED = {
    "contract_no": "HT-2026-018", "sign_date": "2026-12-01",
    "party_a_signatory": "沈允之", "party_b_signatory": "陆鸣",
}  # fmt: skip


def contract(template: str, **more: Any) -> str:
    values = json.loads((HERE / "contracts" / f"{template}.json").read_text(encoding="utf-8"))
    return compose(LIBRARY.templates[template], Terms({**values, **SIGNED, **more})).text()


SERVICE = contract("train_service")


@cache
def linted(text: str) -> tuple[Lint, ...]:
    return lint(text, LIBRARY)


def found(text: str) -> set[tuple[str, int]]:
    return {(f.rule, f.line) for f in linted(text)}


def of(text: str, rule: str) -> list[Lint]:
    return [f for f in linted(text) if f.rule == rule]


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_own_rule_trips_and_passes(rule: Any) -> None:
    assert rule.text_trips and rule.text_passes
    hits = of(rule.text_trips, rule.id)
    assert hits
    assert all("{" not in hit.message and 10 <= len(hit.message) <= 200 for hit in hits)
    assert of(rule.text_passes, rule.id) == []


CLEAN = [
    ("data_coop", {}),
    ("train_service", {}),
    ("data_coop", {"model_owner": "乙方", "model_license_scope": "普通许可；甲方内部使用；中国大陆；永久；不另收费；不得再许可",
                   "dispute_method": "诉讼", "court_name": "被告住所地有管辖权的人民法院"}),
    ("data_coop", {"fee_mode": "甲方付训练服务费", "total_fee": 880000, "payment_days": 10, "late_payment_rate": 0.5,
                   "payment_nodes": [{"节点": "签约", "比例": 40}, {"节点": "验收合格", "比例": 60}]}),
    ("train_service", {"dispute_method": "诉讼", "court_name": "合同签订地有管辖权的人民法院", "sign_place": "苏州市吴江区",
                       "model_owner": "共有", "co_own_rule": "各占50%，均可自用，对外许可须双方书面同意，收益平分",
                       "contains_pi": True, "pi_role": "委托处理"}),
]  # fmt: skip


@pytest.mark.parametrize(("template", "more"), CLEAN)
def test_a_clean_contract_has_nothing(template: str, more: dict[str, Any]) -> None:
    assert lint(contract(template, **more), LIBRARY) == ()


@pytest.mark.parametrize("kind", PLANTERS)
@pytest.mark.parametrize("variant", range(len(CLEAN)))
def test_planted_defects_are_found_where_they_are(variant: int, kind: str) -> None:
    template, more = CLEAN[variant]
    for plant in plants(contract(template, **more), kind, seed=variant, most=2):
        hits = found(plant.text)
        assert (plant.rule, plant.line) in hits, plant.text.split("\n")[plant.line - 1]
        assert "*" in plant.company or {r for r, _ in hits} <= {plant.rule, *plant.company}


def test_the_kinds_of_defects_are_many_and_every_one_has_places() -> None:
    planted = {kind: sum(len(plants(contract(t, **m), kind, 0, 50)) for t, m in CLEAN) for kind in PLANTERS}
    assert len(planted) >= 36
    assert min(planted.values()) >= 2, planted
    assert sum(planted.values()) >= 4000


def test_forty_defects_at_once_are_all_found() -> None:
    """One of each harmless kind after the other into the same contract; lines neither come nor go."""
    text, planted = SERVICE, []
    kinds = [k for k in PLANTERS if "*" not in {c for p in plants(SERVICE, k, 3, 9) for c in p.company}]
    for turn in range(2):
        for kind in kinds:
            for plant in plants(text, kind, seed=turn, most=1):
                same_lines = plant.text.count("\n") == text.count("\n")
                free = plant.line not in {line for _, line, _ in planted}
                if same_lines and free and kind not in ("a heading twice", "arbitration and courts at once"):
                    text = plant.text
                    planted.append((plant.rule, plant.line, kind))
    assert len(planted) >= 40
    assert len({rule for rule, _, _ in planted}) >= 14
    hits = found(text)
    assert [p for p in planted if p[:2] not in hits] == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("甲方：____，地址：________", 2),
        ("签订日期：____年__月__日", 3),
        ("本合同由　　　和　　　于    年    月    日签订", 5),
        ("第二条 乙方在[ ]日内提交计划。", 1),
        ("标注费：[标注单价]元/条，共[总费用]元", 2),
        ("提供完整数据（附件一）；法释〔2025〕15号；[2024]1号", 0),
        ("名称：【甲方名称】，代码：【 】，【特别提示】本条加粗", 2),
        ("软件《 》的名称，编号：{{合同编号}}", 2),
        ("签署于____（填写具体城市）____（填写具体区县）", 2),
        ("每逾期一日支付万分之×× ，总价XX万元", 2),
        ("二○○八年、二〇二六年签订，XXL 码，*.txt", 0),
        ("等待定标结果；价格待定。", 1),
        ("甲方（盖章）[以下无正文]【100】万元", 0),
        ("负责人：某某；某公司", 2),
        ("支付总价的  %", 1),
        ("第 3 条 本合同一式 4 份", 0),
    ],
)
def test_blanks_are_counted(line: str, count: int) -> None:
    page = read_page(line)
    assert len(blank_spans(page.half, page.raw, page.body)) == count


QUIET = [
    "第一条 甲方依照《中华人民共和国民法典》第五百八十五条、第五百八十六条承担责任。\n第二条 付款\n第三条 本合同一式两份，甲乙双方各执一份。",
    "第一条 标的\n第二条 付款\n第三条 按照第一条、第二条和主合同第九条、《服务协议》第二十条办理。",
    "第一条 发票\n第二条 违约金累计不超过合同总额的20%；逾期一日的违约金为万分之五，累计超过5%的可以解除。\n第三条 完",
    "第一条 费用\n第二条 人民币60万元（大写：陆拾万元整），即￥600,000.00元。\n第三条 完",
    "第一条 期限\n第二条 自2026年12月1日起至2027年2月28日止，每年12月1日至次年2月1日检修。\n第三条 完",
    "第一条 争议\n第二条 协商不成的，按照下列第1种方式解决：（1）提交苏州仲裁委员会仲裁；（2）向人民法院起诉。\n第三条 完",
    "第一条 争议\n第二条 提交中国国际经济贸易仲裁委员会仲裁。一方不履行裁决的，另一方可以向人民法院申请执行。\n第三条 完",
    "第一条 份数\n第二条 本合同一式五份，甲方执两份，乙方执两份，报主管部门备案一份。\n第三条 完",
    "第一条 份数\n第二条 本合同一式叁份，甲乙丙三方各执壹份。\n第三条 完",
    "第一条 接口\n第二条 提供应用程序接口（API）、智能（AI）和软件（APP），版本2.10.3，时延不超过1.5秒。\n第三条 完",
]


@pytest.mark.parametrize("text", QUIET)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [f.message for f in lint(text, LIBRARY)] == []


DISPUTES = [
    ("协商不成的，提交甲方所在地仲裁委员会仲裁。", {"R-DIS-03"}),
    ("向合肥仲裁委员会申请仲裁，或者向人民法院提起诉讼。", {"R-DIS-01"}),
    ("争议由双方所在地法院管辖，也可申请仲裁。", {"R-DIS-01"}),
    ("提交北京仲裁委员会仲裁；也可以提交上海仲裁委员会仲裁。", {"R-DIS-03"}),
    ("申请劳动人事争议仲裁委员会仲裁。", {"R-DIS-04"}),
    ("争议应通过仲裁解决。", {"R-DIS-02"}),
    ("提交呼和浩特仲裁委员会仲裁。", set()),
    ("提交北京仲裁委员会/北京国际仲裁院仲裁。", set()),
    ("提交苏州仲裁委员会（苏州国际仲裁院）仲裁。", set()),
    ("由深圳国际仲裁院仲裁，仲裁裁决可以向人民法院申请强制执行。", set()),
    ("双方同意不提交仲裁，由被告住所地人民法院管辖。", set()),
    ("因申请仲裁或者诉讼支出的律师费由违约方承担。", set()),
    ("司法机关、法院或仲裁机构要求披露的除外。", set()),
]


@pytest.mark.parametrize(("sentence", "rules"), DISPUTES)
def test_disputes(sentence: str, rules: set[str]) -> None:
    text = f"第一条 标的\n第二条 争议\n{sentence}\n第三条 其他"
    assert {f.rule for f in linted(text)} == rules


def test_a_text_without_line_breaks_is_read_as_well() -> None:
    text = (
        "模型訓(xùn)練合同鑒(jiàn)于甲方有數(shù)據(jù)。第一條標(biāo)的1.1項目名稱:[請?zhí)顚戫椖棵Q]1.2乙方訓(xùn)練。"
        "第二條價款2.1乙方按期付款。2.3每逾期一日，支付千分之六的違約金。第三條爭議3.1任何一方可以提交仲裁或訴訟解決，見第九條。"
        "甲方(蓋章):________日期:_"
    )
    rules = {f.rule for f in lint(text, LIBRARY)}
    assert {"R-STR-04", "R-STR-03", "L-NUM-01", "R-BRE-02", "R-DIS-01", "L-REF-01", "L-SIG-02"} <= rules
    (gap,) = of(text, "L-NUM-01")
    assert text[gap.column - 1 :].startswith("2.3")
    (rate,) = of(text, "R-BRE-02")
    assert text[rate.column - 1 :][: rate.length] == "千分之六"
    assert "219%" in rate.message and rate.where == "2.3"


@pytest.mark.parametrize(
    ("line", "severity"),
    [("\ue80b\ue80b______", "info"), ("\ue00b 甲方交付数据。", "info"), ("甲方应\ue80b\ue80b交付数据。", "error"), ("合同\ue5e5期限", "error")],
)
def test_private_characters_beside_no_word_are_signs_and_no_lost_words(line: str, severity: str) -> None:
    (one,) = of(f"第一条 标的\n{line}\n第二条 完", "R-STR-04")
    assert one.severity == severity
    assert ("原来的字已经丢了" in one.message) is (severity == "error")


def test_line_and_column_point_at_the_words() -> None:
    text = "合同\n\n第一条 费用\n  共计600,000元（大写：陆万元整）。\n第二条 完\n第三条 完"
    (one,) = of(text, "R-PAY-04")
    assert (one.line, one.column) == (4, 5)
    assert text.split("\n")[3][one.column - 1 :][: one.length] == "600,000元（大写：陆万元整"
    assert lint("", LIBRARY) == ()


def test_markdown_marks_are_no_text() -> None:
    text = "# 合同\n\n## 第一条 标的\n**甲方**提供数据。\n\n## 第三条 付款\n乙方付款\\_\\_\\_\\_元。\n"
    marks = {f.rule: f.line for f in lint(text, LIBRARY, markdown=True)}
    assert marks == {"L-NUM-01": 6, "R-STR-03": 7}


def test_the_command_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "合同.txt"
    path.write_text("第一条 费用\n甲方付____元。\n第三条 完\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{path}:2:4: [须改] ")
    assert main(["check", str(path), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)["findings"]
    assert set(rows[0]) == {"rule", "severity", "where", "message", "basis", "line", "column"}
    assert main(["check", str(path), "--sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "R-STR-03"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 8}


def test_other_encodings_and_word_files_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("第一条 费用\n甲方按约定付款。\n".encode("gb18030"))
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.strip() == "没有发现问题。"
    made = tmp_path / "x.docx"
    values = HERE / "contracts" / "train_service.json"
    main(["draft", "--template", "train_service", "--values", str(values), "--out", str(made), "--today", "2026-11-22"])
    capsys.readouterr()
    main(["check", str(made), "--json"])
    rows = json.loads(capsys.readouterr().out)["findings"]
    assert {r["rule"] for r in rows} <= {"R-STR-03", "L-SIG-01"}


@pytest.mark.parametrize(("name", "data"), [("x.pdf", b"%PDF"), ("x.docx", b"no zip"), ("x.txt", b" \n"), ("y.txt", b"\x00\x01\x00")])
def test_files_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["check", str(path)]) == 2
    out = capsys.readouterr()
    assert out.out == "" and str(path) in out.err
    assert main(["check", str(tmp_path / "none.txt")]) == 2


@pytest.mark.parametrize("kind", PLANTERS)
def test_every_message_of_the_planted_defects_says_what_and_what_next(kind: str) -> None:
    for plant in plants(SERVICE, kind, seed=9, most=2):
        for hit in of(plant.text, plant.rule):
            assert not re.search(r"[{}]", hit.message)
            assert hit.message.endswith(("。", "。”", "：")) and len(hit.message) <= 260


def test_endless_runs_take_no_time_and_keep_their_places() -> None:
    text = " " * 100_000 + "_" * 5_000 + "\n" * 5_000 + "第一条 标的\n甲方付____元。"
    (*_, last) = lint(text, LIBRARY)
    assert (last.rule, last.line, last.column, last.length) == ("R-STR-03", 5002, 4, 4)
