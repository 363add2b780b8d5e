"""How often something is done, as a number of times a year."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.kinds import Read, Refused, find, read
from knowledge.template import Slot

TODAY = date(2026, 11, 22)
YEARLY = Slot("s", "每年审计次数", "int", "可空", "")
ROUNDS = Slot("s", "最多整改轮次", "int", "可空", "")


@pytest.mark.parametrize(
    ("said", "times"),
    [("每季度一次", 4), ("半年一次", 2), ("每半年来一回", 2), ("每三个月一次", 4), ("一年查三次", 3), ("每年2次", 2), ("一季度两次", 8), ("每月一次", 12)],
)  # fmt: skip
def test_times_a_year(said: str, times: int) -> None:
    got = read(YEARLY, said, TODAY)
    assert isinstance(got, Read)
    assert got.value == times
    assert [f.value for f in find(YEARLY, f"审计{said}", TODAY)] == [times]


def test_what_does_not_come_out_whole_is_asked_back() -> None:
    got = read(YEARLY, "每两年一次", TODAY)
    assert isinstance(got, Refused)
    assert got.code == "unit"


def test_a_total_is_no_frequency() -> None:
    got = read(ROUNDS, "每季度一次", TODAY)
    assert isinstance(got, Refused)
    assert got.code == "unit"
    assert [f.value for f in find(ROUNDS, "最多整改三次", TODAY)] == [3]


@pytest.mark.parametrize("said", ["3月一次性付清", "2027年一次交完", "一次性交付"])
def test_once_is_no_frequency(said: str) -> None:
    assert 4 not in [f.value for f in find(YEARLY, said, TODAY)]
    assert 12 not in [f.value for f in find(YEARLY, said, TODAY)]
