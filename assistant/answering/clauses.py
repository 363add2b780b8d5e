"""One question, one template: what it says, its exact words, the draft, the law behind it and advice, each apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering import phrases as wording
from assistant.answering.draft import draft_lines
from assistant.answering.question import Query
from assistant.answering.roles import mentions_roles
from assistant.answering.sheet import Sheet, Span, joined, picked, relevant, sentences
from assistant.draft import Draft
from knowledge.index import Hit, Index
from knowledge.law import Statute
from knowledge.lexical import Bm25, build, fold, grams, weighted
from knowledge.library import Library
from knowledge.passages import Passage
from knowledge.template import Clause, Guide, Reference, Slot, Template

CLOSE = 0.84
"""A second clause is cited when its score is at least this part of the best."""
FITTING = 0.5
"""A clause that belongs with the best one is cited too from this part of its score on."""

LINKED = 2
_SHORT = 110
_WHOLE = 190
_STATUTES = 5
_RESTS = 0.25
_NEARLY = 0.9
_OVERALL = 4
_OVERVIEW = re.compile(r"怎么[写约规]|如何[写约规]|写了(?:什么|哪些|啥)|有哪些|讲了?什么|说了?什么|包括什么|条款$|条款[?？。吗呢]|有没有|写了吗")
_FAR = 0.36


@dataclass(frozen=True)
class Asked:
    """A question put to one template; ``many`` templates are named, ``told``: who is who was said already,
    ``only``: the items asked for by their number."""

    query: Query
    template: Template
    side: str = ""
    draft: Draft | None = None
    many: bool = False
    told: bool = False
    only: frozenset[str] = frozenset()

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The grams of the question."""
        return tuple(grams(self.query.topic))


class Clauses:
    """Writes what clauses say onto a sheet."""

    def __init__(self, library: Library, index: Index):
        self.library, self.index = library, index

    @cached_property
    def _articles(self) -> tuple[list[Statute], Bm25]:
        statutes = list(self.library.laws.all())
        documents = [
            weighted([(s.title, 2), (s.summary, 1), (" ".join(s.topics), 2), (s.full_name, 0.3)])
            for s in statutes
        ]
        return statutes, build(documents)

    def idf(self, template: Template) -> Mapping[str, float]:
        """How telling each gram is in this template."""
        return self.index.rankers[template.id].guide.idf

    def chosen(self, hits: Sequence[Hit], limit: int = 3) -> list[Clause]:
        """Return the clauses worth citing, best first: the best, and those nearly as good."""
        best: dict[str, float] = {}
        for hit in hits:
            name = f"{hit.passage.template}:{hit.passage.clause}"
            best[name] = max(best.get(name, 0.0), hit.score)
        top = max(best.values(), default=0.0)
        names = sorted((n for n, score in best.items() if score >= CLOSE * top), key=lambda n: -best[n])
        names = [*names[:limit], *self._along(names[:1], best)]
        names = list(dict.fromkeys(names))
        limit += LINKED
        found = []
        for name in names[:limit]:
            id, _, clause = name.partition(":")
            found.append(clause_named(self.library.templates[id], clause))
        return found

    def _along(self, first: Sequence[str], scores: Mapping[str, float]) -> list[str]:
        """Those linked to the first clause (by its guide, or a reference either way) that fit the question too."""
        found = []
        for name in first:
            id, _, clause = name.partition(":")
            links = [f"{id}:{n}" for n in self.linked(id, clause)]
            fitting = [n for n in links if scores.get(n, 0.0) >= FITTING * scores[name]]
            found += sorted(fitting, key=lambda n: -scores[n])
        return found[:LINKED]

    def linked(self, id: str, clause: str) -> list[str]:
        """Return the names of the clauses that belong with a clause, both ways round."""
        return list(_links(self.library.templates[id]).get(clause, ()))

    def overview(self, asked: Asked, clauses: Sequence[Clause]) -> list[Clause]:
        """Return the clauses, and the rest of their article when the question is how that article is written."""
        if not clauses or not _OVERVIEW.search(asked.query.text):
            return list(clauses)
        article = next(a for a, c in asked.template.clauses() if c.name == clauses[0].name)
        if fold(article.title) not in fold(asked.query.topic):
            return list(clauses)
        rest = [c for c in article.clauses if c not in clauses and c.status != "可选"]
        return [*clauses, *rest][: max(len(clauses), _OVERALL)]

    def write(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit] = ()) -> Sheet:
        """Write everything about these clauses, the first one being what the question is mainly about."""
        sheet = Sheet(asked.query.text)
        self._conclude(sheet, asked, clauses, hits)
        for place, clause in enumerate(clauses):
            self.quote(sheet, asked, clause, hits, main=not place)
        if asked.draft:
            for line in draft_lines(asked.template, asked.draft, clauses, asked.terms):
                sheet.say("草稿", line)
        self._law(sheet, asked, clauses)
        self._advise(sheet, asked, clauses)
        sheet.look_at(self._near(asked, clauses, hits))
        return sheet

    def _guides(self, asked: Asked, clauses: Sequence[Clause]) -> list[Guide]:
        return [asked.template.guides[c.name] for c in clauses if c.name in asked.template.guides]

    def _conclude(
        self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]
    ) -> None:
        plain = []
        for place, guide in enumerate(self._guides(asked, _weighty(clauses, hits))):
            words = guide.plain if len(guide.plain) <= _SHORT and not place else picked(
                guide.plain, asked.terms, self.idf(asked.template), 2 if not place else 1
            )
            plain.append((wording.ALSO if place else "") + wording.sentence(words))
        if not plain:
            return
        text = "".join(dict.fromkeys(plain[:2]))
        head = f"《{asked.template.title}》：" if asked.many else ""
        sheet.say("结论", head + text)
        spoken = mentions_roles(asked.template, asked.query.text) or asked.query.is_("own")
        if (spoken or asked.many) and re.search("甲方|乙方", text) and not asked.told:
            sheet.say("提示", wording.sentence(wording.parties(asked.template)))

    def quote(
        self, sheet: Sheet, asked: Asked, clause: Clause, hits: Sequence[Hit] = (), main: bool = True
    ) -> None:
        """Quote the sentences of a clause that matter, each as it stands, with its address."""
        pieces = self.passages(asked, clause, hits)
        if not pieces:
            return
        lines, cited = [], []
        for passage in pieces:
            places = [sheet.cite(passage, span) for span in self._spans(asked, passage, main)]
            quotes = wording.quoted([sheet.citations[p].quote for p in places])
            own = passage.address == clause.address
            lines.append(quotes if own else wording.piece(passage.address, _option(passage, clause), quotes))
            cited += places
        form = wording.CLAUSE_OF if asked.many else wording.CLAUSE
        text = form.format(
            template=asked.template.title, place=clause.address, title=clause.title,
            quotes="；".join(lines),
        )
        sheet.say("条款", text + _standing(pieces[0]), cited)

    def _spans(self, asked: Asked, passage: Passage, main: bool) -> list[Span]:
        if len(passage.text) <= (_WHOLE if main else _SHORT) and "\n\n" not in passage.text:
            return joined(sentences(passage.text), passage.text)
        guide = asked.template.guides.get(passage.clause)
        idf = self.idf(asked.template)
        hint = picked(guide.plain, asked.terms, idf, 2) if guide else ""
        terms = (*asked.terms, *(grams(hint) if hint else ()))
        return relevant(passage.text, terms, idf, 4 if main else 2)

    def passages(self, asked: Asked, clause: Clause, hits: Sequence[Hit] = ()) -> list[Passage]:
        """Return the pieces of a clause that answer: its lead, the alternative meant (or all), items that match."""
        pieces = [p for p in self.library.passages[asked.template.id] if p.clause == clause.name]
        lead = [p for p in pieces if not p.parent]
        parts = [p for p in pieces if p.parent]
        if chosen := [p for p in parts if p.address in asked.only]:
            return chosen
        if not parts:
            return lead
        options = self._options(asked, clause, parts)
        if options:
            return [*lead, *options]
        scores = {h.passage.id: h.score for h in hits}
        best = sorted(parts, key=lambda p: -scores.get(p.id, 0.0))[:2]
        return [*lead, *sorted(best, key=parts.index)]

    def _options(self, asked: Asked, clause: Clause, parts: Sequence[Passage]) -> list[Passage]:
        """The alternative that the draft or the question names, or all of them when it is open."""
        choices = {p.address: (p.choice, p.option) for p in clause.paragraphs if p.choice}
        options = [p for p in parts if p.address in choices]
        if not options:
            return []
        slot = asked.template.slots[choices[options[0].address][0]]
        word = self._option_said(asked, slot)
        if not word and asked.draft:
            word = str(asked.draft.values.get(slot.id, ""))
        return [p for p in options if choices[p.address][1] == word] or options

    def _option_said(self, asked: Asked, slot: Slot) -> str:
        text = fold(asked.query.topic)
        found = {
            option for option in slot.choices
            for name in (option, *slot.option_aliases.get(option, ()))
            if len(name) > 1 and fold(name) in text and not re.search("甲方|乙方", name)
        }
        owner = re.search(r"(?:归|属于?|给|是)(甲方|乙方)", text)
        if owner and owner[1] in slot.choices and not re.search(r"还是|或者?乙方|谁", text):
            found.add(owner[1])
        return found.pop() if len(found) == 1 else ""

    def _law(self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause]) -> None:
        guides = self._guides(asked, clauses)
        by_law = guides[0].by_law if guides else ""
        statutes = self.statutes(asked.query.topic, [b for g in guides[:2] for b in g.basis])
        for statute in statutes:
            sheet.rest_on(statute)
        told = 2 if asked.query.is_("law") else 1
        lines = [wording.sentence(picked(by_law, asked.terms, self.idf(asked.template), 2))]
        lines += [wording.statute(s) for s in statutes[:told]]
        text = "".join(line for line in lines if line)
        if rest := statutes[told:]:
            text += wording.ALSO_SEE.format(names="、".join(wording.statute(s, short=True) for s in rest))
        if text and not self.library.laws.problem(text):
            for cited in self.library.laws.cited(text):
                sheet.rest_on(cited)
            sheet.say("法律", text)

    def statutes(self, topic: str, basis: Sequence[str], least: float = _FAR) -> list[Statute]:
        """Return the articles that bear on a topic: those the guides rest on, and those that fit it closely."""
        statutes, ranking = self._articles
        scores = ranking.scores(grams(topic))
        places = {(s.law, s.article): i for i, s in enumerate(statutes)}
        found = [s for reference in basis if (s := self.library.laws.find(reference))]
        rests = [places[(s.law, s.article)] for s in dict.fromkeys(found)]
        rated = {i: score for i, score in scores.items() if score >= least}
        for rank, place in enumerate(rests):
            rated[place] = scores.get(place, 0.0) + _RESTS - 0.05 * rank
        return [statutes[i] for i in sorted(rated, key=lambda i: -rated[i])[:_STATUTES]]

    def _advise(self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause]) -> None:
        guides = self._guides(asked, clauses)
        if not guides:
            return
        guide, idf = guides[0], self.idf(asked.template)
        lines: list[str] = []
        if asked.query.is_("usual"):
            usual = [wording.sentence(w) for w in self._usual(asked, clauses, guide) if w]
            lines += [wording.USUAL.format(words="".join(usual))] if usual else []
        for party, words in (("甲方", guide.for_a), ("乙方", guide.for_b)):
            if words and party == asked.side:
                lines.append(wording.FOR_PARTY.format(party=party, words=words))
        if guide.watch:
            lines.append(picked(guide.watch, asked.terms, idf, 2))
        if not asked.side and not lines:
            pairs = (("甲方", guide.for_a), ("乙方", guide.for_b))
            lines += [wording.FOR_EACH.format(party=p, words=w) for p, w in pairs if w]
        for second in guides[1:2]:
            if second.watch and asked.query.is_("own"):
                lines.append(picked(second.watch, asked.terms, idf, 1))
        if lines:
            head = f"《{asked.template.title}》：" if asked.many else ""
            sheet.say("建议", head + "".join(wording.sentence(line) for line in dict.fromkeys(lines)))

    def _usual(self, asked: Asked, clauses: Sequence[Clause], guide: Guide) -> list[str]:
        slots = [asked.template.slots[s] for s in clauses[0].slots]
        near = [s for s in slots if s.advice and _shares(asked, s)]
        return list(dict.fromkeys([*(s.advice.replace("\n", "") for s in near[:1]), guide.usual]))

    def _near(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]) -> list[str]:
        id = asked.template.id
        found = [h.passage.id for h in hits[:6]]
        for guide in self._guides(asked, clauses):
            for name in guide.related:
                thing = asked.template.names.get(name)
                address = getattr(thing, "address", "")
                found += [f"{id}:{address}"] if address else []
        return found


def _links(template: Template) -> dict[str, list[str]]:
    """Which clauses the guide or a cross reference connects, both ways round."""
    names = {clause.name for _, clause in template.clauses()}
    pairs = [(name, other) for name, guide in template.guides.items() for other in guide.related]
    for _, clause in template.clauses():
        pieces = [piece for paragraph in clause.paragraphs for piece in paragraph.pieces]
        pairs += [(clause.name, p.target) for p in pieces if isinstance(p, Reference)]
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        if one in names and other in names and one != other:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return {name: list(dict.fromkeys(others)) for name, others in found.items()}


def clause_named(template: Template, name: str) -> Clause:
    """Return a clause by its name (a section and its only clause share one)."""
    return next(clause for _, clause in template.clauses() if clause.name == name)


def _weighty(clauses: Sequence[Clause], hits: Sequence[Hit]) -> list[Clause]:
    """The first clause, and a second one only if it speaks to the question nearly as well."""
    scores = {c.name: max((h.score for h in hits if h.passage.clause == c.name), default=1.0) for c in clauses}
    return [c for i, c in enumerate(clauses) if not i or scores[c.name] >= _NEARLY * scores[clauses[0].name]]


def _shares(asked: Asked, slot: Slot) -> bool:
    names = (slot.label, *slot.aliases)
    return any(len(set(grams(n)) & set(asked.terms)) >= min(3, len(set(grams(n)))) for n in names)


def _option(passage: Passage, clause: Clause) -> str:
    """Return the option for which a piece stands, if it is an alternative."""
    return next((p.option for p in clause.paragraphs if p.address == passage.address and p.choice), "")


def _standing(passage: Passage) -> str:
    """Say when a clause is not simply part of every contract."""
    if passage.when:
        return wording.CONDITION
    return wording.OPTIONAL if passage.status == "可选" else ""
