"""Ruling: what the rules say to a draft's values and to a contract's text.

A rule trips on values (触发 值; 导出 for those asked only before export) or on text (触发 文本, or the fields
文见 and 文缺 of another rule). Rules marked 结构, 回答 or 对话 are decided by the checker, the answerer and
the dialogue; here they only lend their severity and authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from knowledge.judging import AT, LEVEL, Case, Words, flat
from knowledge.rule import Look, Rule, Severity, is_slot
from knowledge.rulefile import load_rules

__all__ = ["Rule", "Tripped", "linted", "load_rules", "tripped"]


@dataclass(frozen=True)
class Tripped:
    """A rule that objects: the message for the user, where (slots or addresses, joined by commas), and the
    changes that would mend it: slots with their values as one would say them."""

    rule: Rule
    message: str
    where: str
    severity: Severity
    changes: tuple[tuple[str, str], ...] = ()


def tripped(
    rules: Iterable[Rule],
    template_id: str,
    values: Mapping[str, Any],
    effective: Mapping[str, Any],
    today: date,
    *,
    export: bool = False,
) -> list[Tripped]:
    """Return the rules on values that object, in the order of the rules; 导出 rules only for ``export``.

    ``effective`` holds the values with defaults, without those of clauses that do not stand. A rule speaks
    only when something it looks at was given (``values``), 导出 rules also when nothing was.
    """
    case = Case(values, effective, today)
    found: list[Tripped] = []
    for rule in rules:
        asked = rule.trigger == "值" or (export and rule.trigger == "导出")
        if asked and rule.applies(template_id):
            found += _judged(rule, template_id, case)
    return found


def linted(rules: Iterable[Rule], template_id: str, text: str) -> list[Tripped]:
    """Return the rules that object to a contract's text, or to a part of it."""
    found = []
    for rule in rules:
        if rule.text.speaks and (not rule.templates or template_id in rule.templates):
            words = rule.text.objects(text)
            if words is not None:
                message = rule.words(template_id, {}, words, rule.text_message)
                found.append(Tripped(rule, message, rule.place(template_id, words), rule.text_severity))
    return found


def _judged(rule: Rule, template: str, case: Case) -> list[Tripped]:
    if rule.condition.holds(case.effective) is not True or _only_defaults(rule, case):
        return []
    objections = _objections(rule, template, case)
    if not rule.names_slot:
        objections = objections[:1]
    found = []
    for words in objections:
        where = rule.place(template, words)
        changes = rule.changes(template, case.effective, where, words)
        message = rule.words(template, case.effective, words)
        severity = cast(Severity, words.get(LEVEL, rule.severity))
        found.append(Tripped(rule, message, where, severity, changes))
    return found


def _only_defaults(rule: Rule, case: Case) -> bool:
    """Tell whether a rule on values would speak of nothing but defaults that nobody said."""
    if rule.trigger != "值" or rule.judges or rule.look.slots:
        return False
    return all(case.values.get(slot) in (None, "") for slot in rule.condition.slots)


def _objections(rule: Rule, template: str, case: Case) -> list[Words]:
    """Return the words of every objection: each judgement must object, the last one that names a slot counts."""
    objections: list[Words] = [{}]
    for one, arguments in rule.judges:
        slots = rule.known.get(template, {})
        present = tuple(a for a in arguments if not is_slot(a) or a in slots)
        found = one.judgement(case, present)
        if not found:
            return []
        objections = found if any(found) else objections
    if rule.look.slots:
        objections = _looked(rule.look, case.values)
    return objections


def _looked(look: Look, values: Mapping[str, Any]) -> list[Words]:
    found = []
    for slot in look.slots:
        text = flat(values.get(slot)).strip()
        words = look.objects(text) if text else None
        if words is not None:
            found.append({**words, AT: slot})
    return found
