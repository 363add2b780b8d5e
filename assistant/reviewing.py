"""What the rules on text say to a contract as it stands: what was taken out of it, and the parties' own words.

What they say of the same contract with nothing taken out and without those words is the template's own, judged
when it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.findings import Finding
from knowledge.contract import compose
from knowledge.library import Library
from knowledge.ruling import Tripped, linted
from knowledge.switching import left_out, put_in
from knowledge.template import Article, Clause, Template, Terms

FREE = ("text", "longtext", "timing", "money_or_text")
"""Kinds whose values are words of the parties."""


def review(library: Library, template: Template, terms: Terms) -> list[Finding]:
    """Return the objections of the rules on text, once each; what is lacking by choice is never an error."""
    own = {s: v for s, v in terms.values.items() if not _is_free(template, s, v)}
    plain = replace(terms, values=own, extra=(), switches={})
    usual = {t.rule.id for t in linted(library.rules, template.id, compose(template, plain).text())}
    found = [t for t in linted(library.rules, template.id, compose(template, terms).text()) if t.rule.id not in usual]
    found += _in_own_clauses(library, template, terms.extra)
    return list({t.rule.id: _finding(t) for t in reversed(found)}.values())[::-1]


def _is_free(template: Template, slot: str, value: object) -> bool:
    return isinstance(value, str) and slot in template.slots and template.slots[slot].kind in FREE


def _in_own_clauses(library: Library, template: Template, clauses: Iterable[str]) -> list[Tripped]:
    """A clause of the parties' own is also judged by itself, by the rules that need not see the rest."""
    alone = [rule for rule in library.rules if rule.text.seen and not rule.text.missing]
    return [t for words in clauses for t in linted(alone, template.id, words)]


def _finding(item: Tripped) -> Finding:
    absent = item.rule.text.missing and not item.rule.text.seen
    severity = "warn" if absent and item.severity == "error" else item.severity
    return Finding(item.rule.id, severity, item.where, item.message, item.rule.basis)


def remedy(library: Library, template: Template, terms: Terms, rule_id: str) -> Article | Clause | None:
    """Return the clause (or article) left out of the contract that would silence a rule on what a text lacks."""
    rule = next((r for r in library.rules if r.id == rule_id), None)
    if rule is None or not rule.text.missing or rule.text.objects(compose(template, terms).text()) is None:
        return None
    return next(
        (p for p in left_out(template, terms) if rule.text.objects(compose(template, put_in(terms, p)).text()) is None),
        None,
    )
