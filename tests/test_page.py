"""The page's markup, files and guards, without a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.conversation import (
    Answer,
    Asked,
    Citation,
    Conversation,
    Exported,
    Noted,
    Part,
    Proposal,
    Refusal,
    Reply,
    StatuteCited,
    Turn,
    new_conversation,
)
from assistant.desk import Desk
from assistant.dialogue import Assistant
from assistant.draft import Open, Set, Use
from assistant.findings import Finding
from assistant.moves import Ask, Fill, Move, Unclear
from assistant.page import texts
from assistant.page.chatting import chat_html
from assistant.page.contracting import contract_html, problems_by_place
from assistant.page.fields import edited, fields_html
from assistant.page.files import tidy, write_file
from assistant.page.guarding import Guard, is_loopback
from assistant.page.markup import escape, paragraphs, tag
from assistant.page.masthead import masthead_html
from assistant.page.sources import answer_at, evidence_html, findings_html, findings_of
from assistant.page.texts import LANGUAGES, text
from assistant.page.viewing import Keep, trouble_html, view
from assistant.storing import Store, StoreError
from knowledge import kinds
from knowledge.library import Library, open_library

ROOT = Path(__file__).resolve().parent.parent
EVIL = "<script>x</script> {{a}} ${b} `c` \"d\" 'e' & <img src=x onerror=f>"
ME, OTHER = "a" * 32, "b" * 32


class Reader:
    """Reads every message as nothing."""

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]:
        return (Unclear(message),)


class Answers:
    """Is never asked."""

    def answer(self, *given: object, **named: object) -> Answer:
        raise AssertionError("no question was asked")


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture
def desk(library: Library, tmp_path: Path, today: date) -> Desk:
    def make(known: Library) -> Assistant:
        return Assistant(known, Reader(), Answers())

    return Desk(library, Store(tmp_path / "c.sqlite"), make, tmp_path / "files", lambda: today)


class Tags(HTMLParser):
    """Collects elements, and fails on ones that are not closed in order."""

    VOID = ("br", "input", "img")

    def __init__(self, markup: str):
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def names(self) -> set[str]:
        return {name for name, _ in self.found}


def talk(*turns: Turn) -> Conversation:
    return replace(new_conversation(date(2026, 11, 22)), turns=turns)


def turn(*changes: object, reply: Reply | None = None, said: str = "说", moves: tuple[Move, ...] = ()) -> Turn:
    return Turn(said, moves, changes, reply or Reply(""), "2026-11-22")  # type: ignore[arg-type]


def drafting(*changes: object, **more: object) -> Conversation:
    return talk(turn(Use("data_coop")), turn(*changes, **more))  # type: ignore[arg-type]


# Markup --------------------------------------------------------------------------------------------


def test_nothing_typed_survives_as_markup_or_as_a_template() -> None:
    assert not set("<>{}$`\"'") & set(escape(EVIL))
    assert Tags(tag("p", escape(EVIL), title=EVIL)).found == [("p", {"title": EVIL})]


def test_lists_and_lines_are_kept() -> None:
    assert paragraphs("甲\n- 一\n- 二\n乙\n\n丙") == "<p>甲</p><ul><li>一</li><li>二</li></ul><p>乙</p><p>丙</p>"
    assert paragraphs("") == ""


def full_reply() -> Reply:
    answer = Answer(
        EVIL, "answered", (Part("结论", EVIL), Part("条款", EVIL, (0,)), Part("建议", EVIL)),
        (Citation("data_coop", "4.2", "x", 0, 1),), (StatuteCited(EVIL, 1, EVIL, EVIL),),
    )
    return Reply(
        EVIL, (Noted("party_a_name", EVIL, EVIL, EVIL, EVIL),), (Refusal(EVIL, EVIL),),
        (Finding("R", "error", EVIL, EVIL, EVIL),), (answer,), (EVIL,), (Proposal(EVIL, ()),),
        (Asked("party_a_name", EVIL, EVIL, EVIL, EVIL), Asked("model_owner", EVIL, EVIL, EVIL, EVIL, (EVIL, "乙"))),
        EVIL, Exported(False, (), (EVIL,), (EVIL,)), (1, 2),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_reply_is_shown_and_escaped(language: str) -> None:
    shown = Tags(chat_html(talk(turn(said=EVIL, reply=full_reply())), language))
    assert not {"script", "img"} & shown.names()
    assert shown.words.count(EVIL) >= 14
    says = [a["data-say"] for _, a in shown.found if a.get("data-do") == "say"]
    assert {"对", "不用", "先空着", "一般填什么？"} <= set(says)
    assert any(a.get("data-cite") == "0.0.0" for _, a in shown.found)


def test_only_the_last_turn_can_be_answered_by_a_press() -> None:
    asked = Reply("", asked=(Asked("model_owner", "归属", "归谁？", choices=("甲方", "乙方")),))
    shown = Tags(chat_html(talk(turn(reply=asked), turn(reply=asked)), "zh"))
    assert [a.get("data-value") for _, a in shown.found if a.get("data-slot")] == ["甲方", "乙方"]


def test_reasons_against_a_final_version_are_said_once() -> None:
    reply = Reply("", findings=(Finding("R", "error", "", "缺一项"),), exported=Exported(True, ("缺一项",)))
    assert chat_html(talk(turn(reply=reply)), "zh").count("缺一项") == 1


def test_the_first_screen_offers_four_things_and_no_promise_it_cannot_keep() -> None:
    shown = Tags(chat_html(talk(), "zh"))
    assert sum(a.get("class") == "start" for _, a in shown.found) == 4
    assert text("is_not") in shown.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_masthead_names_everything(language: str, desk: Desk) -> None:
    talked = desk.rename(desk.say("c" * 32, ME, "你好").id, ME, EVIL)
    shown = Tags(masthead_html(talked, desk.list(ME), language))
    assert {"new", "rename", "delete", "wipe", "language", "show", "write"} == {
        a["data-do"] for _, a in shown.found if "data-do" in a
    }
    assert all(a.get("data-sure") for _, a in shown.found if a.get("data-do") in ("delete", "wipe"))
    assert EVIL[:60] in shown.words


def test_both_languages_say_everything() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "assistant" / "page").glob("*.py"))
    asked = set(re.findall(r"""\btext\(\s*["']([a-z_]+)["']""", sources))
    assert asked
    for key in asked | set(texts._TEXTS):
        chinese, english = text(key, "zh"), text(key, "en")
        assert re.findall(r"\{(\w+)\}", chinese) == re.findall(r"\{(\w+)\}", english), key
        assert not re.search(r"[一-鿿][,;:?!]", chinese), f"{key}: half-width punctuation"
    with pytest.raises(KeyError):
        text("nothing")


# Contract, fields, sources, findings ---------------------------------------------------------------


def test_the_paper_marks_what_is_open_assumed_and_fresh(library: Library) -> None:
    talked = drafting(Set("party_a_name", EVIL), Open("party_b_name"))
    shown = Tags(contract_html(talked, library, (), "zh"))
    fills = {a.get("data-slot"): a["class"] or "" for _, a in shown.found if (a.get("class") or "").startswith("fill")}
    assert "filled" in fills["party_a_name"]
    assert "fresh" in fills["party_a_name"]
    assert "open" in fills["party_b_name"]
    assert EVIL in shown.words
    assert not {"script", "img"} & shown.names()


def test_the_paper_points_at_problems_but_not_at_what_is_merely_open(library: Library) -> None:
    talked = drafting(Set("confidentiality_years", 50))
    found = [Finding("R", "warn", "confidentiality_years", "太长"), Finding("O", "error", "a,b,c,d", "没填")]
    shown = Tags(contract_html(talked, library, found, "zh"))
    marked = [a for _, a in shown.found if "problem" in (a.get("class") or "").split()]
    assert [a.get("title") for a in marked] == ["太长"]
    assert set(problems_by_place(found)) == {"confidentiality_years"}


@pytest.mark.parametrize("template", ["data_coop", "train_service"])
def test_every_active_field_is_shown_once_with_a_label(library: Library, template: str) -> None:
    talked = talk(turn(Use(template)))
    shown = Tags(fields_html(talked, library, {}, "zh"))
    slots = [a["data-slot"] for name, a in shown.found if name in ("input", "select", "textarea")]
    assert len(slots) == len(set(slots))
    assert set(slots) == set(talked.draft.active(library.templates[template]))
    labels = {a.get("for") for name, a in shown.found if name == "label"}
    assert labels == {f"field-{slot}" for slot in slots}


def test_a_field_reads_back_what_it_shows(library: Library, today: date) -> None:
    template = library.templates["data_coop"]
    rows = next(s for s in template.slots.values() if s.kind == "table")
    read = kinds.read(rows, rows.example, today)
    if isinstance(read, kinds.Read):
        again = kinds.read(rows, edited(rows, read.value), today)
        assert isinstance(again, kinds.Read)
        assert again.value == read.value


def test_what_was_refused_stays_in_its_field_with_the_reason(library: Library) -> None:
    move = Fill("party_a_phone", EVIL)
    reply = Reply("", refused=(Refusal(EVIL, "电话要写数字", "party_a_phone"),))
    shown = Tags(fields_html(drafting(reply=reply, moves=(move,)), library, {}, "zh"))
    field = next(a for _, a in shown.found if a.get("id") == "field-party_a_phone")
    assert field["data-value"] == EVIL
    assert field["aria-invalid"] == "true"
    assert "电话要写数字" in shown.words


def quoted(quote: str, start: int, library: Library) -> Conversation:
    citation = Citation("data_coop", "4.2", quote, start, start + len(quote))
    answer = Answer("归谁？", "answered", (Part("条款", quote, (0,)),), (citation,), (StatuteCited("民法典", 861, "要旨"),))
    return drafting(reply=Reply("", answers=(answer,)), moves=(Ask("归谁？"),))


def test_sources_show_the_whole_clause_with_the_exact_words_marked(library: Library) -> None:
    passage = library.passage("data_coop", "4.2")
    assert passage
    talked = quoted(passage.text[3:9], 3, library)
    markup = evidence_html(talked, library, "zh", "1.0.0")
    assert f"<mark>{escape(passage.text[3:9])}</mark>" in markup
    assert Tags(markup).words.count(passage.text.split("\n")[0]) == 1
    assert "quote chosen" in markup
    assert "民法典 第861条" in markup


def test_a_quote_that_is_not_there_is_not_shown(library: Library) -> None:
    assert "<blockquote" not in evidence_html(quoted("编出来的话", 3, library), library, "zh")


@pytest.mark.parametrize("focus", ["", "9.9.9", "x", "1.0", "-1.0.0.0"])
def test_an_odd_focus_shows_the_latest_answer(library: Library, focus: str) -> None:
    answer, _ = answer_at(quoted("编", 0, library), focus)
    assert answer is not None


def test_findings_lead_to_their_place(library: Library, today: date) -> None:
    talked = drafting(Set("party_a_name", "合肥云帆数据科技有限公司"))
    found = findings_of(talked, library, today)
    shown = Tags(findings_html(talked, library, found, "zh"))
    assert any(a.get("data-do") == "field" for _, a in shown.found)
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=("error", "warn", "info").index)
    keys = [(f.rule, f.message) for f in found]
    assert len(keys) == len(set(keys))


# View, files, desk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_of_nothing_and_of_something(desk: Desk, language: str) -> None:
    empty = view(desk, desk.new(), Keep(ME, language=language))
    full = view(desk, quoted("编", 0, desk.library), Keep(ME, language=language))
    for shown in (empty, full):
        for part in (shown.masthead, shown.chat, shown.contract, shown.fields, shown.evidence, shown.findings):
            Tags(part)
    assert full.tabs[2].endswith(" 2")


@pytest.mark.parametrize("data", [None, 3, "x", [], {"owner": None, "id": 5, "language": "fr"}])
def test_whatever_a_browser_kept_can_be_read(data: object) -> None:
    keep = Keep.read(data)
    assert keep.language == "zh"
    assert Keep.read(keep.written()) == keep


def test_a_failure_carries_the_words_back() -> None:
    shown = Tags(trouble_html("磁盘满了", EVIL))
    assert shown.found[0][1]["data-words"] == EVIL
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
