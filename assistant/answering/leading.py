"""The first sentences of an answer: what answers the question most directly, marked when it is law or advice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.answering import phrases as wording
from assistant.answering.sheet import weight
from knowledge.lexical import grams
from knowledge.template import Guide

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_SENTENCE = re.compile(r"[^。；？！]+")
_SHORT = 110
_WORDS, _SENSE = 0.55, 0.45
_FIRST = 0.06
_CLAUSE = 0.10
"""How much better a sentence of law or advice must fit than the best of the clause to be said first."""
_AHEAD = 0.07
"""How much better a later sentence must fit than the first to be said before it."""
_EXISTS = re.compile(
    r"有(?:没有|无).{0,24}(?:约定|条款|规定|写|说法|要求|限制)|(?:写|约定|规定|提|说)(?:了|过|到)?(?:没有?|吗|了吗|没写)|"
    r"有(?:相关|专门|明确)?(?:的)?(?:约定|规定|条款|说法|要求)(?:吗|没有?|么)|有.{1,14}条款吗"
)
_SILENT = re.compile(r"没[写有约说]|不[写约]|未[约写]|空着|漏了|法律上|按法律|法定|默认")
"""What a question says that asks for the rule where the contract is silent."""
_LAW = 0.12
Mark = Literal["", "法", "议"]


@dataclass(frozen=True)
class Said:
    """A sentence that may lead, the layer it belongs to, and how well it fits the question."""

    text: str
    mark: Mark
    fits: float

    def spoken(self) -> str:
        """The sentence, told as law or as advice when it is."""
        text = wording.sentence(self.text)
        return {"法": wording.BY_LAW, "议": wording.BEWARE}.get(self.mark, "{words}").format(words=text)


def asks_whether_written(text: str) -> bool:
    """Whether a question asks if the contract says anything on its subject."""
    return bool(_EXISTS.search(text))


class Leads:
    """Rates the sentences of guides against questions by words and by vectors."""

    def __init__(self, embeddings: Embeddings):
        self.embeddings = embeddings
        self._vector = lru_cache(maxsize=4096)(lambda text: tuple(embeddings.embed_documents([text])[0]))

    def alike(self, topic: str, sentence: str) -> float:
        """Return how near a sentence is to a topic in sense."""
        vector = self.embeddings.embed_query(topic)
        return max(0.0, sum(a * b for a, b in zip(vector, self._vector(sentence), strict=True)))

    def rated(self, topic: str, guide: Guide, idf: Mapping[str, float]) -> list[Said]:
        """Return the sentences of a guide that could lead, in order."""
        terms = grams(topic)
        whole = sum(idf.get(t, 1.0) for t in set(terms)) or 1.0
        vector = self.embeddings.embed_query(topic)
        found: list[Said] = []
        marked: tuple[tuple[str, Mark], ...] = ((guide.plain, ""), (guide.by_law, "法"), (guide.watch, "议"))
        extra = {"法": _LAW if _SILENT.search(topic) else 0.0}
        for text, mark in marked:
            for place, sentence in enumerate(_apart(text, mark)):
                alike = sum(a * b for a, b in zip(vector, self._vector(sentence), strict=True))
                fits = _WORDS * weight(sentence, terms, idf) / whole + _SENSE * alike
                first = _FIRST if not place and not mark else 0.0
                found.append(Said(sentence, mark, fits + first + extra.get(mark, 0.0)))
        return found

    def lead(self, topic: str, guides: Sequence[Guide], idf: Mapping[str, float]) -> list[Said]:
        """Return what to say first: of the first guide, and what of the others fits clearly better."""
        if not guides:
            return []
        own = self.rated(topic, guides[0], idf)
        plain = [s for s in own if not s.mark]
        best = max(plain, key=lambda s: s.fits)
        others = [s for g in guides[1:] for s in self.rated(topic, g, idf)]
        told = max([s for s in own if s.mark] + others, key=lambda s: s.fits, default=best)
        found = [told] if told.fits >= best.fits + _CLAUSE else []
        if len(guides[0].plain) <= _SHORT and not found:
            ahead = [best] if best is not plain[0] and best.fits >= plain[0].fits + _AHEAD else []
            return [*ahead, *(s for s in plain if s not in ahead)]
        rest = sorted(plain, key=lambda s: -s.fits)[: 2 if not found else 1]
        return [*found, *(s for s in plain if s in rest)]


def _apart(text: str, mark: Mark) -> list[str]:
    """The sentences of a text; rules of law that were written as one sentence stay one when it is short."""
    if mark == "法":
        whole = [s.strip() for s in re.split("[。\n]", text) if s.strip()]
        return [part for s in whole for part in ([s] if len(s) <= _SHORT else _SENTENCE.findall(s))]
    return [m[0].strip() for m in _SENTENCE.finditer(text)]


def spoken(said: Sequence[Said]) -> str:
    """Join sentences; those of the clause that stood together stay joined by semicolons."""
    text = ""
    for place, one in enumerate(said):
        later = said[place + 1] if place + 1 < len(said) else None
        whole = one.spoken()
        text += f"{whole.rstrip('。')}；" if later and not one.mark and not later.mark and whole.endswith("。") else whole
    return text
