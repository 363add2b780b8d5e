"""Sums that a question asks for: late payment by the day, limits, shares, tax; every step is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assistant.answering import phrases as wording
from assistant.answering.figures import Figures, Rate, figures
from assistant.answering.sheet import Sheet
from assistant.draft import Draft
from knowledge.contract import effective
from knowledge.kinds.numerals import number
from knowledge.template import Template, Terms

_WANTS = re.compile(
    r"多少|几[块元万千百钱]|怎么算|算一?下|算算|计算|合多少|等于|折合|是不是太|太[高狠重贵]|狠|赔|罚|超[了过没]|够不够"
)
_TAX = re.compile(r"含税|税额|税前|去税|税是多少|多少税|价税")
_PARTS = re.compile(r"每[笔期次]|第[一二三四五六七八九十\d]+[笔期次]|最后一?[笔期次]|各[笔期付是]|分别|首付|首款|预付|尾款|进度款|头款")
_DELIVERS = re.compile(r"交付|交货|交[模数成]|拖期|延期|工期|晚交|迟交|没做完|甲方(?:晚|拖|逾期|迟)")
_PAYS = re.compile(r"付|款|欠|给钱|尾款")
_ORDINAL = re.compile(r"第([一二三四五六七八九十\d]+)[笔期次]")
_CENT = Decimal("0.01")
_HIGH = Decimal("0.001")
_THIRTY = Decimal("0.3")


@dataclass(frozen=True)
class Assumed:
    """What a sum took from elsewhere than the question, by the names of the slots."""

    draft: tuple[str, ...] = ()
    default: tuple[str, ...] = ()

    def words(self) -> str:
        """Say it."""
        found = wording.SUM_ASSUMED.format(what="、".join(self.draft)) if self.draft else ""
        return found + (wording.SUM_DEFAULT.format(what="、".join(self.default)) if self.default else "")


def plain(value: Decimal) -> str:
    """Return a number without needless zeros, at most two decimals, thousands apart."""
    rounded = value.quantize(_CENT, ROUND_HALF_UP) if value.as_tuple().exponent < -2 else value  # type: ignore[operator]
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def computed(text: str, template: Template | None = None, draft: Draft | None = None) -> Sheet | None:
    """Return the sum a question asks for with its steps, or None when it asks for none."""
    found = figures(text)
    wants = bool(_WANTS.search(text))
    if not wants and (found.base is None or found.rate is None):
        return None
    assumed = Assumed()
    lines = _splits(text, found, template, draft)
    if not lines and template is not None:
        found, assumed = _filled(text, found, template, draft)
    lines = lines or _lines(text, found)
    if not lines:
        return None
    sheet = Sheet(text)
    sheet.say("结论", "".join(lines) + assumed.words())
    return sheet


def _lines(text: str, found: Figures) -> list[str]:
    if found.loss and found.penalty:
        return [_against_loss(found.loss, found.penalty)]
    if found.base is not None and found.rate and _TAX.search(text) and not found.late:
        return [_tax(found.base, found.rate, found.net and not re.search("(?:去税|不含税).{0,4}(?:是|多少|几)", text))]
    if found.late or (found.rate and found.rate.per):
        return _late(found)
    if found.base is None:
        return []
    shares = [*found.rates, *([found.cap] if found.cap else [])]
    if found.ratio and not shares:
        shares = [Rate(Decimal(p) / sum(found.ratio), f"{Decimal(p) * 100 / sum(found.ratio):.0f}%") for p in found.ratio]
    return [_share(found.base, rate) for rate in shares]


def _share(base: Decimal, rate: Rate) -> str:
    return wording.SUM_PERCENT.format(base=plain(base), rate=rate.shown, result=plain(base * rate.value))


def _tax(base: Decimal, rate: Rate, net: bool) -> str:
    """Without tax from with tax, or the other way when the amount is said to be without."""
    if net:
        gross = base * (1 + rate.value)
        return wording.SUM_GROSS.format(
            base=plain(base), rate=rate.shown, gross=plain(gross), tax=plain(gross - base)
        )
    value = base / (1 + rate.value)
    return wording.SUM_TAX.format(base=plain(base), rate=rate.shown, net=plain(value), tax=plain(base - value))


def _against_loss(loss: Decimal, penalty: Decimal) -> str:
    over = (penalty - loss) / loss
    form = wording.SUM_OVER_LOSS if over > _THIRTY else wording.SUM_WITHIN_LOSS
    return form.format(loss=plain(loss), penalty=plain(penalty), percent=plain(over * 100))


def _late(found: Figures) -> list[str]:
    lines = []
    for rate in found.rates:
        if found.days is None:
            lines += [_once(found.base, rate)] if found.base is not None and not rate.per else []
        elif found.base is not None and rate.per:
            lines.append(_by_days(found.base, rate, found.days, found.time))
        elif found.base is not None:
            lines.append(wording.SUM_ONCE_OR_DAILY.format(
                base=plain(found.base), rate=rate.shown, result=plain(found.base * rate.value),
                days=plain(found.days), daily=plain(found.base * rate.value * found.days),
            ))
        elif rate.per:
            lines.append(wording.SUM_PART.format(
                rate=rate.shown, days=plain(found.days), percent=plain(rate.daily * found.days * 100)
            ))
    lines += [_capped(found)] if found.cap else []
    shown = [r for r in found.rates if r.per == "日" and (not lines or r.value >= _HIGH)]
    return [line for line in lines if line] + [_yearly(r) for r in shown if r.value < Decimal("0.02")]


def _once(base: Decimal | None, rate: Rate) -> str:
    return _share(base, rate) if base is not None else ""


def _by_days(base: Decimal, rate: Rate, days: Decimal, time: str) -> str:
    whole = {"日": "", "月": "÷30", "年": "÷365"}[rate.per] if rate.per else ""
    text = wording.SUM.format(
        base=plain(base), rate=rate.shown + whole, days=plain(days), result=plain(base * rate.daily * days)
    )
    return text + (wording.SUM_MONTHS.format(time=time) if "月" in time else "")


def _capped(found: Figures) -> str:
    """What the upper limit comes to, whether the sum reaches it, and after how many days it does."""
    cap, rate = found.cap, found.rate
    if cap is None:
        return ""
    words, over = "", False
    if found.base is not None:
        limit = found.base * cap.value
        words = wording.SUM_CAP.format(base=plain(found.base), rate=cap.shown, result=plain(limit))
        if rate and rate.per and found.days is not None:
            over = found.base * rate.daily * found.days > limit
            words += (wording.SUM_CAP_OVER if over else wording.SUM_CAP_UNDER).format(limit=plain(limit))
    if rate and rate.per and rate.daily and (over or found.days is None):
        words += wording.SUM_CAP_DAYS.format(days=plain((cap.value / rate.daily).quantize(Decimal("0.1")).normalize()))
    return words


def _yearly(rate: Rate) -> str:
    return wording.YEARLY.format(rate=rate.shown, figure=rate.shown, percent=plain(rate.value * 36500))


def _values(template: Template, draft: Draft | None) -> dict[str, Any]:
    return dict(effective(template, draft.terms() if draft else Terms()))


def _filled(
    text: str, found: Figures, template: Template, draft: Draft | None
) -> tuple[Figures, Assumed]:
    """Fill in what a question about being late (or about tax) leaves out, and note what was taken."""
    values = _values(template, draft)
    given = draft.values if draft else {}
    taken: list[str] = []
    if draft and found.base is None and _TAX.search(text) and values.get("total_fee"):
        found, taken = replace(found, base=Decimal(str(values["total_fee"]))), ["total_fee"]
        if not found.rates and values.get("tax_rate") is not None:
            found, taken = replace(found, rates=(_percent(values["tax_rate"]),)), [*taken, "tax_rate"]
        return found, _assumed(template, given, taken)
    if found.days is None or not found.late:
        return found, Assumed()
    delivers = bool(_DELIVERS.search(text)) and not (_PAYS.search(text) and "付款" in text)
    if not found.rates:
        found, taken = _rated(found, values, delivers)
    if draft and found.base is None:
        found, more = _based(text, found, values, delivers)
        taken += more
    if delivers and found.cap is None and "penalty_cap_percent" in values and draft and taken:
        found, taken = replace(found, cap=_percent(values["penalty_cap_percent"])), [*taken, "penalty_cap_percent"]
    return found, _assumed(template, given, taken)


def _percent(value: Any) -> Rate:
    return Rate(Decimal(str(value)) / 100, f"{plain(Decimal(str(value)))}%")


def _rated(found: Figures, values: Mapping[str, Any], delivers: bool) -> tuple[Figures, list[str]]:
    """The rate of being late with delivery or with payment."""
    slot = "delay_penalty_rate" if delivers else "late_payment_rate"
    if values.get(slot) is not None:
        value = Decimal(str(values[slot]))
        return replace(found, rates=(Rate(value / 1000, f"{plain(value)}‰", "日"),)), [slot]
    words = values.get("penalty_a_delay")
    if delivers and isinstance(words, str):
        told = figures(f"逾期{words}")
        if told.rate:
            return replace(found, rates=told.rates, cap=found.cap or told.cap), ["penalty_a_delay"]
    return found, []


def _based(
    text: str, found: Figures, values: Mapping[str, Any], delivers: bool
) -> tuple[Figures, list[str]]:
    """The amount due: one payment of the plan when the question names it, else the whole fee."""
    total = values.get("total_fee")
    if total is None:
        fixed = values.get("penalty_base") if delivers else None
        return (replace(found, base=Decimal(str(fixed))), ["penalty_base"]) if fixed is not None else (found, [])
    base = Decimal(str(total))
    for row in values.get("payment_nodes") or () if not delivers else ():
        if isinstance(row, dict) and str(row.get("节点", "　")) in text and row.get("比例") is not None:
            share = Decimal(str(row["比例"])) / 100
            return replace(found, base=base * share), ["total_fee", "payment_nodes"]
    return replace(found, base=base), ["total_fee"]


def _assumed(template: Template, given: Mapping[str, Any], taken: list[str]) -> Assumed:
    labels = [(slot, template.slots[slot].label) for slot in taken]
    return Assumed(
        tuple(label for slot, label in labels if slot in given),
        tuple(label for slot, label in labels if slot not in given),
    )


def _splits(text: str, found: Figures, template: Template | None, draft: Draft | None) -> list[str]:
    """Each payment of the draft's plan in money."""
    if template is None or draft is None or not _PARTS.search(text) or found.late or found.rates:
        return []
    total, rows = draft.values.get("total_fee"), draft.values.get("payment_nodes")
    if total is None or not isinstance(rows, list | tuple):
        return []
    base = Decimal(str(total))
    named = [r for r in rows if isinstance(r, dict) and r.get("比例") is not None]
    one = _which_payment(text, len(named))
    if one is not None:
        named = named[one : one + 1]
    return [
        wording.SUM_NODE.format(node=r.get("节点", ""), sum=_share(base, _percent(r["比例"]))) for r in named
    ]


def _which_payment(text: str, count: int) -> int | None:
    """The place of the one payment that a question names by its order; None when it names none that there is."""
    if match := _ORDINAL.search(text):
        place = int(number(match[1]) or 0) - 1
    elif re.search(r"首[付款期笔]|头款|预付", text):
        place = 0
    elif re.search(r"尾款|最后一?[笔期次]", text):
        place = count - 1
    else:
        return None
    return place if 0 <= place < count else None
