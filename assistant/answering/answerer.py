"""Question → answer: exact quotes with addresses, the draft, the law and advice, each marked as what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering import cases
from assistant.answering import phrases as wording
from assistant.answering.asked import Asked
from assistant.answering.choosing import clause_named
from assistant.answering.clauses import Clauses
from assistant.answering.compare import compared, named_article
from assistant.answering.draft import about_draft
from assistant.answering.gate import passed, verify
from assistant.answering.general import which
from assistant.answering.question import (
    Query,
    bare,
    breach,
    compared_things,
    follow_up,
    orders_removed,
    split,
    subjects,
    understand,
    unwritten,
)
from assistant.answering.roles import corrected, in_parties, own_side, wrong_party
from assistant.answering.scope import Scope
from assistant.answering.sheet import Sheet
from assistant.answering.sums import computed
from assistant.conversation import Answer, Status
from assistant.draft import Draft
from knowledge.index import Hit, Index
from knowledge.lexical import fold
from knowledge.library import Library
from knowledge.simplified import simplified
from knowledge.template import Article, Clause

__all__ = ["Answerer", "verify"]

_WEAK = 0.2
_RELATED = 0.7
_OWN_CLAUSE = 0.45
"""A thing named among others gets a clause of its own from this score on."""
_IN_COMMON = 0.4
"""A mandatory clause to which all of them lead as well is cited from this mean score on."""
_HEARD = 0.75
"""How likely a clause must answer words that do not look like a question."""
_LONG = 600
_RANK: dict[Status, int] = {"answered": 0, "absent": 1, "unclear": 2, "out_of_scope": 3}


@dataclass(frozen=True)
class _Given:
    """What every question of a message is answered with."""

    template: str
    draft: Draft | None
    side: str
    message: str


class Answerer:
    """Answers from templates, guides, statutes and the draft; without network and without a language model."""

    def __init__(self, library: Library, index: Index):
        self.library, self.index = library, index
        self.clauses = Clauses(library, index)
        self.scope = Scope(self.clauses)

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer:
        """Answer a message about one template ("" or anything unknown: about all), the last questions in mind.

        Everything that leaves here has passed ``verify``.
        """
        text, ordered = orders_removed(simplified(question.strip()[:_LONG]))
        given = _Given(template, draft, draft.side if draft else "", text)
        if not fold(text):
            words = wording.ONLY_INSTRUCTIONS if ordered else wording.UNCLEAR
            return self._simple(question, "out_of_scope" if ordered else "unclear", words)
        text = self._gone_on(follow_up(text, history, self.library.templates), text, template)
        answers = [self._one(query, given) for query in self._queries(text, given)]
        answer = _together(question, answers)
        if ordered:
            sheet = Sheet(question)
            sheet.say("提示", wording.INSTRUCTIONS)
            answer = replace(answer, parts=(*sheet.parts, *answer.parts))
        return passed(replace(answer, question=question), self.library)

    def hears(self, text: str, template: str = "") -> bool:
        """Return whether words, however they are put, are surely about something that a template says."""
        query = understand(text, self.library.templates, template)
        if bare(query.topic):
            return False
        decision = self.scope.decider.decide(query.topic, query.templates)
        best = max(self.index.strongest(query.topic, id)[0] for id in query.templates)
        return decision.chances["answered"] >= _HEARD and best >= _OWN_CLAUSE

    def _gone_on(self, whole: str, said: str, template: str) -> str:
        """The question that goes on from the last one; asked of a party that does not do the act, of its own breach."""
        if whole == said or template not in self.library.templates:
            return whole
        trap = wrong_party(self.library.templates[template], whole)
        return wording.OWN_BREACH.format(party=trap.wrong) if trap and breach(whole) else whole

    def _simple(self, question: str, status: Status, words: str) -> Answer:
        sheet = Sheet(question)
        sheet.say("结论", words)
        return sheet.answer(status)

    def _queries(self, text: str, given: _Given) -> list[Query]:
        """The single questions; one that has no subject of its own joins the one before."""
        templates = self.library.templates
        whole = understand(text, templates, given.template)
        found: list[Query] = []
        for piece in split(text):
            query = understand(piece, templates, given.template)
            if not query.named:
                query = replace(query, templates=whole.templates)
            if found and self._belongs(found[-1], query):
                query = understand(f"{found[-1].text}，{piece}", templates, given.template)
                found[-1] = query if query.named else replace(query, templates=whole.templates)
            else:
                found.append(query)
        return found

    def _belongs(self, before: Query, query: Query) -> bool:
        if re.match(r"它|这个|那个|这样|这种|其|如果|否则|要是", query.text) or bare(query.text):
            return True
        earlier = self.index.search(before.topic, before.templates[0], 5)
        later = self.index.search(query.topic, query.templates[0], 1)
        if not earlier or not later or later[0].score < _WEAK:
            return True
        if earlier[0].score < _OWN_CLAUSE:
            return False
        near = [h.passage.article for h in earlier if h.score >= _RELATED * earlier[0].score]
        return later[0].passage.article in near

    def _one(self, query: Query, given: _Given) -> Answer:
        findings, unknown = cases.law_problems(self.library, query.text)
        sheet = cases.about_laws(self.library, findings, query.text) if findings else None
        if sheet and unknown:
            hits = self.index.search(query.topic, query.templates[0], 3)
            sheet.look_at(h.passage.id for h in hits if h.score >= _WEAK)
            return sheet.answer("answered")
        if nature := cases.about_nature(self.library, query.text):
            return nature.answer("answered")
        answer = self._in_templates(query, given)
        if sheet:
            first = sheet.answer("answered")
            return _joined(query.text, [first, answer] if answer.status == "answered" else [first])
        return answer

    def _in_templates(self, query: Query, given: _Given) -> Answer:
        askeds = [self._asked(query, id, given) for id in query.templates]
        total = self._sum(query, askeds)
        for asked in askeds if total is None else ():
            about = about_draft(self.library, asked.template, self._own_draft(asked, given), query)
            theirs = given.draft is None and len(askeds) == 1
            if about is not None and (theirs or self._own_draft(asked, given)):
                if query.is_("usual") and about.citations:  # is what stands there good?
                    return _joined(query.text, [about.answer("answered"), self._searched(query, [asked], None)])
                return about.answer("answered")
        numbers = self._numbers(askeds)
        if numbers is not None:
            return numbers
        if query.is_("which") and len(askeds) > 1:
            return which(askeds).answer("answered")
        if query.is_("compare") and len(askeds) > 1 and (sheet := compared(self.clauses, askeds, query.topic)):
            return sheet.answer("answered")
        if query.is_("standing"):
            return self._standing(askeds)
        if query.is_("whole") and not query.is_("delete"):
            wholes = [(a, article) for a in askeds if (article := named_article(a.template, query.topic, exactly=True))]
            if wholes:
                return _joined(query.text, [cases.whole_article(self.clauses, *w).answer("answered") for w in wholes])
        if query.is_("side"):
            return self._sides(askeds)
        return self._searched(query, askeds, total)

    def _standing(self, askeds: Sequence[Asked]) -> Answer:
        sheet = Sheet(askeds[0].query.text)
        for asked in askeds:
            sheet.take(cases.standing(asked))
        return sheet.answer("answered")

    def _own_draft(self, asked: Asked, given: _Given) -> Draft | None:
        draft = given.draft
        return draft if draft is not None and draft.template == asked.template.id else None

    def _asked(self, query: Query, id: str, given: _Given) -> Asked:
        template = self.library.templates[id]
        own = given.side if given.draft and given.draft.template == id else ""
        side = own_side(template, given.message, own)
        topic = in_parties(template, query.topic, side)
        asked = Asked(replace(query, topic=topic), template, side, None, len(query.templates) > 1)
        return replace(asked, draft=self._own_draft(asked, given))

    def _numbers(self, askeds: Sequence[Asked]) -> Answer | None:
        """Answer what names a clause by its number; None when nothing is named so."""
        sheets, missing = [], []
        for asked in askeds:
            there, lost = cases.named_places(asked.template, asked.query.text)
            things = [cases.clause_at(asked.template, address) for address in there]
            for thing in dict.fromkeys(things):
                if isinstance(thing, Article):
                    sheets.append(cases.whole_article(self.clauses, asked, thing))
                elif isinstance(thing, Clause):
                    exactly = replace(asked, only=frozenset(there))
                    hits = self.index.search(asked.query.topic, asked.template.id, 8)
                    sheets.append(self._delete_or_write(exactly, [thing], hits))
            missing += [cases.missing_place(asked.template, place, asked.query.text) for place in lost]
        if not sheets and not missing:
            return None
        sheet = Sheet(askeds[0].query.text)
        for other in (*missing, *sheets):
            sheet.take(other)
        return sheet.answer("answered" if sheets else "absent")

    def _delete_or_write(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]) -> Sheet:
        if asked.query.is_("delete"):
            return cases.deletion(self.clauses, asked, clauses)
        return self.clauses.write(asked, clauses, hits)

    def _sides(self, askeds: Sequence[Asked]) -> Answer:
        sheet = Sheet(askeds[0].query.text)
        for asked in askeds:
            if asked.side:
                role = asked.template.role(asked.side).label
                sheet.say("结论", wording.sentence(wording.YOUR_SIDE.format(
                    role=f"是{role}", title=asked.template.title, party=asked.side
                )))
            sheet.say("提示" if asked.side else "结论", wording.sentence(wording.parties(asked.template)))
            section = asked.template.addresses.get("首部")
            for clause in section.clauses if isinstance(section, Article) else ():
                self.clauses.quote(sheet, _naming_parties(asked), clause)
        return sheet.answer("answered")

    def _searched(self, query: Query, askeds: Sequence[Asked], total: Sheet | None) -> Answer:
        statutes = cases.cited_articles(self.library, query.text)
        meant = replace(query, topic=self._righted(query, askeds))
        decision = self.scope.decider.decide(meant.topic, query.templates)
        righted = meant.topic != query.topic and self.index.search(meant.topic, query.templates[0], 1)[0].score >= _OWN_CLAUSE
        verdict = self.scope.verdict(decision, meant, askeds, bool(statutes or total or righted))
        if verdict in ("out_of_scope", "unclear"):
            return self.scope.refused(query, verdict)
        if verdict == "absent":
            return self.scope.absent(query, askeds)
        sheet = Sheet(query.text)
        if statutes:
            sheet.take(cases.about_statutes(self.library, statutes, query.text))
            if cases.only_the_law(self.library, statutes, query.text):
                return sheet.answer("answered")
        if total:
            sheet.take(total)
        for asked in self._worth(askeds):
            sheet.take(self._templated(asked))
        return sheet.answer("answered") if sheet.parts else self.scope.refused(query, "unclear")

    def _righted(self, query: Query, askeds: Sequence[Asked]) -> str:
        """The topic with the parties the right way round: who does it is not what it is about."""
        trap = wrong_party(askeds[0].template, query.text) if len(askeds) == 1 else None
        return corrected(query.topic, trap) if trap else query.topic

    def _sum(self, query: Query, askeds: Sequence[Asked]) -> Sheet | None:
        asked = next((a for a in askeds if a.draft), askeds[0])
        return computed(query.text, asked.template, asked.draft)

    def _worth(self, askeds: Sequence[Asked]) -> list[Asked]:
        """Of several templates nobody chose between, those that have something to say."""
        if len(askeds) < 2:
            return list(askeds)
        best = [
            next((h.score for h in self.index.search(a.query.topic, a.template.id, 1)), 0.0) for a in askeds
        ]
        return [a for a, score in zip(askeds, best, strict=True) if score >= 0.6 * max(best)]

    def _templated(self, asked: Asked) -> Sheet:
        trap = wrong_party(asked.template, asked.query.text)
        before = Sheet(asked.query.text)
        if trap:
            template = asked.template
            before.warn(wording.PARTY_TRAP.format(
                title=template.title, action=trap.act, right=trap.right, wrong=trap.wrong,
                right_role=template.role(trap.right).label, wrong_role=template.role(trap.wrong).label,
            ))
            topic = corrected(asked.query.topic, trap)
            asked = replace(asked, query=replace(asked.query, topic=topic), told=True)
        hits = self.index.search(unwritten(asked.query.topic), asked.template.id, 8)
        choosing = self.clauses.choosing
        clauses = choosing.overview(asked, choosing.chosen(hits, 2 if asked.many else 3))
        if each := self._each(asked):
            asked = replace(asked, apart=True)
            clauses = list(dict.fromkeys([*each, *clauses]))[: max(len(each), len(clauses))]
        before.take(self._delete_or_write(asked, clauses, hits))
        return before


    def _each(self, asked: Asked) -> list[Clause]:
        """The clause of each thing that a question names in a row; none unless they lead to several clauses."""
        found: list[Clause] = []
        shared: Counter[str] = Counter()
        topics = subjects(asked.query.topic) or compared_things(asked.query.topic)
        for topic in topics:
            hits = self.index.search(topic, asked.template.id, 8)
            best = {h.passage.clause: h.score for h in reversed(hits)}
            shared.update(best)
            if hits and hits[0].score >= _OWN_CLAUSE:
                found.append(clause_named(asked.template, hits[0].passage.clause))
        found = list(dict.fromkeys(found))
        for name, score in shared.most_common() if len(found) > 1 else ():
            clause = clause_named(asked.template, name)
            if clause not in found and clause.status == "必备" and score >= _IN_COMMON * len(topics):
                return [*found, clause]
        return found if len(found) > 1 else []


def _naming_parties(asked: Asked) -> Asked:
    """Ask for the lines that say who 甲方 and 乙方 are."""
    names = " ".join(f"{p}（{asked.template.role(p).label}）：" for p in ("甲方", "乙方"))
    return replace(asked, query=replace(asked.query, topic=names))


def _joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Put answers one after the other, citations renumbered, layers sorted."""
    sheet = Sheet(question)
    for answer in answers:
        sheet.take(_sheet(answer))
    return sheet.answer(min((a.status for a in answers), key=lambda s: _RANK[s]))


def _sheet(answer: Answer) -> Sheet:
    return Sheet(
        answer.question, list(answer.parts), list(answer.citations), list(answer.statutes),
        list(answer.findings), list(answer.near),
    )


def _together(question: str, answers: Sequence[Answer]) -> Answer:
    """Put the answers to the questions of one message together, each question's parts in one piece."""
    if len(answers) == 1:
        return answers[0]
    good = [a for a in answers if a.status in ("answered", "absent")]
    if not good:
        return min(answers, key=lambda a: _RANK[a.status])
    sheet = Sheet(question)
    for answer in good:
        sheet.take(_sheet(answer))
    for answer in answers:
        if answer.status == "out_of_scope":
            sheet.say("提示", wording.OTHER_PART.format(said=answer.question))
        elif answer.status == "unclear":
            sheet.take(_sheet(answer))
    return sheet.answer(min((a.status for a in good), key=lambda s: _RANK[s]), arranged=False)
