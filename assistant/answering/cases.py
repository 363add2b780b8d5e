"""Questions with a trap: numbers that do not exist, laws that may not be cited, clauses that may not go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import phrases as wording
from assistant.answering.asked import Asked
from assistant.answering.clauses import Clauses
from assistant.answering.compare import named_article
from assistant.answering.question import bare
from assistant.answering.sheet import Sheet, picked
from assistant.findings import Finding
from knowledge.citing import citations, plain
from knowledge.law import Statute
from knowledge.lexical import fold
from knowledge.library import Library
from knowledge.pointing import Pointed, last_article, places
from knowledge.template import Article, Clause, Paragraph, Template

UNVERIFIED, OUTDATED = "R-STR-08", "R-STR-07"
_QUOTED = re.compile(r"《([^《》]{2,40}?(?:法典|法|条例|办法|规定|解释|规范|细则|标准|指南|批复|意见|通知)(?:[（(][^）)]*[）)])?)》")
_UNQUOTED = re.compile(
    r"(?<![《\u4e00-\u9fff])[\u4e00-\u9fff]{0,6}?(?:出了?|发布了?|颁布了?|根据|依据|按照?|有个|有部|那个|叫|新的|搞了?)((?:[\u4e00-\u9fff]{4,26}?)(?:管理办法|暂行办法|管理条例|实施条例|实施细则|管理规定|暂行规定))"
)
_STRANGE = re.compile(r"《([^》]+)》不在已核对的法条表里，不能作为依据。")
_MOST = 6
_STILL_HOLDS = ("民法典470", "民法典509", "民法典577")
"""What a contract is expected to say, and what binds even where it is silent: good faith, liability for breach."""


def law_problems(library: Library, text: str) -> tuple[list[Finding], bool]:
    """Return what is wrong with the laws a question names, and whether one of them does not exist at all."""
    found: list[Finding] = []
    unknown = False
    strange: list[str] = []
    for problem in library.laws.problems(text):
        if name := _STRANGE.fullmatch(problem):  # nobody knows the law itself: said below, once
            strange.append(name[1])
            continue
        unverified = "不能写进合同" in problem or "不在已核对" in problem
        found.append(Finding(UNVERIFIED if unverified else OUTDATED, "warn", "", problem))
        unknown = unknown or any(problem == why for why in library.laws.doubtful.values())
    titles = {fold(t.title) for t in library.templates.values()} | {
        fold(a) for t in library.templates.values() for a in t.aliases
    }
    told = " ".join(f.message for f in found)
    for name in dict.fromkeys([*strange, *_QUOTED.findall(text), *_UNQUOTED.findall(text)]):
        if _known(library, name) or fold(name) in titles or plain(name) in told:
            continue
        found.append(Finding(UNVERIFIED, "warn", "", wording.NO_LAW.format(name=name)))
        unknown = True
    return found, unknown


def _known(library: Library, name: str) -> bool:
    bare = re.sub(r"[（(][^）)]*[）)]$", "", plain(name))
    short = bare.removeprefix("中华人民共和国")
    laws = library.laws
    return any(n in laws.names or n in laws.repealed or n in laws.doubtful for n in (plain(name), bare, short))


def about_laws(library: Library, findings: Sequence[Finding], text: str) -> Sheet:
    """Say what is wrong with the laws named, and what may be cited instead."""
    sheet = Sheet(text)
    for finding in findings:
        sheet.findings.append(finding)
        sheet.say("结论", finding.message)
        for statute in library.laws.cited(finding.message):
            sheet.rest_on(statute)
            sheet.say("法律", wording.statute(statute))
    for statute in _now(library, text):
        sheet.rest_on(statute)
        sheet.say("法律", wording.statute(statute))
    if any(f.rule == UNVERIFIED for f in findings):
        sheet.say("建议", wording.NO_LAW_ADVICE)
    return sheet


def _now(library: Library, text: str) -> list[Statute]:
    """The articles that took the place of those cited by an old number."""
    laws = library.laws
    old = [laws.renumbered.get((c.law, c.article)) for c in citations(text, laws.names)]
    return [laws.articles[o.law, o.now] for o in old if o is not None]


def cited_articles(library: Library, text: str) -> list[Statute]:
    """Return the articles a question names that may be cited."""
    return [s for s in library.laws.cited(text) if library.laws.problem(s.citation) is None]


def about_statutes(library: Library, statutes: Sequence[Statute], text: str) -> Sheet:
    """Say what articles that the question names are about, in our own words, and which clauses rest on them."""
    sheet = Sheet(text)
    for place, statute in enumerate(statutes[:3]):
        sheet.rest_on(statute)
        sheet.say("法律", wording.statute(statute) + ("" if place else wording.NOT_IN_SUMMARY))
    keys = {(s.law, s.article) for s in statutes}
    for template in library.templates.values():
        for _, clause in template.clauses():
            guide = template.guides.get(clause.name)
            if guide and keys & {key for b in guide.basis for key in library.laws.parse(b)}:
                sheet.look_at([f"{template.id}:{clause.address}"])
    return sheet


_KINDS = r"(?:技术(?:开发|服务|咨询)|委托开发|承揽|委托|买卖|服务)(?:合同)?"
_NATURE = re.compile(
    rf"{_KINDS}[，,]?还是{_KINDS}|(?:合同|协议)的?(?:法律)?(?:性质|定性|类型)|(?:什么|哪一?[种类])(?:法律)?(?:性质|类型)的(?:合同|协议)"
)


def about_nature(library: Library, text: str) -> Sheet | None:
    """Say by what a contract counts as development, service or work, when that is what the question asks."""
    rule = next((r for r in library.rules if r.id == "R-ACC-06"), None)
    if rule is None or not _NATURE.search(plain(text)):
        return None
    sheet = Sheet(text)
    sheet.findings.append(Finding(rule.id, rule.severity, "", rule.message, rule.basis))
    sheet.say("结论", rule.message)
    for statute in library.laws.cited(rule.basis)[:5]:
        sheet.rest_on(statute)
        sheet.say("法律", wording.statute(statute))
    return sheet


def only_the_law(library: Library, statutes: Sequence[Statute], text: str) -> bool:
    """Whether a question asks nothing but what the articles it names say."""
    for statute in statutes:
        for name in (statute.full_name, statute.law):
            text = text.replace(f"《{name}》", "").replace(name, "")
    return bare(re.sub(r"第?[零〇一二三四五六七八九十百千\d]+条|[讲说内容原文意思款]", "", text))


def named_places(template: Template, text: str) -> tuple[list[str], list[Pointed]]:
    """Return the existing addresses and the missing places a question names by number."""
    return places(template, text)


def missing_place(template: Template, place: Pointed, text: str) -> Sheet:
    """Say that there is no such place, and where the template (or that article) ends."""
    sheet = Sheet(text)
    last = last_article(template)
    number = re.match(r"(\d+)\.", place.address)
    article = next((a for a in template.articles if number and a.number == int(number[1])), None)
    if article is not None and article.clauses:
        sheet.say("结论", wording.NO_SUCH_CLAUSE.format(
            title=template.title, said=place.said, article=article.address, article_title=article.title,
            count=len(article.clauses), last=article.clauses[-1].address,
        ))
        sheet.look_at(f"{template.id}:{c.address}" for c in article.clauses)
        return sheet
    ending = template.addresses[last]
    sheet.say("结论", wording.NO_SUCH_PLACE.format(
        title=template.title, said=place.said, last=last, last_title=getattr(ending, "title", "")
    ))
    if isinstance(ending, Article):
        sheet.look_at(f"{template.id}:{c.address}" for c in ending.clauses)
    return sheet


def whole_article(clauses: Clauses, asked: Asked, article: Article) -> Sheet:
    """Say what each clause of an article is about, with the sentence that carries it."""
    if len(article.clauses) == 1:
        return clauses.write(asked, article.clauses)
    sheet = Sheet(asked.query.text)
    head = f"《{asked.template.title}》" if asked.many else ""
    lines = [f"{head}{article.address}「{article.title}」共{len(article.clauses)}款："]
    for clause in article.clauses[:9]:
        guide = asked.template.guides.get(clause.name)
        plain_ = picked(guide.plain, (), {}, 1) if guide else clause.title
        lines.append(f"{clause.address} {wording.sentence(plain_)}")
    sheet.say("结论", "\n".join(lines))
    for clause in article.clauses[:_MOST]:
        clauses.quote(sheet, asked, clause)
    basis = [b for c in article.clauses if (g := asked.template.guides.get(c.name)) for b in g.basis]
    for statute in clauses.statutes(article.title, basis)[:2]:
        sheet.rest_on(statute)
        sheet.say("法律", wording.statute(statute))
    return sheet


def clause_at(template: Template, address: str) -> Clause | Article | None:
    """Return the clause (or article) that an address belongs to."""
    thing = template.addresses.get(address)
    if isinstance(thing, Paragraph):
        return next(c for _, c in template.clauses() if any(p.address == address for p in c.paragraphs))
    return thing


def deletion(clauses: Clauses, asked: Asked, fallback: Sequence[Clause]) -> Sheet:
    """Say which of the clauses somebody wants gone have to stay and which may go."""
    sheet = Sheet(asked.query.text)
    template = asked.template
    wanted = _wanted(asked, fallback)
    head = f"《{template.title}》的" if asked.many else ""
    must = [c for c in wanted if c.status == "必备"]
    free = [c for c in wanted if c.status != "必备"]
    if must:
        sheet.say("结论", wording.MANDATORY_ONE.format(what=head + _names(must)))
    if free:
        what = head + _names(free[:6])
        sheet.say("建议" if must else "结论", wording.OPTIONAL_ONE.format(what=what, title=free[0].title))
    for clause in must[:8] or free[:2]:
        _first_sentence(sheet, clauses, asked, clause)
    if must:
        sheet.say("建议", wording.DELETE_ADVICE)
    for reference in _STILL_HOLDS if must else ():
        if statute := clauses.library.laws.find(reference):
            sheet.rest_on(statute)
            sheet.say("法律", wording.statute(statute))
    return sheet


def _wanted(asked: Asked, fallback: Sequence[Clause]) -> list[Clause]:
    folded = fold(asked.query.topic)
    articles = [
        a for a in asked.template.articles
        if a.number and len(a.title) > 1 and (fold(a.title) in folded or fold(a.title)[:4] in folded)
    ]
    exact = [c for _, c in asked.template.clauses() if len(c.title) > 2 and fold(c.title) in folded]
    if exact and not articles:
        return exact
    if articles:
        return [c for a in articles for c in a.clauses]
    if article := named_article(asked.template, asked.query.topic):
        return list(article.clauses)
    return list(fallback[:1])


def standing(asked: Asked) -> Sheet:
    """Name the clauses that have to stay, those that are in by default and those that can be added."""
    sheet = Sheet(asked.query.text)
    head = f"《{asked.template.title}》" if asked.many else ""
    for status, form in (("必备", wording.ALWAYS_IN), ("推荐", wording.USUALLY_IN), ("可选", wording.CAN_BE_ADDED)):
        named = [
            c.address for a, c in asked.template.clauses()
            if (c.status if c.status != "必备" else a.status) == status and a.number
        ]
        if named:
            sheet.say("结论", head + form.format(places="、".join(named)))
    return sheet


def _names(clauses: Sequence[Clause]) -> str:
    return "、".join(f"{c.address}「{c.title}」" for c in clauses)


def _first_sentence(sheet: Sheet, clauses: Clauses, asked: Asked, clause: Clause) -> None:
    from assistant.answering.sheet import sentences

    passage = clauses.library.passage(asked.template.id, clause.address)
    if passage is None:
        return
    span = sentences(passage.text)[0]
    place = sheet.cite(passage, span)
    form = wording.CLAUSE_OF if asked.many else wording.CLAUSE
    sheet.say("条款", form.format(
        template=asked.template.title, place=clause.address, title=clause.title,
        quotes=wording.quoted([sheet.citations[place].quote]),
    ), (place,))
