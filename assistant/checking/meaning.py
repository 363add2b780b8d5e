"""What a change of a contract means for the side that the user speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, get_args

from assistant.saying import shown
from knowledge import kinds
from knowledge.template import Clause, Position, Slot, Template, Value

Side = Literal["甲方", "乙方"]
SIDES: tuple[str, ...] = get_args(Side)

LEVELS = "通常争取{usual}，最多让到{mild}；现在是{now}，{verdict}"
WORSE, MILD, USUAL, BETTER = "超出能让的限度，不要直接同意", "还在可以接受的范围里", "就是通常争取的", "比通常争取的还好"


def meaning(
    template: Template, address: str, side: str, slot: str, values: Mapping[str, Value], day: date
) -> str:
    """Return what a change at ``address`` means for a side: where the value of ``slot`` (if it is one that changed)
    stands among what that side would ask for with these values, else what the clause is to it; an empty string when the side or that is not known."""
    if side not in SIDES:
        return ""
    if slot and (said := _among(template.slots[slot], side, values, day)):
        return said
    clause = template.addresses.get(address.partition("(")[0])
    guide = template.guides.get(clause.name) if isinstance(clause, Clause) else None
    return {"甲方": guide.for_a, "乙方": guide.for_b}[side] if guide else ""


def unfavourable(template: Template, values: Mapping[str, Value], side: str, day: date) -> Iterator[tuple[str, str]]:
    """Yield, in the words of ``meaning``, every value that is worse for a side than what it may give way to."""
    for slot in template.slots.values():
        said = _among(slot, side, values, day) if side in SIDES else ""
        if said.endswith(WORSE):
            yield slot.id, f"{slot.label}：{said}"


def _among(slot: Slot, side: str, values: Mapping[str, Value], day: date) -> str:
    position, value = slot.position(side, values), values.get(slot.id)
    if position is None or value is None:
        return ""
    mild, usual = (_read(slot, position, level, day) for level in ("克制", "常规"))
    verdict = _verdict(slot, position, value, day)
    if mild is None or usual is None or not verdict:
        return ""
    return LEVELS.format(usual=shown(slot, usual), mild=shown(slot, mild), now=shown(slot, value), verdict=verdict)


def _verdict(slot: Slot, position: Position, value: Value, day: date) -> str:
    """Say where a value stands; an empty string when it cannot be laid beside the levels."""
    levels = [_read(slot, position, level, day) for level in ("克制", "常规", "强势")]
    if value == levels[1]:
        return USUAL
    sizes = [_size(x) for x in (*levels, value)]
    if None in sizes or slot.kind == "choice":
        known = {str(levels[2]): BETTER, str(levels[0]): MILD}
        return known.get(str(value), WORSE if slot.kind in ("choice", "bool") else "")
    mild, usual, firm, now = (float(x or 0) for x in sizes)
    up = firm > mild or usual > mild or (firm == mild and usual >= mild)
    if now == mild:
        return MILD
    better, below = (now > usual, now < mild) if up else (now < usual, now > mild)
    return BETTER if better else WORSE if below else MILD


def _size(value: Value) -> float | None:
    """Return a value as a number that orders it; periods in months."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    for unit, months in (("年", 12.0), ("个月", 1.0), ("日", 1 / 30)):
        if isinstance(value, str) and value.removesuffix(unit).replace(".", "", 1).isdigit():
            return float(value.removesuffix(unit)) * months
    return None


def _read(slot: Slot, position: Position, level: str, day: date) -> Value:
    result = kinds.read(slot, position.levels[level], day)
    return result.value if isinstance(result, kinds.Read) else None
