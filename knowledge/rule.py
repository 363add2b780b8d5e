"""Rule: one thing a careful lawyer would object to, with its authority, its examples and its fixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.conditions import Condition
from knowledge.judging import AT, Judge, Words, figure

Severity = Literal["error", "warn", "info"]
Trigger = Literal["值", "导出", "文本", "结构", "回答", "对话"]
HOLE = re.compile(r"\{(=?)([^{}]+)\}")
"""A placeholder of a message: {slot}, {word of a judgement} or {=expression}."""


@dataclass(frozen=True)
class Look:
    """What to find in a text: every ``seen``, or a ``missing`` one, unless ``unless`` is there.

    With ``each`` (句, 段 or 款) every place that says what is ``seen`` is judged by itself: ``unless`` must stand
    in its sentence (paragraph, clause), what is ``missing`` in its clause or the next.
    """

    seen: tuple[re.Pattern[str], ...] = ()
    missing: tuple[tuple[str, re.Pattern[str]], ...] = ()
    unless: re.Pattern[str] | None = None
    slots: tuple[str, ...] = ()
    each: str = ""

    @property
    def speaks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.seen or self.missing)

    def objects(self, text: str) -> Words | None:
        """Return the words of the objection to ``text``, or None."""
        if self.each:
            return next((words for m in self.seen[0].finditer(text) if (words := self.objects_at(text, m)) is not None), None)
        if self.unless and self.unless.search(text):
            return None
        return self._lacks(text, [_stated(pattern, text) for pattern in self.seen])

    def objects_at(self, text: str, match: re.Match[str]) -> Words | None:
        """Return the words of the objection to the place that says what is ``seen``, judged by itself."""
        around, here = _surroundings(text, match.start(), self.each)
        if _negated(text, match) or (self.unless and self.unless.search(here)):
            return None
        return self._lacks(around, [match, *(_stated(pattern, around) for pattern in self.seen[1:])])

    def _lacks(self, text: str, found: list[re.Match[str] | None]) -> Words | None:
        if not all(found):
            return None
        lacking = [name for name, pattern in self.missing if not pattern.search(text)]
        if self.missing and not lacking:
            return None
        first = next((m[0] for m in found if m), "")
        return {"见": first, "缺": "、".join(lacking)}


_CLAUSE = re.compile(r"(?m)^\s*(?:第[零〇一二三四五六七八九十百\d]+[条款]|\d{1,2}[.．]\d{1,2}(?![.．\d%])|[一二三四五六七八九十]+、)")


def _surroundings(text: str, at: int, each: str) -> tuple[str, str]:
    """Return the clause around a place with the next, and its sentence, paragraph or clause."""
    ends = "。\n" if each == "句" else "\n"
    start = max(text.rfind(c, 0, at) for c in ends) + 1
    end = min((e for c in ends if (e := text.find(c, at)) >= 0), default=len(text))
    starts = [m.start() for m in _CLAUSE.finditer(text)]
    begin = max((s for s in starts if s <= at), default=start)
    after = [*(s for s in starts if s > at), len(text), len(text)]
    return text[begin : after[1]], text[begin : after[0]] if each == "款" else text[start:end]


_NEGATED = re.compile(
    r"(?:不|没有?|并?未|并非|无)(?:再|曾|会|应|得)?(?:设|设置|设定|设立|约定|规定|构成|适用|涉及|包含|包括|改变|影响|转移|视为|属于)?"
    r"(?:任何|有关|关于|所谓)?[“\"]?$"
)


def _stated(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first place where the text says what the pattern means: 不设责任上限 sets no cap."""
    return next((m for m in pattern.finditer(text) if not _negated(text, m)), None)


def _negated(text: str, match: re.Match[str]) -> bool:
    return _NEGATED.search(text[: match.start()][-14:]) is not None


@dataclass(frozen=True)
class Rule:
    """One rule; ``templates`` is empty when it holds for all, ``fixes`` are (slot, value as one would say it)."""

    id: str
    name: str
    templates: tuple[str, ...]
    severity: Severity
    condition: Condition
    message: str
    basis: str
    fixes: tuple[tuple[str, str], ...]
    advice: str
    where: tuple[str, ...]
    trigger: Trigger
    confirm: bool
    trips: str
    passes: str
    look: Look = Look()
    text: Look = Look()
    text_message: str = ""
    text_severity: Severity = "warn"
    text_trips: str = ""
    text_passes: str = ""
    judges: tuple[tuple[Judge, tuple[str, ...]], ...] = ()
    sums: Mapping[str, Condition] = field(default_factory=dict, compare=False, repr=False)
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def names_slot(self) -> bool:
        """Whether the message names the slot or row it objects to, so that each deserves a message."""
        return re.search(r"\{(?:项|行)\}", self.message) is not None

    def applies(self, template: str) -> bool:
        """Tell whether the rule holds for a template: named by it, and the slots it needs are there."""
        if self.templates and template not in self.templates:
            return False
        slots = self.known.get(template, {})
        return self.condition.slots <= slots.keys() and self._has_subject(slots)

    def _has_subject(self, slots: Mapping[str, str]) -> bool:
        subjects = [self.look.slots] if self.look.slots else []
        subjects += [named(arguments) for _, arguments in self.judges]
        return all(any(slot in slots for slot in group) for group in subjects if group)

    def place(self, template: str, words: Words) -> str:
        """Return where the rule points in a template: slots or addresses, joined by commas."""
        if words.get(AT):
            return words[AT]
        slots = self.known.get(template, {})
        found = []
        for item in self.where:
            owner, _, address = item.rpartition(":")
            if owner == template or (not owner and (item in slots or not is_slot(item))):
                found.append(address or item)
        return ",".join(found)

    def changes(
        self, template: str, values: Mapping[str, Any], where: str, words: Words
    ) -> tuple[tuple[str, str], ...]:
        """Return the changes that would mend an objection at ``where``: slots of this template, values as said.

        An objection that names its slots mends only those; a change whose numbers are not known is left out.
        """
        slots = self.known.get(template, {})
        places = set(where.split(","))
        own = [f for f in self.fixes if f[0] in slots]
        if words.get(AT):
            own = [f for f in own if f[0] in places]
        computed = [(slot, self.words(template, values, words, text)) for slot, text in own]
        return tuple((slot, text) for slot, text in computed if "?" not in text and "未填" not in text)

    def words(
        self, template: str, values: Mapping[str, Any], words: Words, message: str = ""
    ) -> str:
        """Return the message with the user's own values and the numbers computed from them."""
        labels = self.known.get(template, {})

        def fill(match: re.Match[str]) -> str:
            name = match[2].strip()
            if match[1]:
                amount = self.sums[name].amount(values)
                return "?" if amount is None else figure(amount)
            if name == "项":
                return labels.get(words.get(AT, ""), words.get(AT, ""))
            return words[name] if name in words else said(values.get(name))

        return HOLE.sub(fill, message or self.message)


def said(value: Any) -> str:
    """Return a value as it stands in a message."""
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return figure(value)
    return f"{len(value)}行" if isinstance(value, list) else str(value)


def is_slot(word: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", word) is not None


def named(arguments: Iterable[str]) -> tuple[str, ...]:
    return tuple(a for a in arguments if is_slot(a))
