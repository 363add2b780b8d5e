"""``python -m tests.bench.reading FILE…``: precision, recall and wrong writes of the rule reader, per file.

A file of values (rows with ``text`` and ``gold``) or of answers (with ``slot``) is judged by kind; one of dialogues (rows with ``turns``) by kind
and by act, with the time that reading a turn took. ``--even`` / ``--odd`` take every second row only; ``--quiet``
leaves out the list of what was missed or wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.library import Library, open_library
from tests.bench import answers, dialogues, speed, values
from tests.bench.scoring import Score, table


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def report(path: Path, rows: Sequence[dict[str, Any]], library: Library, quiet: bool) -> list[Score]:
    """Print what the reader makes of one file and return its scores."""
    print(f"== {path.name}: {len(rows)} rows")
    if rows and "turns" in rows[0]:
        by_kind, by_act = dialogues.judge(rows, library)
        times = speed.reading_times(rows, library)
        scores = [by_kind, by_act]
        print(f"reading a turn: median {speed.median(times):.1f} ms, slowest {max(times):.1f} ms, {len(times)} turns")
    elif rows and "slot" in rows[0]:
        scores = [answers.judge(rows, library)]
    else:
        scores = [values.judge(rows)]
    for score in scores:
        print("\n".join(table(score)))
        if not quiet:
            print("\n".join(f"  {line}" for line in score.said))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Report on each file; the exit code is 1 when a wrong value was read."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--even", action="store_true")
    parser.add_argument("--odd", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args(arguments)
    library = open_library()
    wrong = 0
    for path in options.files:
        rows = rows_of(path)
        if options.even or options.odd:
            rows = rows[1::2] if options.even else rows[::2]
        wrong += sum(score.total()["wrong"] for score in report(path, rows, library, options.quiet))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
