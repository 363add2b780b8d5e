"""Questions of another day with what their answers owe: ``python -m tests.bench.more [--frozen] [--say ID…]``.

A row names the status (several with ``/``), the clauses wanted (``a/b``: one of them is enough), the words that carry each
key point (``a|b``: either) and what must not be said. Half of the rows are frozen: they are measured, and never looked into.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.answerer import Answerer
from assistant.conversation import Answer
from assistant.draft import Set, Use, fold
from knowledge.index import open_index
from knowledge.library import open_library

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
Row = Mapping[str, Any]


def rows(frozen: bool) -> list[dict[str, Any]]:
    """Return the rows of one half."""
    lines = (HERE / "questions_more.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["frozen"] is frozen]


def ask(answers: Answerer, row: Row) -> Answer:
    """Answer one row, with its draft and what was asked before."""
    values = row.get("values")
    template = row["template"] if row["template"] in answers.library.templates else ""
    draft = fold([[Use(template), *(Set(k, v) for k, v in values.items())]]) if values else None
    return answers.answer(row["question"], template, draft, tuple(row.get("history", ())), TODAY)


def lacks(row: Row, answer: Answer) -> dict[str, list[str]]:
    """Return what the answer owes: its status, clauses and key points not there, words that should not be there."""
    cited = {f"{c.template}:{c.address}" for c in answer.citations}
    owed = {
        "status": [] if answer.status in row["status"].split("/") else [f"{answer.status}, not {row['status']}"],
        "clauses": [g for g in row["gold_clauses"] if not cited & set(g.split("/"))],
        "points": [p for p in row["key_points"] if not any(w in answer.text for w in p.split("|"))],
        "said": [w for w in row["must_not"] if w in answer.text],
    }
    return {name: missing for name, missing in owed.items() if missing}


def counted(found: Iterable[tuple[Row, Mapping[str, Sequence[str]]]]) -> Counter[str]:
    """Return how many rows owe nothing of a kind, and nothing at all."""
    counts: Counter[str] = Counter()
    for row, owed in found:
        counts["rows"] += 1
        counts["whole"] += not owed
        counts["nothing said wrong"] += "said" not in owed
        counts["status right"] += "status" not in owed
        counts["clauses wanted"] += len(row["gold_clauses"])
        counts["clauses cited"] += len(row["gold_clauses"]) - len(owed.get("clauses", ()))
        counts["points wanted"] += len(row["key_points"])
        counts["points made"] += len(row["key_points"]) - len(owed.get("points", ()))
    return counts


def main() -> None:
    """Print the figures; of the half that is not frozen, each row that owes something as well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--frozen", action="store_true")
    parser.add_argument("--say", nargs="*", default=())
    options = parser.parse_args()
    library = open_library()
    answers = Answerer(library, open_index(library))
    found = []
    for row in rows(options.frozen):
        answer = ask(answers, row)
        owed = lacks(row, answer)
        found.append((row, owed))
        if not options.frozen and (owed or row["id"] in options.say):
            print(row["id"], row["template"], row["question"], json.dumps(owed, ensure_ascii=False))
        if not options.frozen and row["id"] in options.say:
            print(answer.text, "\n   ", [f"{c.template}:{c.address}" for c in answer.citations], "\n")
    print(dict(counted(found)))


if __name__ == "__main__":
    main()
