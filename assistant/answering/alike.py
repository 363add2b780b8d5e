"""How much two clauses of different templates are about the same thing."""

from __future__ import annotations

from assistant.answering.asked import Asked
from assistant.answering.clauses import Clauses
from knowledge.lexical import grams
from knowledge.template import Clause


def likeness(clauses: Clauses, one: Asked, a: Clause, other: Asked, b: Clause) -> float:
    """Return how much two clauses of different templates are about the same thing: alike from about 0.4."""
    shared = set(a.slots) & set(b.slots)
    idf = clauses.idf(one.template)
    texts = [
        set(grams(f"{c.title}{c.title}{x.template.guides[c.name].plain if c.name in x.template.guides else ''}"))
        for x, c in ((one, a), (other, b))
    ]
    both = sum(idf.get(g, 1.0) for g in texts[0] & texts[1])
    each = min(sum(idf.get(g, 1.0) for g in text) for text in texts) or 1.0
    return both / each + (0.3 if shared else 0.0) + (0.2 if a.title == b.title else 0.0)
