"""What reading a value gives (Read, Refused, Found), what a Kind is, and the checks every kind shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.template import Slot, Value


@dataclass(frozen=True)
class Read:
    """A value that was understood; ``note`` must be echoed to the person (an assumption was made)."""

    value: Value
    note: str = ""


@dataclass(frozen=True)
class Refused:
    """Why words are no value: a stable ``code`` and a Chinese sentence that says what to do next."""

    code: str
    reason: str


@dataclass(frozen=True)
class Found:
    """A value mentioned in running text at ``text[start:end]``."""

    start: int
    end: int
    value: Value
    note: str = ""


@dataclass(frozen=True)
class Mention:
    """A candidate in running text: a value, or the reason why this one is not a value."""

    start: int
    end: int
    value: Value = None
    note: str = ""
    bad: Refused | None = None


Reader = Callable[[Slot, str, date], Read | Refused]
Writer = Callable[[Slot, Value, str], str]
Finder = Callable[[Slot, str, date], list[Found]]
Validator = Callable[[Slot, Value], Refused | None]


@dataclass(frozen=True)
class Kind:
    """A type of value: how its words are read, printed, found in running text and validated."""

    name: str
    label: str
    read: Reader
    write: Writer
    find: Finder
    valid: Validator


_WIDE = {0x3000: " ", 0x00A0: " ", 0x2236: ":", 0x3002: "。", 0xFFE5: "¥", 0x2103: "℃"}
_WIDE |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-")
_WIDE |= {
    ord(a): b
    for a, b in zip(
        "個點萬億圓兩號週後臺貳參陸負對禮", "个点万亿圆两号周后台贰叁陆负对礼", strict=True
    )
}
_WIDE |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LETTERS = {
    c: _WIDE[c] for c in (0xFF05, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]"
)
_MARKUP = re.compile(r"<\s*[/!?]?\s*[A-Za-z][^<>]*>|<!--|<\s*script|javascript\s*:", re.I)
_PLACEHOLDER = re.compile(
    r"[_＿]{2,}|\.{4,}|…{3,}|待定|未定|暂无|没定|(?<!不)待补|待填|待确认|另定|另议|再议|面议|\bTBD\b|\bN/?A\b"
    r"|(?<![A-Za-z0-9])[xX×＊*]{2,}(?![A-Za-z0-9*])|某+(?!某)(?=[\u4e00-\u9fff])|^某{1,3}$"
    r"|还?没(?:想好|定下|谈好|确定|谈妥)|不(?:知道|清楚|确定)|以后再说|回头再|先空着|空着|留空",
    re.I,
)
_EMPTY_WORDS = re.compile(r"^[\s\W_]*$")
HAN = r"\u4e00-\u9fff\u3400-\u4dbf"


def fold(text: str) -> str:
    """Return ``text`` with full-width forms made half-width, character by character: spans stay."""
    return text.translate(_WIDE)


def tidy(text: str) -> str:
    """Return ``text`` trimmed, without invisible characters, full-width letters and digits folded."""
    text = (
        _INVISIBLE.sub("", text).translate(_LETTERS).replace("\u3000", " ").replace("\u00a0", " ")
    )
    return re.sub(r"[ \t]+", " ", text).strip()


def unsafe(text: str) -> Refused | None:
    """Refuse control characters and markup in any text that would be printed."""
    if found := _CONTROL.search(text):
        return Refused(
            "format", f"里面有看不见的控制字符(U+{ord(found[0]):04X}),请删掉后重新输入。"
        )
    if found := _MARKUP.search(fold(text)):
        return Refused("markup", f"里面有网页代码「{found[0][:20]}」,合同里不能写代码,请只给文字。")
    return None


def placeholder(text: str) -> Refused | None:
    """Refuse words that stand for a value that is still missing."""
    if found := _PLACEHOLDER.search(fold(text)):
        return Refused(
            "placeholder", f"「{found[0]}」还不是确定的内容。定下来再告诉我;现在可以说「先空着」。"
        )
    return None


def empty(slot: Slot, text: str) -> Refused | None:
    """Refuse an answer without any word."""
    if not text.strip() or _EMPTY_WORDS.match(text):
        return Refused("empty", f"没有看到{slot.label}。{example(slot)}".strip())
    return None


def basic(slot: Slot, text: str) -> Refused | None:
    """The checks of every kind, in order: something said, safe, no placeholder."""
    return unsafe(text) or placeholder(text) or empty(slot, text)


def example(slot: Slot) -> str:
    """Return 「例如:…」 from the slot's example, or an empty string."""
    return f"例如：{slot.example}。" if slot.example else ""


def emoji(text: str) -> Refused | None:
    """Refuse pictographs in names and addresses."""
    for char in text:
        if unicodedata.category(char) in ("So", "Sk", "Co", "Cn") or 0xFE00 <= ord(char) <= 0xFE0F:
            return Refused("format", f"里面有符号「{char}」，名称和地址里不能有表情符号，请去掉。")
    return None


def length(slot: Slot, text: str, low: int, high: int) -> Refused | None:
    """Refuse a text shorter or longer than the kind (or the slot's own range) allows."""
    low, high = int(slot.low or low), int(slot.high or high)
    if not low <= len(text) <= high:
        return Refused(
            "length",
            f"{slot.label}应为{low}至{high}字，现在是{len(text)}字，请改短或补全。"
            if len(text) > high
            else f"{slot.label}至少要{low}个字，现在是{len(text)}字，请说完整。{example(slot)}",
        )
    return None


def bounds(slot: Slot, value: float, unit: str = "") -> Refused | None:
    """Refuse a number outside the slot's range."""
    low, high = slot.low, slot.high
    if (low is not None and value < low) or (high is not None and value > high):
        asked = (
            f"{_plain(low)}到{_plain(high)}"
            if low is not None and high is not None
            else (f"不小于{_plain(low)}" if low is not None else f"不大于{_plain(high)}")
        )
        return Refused(
            "bounds",
            f"{slot.label}应在{asked}{unit}之间，「{_plain(value)}」超出了，请换一个数。"
            if "到" in asked
            else f"{slot.label}应{asked}{unit}，「{_plain(value)}」不行，请换一个数。",
        )
    return None


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:,.10g}" if abs(number) < 1e10 else f"{number:,.0f}"


def strip_label(slot: Slot, text: str) -> str:
    """Return ``text`` without a lead-in that repeats the slot's own name (项目名称就叫…)."""
    names = sorted({slot.label, *slot.aliases} - {""}, key=len, reverse=True)
    if not names:
        return text
    lead = re.compile(
        rf"^(?:{'|'.join(map(re.escape, names))})\s*(?:就|先|改|还)?\s*(?:叫做?|是|为|写成?|填|用|成|[::])+\s*(?=\S)"
    )
    return lead.sub("", text)


def unquote(text: str) -> str:
    """Return ``text`` without one pair of quotes around the whole of it."""
    pairs = {"「": "」", "“": "”", '"': '"', "‘": "’", "'": "'", "『": "』"}
    while len(text) > 2 and pairs.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def no_mentions(slot: Slot, text: str, today: date) -> list[Found]:
    """The finder of kinds that running text cannot delimit."""
    return []
