"""Rule files: reads the records in ``knowledge/rules`` into rules and complains with file and line.

On values: 当 a condition; 判 named judgements (all must object); 看 the slots whose text is searched for 见
(every pattern), 缺 (``名称 = 式样``: any that is lacking) unless 除非. On text: the same three for 触发 文本, or
文见, 文缺, 文除非 and 文说 beside a rule on values; 文级别 where the text is more (or less) serious than the value,
逐处 (句, 段 or 款) where every place is judged by its own sentence, paragraph or clause. 说 may hold {slot}, {=expression} and the judgement's words.
改 holds changes (``slot = value as one would say it``, with the same {…}) and what else there is to advise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import cast

from knowledge.conditions import ALWAYS, Condition, ConditionError, parse_condition
from knowledge.judging import JUDGES, Judge
from knowledge.records import Record, SourceError, guess, read_records
from knowledge.rule import HOLE, Look, Rule, Severity, Trigger, named

_KEYS = (
    "模板", "级别", "触发", "当", "判", "看", "见", "缺", "除非", "说", "依据", "改", "位置", "确认", "犯", "不犯",
    "文见", "文缺", "文除非", "文说", "文级别", "文犯", "文不犯", "逐处",
)  # fmt: skip
_SEVERITIES, _TRIGGERS = ("error", "warn", "info"), ("值", "导出", "文本", "结构", "回答", "对话")
_FIX = re.compile(r"^([a-z][a-z0-9_]*)\s*=\s*(.+)$")
_CALL = re.compile(r"^(\S+?)\(([^()]*)\)$")


def load_rules(folder: Path, slots_by_template: Mapping[str, Collection[str]]) -> tuple[Rule, ...]:
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
        return {id: str(getattr(slot, "label", id)) for id, slot in slots.items()}
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
        look = self.look("", self.slot_list("看"))
        text, prefix = (look, "") if trigger == "文本" else (self.look("文"), "文")
        self.need_examples(trigger, text.speaks, prefix)
        fixes, advice = self.fixes()
        judges = tuple(self.judge(line) for line in record.lines("判"))
        return Rule(
            id=record.id,
            name=record.title,
            templates=self.templates(),
            severity=cast(Severity, self.one_of("级别", _SEVERITIES)),
            condition=self.condition(),
            message=self.sentence("说"),
            basis=record.get("依据"),
            fixes=fixes,
            advice=advice,
            where=self.where() or look.slots or tuple(sorted(self.condition().slots)),
            trigger=trigger,
            confirm=record.get("确认") == "是",
            trips=self.example("犯", trigger),
            passes=self.example("不犯", trigger),
            look=look,
            judges=judges,
            text=text,
            text_message=self.sentence("文说"),
            text_severity=cast(Severity, self.one_of("文级别" if record.get("文级别") else "级别", _SEVERITIES)),
            text_trips=record.get(f"{prefix}犯"),
            text_passes=record.get(f"{prefix}不犯"),
            sums=self.sums(judges),
            known=self.known,
        )

    def need_examples(self, trigger: Trigger, reads_text: bool, prefix: str) -> None:
        """A rule that judges must show a case that trips it and one that does not."""
        pairs = [("犯", "不犯")] if trigger in ("值", "导出", "文本") else []
        pairs += [(f"{prefix}犯", f"{prefix}不犯")] if reads_text else []
        for key in (key for pair in pairs for key in pair):
            if not self.record.get(key):
                raise self.record.error(f"要有例子「{key}」")

    def sentence(self, key: str) -> str:
        return self.record.get(key).replace("\n", "")

    def slot_list(self, key: str) -> tuple[str, ...]:
        slots = tuple(re.findall(r"[^\s,]+", self.record.get(key)))
        self.check_slots(slots, key)
        return slots

    def where(self) -> tuple[str, ...]:
        places = tuple(re.findall(r"[^\s,]+", self.record.get("位置")))
        self.check_slots(named(places), "位置")
        return places

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

    def condition(self) -> Condition:
        text = self.record.get("当")
        try:
            return parse_condition(text, self.slots) if text else ALWAYS
        except ConditionError as error:
            raise self.record.error(str(error), "当") from error

    def judge(self, line: str) -> tuple[Judge, tuple[str, ...]]:
        match = _CALL.match(line)
        if not match or match[1] not in JUDGES:
            hint = guess(match[1] if match else line, JUDGES)
            raise self.record.error(f"没有判断「{line}」", "判", hint)
        arguments = tuple(a.strip() for a in match[2].split(",") if a.strip())
        self.check_slots(named(arguments), "判")
        return JUDGES[match[1]], arguments

    def look(self, prefix: str, slots: tuple[str, ...] = ()) -> Look:
        """Read 见, 缺 and 除非, or 文见, 文缺 and 文除非."""
        seen_key, missing_key, unless_key = f"{prefix}见", f"{prefix}缺", f"{prefix}除非"
        missing = []
        for line in self.record.lines(missing_key):
            name, equals, pattern = line.partition(" = ")
            if not equals:
                raise self.record.error(f"「{missing_key}」要写成「名称 = 式样」", missing_key)
            missing.append((name.strip(), self.pattern(pattern, missing_key)))
        unless = self.record.get(unless_key)
        return Look(
            tuple(self.pattern(line, seen_key) for line in self.record.lines(seen_key)),
            tuple(missing),
            self.pattern(unless, unless_key) if unless else None,
            slots,
            self.one_of("逐处", ("句", "段", "款")) if self.record.get("逐处") else "",
        )

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
        for equals, hole in HOLE.findall("".join(map(self.record.get, ("说", "文说", "改")))):
            name = hole.strip()
            if equals:
                try:
                    found[name] = parse_condition(name, self.slots)
                except ConditionError as error:
                    raise self.record.error(str(error), "说") from error
            elif name not in allowed:
                raise self.record.error(
                    f"「说」里的「{{{name}}}」没有来处", "说", guess(name, allowed)
                )
        return found

    def example(self, key: str, trigger: Trigger) -> str:
        text = self.record.get(key)
        if text and trigger in ("值", "导出"):
            try:
                json.loads(text)
            except json.JSONDecodeError as error:
                raise self.record.error(f"例子不是 JSON:{error}", key) from error
        return text
