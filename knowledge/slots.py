"""slots.md → slots: every key checked, every default read by its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge import kinds
from knowledge.conditions import Condition, ConditionError, parse_condition
from knowledge.records import Record, guess, read_records
from knowledge.template import LEVELS, Column, Position, Slot

KEYS = (
    ["类型", "填写", "问", "为什么", "例", "常见", "默认", "选项", "列", "范围", "别称", "归属", "关心", "组", "确认", "手写", "对应", "立场"]
)
_REQUIRED = ("必填", "用到才填", "可空")
_OPTION = re.compile(r"^\s*([^\s(（]+)\s*(?:[(（](.*)[)）])?\s*$")
_POSITION = re.compile(r"^(?:\[当\s+(.+?)\]\s*)?(甲方|乙方)\s+克制\s+(.+?)\s+/\s+常规\s+(.+?)\s+/\s+强势\s+([^：]+?)\s*(?:：(.+))?$")
_RANGE = re.compile(r"^(\d+(?:\.\d+)?)?\s*[-–~至]\s*(\d+(?:\.\d+)?)?$")


def read_slots(path: Path) -> dict[str, Slot]:
    """Read the slots of a template in asking order; raises SourceError naming file, line and a guess."""
    records = read_records(path, KEYS)
    slots = {record.id: _slot(record) for record in records}
    for record in records:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", record.id):
            raise record.error("槽位的代号只能用小写英文字母、数字和下划线，字母开头")
    return {record.id: _with_positions(slots[record.id], record, slots) for record in records}


def _slot(record: Record) -> Slot:
    kind = record.get("类型")
    if kind not in kinds.KINDS:
        raise record.error(f"不认识的类型「{kind}」", "类型", guess(kind, kinds.KINDS))
    required = record.get("填写")
    if required not in _REQUIRED:
        raise record.error("「填写」只能是：必填、用到才填、可空", "填写", guess(required, _REQUIRED))
    if not record.get("问"):
        raise record.error("缺少「问」：要怎样问用户？")
    options = _options(record)
    if kind == "choice" and len(options) < 2:
        raise record.error("choice 类型要写「选项」，至少两个，用 / 隔开", "选项")
    columns = _columns(record)
    if kind == "table" and not columns:
        raise record.error("table 类型要写「列」，用 / 隔开", "列")
    low, high = _range(record)
    slot = Slot(
        id=record.id,
        label=record.title or record.id,
        kind=kind,
        required=required,  # type: ignore[arg-type]
        ask=record.get("问"),
        why=record.get("为什么"),
        example=record.get("例"),
        advice=record.get("常见"),
        choices=tuple(options),
        columns=columns,
        low=low,
        high=high,
        aliases=_words(record.get("别称")),
        option_aliases=options,
        side=record.get("归属"),
        cares=record.get("关心"),
        group=record.get("组"),
        confirm=record.get("确认") == "是",
        handwritten=record.get("手写") == "是",
        same_as=_words(record.get("对应")),
        line=record.line,
    )
    return _with_default(slot, record)


def _with_default(slot: Slot, record: Record) -> Slot:
    text = record.get("默认")
    if not text:
        return slot
    result = kinds.read(slot, text, date(2026, 1, 1))
    if isinstance(result, kinds.Refused):
        raise record.error(f"默认值读不成 {slot.kind}：{result.reason}", "默认")
    return replace(slot, default=result.value)


def _with_positions(slot: Slot, record: Record, slots: Mapping[str, Slot]) -> Slot:
    """Read 立场: a line a side (and a condition), three levels, each a value that the slot's kind reads."""
    positions: list[Position] = []
    for line in record.lines("立场"):
        match = _POSITION.match(line)
        if not match or (match[2], match[1] or "") in {(p.party, p.condition.text) for p in positions}:
            raise record.error("立场写法不对", "立场", "一方一行：甲方 克制 10 / 常规 20 / 强势 30：为什么")
        levels = dict(zip(LEVELS, match.groups()[2:5], strict=True))
        for level, words in levels.items():
            result = kinds.read(slot, words, date(2026, 1, 1))
            if isinstance(result, kinds.Refused):
                raise record.error(f"{match[2]}{level}的「{words}」读不成 {slot.kind}：{result.reason}", "立场")
        positions.append(Position(match[2], levels, match[6] or "", _when(match[1] or "", record, slots)))
    return replace(slot, positions=tuple(positions))


def _when(text: str, record: Record, slots: Mapping[str, Slot]) -> Condition:
    try:
        condition = parse_condition(text, slots)
    except ConditionError as error:
        raise record.error(str(error), "立场") from error
    for slot, word in condition.equals:
        if slots[slot].choices and word not in slots[slot].choices:
            raise record.error(f"槽位「{slot}」没有选项「{word}」", "立场", guess(word, slots[slot].choices))
    return condition


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.strip() for w in re.split(r"[,，、;；\n]", text) if w.strip()))


def _options(record: Record) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in record.get("选项").replace("\n", " / ").split(" / "):
        if not part.strip():
            continue
        match = _OPTION.match(part)
        if not match:
            raise record.error(f"选项「{part.strip()}」写法不对", "选项", "写成：仲裁 （裁， 仲裁委） / 诉讼")
        found[match[1]] = _words(match[2] or "")
    return found


def _columns(record: Record) -> tuple[Column, ...]:
    columns = []
    for part in record.get("列").replace("\n", " / ").split(" / "):
        if not part.strip():
            continue
        name, _, kind = part.strip().partition(":")
        kind = kind.strip() or "text"
        if kind not in kinds.KINDS:
            raise record.error(f"列「{name}」的类型不认识：{kind}", "列", guess(kind, kinds.KINDS))
        columns.append(Column(name.strip().rstrip("*"), kind, name.strip().endswith("*")))
    return tuple(columns)


def _range(record: Record) -> tuple[float | None, float | None]:
    text = record.get("范围")
    if not text:
        return None, None
    match = _RANGE.match(text)
    if not match or not (match[1] or match[2]):
        raise record.error("范围写法不对", "范围", "写成：1-60,只有一边时写 1- 或 -60")
    return (float(match[1]) if match[1] else None, float(match[2]) if match[2] else None)
