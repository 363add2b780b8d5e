"""One thing wrong in a contract, of a hundred and twenty kinds: found every time, at its place. ``python -m tests.mutating`` is the long look."""

from __future__ import annotations

import pytest

from tests.mutating.kinds import KINDS
from tests.mutating.suite import BESIDE, VARIANTS, mutant, survives


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= 120


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found(kind: str) -> None:
    """One mutant in two variants of each template, or one where the words stay; the suite does them all, many times."""
    made, enough = 0, 1 if KINDS[kind].__module__ in BESIDE else 2
    for template, variants in VARIANTS.items():
        for variant in list(variants)[:enough]:
            one = mutant(kind, template, variant, 0)
            if one is not None:
                made += 1
                assert not survives(one), (template, variant, survives(one))
    assert made, "the kind has no place in any contract"
