"""A contract edited and saved by LibreOffice: every edit is reported, none is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.checking.checker import check_document
from assistant.checking.pairs import with_typed_numbers, words
from assistant.checking.results import CheckResult
from assistant.checking.telling import told
from assistant.exporting.read import read_docx
from assistant.exporting.redline import redline
from assistant.exporting.revisions import settled
from knowledge.contract import compose, effective
from tests.documents import changed, draft_of, made
from tests.edited import (
    SOFFICE,
    Edit,
    half_width,
    moved,
    plain_styles,
    put,
    split_runs,
    through_libreoffice,
    tracked,
    typed_numbers,
    with_clause,
    without_clause,
)
from tests.random_drafts import library

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not there")
TEMPLATE = "data_coop"


def numbers() -> dict[str, str]:
    lines = compose(library().templates[TEMPLATE], draft_of(TEMPLATE).terms()).lines
    return {x.text: x.number for x in lines if x.number}


EDITS: dict[str, tuple[Edit, set[tuple[str, str]], list[str]]] = {
    "saved": (put("甲方", "甲方"), set(), []),
    "value": (put("期限为4年", "期限为2年"), {("5.3", "value")}, ["5.3 保密年限由4年改为2年"]),
    "words": (put("乙方应当以合理的专业水准完成训练", "乙方应当尽力完成训练"), {("1.2", "words")}, []),
    "owner": (put("模型自形成之日起归乙方。", "模型自形成之日起归甲方。"), {("4.2(2)", "words")}, ["4.2(2) 「日起归乙方」改为「日起归甲方」"]),
    "deleted": (without_clause("变更本协议应当由双方签订书面文件"), {("8.2", "missing")}, ["8.2 「变更」整款删除"]),
    "added": (with_clause("变更本协议应当由双方签订书面文件", "甲方可以随时检查。"), {("8.2", "added")}, ["8.2 后面新增「甲方可以随时检查。」"]),
    "moved": (moved("变更本协议应当由双方签订书面文件", "一方因不可抗力不能履行的"), {("8.2", "moved")}, []),
    "torn": (split_runs, set(), []),
    "tracked": (tracked("期限为4年", "期限为2年"), {("5.3", "value")}, ["5.3 保密年限由4年改为2年"]),
    "unstyled": (plain_styles, set(), []),
    "typed": (typed_numbers(numbers()), set(), []),
    "narrow": (half_width, set(), []),
}  # fmt: skip


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    data = made(TEMPLATE).data or b""
    files = {name: data if name == "saved" else changed(data, edit) for name, (edit, _, _) in EDITS.items()}
    folder: Path = tmp_path_factory.mktemp("word")
    return through_libreoffice(files, folder)


def checked(data: bytes) -> CheckResult:
    return check_document(library().templates[TEMPLATE], read_docx(data), draft_of(TEMPLATE).terms())


def of_text(result: CheckResult) -> set[tuple[str, str]]:
    """Changes of the text; what is only numbered otherwise says the same."""
    return {(c.address, c.kind) for c in result.changes if c.kind != "same" and c.template_text != c.document_text} | {
        (c.address, c.kind) for c in result.changes if c.kind == "moved"}


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_and_nothing_else(name: str, back: dict[str, bytes]) -> None:
    result = checked(back[name])
    _, expected, words = EDITS[name]
    assert of_text(result) == expected, [f.message for f in result.findings]
    lines: Iterable[str] = told(library().templates[TEMPLATE], result, effective(
        library().templates[TEMPLATE], draft_of(TEMPLATE).terms()))
    assert set(words) <= set(lines)
    given = draft_of(TEMPLATE).values
    printed = {k: v for k, v in given.items() if k in result.values and k != "confidentiality_years"}
    assert {k: result.values[k] for k in printed} == printed
    assert len(printed) > 25


def test_width_is_one_remark_and_the_making_of_the_file_is_kept(back: dict[str, bytes]) -> None:
    result = checked(back["narrow"])
    assert [f.severity for f in result.findings] == ["warn"]
    assert "全角、半角" in result.findings[0].message
    told = read_docx(back["value"]).manifest
    assert told is not None and told.template == TEMPLATE and told.version == library().templates[TEMPLATE].version


@pytest.mark.parametrize("name", EDITS)
def test_it_can_be_redlined(name: str, back: dict[str, bytes]) -> None:
    contract, document = compose(library().templates[TEMPLATE], draft_of(TEMPLATE).terms()), read_docx(back[name])
    both = redline(contract, document, created=datetime(2026, 11, 22, tzinfo=UTC))
    accepted = [words(x) for x in read_docx(settled(both, accept=True)).lines]
    assert accepted == [words(x) for x in with_typed_numbers(document.lines)]


@pytest.mark.parametrize("name", ["saved", "torn", "unstyled", "typed", "narrow"])
def test_without_the_values_nothing_is_invented_either(name: str, back: dict[str, bytes]) -> None:
    result = check_document(library().templates[TEMPLATE], read_docx(back[name]), None)
    assert {c.kind for c in result.changes} == {"same"}
