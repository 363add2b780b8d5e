"""The guides: complete for every clause, each part readable by itself, numbers as the slots and defaults have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from knowledge import kinds
from knowledge.conditions import Condition
from knowledge.kinds.numerals import NUMBER, number
from knowledge.library import open_library
from knowledge.template import Clause, Guide, Slot, Template

LIBRARY = open_library()
PARTS = ("plain", "for_a", "for_b", "usual", "by_law", "watch")
UNITS = {"workdays": "个工作日", "days": "日", "years": "年", "hours": "小时", "int": "轮|次", "percent": "%"}
"""How a number of a slot's kind is told in a guide."""

CLAUSES = [(t, c) for t in LIBRARY.templates.values() for _, c in t.clauses()]


def named(pair: object) -> str:
    return pair.address if isinstance(pair, Clause) else getattr(pair, "id", str(pair))


def guide_of(template: Template, clause: Clause) -> Guide:
    return template.guides[clause.name]


def slots_in(template: Template, clause: Clause) -> list[Slot]:
    conditions: list[Condition] = [clause.condition, *(p.condition for p in clause.paragraphs)]
    printed = {s for p in clause.paragraphs for s in p.slots}
    return [template.slots[s] for s in dict.fromkeys([*printed, *(s for c in conditions for s in c.slots)])]


@pytest.mark.parametrize(("template", "clause"), CLAUSES, ids=named)
def test_every_clause_has_every_part(template: Template, clause: Clause) -> None:
    guide = guide_of(template, clause)
    parts = [str(getattr(guide, part)) for part in PARTS]
    assert all(len(words) >= 6 for words in parts)
    assert len(set(parts)) == len(parts)
    assert guide.basis


@pytest.mark.parametrize(("template", "clause"), CLAUSES, ids=named)
def test_every_part_stands_by_itself(template: Template, clause: Clause) -> None:
    """An answer shows one part alone: 同样如此 would say nothing there."""
    guide = guide_of(template, clause)
    for part in PARTS:
        words = getattr(guide, part)
        assert not re.match(r"同样|同上|也一样|反之|见上|和法定规则一致", words), part
        assert words[-1] in "。？！”", part


def test_every_choice_has_a_guide_of_its_own_or_its_clause() -> None:
    for template, clause in CLAUSES:
        for name in {p.name for p in clause.paragraphs if p.style == "option" and p.name}:
            assert name in template.guides or clause.name in template.guides


def figures(words: str, unit: str) -> Iterator[float]:
    """Numbers told with a unit; both ends of a range (10至15日)."""
    for match in re.finditer(rf"({NUMBER})(?:\s*[至到~、]\s*({NUMBER}))?\s*(?:{unit})", words):
        for found in match.groups():
            if found and (value := number(found)) is not None:
                yield float(value)


@pytest.mark.parametrize(("template", "clause"), CLAUSES, ids=named)
def test_what_is_usual_is_what_the_slots_take(template: Template, clause: Clause) -> None:
    usual = guide_of(template, clause).usual
    for kind, unit in UNITS.items():
        slots = [s for s in slots_in(template, clause) if s.kind == kind and (s.low, s.high) != (None, None)]
        if len(slots) != 1:
            continue
        low, high = slots[0].low or 0, slots[0].high or float("inf")
        wrong = [n for n in figures(usual, unit) if not low <= n <= high]
        assert wrong == [], (slots[0].id, usual)


SAID = re.compile(r"没有(?:另说|另外约定)的(?:合同里)?[^，。；）]{0,6}?(?:是|写|是超过)(" + NUMBER + r"|\d+)")


@pytest.mark.parametrize(("template", "clause"), CLAUSES, ids=named)
def test_what_holds_when_nothing_is_said_is_the_default(template: Template, clause: Clause) -> None:
    guide = guide_of(template, clause)
    for part in PARTS:
        for match in SAID.finditer(getattr(guide, part)):
            defaults = {
                float(value) for s in slots_in(template, clause) if s.default is not None
                for value in [number(re.sub(r"\D", "", kinds.write(s, s.default)) or "0")] if value is not None
            }
            assert float(number(match[1]) or -1) in defaults, (part, match[0])


def test_the_default_is_told_in_words_somewhere() -> None:
    told = [c.address for t, c in CLAUSES if SAID.search(guide_of(t, c).plain)]
    assert len(told) >= 8
