"""Citations of articles: 「民法典585」「《民法典》第五百八十五条」「法释〔2025〕15号第四条」 → (law, article)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LAST_ARTICLE = 1300
_NUMBER = r"(?:第([零〇一二两三四五六七八九十百千]+|\d{1,4})条?|(\d{1,4})条?)"
_NOT_ARTICLE = r"(?![\d.]|[%‰]|\s?(?:[年月日天元个号份倍万亿版工家次轮笔小]|部法|修正|修订))"
_ARTICLE = re.compile(rf"\s*{_NUMBER}{_NOT_ARTICLE}")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|第[一二三四五六七八九十\d]+[款项]|第\([一二三四五六七八九十]+\)项)")
_JOIN = re.compile(r"\s*([、,和及与;]|以及|至|到|—+|-|~)\s*")
_EDITION = re.compile(r"\s*\(([^()]*?(\d{4})[^()]*)\)")
_UNKNOWN = re.compile(r"([\u4e00-\u9fffA-Za-z]{1,30}?(?:法典|法|条例|解释|规定|办法|决定|批复))(?=\s*第?[\d零一二三四五六七八九十百千])")
_RELEASE = re.compile(r"(法释|法发|国发)\s*[〔\[(【](\d{4})[〕\])】]\s*(\d+)\s*号")
_LEADS = re.compile(r"^.*(?:根据|依据|依照|按照|参照|适用|违反|参见|引用|依|按|见|和|与|及|的|是|在|对)")
_LONGER = ("劳动", "调解", "实施")


@dataclass(frozen=True)
class Citation:
    """One cited article; ``law`` is the short name when it is known, ``edition`` a year written beside it."""

    law: str
    article: int
    edition: str = ""


def plain(text: str) -> str:
    """Return ``text`` with half-width signs, without book-title marks, with 法释〔年〕n号 in one form."""
    folded = unicodedata.normalize("NFKC", text)
    folded = _RELEASE.sub(lambda m: f"{m[1]}〔{m[2]}〕{m[3]}号", folded)
    return re.sub(r"[《》〈〉]", "", folded)


def read_number(word: str) -> int:
    """Return the number that digits or a Chinese numeral below ten thousand stand for."""
    if word.isdigit():
        return int(word)
    total = current = 0
    for character in word:
        if character in _UNITS:
            total += (current or 1) * _UNITS[character]
            current = 0
        else:
            current = _DIGITS[character]
    return total + current


def citations(text: str, names: Mapping[str, str] | None = None) -> list[Citation]:
    """Return the articles cited in ``text`` in order; ``names`` maps every known spelling to a short name.

    Lists (64、65) and ranges (20—22) are spelled out; a law that is not in ``names`` keeps its own name.
    """
    folded = plain(text)
    quoted = {plain(q) for q in re.findall(r"《([^《》]{2,40})》", text)}
    found: list[Citation] = []
    at = 0
    while mention := _next_law(folded, at, names or {}, quoted):
        law, at = mention
        edition = _EDITION.match(folded, at)
        at = edition.end() if edition else at
        for article, after in _articles(folded, at):
            found.append(Citation(law, article, edition[2] if edition else ""))
            at = after
    return found


def parse_citation(text: str, names: Mapping[str, str] | None = None) -> list[tuple[str, int]]:
    """Return ``(law, article)`` for every article cited in ``text``."""
    return [(c.law, c.article) for c in citations(text, names)]


def _next_law(
    text: str, start: int, names: Mapping[str, str], quoted: set[str]
) -> tuple[str, int] | None:
    """Return the next law named at or after ``start`` and where its name ends."""
    known = _known(text, start, names)
    release = re.compile(r"法释〔\d{4}〕\d+号").search(text, start)
    unknown = _UNKNOWN.search(text, start)
    best: tuple[int, int, str] | None = None
    if known:
        best = known
    if release and (best is None or release.start() < best[0]):
        best = (release.start(), release.end(), names.get(release[0], release[0]))
    if unknown and (best is None or unknown.end() < best[0] or _swallows(unknown, best, text)):
        best = (unknown.start(), unknown.end(), _own_name(unknown[1], names, quoted))
    return (best[2], best[1]) if best else None


def _swallows(unknown: re.Match[str], best: tuple[int, int, str], text: str) -> bool:
    """Tell whether a known name is only the tail or head of a longer, unknown one."""
    tail = unknown.end() == best[1] and text[: best[0]].endswith(_LONGER)
    head = unknown.start() <= best[0] and unknown.end() > best[1]
    return tail or head


def _known(text: str, start: int, names: Mapping[str, str]) -> tuple[int, int, str] | None:
    best: tuple[int, int, str] | None = None
    for name, short in names.items():
        at = text.find(name, start)
        if at < 0:
            continue
        if best is None or at < best[0] or (at == best[0] and at + len(name) > best[1]):
            best = (at, at + len(name), short)
    return best


def _own_name(run: str, names: Mapping[str, str], quoted: set[str]) -> str:
    exact = max((q for q in quoted if run.endswith(q)), key=len, default="")
    name = exact or _LEADS.sub("", run) or run
    return names.get(name, name)


def _articles(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield each article number that follows a law's name and where its mention ends."""
    match = _ARTICLE.match(text, start)
    last = 0
    ranged = False
    while match:
        number = read_number(match[1] or match[2])
        if not 0 < number <= _LAST_ARTICLE:
            return
        at = _past_asides(text, match.end())
        for article in range(last + 1, number + 1) if ranged and last < number else [number]:
            yield article, at
        last = number
        joint = _JOIN.match(text, at)
        ranged = bool(joint and joint[1][0] in "至到—-~")
        match = _ARTICLE.match(text, joint.end()) if joint else None


def _past_asides(text: str, at: int) -> int:
    while aside := _ASIDE.match(text, at):
        at = aside.end()
    return at
