"""The review, versions, one-click fixes, titles in the list and marks of what changed, without a browser."""

from __future__ import annotations

import ast
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from assistant.conversation import Answer, Asked, Layer, Part, Proposal, Reply, new_conversation
from assistant.desk import Desk, listed
from assistant.dialogue import Assistant
from assistant.draft import Draft, Entry, Extra, Open, Set, Switch, Use
from assistant.findings import Finding, Fix
from assistant.moves import Choose, Fill
from assistant.page.acting import STEPS, whole
from assistant.page.chatting import chat_html
from assistant.page.contracting import contract_html
from assistant.page.files import EVERYTHING, write_bundle, write_version
from assistant.page.masthead import masthead_html
from assistant.page.objecting import briefly
from assistant.page.reviewing import ready, review_html
from assistant.page.sources import findings_html, findings_of
from assistant.page.texts import LANGUAGES
from assistant.page.versions import versions_html
from assistant.page.viewing import COMPARE, Keep, view
from assistant.storing import Store, Version
from knowledge.library import Library
from tests.documents import DATA_COOP, made
from tests.test_desk import ME, Answers, Reader
from tests.test_page import ROOT, Tags, drafting, talk, turn

ID = "c" * 32


@pytest.fixture
def desk(library: Library, tmp_path: Path, today: date) -> Desk:
    def make(known: Library) -> Assistant:
        return Assistant(known, Reader(), Answers())

    return Desk(library, Store(tmp_path / "c.sqlite"), make, tmp_path / "files", lambda: today)


def complete(**more: object) -> tuple[Set, ...]:
    values = {k: v for k, v in {**DATA_COOP, **more}.items() if v is not None}
    return tuple(Set(slot, value) for slot, value in values.items())  # type: ignore[arg-type]


def reviewed(library: Library, today: date, *changes: object, language: str = "zh", **more: object) -> Tags:
    talked = drafting(*changes, **more)
    return Tags(review_html(talked, library, findings_of(talked, library, today), language))


def kinds_of(shown: Tags) -> list[str]:
    return [str(a["class"]).split()[-1] for n, a in shown.found if n == "li" and "step" in str(a.get("class")).split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complete_draft_may_be_made_final(library: Library, today: date, language: str) -> None:
    shown = reviewed(library, today, *complete(), language=language)
    assert "todo" not in kinds_of(shown)
    final = next(a for _, a in shown.found if a.get("data-do") == "final")
    assert "disabled" not in final


def test_what_is_open_left_pending_and_wrong_each_stands_with_a_press(library: Library, today: date) -> None:
    changes = (*complete(party_b_uscc=None, confidentiality_years=50), Open("sign_place"))
    shown = reviewed(library, today, *changes, reply=Reply("", proposals=(Proposal("对调吗？", ()),)))
    assert kinds_of(shown)[:2] == ["todo", "todo"]
    fills = {a["data-slot"] for _, a in shown.found if a.get("data-do") == "fill"}
    assert {"party_b_uscc", "sign_place", "confidentiality_years"} <= fills
    assert {"对", "不用"} <= {a.get("data-say") for _, a in shown.found}
    assert any(a.get("data-do") == "fix" and a.get("data-where") == "confidentiality_years" for _, a in shown.found)
    assert "disabled" in next(a for _, a in shown.found if a.get("data-do") == "final")


def test_the_review_and_the_gate_agree(library: Library, today: date) -> None:
    """Nothing is ready that the gate would refuse, and nothing is held back that it would let through."""
    template = library.templates["data_coop"]
    for missing in [None, *DATA_COOP]:
        draft = Draft("data_coop", {s: Entry(v) for s, v in DATA_COOP.items() if s != missing})
        talked = drafting(*complete(**({missing: None} if missing else {})))
        assert talked.draft.values == draft.values
        found = findings_of(talked, library, today)
        blocked = any(f.severity == "error" for f in found)
        assert ready(talked, template, found) is not blocked, missing


def test_a_fix_is_taken_with_one_press_and_a_stale_one_changes_nothing(desk: Desk) -> None:
    desk.apply(ID, ME, (Choose("data_coop"), Fill("confidentiality_years", "50年")), "")
    found = findings_of(desk.open(ID, ME), desk.library, desk.today())
    finding = next(f for f in found if f.fixes)
    asked = {"rule": finding.rule, "where": finding.where}
    after = STEPS["fix"](desk, asked, Keep(ME, ID))
    assert after.draft.values["confidentiality_years"] == finding.fixes[0].value
    assert len(STEPS["fix"](desk, asked, Keep(ME, ID)).turns) == len(after.turns)


def test_findings_stand_by_severity_with_their_fix(library: Library, today: date) -> None:
    fix = Finding("R-X", "warn", "confidentiality_years", "太长", "", (Fix("confidentiality_years", 5, "建议"),))
    worse = Finding("R-Y", "error", "5.3", "错了")
    shown = Tags(findings_html(drafting(), library, [worse, fix], "zh"))
    assert shown.words.index("错了") < shown.words.index("太长")
    assert "保密年限改成 5 年" in shown.words
    assert any(a.get("data-do") == "goto" and a.get("data-where") == "5.3" for _, a in shown.found)


def test_a_long_list_of_open_slots_becomes_a_number() -> None:
    long = Finding("R-STR-01", "error", "a,b,c,d", "还有 4 项必填内容没填：甲、乙、丙、丁。")
    assert briefly(long, "zh").message == "还有 4 项必填内容没填。"
    short = replace(long, where="a")
    assert briefly(short, "zh") is short


# Versions ------------------------------------------------------------------------------------------


def test_what_was_downloaded_is_kept_shown_compared_and_deleted(desk: Desk) -> None:
    keep = Keep(ME, ID)
    desk.apply(ID, ME, (Choose("data_coop"), Fill("confidentiality_years", "4年")), "")
    STEPS["keep"](desk, {"final": "0"}, keep)
    STEPS["keep"](desk, {"final": "0"}, keep)
    assert [v.number for v in desk.store.versions(ID, ME)] == [1], "the same file twice is one version"
    STEPS["keep"](desk, {"final": "1"}, keep)
    assert len(desk.store.versions(ID, ME)) == 1, "there is no final file to keep"
    desk.apply(ID, ME, (Fill("confidentiality_years", "2年"),), "")
    STEPS["keep"](desk, {"final": "0"}, keep)
    shown = view(desk, desk.open(ID, ME), keep, f"{COMPARE}1:2").review
    assert "保密年限由4年改为2年" in Tags(shown).words
    path = write_version(desk, ID, ME, 1)
    assert path and path.read_bytes() == desk.store.version(ID, 1, ME)
    assert write_version(desk, ID, "b" * 32, 1) is None
    STEPS["forget"](desk, {"number": "1"}, keep)
    assert write_version(desk, ID, ME, 1) is None
    assert "已经删除" in Tags(view(desk, desk.open(ID, ME), keep, f"{COMPARE}1:2").review).words


@pytest.mark.parametrize("language", LANGUAGES)
def test_versions_name_themselves_and_what_their_presses_do(language: str) -> None:
    one = Version(1, "2026-11-22T08:30:00+08:00", False, "一<b>.docx")
    none, single, two = (Tags(versions_html(v, language)) for v in ((), (one,), (one, Version(2, one.created, True, "二.docx"))))
    assert not any("data-do" in a for _, a in none.found)
    assert not any(a.get("data-do") == "compare" for _, a in single.found)
    assert [a["data-number"] for _, a in two.found if a.get("data-do") == "fetch"] == ["2", "1", EVERYTHING]
    assert all(a.get("data-sure") and a.get("aria-label") for _, a in two.found if a.get("data-do") == "forget")


def test_a_conversation_leaves_with_its_versions(desk: Desk, today: date) -> None:
    talked = replace(drafting(*complete()), id=ID)
    desk.store.save(talked, ME)
    desk.store.keep(ID, b"PK", final=False, name="一.docx", owner=ME)
    path = write_bundle(desk, ID, ME)
    assert path is not None and path.suffix == ".zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["对话.md", "对话.json", "版本/01_一.docx"]
    assert write_bundle(desk, ID, "somebody else") is None
    for language in LANGUAGES:
        shown = Tags(masthead_html(talked, desk.store.list(ME), language))
        assert [a["data-number"] for _, a in shown.found if a.get("data-do") == "fetch"] == [EVERYTHING]


@pytest.mark.parametrize(("number", "read"), [("12", 12), ("", 0), ("-1", 0), ("１", 0), ("9" * 20, 0), ("1.5", 0)])
def test_numbers_from_a_browser_are_read_with_care(number: str, read: int) -> None:
    assert whole(number) == read


# The list, the paper, the words ----------------------------------------------------------------------


def test_a_conversation_is_listed_by_its_parties_unless_it_has_a_name(library: Library) -> None:
    title = library.templates["data_coop"].title
    talked = replace(drafting(Set("party_a_name", "合肥云帆数据科技有限公司"), Set("party_b_name", "华澜集团股份有限公司")), title=title)
    assert listed(talked, library) == "合肥云帆数据科技 · 华澜集团"
    assert listed(replace(talked, title="给老王的"), library) == "给老王的"
    assert listed(replace(drafting(), title=title), library) == title
    assert listed(new_conversation(), library) == ""


def test_the_paper_marks_clauses_that_came_in_with_the_last_turn(library: Library) -> None:
    def fresh(*turns: object) -> list[str]:
        shown = Tags(contract_html(talk(turn(Use("data_coop")), *turns), library, (), "zh"))  # type: ignore[arg-type]
        return [str(a.get("data-address")) for n, a in shown.found if n in ("p", "h3") and "fresh" in str(a.get("class")).split()]

    assert fresh(turn(Set("confidentiality_years", 3))) == [], "a value is marked on its own"
    assert len(fresh(turn(Extra("乙方每月报一次进度。")))) >= 1
    assert fresh(turn(Extra("乙方每月报一次进度。")), turn()) == []
    assert fresh(turn(Set("model_owner", "共有")))
    template = library.templates["data_coop"]
    off = next(c for _, c in template.clauses() if c.status == "推荐")
    assert fresh(turn(Switch(off.name, False))) == []
    assert off.address in fresh(turn(Switch(off.name, False)), turn(Switch(off.name, True)))


def test_of_several_clauses_the_first_is_shown_and_the_others_wait_behind_a_press() -> None:
    parts = tuple(Part(layer, f"第{n}段") for n, layer in enumerate(("结论", "条款", "条款", "条款", "法律")))
    markup = chat_html(talk(turn(reply=Reply("", answers=(Answer("问", "answered", parts),)))), "zh")
    folded = markup[markup.index("<details"):markup.index("</details>")]
    assert ("第1段" in folded, "第2段" in folded, "第3段" in folded, "第4段" in folded) == (False, True, True, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", get_args(Layer))
def test_every_layer_has_a_name_on_the_page(layer: Layer, language: str) -> None:
    answer = Answer("问", "answered", (Part(layer, "话"),))
    assert "话" in chat_html(talk(turn(reply=Reply("", answers=(answer,)))), language)


PASSED_ON = {  # words of the contract or of the program behind the page, not of the page itself
    "甲方", "乙方", "中立", "我代表", "我是中立的", "改成", "清空", "：", "，", "结论", "条款", " 行", "已填", "默认", "空", "（", "）",
    "可空", "是", "否", "已核", " 第", "条",
}


def test_the_page_has_no_words_of_its_own_outside_its_texts() -> None:
    """Everything the page itself says has an English side; launching prints to the terminal."""
    found = set()
    for path in (ROOT / "assistant" / "page").glob("*.py"):
        if path.name in ("texts.py", "launching.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        found |= {
            n.value for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in told
            and re.search(r"[一-鿿：，（）]", n.value)
        }
    assert found - PASSED_ON == {"拟约 · 合同起草"}


def test_a_question_in_english_mode_gives_its_example_in_english() -> None:
    asked = Asked("party_a_name", "甲方名称", "全称是什么？", "", "某某公司")
    assert "e.g. 某某公司" in Tags(chat_html(talk(turn(reply=Reply("", asked=(asked,)))), "en")).words


def test_a_made_file_is_a_version_of_its_bytes(library: Library) -> None:
    assert made("data_coop").data == made("data_coop").data
