"""Random contracts: values of every kind, every choice, every switch, through the kinds' own gate."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st
from stdnum.cn import uscc

from assistant.draft import Draft, Entry
from knowledge import kinds
from knowledge.kinds.tables import cell_slot
from knowledge.library import Library, open_library
from knowledge.matching import wording_clash
from knowledge.template import Slot, Template, Terms

TODAY = date(2026, 11, 22)
DRAFTS = int(os.environ.get("NIYUE_DRAFTS", "20"))
"""Random drafts a template and a test; NIYUE_DRAFTS=1000 for a long look."""

HAN = "甲乙丙丁合肥云帆数据科技模型训练清单北京上海成都瑞景安宁川江山水木火土金"
NASTY = (
    'A&B <某某> 科技"有限"公司', "影像；标注、切片；共3类", "40万张(含\u3000标签)", "😀数据集🎉第二版", "x < 5 && y > 3",
    "第三条 甲方", "附件一《训练数据清单》", "1.1 标准", "(1)甲;(2)乙", "𠀀𠮷字集", "100%", "“引号”与'撇号'",
    "每年；每月。", "甲方：乙方", "]]>", "&amp;&lt;", "。", "以第3.4款为准", "-3dB±0.5", "\t两端有空白 ",
)  # fmt: skip
FREE = st.text(st.sampled_from(HAN + "，。；：（）()<>&\"'《》%‰·-0123456789ABCabc é😀𠀀"), min_size=1, max_size=60)


@cache
def library() -> Library:
    """The knowledge folder, opened once."""
    return open_library()


def _name(ending: str, low: int = 2) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(HAN), min_size=low, max_size=8).map(lambda t: t + ending)


def _digits(slot: Slot) -> st.SearchStrategy[int]:
    return st.integers(int(slot.low or 0), int(slot.high or 60))


def _amount(slot: Slot) -> st.SearchStrategy[Any]:
    whole = st.integers(1, 9_999_999_999)
    return st.one_of(whole, st.integers(1, 10**9).map(lambda n: f"{n // 100}.{n % 100:02d}"))


def _code(_: Slot) -> st.SearchStrategy[str]:
    body = st.text(st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"), min_size=9, max_size=9)
    return body.map(lambda b: f"91340100{b}").map(lambda c: c + uscc.calc_check_digit(c))


def _days(_: Slot) -> st.SearchStrategy[str]:
    return st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda d: d.isoformat())


def _arrangement(slot: Slot) -> st.SearchStrategy[str]:
    later = st.integers(1, 90).map(lambda n: f"合同生效后{n}个工作日内")
    return st.one_of(_days(slot), later, st.just("分两批：合同生效后5日内交一半，其余2027年3月1日前交清"))


def _rows(slot: Slot) -> st.SearchStrategy[list[dict[str, Any]]]:
    cells = {c.name: words(cell_slot(slot, c)) for c in slot.columns}
    needed = {c.name: cells[c.name] for c in slot.columns if c.required}
    return st.lists(st.fixed_dictionaries(needed, optional={
        name: one for name, one in cells.items() if name not in needed}), min_size=1, max_size=3)


MAKERS: dict[str, Callable[[Slot], st.SearchStrategy[Any]]] = {
    "text": lambda s: st.one_of(st.sampled_from(NASTY), FREE),
    "longtext": lambda s: st.one_of(st.sampled_from(NASTY), FREE, st.just("模型训练数据，" * 700 + "完")),
    "party_name": lambda s: st.one_of(_name("科技有限公司"), st.just('A&B <某某> 科技"有限"公司'), _name("大学")),
    "person": lambda s: st.text(st.sampled_from("王李张赵沈罗周明华云之安"), min_size=2, max_size=3),
    "address": lambda s: st.integers(1, 999).map(lambda n: f"安徽省合肥市蜀山区望江西路{n}号"),
    "court": lambda s: st.sampled_from(("合肥市蜀山区人民法院", "合同签订地有管辖权的人民法院", "甲方所在地有管辖权的人民法院")),
    "arbitration": lambda s: st.sampled_from(("合肥仲裁委员会", "中国国际经济贸易仲裁委员会", "上海国际仲裁中心")),
    "uscc": _code,
    "phone": lambda s: st.one_of(st.integers(10**8, 10**9 - 1).map(lambda n: f"13{n}"), st.just("0551-65550123")),
    "email": lambda s: st.text(st.sampled_from("abcxyz09"), min_size=1, max_size=9).map(lambda t: f"a{t}@example.com"),
    "account": lambda s: st.integers(10**15, 10**16 - 1).map(lambda n: f"户名:云帆公司;开户行:招商银行合肥分行;账号:{n}"),
    "date": _days,
    "timing": _arrangement,
    "period": lambda s: st.tuples(st.integers(1, 60), st.sampled_from(("年", "个月", "日"))).map(lambda p: f"{p[0]}{p[1]}"),
    "money": _amount,
    "money_or_text": lambda s: st.one_of(_amount(s), st.integers(1, 50).map(lambda n: f"按实际损失的{n}%计算")),
    "percent": lambda s: st.integers(0, int(100 * (s.high or 100))).map(lambda n: n / 100),
    "permille_day": lambda s: st.integers(0, int(100 * (s.high or 100))).map(lambda n: n / 100),
    "choice": lambda s: st.sampled_from(s.choices),
    "bool": lambda s: st.booleans(),
    "table": _rows,
}
"""How to make raw values of each kind; kinds not named here are whole numbers."""


def words(slot: Slot) -> st.SearchStrategy[Any]:
    """Return raw values for a slot; not all of them are accepted by its kind."""
    return MAKERS.get(slot.kind, _digits)(slot)


def accepted(template: Template, slot: Slot, raw: Any, terms: Terms) -> Any:
    """Return the canonical value as the dialogue would keep it, None when it is refused."""
    result = kinds.canonical(slot, raw, TODAY)
    if isinstance(result, kinds.Refused) or wording_clash(template, slot, result.value, terms):
        return None
    return result.value


@st.composite
def drafts(draw: st.DrawFn, template: Template) -> Draft:
    """A draft with a random part of the slots filled, clauses switched and blanks left open."""
    values: dict[str, Any] = {}
    for slot in template.slots.values():
        if draw(st.integers(0, 9)) < 8:
            raw = draw(words(slot))
            value = accepted(template, slot, raw, Terms(values))
            if value is not None:
                values[slot.id] = value
    movable = [c.name for _, c in template.clauses() if c.status != "必备"]
    switches = draw(st.dictionaries(st.sampled_from(movable), st.booleans(), max_size=8))
    optional = [s.id for s in template.slots.values() if s.id not in values]
    left = draw(st.lists(st.sampled_from(optional), max_size=4)) if optional else []
    extra = draw(st.lists(st.sampled_from((*NASTY[:8], "甲方每月\n提供一次")), max_size=2))
    entries = {s: Entry(v) for s, v in values.items()} | {s: Entry(None, left_open=True) for s in left}
    return Draft(template.id, entries, switches, tuple(extra))


def told(draft: Draft) -> str:
    """Return a draft as text, for the message of a failing test."""
    short = {k: v if len(str(v)) < 200 else f"{str(v)[:20]}…({len(v)})" for k, v in draft.values.items()}
    return json.dumps([short, dict(draft.switches), sorted(draft.left_open), draft.extra], ensure_ascii=False)
