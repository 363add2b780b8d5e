"""Numbers as people write them in Chinese: 3万5, 两百五, 壹拾万, 60w, 1,234.5; exact decimals, never guesses.

cn2an writes the capital amounts. Reading is ours: it must find a numeral inside a sentence, keep decimals
exact, and say *vague* (十来万, 三五天) where a converter answers or fails. Figures: ``knowledge.kinds``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    **dict.fromkeys("零〇○", 0), **dict.fromkeys("一壹弌幺", 1), **dict.fromkeys("二贰貳弍两兩俩", 2),
    **dict.fromkeys("三叁參叄仨", 3), **dict.fromkeys("四肆", 4), **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6), **dict.fromkeys("七柒", 7), **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}  # fmt: skip
_D = "".join(_DIGITS)
_U = "十拾百佰千仟万萬亿億"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,12})?|\d{1,20}(?!\d)(?:\.\d{1,12}(?!\d))?)"
_HAN = rf"[{_D}廿卅{_U}]"
_POINT = rf"(?<=[{_D}{_U}])[点點](?=[{_D}])"
_SUFFIX = r"(?<=\d)\s?[wWkK](?![A-Za-z])"
_GAP = rf"(?:(?<=[{_U}])\s(?=\d)|(?<=\d)\s?(?=[{_U}]))?"
_MEASURED = rf"(?<=[\d{_D}十百千])\s?个\s?(?=[万萬亿億]|[wW](?![A-Za-z]))"
_PLAIN = rf"(?:{_ARABIC}|{_HAN})(?:{_GAP}(?:(?<!\d){_ARABIC}|{_MEASURED}|{_HAN}|{_POINT}|{_SUFFIX})){{0,30}}"
_BLURRED = rf"(?:[几幾多余餘]|[来來](?![自给源]))(?![家年前])[{_U}]*"
_INDEFINITE = rf"(?:好?[几幾]|若干|好多|(?<![份天年次轮月人总点参额])数(?=[十百千万]))[{_U}]*"
NUMBER = rf"(?:{_INDEFINITE}|{_PLAIN}(?:{_BLURRED})?)"
"""Regular expression text for one numeral, vague ones (十几, 几万, 三百多) included; no groups."""

APART = rf"(?<![{_D}{_U}\d.])(?<![{_D}{_U}\d.]\s)(?<!\d,\s)"
"""Regular expression text: no other part of a numeral stands just before (一 百 天 is not 百天)."""

_CAPITAL_RUN = re.compile(r"[零壹贰貳叁參肆伍陆陸柒捌玖]{2,}")
LARGEST = Decimal(10) ** 18
"""No contract holds a larger number; what is larger is a slip of the keyboard."""

_TWO_ALONE = re.compile(rf"[两兩俩仨][{_D}]|(?<=[{_D}])(?<!^零)[两兩俩仨]$")
_MIXED = re.compile(rf"\d[{_D}]")
_SECTION = re.compile(
    r"(?:(?P<k>\d+(?:\.\d+)?)千)?(?P<k0>0)?(?:(?P<h>\d+(?:\.\d+)?)?百)?(?P<h0>0)?"
    r"(?:(?P<t>\d+(?:\.\d+)?)?十)?(?P<t0>0)?(?P<d>\d+(?:\.\d+)?|\.\d+)?"
)
_INDEFINITE_MARK = re.compile(r"[几幾多来來余餘数若]")
_ADJACENT = re.compile(rf"(?<![{_D}])([{_D}])([{_D}])(?![{_D}])")
_NORMAL = str.maketrans(
    {c: str(v) for c, v in _DIGITS.items()}
    | dict.fromkeys("拾", "十") | dict.fromkeys("佰", "百") | dict.fromkeys("仟kK", "千")
    | dict.fromkeys("萬wW", "万") | {"億": "亿", "點": ".", "点": ".", "廿": "2十", "卅": "3十"}
)  # fmt: skip


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """Return the value of one numeral, or None when it is vague, malformed or has two readings."""
    text = re.sub(r"[\s,个]", "", text)
    if (
        not text
        or len(text) > 40
        or vague(text)
        or _CAPITAL_RUN.fullmatch(text)
        or _MIXED.search(text)
        or _TWO_ALONE.search(text)
    ):
        return None
    value = _whole(text.translate(_NORMAL))
    return value if value is None or value < LARGEST else None


def digits(text: str) -> int | None:
    """Return a number said digit by digit (二〇二六, 贰零贰陆, 2026), or None."""
    plain_text = text.translate(_NORMAL)
    if len(text) > 1 and set(text) & set("两兩俩仨"):
        return None  # counted, never told digit by digit
    return int(plain_text) if plain_text.isdigit() and plain_text.isascii() else None


def vague(text: str) -> bool:
    """Whether the numeral names no exact number: 几万, 十来个, 三五天, 四五千."""
    if _INDEFINITE_MARK.search(text):
        return True
    text = re.split(r"[点點.]", text)[0]
    for pair in _ADJACENT.finditer(text):
        first, second = _DIGITS[pair[1]], _DIGITS[pair[2]]
        rest = text[: pair.start()] + text[pair.end() :]
        if first and 0 < second - first <= 2 and (not rest or set(rest) & set(_U)):
            return True
    return False


def _whole(text: str) -> Decimal | None:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        left, found, right = text.rpartition(name)
        if found:
            high, low = _whole(left) if left else None, _rest(right, size)
            return None if high is None or low is None else high * size + low
    return _section(text)


def _rest(text: str, size: int) -> Decimal | None:
    """What follows 万 or 亿: nothing, a colloquial single digit (一万三), or a smaller number."""
    if not text:
        return Decimal(0)
    if re.fullmatch(r"[1-9]", text):
        return Decimal(text) * size / 10
    value = _whole(text.lstrip("0") or "0")
    if value is None or value >= size:
        return None
    bare = re.fullmatch(r"[1-9]\d*(?:\.\d+)?", text)
    return None if bare and value < size / 100 else value


def _section(text: str) -> Decimal | None:
    """A number below 万: falling units; a lone digit after 百 or 千 is colloquial (两百五) unless 零 is said."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    match = _SECTION.fullmatch(text)
    if not match or not re.search(r"[千百十]", text):
        return None
    part = match.groupdict()
    if "百" in text and part["h"] is None and not re.fullmatch(r"百[1-9]", text):
        return None
    thousands = Decimal(part["k"] or 0)
    hundreds = Decimal(part["h"] or 1) if "百" in text else Decimal(0)
    tens = Decimal(part["t"] or 1) if "十" in text else Decimal(0)
    if (hundreds >= 10 and thousands) or (tens >= 10 and (thousands or hundreds)):
        return None
    return thousands * 1000 + hundreds * 100 + tens * 10 + _last(text, part["d"])


def _last(text: str, digits: str | None) -> Decimal:
    if not digits:
        return Decimal(0)
    before = text[: len(text) - len(digits)]
    unit = {"千": 100, "百": 10}.get(before[-1:], 1) if re.fullmatch(r"[1-9]", digits) else 1
    return Decimal(digits) * unit


def plain(value: Decimal | int | float) -> int | float:
    """Return an int when the number is whole, else a float, as JSON holds it."""
    exact = Decimal(str(value))
    return int(exact) if exact == int(exact) else float(exact)


def capital(value: Decimal | int | str) -> str:
    """Return an amount in capitals with 元整, 角, 分 (陆拾万元整)."""
    import cn2an  # lazily: only printing needs it

    exact = Decimal(str(value))
    amount: str = cn2an.an2cn(str(exact) if exact != int(exact) else int(exact), "rmb")
    return amount if exact >= 1 or not exact else f"零元{amount}"


def chinese(value: Decimal | int | float) -> str:
    """Return a number in small Chinese numerals (五, 五点五, 一百二十)."""
    import cn2an

    exact = Decimal(str(value))
    words: str = cn2an.an2cn(f"{exact.normalize():f}", "low")
    return words
