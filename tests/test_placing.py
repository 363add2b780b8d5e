"""Which slot a value is meant for, as learned from statements: fresh, marked right, sure where people are clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading.learned import SURE, verdict
from knowledge import placing
from knowledge.library import Library

SAID = [
    ("数据送到以后人家要[9个工作日|data_inspection_days]点收", "data_coop"),
    ("图片里头有坏的,我们[6个工作日|data_fix_days]重新拍", "data_coop"),
    ("模型拿回来要[11个工作日|model_inspection_days]试跑", "data_coop"),
    ("咱俩的保密管[7年|confidentiality_years]", "train_service"),
    ("货款拖了[50天|late_payment_days]对方就能停", "train_service"),
    ("每天按[万分之二|late_payment_rate]算晚付款的钱", "train_service"),
    ("泄密一回赔[35万|confidentiality_penalty]", "train_service"),
    ("这事儿一共[47万|total_fee]", "train_service"),
    ("交活最晚[2027年5月8日|delivery_date]", "train_service"),
    ("样本[12月19日|data_delivery_time]之前送过去", "data_coop"),
    ("我们注册资本[800万|none]", "train_service"),
    ("我们财务内部走账要[4个工作日|none]", "train_service"),
]


def test_statements_nobody_trained_on_are_mostly_placed_and_never_surely_wrong(library: Library) -> None:
    kinds = {"workdays", "years", "days", "permille_day", "money", "money_or_text", "date", "timing"}
    right = 0
    for line, template in SAID:
        said = placing._statement(line, "")
        slots = [s.id for s in library.templates[template].slots.values() if s.kind in kinds and not s.side]
        weights = placing.placer().weigh(said.text, [(a, b) for a, b, _ in said.spans], 0, slots)
        assert 0 < sum(weights.values()) <= 1
        best = max(weights, key=lambda s: weights[s])
        hit = placing.SAME.get(best, best) == said.spans[0][2]
        assert hit or weights[best] < SURE, (line, best)
        right += hit
    assert right >= 0.75 * len(SAID)


def test_the_model_is_of_these_statements() -> None:
    assert placing.trained_on() == placing.digest(), "statements changed: run python -m knowledge.placing"


def test_every_statement_names_slots_that_exist(library: Library) -> None:
    known = {s for t in library.templates.values() for s in t.slots} | {placing.NONE, placing.SKIP}
    said = placing.statements()
    assert {slot for one in said for *_, slot in one.spans} <= known
    assert sum(len(one.spans) for one in said) > 1000


@pytest.mark.parametrize("line", ["没有标记的话", "[10天|]"])
def test_a_statement_without_a_mark_is_told_with_its_place(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(f"[3年|confidentiality_years]\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.txt:2"):
        placing.statements(tmp_path)


def test_training_learns_what_is_marked(tmp_path: Path) -> None:
    lines = [f"{a}[{n}天|cure_days]改\n{b}[{n}天|late_payment_days]停" for a in ("催", "违约") for b in ("欠", "拖款") for n in range(3, 9)]
    (tmp_path / "x.txt").write_text("\n".join(lines), encoding="utf-8")
    assert placing.write(tmp_path / "m.bin", tmp_path) == 48
    learned = placing.placer.__wrapped__(tmp_path / "m.bin")
    weights = learned.weigh("催了20天改", [(2, 5)], 0, ["cure_days", "late_payment_days"])
    assert weights["cure_days"] > 0.8
    (tmp_path / "m.bin").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"knowledge\.placing"):
        placing.placer.__wrapped__(tmp_path / "m.bin")


@pytest.mark.parametrize(
    ("slot", "score", "meant", "likely", "do"),
    [
        ("", 0.0, "cure_days", 0.8, "take"), ("", 0.0, "cure_days", 0.5, "keep"), ("", 0.0, "none", 0.99, "keep"),
        ("cure_days", 3.0, "none", 0.99, "keep"), ("cure_days", 1.6, "none", 0.99, "drop"),
        ("cure_days", 1.6, "late_payment_days", 0.99, "take"), ("cure_days", 3.0, "late_payment_days", 0.99, "ask"),
        ("cure_days", 3.0, "late_payment_days", 0.8, "keep"), ("cure_days", 1.6, "cure_days", 0.99, "keep"),
    ],
)
def test_rules_and_what_was_learned_are_settled(slot: str, score: float, meant: str, likely: float, do: str) -> None:
    assert verdict(slot, score, meant, likely) == do
