"""What a lawyer expects of a page: no number without its unit, no list without its lead, no page of signatures alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.exporting.markup import MARGINS, PORTRAIT, column_widths
from assistant.exporting.pdf import as_pdf
from knowledge.contract import compose
from tests.documents import FILLED, draft_of, made, unzipped
from tests.random_drafts import library

CASES = pytest.mark.parametrize("template", sorted(FILLED))
UNIT = re.compile(r"[0-9]([\u4e00-\u9fff])")


@CASES
def test_no_line_may_begin_with_what_follows_a_number(template: str) -> None:
    """Word and WPS are told by the settings; the text holds no invisible signs for it."""
    parts = unzipped(made(template).data or b"")
    said = re.search(r'<w:noLineBreaksBefore w:lang="zh-CN" w:val="([^"]+)"', parts["word/settings.xml"])
    contract = compose(library().templates[template], draft_of(template).terms())
    units = set(UNIT.findall(contract.text()))
    assert said and {"年", "月", "日", "元", "个", "款"} <= units and units <= set(said[1])
    assert not re.search("[\u00a0\u200b-\u200d\u2060\ufeff]", parts["word/document.xml"])


@CASES
@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler is not there")
def test_in_the_pdf_none_does(template: str, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(as_pdf(made(template).data or b""))
    text = subprocess.run(["pdftotext", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert len(text) > 5_000
    assert not re.findall(r"[0-9]\n[年月日元个轮份次款]", text)


@CASES
def test_what_leads_to_a_list_and_what_precedes_the_signatures_stays_with_it(template: str) -> None:
    body = unzipped(made(template).data or b"")["word/document.xml"]
    paragraphs = re.findall(r"<w:p>.*?</w:p>", body)
    said = [re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", p) for p in paragraphs]
    leads = [p for p, text, after in zip(paragraphs, said, paragraphs[1:], strict=False)
             if text.endswith("：") and 'w:val="HtItem"' in after]
    assert len(leads) >= 3 and all("<w:keepNext/>" in p for p in leads)
    signing = next(n for n, text in enumerate(said) if text.startswith("双方确认"))
    assert "<w:keepNext/>" in paragraphs[signing - 1] and "<w:keepNext/>" in paragraphs[signing]
    assert "<w:widowControl/>" in unzipped(made(template).data or b"")["word/styles.xml"]


def test_columns_are_as_wide_as_what_they_hold() -> None:
    """Two dates stay on one line; what cannot fit is shared by need, never beyond the page."""
    contract = compose(library().templates["data_coop"], draft_of("data_coop").terms())
    line = next(x for x in contract.lines if "起止" in x.header)
    total = PORTRAIT[0] - MARGINS[1] - MARGINS[3]
    widths = column_widths(line, total)
    assert sum(widths) == total and widths[line.header.index("起止")] > 2500
    for narrow in (total // 2, total // 4):
        thin = column_widths(line, narrow)
        assert sum(thin) == narrow and min(thin) > 0


@CASES
@pytest.mark.parametrize("final", [False, True])
def test_the_files_properties_name_it(template: str, final: bool) -> None:
    core = unzipped(made(template, final=final).data or b"")["docProps/core.xml"]
    mark = "签署版" if final else "草稿"
    assert f"<cp:contentStatus>{mark}</cp:contentStatus>" in core and "<cp:category>合同</cp:category>" in core
    assert re.search(r"<dc:subject>\S+编号：[A-Z]+-2026-\d+</dc:subject>", core)
    assert f"<dc:title>{library().templates[template].title}</dc:title>" in core
