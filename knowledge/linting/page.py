"""Page: a contract's text made even for reading, with the way back to line and column of what was written.

Taken away: pinyin that a web page put behind characters. Made even, one character for one: traditional and
compatibility characters, full-width signs. Blanked out: what a web page printed around the contract.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

Span = tuple[int, int]
HAN = "\u4e00-\u9fff"
_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹ"
_TONED = rf"[a-zü]{{0,5}}[{_TONES}][a-zü{_TONES}]{{0,5}}"
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i(?:ang|ong|ao|an|ng|a|e|n|u)?|u(?:ang|ai|an|a|o|e|i|n)?"
    r"|ang|eng|ong|ai|ei|ao|ou|er|an|en|[aoev])"
)
PINYIN = re.compile(
    rf"(?<=\S)[(（]\s?{_TONED}\s?[)）]|(?<=[{HAN}\])）?？])[?？][(（]?{_TONED}[)）]"
)
"""A reading with its tone in brackets behind a character, also when the bracket before it was lost."""
_BARE_PINYIN = re.compile(rf"(?<=[{HAN}])[(（]({_SYLLABLE})[)）](?:\s(?=[,，。；]))?")
_WORDS_LIKE_PINYIN = {"ai", "an", "a", "e", "o", "i", "u", "v"}
_ENOUGH = 3
_LONGEST_RUN = 200
_ENDLESS = re.compile(rf"\s{{{_LONGEST_RUN + 1},}}|(\S)\1{{{_LONGEST_RUN},}}")
"""A line of two hundred spaces or dashes says as much as a longer one."""

_BEFORE = re.compile(
    r"^\s*(?:下载本文档|版权说明[:：].*|文档简介|-?\s*约?[\d.]+千字|已阅读\d+页.*|(?:还剩|剩余)\d+页.*|继续免费阅读)\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:(?:还剩|剩余)约?\d+%(?:的?内容|未读|[,，]?下载).*|.*下载后(?:查阅|查看|阅读)全文.*|温馨提示[:：]?|最新文档|相关(?:模板|文档|推荐)|已阅读\d+页.*"
    r"|(?:展开|阅读|查看)(?:阅读)?(?:剩余|全部|更多|全文).{0,6}|.{0,6}(?:还剩|剩余)\d+页未读.*|继续免费阅读|模板信息)\s*$"
)
CUT = re.compile(
    r"(?:还剩|剩余)约?\d+(?:%(?:的?内容|未读|[,，]?下载)|页[^\n。]{0,4}(?:未读|继续|下载))[^\n]*|下载后(?:查阅|查看|阅读)全文[^\n]*|继续免费阅读[^\n]*"
)
"""What a web page prints where it keeps the rest of a document back."""
_ARTICLE = re.compile(r"^\s*第\s*[一二三四五六七八九十百\d]+\s*条", re.M)
_MARKUP = re.compile(r"^ {0,3}#{1,6}(?= )|\*\*|^> ?|^\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?\s*$|<br\s*/?>", re.M)
_HALF = {ord(full): half for full, half in zip("（）：；，．％！？［］｛｝＿／～－　“”", '():;,.%!?[]{}_/~-　“”', strict=True)}
_HALF |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_VARIANTS = Path(__file__).with_name("variants.txt")


@dataclass(frozen=True)
class Page:
    """A text for reading: ``raw``, ``text`` and ``half`` are alike in length, ``half`` has half-width signs.

    ``origins`` gives the offset in ``source`` of every character, ``body`` is where the contract stands.
    """

    source: str
    raw: str
    text: str
    origins: tuple[int, ...]
    body: Span
    noise: tuple[Span, ...] = ()

    @cached_property
    def half(self) -> str:
        return self.text.translate(_HALF)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.source))]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, both from 1, in the source."""
        origin = self.origins[min(at, len(self.origins) - 1)]
        line = bisect_right(self._starts, origin)
        return line, origin - self._starts[line - 1] + 1

    def said(self, start: int, end: int) -> str:
        """Return the words of a span, made even."""
        return self.text[start:end]

    def lines(self) -> Iterator[Span]:
        """Yield the lines of the body that are not empty."""
        at = 0
        for line in self.text.split("\n"):
            if line.strip() and at + len(line) > self.body[0] and at < self.body[1]:
                yield at, at + len(line)
            at += len(line) + 1


def read_page(source: str, markdown: bool = False) -> Page:
    """Make a text even; ``markdown`` takes away its marks of headings, emphasis and tables."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", " ")
    kept = _kept(source)
    raw = "".join(source[at] for at in kept)
    text = raw.translate(simplified())
    if markdown:
        text = _MARKUP.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text).replace("\\_", "__")
    noise = tuple(_noise(text))
    for start, end in noise:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    filled = re.search(r"\S", text)
    body = (filled.start(), len(text.rstrip())) if filled else (0, 0)
    return Page(source, raw, text, (*kept, len(source)), body, noise)


def pinyin_spans(source: str) -> list[Span]:
    """Return where readings in brackets stand behind characters."""
    found = [m.span() for m in PINYIN.finditer(source)]
    bare = [m for m in _BARE_PINYIN.finditer(source) if m[1] not in _WORDS_LIKE_PINYIN]
    if len({m[1] for m in bare}) >= _ENOUGH:
        found += [m.span() for m in bare]
    return sorted(found)


def _kept(source: str) -> list[int]:
    kept: list[int] = []
    at = 0
    endless = [(m.start() + _LONGEST_RUN, m.end()) for m in _ENDLESS.finditer(source)]
    for start, end in sorted([*pinyin_spans(source), *endless]):
        kept += range(at, start)
        at = max(at, end)
    return [*kept, *range(at, len(source))]


def _noise(text: str) -> Iterator[Span]:
    """Lines a web page printed before the contract, and everything after the line that ends it."""
    at, begun = 0, False
    for line in text.split("\n"):
        end = at + len(line)
        if _BEFORE.match(line):
            yield at, end
        elif begun and _AFTER.match(line) and not _ARTICLE.search(text, end):
            yield at, len(text)
            return
        begun = begun or "条" in line or len(line) > 40
        at = end + 1


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """The table that makes characters even: traditional ones, and those of old fonts and scans."""
    pairs = "".join(_VARIANTS.read_text(encoding="utf-8").split())
    table = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        even = unicodedata.normalize("NFKC", chr(code))
        if len(even) == 1 and even != chr(code):
            table[code] = even
    return table
