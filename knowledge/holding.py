"""Which questions are held out: whole voices, and a share of the rest by the hash of their words; only measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.lexical import fold, grams, nearest
from knowledge.library import Question

FILE = Path(__file__).parent / "questions" / "held_out.json"
SAME = 0.8
"""A training question this much like a held-out one would give the held-out one away."""


@lru_cache(maxsize=1)
def _plan() -> tuple[frozenset[str], int]:
    plan = json.loads(FILE.read_text(encoding="utf-8"))
    return frozenset(plan["voices"]), int(plan["percent"])


def bucket(text: str) -> int:
    """Return 0–99 from the words of a question, the same on every machine."""
    return int(hashlib.sha256(fold(text).encode("utf-8")).hexdigest()[:8], 16) % 100


def held_out(text: str, voice: str = "") -> bool:
    """Whether a question belongs to the part that nothing is trained on."""
    voices, percent = _plan()
    return voice in voices or bucket(text) < percent


def parted(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Return (training, held out); a training question nearly the same as a held-out one is in neither."""
    held = [q for q in questions if held_out(q.text, q.voice)]
    rest = [q for q in questions if not held_out(q.text, q.voice)]
    kept: list[Question] = []
    for template in dict.fromkeys(q.template for q in questions):
        index = nearest([q.text for q in held if q.template == template])
        kept += [
            q for q in rest if q.template == template and _highest(index.scores(grams(q.text)).values()) < SAME
        ]
    return kept, held


def _highest(scores: Iterable[float]) -> float:
    return max(scores, default=0.0)
