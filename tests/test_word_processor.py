"""A contract edited in LibreOffice by hand, so to speak: every edit is told, in words, at its place; none is invented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase

import pytest

from assistant.checking.checker import check_document
from assistant.checking.pairs import with_typed_numbers, words
from assistant.checking.telling import told
from assistant.exporting.read import read_docx
from assistant.exporting.redline import redline
from knowledge.contract import compose, effective
from tests.documents import draft_of, made
from tests.office.cases import CASES, WIDTH, Case
from tests.office.driving import edited, why_not
from tests.random_drafts import library

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
ALL = [(template, name) for template, cases in CASES.items() for name in cases]


def case_of(template: str, name: str) -> Case:
    """The case in the words of the contract."""
    return CASES[template][name].of(compose(library().templates[template], draft_of(template).terms()))


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Every case, as LibreOffice saved it."""
    sent = {template: made(template).data or b"" for template in CASES}
    jobs = {f"{t}/{n}": (sent[t], case_of(t, n).steps) for t, n in ALL}
    done = edited(jobs, tmp_path_factory.mktemp("office"))
    return {(t, n): done[f"{t}/{n}"] for t, n in ALL}


@pytest.mark.parametrize(("template", "name"), ALL)
def test_every_edit_is_told_and_nothing_else(template: str, name: str, back: dict[tuple[str, str], bytes]) -> None:
    known, terms, case = library().templates[template], draft_of(template).terms(), case_of(template, name)
    result = check_document(known, read_docx(back[template, name]), terms)
    lines = list(told(known, result, effective(known, terms)))
    assert len(lines) == len(case.told) and all(map(fnmatchcase, lines, case.told)), lines
    where = {WIDTH if "全角、半角" in f.message else f.where for f in result.findings}
    must, may = ({x.rstrip("?") for x in case.where if x.endswith("?") <= loose} for loose in (False, True))
    assert must <= where <= may, [f.message for f in result.findings]


@pytest.mark.parametrize(("template", "name"), ALL)
def test_the_same_without_the_values(template: str, name: str, back: dict[tuple[str, str], bytes]) -> None:
    """Values are read back, so a changed value is no change of words; whatever else was done is seen all the same."""
    known, case = library().templates[template], case_of(template, name)
    result = check_document(known, read_docx(back[template, name]), None)
    where = {WIDTH if "全角、半角" in f.message else f.where.partition("(")[0] for f in result.findings}
    assert where <= {x.rstrip("?").partition("(")[0] for x in case.where}, [f.message for f in result.findings]
    given = draft_of(template).values
    read = {k for k, v in given.items() if result.values.get(k) == v}
    assert len(read) > 25 and len({k for k in given if k in result.values} - read) <= max(1, len(case.told))


REDLINED = ["saved", "a clause deleted", "a clause inserted", "an amount in figures only", "a row of an annex deleted",
            "a signature line deleted", "a heading retyped otherwise", "a clause split", "three edits at once"]  # fmt: skip


def plain(said: object) -> object:
    """What a line says, spaces and the numbers of live references aside: those follow the clauses by themselves."""
    return re.sub(r"第[\d.]+款|\s+", "", said) if isinstance(said, str) else said


def text_of(data: bytes) -> list[object]:
    return [plain(w) for x in with_typed_numbers(read_docx(data).lines) if (w := words(x))]


@pytest.mark.parametrize("template", sorted(CASES))
def test_a_redline_settled_by_libreoffice_is_either_text(
    template: str, back: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Accept all, reject all, as a person would choose it from the menu."""
    contract = compose(library().templates[template], draft_of(template).terms())
    names = [name for name in REDLINED if (template, name) in back]
    made_ = {n: redline(contract, read_docx(back[template, n]), created=datetime(2026, 11, 22, tzinfo=UTC)) for n in names}
    jobs = {
        f"{name}/{choice}": (data, [("command", f"{choice}AllTrackedChanges")])
        for name, data in made_.items() for choice in ("Accept", "Reject")
    }  # fmt: skip
    done = edited(jobs, tmp_path_factory.mktemp("redline"))
    for name in names:
        accepted, rejected = read_docx(done[f"{name}/Accept"]), read_docx(done[f"{name}/Reject"])
        assert not [x for x in (*accepted.extras, *rejected.extras) if x.kind == "修订"], name
        assert text_of(done[f"{name}/Accept"]) == text_of(back[template, name]), name
        assert text_of(done[f"{name}/Reject"]) == [plain(w) for x in contract.lines if (w := words(x))], name
