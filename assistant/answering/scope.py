"""What is out of scope, absent or unclear, and what is said then: never an invented clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from assistant.answering import phrases as wording
from assistant.answering.alike import likeness
from assistant.answering.asked import Asked
from assistant.answering.choosing import clause_named
from assistant.answering.clauses import Clauses
from assistant.answering.question import Query, asks, bare
from assistant.answering.sheet import Sheet
from assistant.conversation import Answer, Status
from knowledge.deciding import Decider, Decision, Verdict
from knowledge.lexical import fold
from knowledge.template import Clause

_SURE = 0.7
"""How likely a question must be of none of our business, or another template to answer it, to say so."""
_ABSENT, _SURELY_ABSENT = 0.6, 0.85
"""How likely it must be that no clause answers to say so, and where the best clause fits well all the same."""
_FITS_WELL = 0.65
_LOST = 0.25
"""Below this chance of an answer a question is refused rather than guessed at."""
_NEAR = 0.36
_SAME_THING = 0.42
_FITS = 0.36
_SPEAKS = 0.26
_COVERED = 0.62
"""A best score from which a clause of another template speaks to the question."""


class Scope:
    """Decides whether a question can be answered, and answers those that can't."""

    def __init__(self, clauses: Clauses):
        self.clauses, self.library, self.index = clauses, clauses.library, clauses.index

    @cached_property
    def decider(self) -> Decider:
        """The learned decision."""
        return Decider(self.index)

    def verdict(
        self, decision: Decision, query: Query, askeds: Sequence[Asked], bound: bool
    ) -> Status:
        """Return the status; ``bound`` questions name a law or ask for a sum and are answered anyway."""
        if bound or query.is_("delete"):
            return "answered"
        if bare(query.topic):
            return "unclear"
        chances = decision.chances
        if chances["out_of_scope"] >= _SURE:
            return "out_of_scope"
        if chances["answered"] < _LOST and chances["out_of_scope"] > chances["absent"]:
            return "out_of_scope"
        if self._silent(chances, query, askeds):
            return "absent"
        return "unclear" if not asks(query.text) and len(fold(query.topic)) < 3 else "answered"

    def _silent(self, chances: Mapping[Verdict, float], query: Query, askeds: Sequence[Asked]) -> bool:
        """Whether the templates say nothing on a question: very likely, where a clause fits well all the same.

        The decision was learned with banks of questions; of a template without one it knows nothing.
        """
        best = max(self.index.strongest(query.topic, a.template.id)[0] for a in askeds)
        if best >= _NEAR and not any(self.index.rankers[a.template.id].bank for a in askeds):
            return False
        if best >= _FITS_WELL:
            return chances["absent"] >= _SURELY_ABSENT
        return chances["absent"] + chances["out_of_scope"] >= _ABSENT

    def refused(self, query: Query, verdict: Literal["out_of_scope", "unclear"]) -> Answer:
        """Say that the question is none of ours, or ask back with what may be meant."""
        sheet = Sheet(query.text)
        if verdict == "out_of_scope":
            sheet.say("结论", wording.OUT_OF_SCOPE)
            return sheet.answer(verdict)
        sheet.say("结论", wording.UNCLEAR)
        hits = [h for id in query.templates for h in self.index.search(query.topic, id, 3)]
        hits = sorted(hits, key=lambda h: -h.score)[:3]
        names = [f"{h.passage.address}「{h.passage.title}」" for h in hits]
        if names:
            sheet.say("提示", wording.MAYBE.format(near="、".join(dict.fromkeys(names))))
        sheet.look_at(h.passage.id for h in hits)
        return sheet.answer(verdict)

    def absent(self, query: Query, askeds: Sequence[Asked]) -> Answer:
        """Say that the template has no such clause, which one has, what the law says, and what can be done."""
        if len(askeds) == 1:
            sure = self.decider.decide(query.topic, query.templates).chances["absent"] >= _SURELY_ABSENT
            clause = None if sure else self._by_law(query, askeds[0]) or self._counterpart(query, askeds[0])
            if clause is not None:
                return self.clauses.write(askeds[0], [clause]).answer("answered")
        sheet = Sheet(query.text)
        form = wording.ABSENT if len(askeds) == 1 else wording.ABSENT_BOTH
        templates = [a.template for a in askeds]
        sheet.say("结论", form.format(title=templates[0].title, titles=wording.titles(templates)))
        self._elsewhere(sheet, query)
        for statute in self.clauses.statutes(query.topic, (), least=_SPEAKS)[:2]:
            sheet.rest_on(statute)
            sheet.say("法律", wording.statute(statute))
        sheet.say("建议", wording.ABSENT_ADVICE)
        hits = [h for a in askeds for h in self.index.search(query.topic, a.template.id, 3)]
        hits = sorted(hits, key=lambda h: -h.score)[:4]
        near = [h for h in hits[:2] if len(askeds) == 1 and h.score >= _NEAR]
        names = [f"{h.passage.address}「{h.passage.title}」" for h in near]
        if names:
            sheet.say("提示", wording.NEAR_CLAUSES.format(near="、".join(dict.fromkeys(names))))
        sheet.look_at(h.passage.id for h in hits if h.score >= _NEAR)
        return sheet.answer("absent")

    def _others(self, query: Query) -> list[tuple[Asked, Clause]]:
        """The clauses of the other templates that do answer."""
        found = []
        for id, template in self.library.templates.items():
            if id in query.templates:
                continue
            decision = self.decider.decide(query.topic, (id,))
            hits = self.index.search(query.topic, id, 3)
            sure = decision.verdict == "answered" and decision.chances["answered"] >= _SURE
            if sure or (hits and hits[0].score >= _COVERED):
                asked = Asked(query, template, many=True)
                found += [(asked, clause) for clause in self.clauses.choosing.chosen(hits, 1)]
        return found

    def _by_law(self, query: Query, asked: Asked) -> Clause | None:
        """The clause that rests on the article which fits the question, when the words alone did not lead there."""
        keys = {(s.law, s.article) for s in self.clauses.statutes(query.topic, (), least=_FITS)[:1]}
        for hit in self.index.search(query.topic, asked.template.id, len(self.library.by_id)) if keys else ():
            guide = asked.template.guides.get(hit.passage.clause)
            rests = {key for basis in guide.basis for key in self.library.laws.parse(basis)} if guide else set()
            if keys & rests:
                return clause_named(asked.template, hit.passage.clause)
        return None

    def _counterpart(self, query: Query, asked: Asked) -> Clause | None:
        """The clause that says here, in other words, what a clause of another template says that answers."""
        for other, clause in self._others(query):
            guide = other.template.guides.get(clause.name)
            text = f"{clause.title}。{guide.plain if guide else ''}"
            hits = self.index.search(text, asked.template.id, 4)
            for here in self.clauses.choosing.chosen(hits, 3):
                if likeness(self.clauses, other, clause, asked, here) >= _SAME_THING:
                    return here
        return None

    def _elsewhere(self, sheet: Sheet, query: Query) -> None:
        for asked, clause in self._others(query):
            guide = asked.template.guides.get(clause.name)
            sheet.say("提示", wording.ELSEWHERE.format(
                title=asked.template.title, place=clause.address, name=clause.title,
                plain=guide.plain if guide else "",
            ))
            self.clauses.quote(sheet, asked, clause)
