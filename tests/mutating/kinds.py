"""What goes wrong in the text of a contract: every kind changes one thing and says where it must be found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from assistant.exporting.open import W
from knowledge.contract import Line
from tests.mutating.paper import Paper, Spot, cut, paragraph, retype, text_of, w

Where = frozenset[str] | None
Kind = Callable[[Paper, Random], Where]
KINDS: dict[str, Kind] = {}
"""A kind returns the addresses at any of which it must be found, None when the contract has no place for it."""


def kind(name: str) -> Callable[[Kind], Kind]:
    """Enter a kind into the list."""

    def enter(one: Kind) -> Kind:
        KINDS[name] = one
        return one

    return enter


def numbered(paper: Paper, *styles: str) -> list[Spot]:
    return [s for s in paper.spots if s.line.number and s.line.style in (styles or ("clause", "item"))]


def articles(paper: Paper) -> list[list[Spot]]:
    """The lines of every numbered article."""
    found: list[list[Spot]] = []
    for spot in paper.spots:
        if spot.line.style == "heading" or spot.line.address in ("首部", "签署"):
            found.append([])
        if found:
            found[-1].append(spot)
    return [group for group in found if group and group[0].line.number]


def clauses(paper: Paper) -> list[list[Spot]]:
    names = dict.fromkeys(s.clause for s in paper.spots if re.fullmatch(r"\d+\.\d+", s.clause))
    return [paper.of_clause(name) for name in names]


def at(*groups: Sequence[Spot]) -> frozenset[str]:
    """Lines by address and by clause."""
    return frozenset(x for group in groups for s in group for x in (s.line.address, s.clause))


def fixed(line: Line) -> list[int]:
    """Places of characters that the template wrote."""
    taken = {i for f in line.fills for i in range(f.start, f.end)}
    taken |= {i for a, b, _ in line.references for i in range(a, b)}
    return [i for i in range(len(line.text)) if i not in taken]


def in_words(form: str, change: Callable[[re.Match[str]], str]) -> Kind:
    """Change one match of ``form`` among the template's own words."""

    def one(paper: Paper, chance: Random) -> Where:
        places = []
        for spot in paper.spots:
            own = set(fixed(spot.line))
            places += [(spot, m) for m in re.finditer(form, spot.line.text) if set(range(*m.span())) <= own]
        if not places:
            return None
        spot, match = chance.choice(places)
        cut(spot.element, *match.span(), change(match))
        return at([spot])

    return one


def _other(letters: str) -> Callable[[re.Match[str]], str]:
    return lambda m: letters[(letters.index(m[0]) + 1) % len(letters)]


KINDS["固定文字改一个字"] = in_words(r"[\u4e00-\u9fff]", lambda m: "天" if m[0] != "天" else "地")
KINDS["固定文字少一个字"] = in_words(r"[\u4e00-\u9fff，。；]", lambda m: "")
KINDS["固定文字多一个字"] = in_words(r"[\u4e00-\u9fff]", lambda m: m[0] + "之")
KINDS["夹一个看不见的字符"] = in_words(r"[\u4e00-\u9fff]", lambda m: m[0] + "\u200b")
KINDS["甲乙对调"] = in_words(r"[甲乙](?=方)", _other("甲乙"))
KINDS["不得改成可以"] = in_words(r"不得|不能|不应", lambda m: "可以")
KINDS["应当改成可以"] = in_words(r"应当|必须", lambda m: "可以")
KINDS["加一个不字"] = in_words(r"应当|享有|有权|属于|构成", lambda m: "不" + m[0])
KINDS["中文数字改掉"] = in_words(r"[一二三四五六七八九十](?=[十日个年月倍轮次])", _other("一二三四五六七八九十"))
KINDS["单位改掉"] = in_words(r"个工作日|日内|小时|年(?=。)|元（", lambda m: {"个工作日": "日", "日内": "月内", "小时": "日", "元（": "万元（"}.get(m[0], "个月"))
KINDS["并且改成或者"] = in_words(r"并且|且|和|以及", lambda m: "或者")


@kind("删一条")
def article_deleted(paper: Paper, chance: Random) -> Where:
    group = chance.choice(articles(paper))
    for spot in group:
        paper.remove(spot)
    return at(group)


@kind("删一款")
def clause_deleted(paper: Paper, chance: Random) -> Where:
    group = chance.choice(clauses(paper))
    for spot in group:
        paper.remove(spot)
    return at(group)


@kind("删一段")
def paragraph_deleted(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style in ("body", "clause", "option")])
    paper.remove(spot)
    return at([spot])


@kind("删一项")
def item_deleted(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style == "item"])
    paper.remove(spot)
    return at([spot])


def _exchanged(paper: Paper, one: list[Spot], other: list[Spot]) -> Where:
    """Put ``one`` behind ``other``, which follows it."""
    last = other[-1]
    copies = paper.copies(one)
    for spot in one:
        paper.remove(spot)
    paper.after(last, *copies)
    return at(one, other)


@kind("条与后一条对调")
def article_moved(paper: Paper, chance: Random) -> Where:
    groups = articles(paper)
    place = chance.randrange(len(groups) - 1)
    return _exchanged(paper, groups[place], groups[place + 1])


@kind("款与后一款对调")
def clause_exchanged(paper: Paper, chance: Random) -> Where:
    groups = [g for g in clauses(paper) if g[-1].parent is paper.body]
    pairs = [(a, b) for a, b in pairwise(groups) if a[0].clause.split(".")[0] == b[0].clause.split(".")[0]]
    return _exchanged(paper, *chance.choice(pairs))


@kind("款移到别的条")
def clause_moved(paper: Paper, chance: Random) -> Where:
    groups = clauses(paper)
    group, other = chance.sample(groups, 2)
    if abs(groups.index(group) - groups.index(other)) == 1:
        return None
    copies = paper.copies(group)
    for spot in group:
        paper.remove(spot)
    paper.after(other[-1], *copies)
    return at(group)


@kind("两项对调")
def items_exchanged(paper: Paper, chance: Random) -> Where:
    items = [s for s in paper.spots if s.line.style == "item"]
    pairs = [(a, b) for a, b in pairwise(items) if a.clause == b.clause]
    one, other = chance.choice(pairs)
    return _exchanged(paper, [one], [other])


@kind("一条写两遍")
def article_doubled(paper: Paper, chance: Random) -> Where:
    group = chance.choice(articles(paper))
    paper.after(group[-1], *paper.copies(group))
    return at(group)


@kind("一款写两遍")
def clause_doubled(paper: Paper, chance: Random) -> Where:
    group = chance.choice(clauses(paper))
    paper.after(group[-1], *paper.copies(group))
    return at(group)


@kind("一段抄到别处")
def paragraph_copied(paper: Paper, chance: Random) -> Where:
    spots = [s for s in paper.spots if s.line.style in ("body", "clause", "item")]
    one, other = chance.sample(spots, 2)
    paper.after(other, *paper.copies([one]))
    return at([one], [other])


@kind("两段并成一段")
def merged(paper: Paper, chance: Random) -> Where:
    spots = [(a, b) for a, b in pairwise(paper.spots)
             if b.line.style == "body" and a.line.style in ("clause", "body") and a.clause == b.clause]
    one, other = chance.choice(spots)
    retype(one.element, one.line.text + other.line.text)
    paper.remove(other)
    return at([one], [other])


@kind("一段拆成两段")
def split(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style in ("clause", "body", "item") and len(s.line.text) > 30])
    text = spot.line.text
    middle = chance.randrange(10, len(text) - 10)
    retype(spot.element, text[:middle])
    paper.after(spot, paragraph(text[middle:]))
    return at([spot])


@kind("条标题改掉")
def heading_changed(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style == "heading"])
    retype(spot.element, spot.line.text[:-1] + "等")
    return at([spot])


@kind("题目改掉")
def title_changed(paper: Paper, chance: Random) -> Where:
    retype(paper.spots[0].element, paper.contract.template.title.replace("模型", "系统", 1))
    return frozenset(["题目"])


@kind("签署栏少一格")
def signing_removed(paper: Paper, chance: Random) -> Where:
    paper.remove(chance.choice([s for s in paper.spots if s.line.style == "cell"]))
    return frozenset(["签署"])


@kind("签署栏改字")
def signing_changed(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style == "cell"])
    retype(spot.element, spot.line.text.replace("（", "（复印件，", 1) + "：")
    return frozenset(["签署"])


@kind("引用指错")
def reference_bent(paper: Paper, chance: Random) -> Where:
    spots = [(s, r) for s in paper.spots for r in s.line.references]
    spot, (start, end, _) = chance.choice(spots)
    now = spot.line.text[start:end]
    others = sorted({s.line.text[a:b] for s, (a, b, _) in spots} - {now})
    if not others:
        return None
    cut(spot.element, start, end, chance.choice(others))
    return at([spot])


@kind("两款之间多一段")
def added(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style in ("clause", "body", "item")])
    paper.after(spot, paragraph("甲方逾期付款的，乙方不得主张任何责任。"))
    return at([spot])


@kind("多一款自动编号的")
def clause_added(paper: Paper, chance: Random) -> Where:
    group = chance.choice(clauses(paper))
    paper.after(group[-1], paragraph("任何一方都可以随时派人到对方场所检查。", "HtClause"))
    return at(group)


@kind("自动编号关掉")
def unnumbered(paper: Paper, chance: Random) -> Where:
    spot = chance.choice(numbered(paper, "clause", "item", "heading"))
    _renumber(spot, "0")
    return at([spot])


def _renumber(spot: Spot, list_id: str) -> None:
    properties = spot.element.find(f"{W}pPr")
    assert properties is not None
    for old in properties.findall(f"{W}numPr"):
        properties.remove(old)
    properties.insert(1, w("numPr"))
    properties[1].extend([w("ilvl", val="0"), w("numId", val=list_id)])


@kind("编号手打成别的号")
def numbered_wrong(paper: Paper, chance: Random) -> Where:
    spot = chance.choice(numbered(paper, "clause"))
    _renumber(spot, "0")
    article, _, place = spot.line.number.partition(".")
    retype(spot.element, f"{article}.{int(place) + 1} {text_of(spot.element)}")
    return at([spot])
