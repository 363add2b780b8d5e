"""Word file → PDF by the LibreOffice that is installed; without one it says so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

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
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        line = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", name, str(folder / "contract.docx")]
        try:
            subprocess.run(line, check=True, capture_output=True, timeout=LONGEST)
            return (folder / "contract.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise NoPdf(f"LibreOffice 没能转成 PDF（{error}）。请导出 .docx，再另存为 PDF。") from error
