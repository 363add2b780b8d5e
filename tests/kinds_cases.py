"""Slots that the cases of ``kinds_reads.txt`` speak to, and the two case files read in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.template import Column, Slot

TODAY = date(2026, 11, 22)
_HERE = Path(__file__).parent

SLOTS: dict[str, Slot] = {
    "工作日": Slot("s", "这一项", "workdays", "必填", "?", low=1, high=60),
    "天数": Slot("s", "这一项", "days", "必填", "?"),
    "年数": Slot("s", "这一项", "years", "必填", "?"),
    "期限": Slot("s", "这一项", "period", "必填", "?"),
    "小时": Slot("s", "这一项", "hours", "必填", "?"),
    "合同总份数": Slot("s", "合同总份数", "copies", "必填", "?"),
    "每方执几份": Slot("s", "每方执几份", "copies", "必填", "?"),
    "最多优化轮次": Slot("s", "最多优化轮次", "int", "必填", "?"),
    "服务费总额": Slot("s", "服务费总额", "money", "必填", "?", low=1, high=10000000000.0),
    "违约金": Slot("s", "违约金", "money_or_text", "必填", "?"),
    "逾期违约金率": Slot("s", "逾期违约金率", "permille_day", "必填", "?"),
    "税率": Slot("s", "税率", "percent", "必填", "?", low=0, high=100),
    "签订日期": Slot("s", "签订日期", "date", "必填", "?"),
    "数据交付时间": Slot("s", "数据交付时间", "timing", "必填", "?"),
    "甲方名称": Slot("s", "甲方名称", "party_name", "必填", "?", aliases=("甲方", "甲方公司")),
    "甲方法定代表人": Slot(
        "s", "甲方法定代表人", "person", "必填", "?", aliases=("法定代表人", "法人")
    ),
    "甲方地址": Slot("s", "甲方地址", "address", "必填", "?", aliases=("地址", "住所")),
    "签订地": Slot("s", "签订地", "address", "必填", "?"),
    "管辖法院": Slot("s", "管辖法院", "court", "必填", "?"),
    "仲裁机构": Slot("s", "仲裁机构", "arbitration", "必填", "?"),
    "争议解决方式": Slot(
        "s",
        "争议解决方式",
        "choice",
        "必填",
        "?",
        choices=("仲裁", "诉讼"),
        option_aliases={"仲裁": ("仲裁委", "裁"), "诉讼": ("法院", "打官司", "起诉")},
    ),
    "模型归属": Slot(
        "s",
        "模型归属",
        "choice",
        "必填",
        "?",
        choices=("甲方", "乙方", "共有"),
        option_aliases={"甲方": ("归甲方",), "共有": ("双方共有", "一人一半", "共同所有")},
    ),
    "衍生模型": Slot(
        "s",
        "衍生模型",
        "choice",
        "必填",
        "?",
        choices=("禁止", "仅归属方可为", "书面同意后可为", "允许"),
        option_aliases={"禁止": ("不允许", "不可以")},
    ),
    "是否含个人信息": Slot("s", "是否含个人信息", "bool", "必填", "?"),
    "电话": Slot("s", "电话", "phone", "必填", "?"),
    "邮箱": Slot("s", "邮箱", "email", "必填", "?"),
    "信用代码": Slot("s", "信用代码", "uscc", "必填", "?"),
    "收款账户": Slot("s", "收款账户", "account", "必填", "?"),
    "项目名称": Slot("s", "项目名称", "text", "必填", "?", aliases=("项目",)),
    "longtext": Slot("s", "这一项", "longtext", "必填", "?"),
    "付款节点": Slot(
        "s",
        "付款节点",
        "table",
        "必填",
        "?",
        columns=(
            Column(name="节点", kind="text", required=True),
            Column(name="比例", kind="percent", required=True),
        ),
    ),
    "数据清单": Slot(
        "s",
        "数据清单",
        "table",
        "必填",
        "?",
        columns=(
            Column(name="名称", kind="text", required=True),
            Column(name="格式", kind="text", required=False),
            Column(name="数量", kind="text", required=False),
            Column(name="是否含个人信息", kind="bool", required=False),
        ),
    ),
    "验收期限": Slot("s", "验收期限", "workdays", "必填", "?", low=1, high=60),
    "保密年限": Slot("s", "保密年限", "years", "必填", "?", low=0, high=20),
    "协议期": Slot("s", "协议期", "period", "必填", "?"),
    "泄密违约金": Slot("s", "泄密违约金", "money_or_text", "必填", "?"),
    "money": Slot("s", "这一项", "money", "必填", "?"),
    "money_or_text": Slot("s", "这一项", "money_or_text", "必填", "?"),
    "比例": Slot("s", "比例", "percent", "必填", "?", low=0, high=100),
    "permille_day": Slot("s", "这一项", "permille_day", "必填", "?"),
    "乙方名称": Slot("s", "乙方名称", "party_name", "必填", "?", aliases=("乙方",)),
    "联系人": Slot("s", "联系人", "person", "必填", "?"),
    "地址": Slot("s", "地址", "address", "必填", "?"),
    "法院": Slot("s", "法院", "court", "必填", "?"),
}


def _reads() -> list[tuple[str, str, Any]]:
    cases: list[tuple[str, str, Any]] = []
    name = ""
    for line in (_HERE / "kinds_reads.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("[") and line.endswith("]") and line[1:-1] in SLOTS:
            name = line[1:-1]
        elif line and not line.startswith("#"):
            said, _, meant = line.rpartition(" → ")
            text = json.loads(said) if said.startswith('"') else said
            cases.append((name, text, meant if meant.startswith("!") else json.loads(meant)))
    return cases


def _finds() -> list[tuple[str, str, list[tuple[str, Any]]]]:
    cases = []
    for line in (_HERE / "kinds_finds.txt").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            said, _, meant = line.rpartition(" → ")
            text, _, kind = said.rpartition(" | ")
            cases.append((kind, text, [(words, value) for words, value in json.loads(meant)]))
    return cases


READS = _reads()
FINDS = _finds()
