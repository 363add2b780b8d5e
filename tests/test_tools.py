"""MCP with the SDK's own client, over HTTP and over standard input and output."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.entrances.tools import Offer, call
from tests.browser.serving import ROOT, Server
from tests.test_api import TODAY, send, values

pytestmark = pytest.mark.http

START = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, started once for this file."""
    running = Server(tmp_path_factory.mktemp("mcp")).start()
    yield running
    running.stop()


def rpc(id: int, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params}


def post(server: Server, message: dict[str, Any]) -> Any:
    return send(server, "/mcp", message, Accept="application/json, text/event-stream")[1]["result"]


def test_over_http_tools_are_listed_and_answer_as_the_api_does(server: Server) -> None:
    assert post(server, rpc(1, "initialize", **START))["serverInfo"]["name"] == "niyue"
    tools = {t["name"]: t for t in post(server, rpc(2, "tools/list"))["tools"]}
    assert list(tools) == ["templates", "ask", "read", "draft", "check"]
    assert "out" not in tools["draft"]["inputSchema"]["properties"], "no files of this machine over HTTP"
    assert "path" not in tools["check"]["inputSchema"]["properties"]
    assert all("一" <= t["description"][0] <= "鿿" for t in tools.values())
    asked = {"question": "保密几年？", "template": "data_coop", "today": TODAY}
    answer = post(server, rpc(3, "tools/call", name="ask", arguments=asked))
    assert answer["structuredContent"] == send(server, "/api/ask", asked)[1]
    assert json.loads(answer["content"][0]["text"]) == answer["structuredContent"]
    asked = {"template": "data_coop", "values": values("data_coop"), "final": True, "today": TODAY}
    made = post(server, rpc(4, "tools/call", name="draft", arguments=asked))
    file = made["content"][1]["resource"]["blob"]
    assert base64.b64decode(file) == send(server, "/api/draft", asked)[1]
    checked = post(server, rpc(5, "tools/call", name="check", arguments={"template": "data_coop", "file": file}))
    assert {c["kind"] for c in checked["structuredContent"]["changes"]} == {"same"}
    assert send(server, "/mcp", b" " * 8_000_001)[0] == 413


def test_the_sdks_client_gets_along(server: Server) -> None:
    script = (
        "import sys, anyio\nfrom mcp import Client\n"
        "async def run():\n"
        "    async with Client(sys.argv[1]) as client:\n"
        "        print([t.name for t in (await client.list_tools()).tools])\n"
        "        print((await client.call_tool('read', {'template': 'data_coop',"
        " 'slot': 'confidentiality_years', 'text': '五年吧'})).structured_content)\n"
        "anyio.run(run)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, f"{server.url}/mcp"], check=False,
                          capture_output=True, text=True, timeout=60)
    assert "'check'" in done.stdout and "{'value': 5, 'ask': None}" in done.stdout, done.stderr


def test_over_standard_input_files_of_this_machine_are_named(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    asked = {"template": "data_coop", "values": values("data_coop"), "final": True, "out": str(out)}
    messages = [
        rpc(1, "initialize", **START), {"jsonrpc": "2.0", "method": "notifications/initialized"},
        rpc(2, "tools/call", name="draft", arguments=asked),
    ]
    with subprocess.Popen([sys.executable, "-m", "assistant", "mcp", "--today", TODAY], cwd=ROOT, text=True,
                          encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout

        def told(id: int) -> Any:
            return next(m for m in map(json.loads, process.stdout) if m.get("id") == id)["result"]

        for message in messages:
            print(json.dumps(message), file=process.stdin, flush=True)
        assert told(1)["serverInfo"]["name"] == "niyue"
        assert told(2)["structuredContent"]["written"] == str(out) and out.exists()
        print(json.dumps(rpc(3, "tools/call", name="draft", arguments=asked)), file=process.stdin, flush=True)
        assert told(3)["isError"], "a file that is there is not written over"
        checking = rpc(4, "tools/call", name="check", arguments={"template": "data_coop", "path": str(out)})
        print(json.dumps(checking), file=process.stdin, flush=True)
        assert {c["kind"] for c in told(4)["structuredContent"]["changes"]} == {"same"}
        process.stdin.close()
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("nope", {}, "没有叫「nope」的工具"),
        ("read", {"template": "data_coop", "slot": "nope", "text": "x"}, "没有槽位「nope」"),
        ("read", {"template": "data_coop"}, "slot：缺少这一项"),
        ("templates", {"template": "nope"}, "没有叫「nope」的模板"),
        ("draft", {"template": "data_coop", "values": {}, "out": "x.exe"}, ".docx"),
    ],
)
def test_a_wrong_call_is_told_for_the_model_to_correct(
    library: Any, today: Any, name: str, arguments: dict[str, Any], words: str
) -> None:
    def unasked() -> Any:
        raise AssertionError("nothing of this needs the index")

    result = call(Offer(library, unasked, lambda: today, local=True), name, arguments)
    assert result.is_error and words in result.content[0].text
