"""The gate every answer passes: quotes stand where they say, everything named exists, layers are what they claim."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import get_args

from assistant.answering import phrases as wording
from assistant.answering.sheet import without
from assistant.conversation import Answer, Citation, Layer, Part
from knowledge.law import Statute
from knowledge.library import Library

_PLACE = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}(?:\(\d+\))?)(?=[「、，。；：）]|$)")
_SAID = re.compile(r"“([^“”]{8,})”")


_NEGATION = "不没未无非勿"


def standing(quote: str, source: str) -> tuple[int, int] | None:
    """Return where ``quote`` stands in ``source``, width and spaces aside; None unless every other sign agrees.

    A quote that begins right behind a negation stands nowhere: 再需要 is no quote of 不再需要.
    """
    folded, places = _folded(source)
    wanted = _folded(quote)[0]
    start = folded.find(wanted) if wanted else -1
    while start > 0 and folded[start - 1] in _NEGATION:
        start = folded.find(wanted, start + 1)
    return None if start < 0 else (places[start], places[start + len(wanted) - 1] + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in half width without spaces, and where each of its signs came from."""
    signs = [(c, i) for i, char in enumerate(text) for c in unicodedata.normalize("NFKC", char) if not c.isspace()]
    return "".join(c for c, _ in signs), [i for _, i in signs]


def anchored(answer: Answer, library: Library) -> Answer:
    """Return the answer with each quote that differs in width or spaces alone in the words of its source."""
    settled = [_settled(citation, library) for citation in answer.citations]
    parts = []
    for part in answer.parts:
        text = part.text
        for place in (c for c in part.citations if 0 <= c < len(settled)):
            text = text.replace(answer.citations[place].quote, settled[place].quote)
        parts.append(replace(part, text=text))
    return replace(answer, citations=tuple(settled), parts=tuple(parts))


def _settled(citation: Citation, library: Library) -> Citation:
    passage = library.passage(citation.template, citation.address)
    if passage is None or passage.text[citation.start : citation.end] == citation.quote:
        return citation
    span = standing(citation.quote, passage.text)
    if span is None:
        return citation
    return replace(citation, quote=passage.text[slice(*span)], start=span[0], end=span[1])


def verify(answer: Answer, library: Library) -> tuple[str, ...]:
    """Return what is wrong with an answer; nothing when every citation, clause, statute and layer holds."""
    return (*_citations(answer, library), *_statutes(answer, library), *_parts(answer, library))


def _citations(answer: Answer, library: Library) -> list[str]:
    found = []
    for place, citation in enumerate(answer.citations):
        passage = library.passage(citation.template, citation.address)
        if passage is None:
            found.append(f"citation {place}: {citation.template}:{citation.address} does not exist")
        elif not citation.quote or passage.text[citation.start : citation.end] != citation.quote or (
            citation.start and passage.text[citation.start - 1] in _NEGATION
        ):
            found.append(f"citation {place}: the quote does not stand at {passage.id}")
    for address in answer.near:
        template, _, place_ = address.partition(":")
        if template not in library.templates or place_ not in library.templates[template].addresses:
            found.append(f"near: {address} does not exist")
    return found


def _statutes(answer: Answer, library: Library) -> list[str]:
    return [
        f"statute {place}: {s.law}{s.article} is not in the table"
        for place, s in enumerate(answer.statutes)
        if (s.law, s.article) not in library.laws.articles
    ]


def _parts(answer: Answer, library: Library) -> list[str]:
    found = []
    named = {(s.law, s.article) for s in answer.statutes}
    for place, part in enumerate(answer.parts):
        if part.layer not in get_args(Layer):
            found.append(f"part {place}: no such layer")
        if any(not 0 <= c < len(answer.citations) for c in part.citations):
            found.append(f"part {place}: cites what is not there")
        elif part.layer == "条款" and not _quoted(part, answer):
            found.append(f"part {place}: clause wording without its exact quote")
        elif part.layer == "条款" and _SAID.search(_own_words(part, answer)):
            found.append(f"part {place}: quotes what is no citation")
        if part.layer == "法律":
            unknown = [k for k in library.laws.parse(part.text) if k in library.laws.articles]
            if any(key not in named for key in unknown):
                found.append(f"part {place}: names a statute that is not among the answer's")
        if part.layer in ("法律", "建议", "解释") and library.laws.problem(part.text):
            found.append(f"part {place}: rests on a law that may not be cited")
        found += _places(place, part, answer, library)
    return found


def _quoted(part: Part, answer: Answer) -> bool:
    return bool(part.citations) and all(answer.citations[c].quote in part.text for c in part.citations)


def _own_words(part: Part, answer: Answer) -> str:
    """What a part says besides its quotes."""
    text = part.text
    for citation in sorted((answer.citations[c].quote for c in part.citations), key=len, reverse=True):
        text = text.replace(citation, "")
    return text


def _places(place: int, part: Part, answer: Answer, library: Library) -> list[str]:
    """Every clause number a clause part names must be the address of one of its citations."""
    if part.layer != "条款" or any(not 0 <= c < len(answer.citations) for c in part.citations):
        return []
    text = _own_words(part, answer)
    addresses = {a for t in library.templates.values() for a in t.addresses}
    return [
        f"part {place}: names {address}, which does not exist"
        for address in _PLACE.findall(text)
        if address not in addresses
    ]


def graded(answer: Answer, library: Library) -> Answer:
    """Return the answer with a line for each weakly sourced article that it does not mark where it names it."""
    named = [library.laws.articles.get((s.law, s.article)) for s in answer.statutes]
    weak = [s for s in named if s is not None and s.mark]
    missing = [wording.statute(s, short=True) for s in weak if not _told(answer, s)]
    if not missing:
        return answer
    return replace(answer, parts=(*answer.parts, Part("提示", wording.sentence("；".join(missing)))))


def _told(answer: Answer, statute: Statute) -> bool:
    forms = (wording.statute(statute), wording.statute(statute, short=True))
    return any(form in part.text for part in answer.parts for form in forms)


def passed(answer: Answer, library: Library) -> Answer:
    """Return the answer without what does not hold; the status says so when nothing is left."""
    answer = graded(anchored(answer, library), library)
    problems = verify(answer, library)
    if not problems:
        return answer
    citations = {int(p.split()[1][:-1]) for p in problems if p.startswith("citation ")}
    statutes = {int(p.split()[1][:-1]) for p in problems if p.startswith("statute ")}
    parts = {int(p.split()[1][:-1]) for p in problems if p.startswith("part ")}
    near = tuple(a for a in answer.near if f"near: {a} does not exist" not in problems)
    kept = tuple(p for i, p in enumerate(answer.parts) if i not in parts)
    answer = without(
        Answer(answer.question, answer.status, kept, answer.citations, answer.statutes,
               answer.findings, near),
        citations, statutes,
    )
    if answer.status == "answered" and not answer.parts:
        return Answer(answer.question, "unclear", (), near=near)
    return answer
