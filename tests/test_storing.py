"""Conversations are kept: what was acknowledged survives, owners see only their own, deleted is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.comparing import differences
from assistant.conversation import (
    Answer,
    Asked,
    Citation,
    Conversation,
    Part,
    Proposal,
    Reply,
    Turn,
    new_conversation,
)
from assistant.draft import Open, Set, Switch, Use
from assistant.findings import Finding, Fix
from assistant.moves import Ask, Choose, Fill, Undo
from assistant.storing import Store, StoreError
from tests.documents import made
from tests.random_drafts import library

ROOT = Path(__file__).parent.parent


def full_turn() -> Turn:
    """A turn with something of everything in it."""
    citation = Citation("data_coop", "5.3", "保密", 0, 2)
    answer = Answer("保密多久？", "answered", (Part("结论", "五年。", (0,)),), (citation,))
    reply = Reply(
        "记下了", findings=(Finding("R-CPY-01", "error", "10.6", "份数不对", fixes=(Fix("copies_total", 4, "改成四份"),)),),
        answers=(answer,), proposals=(Proposal("对调吗？", (Set("a", [{"名称": "图"}]),), "swap", (Open("b"),)),),
        asked=(Asked("model_owner", "归属", "归谁？", choices=("甲方", "乙方")),), progress=(1, 9),
    )
    changes = (Use("data_coop"), Set("confidentiality_years", 5, "五年", (2, 4)), Switch("audit", False))
    return Turn("保密五年", (Choose("data_coop"), Fill("confidentiality_years", "五年", (2, 4)), Ask("?"), Undo()),
                changes, reply, "2026-11-22")


def test_a_conversation_reads_back_as_it_was_written() -> None:
    conversation = new_conversation().with_turn(full_turn())
    assert Conversation.from_json(conversation.to_json()) == conversation
    assert conversation.draft.values["confidentiality_years"] == 5


def test_something_else_than_a_conversation_is_refused() -> None:
    with pytest.raises(ValueError, match="turns"):
        Conversation.from_json('{"id": "x", "turns": 3}')


def test_saved_loaded_listed_renamed_and_deleted(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "c.sqlite")
    first, second = new_conversation().with_turn(full_turn()), new_conversation()
    store.save(first, "li")
    store.save(second, "li")
    store.save(replace(first, title="巡检项目"), "li")
    assert store.load(first.id, "li") == replace(first, title="巡检项目")
    assert [s.id for s in store.list("li")] == [first.id, second.id]
    assert store.list("li")[0].template == "data_coop"
    assert store.delete(first.id, "li") and not store.delete(first.id, "li")
    assert store.load(first.id, "li") is None


def test_nobody_sees_or_overwrites_what_belongs_to_another(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.sqlite")
    mine = new_conversation().with_turn(full_turn())
    store.save(mine, "li")
    assert store.load(mine.id, "wang") is None
    store.save(replace(mine, title="抢来的"), "wang")
    assert store.load(mine.id, "li") == mine
    assert not store.delete(mine.id, "wang")
    assert store.list("wang") == ()


def test_delete_all_leaves_no_words_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.sqlite")
    secret = replace(full_turn(), said="青蛙科技的底价是三百万")
    store.save(new_conversation().with_turn(secret), "li")
    assert store.delete_all("li") == 1
    data = b"".join(p.read_bytes() for p in tmp_path.glob("c.sqlite*"))
    assert "青蛙科技".encode() not in data


def test_a_place_that_cannot_be_written_is_told_with_a_way_out(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(StoreError, match="NIYUE_HOME"):
        Store(blocked / "c.sqlite")


KILLED = """
import sys
from pathlib import Path
from assistant.conversation import new_conversation
from assistant.storing import Store
from tests.test_storing import full_turn
store = Store(Path(sys.argv[1]))
conversation = new_conversation()
while True:
    conversation = conversation.with_turn(full_turn())
    store.save(conversation, "li")
    print(conversation.id, len(conversation.turns), flush=True)
"""


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    command = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines()
    whole = [x.split() for x in lines if x.count(" ") == 1 and x.split()[1].isdigit()]
    id, count = whole[-1]
    kept = Store(path).load(id, "li")
    assert kept is not None
    assert len(kept.turns) >= int(count)


def test_each_export_is_a_version_that_can_be_compared_and_deleted(tmp_path: Path) -> None:
    store, template = Store(tmp_path / "c.sqlite"), library().templates["data_coop"]
    first, second = (made("data_coop", confidentiality_years=years).data or b"" for years in (4, 2))
    assert store.keep("c1", first, final=False, name="一稿.docx").number == 1
    assert store.keep("c1", first, final=False, name="一稿.docx").number == 1, "the same file again is no new version"
    assert store.keep("c1", second, final=True, name="二稿.docx").number == 2
    assert [(v.number, v.final, v.name) for v in store.versions("c1")] == [(1, False, "一稿.docx"), (2, True, "二稿.docx")]
    assert store.versions("c1", owner="somebody") == () and store.version("c1", 1, owner="somebody") is None
    assert differences(template, store.version("c1", 1) or b"", store.version("c1", 2) or b"") == ("5.3 保密年限由4年改为2年",)
    assert store.forget("c1", 2) and not store.forget("c1", 2)
    assert store.version("c1", 2) is None and [v.number for v in store.versions("c1")] == [1]
    assert store.keep("c1", second, final=False, name="三稿.docx").number == 3, "numbers are not given twice"
    conversation = replace(new_conversation(date(2026, 11, 22)), id="c1")
    store.save(conversation)
    assert store.delete("c1")
    assert store.versions("c1") == ()
