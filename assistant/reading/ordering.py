"""The moves of a message without repeats."""

from __future__ import annotations

from assistant.moves import Clear, LeaveOpen, Move


def unique(moves: list[Move]) -> list[Move]:
    """Moves without repeats; one LeaveOpen a slot, one yes or no a message."""
    kept: list[Move] = []
    for move in moves:
        same = [
            m for m in kept
            if m == move or (type(m) is type(move) and isinstance(move, (LeaveOpen, Clear)) and m.slot == move.slot)  # type: ignore[union-attr]
        ]
        if not same:
            kept.append(move)
    return kept
