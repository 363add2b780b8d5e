"""The two templates as they print: nothing of the branch not taken, and what the law wants pointed out is bold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from knowledge.contract import Contract, compose
from knowledge.library import open_library
from knowledge.template import Template, Terms

HERE = Path(__file__).parent
LIBRARY = open_library()
NODES = [{"节点": "签约", "比例": 40}, {"节点": "验收合格", "比例": 60}]
MORE = {
    "total_fee": 800000, "payment_nodes": NODES, "payment_days": 10, "penalty_base": 300000,
    "model_license_scope": "普通许可；内部使用；不得再许可", "co_own_rule": "各占50%；均可自用",
    "court_name": "被告住所地有管辖权的人民法院", "handover_days": 10, "contains_sensitive_pi": True,
    "liability_cap": "人民币100万元",
}  # fmt: skip

FEES = ("互不付费", "甲方付训练服务费", "乙方付数据使用费", "收益分成")
ROLES = ("", "委托处理", "对外提供", "共同处理", "已匿名化")

POINTED_OUT = (
    r"视为(?:对该批训练数据没有异议|验收合格|送达)",  # silence as consent
    r"累计(?:不超过|以下列数额为限)|合计不超过",  # caps
    r"每逾期一日",  # penalties
    r"数额或者(?:计算方式|算法)为",
    r"(?<!一致)可以(?:书面通知\w方)?解除(?:本协议|本合同|；)",  # one-sided termination
    r"不享有随时解除",
    r"不(?:因此承担违约责任|因此支付违约金|对模型效果另作保证)",  # liability given up
)


def template(name: str) -> Template:
    return LIBRARY.templates[name]


def printed(name: str, **values: Any) -> Contract:
    base = json.loads((HERE / "contracts" / f"{name}.json").read_text(encoding="utf-8"))
    return compose(template(name), Terms({**base, **MORE, **values}))


def variants(name: str) -> Iterator[tuple[dict[str, Any], Contract]]:
    """Every ownership, forum, payment and way of processing personal information, each with each."""
    fees = FEES if name == "data_coop" else ("",)
    for owner, forum, fee, role in product(("甲方", "乙方", "共有"), ("仲裁", "诉讼"), fees, ROLES):
        values = {"model_owner": owner, "dispute_method": forum, "contains_pi": bool(role)}
        values |= {"fee_mode": fee} if fee else {}
        values |= {"pi_role": role} if role else {}
        yield values, printed(name, **values)


@pytest.mark.parametrize("name", ["data_coop", "train_service"])
def test_nothing_of_a_branch_not_taken_is_printed(name: str) -> None:
    for values, contract in variants(name):
        text = contract.text()
        assert "〔" not in text, values
        assert ("双方共有" in text) == (values["model_owner"] == "共有"), values
        assert ("提起诉讼" in text) == (values["dispute_method"] == "诉讼"), values
        assert ("终局" in text) == (values["dispute_method"] == "仲裁"), values
        if values.get("fee_mode") == "互不付费":
            assert not re.search(r"费用总额|付款节点|减少费用|结清费用|付款方", text), values
        if values.get("fee_mode") == "收益分成":
            assert "不再收取其他费用" not in text, values
        if values.get("pi_role") in (None, "已匿名化"):
            assert "单独同意" not in text, values
            assert "受托人" not in text, values


@pytest.mark.parametrize("name", ["data_coop", "train_service"])
def test_what_the_law_wants_pointed_out_is_bold(name: str) -> None:
    seen: set[str] = set()
    for _, contract in variants(name):
        for line in contract.lines:
            for pattern in POINTED_OUT:
                for match in re.finditer(pattern, line.text):
                    seen.add(pattern)
                    assert any(a <= match.start() and match.end() <= b for a, b in joined(line.bold)), line.text
    assert len(seen) == len(POINTED_OUT)


def joined(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Spans that touch, as one: a bold value stands between bold words."""
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


@pytest.mark.parametrize("name", ["data_coop", "train_service"])
def test_any_recommended_clause_may_go_and_the_rest_reads_on(name: str) -> None:
    own = template(name)
    for article, clause in own.clauses():
        if clause.status == "必备" and article.status == "必备":
            continue
        base = json.loads((HERE / "contracts" / f"{name}.json").read_text(encoding="utf-8"))
        switches = {clause.name: clause.status == "可选"}
        contract = compose(own, Terms({**base, **MORE, "fee_mode": "甲方付训练服务费"}, switches))
        numbers = [x.number for x in contract.lines if re.fullmatch(r"\d+\.\d+", x.number)]
        for before, after in pairwise(numbers):
            a, b = (tuple(map(int, n.split("."))) for n in (before, after))
            assert b in ((a[0], a[1] + 1), (a[0] + 1, 1)), (clause.name, before, after)
        assert "〔" not in contract.text(), clause.name
