"""A file that came back, without its values: they are read, judged by the rules, and weighed for the user's side."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.checking.checker import check_document
from assistant.checking.meaning import BETTER, MILD, SIDES, USUAL, WORSE, meaning, unfavourable
from assistant.commandline import main
from assistant.exporting.read import read_docx
from assistant.returned import returned
from knowledge import kinds
from knowledge.template import LEVELS
from tests.documents import FILLED, changed, draft_of, made
from tests.random_drafts import library

DAY = date(2026, 11, 22)
TEMPLATES = pytest.mark.parametrize("template", sorted(FILLED))


@TEMPLATES
def test_every_position_of_either_side_is_weighed(template: str) -> None:
    """What a side usually asks for is that; what it would ask for at the hardest is never worse than it may accept."""
    known, weighed = library().templates[template], 0
    given = draft_of(template).values
    for slot in known.slots.values():
        for position in filter(None, (slot.position(side, given) for side in SIDES)):
            read = {level: kinds.read(slot, position.levels[level], DAY) for level in LEVELS}
            values = {k: r.value for k, r in read.items() if isinstance(r, kinds.Read)}
            said = {k: meaning(known, "", position.party, slot.id, {**given, slot.id: v}, DAY) for k, v in values.items()}
            if said.get("常规"):
                weighed += 1
                assert said["常规"].endswith(USUAL), slot.id
                assert said["克制"].endswith((MILD, USUAL)), (slot.id, said)
                assert said["强势"].endswith((BETTER, USUAL, MILD)), (slot.id, said)
    assert weighed > 15


@pytest.mark.parametrize(("value", "verdict"), [(2, WORSE), (3, MILD), (4, MILD), (5, USUAL), (9, BETTER)])
def test_a_value_stands_among_what_a_side_would_ask_for(value: int, verdict: str) -> None:
    values = {**draft_of("data_coop").values, "confidentiality_years": value}
    said = meaning(library().templates["data_coop"], "5.3", "甲方", "confidentiality_years", values, DAY)
    assert said.endswith(verdict) and f"现在是{value} 年" in said


def test_where_there_is_no_position_the_clause_is_explained_to_the_side() -> None:
    known = library().templates["data_coop"]
    both = {side: meaning(known, "7.3", side, "", {}, DAY) for side in SIDES}
    assert all(both.values()) and meaning(known, "7.3", "", "", {}, DAY) == ""
    assert list(unfavourable(known, {"confidentiality_years": 1}, "", DAY)) == []


def checked(capsys: pytest.CaptureFixture[str], path: Path, *more: object) -> tuple[int, Any]:
    code = main(["check", str(path), "--today", "2026-11-22", "--json", *map(str, more)])
    return code, json.loads(capsys.readouterr().out)


@TEMPLATES
def test_values_are_read_back_and_judged_without_being_given(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "back.docx"
    path.write_bytes(made(template).data or b"")
    code, said = checked(capsys, path, "--template", template)
    assert (code, said["findings"], said["told"], said["untouched"]) == (0, [], [], True)
    given = FILLED[template]
    assert {k: said["values"][k] for k in given if k in said["values"]} == {k: v for k, v in given.items() if k in said["values"]}
    rate = "0.5‰（即每日万分之五）"
    path.write_bytes(changed(made(template, final=True).data or b"", lambda xml: xml.replace(rate, "5‰（即每日万分之五十）")))
    code, said = checked(capsys, path, "--template", template, "--side", "乙方")
    assert code == 1 and said["untouched"] is False
    assert "年化" in "".join(f["message"] for f in said["findings"]), "the rules were asked about what was read"
    assert any("超出" in x["words"] for x in said["unfavourable"])


@TEMPLATES
def test_with_the_values_each_change_says_what_it_means(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values, path = tmp_path / "values.json", tmp_path / "back.docx"
    values.write_text(json.dumps(FILLED[template], ensure_ascii=False), "utf-8")
    days = FILLED[template]["model_inspection_days"]
    path.write_bytes(changed(made(template).data or b"", lambda xml: xml.replace(f"{days}个工作日内完成验收", "55个工作日内完成验收")))
    side = "乙方" if template == "data_coop" else "甲方"
    _, said = checked(capsys, path, "--template", template, "--values", values, "--side", side)
    (one,) = said["told"]
    assert f"由{days}个工作日改为55个工作日" in one["words"] and "超出能让的限度" in one["meaning"]
    _, plain = checked(capsys, path, "--template", template, "--values", values)
    assert plain["told"][0]["meaning"] == ""


@TEMPLATES
def test_it_is_said_whether_the_file_was_changed_since_it_was_exported(template: str) -> None:
    known, data = library().templates[template], made(template).data or b""
    assert check_document(known, read_docx(data), None).untouched is True
    touched = changed(data, lambda xml: xml.replace("不免除", "免除", 1))
    assert check_document(known, read_docx(touched), None).untouched is False
    bare = check_document(known, read_docx(changed(data, lambda xml: xml.replace("niyue.", "other."), "docProps/custom.xml")), None)
    assert bare.untouched is None and bare.exported == ""
    draft = draft_of(template, confidentiality_years=9)
    said = returned(library(), draft, "x.docx", data, DAY).told
    assert any("没有改过" in words and "后来改了的草稿" in words for words in said)
    assert any("导出以后改过" in words for words in returned(library(), draft_of(template), "x.docx", touched, DAY).told)
