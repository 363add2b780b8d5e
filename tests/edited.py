"""What people do to a contract in a word processor, done to its XML; LibreOffice then writes the file as its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.documents import clause_of, paragraph_with

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Edit = Callable[[str], str]


def through_libreoffice(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Open every file in LibreOffice and save it again as docx; one start for all."""
    assert SOFFICE
    (folder / "out").mkdir()
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *(str(folder / f"{n}.docx") for n in files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: (folder / "out" / f"{name}.docx").read_bytes() for name in files}


def put(old: str, new: str) -> Edit:
    return lambda xml: xml.replace(old, new, 1)


def without_clause(words: str) -> Edit:
    return lambda xml: xml.replace(clause_of(xml, words), "")


def with_clause(words: str, text: str) -> Edit:
    """A numbered clause behind another."""
    more = f'<w:p><w:pPr><w:pStyle w:val="HtClause"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    return lambda xml: xml.replace(clause_of(xml, words), clause_of(xml, words) + more)


def moved(words: str, behind: str) -> Edit:
    def edit(xml: str) -> str:
        clause = clause_of(xml, words)
        rest = xml.replace(clause, "")
        return rest.replace(clause_of(rest, behind), clause_of(rest, behind) + clause)

    return edit


def plain_styles(xml: str) -> str:
    """Pasted into an empty document: no style is known, so numbers and table looks are gone too."""
    return re.sub(r'<w:(pStyle|tblStyle) w:val="Ht(?!Note)[^"]*"/>|<w:tblHeader/>', "", xml)


def split_runs(xml: str) -> str:
    """Every run torn after each third character, as spelling marks do."""

    def torn(match: re.Match[str]) -> str:
        text = re.sub(r"&\w+;", lambda m: m[0], match[1])
        if "&" in text:
            return match[0]
        pieces = re.findall(r".{1,3}", text, re.S)
        return '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve">'.join(pieces).join(
            ('<w:t xml:space="preserve">', "</w:t>"))

    return re.sub(r'<w:t xml:space="preserve">([^<]*)</w:t>', torn, xml)


def tracked(old: str, new: str) -> Edit:
    """A change made with tracking on and left so."""
    by = 'w:author="对方" w:date="2026-11-20T08:00:00Z"'

    def edit(xml: str) -> str:
        start = xml.index(old)
        run = '<w:r><w:t xml:space="preserve">'
        return (
            xml[:start] + f'</w:t></w:r><w:del w:id="81" {by}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
            f'<w:ins w:id="82" {by}><w:r><w:t>{new}</w:t></w:r></w:ins>{run}' + xml[start + len(old) :]
        )

    return edit


WIDTHS = str.maketrans("，；：（）", ",;:()")


def half_width(xml: str) -> str:
    """Punctuation in the text turned into the half-width kind."""
    return re.sub(r">[^<]+<", lambda m: m[0].translate(WIDTHS), xml)


def typed_numbers(numbers: dict[str, str]) -> Edit:
    """Numbers made text, as programs without lists do: ``numbers`` by the words of their paragraphs."""

    def edit(xml: str) -> str:
        for said, number in numbers.items():
            old = paragraph_with(xml, said)
            new = re.sub(r"<w:numPr>.*?</w:numPr>", "", old)
            new = re.sub(r'<w:pStyle w:val="Ht[^"]*"/>', '<w:pStyle w:val="Normal"/>', new)
            xml = xml.replace(old, new.replace('<w:t xml:space="preserve">', f'<w:t xml:space="preserve">{number} ', 1))
        return xml

    return edit
