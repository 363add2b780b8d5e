"""The desk behind the page: views, files, owners, what the server refuses, and how the page starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import Answer, Conversation
from assistant.desk import Desk
from assistant.dialogue import Assistant
from assistant.draft import Set
from assistant.moves import Choose, Fill, Move, Unclear
from assistant.page.files import tidy, write_file
from assistant.page.guarding import Guard, is_loopback
from assistant.page.texts import LANGUAGES
from assistant.page.viewing import Keep, trouble_html, view
from assistant.storing import Store, StoreError
from knowledge.library import Library, open_library
from tests.test_page import EVIL, Tags, drafting, quoted, turn

ROOT = Path(__file__).resolve().parent.parent
ME, OTHER = "a" * 32, "b" * 32


class Reader:
    """Reads every message as nothing."""

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]:
        return (Unclear(message),)


class Answers:
    """Is never asked."""

    def answer(self, *given: object, **named: object) -> Answer:
        raise AssertionError("no question was asked")

    def hears(self, text: str, template: str = "") -> bool:
        return False


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture
def desk(library: Library, tmp_path: Path, today: date) -> Desk:
    def make(known: Library) -> Assistant:
        return Assistant(known, Reader(), Answers())

    return Desk(library, Store(tmp_path / "c.sqlite"), make, tmp_path / "files", lambda: today)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_of_nothing_and_of_something(desk: Desk, language: str) -> None:
    empty = view(desk, desk.new(), Keep(ME, language=language))
    full = view(desk, quoted("编", 0, desk.library), Keep(ME, language=language))
    for shown in (empty, full):
        for part in (shown.masthead, shown.chat, shown.contract, shown.fields, shown.evidence, shown.findings):
            Tags(part)
    assert "<span>2</span>" in full.tabs


@pytest.mark.parametrize("data", [None, 3, "x", [], {"owner": None, "id": 5, "language": "fr"}])
def test_whatever_a_browser_kept_can_be_read(data: object) -> None:
    keep = Keep.read(data)
    assert keep.language == "zh"
    assert Keep.read(keep.written()) == keep


def test_a_failure_is_told_each_time_and_never_as_markup() -> None:
    assert Tags(trouble_html(EVIL)).names() == {"div", "p"}
    assert trouble_html("x") != trouble_html("x")


def test_files_are_written_once_a_version_and_only_two_stay(desk: Desk) -> None:
    pytest.importorskip("docx")
    talked = drafting(Set("party_a_name", "合肥云帆数据科技有限公司"))
    first = write_file(desk, talked, final=False).path
    assert first
    assert first.read_bytes()[:2] == b"PK"
    before = first.stat().st_mtime_ns
    again = write_file(desk, talked, final=False).path
    assert again == first
    assert first.stat().st_mtime_ns == before
    for years in (3, 4):
        talked = talked.with_turn(turn(Set("confidentiality_years", years)))
        assert write_file(desk, talked, final=False).path
    assert len(list(desk.folder(talked.id).glob("draft-*"))) == 2
    refused = write_file(desk, talked, final=True)
    assert refused.path is None
    assert refused.objections
    assert write_file(desk, desk.new(), final=False).path is None


def test_only_what_nobody_touched_for_long_is_cleared_away(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name / "draft").mkdir(parents=True)
        (tmp_path / name / "draft" / "x.docx").touch()
    for place in (tmp_path / "old" / "draft" / "x.docx", tmp_path / "old" / "draft", tmp_path / "old"):
        os.utime(place, (time.time() - 3 * 86400,) * 2)
    tidy(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["new"]
    tidy(tmp_path / "nowhere")


def test_conversations_belong_to_their_owner(desk: Desk) -> None:
    mine = desk.say("c" * 32, ME, "你好")
    assert desk.open(mine.id, ME).turns
    assert not desk.open(mine.id, OTHER).turns
    desk.say(mine.id, OTHER, "改掉它")
    assert [t.said for t in desk.open(mine.id, ME).turns] == ["你好"]
    desk.folder(mine.id).mkdir(parents=True)
    desk.delete(mine.id, OTHER)
    assert desk.folder(mine.id).exists()
    desk.delete(mine.id, ME)
    assert not desk.folder(mine.id).exists()
    assert desk.list(ME) == ()


@pytest.mark.parametrize("id", ["", "x", "../../etc", "A" * 32, "a" * 31])
def test_what_is_no_id_never_becomes_one(desk: Desk, id: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", desk.open(id, ME).id)
    assert re.fullmatch(r"[0-9a-f]{32}", desk.say(id, ME, "你好").id)
    desk.delete(id, ME)


def test_another_draft_begins_from_one_and_leaves_it_alone(desk: Desk) -> None:
    first = desk.apply("a" * 32, ME, (Choose("data_coop"), Fill("confidentiality_years", "五年")))
    second = desk.duplicate(first.id, ME, "另一份")
    desk.apply(second.id, ME, (Fill("confidentiality_years", "三年"),))
    years = [desk.open(c.id, ME).draft.values["confidentiality_years"] for c in (first, second)]
    assert years == [5, 3]
    assert {s.title for s in desk.list(ME)} == {first.title, "另一份"}
    assert not desk.duplicate(first.id, OTHER, "偷来的").turns


def test_all_of_mine_goes_and_nothing_of_others(desk: Desk) -> None:
    for place, owner in enumerate((ME, ME, OTHER)):
        desk.folder(desk.say(f"{place}" * 32, owner, "你好").id).mkdir(parents=True)
    desk.delete_all(ME)
    assert desk.list(ME) == ()
    assert len(desk.list(OTHER)) == 1
    assert [p.name for p in desk.files.iterdir()] == ["2" * 32]


def test_a_store_that_cannot_be_used_says_where(desk: Desk) -> None:
    desk.store.path.unlink()
    desk.store.path.mkdir()
    with pytest.raises(StoreError, match="NIYUE_HOME"):
        desk.say("c" * 32, ME, "你好")


# Guard and start -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "headers", "refused"),
    [
        ("GET", "/", {"host": "127.0.0.1:7860"}, False),
        ("GET", "/", {"host": "localhost:7860"}, False),
        ("GET", "/", {"host": "[::1]:7860"}, False),
        ("GET", "/", {"host": "evil.example:7860"}, True),
        ("GET", "/", {"host": "127.0.0.1.evil.example"}, True),
        ("GET", "/", {"host": "[::1"}, True),
        ("GET", "/", {}, True),
        ("POST", "/gradio_api/run/predict", {"host": "127.0.0.1:7860"}, False),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}, False),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "http://localhost:7860"}, True),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:80"}, True),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "null"}, True),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "http://["}, True),
        ("POST", "/x", {"host": "127.0.0.1:7860", "origin": "https://a.example", "x-forwarded-host": "a.example"}, False),
        ("OPTIONS", "/x", {"host": "127.0.0.1:7860", "origin": "https://a.example"}, True),
        ("POST", "/gradio_api/upload", {"host": "127.0.0.1:7860"}, True),
        ("GET", "/gradio_api/proxy=http://a", {"host": "127.0.0.1:7860"}, True),
    ],
)
def test_the_guard_refuses_other_sites_and_names(
    method: str, path: str, headers: dict[str, str], refused: bool
) -> None:
    async def nothing(*given: object) -> None: ...

    raw = [(k.encode(), v.encode()) for k, v in headers.items()]
    assert bool(Guard(nothing).objection(method, path, raw)) is refused


def test_a_page_for_others_answers_to_any_name_but_keeps_the_rest() -> None:
    async def nothing(*given: object) -> None: ...

    guard = Guard(nothing, loopback=False)
    assert not guard.objection("GET", "/", [(b"host", b"contracts.example")])
    assert guard.objection("POST", "/", [(b"host", b"contracts.example"), (b"origin", b"https://evil.example")])
    assert is_loopback("127.0.0.1")
    assert not is_loopback("0.0.0.0")


START = """
import sys, app
from assistant.page import building, launching, look
page = building.build(launching.make_desk())
look.look()
heavy = {"torch", "transformers", "sentence_transformers", "chromadb", "langchain_core", "langchain", "docx"}
print(sorted(heavy & set(sys.modules)))
print(sorted({str(f.api_visibility) for f in page.fns.values()}))
"""


def test_the_page_is_built_without_the_heavy_libraries_and_offers_no_api(home: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NIYUE_HOME": str(home)},
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines() == ["[]", "['private']"]
