"""The amounts, rates and times a question states, each as it was said and for what it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.kinds.numerals import NUMBER, number

Per = Literal["日", "月", "年", ""]
_MONEY = re.compile(
    rf"(?:人民币|¥)?({NUMBER})\s*(万)?\s*(?:元|块钱?|圆|人民币)|"
    rf"({NUMBER})(?<=[万亿wWkK千])(?!分之|[公里字张条份次个])"
)
_RATE = re.compile(rf"(百|千|万)分之({NUMBER})|({NUMBER})\s*([%％‰])|({NUMBER})个点")
_TIME = re.compile(rf"({NUMBER})\s*(?:个)?(天|日|周|星期|月|年)(?![内前起])")
_RATIO = re.compile(r"(?<![\d.])(\d{1,2})(?:\s*[:：/／比]\s*(\d{1,2}))(?:\s*[:：/／比]\s*(\d{1,2}))?(?:\s*[:：/／比]\s*(\d{1,2}))?(?![\d.])")
_HAN_RATIO = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八])([一二三四五六七八])([一二三四五六七八])?(?=的?(?:付|开|分|给|比例|支付))")
_DAILY = re.compile(r"[每一1按][天日]|[/／]\s?[日天]|日[息利万千百]|(?<![\d年月期])日$")
_MONTHLY = re.compile(r"每个?月|月[息利]|按月|[/／]\s?月")
_YEARLY = re.compile(r"年[化息利]|每年|一年|按年|LPR|[/／]\s?年", re.I)
_CAP = re.compile(r"上限|不超过|不超|封顶|最多|累计|至多|为限")
_LATE = re.compile(r"逾期|晚[付交了给到]|晚\d|晚.{0,4}[天日月周]|迟|拖|欠|违约金|滞纳金|罚息|[每按]日|每[天逾]")
_DUE = re.compile(r"欠|尾款|没付|未付|逾期|拖着|应付|到期")
_LOSS = re.compile(r"损失|亏了?$")
_PENALTY = re.compile(r"违约金|罚款|赔偿?金?$")
_NET = re.compile(r"不含税|税前|去税|净价")
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}
_SIGNS = {"百": 100, "千": 1000, "万": 10000, "‰": 1000}


@dataclass(frozen=True)
class Rate:
    """A rate as a fraction of its base, how it was said, by what time it counts, and whether it is an upper limit."""

    value: Decimal
    shown: str
    per: Per = ""
    cap: bool = False

    @property
    def daily(self) -> Decimal:
        """The part of the base that one day costs."""
        return self.value / {"日": 1, "月": 30, "年": 365, "": 1}[self.per]


@dataclass(frozen=True)
class Figures:
    """The numbers of a question; ``base`` is the amount that rates are taken of."""

    base: Decimal | None = None
    rates: tuple[Rate, ...] = ()
    cap: Rate | None = None
    days: Decimal | None = None
    time: str = ""
    late: bool = False
    net: bool = False
    loss: Decimal | None = None
    penalty: Decimal | None = None
    ratio: tuple[int, ...] = ()

    @property
    def rate(self) -> Rate | None:
        """The first rate that is no upper limit."""
        return self.rates[0] if self.rates else None


def figures(text: str) -> Figures:
    """Return what a question states; vague numbers (几万, 十来天) are none."""
    late = bool(_LATE.search(text))
    spans = list(_RATE.finditer(text))
    found = [r for m in spans if (r := _rate(text, m, late)) is not None]
    rest = text
    for match in spans:
        rest = rest[: match.start()] + "，" * len(match[0]) + rest[match.end() :]
    ratio, rest = _ratio(rest)
    amounts = _amounts(rest)
    days, time = _days(rest)
    return Figures(
        _base(amounts), tuple(r for r in found if not r.cap), next((r for r in found if r.cap), None),
        days, time, late, bool(_NET.search(text)),
        next((a for a, before in amounts if _LOSS.search(before)), None),
        next((a for a, before in amounts if _PENALTY.search(before)), None), ratio,
    )


def _rate(text: str, match: re.Match[str], late: bool) -> Rate | None:
    value = number(match[2] or match[3] or match[5])
    if value is None:
        return None
    before = re.split(r"[,，。;；]", text[max(0, match.start() - 10) : match.start()])[-1]
    after = re.split(r"[,，。;；]", text[match.end() : match.end() + 5])[0]
    cap = bool(_CAP.search(before) or re.match(r"的?(?:封顶|为?上限|为限)", after))
    fine = match[1] in ("千", "万") or match[4] == "‰"
    return Rate(value / _SIGNS.get(match[1] or match[4] or "", 100), match[0], _per(before, after, fine and late), cap)


def _per(before: str, after: str, fine: bool) -> Per:
    if _DAILY.search(before[-5:]) or _DAILY.match(after):
        return "日"
    if _YEARLY.search(before) or _YEARLY.match(after):
        return "年"
    if _MONTHLY.search(before) or _MONTHLY.match(after):
        return "月"
    return "日" if fine else ""


def _amounts(text: str) -> list[tuple[Decimal, str]]:
    """The amounts with the few words before each."""
    found = []
    for match in _MONEY.finditer(text):
        value = number(match[1] or match[3])
        if value:
            before = re.split(r"[,，。;；、]", text[max(0, match.start() - 8) : match.start()])[-1]
            found.append((value * (10000 if match[2] else 1), before))
    return found


def _base(amounts: list[tuple[Decimal, str]]) -> Decimal | None:
    """What is due goes before a total; losses and penalties are no base."""
    rest = [(a, before) for a, before in amounts if not _LOSS.search(before) and not _PENALTY.search(before)]
    due = [a for a, before in rest if _DUE.search(before)]
    return due[0] if due else rest[0][0] if rest else None


def _days(text: str) -> tuple[Decimal | None, str]:
    for match in _TIME.finditer(text):
        value = number(match[1])
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
        if value == 1 and after.startswith("，，"):  # 一天千分之五: by the day, not for one day
            continue
        if value is not None and re.search(r"每|^第", before) is None:
            return value * _UNIT_DAYS[match[2]], match[0]
    return None, ""


def _ratio(text: str) -> tuple[tuple[int, ...], str]:
    """The parts of a split (3:4:3, 30/40/30, 三四三) that add up to ten or a hundred, and the text without it."""
    for pattern in (_RATIO, _HAN_RATIO):
        for match in pattern.finditer(text):
            parts = tuple(int(g) if g.isdigit() else "零一二三四五六七八".index(g) for g in match.groups() if g)
            if sum(parts) in (10, 100):
                return parts, f"{text[: match.start()]}，{text[match.end() :]}"
    return (), text
