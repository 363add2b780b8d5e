"""Clause numbers as people say them: 第三条, 4.2, 4.2(1), 第4.2款第(1)项, 五点三, 附件一 → addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.citing import read_number
from knowledge.numbering import annex_number, article_number
from knowledge.template import Template

_N = r"[零〇一二两三四五六七八九十百\d]{1,4}"
_ITEM = rf"(?:\s?第?\s?\(?({_N})\)?项|\(({_N})\))?"
_ARTICLE = re.compile(rf"第\s?({_N})\s?条(?:\s?第?({_N})款{_ITEM})?(?![\d.])")
_CLAUSE = re.compile(rf"(第)?(?<![\d.])(\d{{1,2}})\.(\d{{1,2}})(?![\d.]*\d)\s?([条款])?{_ITEM}")
_SPOKEN = re.compile(r"(?<![分百千万十])([一二三四五六七八九十]{1,3})点([一二三四五六七八九十]{1,2})(?=[款条项里中说写的规约是呢怎什讲内改,。?!、]|$)")
_ANNEX = re.compile(r"附件\s?([一二三四五六七八九十\d]{1,2})")
_SECTION = re.compile(r"首部|签署[栏页处]")
_LAW_BEFORE = re.compile(r"(?:法典|[^写看办方合]法|条例|解释|规定|办法|\d号|通则)》?\s?$")
_AFTER_DECIMAL = re.compile(r"\s?(?:[%‰个倍折元万亿年月天日小时分点米公]|[a-zA-Z])")
_CLAUSE_AFTER = re.compile(r"\s?(?:里|中|说|写|讲|规定|约定|怎么|是什么|是啥|呢|这|那|的?意思|什么|啥|能不能|可以|删)")
_CLAUSE_BEFORE = re.compile(r"(?:条款|看|按照?|根据|依据|关于|解释一?下|说说|讲讲)\s?$")
_LAST = 40


@dataclass(frozen=True)
class Pointed:
    """A place named by its number: what was said, and the address it would have."""

    said: str
    address: str
    sure: bool = True


def pointed(text: str) -> tuple[Pointed, ...]:
    """Return the places ``text`` names by number, in order; articles of laws are left out.

    ``sure`` is False for a bare decimal, which may be an amount as well as a clause.
    """
    folded = unicodedata.normalize("NFKC", text)
    found = [*_articles(folded), *_clauses(folded), *_others(folded)]
    unique: dict[str, Pointed] = {}
    for _, place in sorted(found, key=lambda f: f[0]):
        unique.setdefault(place.address, place)
    return tuple(unique.values())


def _articles(text: str) -> list[tuple[int, Pointed]]:
    found = []
    law_end = -1
    for match in _ARTICLE.finditer(text):
        before = text[: match.start()]
        listed = law_end >= 0 and re.fullmatch(r"\s?[、,和及与至到-]?\s?", text[law_end : match.start()])
        if listed or _LAW_BEFORE.search(before):
            law_end = match.end()
            continue
        number = read_number(match[1])
        if not 0 < number < 100:
            address = match[0]
        elif match[2]:
            address = f"{number}.{read_number(match[2])}{_item(match[3], match[4])}"
        else:
            address = article_number(number)
        found.append((match.start(), Pointed(match[0], address)))
    return found


def _clauses(text: str) -> list[tuple[int, Pointed]]:
    found = []
    for match in _CLAUSE.finditer(text):
        marked = bool(match[1] or match[4] or match[5] or match[6] or _asked(text, *match.span()))
        if not marked and _AFTER_DECIMAL.match(text, match.end()):
            continue
        if not 0 < int(match[2]) < _LAST or not int(match[3]):
            continue
        address = f"{int(match[2])}.{int(match[3])}{_item(match[5], match[6])}"
        found.append((match.start(), Pointed(match[0], address, marked)))
    for match in _SPOKEN.finditer(text):
        address = f"{read_number(match[1])}.{read_number(match[2])}"
        found.append((match.start(), Pointed(match[0], address, False)))
    return found


def _asked(text: str, start: int, end: int) -> bool:
    """Whether the words around a bare 7.9 speak of a clause rather than of an amount."""
    return bool(_CLAUSE_AFTER.match(text, end) or _CLAUSE_BEFORE.search(text[:start]))


def _others(text: str) -> list[tuple[int, Pointed]]:
    found = [
        (m.start(), Pointed(m[0], annex_number(read_number(m[1]))))
        for m in _ANNEX.finditer(text)
        if 0 < read_number(m[1]) < 100
    ]
    found += [(m.start(), Pointed(m[0], m[0][:2])) for m in _SECTION.finditer(text)]
    return found


def _item(*words: str | None) -> str:
    word = next((w for w in words if w), "")
    return f"({read_number(word)})" if word else ""


def places(template: Template, text: str) -> tuple[list[str], list[Pointed]]:
    """Return the addresses of ``template`` that ``text`` names, and the places it names that do not exist."""
    there, missing = [], []
    for place in pointed(text):
        address = place.address if place.address in template.addresses else _lead(template, place)
        if address:
            there.append(address)
        elif place.sure:
            missing.append(place)
    return there, missing


def _lead(template: Template, place: Pointed) -> str:
    """第三条 of a template whose annexes or sections are addressed otherwise; a lone item falls to none."""
    named = [a for a in template.addresses if a == place.said]
    return named[0] if named else ""


def last_article(template: Template) -> str:
    """Return the address of the last numbered article."""
    return max((a for a in template.articles if a.number), key=lambda a: a.number).address
