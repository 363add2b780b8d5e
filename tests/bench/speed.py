"""How long the rule reader takes for a turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.conversation import Conversation
from assistant.dialogue import Assistant
from assistant.moves import Move
from assistant.reading import RuleReader
from knowledge.library import Library
from tests.bench.dialogues import Silence, begin


class Timed:
    """A rule reader that notes how many milliseconds each reading takes."""

    def __init__(self, library: Library):
        self.reader, self.times = RuleReader(library), list[float]()

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]:
        """Return the reader's moves and note the time."""
        begin = time.perf_counter()
        moves = self.reader.read(message, conversation, today)
        self.times.append((time.perf_counter() - begin) * 1000)
        return moves


def reading_times(rows: Iterable[Mapping[str, Any]], library: Library) -> list[float]:
    """Return the milliseconds that reading each turn of the dialogues took."""
    reader = Timed(library)
    assistant = Assistant(library, reader, Silence())
    for row in rows:
        today = date.fromisoformat(str(row.get("today", "2026-11-22")))
        conversation = begin(row, assistant, today)
        for said in row["turns"]:
            conversation = assistant.reply(conversation, str(said), today)
    return reader.times


def median(times: Iterable[float]) -> float:
    """Return the middle one."""
    return statistics.median(times)
