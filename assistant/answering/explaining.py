"""The model explainer: the composed answer, and beside it sentences of a model's that its sources hold.

The model sees numbered sources: the clauses of the answer, their guides, the statutes, the draft. Each of its
sentences names the sources it comes from and is shown only when they hold it; the composed answer stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from pydantic import BaseModel, TypeAdapter

import prompts
from assistant import wording
from assistant.answering.cases import law_problems
from assistant.answering.gate import passed
from assistant.answering.grounding import folded, objections
from assistant.consulting import Consultation
from assistant.conversation import Answer, Part
from assistant.draft import Draft
from assistant.reading.guarding import marked_up, ordered
from knowledge.law import MARKS
from knowledge.library import Library
from knowledge.pointing import pointed
from knowledge.template import Template

TOKENS = 600
"""Tokens of one explanation at the most."""

_SENTENCES, _LONGEST = 5, 160
_CLAUSES, _GUIDES, _STATUTES, _DRAFT = 5, 2, 4, 4
_CUT, _TOTAL = 500, 3_600
_ADDRESS = re.compile(r"https?://|www\.|@|\\|\{|\}|```")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_LAWLIKE = re.compile(r"《([^《》]+)》|([\u4e00-\u9fff]{2,14}(?:法典|法律|条例|办法|司法解释|细则)|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,8}法(?=[第规的，。]))")


class Sentence(BaseModel):
    """One sentence of a model's and the numbers of the sources it names."""

    text: str
    from_: list[int]

    model_config = {"populate_by_name": True, "alias_generator": lambda name: name.rstrip("_")}


class Explanation(BaseModel):
    """What a model returns."""

    sentences: list[Sentence]


_SHAPE = TypeAdapter(Explanation)


@dataclass(frozen=True)
class Evidence:
    """A numbered source: how it is called, its text, and the citation it is, if it is a clause."""

    name: str
    text: str
    citation: int = -1


class Composing(Protocol):
    """What makes the composed answer."""

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer: ...

    def hears(self, text: str, template: str = "") -> bool: ...


class Explaining:
    """Answers like the composed answerer, and lets a model explain when the question was answered."""

    def __init__(self, composing: Composing, library: Library, consultation: Consultation):
        self.composing, self.library, self.consultation = composing, library, consultation

    def hears(self, text: str, template: str = "") -> bool:
        """Return what the composed answerer hears."""
        return self.composing.hears(text, template)

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer:
        """Return the composed answer, with an explanation after its conclusion where one passes."""
        answer = self.composing.answer(question, template, draft, history, today)
        if answer.status != "answered" or not answer.citations:
            return answer
        sources = evidence(answer, self.library)
        named = [t.title for id, t in self.library.templates.items() if id in {c.template for c in answer.citations}]
        said = self.consultation.ask(
            prompts.load("explain"), _SHAPE, TOKENS, template="".join(f"《{t}》" for t in named),
            question=question[:600], evidence="\n".join(f"[{n}] {e.name}：{e.text}" for n, e in enumerate(sources, 1)),
        )
        return answer if said is None else explained(answer, said, sources, self.library)


def evidence(answer: Answer, library: Library) -> list[Evidence]:
    """Return what a model may speak from: only what the answer rests on, and not too much of it."""
    found: list[Evidence] = []
    for place, citation in enumerate(answer.citations[:_CLAUSES]):
        passage = library.passage(citation.template, citation.address)
        if passage:
            title = library.templates[citation.template].title
            whole = passage.text if len(passage.text) <= _CUT else citation.quote[:_CUT]
            found.append(Evidence(f"《{title}》{passage.address}「{passage.title}」", whole, place))
    found += _guides(answer, library)
    for cited in answer.statutes[:_STATUTES]:
        found.append(Evidence(f"《{cited.law}》第{cited.article}条要旨{MARKS.get(cited.grade, '')}", cited.summary))
    spoken = [p.text for p in answer.parts if p.layer in ("草稿", "结论")]
    found += [Evidence("草稿和结论", text[:_CUT]) for text in spoken[:_DRAFT]]
    kept, size = [], 0
    for one in found:
        size += len(one.text)
        if size <= _TOTAL:
            kept.append(one)
    return kept


def _guides(answer: Answer, library: Library) -> list[Evidence]:
    found: dict[str, Evidence] = {}
    for citation in answer.citations:
        template = library.templates[citation.template]
        passage = library.passage(citation.template, citation.address)
        guide = template.guides.get(passage.clause) if passage else None
        if passage and guide:
            parts = (guide.plain, *_for_sides(template, guide.for_a, guide.for_b), guide.usual, guide.by_law, guide.watch)
            text = "\n".join(p for p in parts if p)
            found.setdefault(guide.clause, Evidence(f"{citation.address}「{passage.title}」的说明", text[:_CUT]))
    return list(found.values())[:_GUIDES]


def _for_sides(template: Template, for_a: str, for_b: str) -> tuple[str, str]:
    return tuple(f"对{p}：{w}" if w else "" for p, w in (("甲方", for_a), ("乙方", for_b)))  # type: ignore[return-value]


def explained(answer: Answer, said: Explanation, sources: Sequence[Evidence], library: Library) -> Answer:
    """Return the answer with the sentences that hold, and one line that says how many did not."""
    kept: list[tuple[Sentence, list[int]]] = []
    dropped = 0
    for sentence in said.sentences[:_SENTENCES]:
        if trouble(sentence, sources, library):
            dropped += 1
        else:
            cited = [sources[n - 1].citation for n in sentence.from_ if sources[n - 1].citation >= 0]
            kept.append((sentence, cited))
    dropped += len(said.sentences[_SENTENCES:])
    if not kept:
        left = Part("提示", wording.NOT_EXPLAINED)
        return replace(answer, parts=(*answer.parts, left)) if said.sentences else answer
    text = "".join(_marked(s, sources) for s, _ in kept)
    note = wording.EXPLAINED_PART.format(count=dropped) if dropped else wording.EXPLAINED
    citations = tuple(dict.fromkeys(c for _, cited in kept for c in cited))
    part = Part("解释", text + note, citations)
    first = [p for p in answer.parts if p.layer == "结论"]
    rest = [p for p in answer.parts if p.layer != "结论"]
    return passed(replace(answer, parts=(*first, part, *rest)), library)


def _marked(sentence: Sentence, sources: Sequence[Evidence]) -> str:
    """A sentence with the sources it comes from at its end."""
    names = "；".join(dict.fromkeys(sources[n - 1].name for n in sentence.from_))
    return f"{sentence.text.strip().rstrip('。')}（{names}）。"


def trouble(sentence: Sentence, sources: Sequence[Evidence], library: Library) -> str:
    """Return why a sentence may not be shown, or an empty string."""
    text = sentence.text.strip()
    if not sentence.from_ or any(not 1 <= n <= len(sources) for n in sentence.from_):
        return "names no source"
    if not 4 <= len(text) <= _LONGEST or marked_up(text) or _ADDRESS.search(text) or ordered(text):
        return "is no plain sentence"
    if len(_HAN.findall(text)) < 0.7 * len(_LETTER.findall(text)):
        return "is not Chinese"
    cited = [sources[n - 1] for n in dict.fromkeys(sentence.from_)]
    names = " ".join(f"{e.name} {e.text}" for e in cited)
    places = {p.address for p in pointed(names)} | {p.said for p in pointed(names)}
    if any(p.address not in places and p.said not in places for p in pointed(text)):
        return "names a clause that is not among its sources"
    laws = library.laws
    if laws.problem(text) or law_problems(library, text)[0] or set(laws.parse(text)) - set(laws.parse(names)):
        return "names a law that is not among its sources"
    if any(folded(a or b) not in folded(names) for a, b in _LAWLIKE.findall(text)):
        return "names a title that is not among its sources"
    return "; ".join(objections(text, [f"{e.text}\n{e.name}" for e in cited]))

