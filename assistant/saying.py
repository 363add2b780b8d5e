"""Values as they are said back in a conversation."""

from __future__ import annotations

from knowledge import kinds
from knowledge.template import Slot, Value


def shown(slot: Slot, value: Value) -> str:
    """Return a value as it is said back in a conversation."""
    if slot.kind == "table":
        return f"{len(value)} 行"
    text = kinds.write(slot, value)
    unit = {"workdays": "个工作日", "days": "日", "years": "年", "hours": "小时", "copies": "份",
            "percent": "%"}.get(slot.kind, "")
    if slot.kind == "money":
        return f"{text} 元"
    if slot.kind == "permille_day":
        return f"{text}/日（{kinds.write(slot, value, '万分')}）"
    return f"{text} {unit}".strip() if unit and text[-1:].isdigit() else text
