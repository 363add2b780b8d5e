"""README's commands run and its snippets are true; only what starts the page or these tests is left out."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import Server
from tests.test_api import send

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [x for block in re.findall(r"```sh\n(.*?)```", README, re.S) for x in block.splitlines() if x]
START_UP = ("python app.py", "python -m tests")


def commands() -> list[str]:
    return [line for line in LINES if line not in START_UP and not line.startswith("python -m tests")]


def test_the_two_commands_of_the_first_screen_are_there() -> None:
    assert set(START_UP) <= set(LINES)
    assert (ROOT / "app.py").is_file() and (ROOT / "tests" / "__main__.py").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="the pipes are written for a POSIX shell")
def test_the_commands_run_in_order(tmp_path: Path) -> None:
    for written in commands():
        line = written.replace("python ", f"'{sys.executable}' ")
        line = line.replace("draft.docx", str(tmp_path / "draft.docx"))
        done = subprocess.run(
            line, shell=True, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_the_snippets_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    snippets = re.findall(r"```python\n(.*?)```", README, re.S)
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})


@pytest.mark.http
def test_the_requests_are_answered(tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    made: Any = b""
    try:
        lines = [x for x in README.splitlines() if x.startswith("curl ")]
        assert len(lines) == 6
        for line in lines:
            url, *options = shlex.split(line)[1:]
            given = dict(zip(options[::2], options[1::2], strict=True))
            path = url.removeprefix("http://127.0.0.1:7860")
            if "--data-binary" in given:  # curl's default for bytes
                status, told, _ = send(server, path, made, Content_Type="application/x-www-form-urlencoded")
            else:
                body = json.loads(given["--json"]) if "--json" in given else None
                status, told, _ = send(server, path, body, **({"Accept": "application/json"} if body and "--output" not in given else {}))
            assert status == 200 and told, line
            made = told if "--output" in given else made
    finally:
        server.stop()


def test_the_mcp_configuration_starts_what_there_is() -> None:
    from assistant.commandline import _parser

    [snippet] = re.findall(r"```json\n(.*?)```", README, re.S)
    configured = json.loads(snippet)["mcpServers"]["niyue"]
    assert configured["args"][:2] == ["-m", "assistant"]
    assert _parser().parse_args(configured["args"][2:]).command == "mcp"


def test_what_it_points_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
    for path in re.findall(r"`(tests/[\w/]+\.py)`", README):
        assert (ROOT / path).is_file(), path
