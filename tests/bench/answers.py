"""Files of answers: what a slot's kind makes of the words with which somebody answers its question.

Rows name ``template``, ``slot``, ``text`` and the canonical ``value``; null means that it must be asked back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from knowledge import kinds
from knowledge.library import Library
from tests.bench.scoring import Score


def judge(rows: Iterable[Mapping[str, Any]], library: Library) -> Score:
    """Read each answer and compare it with the value it should give."""
    score = Score()
    for row in rows:
        template = library.templates.get(str(row["template"]))
        slot = template.slots.get(str(row["slot"])) if template else None
        if slot is None:
            score.leave_out(f"no slot {row['slot']} in {row['template']}")
            continue
        today = date.fromisoformat(str(row.get("today", "2026-11-22")))
        result = kinds.read(slot, str(row["text"]), today)
        read = result.value if isinstance(result, kinds.Read) else None
        told = result.code if isinstance(result, kinds.Refused) else ""
        _compare(score, slot.kind, row, read, told)
    return score


def _compare(score: Score, kind: str, row: Mapping[str, Any], read: Any, told: str) -> None:
    gold = row["value"]
    words = f"{row['id']} {row['slot']} 「{row['text']}」 = {read!r} {told}, should be {gold!r}"
    if read is not None and read != gold:
        score.add(kind, "wrong", words)
    if gold is None:
        if read is None:
            score.add(kind, "silent")
        return
    score.add(kind, "right" if read == gold else "missed", words)
