"""What a Word file carries beside its words: live references, the story of its making; and its PDF."""

from __future__ import annotations

import shutil

import pytest

from assistant.checking.checker import check_document
from assistant.exporting.manifest import fingerprint
from assistant.exporting.pdf import NoPdf, as_pdf
from assistant.exporting.read import read_docx
from knowledge.contract import compose
from tests.documents import FILLED, changed, draft_of, made
from tests.random_drafts import library

CASES = pytest.mark.parametrize("template", sorted(FILLED))


@CASES
def test_cross_references_are_live_and_right(template: str) -> None:
    """Every reference to something numbered follows a bookmark, shows its number, and is read back."""
    data = made(template).data or b""
    contract, document = compose(library().templates[template], draft_of(template).terms()), read_docx(data)
    numbers = {line.place: line.number for line in document.lines}
    numbered = [f for f in document.links if f.numbered]
    assert len(numbered) > 10
    assert [f.shown for f in numbered] == [numbers[document.bookmarks[f.bookmark]] for f in numbered]
    shown = [line.text[a:b] for line in contract.lines for a, b, _ in line.references]
    assert len(document.links) >= sum(not s.startswith(("〔", "首部", "签署")) for s in shown)
    first = numbered[0].bookmark
    other = next(f.bookmark for f in numbered if f.shown != numbered[0].shown)
    bent = changed(data, lambda xml: xml.replace(f"REF {first} ", f"REF {other} ", 1))
    result = check_document(library().templates[template], read_docx(bent), draft_of(template).terms())
    assert ["域" in f.message for f in result.findings] == [True]
    gone = changed(data, lambda xml: xml.replace(f'w:name="{first}"', 'w:name="elsewhere"'))
    lost = check_document(library().templates[template], read_docx(gone), draft_of(template).terms())
    assert lost.findings and all("请重新插入引用" in f.message for f in lost.findings)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_a_pdf_is_made_where_libreoffice_is() -> None:
    assert as_pdf(made("data_coop").data or b"").startswith(b"%PDF")


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoPdf, match="另存为 PDF"):
        as_pdf(b"")


def test_the_making_of_the_file_is_written_into_it() -> None:
    template = library().templates["data_coop"]
    document = read_docx(made("data_coop").data or b"")
    assert document.manifest is not None
    assert document.manifest.values == fingerprint(draft_of("data_coop").terms())
    other = check_document(template, document, draft_of("data_coop", confidentiality_years=9).terms())
    assert "文件属性" in {f.where for f in other.findings}
    foreign = check_document(library().templates["train_service"], document, None)
    assert "不是《人工智能模型训练合同》" in "".join(f.message for f in foreign.findings if f.where == "文件属性")
