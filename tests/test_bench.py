"""The measurements: rows are judged as they should be, and a turn is read quickly."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.bench import dialogues, reading, speed, values
from tests.bench.scoring import Score, table

DIALOGUE = {
    "id": "T1", "today": "2026-11-22", "template": "data_coop",
    "turns": ["做训练数据合作协议,保密期三年", "数据验收10个工作日,交付时间先空着"],
    "expect": {"confidentiality_years": 3, "data_inspection_days": 15, "data_fix_days": 5},
    "unset": ["model_delivery_time"], "left_blank": ["data_delivery_time"],
}  # fmt: skip


def test_a_dialogue_counts_what_is_right_missed_wrong_and_told_by_nobody(library: Library) -> None:
    by_kind, by_act = dialogues.judge([DIALOGUE], library)
    assert by_kind.counts["years"]["right"] == 1
    assert by_kind.counts["workdays"] == {"wrong": 1, "missed": 2}
    assert by_act.counts["write nothing"]["right"] == 1
    told = {**DIALOGUE, "expect": {"confidentiality_years": 3, "data_fix_days": 5}}
    assert dialogues.judge([told], library)[0].counts["workdays"] == {"wrong": 1, "missed": 1}


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"id": "jionlp-money-1", "text": "三百万", "gold": {"num": "3000000.00", "case": "元", "definition": "accurate"}}, {"right": 1}),
        ({"id": "jionlp-money-2", "text": "三百万", "gold": {"num": "200.00", "case": "元", "definition": "accurate"}}, {"wrong": 1, "missed": 1}),
        ({"id": "jionlp-money-3", "text": "几十万块", "gold": {"num": ["1", "2"], "case": "元", "definition": "blur"}}, {"silent": 1}),
        ({"id": "mspct-1", "text": "打六折", "gold": [{"resolution": {"value": "60%"}}]}, {"silent": 1}),
        ({"id": "jionlp-time-1", "text": "2015年8月12日", "reference_time": "2021-06-14 01:06:40",
          "gold": {"type": "time_point", "definition": "accurate", "time": ["2015-08-12 00:00:00", "2015-08-12 23:59:59"]}}, {"right": 1}),
    ],
)  # fmt: skip
def test_a_row_of_values_is_judged(row: dict[str, object], counts: dict[str, int]) -> None:
    assert values.judge([row]).total() == counts


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    score = values.judge([{"id": "other-1", "text": "x", "gold": 1}])
    assert score.left_out == {"no format that is known here": 1}
    assert any("no format" in line for line in table(score))


def test_the_command_prints_both_sorts_of_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "values.jsonl", tmp_path / "dialogues.jsonl"
    one.write_text(json.dumps({"id": "cn2an-1", "text": "十一", "gold": 11, "set": "x"}), encoding="utf-8")
    two.write_text(json.dumps(DIALOGUE, ensure_ascii=False), encoding="utf-8")
    assert reading.main([str(one), str(two)]) == 1
    printed = capsys.readouterr().out
    assert "T1 data_inspection_days = 10, should be 15" in printed
    assert "reading a turn: median" in printed


def test_scores_add_up() -> None:
    one, two = Score(), Score()
    one.add("money", "right")
    two.add("money", "wrong", "x")
    assert one.merged(two).counts["money"] == {"right": 1, "wrong": 1}


def test_a_turn_is_read_in_less_than_fifty_milliseconds(library: Library, today: date) -> None:
    folder = Path(__file__).parent / "dialogues"
    files = sorted(folder.glob("*.md"))[::6]
    rows = [
        {"turns": ["训练数据合作协议", *(x[1:].strip() for x in f.read_text(encoding="utf-8").splitlines() if x.startswith(">"))]}
        for f in files
    ]
    assert speed.median(speed.reading_times(rows, library)) < 50
