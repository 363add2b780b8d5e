"""Counted kinds: workdays, days, years, hours, copies, int and period; durations never change unit silently."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from knowledge.kinds.base import Found, Kind, Mention, Read, Refused, basic, bounds, example, fold
from knowledge.kinds.durations import DATES, durations
from knowledge.kinds.frequencies import YEARLY, frequencies
from knowledge.kinds.numerals import APART, NUMBER, number, plain, vague
from knowledge.kinds.speech import asks, filler, settle, stated, undecided
from knowledge.template import Slot, Value

Convert = Callable[[Slot, dict[str, Decimal], str], Mention | Refused | Value]


def _mentions(slot: Slot, text: str, convert: Convert) -> list[Mention]:
    out: list[Mention] = []
    for one in durations(text):
        words = text[one.start : one.end]
        parts: dict[str, Decimal] = {}
        for unit, amount in one.parts:
            parts[unit] = parts.get(unit, Decimal(0)) + amount
        if one.blur:
            bad = Refused(
                "vague", f"「{words[:24]}」不是准数,{slot.label}要一个确定的数,请再说一次。"
            )
            out.append(Mention(one.start, one.end, bad=bad))
            continue
        made = convert(slot, parts, words)
        if isinstance(made, Refused):
            out.append(Mention(one.start, one.end, bad=made))
        elif isinstance(made, Mention):
            out.append(Mention(one.start, one.end, made.value, made.note))
        else:
            out.append(Mention(one.start, one.end, made))
    return out


def _unit_refusal(slot: Slot, words: str, wanted: str) -> Refused:
    if wanted == "个工作日":
        return Refused(
            "unit",
            f"「{words[:24]}」没有说是工作日。{slot.label}按工作日计:请告诉我是几个工作日(自然日不能直接换算)。",
        )
    return Refused(
        "unit",
        f"{slot.label}按{wanted.removeprefix('个')}计，「{words}」不能直接换算，请用{wanted.removeprefix('个')}来说。{example(slot)}",
    )


def _only(parts: dict[str, Decimal], unit: str) -> Decimal | None:
    return parts[unit] if set(parts) == {unit} else None


def _workdays(slot: Slot, parts: dict[str, Decimal], words: str) -> Mention | Refused | Value:
    amount = _only(parts, "workday")
    return plain(amount) if amount is not None else _unit_refusal(slot, words, "个工作日")


def _days(slot: Slot, parts: dict[str, Decimal], words: str) -> Mention | Refused | Value:
    if (amount := _only(parts, "day")) is not None:
        return plain(amount)
    if (amount := _only(parts, "week")) is not None:
        return Mention(0, 0, plain(amount * 7), f"{words}按{plain(amount * 7)}日(自然日)填写")
    return _unit_refusal(slot, words, "自然日")


def _years(slot: Slot, parts: dict[str, Decimal], words: str) -> Mention | Refused | Value:
    if set(parts) <= {"year", "month"}:
        months = parts.get("year", Decimal(0)) * 12 + parts.get("month", Decimal(0))
        if months % 12 == 0:
            return Mention(
                0,
                0,
                plain(months / 12),
                "" if "month" not in parts else f"{words}按{plain(months / 12)}年填写",
            )
    return _unit_refusal(slot, words, "整年")


def _hours(slot: Slot, parts: dict[str, Decimal], words: str) -> Mention | Refused | Value:
    if (amount := _only(parts, "hour")) is not None:
        return plain(amount)
    if (amount := _only(parts, "day")) is not None and amount == int(amount):
        return Mention(0, 0, plain(amount * 24), f"{words}按{plain(amount * 24)}小时填写")
    return _unit_refusal(slot, words, "小时")


def _period(slot: Slot, parts: dict[str, Decimal], words: str) -> Mention | Refused | Value:
    """Years, quarters and months count in months; weeks and days in days; the two never mix."""
    if set(parts) <= {"year", "quarter", "month"}:
        months = (
            parts.get("year", Decimal(0)) * 12
            + parts.get("quarter", Decimal(0)) * 3
            + parts.get("month", Decimal(0))
        )
        if months == int(months) and months > 0:
            return f"{int(months) // 12}年" if months % 12 == 0 else f"{int(months)}个月"
        if months == Decimal("0.5"):
            return Mention(0, 0, "15日", f"{words}按15日填写")
    elif set(parts) <= {"week", "day"}:
        days = parts.get("week", Decimal(0)) * 7 + parts.get("day", Decimal(0))
        if days == int(days) and days > 0:
            return Mention(
                0, 0, f"{int(days)}日", f"{words}按{int(days)}日填写" if "week" in parts else ""
            )
    return Refused(
        "unit", f"「{words[:24]}」不好写成一个期限,请用几年、几个月或几日来说。{example(slot)}"
    )


_BARE = re.compile(rf"(?<![\d.A-Za-z]){APART}(?P<sign>[-负]?)\s*(?P<n>{NUMBER})")
_FOREVER = re.compile(r"永久|永远|长期|无限期|终身|一直")


def bare_numbers(slot: Slot, text: str, measures: str) -> list[Mention]:
    """Numbers with an optional measure word out of ``measures``; vague ones are marked bad."""
    out: list[Mention] = []
    for match in _BARE.finditer(text):
        tail = re.match(rf"\s*(?:{measures})", text[match.end() :])
        end = match.end() + (tail.end() if tail else 0)
        amount = number(match["n"])
        start = match.start("sign") if match["sign"] else match.start("n")
        words = text[start:end]
        if amount is None:
            code = "vague" if vague(match["n"]) else "format"
            why = "不是准数" if code == "vague" else "看不准是多少"
            out.append(
                Mention(
                    start,
                    end,
                    bad=Refused(code, f"「{words[:24]}」{why},{slot.label}请写一个确定的数。"),
                )
            )
        else:
            out.append(Mention(start, end, plain(-amount if match["sign"] else amount)))
    return out


def _reader(
    name: str, unit: str, convert: Convert | None, measures: str
) -> Callable[[Slot, str, date], Read | Refused]:
    def read(slot: Slot, text: str, today: date) -> Read | Refused:
        folded = fold(text)
        if refused := basic(slot, text) or asks(slot, text):
            return refused
        mentions = (
            _mentions(slot, folded, convert)
            if convert
            else _copies(slot, folded)
            if name == "copies"
            else _often(slot, folded)
            if name == "int"
            else []
        )
        if not mentions:
            mentions = _by_itself(slot, folded, measures)
            if mentions and name == "period":
                return Refused("unit", f"{slot.label}还缺单位:是年、个月还是日?{example(slot)}")
        chosen = settle(slot, folded, mentions)
        if isinstance(chosen, Refused):
            return chosen
        if chosen is None:
            return undecided(slot, text) or _nothing(slot, folded, unit)
        return checked(slot, name, chosen, unit)

    return read


def checked(slot: Slot, name: str, chosen: Mention, unit: str) -> Read | Refused:
    """Return the mention's value once it has passed the same checks as a value given by a program."""
    return valid_count(name, unit)(slot, chosen.value) or Read(chosen.value, chosen.note)


def _nothing(slot: Slot, text: str, unit: str) -> Refused:
    if forever := _FOREVER.search(text):
        return Refused(
            "format", f"{slot.label}要写明具体多长,不能写「{forever[0]}」。{example(slot)}"
        )
    if slot.kind == "period" and (day := DATES.search(text)):
        until = re.match(r"[\d〇零○一二三四五六七八九十年月日号底初末中/.\-\s]+", text[day.start() :])
        return Refused(
            "unit", f"「{(until or day)[0].strip()[:24]}」是到哪一天为止，{slot.label}要写多长：从生效那天起几个月或几年？{example(slot)}"
        )
    wanted = f"({unit})" if unit else ""
    return Refused("format", f"没有听出{slot.label}是多少，请给一个数{wanted}。{example(slot)}")


def _by_itself(slot: Slot, text: str, measures: str) -> list[Mention]:
    """Bare numbers count only when nothing but filler stands around all of them."""
    found = bare_numbers(slot, text, measures)
    spans = [(m.start, m.end) for m in found]
    stripped = text
    for pattern in _SPOKEN:
        stripped = pattern.sub(lambda m: " " * len(m[0]), stripped)
    return found if filler(slot, stripped, spans) else []


_SPOKEN = (
    re.compile(
        r"不是|不对|不要|不(?=[,。\s])|错了|说错|应该|而是|改成?|还是|到|至|或者?|[-~—]|大概|大约|约|左右|上下|来|(?<!最)多|最少|至少|以上|以下"
    ),
)


def _often(slot: Slot, text: str) -> list[Mention]:
    """Times a year said by another span of time (每季度一次), for a slot that counts by the year."""
    found = frequencies(text)
    if YEARLY.search(" ".join((slot.label, *slot.aliases))):
        return found
    return [Mention(m.start, m.end, bad=Refused("unit", f"「{text[m.start : m.end]}」说的是多久一次，{slot.label}要一个总数。")) for m in found]


def _copies(slot: Slot, text: str) -> list[Mention]:
    """Copies: 一式四份 is the total, 各执两份 each party's, 备案一份 the rest; the slot's name says which."""
    found = [
        m for m in bare_numbers(slot, text, "份") if text[m.start : m.end].rstrip().endswith("份")
    ]
    each = re.compile(r"(?:各|每[方人家]|分别)[^,。;]{0,4}$")
    other = re.compile(r"(?:备案|登记|留存|存档|平台)[^,。;]{0,4}$")
    own = (
        "each"
        if re.search(r"每方|各", slot.label)
        else "other"
        if re.search(r"备案|登记|留存|其他", slot.label)
        else "total"
    )
    sorted_out: dict[str, list[Mention]] = {"each": [], "other": [], "total": []}
    for mention in found:
        before = text[: mention.start]
        role = "each" if each.search(before) else "other" if other.search(before) else "total"
        sorted_out[role].append(mention)
    if sorted_out[own] or not found:
        return sorted_out[own]
    if own == "total" or sorted_out["total"] == [] or len(found) > 1:
        words = text[found[0].start : found[0].end]
        return [
            Mention(
                m.start,
                m.end,
                bad=Refused(
                    "ambiguous",
                    f"「{words[:24]}」说的不像是{slot.label},请直接告诉我{slot.label}是几份。",
                ),
            )
            for m in found
        ]
    return found


def _finder(convert: Convert | None, measures: str) -> Callable[[Slot, str, date], list[Found]]:
    def find(slot: Slot, text: str, today: date) -> list[Found]:
        folded = fold(text)
        if convert:
            return stated(folded, _mentions(slot, folded, convert))
        masked = DATES.sub(lambda m: "\u0001" * len(m[0]), folded)
        often = frequencies(masked) if "次" in measures else []
        found = bare_numbers(slot, masked, measures)
        counted = [
            m
            for m in found
            if re.search(rf"(?:{measures})$", folded[m.start : m.end].rstrip())
            and isinstance(m.value, int)
            and not any(o.start < m.end and m.start < o.end for o in often)
        ]
        return stated(folded, [*often, *(m for m in counted if not folded[: m.start].endswith("第"))])

    return find


def valid_count(name: str, unit: str) -> Callable[[Slot, Value], Refused | None]:
    """Return the validator of a counted kind: a whole number from 0 (or 1), within the slot's range."""
    least = 0 if name in ("copies", "int", "years") else 1

    def valid(slot: Slot, value: Value) -> Refused | None:
        if name == "period":
            return _valid_period(slot, value)
        if isinstance(value, bool) or not isinstance(value, int):
            return Refused(
                "format", f"{slot.label}要一个整数{f'({unit})' if unit else ''}，「{value}」不是。"
            )
        if value < least:
            return Refused("bounds", f"{slot.label}不能小于{least}，「{value}」不行，请换一个数。")
        if value > 10**6:
            return Refused("bounds", f"{slot.label}写成了{value}，太大了，请核对。")
        return bounds(slot, value, unit)

    return valid


def _valid_period(slot: Slot, value: Value) -> Refused | None:
    match = re.fullmatch(r"([1-9]\d{0,4})(年|个月|日)", value) if isinstance(value, str) else None
    if not match:
        return Refused(
            "format", f"{slot.label}要写成「6个月」「2年」「30日」这样，「{value}」不是。"
        )
    if match[2] == "个月" and int(match[1]) % 12 == 0:
        return Refused("format", f"{slot.label}的「{value}」请写成「{int(match[1]) // 12}年」。")
    if int(match[1]) > {"年": 100, "个月": 1200, "日": 36500}[match[2]]:
        return Refused("bounds", f"{slot.label}写成了{value}，太长了，请核对。")
    return None


def _plain_write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


def _kind(name: str, label: str, unit: str, convert: Convert | None, measures: str) -> Kind:
    return Kind(
        name,
        label,
        _reader(name, unit, convert, measures),
        _plain_write,
        _finder(convert, measures),
        valid_count(name, unit),
    )


COUNTS = (
    _kind("workdays", "工作日数", "个工作日", _workdays, r"(?!)"),
    _kind("days", "天数", "日", _days, r"(?!)"),
    _kind("years", "年数", "年", _years, r"(?!)"),
    _kind("hours", "小时数", "小时", _hours, r"(?!)"),
    _kind("period", "期限", "", _period, r"(?!)"),
    _kind("copies", "份数", "份", None, "份"),
    _kind("int", "整数", "", None, "个|次|轮|遍|回|人|台|套|项|条|批|名|rounds?|times?"),
)
