"""What is handed over in parts, as one arrangement (12月20日一半,其余1月10日)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.clauses import Clause, Message
from assistant.reading.scene import Scene
from assistant.reading.values import accepts
from knowledge.template import Slot

_BATCHES = re.compile(r"分[^,。;]{0,3}[批次期]|批|剩|其余|余下|第[一二]批|先[^,。;]*再|再给|另一半")


def arrangement(
    message: Message, free: Sequence[Clause], scene: Scene, dates: Sequence[int], slot: Slot, start: int, end: int
) -> tuple[int, int]:
    """Return where an arrangement stands of which a day was found: batches (12月20日一半,其余1月10日) are one: all of its clauses together."""
    clause = next(c for c in free if c.start <= start < c.end)
    around = [c for c in free if c.sentence == clause.sentence]
    run = [c for c in around if _BATCHES.search(c.text)]
    dated = [x for x in dates if around[0].start <= x < around[-1].end]
    parts = len(dated) > 1 or any(re.search(r"剩|其余|余下|一半|另一", c.text) for c in run)
    if not run or (not parts and not (len(run) > 1 and re.search(r"\d", run[-1].text))):
        return start, end
    first, last = min(run[0].start, clause.start), max(run[-1].end, clause.end)
    if len(dated) > 1:
        last = max(last, *(c.end for c in around if any(c.start <= x < c.end for x in dated)))
    label = re.match(r"[^,。;]{0,14}?(?=分[^,。;]{0,3}[批次期]|第|先|首|\d)", message.text[first:last])
    first += label.end() if label else 0
    return (first, last) if accepts(slot, message.text[first:last], scene.today) else (start, end)
