"""The sheet an answer is written on: exact quotes with their spans, layers kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.conversation import Answer, Citation, Layer, Part, Status, StatuteCited
from assistant.findings import Finding
from knowledge.law import Statute
from knowledge.lexical import grams
from knowledge.passages import Passage

_SENTENCE = re.compile(r"[^。；？！\n]+[。；？！]*|\n")
_ORDER: tuple[Layer, ...] = ("结论", "解释", "条款", "草稿", "法律", "建议", "提示")
_BLANK = re.compile(r"【[^】]*】[。；]?")
Span = tuple[int, int]
_SENSE, _HINT = 0.5, 0.2


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of ``text``, leaving out line ends and lone blanks."""
    return [m.span() for m in _SENTENCE.finditer(text) if m[0].strip() and not _BLANK.fullmatch(m[0].strip())]


def weight(text: str, terms: Iterable[str], idf: Mapping[str, float]) -> float:
    """Return how much of the terms ``text`` holds."""
    there = set(grams(text))
    return sum(idf.get(term, 1.0) for term in set(terms) & there)


def relevant(
    text: str, terms: Sequence[str], idf: Mapping[str, float], limit: int,
    alike: Callable[[str], float] = lambda _: 0.0, hints: Sequence[str] = (),
) -> list[Span]:
    """Return the spans of the sentences that matter for the terms, in their order; the first if none does.

    ``alike`` tells how near a sentence is in sense; a perfect likeness counts like half of the terms. ``hints`` are
    terms that were not asked for but go with them: all of them count like a fifth.
    """
    spans = sentences(text)
    more = set(hints) - set(terms)
    whole, rest = (sum(idf.get(t, 1.0) for t in lot) or 1.0 for lot in (set(terms), more))
    scored = [
        (weight(s, terms, idf) / whole + _HINT * weight(s, more, idf) / rest + _SENSE * alike(s), -a, b)
        for a, b in spans if (s := text[a:b])
    ]
    top = max((score for score, _, _ in scored), default=0.0)
    if top <= 0:
        return spans[:1]
    keep = sorted(((s, a, b) for s, a, b in scored if s >= 0.45 * top), reverse=True)[:limit]
    return joined(sorted((-a, b) for _, a, b in keep), text)


def joined(spans: Sequence[Span], text: str) -> list[Span]:
    """Join spans that follow each other in the same paragraph."""
    found: list[Span] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip(" ") and "\n" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def picked(text: str, terms: Sequence[str], idf: Mapping[str, float], limit: int = 2) -> str:
    """Return the sentences of an explaining text that matter most, in their order."""
    return "".join(text[a:b] for a, b in relevant(text, terms, idf, limit)).strip().rstrip("；")


@dataclass
class Sheet:
    """Collects parts, citations and statutes; ``answer`` puts the layers in reading order."""

    question: str
    parts: list[Part] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    statutes: list[StatuteCited] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Say something that must be read before anything else."""
        self.first.append(text.strip())
        self.say("提示", text)

    def say(self, layer: Layer, text: str, citations: Iterable[int] = ()) -> None:
        """Add one passage of a layer, once."""
        part = Part(layer, text.strip(), tuple(citations))
        if part.text and part.text not in [p.text for p in self.parts]:
            self.parts.append(part)

    def cite(self, passage: Passage, span: Span) -> int:
        """Note an exact quote and return its place."""
        start, end = _trimmed(passage.text, span)
        quote = passage.text[start:end]
        citation = Citation(passage.template, passage.address, quote, start, end)
        if citation in self.citations:
            return self.citations.index(citation)
        self.citations.append(citation)
        return len(self.citations) - 1

    def rest_on(self, statute: Statute) -> None:
        """Note a statute."""
        cited = StatuteCited(statute.law, statute.article, statute.summary, statute.grade)
        if cited not in self.statutes:
            self.statutes.append(cited)

    def look_at(self, addresses: Iterable[str]) -> None:
        """Note whole citations worth a look, without repeats."""
        self.near += [a for a in dict.fromkeys(addresses) if a not in self.near]

    def take(self, other: Sheet) -> None:
        """Add everything of another sheet."""
        moved = {}
        self.first += [text for text in other.first if text not in self.first]
        for place, citation in enumerate(other.citations):
            if citation not in self.citations:
                self.citations.append(citation)
            moved[place] = self.citations.index(citation)
        for part in other.parts:
            self.say(part.layer, part.text, (moved[c] for c in part.citations))
        self.statutes += [s for s in other.statutes if s not in self.statutes]
        self.findings += [f for f in other.findings if f not in self.findings]
        self.look_at(other.near)

    def answer(self, status: Status, arranged: bool = True) -> Answer:
        """Return the answer; ``arranged`` sorts the parts by layer, what must be read first ahead."""
        parts = self.parts
        if arranged:
            parts = sorted(parts, key=lambda p: (p.text not in self.first, _ORDER.index(p.layer)))
        cited = {f"{c.template}:{c.address}" for c in self.citations}
        return Answer(
            self.question, status, tuple(parts), tuple(self.citations), tuple(self.statutes),
            tuple(self.findings), tuple(a for a in self.near if a not in cited)[:6],
        )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def without(answer: Answer, citations: set[int], statutes: set[int]) -> Answer:
    """Return the answer without these citations and statutes, and without the parts that rest on them."""
    kept = [i for i in range(len(answer.citations)) if i not in citations]
    moved = {old: new for new, old in enumerate(kept)}
    parts = tuple(
        replace(p, citations=tuple(moved[c] for c in p.citations))
        for p in answer.parts
        if not citations & set(p.citations)
    )
    return replace(
        answer, parts=parts, citations=tuple(answer.citations[i] for i in kept),
        statutes=tuple(s for i, s in enumerate(answer.statutes) if i not in statutes),
    )
