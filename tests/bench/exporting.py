"""``python -m tests.bench.exporting``: how long a full contract takes from its terms to a checked file, and back."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from assistant.checking.checker import check_document
from assistant.exporting.document import export
from assistant.exporting.read import read_docx
from tests.documents import FILLED, draft_of
from tests.random_drafts import TODAY, library

LONG = "模型训练数据，" * 714
TIMES = 15


def milliseconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Return the median of some runs."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print the medians for both templates, filled as usual and with a value of 5,000 characters."""
    for template in FILLED:
        known = library().templates[template]
        for name, more in (("usual", {}), ("5,000 characters", {"training_data_desc": LONG + "完"})):
            draft = draft_of(template, **more)

            def whole(known=known, draft=draft) -> bytes:  # type: ignore[no-untyped-def]
                """Compose, write, open, align, check."""
                return export(library(), known, draft, final=False, today=TODAY).data or b""

            data = whole()

            def back(known=known, data=data) -> object:  # type: ignore[no-untyped-def]
                """Open, align, check without the values."""
                return check_document(known, read_docx(data), None)

            print(f"{template}, {name}: export {milliseconds(whole):.0f} ms, check {milliseconds(back):.0f} ms")


if __name__ == "__main__":
    main()
