"""Rules: what a careful lawyer would object to, written as data with authority and examples, and judged here.

A rule trips on values (触发 值; 导出 for those asked only before export) or on the text of a contract
(触发 文本). Rules marked 结构, 回答 or 对话 are decided by the checker, the answerer and the dialogue; here they
only lend their severity and authority.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from knowledge.conditions import ALWAYS, Condition, ConditionError, parse_condition
from knowledge.judging import AT, JUDGES, Case, Judge, Words, figure, flat
from knowledge.records import Record, SourceError, guess, read_records

Severity = Literal["error", "warn", "info"]
Trigger = Literal["值", "导出", "文本", "结构", "回答", "对话"]

_KEYS = (
    "模板", "级别", "触发", "当", "判", "看", "见", "缺", "除非", "说", "依据", "改", "位置", "确认", "犯", "不犯",
)  # fmt: skip
_SEVERITIES, _TRIGGERS = ("error", "warn", "info"), ("值", "导出", "文本", "结构", "回答", "对话")
_HOLE = re.compile(r"\{(=?)([^{}]+)\}")
_FIX = re.compile(r"^([a-z][a-z0-9_]*)\s*=\s*(.+)$")
_CALL = re.compile(r"^(\S+?)\(([^()]*)\)$")


@dataclass(frozen=True)
class Look:
    """What to find in a text: every ``seen``, or a ``missing`` one, unless ``unless`` is there."""

    seen: tuple[re.Pattern[str], ...] = ()
    missing: tuple[tuple[str, re.Pattern[str]], ...] = ()
    unless: re.Pattern[str] | None = None
    slots: tuple[str, ...] = ()

    def objects(self, text: str) -> Words | None:
        """Return the words of the objection to ``text``, or None."""
        if self.unless and self.unless.search(text):
            return None
        found = [pattern.search(text) for pattern in self.seen]
        if not all(found):
            return None
        lacking = [name for name, pattern in self.missing if not pattern.search(text)]
        if self.missing and not lacking:
            return None
        first = next((m[0] for m in found if m), "")
        return {"见": first, "缺": "、".join(lacking)}


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
    judges: tuple[tuple[Judge, tuple[str, ...]], ...] = ()
    sums: Mapping[str, Condition] = field(default_factory=dict, compare=False, repr=False)
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def applies(self, template: str) -> bool:
        """Tell whether the rule holds for a template: named by it, and the slots it needs are there."""
        if self.templates and template not in self.templates:
            return False
        slots = self.known.get(template, {})
        return self.condition.slots <= slots.keys() and self._has_subject(slots)

    def _has_subject(self, slots: Mapping[str, str]) -> bool:
        subjects = [self.look.slots] if self.look.slots else []
        subjects += [_named(arguments) for _, arguments in self.judges]
        return all(any(slot in slots for slot in group) for group in subjects if group)

    def place(self, template: str, words: Words) -> str:
        """Return where the rule points in a template: slots or addresses, joined by commas."""
        if words.get(AT):
            return words[AT]
        slots = self.known.get(template, {})
        found = []
        for item in self.where:
            owner, _, address = item.rpartition(":")
            if owner == template or (not owner and (item in slots or not _is_slot(item))):
                found.append(address or item)
        return ",".join(found)

    def words(self, template: str, values: Mapping[str, Any], words: Words) -> str:
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

        return _HOLE.sub(fill, self.message)


@dataclass(frozen=True)
class Tripped:
    """A rule that objects: the message for the user, and where (slots or addresses, joined by commas)."""

    rule: Rule
    message: str
    where: str


def said(value: Any) -> str:
    """Return a value as it stands in a message."""
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return figure(value)
    return f"{len(value)}行" if isinstance(value, list) else str(value)


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
        if rule.trigger == "值" or (export and rule.trigger == "导出"):
            if rule.applies(template_id):
                found += _judged(rule, template_id, case)
    return found


def linted(rules: Iterable[Rule], template_id: str, text: str) -> list[Tripped]:
    """Return the rules on text (触发 文本) that object to a contract's text or to a part of it."""
    found = []
    for rule in rules:
        if rule.trigger == "文本" and (not rule.templates or template_id in rule.templates):
            words = rule.look.objects(text)
            if words is not None:
                message = rule.words(template_id, {}, words)
                found.append(Tripped(rule, message, rule.place(template_id, words)))
    return found


def _judged(rule: Rule, template: str, case: Case) -> list[Tripped]:
    slots = rule.condition.slots
    if rule.condition.holds(case.effective) is not True:
        return []
    if rule.trigger == "值" and slots and not rule.judges and not rule.look.slots:
        if not any(case.values.get(s) not in (None, "") for s in slots):
            return []
    objections = _objections(rule, template, case)
    return [
        Tripped(rule, rule.words(template, case.effective, words), rule.place(template, words))
        for words in objections
    ]


def _objections(rule: Rule, template: str, case: Case) -> list[Words]:
    """Return the words of every objection: each judgement must object, the last one that names a slot counts."""
    objections: list[Words] = [{}]
    for one, arguments in rule.judges:
        slots = rule.known.get(template, {})
        present = tuple(a for a in arguments if not _is_slot(a) or a in slots)
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


def _is_slot(word: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", word) is not None


def _named(arguments: Iterable[str]) -> tuple[str, ...]:
    return tuple(a for a in arguments if _is_slot(a))


def load_rules(
    folder: Path, slots_by_template: Mapping[str, Collection[str]]
) -> tuple[Rule, ...]:
    """Read every record file in ``folder``; the slots of each template are given by id (or as Slots by id).

    A slot that one template lacks makes a rule not hold there; a slot no template has is an error.
    """
    known = {id: _labels(slots) for id, slots in slots_by_template.items()}
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.md")):
        for record in read_records(path, _KEYS):
            if record.id in rules:
                raise record.error(f"规则「{record.id}」写了两次")
            rules[record.id] = _Reader(record, known).rule()
    return tuple(rules.values())


def _labels(slots: Collection[str]) -> dict[str, str]:
    if isinstance(slots, Mapping):
        return {id: getattr(slot, "label", id) for id, slot in slots.items()}
    return {id: id for id in slots}


class _Reader:
    """Reads one rule record; every complaint points at its file and line."""

    def __init__(self, record: Record, known: Mapping[str, Mapping[str, str]]):
        self.record, self.known = record, known
        self.slots = {slot for labels in known.values() for slot in labels}

    def rule(self) -> Rule:
        record = self.record
        for key in ("模板", "级别", "触发", "说"):
            if not record.get(key):
                raise SourceError(record.path, record.line, f"「{record.id}」缺少「{key}」")
        trigger = cast(Trigger, self.one_of("触发", _TRIGGERS))
        judges = tuple(self.judge(line) for line in record.lines("判"))
        look = self.look()
        if trigger in ("值", "导出", "文本") and not (record.get("犯") and record.get("不犯")):
            raise record.error("要有「犯」和「不犯」两个例子")
        fixes, advice = self.fixes()
        return Rule(
            record.id,
            record.title,
            self.templates(),
            cast(Severity, self.one_of("级别", _SEVERITIES)),
            self.condition("当"),
            record.get("说").replace("\n", ""),
            record.get("依据"),
            fixes,
            advice,
            tuple(re.findall(r"[^\s,]+", record.get("位置"))) or look.slots or self.default_place(),
            trigger,
            record.get("确认") == "是",
            self.example("犯", trigger),
            self.example("不犯", trigger),
            look,
            judges,
            self.sums(judges),
            self.known,
        )

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.record.get(key)
        if value not in allowed:
            hint = guess(value, allowed) or f"可以写:{'、'.join(allowed)}"
            raise self.record.error(f"「{key}」不能写成「{value}」", key, hint)
        return value

    def templates(self) -> tuple[str, ...]:
        value = self.record.get("模板")
        if value == "both":
            return ()
        if value not in self.known:
            raise self.record.error(f"没有模板「{value}」", "模板", guess(value, self.known))
        return (value,)

    def condition(self, key: str) -> Condition:
        text = self.record.get(key)
        try:
            return parse_condition(text, self.slots) if text else ALWAYS
        except ConditionError as error:
            raise self.record.error(str(error), key) from error

    def judge(self, line: str) -> tuple[Judge, tuple[str, ...]]:
        match = _CALL.match(line)
        if not match or match[1] not in JUDGES:
            hint = guess(match[1] if match else line, JUDGES)
            raise self.record.error(f"没有判断「{line}」", "判", hint)
        arguments = tuple(a.strip() for a in match[2].split(",") if a.strip())
        self.check_slots(_named(arguments), "判")
        return JUDGES[match[1]], arguments

    def look(self) -> Look:
        seen = tuple(self.pattern(line, "见") for line in self.record.lines("见"))
        missing = []
        for line in self.record.lines("缺"):
            name, equals, pattern = line.partition(" = ")
            if not equals:
                raise self.record.error("「缺」要写成「名称 = 式样」", "缺")
            missing.append((name.strip(), self.pattern(pattern, "缺")))
        unless = self.record.get("除非")
        slots = tuple(re.findall(r"[^\s,]+", self.record.get("看")))
        self.check_slots(slots, "看")
        return Look(seen, tuple(missing), self.pattern(unless, "除非") if unless else None, slots)

    def pattern(self, text: str, key: str) -> re.Pattern[str]:
        try:
            return re.compile(text.strip())
        except re.error as error:
            raise self.record.error(f"式样写错了:{error}", key) from error

    def check_slots(self, slots: Iterable[str], key: str) -> None:
        for slot in slots:
            if slot not in self.slots:
                hint = guess(slot, self.slots)
                raise self.record.error(f"没有槽位「{slot}」", key, hint)

    def default_place(self) -> tuple[str, ...]:
        return tuple(sorted(self.condition("当").slots))

    def fixes(self) -> tuple[tuple[tuple[str, str], ...], str]:
        fixes, advice = [], []
        for line in self.record.lines("改"):
            if match := _FIX.match(line):
                self.check_slots([match[1]], "改")
                fixes.append((match[1], match[2].strip()))
            else:
                advice.append(line)
        return tuple(fixes), "".join(advice)

    def sums(self, judges: tuple[tuple[Judge, tuple[str, ...]], ...]) -> dict[str, Condition]:
        allowed = self.slots | {"项", "见", "缺"} | {w for one, _ in judges for w in one.words}
        found: dict[str, Condition] = {}
        for equals, name in _HOLE.findall(self.record.get("说")):
            name = name.strip()
            if equals:
                try:
                    found[name] = parse_condition(name, self.slots)
                except ConditionError as error:
                    raise self.record.error(str(error), "说") from error
            elif name not in allowed:
                raise self.record.error(f"「说」里的「{{{name}}}」没有来处", "说", guess(name, allowed))
        return found

    def example(self, key: str, trigger: Trigger) -> str:
        text = self.record.get(key)
        if text and trigger in ("值", "导出"):
            try:
                json.loads(text)
            except json.JSONDecodeError as error:
                raise self.record.error(f"例子不是 JSON:{error}", key) from error
        return text
