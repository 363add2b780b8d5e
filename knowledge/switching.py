"""Clauses that are not in a contract but may be put in: which there are, and which of them would serve a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.contract import usable_slots
from knowledge.template import Article, Clause, Template, Terms


def left_out(template: Template, terms: Terms) -> Iterator[Article | Clause]:
    """Yield the articles and clauses that stand off because they were switched off or are optional."""
    for article in template.articles:
        if _off(article, terms):
            yield article
            continue
        for clause in article.clauses:
            if _off(clause, terms):
                yield clause


def put_in(terms: Terms, part: Article | Clause) -> Terms:
    """Return the terms with this part switched on."""
    return replace(terms, switches={**terms.switches, part.name: True})


def bringing(template: Template, terms: Terms, slot: str) -> Article | Clause | None:
    """Return the left-out part that would make a slot usable which now is not, or None."""
    if slot in usable_slots(template, terms):
        return None
    return next((p for p in left_out(template, terms) if slot in usable_slots(template, put_in(terms, p))), None)


def _off(part: Article | Clause, terms: Terms) -> bool:
    return part.status != "必备" and not terms.switches.get(part.name, part.status != "可选")
