"""The statutes that may be cited: articles with our own summaries, old article numbers, rules never to cite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.citing import Citation, citations, parse_citation, plain
from knowledge.records import Record, SourceError, guess, read_records

__all__ = ["Law", "Laws", "Statute", "load_laws", "parse_citation"]

GRADES = ("已核", "单源", "二手")
MARKS = {"二手": "（只见到二手引文，用前请核对原文）", "单源": "（只有一个来源，用前请核对原文）"}
"""What is said beside every article whose text was not verified against two sources."""
_LAW_KEYS = ("全称", "版本", "施行", "级别", "别名")
_ARTICLE_KEYS = ("要旨", "用于", "级别")
_OLD_KEYS = ("版本", "主题", "现为", "自")
_BARRED_KEYS = ("别名", "说", "今", "今法")
_LAWS, _OLD, _REPEALED, _DOUBTFUL = "法律.md", "旧条号.md", "已废止.md", "不得引用.md"
_ARTICLE_ID = re.compile(r"^(.+?)(?:第?(\d+)条?)$")


@dataclass(frozen=True)
class Law:
    """A statute, regulation or judicial interpretation: ``grade`` says how well its text was verified."""

    name: str
    full_name: str
    version: str
    in_force: str
    grade: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statute:
    """One article, in our own words; ``law`` is the short name, ``in_force`` an ISO date."""

    law: str
    article: int
    full_name: str
    version: str
    in_force: str
    title: str
    summary: str
    topics: tuple[str, ...]
    grade: str

    @property
    def citation(self) -> str:
        """The short form 「民法典585」; 法释 numbers read 「法释〔2025〕15号第4条」."""
        if self.law.endswith("号"):
            return f"{self.law}第{self.article}条"
        return f"{self.law}{self.article}"

    @property
    def mark(self) -> str:
        """What is said beside it wherever it is shown; empty for a verified text."""
        return MARKS.get(self.grade, "")


@dataclass(frozen=True)
class Renumbered:
    """An article of an earlier edition and the number its rule has now."""

    law: str
    article: int
    edition: str
    topic: str
    now: int
    since: str


@dataclass(frozen=True)
class Laws:
    """All statutes, by (law, article), and what must not be cited."""

    laws: Mapping[str, Law]
    articles: Mapping[tuple[str, int], Statute]
    names: Mapping[str, str]
    renumbered: Mapping[tuple[str, int], Renumbered] = field(default_factory=dict)
    repealed: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Where the rule of an article of a repealed law stands now."""

    def all(self) -> Iterator[Statute]:
        """Yield every article in the order of the files."""
        yield from self.articles.values()

    def parse(self, text: str) -> list[tuple[str, int]]:
        """Return the articles cited in ``text`` under the short names of this table."""
        return parse_citation(text, self.names)

    def find(self, citation: str) -> Statute | None:
        """Return the article that ``citation`` names (the first, if several), or None."""
        return next((self.articles[k] for k in self.parse(citation) if k in self.articles), None)

    def cited(self, text: str) -> list[Statute]:
        """Return the articles of this table that ``text`` cites, without repeats."""
        keys = dict.fromkeys(self.parse(text))
        return [self.articles[key] for key in keys if key in self.articles]

    def marked(self, text: str) -> str:
        """Return a list of citations (民法典585；商事调解条例15) with the marks of those not verified twice."""
        parts = re.split(r"([；;])", text)
        return "".join(part + "".join(dict.fromkeys(s.mark for s in self.cited(part))) for part in parts)

    def problem(self, text: str) -> str | None:
        """Return why ``text`` may not stand as a citation (the first reason), or None."""
        return next(iter(self.problems(text)), None)

    def problems(self, text: str) -> list[str]:
        """Return every reason: a rule nobody could verify, a repealed law, an old or unknown article."""
        found = self._barred(text)
        for citation in citations(text, self.names):
            if citation.law not in self.repealed and citation.law not in self.doubtful:
                found += self._about(citation)
        return list(dict.fromkeys(found))

    def _barred(self, text: str) -> list[str]:
        folded = plain(text)
        found = [why for name, why in self.doubtful.items() if name in folded]
        laws = {citation.law for citation in citations(text, self.names)}
        quoted = {plain(name) for name in re.findall(r"《([^《》]+)》", text)}
        found += [w for name, w in self.repealed.items() if name in laws or name in quoted]
        cited = [self.moved.get((c.law, c.article)) for c in citations(text, self.names)]
        return found + [why for why in cited if why]

    def _about(self, citation: Citation) -> list[str]:
        key = (citation.law, citation.article)
        old = self.renumbered.get(key)
        if old and (key not in self.articles or citation.edition == old.edition):
            return [
                f"引用的是旧条号：《{old.law}》（{old.edition}年版）第{old.article}条（{old.topic}）"
                f"自{old.since}起是第{old.now}条，请改引现行条号。"
            ]
        if key in self.articles:
            return []
        if citation.law in self.laws:
            return [f"《{citation.law}》第{citation.article}条不在已核对的法条表里，不能作为依据。"]
        return [f"《{citation.law}》不在已核对的法条表里，不能作为依据。"]


def load_laws(folder: Path) -> Laws:
    """Read the record files in ``folder``; SourceError names file and line of what is wrong."""
    laws = {r.id: _law(r) for r in read_records(folder / _LAWS, _LAW_KEYS)}
    articles: dict[tuple[str, int], Statute] = {}
    special = {_LAWS, _OLD, _REPEALED, _DOUBTFUL}
    for path in sorted(p for p in folder.glob("*.md") if p.name not in special):
        for record in read_records(path, _ARTICLE_KEYS):
            statute = _statute(record, laws)
            key = (statute.law, statute.article)
            if key in articles:
                raise record.error(f"「{record.id}」在别的文件里已经写过")
            articles[key] = statute
    names = {name: law.name for law in laws.values() for name in _spellings(law)}
    repealed = _barred(folder / _REPEALED)
    names |= {name: name for name in repealed if name not in names}
    old = [_renumbered(r, laws, articles) for r in read_records(folder / _OLD, _OLD_KEYS)]
    return Laws(
        laws,
        articles,
        names,
        {(item.law, item.article): item for item in old},
        repealed,
        _barred(folder / _DOUBTFUL),
        _moved(folder / _REPEALED),
    )


def _spellings(law: Law) -> list[str]:
    full = plain(law.full_name)
    short = re.sub(r"\([^()]*\)$", "", full)
    return [plain(name) for name in (law.name, full, short, *law.aliases) if name]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,,、\n]", text) if part.strip())


def _law(record: Record) -> Law:
    _need(record, "全称", "版本", "施行", "级别")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", record.get("施行")):
        raise record.error("施行日期要写成 2021-01-01 这样", "施行")
    grade = _grade(record, record.get("级别"))
    return Law(
        record.id,
        record.get("全称"),
        record.get("版本"),
        record.get("施行"),
        grade,
        _split(record.get("别名")),
    )


def _statute(record: Record, laws: Mapping[str, Law]) -> Statute:
    _need(record, "要旨", "用于")
    match = _ARTICLE_ID.match(record.id)
    if not match:
        raise record.error("法条要写成「法律简称+条号」,例如 民法典585")
    law = laws.get(match[1])
    if law is None:
        raise record.error(f"法律表里没有「{match[1]}」", hint=guess(match[1], laws))
    return Statute(
        law.name,
        int(match[2]),
        law.full_name,
        law.version,
        law.in_force,
        record.title,
        record.get("要旨"),
        _split(record.get("用于")),
        _grade(record, record.get("级别", law.grade)),
    )


def _renumbered(
    record: Record, laws: Mapping[str, Law], articles: Mapping[tuple[str, int], Statute]
) -> Renumbered:
    _need(record, *_OLD_KEYS)
    match = _ARTICLE_ID.match(record.id)
    if not match or match[1] not in laws or not record.get("现为").isdigit():
        raise record.error("旧条号要写成「法律简称+旧条号」,现为只写数字")
    now = int(record.get("现为"))
    if (match[1], now) not in articles:
        raise record.error(f"法条表里没有现行的第{now}条", "现为")
    return Renumbered(
        match[1], int(match[2]), record.get("版本"), record.get("主题"), now, record.get("自")
    )


def _barred(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for record in read_records(path, _BARRED_KEYS):
        _need(record, "说")
        for name in (record.id, *_split(record.get("别名"))):
            found[plain(name)] = record.get("说")
    return found


def _moved(path: Path) -> dict[tuple[str, int], str]:
    """Where the articles of repealed laws stand now, in words; raises for one that is not like 113→584."""
    found: dict[tuple[str, int], str] = {}
    for record in read_records(path, _BARRED_KEYS):
        for pair in _split(record.get("今")):
            match = re.fullmatch(r"(\d+)→(\d+)", pair)
            if match is None:
                raise record.error("旧条号对现行条号要写成 113→584 这样", "今")
            why = f"《{record.id}》第{match[1]}条的规定，现在看《{record.get('今法')}》第{match[2]}条。"
            for name in (record.id, *_split(record.get("别名"))):
                found[plain(name), int(match[1])] = why
    return found


def _grade(record: Record, grade: str) -> str:
    if grade not in GRADES:
        raise record.error(f"级别只能是 {'、'.join(GRADES)}", "级别", guess(grade, GRADES))
    return grade


def _need(record: Record, *keys: str) -> None:
    for key in keys:
        if not record.get(key):
            raise SourceError(
                record.path, record.line, f"「{record.id}」缺少「{key}」", record.title
            )
