"""Sums that a question asks for: late payment by the day, a share of an amount, tax; with the steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.answering import phrases as wording
from assistant.answering.sheet import Sheet
from assistant.draft import Draft
from knowledge.contract import effective
from knowledge.kinds.numerals import NUMBER, number
from knowledge.template import Template

_MONEY = re.compile(rf"(?:人民币|¥)?({NUMBER})\s*(万)?\s*(?:元|块钱?|圆|人民币)|({NUMBER})(?<=[万亿wWkK千])(?![分公里字张条份次个])")
_RATE = re.compile(rf"(百|千|万)分之({NUMBER})|({NUMBER})\s*([%‰])|({NUMBER})个点")
_DAYS = re.compile(rf"({NUMBER})\s*(?:个)?(天|日|周|星期|个?月)(?!内|前|起)")
_DAILY = re.compile(r"每[天日逾]|一天|[/／]\s?[日天]|日息|按[天日]|日(?:万|千|百)分|逾期|晚[付交了]|晚\d|晚.{0,4}[天日]|迟|拖|违约金|滞纳金|利息")
_WANTS = re.compile(r"多少|几[块元万千百]|怎么算|算一?下|算算|计算|合多少|等于|折合|是不是太|太[高狠重]|狠|赔|罚")
_TAX = re.compile(r"不含税|税额|税前|去税|税是多少|含税")
_CENT = Decimal("0.01")
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7}


@dataclass(frozen=True)
class Figures:
    """The numbers of a question; a rate is a fraction, ``shown`` how it was said."""

    base: Decimal | None = None
    rate: Decimal | None = None
    shown: str = ""
    days: Decimal | None = None
    daily: bool = False
    tax: bool = False
    assumed: tuple[str, ...] = ()


def figures(text: str) -> Figures:
    """Return the amount, rate and days that a question states."""
    rate, shown, span = _rate(text)
    rest = text[: span[0]] + "，" * (span[1] - span[0]) + text[span[1] :]
    return Figures(_money(rest), rate, shown, _days(rest), bool(_DAILY.search(text)), bool(_TAX.search(text)))


def _money(text: str) -> Decimal | None:
    for match in _MONEY.finditer(text):
        value = number(match[1] or match[3])
        if value:
            return value * (10000 if match[2] else 1)
    return None


def _rate(text: str) -> tuple[Decimal | None, str, tuple[int, int]]:
    match = _RATE.search(text)
    if not match:
        return None, "", (0, 0)
    size = {"百": 100, "千": 1000, "万": 10000}.get(match[1] or "", 1000 if match[4] == "‰" else 100)
    value = number(match[2] or match[3] or match[5])
    return (None, "", (0, 0)) if value is None else (value / size, match[0], match.span())


def _days(text: str) -> Decimal | None:
    for match in _DAYS.finditer(text):
        value = number(match[1])
        if value is not None and match[2] in _UNIT_DAYS:
            return value * _UNIT_DAYS[match[2]]
    return None


def from_draft(found: Figures, template: Template, draft: Draft | None) -> Figures:
    """Fill in what a question about being late leaves out from the draft, and note what was taken."""
    if draft is None or not found.daily or found.days is None:
        return found
    values = effective(template, draft.terms())
    base, rate, assumed = found.base, found.rate, list(found.assumed)
    if base is None:
        base, assumed = _taken(values, ("total_fee", "penalty_base"), template, assumed)
    shown = found.shown
    if rate is None:
        permille, assumed = _taken(values, ("late_payment_rate", "delay_penalty_rate"), template, assumed)
        if permille is not None:
            rate, shown = permille / 1000, f"{plain(permille)}‰"
    return Figures(base, rate, shown, found.days, True, found.tax, tuple(assumed))


def _taken(
    values: dict[str, object], names: tuple[str, ...], template: Template, assumed: list[str]
) -> tuple[Decimal | None, list[str]]:
    for name in names:
        if name in values and values[name] is not None:
            return Decimal(str(values[name])), [*assumed, template.slots[name].label]
    return None, assumed


def plain(value: Decimal) -> str:
    """Return a number without needless zeros, at most two decimals, thousands apart."""
    rounded = value.quantize(_CENT, ROUND_HALF_UP) if value.as_tuple().exponent < -2 else value  # type: ignore[operator]
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def computed(text: str, template: Template | None = None, draft: Draft | None = None) -> Sheet | None:
    """Return the sum a question asks for with its steps, or None when it asks for none."""
    found = figures(text)
    if template is not None:
        found = from_draft(found, template, draft)
    if not _WANTS.search(text) and (found.base is None or found.rate is None):
        return None
    line = _line(found)
    if not line:
        return None
    sheet = Sheet(text)
    if found.assumed:
        line += wording.SUM_ASSUMED.format(what="、".join(found.assumed))
    sheet.say("结论", line)
    if found.base is not None:
        sheet.say("提示", wording.SUM_NOTE)
    return sheet


def _line(found: Figures) -> str:
    if found.rate is None:
        return ""
    if found.base is not None and found.tax and not found.daily:
        net = found.base / (1 + found.rate)
        return wording.SUM_TAX.format(
            base=plain(found.base), rate=found.shown, net=plain(net), tax=plain(found.base - net)
        )
    if found.base is not None and found.days is not None and found.daily:
        result = found.base * found.rate * found.days
        return wording.SUM.format(
            base=plain(found.base), rate=found.shown, days=plain(found.days), result=plain(result)
        )
    if found.base is not None and found.days is None:
        return wording.SUM_PERCENT.format(
            base=plain(found.base), rate=found.shown, result=plain(found.base * found.rate)
        )
    if found.base is None and found.daily and found.rate < Decimal("0.02"):
        return wording.YEARLY.format(
            rate=found.shown, figure=found.shown, percent=plain(found.rate * 36500)
        )
    return ""
