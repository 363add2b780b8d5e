"""Versions on the command line: listed, compared, written out, deleted; a conversation leaves as a bundle."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.commandline import main
from assistant.conversation import new_conversation
from assistant.keeping import bundle
from assistant.storing import Store
from knowledge.places import data_home
from tests.documents import made
from tests.test_storing import full_turn


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A conversation of a page's visitor on the first template, exported twice."""
    from assistant.draft import Use

    monkeypatch.setenv("NIYUE_HOME", str(tmp_path))
    kept = Store(data_home() / "conversations.sqlite")
    turn = replace(full_turn(), said="起草数据合作协议", changes=(Use("data_coop"),))
    kept.save(replace(new_conversation(date(2026, 11, 22)), id="c1", title="面料").with_turn(turn), "visitor")
    for years, final in ((4, False), (2, True)):
        kept.keep("c1", made("data_coop", confidentiality_years=years).data or b"", final=final, name=f"{years}年:稿.docx", owner="visitor")
    return kept


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any, str]:
    code = main(["versions", *map(str, arguments), "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_all_are_listed_and_two_are_compared(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    _, listed, _ = run(capsys)
    assert [(c["conversation"], [v["number"] for v in c["versions"]]) for c in listed] == [("c1", [1, 2])]
    assert [v["final"] for v in run(capsys, "c1")[1]] == [False, True]
    assert run(capsys, "c1", "--compare", 1, 2)[1] == {"changes": ["5.3 保密年限由4年改为2年"]}
    assert run(capsys, "c1", "--compare", 1, 1)[1] == {"changes": []}
    code, _, err = run(capsys, "c1", "--compare", 1, 7)
    assert code == 2 and "没有第 7 版" in err


def test_a_version_or_everything_is_written_out(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "c1", "--number", 2, "--out", tmp_path / "2.docx")
    assert (tmp_path / "2.docx").read_bytes() == store.version("c1", 2, "visitor")
    run(capsys, "c1", "--out", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == ["对话.md", "对话.json", "版本/01_4年_稿.docx", "版本/02_2年_稿.docx"]
        assert "起草数据合作协议" in archive.read("对话.md").decode()
        assert json.loads(archive.read("对话.json"))["title"] == "面料"
    assert bundle(store, "c1", "somebody else") is None
    assert zipfile.ZipFile(io.BytesIO(bundle(store, "c1", "visitor") or b"")).testzip() is None


def test_a_version_or_the_conversation_is_deleted(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "c1", "--delete", 1)[0] == 0 and run(capsys, "c1", "--delete", 1)[0] == 2
    assert [v["number"] for v in run(capsys, "c1")[1]] == [2]
    assert run(capsys, "c1", "--forget")[0] == 0
    assert run(capsys)[1] == [] and store.versions("c1", "visitor") == ()
    code, _, err = run(capsys, "c1")
    assert code == 2 and "c1" in err
