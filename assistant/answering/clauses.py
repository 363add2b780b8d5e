"""One question, one template: what it says, its exact words, the draft, the law behind it and advice, each apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.answering import phrases as wording
from assistant.answering.asked import Asked
from assistant.answering.authority import FAR, Authority
from assistant.answering.choosing import Choosing
from assistant.answering.draft import draft_lines
from assistant.answering.leading import Leads, Said, asks_whether_written, spoken
from assistant.answering.roles import mentions_roles
from assistant.answering.sheet import Sheet, Span, joined, picked, relevant, sentences
from knowledge.index import Hit, Index
from knowledge.law import Statute
from knowledge.lexical import fold, grams
from knowledge.library import Library
from knowledge.passages import Passage
from knowledge.template import Clause, Guide, Slot, Template

_SHORT = 110
_WHOLE = 190
_LIST = 160
"""Items that together are no longer than this are quoted whole: half a list misleads."""
_NEARLY = 0.9
"""A second clause has its say in the conclusion from this part of the first one's score on."""
_STRONG = 0.6
"""Its guide's articles count like the first one's from this part on."""
_OPTION = 0.75
"""In a clause cited beside another, an alternative is quoted from this part of the best alternative's score on."""


class Clauses:
    """Writes what clauses say onto a sheet."""

    def __init__(self, library: Library, index: Index):
        self.library, self.index = library, index
        self.choosing = Choosing(library)

    @cached_property
    def authority(self) -> Authority:
        """The articles of law."""
        return Authority(self.library)

    @cached_property
    def leads(self) -> Leads:
        """What may be said first."""
        return Leads(self.index.embeddings)

    def idf(self, template: Template) -> Mapping[str, float]:
        """How telling each gram is in this template."""
        return self.index.rankers[template.id].guide.idf

    def write(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit] = ()) -> Sheet:
        """Write everything about these clauses, the first one being what the question is mainly about."""
        sheet = Sheet(asked.query.text)
        told = self._conclude(sheet, asked, clauses, hits)
        for place, clause in enumerate(clauses):
            self.quote(sheet, asked, clause, hits, main=not place)
        beside = self.choosing.companion(asked, clauses)
        if beside is not None:
            self._quote_beside(sheet, asked, beside)
        if asked.draft:
            for line in draft_lines(asked.template, asked.draft, clauses, asked.terms):
                sheet.say("草稿", line)
        self._law(sheet, asked, [*clauses, *([beside] if beside else [])], hits, told)
        self._advise(sheet, asked, clauses, hits, told)
        sheet.look_at(self._near(asked, clauses, hits))
        return sheet

    def _guides(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit] = ()) -> list[Guide]:
        """The guides of clauses, each preceded by that of the alternative which is meant."""
        guides = asked.template.guides
        names = [n for c in clauses for n in (self._meant(asked, c, hits), c.name) if n in guides]
        return [guides[n] for n in dict.fromkeys(names)]

    def _meant(self, asked: Asked, clause: Clause, hits: Sequence[Hit]) -> str:
        """The name of the one alternative that question or draft choose, or that answers better than its clause."""
        names = {p.address: p.name for p in clause.paragraphs if p.choice and p.name}
        options = [p for p in self.passages(asked, clause, hits) if p.address in names] if names else []
        if len(options) == 1:
            return names[options[0].address]
        best = next((h.passage for h in hits if h.passage.clause == clause.name), None)
        return names.get(best.address, "") if best else ""

    def _quote_beside(self, sheet: Sheet, asked: Asked, clause: Clause) -> None:
        """Quote the one sentence of a companion that matters most."""
        passage = self.library.passage(asked.template.id, clause.address)
        if passage is None:
            return
        if passage.text.endswith("：") and len(self.passages(asked, clause)) > 1:
            self.quote(sheet, asked, clause, main=False)
            return
        place = sheet.cite(passage, relevant(passage.text, asked.terms, self.idf(asked.template), 1)[0])
        form = wording.COMPANION_OF if asked.many else wording.COMPANION
        sheet.say("条款", form.format(
            template=asked.template.title, place=clause.address, title=clause.title,
            quotes=wording.quoted([sheet.citations[place].quote]),
        ), (place,))

    def _conclude(
        self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]
    ) -> list[Said]:
        """Say what answers, and return it."""
        idf, topic = self.idf(asked.template), asked.query.topic
        weighty = clauses if asked.apart else _weighty(clauses, hits, _NEARLY)[:2]
        told = self.leads.lead(topic, self._guides(asked, weighty[:1], hits), idf)
        text = self._before(asked, clauses, hits) + spoken(told)
        for guide in (g for c in weighty[1:] for g in self._guides(asked, [c], hits)[:1]):
            also = max((s for s in self.leads.rated(topic, guide, idf) if not s.mark), key=lambda s: s.fits)
            told.append(also)
            text += wording.ALSO + also.spoken()
        if not text:
            return told
        head = f"《{asked.template.title}》：" if asked.many else ""
        sheet.say("结论", head + text)
        roles = mentions_roles(asked.template, asked.query.text) or asked.query.is_("own")
        if (roles or asked.many) and re.search("甲方|乙方", text) and not asked.told:
            sheet.say("提示", wording.sentence(wording.parties(asked.template)))
        return told

    def _before(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]) -> str:
        """What goes before the sentences: that there is such a clause, which alternative to choose, the usual value."""
        if not clauses:
            return ""
        first = clauses[0]
        if asks_whether_written(asked.query.text):
            pieces = self.passages(asked, first, hits)
            when = _standing(pieces[0], wording.THERE_IF, wording.THERE_OPTIONAL) if pieces else ""
            return wording.THERE.format(place=first.address, title=first.title, when=when)
        if not asked.query.is_("usual"):
            return ""
        return self._choosing(asked, first) or next(
            (wording.USUAL.format(words=wording.sentence(w)) for w in self._advised(asked, first)), ""
        )

    def _choosing(self, asked: Asked, clause: Clause) -> str:
        """Say which alternative of a clause to choose when the question names one, and what it has to be filled with."""
        options = [p for p in clause.paragraphs if p.choice]
        word = self._option_said(asked, asked.template.slots[options[0].choice]) if options else ""
        chosen = [p for p in options if p.option == word]
        if not word or not chosen:
            return ""
        slots = dict.fromkeys(s for p in chosen for s in p.slots)
        labels = "、".join(f"「{asked.template.slots[s].label}」" for s in slots)
        return wording.CHOOSE.format(
            label=asked.template.slots[options[0].choice].label, option=word, place=chosen[0].address,
            fill=wording.CHOOSE_FILL.format(labels=labels) if labels else "",
        )

    def _advised(self, asked: Asked, clause: Clause) -> list[str]:
        """What is usually filled in, for the blank that the question is about."""
        slots = [asked.template.slots[s] for s in clause.slots]
        rated = sorted(((_shared(asked, s), -i, s) for i, s in enumerate(slots) if s.advice), reverse=True)
        return [s.advice.replace("\n", "") for n, _, s in rated[:1] if n > 0]

    def quote(
        self, sheet: Sheet, asked: Asked, clause: Clause, hits: Sequence[Hit] = (), main: bool = True
    ) -> None:
        """Quote the sentences of a clause that matter, each as it stands, with its address."""
        pieces = self.passages(asked, clause, hits)
        if not pieces:
            return
        pieces = pieces if main else self._fewer(pieces, clause, hits)
        lines, cited = [], []
        for passage in pieces:
            places = [sheet.cite(passage, span) for span in self._spans(asked, passage, main)]
            quotes = wording.quoted(list(dict.fromkeys(sheet.citations[p].quote for p in places)))
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
        topic = asked.query.topic
        spans = relevant(
            passage.text, asked.terms, idf, 4 if main else 2,
            lambda text: self.leads.alike(topic, text), grams(hint) if hint else (),
        )
        return [s for s in spans if not passage.text[s[0] : s[1]].endswith("：")] or spans[:1]

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
        if sum(len(p.text) for p in parts) <= _LIST:
            return pieces
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

    def _fewer(self, pieces: Sequence[Passage], clause: Clause, hits: Sequence[Hit]) -> list[Passage]:
        """Of several alternatives of a clause cited beside another, those that speak to the question."""
        scores = {h.passage.id: h.score for h in hits}
        rated = [scores.get(p.id, 0.0) for p in pieces if _option(p, clause)]
        least = _OPTION * max(rated, default=0.0)
        return [p for p in pieces if not _option(p, clause) or scores.get(p.id, 0.0) >= least]

    def _law(
        self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit], told: Sequence[Said]
    ) -> None:
        strong = clauses if asked.apart else _weighty(clauses, hits, _STRONG)
        own = [g for c in strong for g in self._guides(asked, [c], hits)[: None if c == clauses[0] else 1]]
        others = [g for c in clauses if c not in strong for g in self._guides(asked, [c], hits)[:1]]
        statutes = self.authority.found(
            asked.query.topic, [g.basis for g in own], [b for g in others for b in g.basis[:3]]
        )
        for statute in statutes:
            sheet.rest_on(statute)
        many = 2 if asked.query.is_("law") else 1
        said = {s.text for s in told}
        default = "；".join(s for s in _apart(own[0].by_law) if s not in said) if own else ""
        lines = [wording.sentence(picked(default, asked.terms, self.idf(asked.template), 2))]
        lines += [wording.statute(s) for s in statutes[:many]]
        text = "".join(line for line in lines if line)
        if rest := statutes[many:]:
            text += wording.ALSO_SEE.format(names="、".join(wording.statute(s, short=True) for s in rest))
        if text and not self.library.laws.problem(text):
            for cited in self.library.laws.cited(text):
                sheet.rest_on(cited)
            sheet.say("法律", text)

    def statutes(self, topic: str, basis: Sequence[str], least: float = FAR) -> list[Statute]:
        """Return the articles that bear on a topic: those the guides rest on, and those that fit it closely."""
        return self.authority.found(topic, [basis], least=least)

    def _advise(
        self, sheet: Sheet, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit], told: Sequence[Said]
    ) -> None:
        guides = self._guides(asked, clauses, hits)
        if not guides:
            return
        guide, idf = guides[0], self.idf(asked.template)
        said = {s.text for s in told}
        lines: list[str] = []
        if asked.query.is_("usual") and guide.usual and not self._advised(asked, clauses[0]):
            lines.append(wording.USUAL.format(words=guide.usual))
        for party, words in (("甲方", guide.for_a), ("乙方", guide.for_b)):
            if words and party == asked.side:
                lines.append(wording.FOR_PARTY.format(party=party, words=words))
        watch = "；".join(s for s in _apart(guide.watch) if s not in said)
        if watch:
            lines.append(picked(watch, asked.terms, idf, 2))
        if not asked.side and not lines:
            pairs = (("甲方", guide.for_a), ("乙方", guide.for_b))
            lines += [wording.FOR_EACH.format(party=p, words=w) for p, w in pairs if w]
        for second in guides[1:2]:
            if second.watch and asked.query.is_("own"):
                lines.append(picked(second.watch, asked.terms, idf, 1))
        if lines:
            head = f"《{asked.template.title}》：" if asked.many else ""
            sheet.say("建议", head + "".join(wording.sentence(line) for line in dict.fromkeys(lines)))

    def _near(self, asked: Asked, clauses: Sequence[Clause], hits: Sequence[Hit]) -> list[str]:
        id = asked.template.id
        found = [h.passage.id for h in hits[:6]]
        for guide in self._guides(asked, clauses):
            for name in guide.related:
                thing = asked.template.names.get(name)
                address = getattr(thing, "address", "")
                found += [f"{id}:{address}"] if address else []
        return found


def _weighty(clauses: Sequence[Clause], hits: Sequence[Hit], part: float) -> list[Clause]:
    """The first clause, and those that speak to the question at least this part as well."""
    scores = {c.name: max((h.score for h in hits if h.passage.clause == c.name), default=1.0) for c in clauses}
    return [c for i, c in enumerate(clauses) if not i or scores[c.name] >= part * scores[clauses[0].name]]


def _shared(asked: Asked, slot: Slot) -> float:
    """How much of the question a blank is about: its names, and what is said of its values."""
    terms = {t for t in asked.terms if len(t) > 1}
    names = {g for name in (slot.label, *slot.aliases) for g in grams(name) if len(g) > 1}
    told = {g for g in grams(slot.advice) if len(g) > 1}
    return len(terms & names) + 0.5 * len(terms & (told - names))


def _apart(text: str) -> list[str]:
    """The sentences of an explaining text."""
    return [s.strip() for s in re.split(r"[。；]", text) if s.strip()]


def _option(passage: Passage, clause: Clause) -> str:
    """Return the option for which a piece stands, if it is an alternative."""
    return next((p.option for p in clause.paragraphs if p.address == passage.address and p.choice), "")


def _standing(passage: Passage, condition: str = wording.CONDITION, optional: str = wording.OPTIONAL) -> str:
    """Say when a clause is not simply part of every contract."""
    if passage.when:
        return condition
    return optional if passage.status == "可选" else ""
