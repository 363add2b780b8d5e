"""date (one day) and timing (one day, or an arrangement such as 合同生效后10个工作日内)."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from knowledge.kinds.base import (
    Found,
    Kind,
    Mention,
    Read,
    Refused,
    basic,
    example,
    fold,
    length,
    strip_label,
    tidy,
    unquote,
)
from knowledge.kinds.calendar import dates, printed
from knowledge.kinds.speech import asks, filler, live, settle, stated, undecided
from knowledge.template import Slot, Value

_OPEN_ENDED = re.compile(r"^\s*(?:以后|之后|过后|后(?!续)|左右|前后|上下)")
_MONTH_DAY = re.compile(r"(?<![\d.])(?P<m>\d{1,2})[.\-](?P<d>\d{1,2})(?![\d.%])")


def _dated(text: str, today: date) -> list[Mention]:
    return [_closed(text, mention) for mention in dates(text, today)]


def _closed(text: str, mention: Mention) -> Mention:
    """Return the mention, refused when the words after it leave the day open (12月20号以后)."""
    after = _OPEN_ENDED.match(text[mention.end :])
    if mention.bad or not after:
        return mention
    words = text[mention.start : mention.end] + after[0]
    bad = Refused("vague", f"「{words}」没有说定哪一天，请给一个确定的日期。")
    return Mention(mention.start, mention.end, bad=bad)


def echo(text: str, mention: Mention) -> str:
    """Return what must be said when the day was worked out: 下月15号按2026年12月15日理解."""
    return (
        f"「{text[mention.start : mention.end].strip()}」按{printed(mention.value)}理解"
        if mention.note
        else ""
    )


def _read_date(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    mentions = _dated(folded, today)
    if not mentions:
        mentions = _short(slot, folded, today)
    chosen = settle(slot, folded, mentions, strict=True)
    if isinstance(chosen, Refused):
        return chosen
    if chosen is None:
        return undecided(slot, text) or Refused(
            "format", f"没有听出{slot.label}是哪天，请给年月日，例如 2026年12月15日。"
        )
    return Read(chosen.value, echo(folded, chosen))


def _short(slot: Slot, text: str, today: date) -> list[Mention]:
    """12.20 on its own is a day of the year in an answer about a date."""
    match = _MONTH_DAY.search(text)
    if not match or not filler(slot, text, [match.span()]):
        return []
    return [
        Mention(match.start(), match.end(), m.value, "assumed", m.bad)
        for m in dates(f"{match['m']}/{match['d']}", today)
    ]


def _find_date(slot: Slot, text: str, today: date) -> list[Found]:
    folded = fold(text)
    mentions = _dated(folded, today)
    noted = [
        Mention(m.start, m.end, m.value, "" if m.bad else echo(folded, m), m.bad) for m in mentions
    ]
    return stated(folded, noted)


def _valid_date(slot: Slot, value: Value) -> Refused | None:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            date.fromisoformat(value)
            return None
    except ValueError:
        return Refused("impossible", f"{slot.label}「{value}」这一天不存在，请核对。")
    return Refused("format", f"{slot.label}要写成 2026-12-15 这样，「{value}」不是。")


def _write_date(slot: Slot, value: Value, form: str) -> str:
    return printed(value)


_ARRANGED = re.compile(
    r"分[^,。;]{0,4}[批次期]|批|阶段|分别|先|再|剩|其余|余下|尾款|首|第|[%每起]|工作日|之后|后(?!续)|以内|之内|日内|天内|至少|同时|另|其中|一半|部分"
)
_TIME_WORDS = re.compile(
    r"[天日周月年时]内|以内|之内|[前后](?!端|处理)|[同之]日|当[天日]|同时|随|每|批|阶段|\d{4}|年|月|工作日|小时|季度|起|届满|止|即日|立即|当场"
)
_SOFT = re.compile(
    r"尽快|尽早|近期|及时|适时|早日|左右|前后|差不多|大概|大约|可能|几[天日周个]|上旬|中旬|下旬|月初|年初|年中"
)


def _read_timing(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text) or undecided(slot, text):
        return refused
    mentions = dates(folded, today)
    standing = live(folded, mentions)
    if one := _one_date(folded, mentions, standing):
        chosen = settle(slot, folded, [m for m in mentions if m.bad is None])
        return (
            Read(one.value, echo(folded, one))
            if isinstance(chosen, Mention)
            else chosen or Read(one.value)
        )
    if refused := _loose(slot, folded, standing):
        return refused
    if soft := _SOFT.search(folded):
        return Refused(
            "vague",
            f"「{soft[0]}」说不准,{slot.label}请给确定的日期,或「合同生效后10个工作日内」这样的期限。",
        )
    if bad := next(
        (m.bad for m in standing if m.bad and m.bad.code in ("impossible", "bounds", "ambiguous")),
        None,
    ):
        return bad
    return _arrangement(slot, text, folded, mentions)


def _one_date(text: str, mentions: list[Mention], standing: list[Mention]) -> Mention | None:
    good = {m.value for m in standing if m.bad is None}
    if len(good) != 1 or any(m.bad for m in standing):
        return None
    one = next(m for m in standing if m.bad is None)
    rest = "".join(c for i, c in enumerate(text) if not any(m.start <= i < m.end for m in mentions))
    if _ARRANGED.search(rest) or re.search(r"\d", rest) or _OPEN_ENDED.match(text[one.end :]):
        return None
    return one if len(re.sub(r"[\s\W]", "", rest)) <= 20 else None


def _loose(slot: Slot, text: str, standing: list[Mention]) -> Refused | None:
    """Refuse an open end (12月20日以后) and months or years that move with today (下个月内)."""
    days = [m for m in standing if m.bad is None]
    for one, other in pairwise(days):
        if (
            re.fullmatch(r"\s*(?:前|之前)?\s*(?:或者?|或是|还是|,)\s*", text[one.end : other.start])
            and one.value != other.value
        ):
            return Refused(
                "range", f"「{text[one.start : other.end]}」有两个日子,{slot.label}请选定一个。"
            )
    for mention in standing:
        words = text[mention.start : mention.end]
        bounded = re.match(r"\s*(?:以?内|之内|起|中)", text[mention.end :])
        if (
            mention.bad
            and mention.bad.code == "vague"
            and (not bounded or re.search(r"[明下今本这上去]", words))
        ):
            return mention.bad
        if len(standing) == 1 and mention.bad is None and _OPEN_ENDED.match(text[mention.end :]):
            return Refused(
                "vague", f"「{words}」以后没有最晚的时候，{slot.label}请给一个最晚的日期。"
            )
    return None


def _arrangement(slot: Slot, text: str, folded: str, mentions: list[Mention]) -> Read | Refused:
    words = tidy(text) if len(tidy(text)) != len(text) else text
    notes: list[str] = []
    if words == text:
        for mention in sorted(
            (m for m in mentions if m.bad is None and m.note), key=lambda m: -m.start
        ):
            notes.insert(0, echo(folded, mention))
            words = words[: mention.start] + printed(mention.value) + words[mention.end :]
    elif relative := next((m for m in mentions if m.bad is None and m.note), None):
        notes.append(echo(folded, relative))
        words = words.replace(
            folded[relative.start : relative.end].strip(), printed(relative.value), 1
        )
    words = re.sub(
        r"\s*\n\s*", ";", re.sub(r"[。;,]+$", "", unquote(strip_label(slot, tidy(words))))
    )
    if not _TIME_WORDS.search(words) or len(words) < 3:
        return Refused(
            "format", f"「{words[:20]}」看不出时间,{slot.label}请给日期或期限。{example(slot)}"
        )
    return _valid_timing(slot, words) or Read(words, ";".join(notes))


def _valid_timing(slot: Slot, value: Value) -> Refused | None:
    if not isinstance(value, str):
        return Refused("format", f"{slot.label}要写成日期或一句话，「{value}」不是。")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return _valid_date(slot, value)
    return basic(slot, value) or length(slot, value, 2, 200)


def _write_timing(slot: Slot, value: Value, form: str) -> str:
    return f"{printed(value)}前" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else str(value)


DATES = (
    Kind("date", "日期", _read_date, _write_date, _find_date, _valid_date),
    Kind("timing", "时间安排", _read_timing, _write_timing, _find_date, _valid_timing),
)
