"""Word file → PDF by the LibreOffice that is installed; without one it says so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from assistant.exporting.open import W

LONGEST = 120
"""Seconds a conversion may take; the first start of LibreOffice is slow."""


class NoPdf(Exception):
    """No PDF can be made; the message says why and what to do."""


def as_pdf(data: bytes) -> bytes:
    """Return the Word file as PDF, in a profile of its own that is thrown away."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise NoPdf("这台电脑上没有 LibreOffice，出不了 PDF。请导出 .docx，用 Word 或 WPS 另存为 PDF。")
    with tempfile.TemporaryDirectory(prefix="niyue-") as name:
        folder = Path(name)
        (folder / "contract.docx").write_bytes(data)
        _breaking_as_in(data, folder / "profile" / "user")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        line = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", name, str(folder / "contract.docx")]
        try:
            subprocess.run(line, check=True, capture_output=True, timeout=LONGEST)
            return (folder / "contract.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise NoPdf(f"LibreOffice 没能转成 PDF（{error}）。请导出 .docx，再另存为 PDF。") from error


_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/AsianLayout/StartEndCharacters"><node oor:name="zh-CN" oor:op="replace">
<prop oor:name="StartCharacters" oor:op="fuse"><value>{first}</value></prop>
<prop oor:name="EndCharacters" oor:op="fuse"><value>{last}</value></prop></node></item>
</oor:items>
"""


def _breaking_as_in(data: bytes, profile: Path) -> None:
    """Tell LibreOffice where the file's lines may not break: of a Word file it does not read that by itself."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        settings = ElementTree.fromstring(archive.read("word/settings.xml"))
    first, last = (settings.find(f"{W}noLineBreaks{x}") for x in ("Before", "After"))
    if first is not None and last is not None:
        profile.mkdir(parents=True)
        said = {"first": first.get(f"{W}val", ""), "last": last.get(f"{W}val", "")}
        text = _PROFILE.format(**{key: escape(value) for key, value in said.items()})
        (profile / "registrymodifications.xcu").write_text(text, "utf-8")
