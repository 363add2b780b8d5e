"""The page's markup: chat, contract, fields, sources, findings, without a browser."""

from __future__ import annotations

import re
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
from assistant.draft import Open, Set, TakeSide, Use
from assistant.findings import Finding
from assistant.moves import Ask, Fill, Move
from assistant.page import texts
from assistant.page.chatting import chat_html
from assistant.page.contracting import contract_html, problems_by_place
from assistant.page.fields import edited, fields_html
from assistant.page.markup import escape, paragraphs, tag
from assistant.page.masthead import masthead_html
from assistant.page.sources import answer_at, evidence_html, findings_html, findings_of
from assistant.page.texts import LANGUAGES, text
from assistant.storing import Saved
from knowledge import kinds
from knowledge.library import Library, open_library

ROOT = Path(__file__).resolve().parent.parent
EVIL = "<script>x</script> {{a}} ${b} `c` \"d\" 'e' & <img src=x onerror=f>"


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


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
        EVIL, noted=(Noted("party_a_name", EVIL, EVIL, EVIL, EVIL),), refused=(Refusal(EVIL, EVIL),),
        findings=(Finding("R", "error", EVIL, EVIL, EVIL),), answers=(answer,), told=(EVIL,),
        proposals=(Proposal(EVIL, ()),), asked=(
            Asked("party_a_name", EVIL, EVIL, EVIL, EVIL), Asked("model_owner", EVIL, EVIL, EVIL, EVIL, (EVIL, "乙"))),
        closing=EVIL, exported=Exported(False, (), (EVIL,), (EVIL,)), progress=(1, 2),
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


def test_the_latest_change_that_counts_can_be_taken_back_and_put_again() -> None:
    first, second = turn(Set("confidentiality_years", 3), said="三年"), turn(Set("confidentiality_years", 5), said="五年")
    shown = Tags(chat_html(talk(first, replace(second, undone=True), turn(said="你好")), "zh"))
    amend = [a for _, a in shown.found if a.get("data-do") == "amend"]
    assert [(a["data-say"], a["data-text"]) for a in amend] == [("撤销", "三年")]
    assert not any(a.get("data-do") == "amend" for _, a in Tags(chat_html(talk(turn()), "zh")).found)


def test_questions_put_before_are_only_named() -> None:
    asked = (Asked("party_a_name", "甲方名称", "全称是什么？", "要和公章一致", "某某公司"),)
    shown = Tags(chat_html(talk(turn(reply=Reply("", asked=asked, again=True))), "zh")).words
    assert "甲方名称" in shown
    assert "全称是什么" not in shown
    assert "某某公司" not in shown


def test_reasons_against_a_final_version_are_said_once() -> None:
    reply = Reply("", findings=(Finding("R", "error", "", "缺一项"),), exported=Exported(True, ("缺一项",)))
    assert chat_html(talk(turn(reply=reply)), "zh").count("缺一项") == 1


def test_the_first_screen_offers_four_things_and_no_promise_it_cannot_keep() -> None:
    shown = Tags(chat_html(talk(), "zh"))
    assert sum(a.get("class") == "start" for _, a in shown.found) == 4
    assert text("is_not") in shown.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_masthead_names_everything(language: str) -> None:
    talked = talk(turn())
    saved = Saved(talked.id, EVIL, "", "2026-11-22T08:30:00")
    shown = Tags(masthead_html(talked, [saved], language))
    assert {"new", "rename", "duplicate", "fetch", "delete", "wipe", "language", "show", "write", "open"} == {
        a["data-do"] for _, a in shown.found if "data-do" in a
    }
    assert all(a.get("data-sure") for _, a in shown.found if a.get("data-do") in ("delete", "wipe"))
    assert EVIL in shown.words


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clause_number_leads_to_its_guide(library: Library, language: str) -> None:
    talked = drafting(Set("confidentiality_years", 7))
    ways = [a["data-cite"] or "" for _, a in Tags(contract_html(talked, library, (), language)).found if a.get("data-do") == "guide"]
    assert "guide:5.3" in ways
    for way in ways:
        shown = Tags(evidence_html(talked, library, language, way))
        guide = library.templates["data_coop"].guides[library.templates["data_coop"].addresses[way[6:]].name]
        assert guide.plain.split("\n")[0] in shown.words
    assert "期限为7年" in Tags(evidence_html(talked, library, language, "guide:5.3")).words
    assert text("no_evidence", language) in Tags(evidence_html(talked, library, language, "guide:99.9")).words


def test_whom_the_user_speaks_for_stands_over_the_contract(library: Library) -> None:
    def chosen(talked: Conversation) -> list[str | None]:
        return [a.get("data-value") for _, a in Tags(contract_html(talked, library, (), "zh")).found if a.get("data-pick")]

    assert chosen(drafting()) == ["-"]
    assert chosen(drafting(TakeSide("乙方"))) == ["乙方"]


def test_what_is_missing_comes_first(library: Library) -> None:
    talked = drafting(Set("party_a_name", "合肥云帆数据科技有限公司"))
    missing = [s.id for s in talked.draft.open_slots(library.templates["data_coop"])]
    shown = Tags(fields_html(talked, library, {}, "zh"))
    assert [a["data-slot"] for _, a in shown.found if a.get("data-do") == "field"] == missing
    assert "party_a_name" not in missing


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


def test_a_clause_quoted_twice_stands_once(library: Library) -> None:
    passage = library.passage("data_coop", "4.2")
    assert passage
    spans = [(0, 6), (4, 9), (12, 15)]
    citations = tuple(Citation("data_coop", "4.2", passage.text[a:b], a, b) for a, b in spans)
    reply = Reply("", answers=(Answer("归谁？", "answered", (), citations),))
    markup = evidence_html(drafting(reply=reply), library, "zh", "1.0.2")
    assert markup.count("<blockquote") == 1
    assert re.findall("<mark>(.*?)</mark>", markup) == [passage.text[0:6], passage.text[6:9], passage.text[12:15]]
    assert Tags(markup).words.count(passage.text.split("\n")[0]) == 1


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
    assert any(a.get("data-do") == "fill" for _, a in shown.found)
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=("error", "warn", "info").index)
    keys = [(f.rule, f.message) for f in found]
    assert len(keys) == len(set(keys))
