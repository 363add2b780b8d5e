"""Amounts of time in words: 三个半月, 一年零三个月, 半天; parts of dates are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.kinds.numerals import APART, NUMBER, number, vague

_UNITS = {
    "workday": r"个?\s*工作[日天]|\s*(?:wd\b|(?:working|business)\s+days?)", "day": r"个?\s*(?:自然日|日历[日天]|天)|日(?!元|圆|息|利率)|\s*(?:calendar\s+)?days?\b",
    "week": r"个?\s*(?:周(?!年|[一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天]))|\s*weeks?\b",
    "month": r"个\s*月|\s*months?\b", "quarter": r"个\s*季度?(?!末)",
    "year": r"(?:个\s*整?|周|整)?年(?![初底末中份度])|\s*(?:years?|yrs?)\b", "hour": r"个?\s*(?:小时|钟头)|个\s*钟(?!头)|\s*(?:hours?|hrs?)\b",
    "minute": r"个?\s*分钟",
}  # fmt: skip
NAMES = {"workday": "个工作日", "day": "日", "week": "周", "month": "个月", "quarter": "个季度", "year": "年",
         "hour": "小时", "minute": "分钟"}  # fmt: skip
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_HALF_UNIT = r"个\s*(?P<hm>月)|(?P<hy>年)|个?\s*(?P<hd>天)|个?\s*(?P<hh>小时|钟头)"
_DURATION = re.compile(
    rf"(?i:(?<!第){APART}(?P<n>{NUMBER})\s*(?P<mid>个半(?=月|年|小时|钟头|工作日))?(?:{_UNIT}|(?P<bm>月))(?P<tail>半(?!年|个|天)|多|来|余)?)"
)
_HALF = re.compile(rf"(?<![个年天月])半\s*(?:{_HALF_UNIT})")
DATES = re.compile(
    rf"(?:\d{{4}}|\d{{2}}|[〇零○一二三四五六七八九]{{2,4}})\s*年(?=\s*(?:{NUMBER}\s*月|[初底末中]))|(?:\d{{4}}|[一二][〇零○九][〇零○一二三四五六七八九]{{2}})\s*年"
    rf"|{NUMBER}\s*月份?\s*(?:{NUMBER}\s*[日号]?|[初底末中])|(?:本|这个?|下+个?|上个?|当|次|每|同)月\s*{NUMBER}\s*[日号]|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
)


@dataclass(frozen=True)
class Duration:
    """An amount of time as said: number by unit, in the words ``text[start:end]``."""

    start: int
    end: int
    parts: tuple[tuple[str, Decimal], ...]
    blur: bool = False


def durations(text: str) -> list[Duration]:
    """Return every duration in folded ``text``; parts of dates (2026年, 12月20日) are none."""
    masked = DATES.sub(lambda m: "\u0001" * len(m[0]), text)
    single = [d for m in _DURATION.finditer(masked) if (d := _duration(m))]
    taken = {i for d in single for i in range(d.start, d.end)}
    single += [_half(m) for m in _HALF.finditer(masked) if m.start() not in taken]
    merged: list[Duration] = []
    for one in sorted(single, key=lambda d: d.start):
        last = merged[-1] if merged else None
        if (
            last
            and _joins(last, one)
            and re.fullmatch(r"\s*(?:零|又|加|外加|and)?\s*", masked[last.end : one.start])
        ):
            merged[-1] = Duration(
                last.start, one.end, last.parts + one.parts, last.blur or one.blur
            )
        else:
            merged.append(one)
    merged = [replace(d, blur=d.blur or _beside(masked, d, merged)) for d in merged]
    return [d for d in merged if not _ODD_REST.match(masked[d.end :]) and not _odd_start(masked, d)]


def _beside(text: str, one: Duration, others: list[Duration]) -> bool:
    """Whether another amount of time stands right beside this one (十天半个月, 三年五年): no exact one is meant."""
    return any(
        o.parts != one.parts and not text[min(o.end, one.end) : max(o.start, one.start)].strip()
        for o in others
    )


_ODD_REST = re.compile(rf"\s*(?:(?:零|又|加|外加|余)\s*{NUMBER}\s*(?:个\s*)?(?:{'|'.join(p for p in _UNITS.values())})|{NUMBER}\s*(?:时(?!候|间|常|不时)|分钟?|秒)|半个?月)")
"""Amounts of which a contract holds only a part: 两天又一个月, 8天20时."""


def _odd_start(text: str, one: Duration) -> bool:
    """Whether a duration is the end of an odd one (…又一个月)."""
    units = "|".join(_UNITS.values())
    return bool(re.search(rf"(?:{units})\s*(?:零|又|外加|余)\s*$", text[: one.start]))


def _joins(last: Duration, one: Duration) -> bool:
    order = list(NAMES)
    return order.index(last.parts[-1][0]) > order.index(one.parts[0][0]) and last.parts[-1][0] in (
        "year",
        "month",
        "week",
        "day",
    )


def _duration(match: re.Match[str]) -> Duration | None:
    unit = "month?" if match["bm"] else next(k for k in _UNITS if match[k])
    if unit == "month?" and not match["mid"] and not re.fullmatch("[俩倆仨]", match["n"]):
        return None
    unit = "month" if unit == "month?" else unit
    amount = number(match["n"])
    blur = vague(match["n"]) or match["tail"] in ("多", "来", "余") or amount is None
    if amount is None and not vague(match["n"]):
        return None
    value = amount or Decimal(0)
    if match["mid"] or match["tail"] == "半":
        value += Decimal("0.5")
    if unit == "year" and value >= 1000:
        return None
    return Duration(match.start(), match.end(), ((unit, value),), blur)


def _half(match: re.Match[str]) -> Duration:
    unit = "month" if match["hm"] else "year" if match["hy"] else "day" if match["hd"] else "hour"
    return Duration(match.start(), match.end(), ((unit, Decimal("0.5")),))
