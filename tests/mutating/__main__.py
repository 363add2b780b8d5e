"""``python -m tests.mutating [MUTANTS] [DRAFTS]``: every kind × template × variant; survivors are listed, not filtered."""

from __future__ import annotations

import sys
from time import perf_counter

from tests.mutating.suite import VARIANTS, false_findings, mutants, survives


def main(each: int = 3, drafts: int = 100) -> int:
    """Print the table, every survivor and every false finding; the exit code is 0 when there is none."""
    began, total, left = perf_counter(), 0, []
    counts: dict[str, dict[str, int]] = {}
    for mutant in mutants(each):
        total += 1
        row = counts.setdefault(mutant.kind, {})
        row[mutant.template] = row.get(mutant.template, 0) + 1
        if why := survives(mutant):
            left.append((mutant, why))
    for kind, row in counts.items():
        print(f"{kind:　<14}", *(f"{name} {count}" for name, count in row.items()))
    took = perf_counter() - began
    for mutant, why in left:
        print("SURVIVED", mutant.kind, mutant.template, mutant.variant, mutant.seed, why)
    variants = sum(len(one) for one in VARIANTS.values())
    print(f"{len(counts)} kinds, {len(VARIANTS)} templates, {variants} variants: "
          f"{total} mutants, {len(left)} survivors, {took:.0f} s")
    began, wrong = perf_counter(), list(false_findings(drafts))
    for one in wrong:
        print("FALSE FINDING", one)
    print(f"{drafts * len(VARIANTS)} legal drafts: {len(wrong)} with findings, {perf_counter() - began:.0f} s")
    return 1 if left or wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(int(x) for x in sys.argv[1:])))
