"""Numbers that do not add up: gaps, repeats and wrong order, and references to what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.citing import read_number
from knowledge.linting.outline import CN, RANK, Number, Style
from knowledge.linting.sheet import Mark, Sheet
from knowledge.numbering import chinese

_NUM = rf"[{CN}零〇\d]{{1,5}}"
_LISTS: tuple[Style, ...] = ("一、", "(一)", "1.", "(1)", "①")
_REFERENCE = re.compile(
    rf"(?:(?P<law>《[^》\n]{{1,40}}》|[\u4e00-\u9fff]{{1,20}}?(?:法典|法|条例|解释|规定|办法|细则|准则|公约|决定|章程|指引|标准))(?:\([^)\n]{{0,20}}\))?(?:的|之|中|中的|第[^\n。;,]{{0,4}}[编章节])?)?"
    rf"第\s*(?P<article>{_NUM})\s*条(?:\s*第\s*\(?(?P<clause>{_NUM})\)?\s*款)?(?:\s*第\s*\(?(?P<item>{_NUM})\)?\s*项)?"
)
_MORE = re.compile(rf"\s*(?:[、,和与及至到或—~-]|以及|或者)\s*第?\s*({_NUM})\s*条")
_DECIMAL = re.compile(
    r"(?<![\d.])(?:第\s*(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?\s*[款条项]?|(\d{1,2})\.(\d{1,2})\s*[款条])(?:\s*第\s*\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?\s*项)?(?![\d.%‰])"
)
_OTHER_PAPER = re.compile(
    r"(?:主合同|原合同|原协议|该合同|该协议|补充协议|框架协议|总协议|前述协议|上述协议|上述合同|附件[一二三四五六七八九十\d]{0,3}|章程|通则|条款)(?:的|中|之|第[^\n。;,]{0,4}[编章节])?\s*$"
)
_LAW_BEFORE = re.compile(r"(?:》|法典|[^办方设立依]法|条例|解释|办法|细则|准则|公约|指引)(?:\([^)\n]{0,20}\))?(?:的|中|之)?\s*$")
_ANNEX = re.compile(
    r"(附[件表录])\s*(?:\(?([一二三四五六七八九十]{1,3}|\d{1,2}|[A-H](?![A-Za-z]))\)?)(?:\s*(?:至|到|-|~|—)\s*附?[件表录]?\s*([一二三四五六七八九十]{1,3}|\d{1,2}))?"
)
_NOT_ANNEX = re.compile(r"^\s*(?:份|页|个|种|类|式|并|的总|套|千|万|[年月日元])")


def numbering(sheet: Sheet) -> Iterator[Mark]:
    """Gaps, repeats and wrong order of 条, 款 and 项."""
    outline = sheet.outline
    for part in sorted({n.part for n in outline.numbers}):
        for run in _runs(outline.of("条", part)):
            yield from _objections(sheet, run)
    yield from _clauses(sheet)
    for style in _LISTS:
        yield from _lists(sheet, style)


def _runs(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """Split where another contract in the same file begins to count anew: 第一条, 第二条 after a third."""
    run: list[Number] = []
    for place, number in enumerate(numbers):
        after = numbers[place + 1].value if place + 1 < len(numbers) else ()
        if run and len(run) >= 3 and number.value == (1,) and after == (2,):
            yield run
            run = []
        run.append(number)
    yield run


def _objections(sheet: Sheet, numbers: Sequence[Number]) -> Iterator[Mark]:
    """Compare the last parts of the numbers with 1, 2, 3 …; each slip is said once."""
    if not numbers:
        return
    seen: dict[int, Number] = {}
    firsts = []
    for number in numbers:
        last = number.value[-1]
        if last in seen:
            line = sheet.page.place(seen[last].start)[0]
            yield _mark("L-NUM-02", number, f"第{line}行已经有一个", _written(number, last))
        else:
            seen[last] = number
            firsts.append(number)
    steady = set(_rising([n.value[-1] for n in firsts]))
    highest = 0
    for place, number in enumerate(firsts):
        last = number.value[-1]
        if place not in steady:
            yield _mark("L-NUM-03", number, _written(firsts[place - 1], firsts[place - 1].value[-1]),
                        _written(number, last))  # fmt: skip
            continue
        lacking = [n for n in range(highest + 1, last) if n not in seen]
        if lacking and len(lacking) <= 60:
            yield _mark("L-NUM-01", number, _listed(number, lacking), _written(number, last))
        highest = last


def _mark(rule: str, number: Number, lack: str, seen: str) -> Mark:
    return Mark(rule, number.start, number.end, seen, lack)


def _rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest rising part, so that one number out of place is the one that is named."""
    best: list[list[int]] = []
    for place, value in enumerate(values):
        fits = [b for b in best if values[b[-1]] < value]
        best.append([*max(fits, key=len, default=[]), place])
    return max(best, key=len, default=[])


def _written(number: Number, last: int) -> str:
    match number.style:
        case "条":
            return f"第{chinese(last) if last < 100 else last}条"
        case "1.1":
            return ".".join(map(str, (*number.value[:-1], last)))
        case "一、":
            return f"{chinese(last)}、" if 0 < last < 100 else f"{last}、"
        case "(一)":
            return f"({chinese(last)})" if 0 < last < 100 else f"({last})"
        case "1.":
            return f"{last}."
        case _:
            return f"({last})"


def _listed(number: Number, lacking: Sequence[int]) -> str:
    first, last = (_written(number, n) for n in (lacking[0], lacking[-1]))
    return first if len(lacking) == 1 else f"{first}到{last}"


def _clauses(sheet: Sheet) -> Iterator[Mark]:
    """Clauses 3.1, 3.2: each run of one prefix; a clause under the wrong article is out of place."""
    outline = sheet.outline
    scope: list[Number] = []
    article: Number | None = None
    has_articles = bool(outline.articles)
    for number in outline.numbers:
        if RANK[number.style] <= RANK["条"]:
            yield from _by_prefix(sheet, scope)
            scope, article = [], number if number.style == "条" else None
        elif number.style == "1.1":
            if has_articles and article and number.value[0] != article.value[0]:
                yield _mark("L-NUM-04", number, _written(article, article.value[0]), _written(number, number.value[-1]))
            else:
                scope.append(number)
    yield from _by_prefix(sheet, scope)


def _by_prefix(sheet: Sheet, numbers: Sequence[Number]) -> Iterator[Mark]:
    groups: dict[tuple[int, ...], list[Number]] = {}
    for number in numbers:
        groups.setdefault(number.value[:-1], []).append(number)
    for group in groups.values():
        yield from _objections(sheet, group)


def _lists(sheet: Sheet, style: Style) -> Iterator[Mark]:
    """Lists counted 1. 2. 3.: a higher number ends them, a 1 begins the next."""
    run: list[Number] = []
    for number in sheet.outline.numbers:
        ends = RANK[number.style] < RANK[style] or (number.style == style and number.value == (1,))
        if ends:
            yield from _list(sheet, run)
            run = []
        if number.style == style:
            run.append(number)
    yield from _list(sheet, run)


def _list(sheet: Sheet, run: Sequence[Number]) -> Iterator[Mark]:
    """A single number is no list, and one that does not begin with 1 may go on from elsewhere."""
    if len(run) >= 2 and run[0].value == (1,):
        yield from _objections(sheet, run)


def references(sheet: Sheet) -> Iterator[Mark]:
    """References to an article, clause or item that the contract does not have."""
    headings = {n.start for n in sheet.outline.of("条")}
    if len(sheet.outline.articles) >= 3:
        for match in sheet.matches(_REFERENCE):
            start = sheet.half.rfind("第", 0, match.start("article"))
            if start not in headings and not match["law"] and not _elsewhere(sheet, start):
                yield from _article(sheet, match, start)
    yield from _decimals(sheet)


def _elsewhere(sheet: Sheet, start: int) -> bool:
    """Tell whether a reference belongs to a law or to another paper, also through a list (第三条、第五条)."""
    before = sheet.half[max(0, start - 60) : start]
    listed = rf"(?:第\s*{_NUM}\s*条(?:第\s*\(?{_NUM}\)?\s*[款项])*\s*(?:[、,和与及至到或]|以及|或者)\s*)+$"
    before = re.sub(listed, "", before)
    return bool(_LAW_BEFORE.search(before) or _OTHER_PAPER.search(before))


def _article(sheet: Sheet, match: re.Match[str], start: int) -> Iterator[Mark]:
    outline, value = sheet.outline, read_number(match["article"])
    if outline.annexes and outline.annexes[-1].start <= start and outline.of("条", outline.annexes[-1].part):
        return  # the annex counts articles of its own
    if value not in outline.articles:
        lack = f"只有{len(outline.articles)}条，没有第{match['article']}条"
        yield _dangling(sheet, start, match.end(), lack)
        return
    under = outline.under(outline.articles[value])
    styles: tuple[Style, ...] = ("1.1", "1.", "(一)")
    clauses = next((c for s in styles if (c := [n.value[-1] for n in under if n.style == s])), [])
    if match["clause"] and clauses and read_number(match["clause"]) > max(clauses):
        lack = f"第{match['article']}条下面没有第{match['clause']}款"
        yield _dangling(sheet, start, match.end(), lack)
    more = _MORE.match(sheet.half, match.end())
    if more and read_number(more[1]) not in outline.articles and "第" not in more[0]:
        yield _dangling(sheet, more.start(1), more.end(), f"没有第{more[1]}条")


def _dangling(sheet: Sheet, start: int, end: int, lack: str) -> Mark:
    return Mark("L-REF-01", start, end, sheet.page.said(start, end), lack)


def _decimals(sheet: Sheet) -> Iterator[Mark]:
    outline = sheet.outline
    if not outline.clauses:
        return
    heads = {n.start for n in outline.of("1.1")}
    own = [a.start for a in outline.annexes if outline.of("1.1", a.part)]
    for match in sheet.matches(_DECIMAL):
        start, end = match.span()
        if start in heads or _elsewhere(sheet, start) or any(a <= start for a in own):
            continue
        value = tuple(int(p) for p in (match[1] or match[4], match[2] or match[5], match[3]) if p)
        name = ".".join(map(str, value))
        if value not in outline.clauses and value[:2] not in outline.clauses:
            yield _dangling(sheet, start, end, f"没有 {name} 这一款")
        elif match[6] and (items := _items(sheet, value)) and read_number(match[6]) > items:
            yield _dangling(sheet, start, end, f"{name} 只有{items}项")


def _items(sheet: Sheet, clause: tuple[int, ...]) -> int:
    """Return how many items a clause has, 0 when it has no list."""
    highest, inside = 0, False
    for number in sheet.outline.numbers:
        if number.style in ("1.1", "条", "件"):
            inside = number.style == "1.1" and number.value == clause
        elif inside and number.style in ("(1)", "(一)"):
            highest = max(highest, number.value[-1])
    return highest


def annexes(sheet: Sheet) -> Iterator[Mark]:
    """Annexes that are named but not in the file; each is said once, where it is named first."""
    there = {(n.label[:2], n.value[0]) for n in sheet.outline.annexes}
    spans = [(n.start, n.end) for n in sheet.outline.annexes]
    said: set[tuple[str, int]] = set()
    for match in sheet.matches(_ANNEX):
        if any(s <= match.start() < e for s, e in spans) or _NOT_ANNEX.match(sheet.half[match.end() :]):
            continue
        first = _ordinal(match[2])
        last = _ordinal(match[3]) if match[3] else first
        for value in range(first, min(last, first + 20) + 1):
            key = (match[1], value)
            alone = {v for k, v in there if k == match[1]} == {0}
            if key not in there and key not in said and not (alone and first == value == 1):
                said.add(key)
                name = f"{match[1]}{match[2]}" if value == first else f"{match[1]}{chinese(value)}"
                yield Mark("R-ANX-01", match.start(), match.end(), message=_annex_message(name))


def _annex_message(name: str) -> str:
    return f"正文引用了{name}，文件里却没有{name}。请把它附在后面，或者改掉这处引用；另行装订的请确认一并签署。"


def _ordinal(word: str) -> int:
    return ord(word) - ord("A") + 1 if word.isascii() and word.isalpha() else read_number(word)
