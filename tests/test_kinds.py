"""Kinds: what people say is read right or refused in words; what is written reads back the same."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.kinds import KINDS, Read, Refused, canonical, find, question, read, valid, write
from knowledge.kinds.numerals import capital, number
from knowledge.template import Column, Slot
from tests.kinds_cases import FINDS, READS, SLOTS, TODAY

CODES = {
    "vague", "range", "unit", "impossible", "placeholder", "markup", "checksum", "format", "length", "choice",
    "ambiguous", "bounds", "empty", "contradiction", "question", "tax",
}  # fmt: skip


def slot(kind: str, **more: Any) -> Slot:
    return Slot("s", more.pop("label", "这一项"), kind, "必填", "?", **more)


@pytest.mark.parametrize(("name", "text", "want"), READS)
def test_reads(name: str, text: str, want: object) -> None:
    """A value equals what was meant; «!code» is a refusal with that code."""
    got = read(SLOTS[name], text, TODAY)
    if isinstance(want, str) and want.startswith("!"):
        assert isinstance(got, Refused), got
        assert got.code == want[1:]
    else:
        assert isinstance(got, Read), got
        assert got.value == want
        assert type(got.value) is type(want)


@pytest.mark.parametrize(("kind", "text", "want"), FINDS)
def test_finds(kind: str, text: str, want: list[tuple[str, object]]) -> None:
    found = find(slot(kind), text, TODAY)
    assert [(text[f.start : f.end], f.value) for f in found] == want


def test_every_refusal_says_what_to_do() -> None:
    for name, text, _ in READS:
        got = read(SLOTS[name], text, TODAY)
        if isinstance(got, Refused):
            assert got.code in CODES
            assert 8 <= len(got.reason) <= 120, got.reason


def test_assumptions_are_echoed() -> None:
    got = read(slot("date"), "下月15号", TODAY)
    assert got == Read("2026-12-15", "「下月15号」按2026年12月15日理解")
    assert read(slot("date"), "2026年12月15日", TODAY) == Read("2026-12-15")
    assert "合肥仲裁委员会" in getattr(read(slot("arbitration"), "合肥仲裁委", TODAY), "note", "")
    assert "14日" in getattr(read(slot("days"), "两周", TODAY), "note", "")


def test_the_check_character_is_told() -> None:
    got = read(slot("uscc"), "91340100MA2TE5TX03", TODAY)
    assert isinstance(got, Refused)
    assert "应是「2」" in got.reason


def test_questions_are_recognised() -> None:
    assert question("刚才讲的80万不含税的话怎么写?")
    assert question("如果填五年会怎样")
    assert not question("保密改成五年")


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "<script>alert(1)</script>",
        "待定",
        "____",
        "XXX",
        "。",
        "9" * 400,
        "一" * 300,
        "(" * 50,
    ],
)
def test_no_kind_breaks_or_takes_rubbish(kind: str, text: str) -> None:
    one = slot(
        kind,
        choices=("仲裁", "诉讼"),
        columns=(Column("节点", "text", True), Column("比例", "percent")),
    )
    got = read(one, text, TODAY)
    free = kind in ("text", "longtext", "table", "money_or_text", "timing") and text[:1] in (
        "9",
        "一",
        "(",
    )
    assert free or isinstance(got, Refused), got
    find(one, text, TODAY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(KINDS)), st.text(max_size=40))
def test_any_text_is_read_or_refused(kind: str, text: str) -> None:
    one = slot(kind, choices=("仲裁", "诉讼"), columns=(Column("节点", "text", True),))
    got = read(one, text, TODAY)
    assert isinstance(got, (Read, Refused))
    if isinstance(got, Read):
        assert valid(one, got.value) is None
        assert read(one, write(one, got.value), TODAY) == Read(got.value) or kind == "table"
    for found in find(one, text, TODAY):
        assert 0 <= found.start < found.end <= len(text)


def back(kind: str, value: object, form: str = "", **more: Any) -> None:
    """What is printed reads back as the same value, and is valid."""
    one = slot(kind, **more)
    assert valid(one, value) is None
    got = read(one, write(one, value, form), TODAY)
    assert isinstance(got, Read), (write(one, value, form), got)
    assert got.value == value
    assert canonical(one, value, TODAY) == Read(value)


small = st.integers(1, 999)
han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=8)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["workdays", "days", "years", "hours", "copies", "int"]), small)
def test_counts_round_trip(kind: str, value: int) -> None:
    back(kind, value)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 100), st.sampled_from(["年", "个月", "日"]))
def test_periods_round_trip(count: int, unit: str) -> None:
    if unit != "个月" or count % 12:
        back("period", f"{count}{unit}")


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 10**12), st.sampled_from(["", "大写"]))
def test_money_round_trip(yuan: int, form: str) -> None:
    back("money", yuan, form)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**10).filter(lambda c: c % 100 != 0), st.sampled_from(["", "大写"]))
def test_money_with_cents_round_trips(cents: int, form: str) -> None:
    back("money", f"{Decimal(cents) / 100:.2f}", form)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 5000), st.sampled_from(["", "万分", "千分"]))
def test_daily_rates_round_trip(hundredths: int, form: str) -> None:
    value = hundredths / 100
    back("permille_day", int(value) if value == int(value) else value, form)


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 10000))
def test_percent_round_trips(hundredths: int) -> None:
    value = hundredths / 100
    back("percent", int(value) if value == int(value) else value)
    back("percent", int(value) if value == int(value) else value, "百分")


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["date", "timing"]))
def test_dates_round_trip(day: date, kind: str) -> None:
    back(kind, day.isoformat())


@settings(max_examples=40, deadline=None)
@given(st.booleans(), st.sampled_from(["", "有", "含", "有/没有", "允许/不允许"]))
def test_bool_round_trips(value: bool, form: str) -> None:
    back("bool", value, form)


@settings(max_examples=60, deadline=None)
@given(han, st.sampled_from(["科技有限公司", "研究院", "大学", "股份有限公司北京分公司"]))
def test_party_names_round_trip(core: str, suffix: str) -> None:
    one = slot("party_name")
    got = read(one, core + suffix, TODAY)
    if isinstance(got, Read):
        back("party_name", got.value)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["text", "longtext", "timing", "money_or_text"]))
def test_free_words_settle_at_once(words: str, kind: str) -> None:
    """Reading twice changes nothing: a canonical text is its own canonical text."""
    got = read(slot(kind), words, TODAY)
    if isinstance(got, Read):
        assert read(slot(kind), write(slot(kind), got.value), TODAY) == Read(got.value)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**12))
def test_capitals_and_numerals_agree(value: int) -> None:
    assert number(capital(value).removesuffix("整").removesuffix("元")) == value


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 800))
def test_a_date_without_year_lies_ahead(days: int) -> None:
    day = TODAY + timedelta(days=days)
    got = read(slot("date"), f"{day.month}月{day.day}日", TODAY)
    if isinstance(got, Read):
        assert TODAY.isoformat() <= got.value < (TODAY + timedelta(days=367)).isoformat()


def test_long_texts_pass_and_longer_ones_are_told() -> None:
    assert read(slot("longtext"), "标" * 5000, TODAY) == Read("标" * 5000)
    got = read(slot("longtext"), "标" * 5001, TODAY)
    assert isinstance(got, Refused)
    assert "5001" in got.reason
    assert isinstance(read(slot("text"), "标" * 200, TODAY), Read)
    assert isinstance(read(slot("longtext"), "标" * 50_000, TODAY), Refused)


def test_tables_are_checked_cell_by_cell() -> None:
    one = SLOTS["付款节点"]
    assert valid(one, [{"节点": "签约", "比例": 30}]) is None
    assert getattr(valid(one, [{"节点": "签约"}]), "code", "") == "empty"
    assert getattr(valid(one, [{"节点": "签约", "比例": "三成"}]), "code", "") == "format"
    assert getattr(valid(one, [{"节点": "签约", "比例": 30, "备注": "x"}]), "code", "") == "format"
    rows = canonical(one, [{"节点": "签约", "比例": "三成"}, {"节点": "交付", "比例": 70}], TODAY)
    assert rows == Read([{"节点": "签约", "比例": 30}, {"节点": "交付", "比例": 70}])
    assert read(one, write(one, rows.value), TODAY) == rows


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("workdays", "x"), ("workdays", True), ("workdays", 1.5), ("money", "1.5"), ("money", -1), ("date", "2026-02-30"),
        ("period", "12个月"), ("period", 6), ("bool", "是"), ("uscc", "1" * 18), ("phone", "123"), ("text", 5),
        ("text", "a\nb"), ("party_name", " 甲公司"), ("percent", float("nan")), ("choice", "丙方"), ("table", []),
    ],
)  # fmt: skip
def test_values_of_programs_are_checked(kind: str, value: object) -> None:
    assert isinstance(valid(slot(kind, choices=("甲方", "乙方")), value), Refused)


@pytest.mark.parametrize(
    ("kind", "given_value", "want"),
    [
        ("money", "六十万", 600000), ("money", 600000.0, 600000), ("period", "12个月", "1年"), ("bool", "否", False),
        ("date", "明年4月底", "2027-04-30"), ("workdays", "10", 10), ("permille_day", "万分之五", 0.5),
    ],
)  # fmt: skip
def test_values_files_may_use_words(kind: str, given_value: object, want: object) -> None:
    got = canonical(slot(kind), given_value, TODAY)
    assert isinstance(got, Read)
    assert got.value == want


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "piece", ["一", "9", "合肥市", "公司 ", "仲裁委", "1 ", "(0551)", "a@", "户名:"]
)
def test_long_repetitions_stay_quick(kind: str, piece: str) -> None:
    """No pattern backtracks without end: 3,000 characters are read in well under a second."""
    one = slot(kind, choices=("仲裁", "诉讼"), columns=(Column("节点"),))
    text = (piece * 3000)[:3000]
    began = time.perf_counter()
    read(one, text, TODAY)
    find(one, text, TODAY)
    assert time.perf_counter() - began < 2
