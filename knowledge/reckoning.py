"""Dates and periods as rules reckon with them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")


def dates_in(text: str) -> list[date]:
    """Return the calendar dates written in a text; impossible ones are passed over."""
    found = []
    for year, month, day in _DATE.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def as_date(value: Any) -> date | None:
    """Return the date that a value is, or None when it is not exactly one date."""
    text = str(value or "").strip()
    return next(iter(dates_in(text)), None) if _DATE.fullmatch(text) else None


def as_period(value: Any) -> tuple[int, int] | None:
    """Return (months, days) of a canonical period such as 6个月, 2年, 30日."""
    match = re.fullmatch(r"(\d+)\s*(年|个月|日|天)", str(value or "").strip())
    if not match:
        return None
    count = int(match[1])
    return {"年": (count * 12, 0), "个月": (count, 0)}.get(match[2], (0, count))


def after(start: date, period: tuple[int, int]) -> date:
    """Return the day a period ends that begins on ``start``."""
    month = start.month - 1 + period[0]
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=period[1])


def days_of(period: tuple[int, int]) -> Decimal:
    return Decimal(period[0]) * Decimal("30.4375") + period[1]
