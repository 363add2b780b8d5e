"""Rates: percent (6 means 6 %) and permille_day (per mille a day, 万分之五 is 0.5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from knowledge.kinds.base import Found, Kind, Mention, Read, Refused, basic, bounds, example, fold
from knowledge.kinds.numerals import APART, NUMBER, chinese, number, plain, vague
from knowledge.kinds.speech import asks, filler, settle, stated, undecided
from knowledge.template import Slot, Value

DIGITS = "一二两三四五六七八九十百千万亿零壹贰叁肆伍陆柒捌玖拾佰仟\\d"
_OF = {"百": 1, "千": 10, "仟": 10, "万": 100, "萬": 100}
_RATE = re.compile(
    rf"(?P<sign>[-负]\s*)?(?:"
    rf"(?<![{DIGITS}])(?P<of>百|千|仟|万|萬)\s*分\s*之?\s*(?P<part>百(?![分\d一二三四五六七八九])|{NUMBER})(?:\s*个点)?(?!\s*[{DIGITS}])"
    rf"|{APART}(?P<n>{NUMBER})\s*(?:个)?\s*(?P<unit>%|‰|‱|百\s?分\s?点|个?点(?![\d半钟一二三四五六七八九])|成(?![为本交立果员功都品])|折)(?P<odd>(?<=成)(?:半|[一二三四五六七八九1-9](?![\d十百千万])))?"
    rf"|(?<![一二三四五六七八九十百千万\d两几])(?P<short>[万千])(?P<digit>[一二三四五六七八九\d])(?![\d一二三四五六七八九十百千万元块.]))"
)
_SPREAD = re.compile(rf"(?<=[{DIGITS}点點个百分之])\s+(?=[{DIGITS}点點个個百分之])")
"""Blanks inside one rate that is written letter by letter (一 百 五 十 个 百 分 点)."""
_HALF = re.compile(r"对半|一半|各半")


_A_DAY = re.compile(rf"(?<=分之)(?P<n>{NUMBER}?)一(?=[天日])")


def rates(text: str) -> list[Mention]:
    """Return every rate in folded ``text``; the value is its percentage as a Decimal."""
    text = _A_DAY.sub(lambda m: f"{m['n']}每", text)
    out: list[Mention] = []
    for match in _RATE.finditer(text):
        words = match[0]
        said = match["part"] or match["n"] or match["digit"]
        amount = Decimal(100) if said == "百" else number(said)
        if amount is None:
            code = "vague" if vague(said) else "format"
            out.append(
                Mention(
                    match.start(),
                    match.end(),
                    bad=Refused(code, f"「{words[:24]}」不是准数,请给一个确定的比例。"),
                )
            )
            continue
        if match["sign"]:
            amount = -amount
        if match["of"] or match["short"]:
            value = amount / _OF[match["of"] or match["short"]]
        elif match["unit"] == "‰":
            value = amount / 10
        elif match["unit"] == "‱":
            value = amount / 100
        elif match["unit"] == "成":
            value = amount * 10 + (
                Decimal(5) if match["odd"] == "半" else number(match["odd"] or "0") or 0
            )
        elif match["unit"] == "折":
            out.append(
                Mention(
                    match.start(),
                    match.end(),
                    bad=Refused("unit", f"「{words[:24]}」是折扣,请换成百分之几。"),
                )
            )
            continue
        else:
            value = amount
        out.append(Mention(match.start(), match.end(), value))
    return out


def _convert(mentions: list[Mention], times: int) -> list[Mention]:
    return [
        m if m.bad else Mention(m.start, m.end, plain(m.value * times), m.note) for m in mentions
    ]


def _bare(text: str) -> list[Mention]:
    return [
        Mention(m.start(), m.end(), value)
        if (value := number(m[0])) is not None
        else Mention(
            m.start(),
            m.end(),
            bad=Refused("vague", f"「{m[0][:24]}」不是准数,请给一个确定的比例。"),
        )
        for m in re.finditer(NUMBER, text)
    ]


def _lone(slot: Slot, text: str) -> list[Mention]:
    bare = [m for m in _bare(text) if not re.match(r"\s*个", text[m.end :])]
    words = r"税率?|利率|比例|费率|违约金|按|收|每[天日]|不是|不对|不(?=[,。\s])|改成?|大概|大约|约|左右|到|至|或者?|[-~—]|还是|应该|最多|上限"
    blank = re.sub(words, lambda m: " " * len(m[0]), text)
    return bare if filler(slot, blank, [(m.start, m.end) for m in bare]) else []


def _read_percent(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = _SPREAD.sub("", fold(text))
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    mentions = rates(folded)
    if not mentions and (half := _HALF.search(folded)):
        mentions = [Mention(half.start(), half.end(), Decimal(50))]
    if not mentions:
        mentions = _lone(slot, folded)
        small = [m for m in mentions if m.bad is None and 0 < m.value < 1]
        if small and (slot.low is None or slot.low >= 0):
            return Refused(
                "ambiguous",
                f"「{folded[small[0].start : small[0].end]}」是百分之几?请带上百分号再说一次,例如 6%。",
            )
    return _settled(slot, folded, text, _convert(mentions, 1), "请说百分之几，例如 6%。")


def _read_permille(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    if yearly := re.search(
        r"年化|年利|每年|一年|月息|月利|每月|每周|LPR|按年|按月|/年|/月", folded, re.I
    ):
        return Refused("unit", f"{slot.label}按天算,「{yearly[0]}」请换成每天万分之几或千分之几。")
    if money := re.search(rf"{NUMBER}\s*(?:元|块)", folded):
        return Refused(
            "unit", f"{slot.label}是按欠款的比例,「{money[0]}」是金额,请说每天万分之几。"
        )
    if points := re.search(rf"{NUMBER}\s*(?:个点|个百分点|成)", folded):
        return Refused(
            "ambiguous", f"「{points[0]}」按天算太高,不敢照填。请说每天万分之几或千分之几。"
        )
    mentions = _convert(rates(folded), 10)
    if not mentions:
        mentions = [
            m if m.bad else Mention(m.start, m.end, plain(m.value)) for m in _lone(slot, folded)
        ]
        if any(m.bad is None and 0 < m.value < 0.01 for m in mentions):
            return Refused("ambiguous", "这个数太小，是万分之几？请说成「万分之五」这样。")
    return _settled(slot, folded, text, mentions, "请说每天万分之几或千分之几，例如万分之五。")


def _settled(
    slot: Slot, folded: str, text: str, mentions: list[Mention], ask: str
) -> Read | Refused:
    chosen = settle(slot, folded, mentions)
    if isinstance(chosen, Refused):
        return chosen
    if chosen is None:
        return undecided(slot, text) or Refused("format", f"没有听出{slot.label},{ask}")
    return _valid(slot, chosen.value) or Read(chosen.value, chosen.note)


def _valid(slot: Slot, value: Value) -> Refused | None:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or value != value
        or abs(value) > 1e6
    ):
        return Refused("format", f"{slot.label}要一个数，「{value}」不是。{example(slot)}")
    if value < 0:
        return Refused("bounds", f"{slot.label}不能是负数，请核对。")
    top = 100 if slot.kind == "percent" else 1000
    if slot.high is None and value > top:
        return Refused("bounds", f"{slot.label}超过了百分之百，请核对。")
    if (
        len(str(Decimal(str(value)).normalize()).rpartition(".")[2]) > 6
        and "." in f"{Decimal(str(value)):f}"
    ):
        return Refused("format", f"{slot.label}小数位太多，请写到六位以内。")
    return bounds(slot, float(value), "%" if slot.kind == "percent" else "‰/日")


def _digits(value: Value) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _write_percent(slot: Slot, value: Value, form: str) -> str:
    return f"百分之{chinese(value)}" if form == "百分" else _digits(value)


def _write_permille(slot: Slot, value: Value, form: str) -> str:
    if form == "万分":
        return f"万分之{chinese(Decimal(str(value)) * 10)}"
    if form == "千分":
        return f"千分之{chinese(value)}"
    return f"{_digits(value)}‰"


def _finder(times: int, accepts: str) -> Callable[[Slot, str, date], list[Found]]:
    def find(slot: Slot, text: str, today: date) -> list[Found]:
        folded = fold(text)
        return [
            f
            for f in stated(folded, _convert(rates(folded), times))
            if re.search(accepts, folded[f.start : f.end])
        ]

    return find


RATES = (
    Kind("percent", "百分比", _read_percent, _write_percent, _finder(1, r"%|百|点|成"), _valid),
    Kind(
        "permille_day",
        "每日千分比",
        _read_permille,
        _write_permille,
        _finder(10, r"[‰‱%百千万]"),
        _valid,
    ),
)
