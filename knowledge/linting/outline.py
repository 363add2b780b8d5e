"""Outline: the numbers a contract prints (第三条, 3.1, 一、, 1., (1)) and what lies under each of them.

Works on lines and on text without line breaks alike. A number inside a sentence (依第三条办理) is a reference,
not a heading: what follows a heading is never 约定, 的, 款 and the like, what precedes it ends a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from knowledge.citing import read_number
from knowledge.linting.page import HAN, Page
from knowledge.numbering import article_number, chinese

Style = Literal["件", "条", "一、", "1.1", "(一)", "1.", "(1)", "①"]
RANK: dict[Style, int] = {
    "件": 0, "条": 1, "一、": 2, "1.1": 3, "(一)": 3, "1.": 4, "(1)": 5, "①": 6,
}  # fmt: skip
"""Which numbers stand within which; a smaller rank begins the count of all larger ones anew."""
CN = "一二三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NOT_HEADING = (
    r"(?![ \t]*(?:[的之款,。;]|项(?!目)|约定(?!事项)|规定|所[述列称涉指]|以[外下上]|及其|项下|[)）]|第[一二三四五六七八九十\d(]+[款项]"
    r"|(?:或者?|[、,和与及至到])[ \t]*第?[一二三四五六七八九十\d]))"
)
_VERBS = r"(?!(?:中|内|处理|办理|执行|履行|支付|解除|收取|交付|移交|承担|结算|退还|返还|主张|行使)(?![与和及、]))"
_ENDED = r"(?<=[。;:!?\]】”)|])"
_NUMBERED = rf"第\s*([{CN}零〇\d]{{1,5}})\s*条"
_ARTICLE = re.compile(
    rf"^[ \t　]*{_NUMBERED}(?:{_VERBS}|(?=[ \t　])){_NOT_HEADING}|{_ENDED}[ \t　]*{_NUMBERED}{_VERBS}{_NOT_HEADING}", re.M
)
_FIRST = re.compile(rf"(?<=[{HAN}])第([一1])条(?=[{HAN}]{{2,10}}1\.1)|(?<=章)[{HAN}]{{2,8}}第([{CN}]+)条{_NOT_HEADING}")
_DECIMAL = re.compile(
    r"(?<![\d.A-Za-z第/~-])(?<![\d.]\s)(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d.]|\s?项(?!目)|\s?[款条%‰个年月日万亿元倍版分秒GMTKk:])"
)
_PLAIN = re.compile(r"(?:^[ \t　]*|(?<=[。;:])\s*)(\d{1,2})[.、](?!\d)(?=\s*\S)", re.M)
_BRACKET = re.compile(
    rf"(?:^[ \t　]*|(?<=[。;:,、])\s*)\((?:(\d{{1,2}})|([{CN}]{{1,3}}))\)(?!\s*(?:[项款条、](?!目)|至))", re.M
)
_CHINESE = re.compile(rf"^[ \t　]*([{CN}]{{1,3}})、(?![{CN}]+[、是年月])", re.M)
_CIRCLE = re.compile(rf"([{_CIRCLED}])")
_ANNEX = re.compile(
    rf"^[ \t　]*(附[件表录])[ \t]*(?:\(?([{CN}]{{1,3}}|\d{{1,2}}|[A-H])\)?)?(?=[ \t　:：《]|$|[{HAN}]{{2,14}}(?:表|书|单|清单|方案|说明|计划|标准|协议)\s*$)"
    r"(?!\s*(?:[是为所的中、和与及以]|第))(?![^\n]*。)[^\n]{0,40}$",
    re.M,
)
_CONTENTS = re.compile(r"^[^\n]*(?:\.{3,}|…{2,}|\t)\s*\d{1,3}\s*$", re.M)


@dataclass(frozen=True)
class Number:
    """One printed number at ``start:end``; ``value`` has one part for every level it names (3.1 → (3, 1))."""

    style: Style
    value: tuple[int, ...]
    start: int
    end: int
    part: int = 0
    label: str = ""


@dataclass(frozen=True)
class Outline:
    """The numbers of a contract in order; part 0 is the contract, every annex begins another part."""

    numbers: tuple[Number, ...]
    annexes: tuple[Number, ...] = ()
    signing: int = -1
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)

    def of(self, style: Style, part: int | None = None) -> list[Number]:
        """Return the numbers of one style, in one part or in all."""
        return [n for n in self.numbers if n.style == style and part in (None, n.part)]

    @cached_property
    def articles(self) -> dict[int, Number]:
        """The articles of the contract itself by their number; where there is no 第一条, 一、 is one."""
        return {n.value[0]: n for n in reversed(self.of("条", 0) or self.of("一、", 0))}

    @cached_property
    def clauses(self) -> set[tuple[int, ...]]:
        """The clauses of the contract itself that are numbered 3.1."""
        return {n.value for n in self.of("1.1", 0)}

    def under(self, article: Number) -> list[Number]:
        """Return what is numbered within an article."""
        found = []
        for number in self.numbers:
            if number.start > article.start:
                if RANK[number.style] <= RANK[article.style]:
                    break
                found.append(number)
        return found

    def where(self, at: int) -> str:
        """Return the address of a place: 4.2, 4.2(1), 第三条, 附件一, 首部 or 签署."""
        path: dict[Style, Number] = {}
        for number in self.numbers[: bisect_right([n.start for n in self.numbers], at)]:
            path = {s: n for s, n in path.items() if RANK[s] < RANK[number.style]}
            path[number.style] = number
        if 0 <= self.signing <= at and "件" not in path:
            return "签署"
        return _address(path)


def _address(path: dict[Style, Number]) -> str:
    if "件" in path:
        return path["件"].label
    item = path.get("(1)") or path.get("(一)")
    tail = f"({item.value[-1]})" if item else ""
    if "1.1" in path:
        return ".".join(map(str, path["1.1"].value)) + tail
    clause = path.get("1.")
    if "条" in path:
        article = path["条"].value[0]
        if clause:
            return f"{article}.{clause.value[0]}{tail}"
        return f"{article_number(article) if article < 100 else f'第{article}条'}{tail}"
    if "一、" in path:
        return f"{chinese(path['一、'].value[0])}、" + (f"{clause.value[0]}" if clause else "") + tail
    return f"{clause.value[0]}{tail}" if clause else "首部"


def read_outline(page: Page, signing: int) -> Outline:
    """Find the numbers of a contract; ``signing`` is where its signatures begin (-1: nowhere)."""
    text = _CONTENTS.sub(lambda m: " " * len(m[0]), page.half)
    annexes = [_annex(m) for m in _ANNEX.finditer(text)]
    found = [*_articles(text), *_others(text)]
    found += annexes
    articles = [n for n in found if n.style == "条"]
    found += _decimals(text, articles, annexes)
    numbers = sorted(_distinct(found), key=lambda n: (n.start, RANK[n.style]))
    placed, part = [], 0
    for number in numbers:
        part += number.style == "件"
        placed.append(
            Number(number.style, number.value, number.start, number.end, part, number.label)
        )
    return Outline(tuple(placed), tuple(n for n in placed if n.style == "件"), signing)


def _annex(match: re.Match[str]) -> Number:
    value = _ordinal(match[2] or "")
    start = match.start(1)
    return Number("件", (value,), start, match.end(2) if match[2] else match.end(1), 0, match[1] + (match[2] or ""))


def _ordinal(word: str) -> int:
    if not word:
        return 0
    return ord(word) - ord("A") + 1 if word.isalpha() and word.isascii() else read_number(word)


def _articles(text: str) -> Iterator[Number]:
    for match in _ARTICLE.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Number("条", (read_number(match[1] or match[2]),), start, match.end())
    for match in _FIRST.finditer(text):
        word = match[1] or match[2]
        yield Number("条", (read_number(word),), match.end() - len(word) - 2, match.end())


def _others(text: str) -> Iterator[Number]:
    for style, pattern in (("一、", _CHINESE), ("1.", _PLAIN)):
        for match in pattern.finditer(text):
            yield Number(style, (read_number(match[1]),), match.start(1), match.end())  # type: ignore[arg-type]
    for match in _BRACKET.finditer(text):
        group = 1 if match[1] else 2
        start = match.start(group) - 1
        yield Number("(1)" if match[1] else "(一)", (read_number(match[group]),), start, match.end())
    for match in _CIRCLE.finditer(text):
        yield Number("①", (_CIRCLED.index(match[1]) + 1,), match.start(), match.end())


def _decimals(text: str, articles: list[Number], annexes: list[Number]) -> Iterator[Number]:
    """Clauses numbered 3.1: at the head of a line, or in running text where the count says they belong."""
    heads = sorted([*articles, *annexes], key=lambda n: n.start)
    last: tuple[int, ...] = ()
    for match in _DECIMAL.finditer(text):
        value = tuple(int(part) for part in match.groups() if part)
        before = text[max(0, match.start() - 30) : match.start()]
        at = bisect_right([n.start for n in heads], match.start()) - 1
        article = heads[at].value[0] if at >= 0 and heads[at].style == "条" else 0
        alone = re.search(r"(?:^|\n)[ \t　]*$", before) is not None
        follows = (article, last[1] + 1 if last[:1] == (article,) else 1) == value[:2]
        ended = re.search(r"[。;:\]】》”)]\s*$", before) is not None
        heading = at >= 0 and match.start() - heads[at].end <= 24 and "。" not in text[heads[at].end : match.start()]
        runs_on = article and re.match(rf"\s*[{HAN}“《]", text[match.end() :]) is not None
        if alone or (runs_on and (ended or (follows and heading))):
            if alone and re.match(r"\s*[,，。;)%-]|\s*$", text[match.end() :].split("\n")[0]):
                continue
            last = value
            yield Number("1.1", value, match.start(), match.end())


def _distinct(numbers: list[Number]) -> list[Number]:
    """Of numbers that overlap keep the one of the highest rank."""
    kept: list[Number] = []
    for number in sorted(numbers, key=lambda n: RANK[n.style]):
        if all(number.end <= k.start or number.start >= k.end for k in kept):
            kept.append(number)
    return kept
