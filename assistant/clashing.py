"""Own clauses against the contract: sentences on the same matter that say another party, number, or yes for no."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.grounding import covered, folded, grams_of, numbers, sense
from knowledge.contract import compose
from knowledge.passages import printed_number
from knowledge.template import Template, Terms

_SAME_MATTER = 0.5
_MOST = 2


@dataclass(frozen=True)
class Clash:
    """A sentence of the contract that an own clause contradicts, with its printed number and title."""

    place: str
    title: str
    quote: str


def clashes(template: Template, terms: Terms, words: str) -> list[Clash]:
    """Return the sentences of the contract as it stands that ``words`` contradict, the closest first."""
    own = grams_of(words)
    rated: list[tuple[float, Clash]] = []
    titles = {c.address: c.title for _, c in template.clauses()}
    for line in compose(template, Terms(terms.values, terms.switches, terms.left_open)).lines:
        title = titles.get(line.address.partition("(")[0], "")
        for sentence in re.findall(r"[^。；\n]+[。；]?", line.text) if title else ():
            score = covered(own, grams_of(sentence))
            if score >= _SAME_MATTER and _contradicts(words, sentence):
                place = printed_number(template, terms, line.address) or line.address
                rated.append((score, Clash(place, title, sentence)))
    rated.sort(key=lambda pair: -pair[0])
    return list({c.place: c for _, c in rated}.values())[:_MOST]


def _contradicts(words: str, sentence: str) -> bool:
    one, other = sense(folded(words)), sense(folded(sentence))
    units = {u for _, u in numbers(words)} & {u for _, u in numbers(sentence)} - {"", "款", "条", "项"}
    if any({n for n in numbers(words) if n[1] == u}.isdisjoint(n for n in numbers(sentence) if n[1] == u) for u in units):
        return True
    if one.first and other.first and one.first != other.first and "双方" not in (one.first, other.first):
        return one.negations % 2 == other.negations % 2
    return one.negations % 2 != other.negations % 2
