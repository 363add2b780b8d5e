"""The one way to a Word file: what comes out was read back; nothing unchecked, nothing malformed gets out."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document as open_word
from hypothesis import HealthCheck, Phase, given, settings

from assistant.checking.checker import check_document
from assistant.checking.results import equal
from assistant.draft import Draft, Entry
from assistant.exporting import document as exporting
from assistant.exporting.cover import cover_for
from assistant.exporting.document import export
from assistant.exporting.markup import UnprintableText, runs
from assistant.exporting.numbers import formatted
from assistant.exporting.open import LIMIT, W
from assistant.exporting.read import DocumentError, read_docx
from knowledge.alignment import align
from knowledge.contract import OPEN, compose, effective
from knowledge.template import Template
from tests.documents import FILLED, changed, draft_of, made, unzipped, zipped
from tests.random_drafts import DRAFTS, TODAY, drafts, library, told

ROOT = Path(__file__).resolve().parent.parent
PHASES = (Phase.explicit, Phase.generate)
CASES = pytest.mark.parametrize("template", sorted(FILLED))


@CASES
def test_random_drafts_read_back_exactly(template: str) -> None:
    """compose → docx → read: the values that are printed, no finding about structure."""
    known = library().templates[template]

    @settings(max_examples=DRAFTS, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(drafts(known))
    def run(draft: Draft) -> None:
        exported = export(library(), known, draft, final=False, today=TODAY)
        assert exported.data, (exported.findings, told(draft))
        assert not [f for f in exported.findings if f.rule in ("R-STR-02", "R-STR-05") and f.severity == "error"]
        document = read_docx(exported.data)
        assert document.extras == ()
        values, contract = effective(known, draft.terms()), compose(known, draft.terms())
        printed = {f.slot for line in contract.lines for f in line.fills if f.state != "空"}
        read = align(known, document.lines).values()
        for slot in printed:
            assert equal(known.slots[slot], read.get(slot), values[slot]), (slot, told(draft))
        for slot, value in read.items():
            assert equal(known.slots[slot], value, values.get(slot)), (slot, "not printed", told(draft))

    run()


@CASES
@pytest.mark.parametrize("final", [False, True])
def test_a_filled_draft_is_exported(template: str, final: bool) -> None:
    exported = made(template, final=final)
    assert exported.data, exported.findings
    assert not [f for f in exported.findings if f.severity == "error"]
    assert exported.name.endswith(("草稿_20261122.docx", "签署版_20261122.docx"))


@CASES
def test_the_same_draft_gives_the_same_bytes(template: str) -> None:
    assert made(template).data == made(template).data


def test_an_empty_draft_lists_what_is_open() -> None:
    template = library().templates["data_coop"]
    exported = export(library(), template, Draft("data_coop"), final=False, today=TODAY)
    assert exported.data
    document = read_docx(exported.data)
    notes = "\n".join(note.text for note in document.notes)
    assert document.notes[0].text == "本草稿尚有以下内容未定"
    assert "甲方名称（首部）" in notes
    assert "保密年限（第5.3款）" in notes
    assert "最多整改轮次：3（第3.4款）" in notes
    assert "还没有选的 2 项（选定以后，正文里才有相应的条款）\n是否含个人信息；对价安排。" in notes
    assert all(note.place < document.lines[0].place for note in document.notes)
    assert not any(f.rule == "R-STR-01" for f in exported.findings)


@CASES
def test_a_draft_lists_exactly_what_the_page_counts_as_open(template: str) -> None:
    known, draft = library().templates[template], Draft(template)
    notes = [note.text for note in cover_for(draft.composed(known), (), final=False).notes]
    listed = "；".join(notes[at + 1] for at, note in enumerate(notes) if note.startswith(("还没有定的", "还没有选的"))).rstrip("。")
    by_hand = {s.label for s in known.slots.values() if s.handwritten}
    named = {one.partition("（")[0] for one in listed.replace("。；", "；").split("；")}
    assert {s.label for s in draft.open_slots(known)} - by_hand == named


def test_a_final_document_has_no_notes_and_no_marks() -> None:
    data = made("data_coop", final=True).data
    assert data
    assert read_docx(data).notes == ()
    body = unzipped(data)["word/document.xml"]
    assert "w:highlight" not in body
    assert 'w:fill="DDEBF7"' not in body


def test_marks_of_a_draft() -> None:
    data = made("data_coop", confidentiality_years=None).data
    assert data
    body = unzipped(data)["word/document.xml"]
    assert re.search(r'<w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">________<', body)
    assert 'w:fill="DDEBF7"' in body
    signing = body[body.index("日期：") :]
    assert "w:highlight" not in signing.partition("</w:tbl>")[0], "the date is written in by hand"


@pytest.mark.parametrize(
    ("entries", "rule", "words"),
    [
        ({"confidentiality_years": None}, "R-STR-01", "保密年限"),
        ({"liability_cap": Entry(None, left_open=True), "max_fix_rounds": Entry(None, left_open=True)}, "R-STR-03", "最多整改轮次"),
        ({"copies_total": Entry(5)}, "R-CPY-01", "份数"),
    ],
)  # fmt: skip
def test_a_final_document_is_refused(entries: dict[str, Any], rule: str, words: str) -> None:
    draft = draft_of("data_coop")
    kept = {k: v for k, v in {**draft.entries, **entries}.items() if v is not None}
    template = library().templates["data_coop"]
    exported = export(library(), template, Draft("data_coop", kept), final=True, today=TODAY)
    assert exported.data is None
    objection = next(f for f in exported.findings if f.rule == rule)
    assert objection.severity == "error"
    assert words in objection.message
    assert export(library(), template, Draft("data_coop", kept), final=False, today=TODAY).data


def test_a_final_document_waits_for_a_confirmation() -> None:
    template = library().templates["data_coop"]
    exported = export(library(), template, draft_of("data_coop"), final=True, today=TODAY, pending=True)
    assert exported.data is None


def _with_optional(template: Template, name: str) -> Template:
    """The template with one clause made optional, as no template that loads would have it."""
    articles = tuple(
        replace(a, clauses=tuple(replace(c, status="推荐") if c.name == name else c for c in a.clauses))
        for a in template.articles
    )
    return replace(template, articles=articles)


def test_a_reference_to_a_clause_that_was_taken_out() -> None:
    template = _with_optional(library().templates["train_service"], "cap_exceptions")
    draft = draft_of("train_service", liability_cap="服务费总额的100%")
    off = Draft(draft.template, draft.entries, {"cap_exceptions": False})
    final = export(library(), template, off, final=True, today=TODAY)
    assert final.data is None
    objection = next(f for f in final.findings if f.rule == "R-STR-05")
    assert objection.message == (
        "17.1 引用了「不受限制的责任」，可是这一条现在不在合同里。请恢复它，或者去掉引用它的条款。"
    )
    assert export(library(), template, off, final=False, today=TODAY).data, "a draft only warns"


def test_extra_clauses_stand_word_for_word() -> None:
    draft = draft_of("data_coop")
    own = ("甲方每月\r\n提供一次 A&B <x>", "乙方配合😀")
    template = library().templates["data_coop"]
    exported = export(library(), template, Draft("data_coop", draft.entries, {}, own), final=False, today=TODAY)
    assert exported.data
    lines = read_docx(exported.data).lines
    place = next(i for i, x in enumerate(lines) if x.text == "补充条款")
    numbers = [x.number for x in lines[place : place + 3]]
    assert re.fullmatch(r"第.+条", numbers[0])
    assert [x.text for x in lines[place + 1 : place + 3]] == ["甲方每月\n提供一次 A&B <x>", "乙方配合😀"]
    assert all(re.fullmatch(r"\d+\.[12]", number) for number in numbers[1:])


def test_what_xml_cannot_hold_never_gets_in() -> None:
    with pytest.raises(UnprintableText, match=r"U\+0001"):
        runs("坏\x01字")
    template = library().templates["data_coop"]
    bad = Draft("data_coop", draft_of("data_coop").entries, {}, ("坏\x01字",))
    exported = export(library(), template, bad, final=False, today=TODAY)
    assert exported.data is None
    assert "控制字符" in next(f.message for f in exported.findings if f.rule == "R-STR-05")


def test_a_file_that_reads_differently_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in writing, the check stands between it and the user."""
    honest = exporting.package

    def careless(*arguments: Any) -> bytes:
        return changed(honest(*arguments), lambda xml: xml.replace("归甲方", "归乙方", 1))

    monkeypatch.setattr(exporting, "package", careless)
    exported = made("data_coop")
    assert exported.data is None
    assert [f.where for f in exported.findings if f.rule == "R-STR-05"] == ["4.1"]


def test_nothing_goes_round_the_check() -> None:
    """Only export writes files: nobody else calls the writer or the package under it."""
    allowed = {"_write": {"document.py:_checked"}, "package": {"document.py:_write"}, "_checked": {"document.py:export"}}
    for path in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "knowledge").rglob("*.py"), ROOT / "app.py"]:
        if not path.exists():
            continue
        source = path.read_text(encoding="utf-8")
        if path == ROOT / "assistant/exporting/redline.py":
            assert source.count(" package(") == 1 and "_prove(made" in source, "what it writes is read back"
            continue
        if path != ROOT / "assistant/exporting/document.py":
            assert "exporting.package" not in source, path
            assert "document._" not in source, path
            continue
        for function in [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]:
            for call in [n for n in ast.walk(function) if isinstance(n, ast.Call)]:
                if isinstance(call.func, ast.Name) and call.func.id in allowed:
                    assert f"{path.name}:{function.name}" in allowed[call.func.id]


# the file itself, as other programs see it


@CASES
def test_word_numbers_by_itself(template: str) -> None:
    """第一条, 1.1 and (1) are Word's own: typed nowhere, computed from the numbering."""
    data = made(template).data
    assert data
    contract = compose(library().templates[template], draft_of(template).terms())
    document = read_docx(data)
    assert [x.number for x in document.lines] == [x.number for x in contract.lines]
    assert {"第一条", "1.1", "(1)"} <= {x.number for x in document.lines}
    numbering = ElementTree.fromstring(unzipped(data)["word/numbering.xml"])
    bound = {s.get(f"{W}val") for s in numbering.iter(f"{W}pStyle")}
    styles = unzipped(data)["word/styles.xml"]
    assert all(f'w:styleId="{style}"' in styles for style in bound)


@CASES
def test_another_library_opens_it(template: str) -> None:
    data = made(template, final=True).data
    assert data
    word = open_word(io.BytesIO(data))
    assert word.core_properties.author == "拟约"
    assert word.core_properties.title == library().templates[template].title
    section = word.sections[0]
    assert round(section.page_width.mm) == 210
    assert round(section.page_height.mm) == 297
    assert section.header.paragraphs[0].text.endswith("\t签署版")
    names = {p.style.name for p in word.paragraphs}
    assert {"合同标题", "条标题", "款", "正文段", "附件标题"} <= names
    assert [t for t in word.tables if t.style.name == "签署栏"]


def test_tables_repeat_their_head_and_the_signatures_stay_together() -> None:
    data = made("data_coop").data
    assert data
    body = unzipped(data)["word/document.xml"]
    assert body.count("<w:tblHeader/>") == 3
    signing = next(t for t in body.split("<w:tbl>") if "HtSigningTable" in t).partition("</w:tbl>")[0]
    assert signing.count("<w:cantSplit/>") == 3
    assert signing.count("<w:keepNext/>") == 4, "all rows but the last hold on to the next"


def test_notes_say_where_in_the_numbers_of_the_document() -> None:
    template = library().templates["data_coop"]
    draft = draft_of("data_coop", cure_days=None)
    off = Draft("data_coop", draft.entries, {"confidential_exceptions": False, "mitigation": False})
    contract = compose(template, off.terms())
    notes = [n.text for n in cover_for(contract, (), final=False).notes]
    assert any(n.startswith("催告改正期限：30 日（第8.3款）") for n in notes)


# files from elsewhere


def _bomb() -> bytes:
    return zipped({**unzipped(made("data_coop").data or b""), "word/media/x.bin": b"\0" * (LIMIT + 1)})


def _bare(**parts: str) -> bytes:
    return zipped({**unzipped(made("data_coop").data or b""), **{k.replace("__", "/"): v for k, v in parts.items()}})


REFUSED = {
    "nothing": lambda: b"",
    "a text": lambda: b"hello",
    "half a file": lambda: (made("data_coop").data or b"")[:9000],
    "an old or locked file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a zip without a document": lambda: zipped({"a.txt": "a"}),
    "macros": lambda: _bare(**{"word__vbaProject.bin": "x"}),
    "a zip bomb": _bomb,
    "entities": lambda: changed(made("data_coop").data or b"", lambda x: x.replace("<w:document", '<!DOCTYPE d [<!ENTITY a "b">]><w:document')),
    "broken XML": lambda: changed(made("data_coop").data or b"", lambda x: x.replace("</w:body>", "")),
    "no body": lambda: changed(made("data_coop").data or b"", lambda x: re.sub(r"<w:body>.*</w:body>", "", x, flags=re.S)),
    "endless nesting": lambda: changed(made("data_coop").data or b"", lambda x: x.replace("<w:body>", "<w:body>" + "<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_are_refused(name: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_docx(REFUSED[name]())
    assert re.search(r"请|确认", str(refusal.value)), "it says what to do"


def test_damaged_files_are_read_or_refused_but_never_break_anything() -> None:
    data, chance = made("data_coop").data or b"", Random(7)
    template = library().templates["data_coop"]
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(DocumentError):
            check_document(template, read_docx(bytes(broken)), None)
    body = unzipped(data)["word/document.xml"]
    tags = list(re.finditer(r'w:(?:val|w|ilvl)="[^"]*"', body))
    for _ in range(20):
        spot = chance.choice(tags)
        odd = body[: spot.start()] + spot[0].split("=")[0] + '="²x-"' + body[spot.end() :]
        check_document(template, read_docx(zipped({**unzipped(data), "word/document.xml": odd})), None)


def test_two_parts_of_one_name_are_refused() -> None:
    parts = unzipped(made("data_coop").data or b"")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in parts:
            archive.writestr(name, parts[name])
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", parts["word/document.xml"])
    with pytest.raises(DocumentError, match="同名"):
        read_docx(buffer.getvalue())


def test_what_lies_beside_the_text_is_collected() -> None:
    data = made("data_coop").data or b""
    relation = '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
    parts = unzipped(data)
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace("</Relationships>", relation)
    space = W[1:-1]
    parts["word/comments.xml"] = f'<w:comments xmlns:w="{space}"><w:comment w:id="1"><w:p><w:r><w:t>私下约定</w:t></w:r></w:p></w:comment></w:comments>'
    document = read_docx(zipped(parts))
    assert [(e.kind, e.text) for e in document.extras] == [("批注", "私下约定")]
    result = check_document(library().templates["data_coop"], document, draft_of("data_coop").terms())
    assert "批注「私下约定」" in result.findings[0].message


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [(11, "chineseCountingThousand", "十一"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (3, "decimalEnclosedCircle", "③"),
     (7, "decimalZero", "07"), (5, "decimal", "5"), (9, "none", "")],
)  # fmt: skip
def test_number_formats(number: int, form: str, shown: str) -> None:
    assert formatted(number, form) == shown


def test_an_open_blank_is_a_line() -> None:
    lines = read_docx(made("data_coop", confidentiality_years=None).data or b"").lines
    assert any(OPEN in x.text and "保密义务" in x.text for x in lines)


def test_created_time_is_written() -> None:
    template = library().templates["data_coop"]
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    data = export(library(), template, draft_of("data_coop"), final=False, today=TODAY, created=when).data
    assert "2026-01-02T03:04:05Z" in unzipped(data or b"")["docProps/core.xml"]
