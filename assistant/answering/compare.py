"""Two templates side by side, subject by subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import phrases as wording
from assistant.answering.alike import likeness
from assistant.answering.asked import Asked
from assistant.answering.choosing import clause_named
from assistant.answering.clauses import Clauses
from assistant.answering.general import general
from assistant.answering.sheet import Sheet, picked
from knowledge.lexical import fold
from knowledge.template import Article, Clause, Template

_WORDS = re.compile(
    r"请?(?:帮我)?(?:比较|对比|对照)一?下?|有(?:什么|哪些|何|没有|啥)?(?:区别|不同|差异|差别|不一样)(?:之处)?|(?:的)?(?:区别|不同|差异|差别)|哪[里儿些](?:地方)?(?:不一样|不同|有区别)?|不一样|到底|究竟|差在|差哪|哪[儿里]|在|关于|方面"
    r"|模板|合同|协议|条款|约定|规定|写法|的|是|吗|呢|之间|和|与|[?？。，,！]|对|都|里|我?该?(?:用|选)|哪[份个种]|更[^，。？?的]{1,2}|、$|分别|各自"
)
_WHICH = re.compile(r"哪一?[个份种套](?!条|款|(?:合同|协议|模板)的).*$|谁更.*$|对.{1,8}(?:更|比较)?(?:有利|好|划算).*$")
_MOST = 8
_ALIKE = 0.3
_PART = 0.62


def topic_of(text: str) -> str:
    """Return what is to be compared, without the words that ask for a comparison."""
    return re.sub(r"\s+|(?:这[块点]|那[块点]|方面|上)\s*$", "", _WORDS.sub(" ", _WHICH.sub("", text)).rstrip())


def compared(clauses: Clauses, asked: Sequence[Asked], about: str) -> Sheet | None:
    """Return the comparison of several templates on what ``about`` names, or of the templates as such."""
    topic = topic_of(about)
    if len(fold(topic)) < 2:
        return general(clauses, asked)
    asked = [replace(a, query=replace(a.query, topic=topic), many=True) for a in asked]
    sides = [_relevant(clauses, one, topic) for one in asked]
    if not any(sides):
        return None
    sheet = Sheet(asked[0].query.text)
    present = [a for a, side in zip(asked, sides, strict=True) if side]
    if len(present) == 1:
        sheet.say("结论", wording.COMPARE_ONLY.format(title=present[0].template.title, topic=topic))
    else:
        sheet.say("结论", wording.COMPARE.format(topic=topic))
    for row in _rows(clauses, asked, sides)[:_MOST]:
        _row(sheet, clauses, asked, row)
    _rest(sheet, clauses, asked, sides)
    sheet.say("提示", "；".join(wording.parties(a.template) for a in asked) + "。")
    return sheet


def _relevant(clauses: Clauses, asked: Asked, topic: str) -> list[Clause]:
    """The clauses of one template on a topic: a whole article when it is named, and what else fits as well."""
    hits = clauses.index.search(topic, asked.template.id, 12)
    found: list[Clause] = []
    if article := named_article(asked.template, topic):
        found += article.clauses
    top = hits[0].score if hits else 0.0
    for hit in hits:
        clause = clause_named(asked.template, hit.passage.clause)
        close = hit.score >= (_PART if found else 0.75) * top
        about = _titled(clause, topic) if found else True
        if clause not in found and close and about:
            found.append(clause)
    return found[:9]


def _titled(thing: object, topic: str) -> bool:
    title = fold(getattr(thing, "title", ""))
    return any(pair in fold(topic) for pair in (title[i : i + 2] for i in range(len(title) - 1)))


def named_article(template: Template, topic: str) -> Article | None:
    """Return the article whose title the topic names or is."""
    folded = fold(topic)
    for article in template.articles:
        title = fold(article.title)
        if article.number and len(title) > 1 and (title in folded or (len(folded) > 1 and folded in title)):
            return article
    return None


def _rows(
    clauses: Clauses, asked: Sequence[Asked], sides: Sequence[Sequence[Clause]]
) -> list[tuple[Clause | None, ...]]:
    """Pair the clauses of the first two templates by likeness; what has no counterpart stands alone."""
    first, second = list(sides[0]), list(sides[1])
    scored = sorted(
        ((likeness(clauses, asked[0], a, asked[1], b), i, j)
         for i, a in enumerate(first) for j, b in enumerate(second)),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if score >= _ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    rows: list[tuple[Clause | None, ...]] = [
        (a, second[pairs[i]]) for i, a in enumerate(first) if i in pairs
    ]
    rows += [(a, None) for i, a in enumerate(first) if i not in pairs]
    rows += [(None, b) for j, b in enumerate(second) if j not in pairs.values()]
    return rows


def _row(sheet: Sheet, clauses: Clauses, asked: Sequence[Asked], row: Sequence[Clause | None]) -> None:
    cells, titles = [], []
    for one, clause in zip(asked, row, strict=False):
        if clause is None:
            continue
        titles.append(clause.title)
        guide = one.template.guides.get(clause.name)
        plain = picked(guide.plain, one.terms, clauses.idf(one.template), 1).rstrip("。；") if guide else ""
        cells.append(wording.COMPARE_CELL.format(title=one.template.title, place=clause.address, plain=plain))
        clauses.quote(sheet, one, clause)
    subject = "／".join(dict.fromkeys(titles))
    sheet.say("结论", wording.sentence(wording.COMPARE_ROW.format(subject=subject, cells="；".join(cells))))


def _rest(
    sheet: Sheet, clauses: Clauses, asked: Sequence[Asked], sides: Sequence[Sequence[Clause]]
) -> None:
    """The articles most of these clauses rest on, and the clauses that were left out."""
    counts: Counter[str] = Counter()
    for one, side in zip(asked, sides, strict=True):
        for clause in side:
            if guide := one.template.guides.get(clause.name):
                counts.update(guide.basis)
        sheet.look_at(f"{one.template.id}:{clause.address}" for clause in side)
    for reference, _ in counts.most_common(3):
        if statute := clauses.library.laws.find(reference):
            sheet.rest_on(statute)
            sheet.say("法律", wording.statute(statute))
