"""Hand files to LibreOffice with the steps to do on them; what it saved comes back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Step = Sequence[str | int]


@cache
def python_of_office() -> str | None:
    """Return a Python that can talk to LibreOffice: its own, or the system's with the package python3-uno."""
    if OFFICE is None:
        return None
    own = Path(OFFICE).resolve().parent
    for python in (own / "python", own / "python.exe", Path("/usr/bin/python3"), Path(sys.executable)):
        if python.exists() and not subprocess.run(
            [str(python), "-c", "import uno"], check=False, capture_output=True
        ).returncode:
            return str(python)
    return None


def why_not() -> str:
    """Return why LibreOffice cannot be driven here, an empty string when it can."""
    if OFFICE is None:
        return "LibreOffice 没有装 is not installed (libreoffice-writer)"
    if python_of_office() is None:
        return "LibreOffice 的 Python 接口没有装 its Python bridge is not installed (python3-uno)"
    return ""


def edited(jobs: Mapping[str, tuple[bytes, Sequence[Step]]], folder: Path) -> dict[str, bytes]:
    """Open each file, do its steps, save it as docx; one start of LibreOffice for all."""
    python = python_of_office()
    assert OFFICE and python
    listed = []
    for number, (data, steps) in enumerate(jobs.values()):
        (folder / f"{number}.docx").write_bytes(data)
        listed.append({"file": str(folder / f"{number}.docx"), "out": str(folder / f"{number}-back.docx"), "steps": steps})
    (folder / "jobs.json").write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    done = subprocess.run(
        [python, str(Path(__file__).with_name("macro.py")), OFFICE, str(folder / "jobs.json")],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: (folder / f"{number}-back.docx").read_bytes() for number, name in enumerate(jobs)}
