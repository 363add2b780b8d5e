"""What the search costs as a library grows: ``python -m tests.bench.growth [--sizes 100,1000,10000,100000]``.

One template of so many clauses, put together by a fixed chance from the sentences of the two templates; twenty
questions of the bank, each asked three times. One process a size, so that the memory is that of the size alone.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from knowledge.index import Index
from knowledge.library import Library, open_library
from knowledge.passages import Passage

SIZES = (100, 1_000, 10_000, 100_000)
SEED = 20261125
ROUNDS = 3


def grown(library: Library, size: int) -> Library:
    """Return a library of one template with ``size`` passages and no questions: an imported one."""
    chance = random.Random(SEED)
    id = next(iter(library.templates))
    every = [p for passages in library.passages.values() for p in passages]
    sentences = [s for p in every for s in p.text.split("。") if len(s) > 8]
    made: list[Passage] = []
    for number in range(size):
        one = chance.choice(every)
        text = "。".join(chance.sample(sentences, chance.randint(1, 4))) + "。"
        made.append(replace(
            one, template=id, address=f"{number // 20 + 1}.{number % 20 + 1}", article=str(number // 20 + 1),
            text=text, parent="", slots=(), clause=f"c{number}",
        ))
    found = Library({id: library.templates[id]}, library.laws, ())
    found.__dict__["passages"] = {id: tuple(made)}
    return found


def measured(size: int) -> dict[str, float]:
    """Return seconds to index, milliseconds a question and memory for one size."""
    library = open_library()
    asked = [q.text for q in library.questions[:: len(library.questions) // 20]][:20]
    small = grown(library, size)
    times = []
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        index = Index(small, home=Path(home))
        index.search("保密期限是几年")
        ready = time.perf_counter() - started
        for question in (f"{q}{'？' * n}" for n in range(ROUNDS) for q in asked):  # each new to the cache
            started = time.perf_counter()
            index.search(question)
            times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return {
        "clauses": size, "index s": round(ready, 1), "p50 ms": round(times[len(times) // 2], 1),
        "p99 ms": round(times[int(len(times) * 0.99)], 1),
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure every size in a process of its own and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    if len(sizes) == 1:
        print(json.dumps(measured(sizes[0])))
        return
    for size in sizes:
        command = [sys.executable, "-m", "tests.bench.growth", "--sizes", str(size)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
