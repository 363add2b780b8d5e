"""Citations of articles: 「民法典585」「《民法典》第五百八十五条」「法释〔2025〕15号第四条」 → (law, article)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LAST_ARTICLE = 1300
_HAN = "零〇一二两三四五六七八九十百千"
_NUMBER = rf"(?:第([{_HAN}]+|\d{{1,4}})条?|(\d{{1,4}})条?|([{_HAN}]+)(?=条|、)条?)"
_NOT_ARTICLE = r"(?![\d.]|[%‰]|\s?(?:[年月日天元个号份倍万亿版工家次轮笔小]|部法|修正|修订))"
_ARTICLE = re.compile(rf"\s*{_NUMBER}{_NOT_ARTICLE}")
_ASIDE = re.compile(
    r"\s*(?:\([^()]*\)|第[一二三四五六七八九十\d]+[款项]|第\([一二三四五六七八九十]+\)项)"
)
_JOIN = re.compile(r"\s*([、,和及与;]|以及|至|到|—+|-|~)\s*")
_EDITION = re.compile(r"\s*\(([^()]*?(\d{4})[^()]*)\)")
_UNKNOWN = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{1,30}?(?:法典|法|条例|解释|规定|办法|决定|批复))"
    r"(?=\s*(?:\([^()]*\))?\s*第[\d零〇一二两三四五六七八九十百千]+条)"
)
_RELEASE = re.compile(r"(法释|法发|国发)\s*[〔\[(【](\d{4})[〕\])】]\s*(\d+)\s*号")
_LEADS = re.compile(
    r"^.*(?:根据|依据|依照|按照|参照|适用|违反|参见|引用|依|按|见|和|与|及|的|是|在|对)"
)
_OURS = re.compile(r"^.{0,4}?[本该此附]")
_LONGER = ("劳动", "调解")
_PART = re.compile(
    r"(?:第?[一二三四五六七]?(?:总则|物权|合同|人格权|侵权责任)?[编篇])?(?:的|中的?|里的?)?"
)


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
    folded = re.sub(rf"第\s*([{_HAN}\d]+)\s*条", r"第\1条", folded)
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
    known = dict(names or {})
    for quoted in re.findall(r"《([^《》]{2,40})》", text):
        known.setdefault(plain(quoted), plain(quoted))
    found: list[Citation] = []
    at = 0
    while mention := _next_law(folded, at, known):
        law, at = mention
        edition = _EDITION.match(folded, at)
        at = edition.end() if edition else at
        part = _PART.match(folded, at)
        for article, after in _articles(folded, part.end() if part else at):
            found.append(Citation(law, article, edition[2] if edition else ""))
            at = after
    return found


def parse_citation(text: str, names: Mapping[str, str] | None = None) -> list[tuple[str, int]]:
    """Return ``(law, article)`` for every article cited in ``text``."""
    return [(c.law, c.article) for c in citations(text, names)]


def _next_law(text: str, start: int, names: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the next law named at or after ``start`` and where its name ends."""
    found = [_known(text, start, name, short) for name, short in names.items()]
    if release := re.compile(r"法释〔\d{4}〕\d+号").search(text, start):
        found.append((release.start(), release.end(), names.get(release[0], release[0])))
    best = min((f for f in found if f), key=lambda f: (f[0], -f[1]), default=None)
    unknown = next((m for m in _UNKNOWN.finditer(text, start) if not _OURS.match(m[1])), None)
    if unknown and (best is None or unknown.end() < best[0] or _inside(best, unknown)):
        name = _LEADS.sub("", unknown[1]) or unknown[1]
        return names.get(name, name), unknown.end()
    return (best[2], best[1]) if best else None


def _known(text: str, start: int, name: str, short: str) -> tuple[int, int, str] | None:
    """Return the next place of a known name that is not the tail of a longer one (劳动合同法)."""
    at = text.find(name, start)
    while at >= 0 and text[:at].endswith(_LONGER) and not name.startswith(_LONGER):
        at = text.find(name, at + 1)
    return None if at < 0 else (at, at + len(name), short)


def _inside(best: tuple[int, int, str], unknown: re.Match[str]) -> bool:
    """Tell whether the known name is only the head of a longer, unknown one (专利法 in 专利法实施条例)."""
    return unknown.start() <= best[0] and unknown.end() > best[1]


def _articles(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield each article number that follows a law's name and where its mention ends."""
    match = _ARTICLE.match(text, start)
    last = 0
    ranged = False
    while match:
        number = read_number(match[1] or match[2] or match[3])
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
