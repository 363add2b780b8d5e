"""Scores: how often a value was read right, missed or wrong, by the kind or the act it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

OUTCOMES = ("right", "missed", "wrong", "silent")
"""right: the gold value. missed: none where there is one. wrong: another (missed as well), or one where there is none.
silent: none where there is none."""


@dataclass
class Score:
    """Counts of outcomes by name (a kind, an act), what was left out and why, and every miss in words."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def add(self, name: str, outcome: str, words: str = "") -> None:
        """Count one outcome; ``words`` tell a miss."""
        self.counts.setdefault(name, Counter())[outcome] += 1
        if outcome in ("missed", "wrong"):
            self.said.append(f"{outcome:6} {name}: {words}")

    def leave_out(self, reason: str) -> None:
        """Count one row that cannot be judged."""
        self.left_out[reason] += 1

    def total(self) -> Counter[str]:
        """Return the outcomes of every name together."""
        return sum(self.counts.values(), Counter[str]())

    def merged(self, other: Score) -> Score:
        """Return both scores as one."""
        names = {**self.counts, **other.counts}
        counts = {n: self.counts.get(n, Counter()) + other.counts.get(n, Counter()) for n in names}
        return Score(counts, self.left_out + other.left_out, [*self.said, *other.said])


def rates(counts: Counter[str]) -> str:
    """Return recall and precision: of the gold values those read, of the values read those that are gold."""
    gold = counts["right"] + counts["missed"]
    read = counts["right"] + counts["wrong"]
    recall = f"{counts['right'] / gold:6.1%}" if gold else "     –"
    precision = f"{counts['right'] / read:6.1%}" if read else "     –"
    return f"{recall} {precision}"


def table(score: Score) -> Iterable[str]:
    """Yield the score as lines: one a name, their sum, and what was left out."""
    yield f"{'':28}{'right':>6}{'missed':>7}{'wrong':>6}{'silent':>7}  recall   prec."
    for name, counts in (*sorted(score.counts.items()), ("all", score.total())):
        yield (
            f"{name:28}{counts['right']:6}{counts['missed']:7}{counts['wrong']:6}{counts['silent']:7}"
            f"  {rates(counts)}"
        )
    for reason, count in score.left_out.most_common():
        yield f"    left out {count:3}: {reason}"
