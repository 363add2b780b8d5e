"""Judgements about values that the condition language cannot make; rules name them in the field 判.

A judgement looks at the slots it is given and returns one set of words for every objection (none: it
holds its peace). The words fill the placeholders of the rule's message; 位置 says which slot is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.reckoning import after, as_date, as_period, dates_in, days_of

Words = dict[str, str]
AT = "位置"
LEVEL = "级别"
"""Words that are no words: where the objection points, and how serious it is where not as its rule."""


@dataclass(frozen=True)
class Case:
    """What a rule judges: values given, values in effect (with defaults), and today."""

    values: Mapping[str, Any]
    effective: Mapping[str, Any]
    today: date


Judgement = Callable[[Case, tuple[str, ...]], list[Words]]


@dataclass(frozen=True)
class Judge:
    """A named judgement; ``words`` are the placeholders its objections fill, ``context`` slots it reads besides."""

    name: str
    judgement: Judgement
    words: tuple[str, ...]
    context: tuple[str, ...] = ()


JUDGES: dict[str, Judge] = {}


def judge(
    name: str, *words: str, context: tuple[str, ...] = ()
) -> Callable[[Judgement], Judgement]:
    """Register a judgement under the name that rules use."""

    def register(judgement: Judgement) -> Judgement:
        JUDGES[name] = Judge(name, judgement, words, context)
        return judgement

    return register


def flat(value: Any) -> str:
    """Return a value as one text to search in; the cells of a table row are joined by spaces."""
    if isinstance(value, list):
        return "\n".join(" ".join(str(cell) for cell in row.values()) for row in value)
    return "" if value is None else str(value)


def figure(value: Any) -> str:
    """Return a number as people write it: no trailing zeros, at most two decimals, commas from 10,000."""
    exact = Decimal(str(value)).quantize(Decimal("0.01")).normalize()
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact
    return f"{exact:,f}" if abs(exact) >= 10000 else f"{exact:f}"


@judge("说过")
def _said(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """Every slot was given, not merely filled by its default."""
    return [{}] if all(case.values.get(s) not in (None, "", []) for s in slots) else []


@judge("没说")
def _unsaid(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """None of the slots was given."""
    return [{}] if all(case.values.get(s) in (None, "", []) for s in slots) else []


@judge("代码校验", "应为", "写的")
def _check_digit(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """A well-formed credit code whose last character is not its check character."""
    from knowledge.kinds.codes import check_character

    found = []
    for slot in slots:
        code = flat(case.values.get(slot)).upper()
        if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", code):
            continue
        if (expected := check_character(code)) != code[-1]:
            found.append({AT: slot, "应为": expected, "写的": code[-1]})
    return found


_RATE = re.compile(
    r"([千万百]分之)\s*([\d.]+|[零一二两三四五六七八九十点]+)|(\d+(?:\.\d+)?)\s*([%‰])"
)
_PER_DAY = re.compile(
    r"[每/按逾](?:逾期|延迟|期)?一?个?(?:自然)?[日天]|一[日天]|日息|每延[误迟]一[日天]"
)
_SCALE = {"万分之": "0.1", "千分之": "1", "百分之": "10", "%": "10", "‰": "1"}


def daily_permille(value: Any) -> Decimal | None:
    """Return a daily rate in ‰: a number is one; of a text the rate it names beside 日 or 天."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return Decimal(str(value))
    from knowledge.kinds.numerals import number

    text = flat(value)
    match = _RATE.search(text)
    if not match or not _PER_DAY.search(text):
        return None
    count = number(match[2] or match[3])
    return None if count is None else count * Decimal(_SCALE[match[1] or match[4]])


@judge("日率", "率", "年")
def _daily_rate(case: Case, arguments: tuple[str, ...]) -> list[Words]:
    """Daily rates from ``low`` ‰ up to, not including, ``high`` ‰ (the last two arguments)."""
    *slots, low, high = arguments
    found = []
    for slot in slots:
        value = case.values.get(slot)
        if slot.startswith("penalty") and not isinstance(value, str):
            continue
        rate = daily_permille(value) if value is not None else None
        if rate is not None and Decimal(low) <= rate < Decimal(high):
            found.append({AT: slot, "率": figure(rate), "年": figure(rate * Decimal("36.5"))})
    return found


@judge("固定违约金", "说明", context=("total_fee",))
def _fixed_penalty(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """A fixed penalty above 30 % of the fee, or above a million where no fee is agreed."""
    fee = _amount(case.effective.get("total_fee"))
    said = {s for s in (*slots, "total_fee") if case.values.get(s) is not None}
    found = []
    for slot in slots:
        value = case.effective.get(slot)
        if value is None or not said & {slot, "total_fee"}:
            continue
        if why := _too_much(value, fee):
            found.append({AT: slot, "说明": why})
    return found


def _amount(value: Any) -> Decimal | None:
    try:
        return None if value is None or isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None


def _too_much(value: Any, fee: Decimal | None) -> str:
    amount = _amount(value)
    if amount is None:
        share = re.search(r"(?:(\d+(?:\.\d+)?)\s*%|百分之(\d+))", flat(value))
        per_day = re.search(r"[日天]", flat(value))
        number = Decimal(share[1] or share[2]) if share and not per_day else Decimal(0)
        return f"约定为{flat(value)}" if number > 30 else ""
    if fee:
        share_of_fee = amount / fee * 100
        return (
            f"{figure(amount)}元，是费用总额的{figure(share_of_fee)}%" if share_of_fee > 30 else ""
        )
    return f"{figure(amount)}元，超过100万元" if amount > 1_000_000 else ""


@judge("表中比例", "行", "比例")
def _share_in_rows(case: Case, arguments: tuple[str, ...]) -> list[Words]:
    """A row that mentions a word with a share above a limit: (table, word, limit)."""
    slot, word, limit = arguments
    found = []
    for row in case.values.get(slot) or []:
        share = _amount(row.get("比例"))
        if word in flat([row]) and share is not None and share > Decimal(limit):
            found.append({AT: slot, "行": flat(row.get("节点")), "比例": figure(share)})
    return found


_PERSONAL = re.compile(
    r"人脸|面部图?像|指纹|声纹|虹膜|身份证|手机号|电话号码|通讯录|病历|就诊记录|体检报告|行踪轨迹|车牌|简历|聊天记录"
    r"|通话录音|姓名|家庭住址|银行卡号?|征信"
)
_FREE_OF = re.compile(r"(?:不含|没有|无|不涉及|不包括|非|去除|剔除|删除|去掉|抹去|合成|虚拟|模拟|虚构)[^，。；,;]{0,12}$")
_CLEANED = re.compile(r"^[^，。；,;]{0,12}(?:脱敏|匿名|去标识|打码|遮挡|模糊|删除|去除|剔除|抹去|隐去|识别设备|阅读器|除外)")


@judge("含个人信息", "行", context=("contains_pi",))
def _personal(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """A row marked as holding personal data (column 含个人信息); less serious: words that sound like such data."""
    for slot in slots:
        value = case.values.get(slot)
        rows = value if isinstance(value, list) else []
        names = [flat(next(iter(r.values()), "")) for r in rows if _yes(r.get("含个人信息"))]
        if names:
            return [{AT: f"{slot},contains_pi", "行": "、".join(names)}]
    for slot in slots:
        text = flat(case.values.get(slot))
        for match in _PERSONAL.finditer(text):
            if not _FREE_OF.search(text[: match.start()]) and not _CLEANED.search(text[match.end() :]):
                return [{AT: f"{slot},contains_pi", "行": match[0], LEVEL: "warn"}]
    return []


def _yes(cell: Any) -> bool:
    return cell is True or re.match(r"\s*(?:是|有|含(?!糊)|部分)", flat(cell)) is not None


@judge("签字人不同", "签字人", "法定代表人")
def _other_signatory(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """A signatory other than the legal representative: pairs of slots."""
    found = []
    for signatory, representative in zip(slots[::2], slots[1::2], strict=True):
        name, legal = flat(case.values.get(signatory)), flat(case.effective.get(representative))
        if name and legal and name not in (legal, "法定代表人"):
            found.append({AT: signatory, "签字人": name, "法定代表人": legal})
    return found


@judge("账期", "账期")
def _credit(case: Case, arguments: tuple[str, ...]) -> list[Words]:
    """Days to pay above a limit: a slot of working days and a table of payments (limit last)."""
    days, table, limit = arguments
    found = []
    count = _amount(case.values.get(days))
    if count is not None and count * 7 / 5 > Decimal(limit):
        found.append({AT: days, "账期": f"付款期{figure(count)}个工作日约合{figure(count * 7 / 5)}个自然日"})
    for row in case.values.get(table) or []:
        longest = max((_natural(*m.groups()) for m in _WAIT.finditer(flat([row]))), default=Decimal(0))
        if longest > Decimal(limit):
            found.append({AT: table, "账期": f"“{flat([row])}”约合{figure(longest)}个自然日"})
    return found


_WAIT = re.compile(r"(\d+)\s*(个工作[日天]|个?(?:自然)?[日天]|个月)(?:之?内|后)")


def _natural(count: str, unit: str) -> Decimal:
    return Decimal(count) * (Decimal(30) if unit == "个月" else Decimal("1.4") if "工作" in unit else 1)


@judge("人数", "人数")
def _head_count(case: Case, arguments: tuple[str, ...]) -> list[Words]:
    """A number of people at or above a limit, named in the texts of the slots (limit last)."""
    from knowledge.kinds.numerals import NUMBER, number

    *slots, limit = arguments
    people = re.compile(
        rf"({NUMBER})\s*(?:余|多)?(?:个|名|位)?(?:自然人|人(?!工|脸|像|类|民)|用户|患者|会员)"
    )
    for slot in slots:
        for match in people.finditer(flat(case.values.get(slot))):
            count = number(match[1])
            if count is not None and count >= Decimal(limit):
                return [{AT: slot, "人数": match[0]}]
    return []


_GENERIC_COURT = re.compile(
    r"住所地|所在地|签订地|签约地|履行地|原告|被告|甲方|乙方|当事人|守约方|标的"
)
_COURT_TAIL = re.compile(
    r"(?:(?:高级|中级|基层|知识产权|互联网|金融|铁路运输|海事)*(?:人民)?(?:法院|中院|高院)).*$"
)
_REGION = re.compile(r"([\u4e00-\u9fff]{2,}?)(?:特别行政区|自治[区州县旗]|新区|[省市区县旗盟州])")


@judge("法院无联系", "地", context=("party_a_address", "party_b_address", "sign_place"))
def _far_court(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """A court that names a place found in neither party's address nor in the place of signing.

    Silent while an address is missing, and for courts named by role (被告住所地…).
    """
    name = flat(case.values.get(slots[0]))
    addresses = [flat(case.effective.get(s)) for s in ("party_a_address", "party_b_address")]
    places = court_places(name)
    if not places or not all(addresses):
        return []
    around = "".join(
        [
            *addresses,
            *(flat(case.effective.get(s)) for s in ("sign_place", "party_a_name", "party_b_name")),
        ]
    )
    if any(place in around for place in places):
        return []
    return [{AT: slots[0], "地": "、".join(places)}]


def court_places(name: str) -> list[str]:
    """Return the place names in a court's name, the province only when nothing else is named."""
    if _GENERIC_COURT.search(name) or not re.search(r"法院|[中高]院", name):
        return []
    head = _COURT_TAIL.sub("", name).strip()
    found = [m[1] for m in _REGION.finditer(head)]
    if not found:
        return [head] if len(head) >= 2 and head != "最高" else []
    province = re.match(r"[\u4e00-\u9fff]{2,}?(?:省|自治区)", head)
    return found[1:] if province and len(found) > 1 else found


@judge("交付晚于期满", "期满", "起算", "够长", context=("sign_date", "contract_term"))
def _late_delivery(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """Delivery after the term ends; without a signing date, counted from today with a month's grace."""
    due, signed = as_date(case.values.get(slots[0])), as_date(case.effective.get("sign_date"))
    term = as_period(case.effective.get("contract_term"))
    if due is None or term is None:
        return []
    start = signed or case.today
    end = after(start, term)
    grace = timedelta(0) if signed else timedelta(days=30)
    if due <= end + grace:
        return []
    since = f"{signed.isoformat()}签订" if signed else "今天签订"
    months = next(n for n in range(1, 1200) if after(start, (n, 0)) >= after(due, (2, 0)))
    at = f"{slots[0]},contract_term"
    return [{AT: at, "期满": end.isoformat(), "起算": since, "够长": f"{months}个月"}]


@judge("期限不短于")
def _not_shorter(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """The first period is as long as the second, or longer."""
    first, second = (as_period(case.effective.get(s)) for s in slots)
    if first is None or second is None:
        return []
    return [{AT: slots[0]}] if days_of(first) >= days_of(second) else []


@judge("进度有误", "说明", context=("model_delivery_time",))
def _schedule(case: Case, slots: tuple[str, ...]) -> list[Words]:
    """Rows of a schedule that end before they begin, overlap, or end after the model is due."""
    wrong: list[str] = []
    last: tuple[str, date] | None = None
    due = as_date(case.effective.get("model_delivery_time"))
    for row in case.values.get(slots[0]) or []:
        name, days = flat(row.get("阶段")), dates_in(flat(row.get("起止")))
        if not days:
            continue
        begin, end = days[0], days[-1]
        if end < begin:
            wrong.append(f"“{name}”结束早于开始")
        elif last and begin < last[1]:
            wrong.append(f"“{name}”开始时“{last[0]}”还没结束")
        if due and end > due:
            wrong.append(f"“{name}”结束于{end.isoformat()}，晚于模型交付日{due.isoformat()}")
        last = (name, end)
    return [{AT: slots[0], "说明": "；".join(wrong)}] if wrong else []
