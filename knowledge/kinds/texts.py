"""Free words: text (one line, up to 200 characters) and longtext (up to 5,000)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.kinds.base import (
    Kind,
    Read,
    Refused,
    basic,
    length,
    no_mentions,
    strip_label,
    tidy,
    unquote,
    unsafe,
)
from knowledge.template import Slot, Value

_LEAD = re.compile(
    r"^(?:(?:好的?|行|嗯|那|哦)?[,,\s]*(?:名字就?叫|就叫|就写|就填|改成|改为|换成|写成|填成)[::]?\s*)+(?=\S)"
)
_ASKING = re.compile(
    r"(?:[??]|吗|呢)[。!!\s]*$|^(?:怎么|如何|为什么|什么是|能不能|可不可以|是不是)"
)
_UNDECIDED = re.compile(
    r"^(?:随便|看着办|你定|你看着写|都行|都可以|无所谓|不知道|不清楚)[吧了。!]*$"
)
_PUNCTUATION = "。；!?,、：;:,.!?"


def flatten(text: str) -> str:
    """Return ``text`` on one line: line ends become ; unless punctuation already stands there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = ""
    for line in lines:
        joined += line if not joined or joined[-1] in _PUNCTUATION else f";{line}"
    return joined


def _words(slot: Slot, text: str) -> str:
    words, before = flatten(tidy(text)), ""
    while words != before:
        before = words
        words = re.sub(
            r"(?<=[^。])。$", "", unquote(_LEAD.sub("", strip_label(slot, words)))
        ).strip()
    return words


def _reader(high: int) -> Callable[[Slot, str, date], Read | Refused]:
    def read(slot: Slot, text: str, today: date) -> Read | Refused:
        if refused := unsafe(text):
            return refused
        words = _words(slot, text)
        if refused := _bad(slot, words, high):
            return refused
        if len(words) <= 40 and _ASKING.search(words):
            return Refused(
                "question", f"这像是在问，我先不填{slot.label}。想好了请直接给出要写的话。"
            )
        return Read(words)

    return read


def _bad(slot: Slot, words: str, high: int) -> Refused | None:
    checks = basic(slot, words) if len(words) <= 30 else unsafe(words)
    if refused := checks or length(slot, words, 1, high):
        return refused
    if _UNDECIDED.match(words):
        return Refused("vague", f"「{words}」不能写进合同，请说说{slot.label}的具体内容。")
    return None


def _validator(high: int) -> Callable[[Slot, Value], Refused | None]:
    def valid(slot: Slot, value: Value) -> Refused | None:
        if not isinstance(value, str):
            return Refused("format", f"{slot.label}要写成文字，「{value}」不是。")
        if value != flatten(tidy(value)):
            return unsafe(value) or Refused(
                "format", f"{slot.label}里有换行或多余的空白，请改成一行。"
            )
        return _bad(slot, value, high)

    return valid


def _write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


TEXTS = (
    Kind("text", "文字", _reader(200), _write, no_mentions, _validator(200)),
    Kind("longtext", "长文字", _reader(5000), _write, no_mentions, _validator(5000)),
)
