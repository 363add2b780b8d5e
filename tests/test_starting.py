"""The first start: what it decides, what it says; the installation itself runs in a fresh clone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import installing, starting
from assistant.installing import LOCK, TEST_LOCK, Trouble, explain, pinned


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder that the starter takes for its own."""
    venv = tmp_path / ".venv"
    python = venv / "bin" / "python"
    for module in (installing, starting):
        monkeypatch.setattr(module, "VENV", venv)
        monkeypatch.setattr(module, "PYTHON", python)
        monkeypatch.setattr(module, "UNFINISHED", venv / "niyue-unfinished")
    monkeypatch.setattr(installing, "CACHE", tmp_path / ".cache")
    monkeypatch.setattr(installing, "LOG", tmp_path / ".cache" / "install.log")
    return tmp_path


def finish(*locks: Path) -> None:
    installing.PYTHON.parent.mkdir(parents=True, exist_ok=True)
    installing.PYTHON.touch()
    for lock in locks:
        installing.mark(lock).write_text(installing._digest(lock), encoding="utf-8")


def test_done_means_whole_and_of_this_lock(place: Path) -> None:
    assert not installing.done([LOCK])
    finish(LOCK)
    assert installing.done([LOCK])
    assert not installing.done([LOCK, TEST_LOCK])
    installing.UNFINISHED.touch()
    assert not installing.done([LOCK])
    installing.UNFINISHED.unlink()
    installing.mark(LOCK).write_text("of another lock", encoding="utf-8")
    assert not installing.done([LOCK])


def test_the_digest_does_not_depend_on_line_ends(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert installing._digest(unix) == installing._digest(windows)


def test_an_unfinished_environment_is_made_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(LOCK)
    leftover = installing.VENV / "half-written"
    leftover.touch()
    installing._make()
    assert leftover.exists(), "a sound one is kept"
    installing.UNFINISHED.touch()
    made = []
    monkeypatch.setattr("venv.create", lambda folder, **_: made.append(folder))
    monkeypatch.setattr(installing, "FREE_GB", 0.0)
    installing._make()
    assert made == [installing.VENV]
    assert not leftover.exists() and not installing.UNFINISHED.exists()


def test_pip_that_began_to_write_leaves_the_mark_of_the_unfinished(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finish()
    installing._progress("Collecting numpy==2.4.6 (from -r requirements.lock)\n", 18, 144)
    assert not installing.UNFINISHED.exists()
    installing._progress("Installing collected packages: numpy\n", 144, 144)
    assert installing.UNFINISHED.exists()
    assert capsys.readouterr().err.startswith("  下载 18/144 downloading\n下载完毕")


def test_too_little_disk_is_said_before_anything_is_made(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "FREE_GB", 1e9)
    with pytest.raises(Trouble, match="磁盘空间不够"):
        installing._make()
    assert not installing.VENV.exists()


@pytest.mark.parametrize(
    ("log", "chinese", "english"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘空间不够", "Not enough disk space"),
        ("[Errno 13] Permission denied: '.venv'", "可写的地方", "can't be written to"),
        ("[WinError 5] Access is denied", "可写的地方", "can't be written to"),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'\n"
            "ERROR: No matching distribution found for aiohttp==3.14.5",
            "检查网络",
            "Check the network",
        ),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", "网络", "network"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "代理", "proxy"),
        ("ERROR: No matching distribution found for torch==2.13.0", "torch==2.13.0", "No build of"),
        ("ImportError: libfoo.so.1: cannot open", "详细记录", "libfoo.so.1"),
    ],
)
def test_failures_are_explained(log: str, chinese: str, english: str) -> None:
    said = str(explain(log))
    assert chinese in said
    assert english in said
    assert "Traceback" not in said


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 15)])
def test_an_unfit_python_ends_with_words(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as ending:
        starting.ensure_environment()
    monkeypatch.undo()
    assert ending.value.code == 3
    assert f"需要 Python 3.11–3.14，现在是 {version[0]}.{version[1]}" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows starts a child instead")
def test_the_same_command_is_started_in_the_environment(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(LOCK)
    calls = []
    monkeypatch.setattr(starting, "_present", lambda locks: False)
    monkeypatch.setattr(os, "execve", lambda *call: calls.append(call))
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-X", "utf8", "app.py", "--port", "1"])
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("one start is enough"))
    with pytest.raises(pytest.fail.Exception):
        starting.ensure_environment()
    program, command, environment = calls[0]
    assert program == str(installing.PYTHON)
    assert command == [program, "-X", "utf8", "app.py", "--port", "1"]
    monkeypatch.setenv(starting.AGAIN, environment[starting.AGAIN])
    with pytest.raises(SystemExit):  # and not round and round
        starting.ensure_environment()
    assert len(calls) == 1


def test_pip_keeps_the_users_settings_and_its_files_in_the_folder(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
    environment = installing._environment()
    assert environment["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert "PIP_TARGET" not in environment
    for name in ("PIP_CACHE_DIR", "TMPDIR"):
        assert Path(environment[name]).is_relative_to(place)


def test_the_locks_pin_every_requirement_and_no_cuda() -> None:
    import tomllib

    project = tomllib.loads((installing.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[^\w.-]", text)[0] for text in project["dependencies"]}
    assert names <= set(pinned(LOCK))
    assert not [name for name in pinned(LOCK) if name.startswith(("nvidia", "cuda", "triton"))]
    assert not set(pinned(LOCK)) & set(pinned(TEST_LOCK))
    assert {"pytest", "hypothesis", "ruff", "mypy", "playwright"} <= set(pinned(TEST_LOCK))
