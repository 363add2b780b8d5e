"""How often: 每季度一次 is four times a year, 半年查一回 twice; only what comes out whole is a number."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.kinds.base import Mention, Refused
from knowledge.kinds.numerals import APART, NUMBER, number, plain

_MONTHS = {"年": 12, "季": 3, "月": 1}
_OFTEN = re.compile(
    rf"(?:(?P<every>每隔?(?:满|个)?|逢|一个?|全|1个?)|(?P<at>(?<![年月周季\d一二两三四五六七八九十个])))\s*"
    rf"(?:(?P<half>半)(?:个)?年度?|(?P<n>{APART}{NUMBER})?\s*(?P<ge>个?)\s*(?P<p>年度?|季度?|月|周|星期|礼拜))"
    rf"(?P<mid>[^,。;\d一二两三四五六七八九十]{{0,6}}?)(?P<t>{APART}{NUMBER})\s*(?:次(?!性)|回(?!款|来|去|复)|遍|趟)"
)
YEARLY = re.compile(r"每年|一年|年度|每一年|全年")
"""In a slot's name: its number counts what is done within a year."""


def frequencies(text: str) -> list[Mention]:
    """Return every frequency in folded ``text`` as times a year; one that does not come out whole is marked bad."""
    found = []
    for match in _OFTEN.finditer(text):
        plainly = match["half"] or (match["p"] or "").startswith("季") or (match["ge"] and match["n"])
        if not match["every"] and not plainly:
            continue  # 3月两次 is no frequency
        start = match.start()
        words = text[start : match.end()]
        often = _a_year(match)
        if often is None:
            bad = Refused("unit", f"「{words}」不好换算成一年几次，请直接说每年几次。")
            found.append(Mention(start, match.end(), bad=bad))
        else:
            note = "" if match["p"] and match["p"].startswith("年") else f"「{words}」按每年{often}次填写"
            found.append(Mention(start, match.end(), often, note))
    return found


def _a_year(match: re.Match[str]) -> int | None:
    times, span = number(match["t"]), number(match["n"]) if match["n"] else Decimal(1)
    if times is None or not span:
        return None
    if match["half"]:
        result = times * 2
    elif match["p"][0] in _MONTHS:
        result = times * 12 / (span * _MONTHS[match["p"][0]])
    else:
        result = times * 52 / span
    return int(plain(result)) if result == result.to_integral_value() else None
