"""The HTTP API and MCP of the running program: the command line's answers, told errors, nobody else's talk."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from assistant.commandline import main
from tests.browser.serving import Server

pytestmark = pytest.mark.http

CONTRACTS = Path(__file__).parent / "contracts"
TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, started once for this file."""
    running = Server(tmp_path_factory.mktemp("api")).start()
    yield running
    running.stop()


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What the command line prints, as data."""

    def run(*arguments: object) -> Any:
        main([*map(str, arguments), "--json", "--today", TODAY])
        return json.loads(capsys.readouterr().out)

    return run


def send(
    server: Server, path: str, body: Any = None, *, method: str = "", **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """Return status, body (as JSON where it is JSON) and headers."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    named = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    request = urllib.request.Request(server.url + path, data, named, method=method or None)
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except HTTPError as refused:
        answer = refused
    with answer:
        text = answer.read()
        json_ = text and "json" in answer.headers.get("content-type", "")
        return answer.status, json.loads(text) if json_ else text, dict(answer.headers)


def values(template: str) -> dict[str, Any]:
    return dict(json.loads((CONTRACTS / f"{template}.json").read_text(encoding="utf-8")))


def test_it_answers_what_the_command_line_answers(server: Server, cli: Callable[..., Any]) -> None:
    assert send(server, "/api/templates")[1] == cli("templates")
    question = {"question": "泄密要赔多少？", "template": "train_service", "today": TODAY}
    assert send(server, "/api/ask", question)[1] == cli("ask", question["question"], "--template", "train_service")
    file = CONTRACTS / "data_coop.json"
    asked = {"question": "保密几年？", "template": "data_coop", "values": values("data_coop"), "today": TODAY}
    assert send(server, "/api/ask", asked)[1] == cli("ask", "保密几年？", "--template", "data_coop", "--values", file)
    for text in ("下月15号", "看情况吧"):
        read = {"template": "data_coop", "slot": "data_delivery_time", "text": text, "today": TODAY}
        assert send(server, "/api/read", read)[1] == cli(
            "read", "--template", "data_coop", "--slot", "data_delivery_time", text)


def test_a_conversation_goes_turn_by_turn_as_on_the_command_line(
    server: Server, cli: Callable[..., Any], tmp_path: Path
) -> None:
    said = ["保密五年", "数据下月15号交", "改成三年"]
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": 1, "template": "data_coop", "turns": said}), encoding="utf-8")
    turns = cli("chat", "--batch", path)["turns"]
    token = ""
    for message, turn in zip(said, turns, strict=True):
        more = {"conversation": token} if token else {"template": "data_coop"}
        status, told, _ = send(server, "/api/chat", {"message": message, "today": TODAY, **more})
        token = told.pop("conversation")
        assert (status, told) == (200, turn)
    other = {"message": "x", "conversation": token, "template": "train_service"}
    assert send(server, "/api/chat", other)[0] == 400


def test_nobody_goes_on_with_somebody_elses_conversation(server: Server) -> None:
    first = send(server, "/api/chat", {"message": "做数据合作协议，甲方是合肥云帆数据科技有限公司"})[1]["conversation"]
    second = send(server, "/api/chat", {"message": "做模型训练合同"})[1]
    assert "云帆" not in json.dumps(second, ensure_ascii=False)
    token = second["conversation"]
    for wrong in (first[:32] + token[32:], token[:32] + first[32:], first[:32], "x", "0" * 64):
        status, told, _ = send(server, "/api/chat", {"message": "现在有哪些内容？", "conversation": wrong})
        assert status == 404 and told["where"] == "conversation" and told["do"]
        assert send(server, f"/api/chat/{wrong}", method="DELETE")[0] == 404
    assert send(server, f"/api/chat/{first}", method="DELETE")[0] == 204
    assert send(server, "/api/chat", {"message": "在吗", "conversation": first})[0] == 404
    assert send(server, "/api/chat", {"message": "在吗", "conversation": token})[0] == 200


@pytest.mark.parametrize("template", ["data_coop", "train_service"])
def test_a_draft_is_the_command_lines_file_and_passes_its_own_check(
    server: Server, cli: Callable[..., Any], tmp_path: Path, template: str
) -> None:
    file, out = CONTRACTS / f"{template}.json", tmp_path / "x.docx"
    written = cli("draft", "--template", template, "--values", file, "--out", out, "--final")
    asked = {"template": template, "values": values(template), "final": True, "today": TODAY}
    status, made, headers = send(server, "/api/draft", asked)
    assert status == 200 and made == out.read_bytes()
    assert ".docx" in headers["content-disposition"]
    told = send(server, "/api/draft", asked, Accept="application/json")[1]
    assert base64.b64decode(told["docx"]) == made
    assert told["findings"] == written["findings"] and told["open"] == written["open"]
    expected = cli("check", out, "--template", template)
    assert send(server, f"/api/check?template={template}", made, Content_Type="application/octet-stream")[1] == expected
    whole = {"file": told["docx"], "template": template, "values": values(template), "today": TODAY}
    assert send(server, "/api/check", whole)[1] == cli("check", out, "--template", template, "--values", file)


def test_a_contract_from_anywhere_is_linted(server: Server, cli: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("合同\n第一条 费用为100元(大写:贰佰元整)。\n第三条 见第九条。\n", encoding="utf-8")
    found = send(server, "/api/check?name=x.txt", path.read_bytes(), Content_Type="text/plain")[1]
    assert found == cli("check", path) and found["findings"]


def test_a_final_version_with_something_open_is_refused_with_the_reasons(server: Server) -> None:
    asked = {"template": "data_coop", "values": {"confidentiality_years": 5}, "final": True}
    status, told, _ = send(server, "/api/draft", asked)
    assert status == 409 and told["error"] and told["do"]
    assert "R-STR-01" in [f["rule"] for f in told["findings"]] and told["open"]


WRONG = [
    ("/api/ask", b'{"question": ', 400, "body"),
    ("/api/ask", {}, 400, "question"),
    ("/api/ask", {"question": " "}, 400, "question"),
    ("/api/ask", {"question": "x", "nope": 1}, 400, "nope"),
    ("/api/ask", {"question": "x", "template": "nope"}, 404, "template"),
    ("/api/ask", {"question": "x", "values": {}}, 400, "template"),
    ("/api/read", {"template": "data_coop", "slot": "nope", "text": "x"}, 404, "slot"),
    ("/api/read", {"template": "data_coop", "slot": "total_fee", "text": "x", "today": "明天"}, 400, "today"),
    ("/api/read", {"template": "data_coop", "slot": "total_fee", "text": "五" * 9000}, 400, "text"),
    ("/api/draft", {"template": "data_coop", "values": []}, 400, "values"),
    ("/api/draft", {"template": "data_coop", "values": {"wrong": 1}}, 400, "values"),
    ("/api/draft", {"template": "nope", "values": {}}, 404, "template"),
    ("/api/check", {"template": "data_coop"}, 400, "file"),
    ("/api/check", {"template": "data_coop", "file": "!"}, 400, "file"),
    ("/api/check", {"template": "data_coop", "file": "bm8gd29yZA=="}, 400, "file"),
    ("/api/nope", {}, 404, "/api/nope"),
    ("/api/ask", b" " * 1_000_001, 413, "body"),
    ("/api/check", b" " * 8_000_001, 413, "body"),
]


@pytest.mark.parametrize(("path", "body", "status", "where"), WRONG)
def test_what_cannot_be_used_is_told_with_its_place(
    server: Server, path: str, body: Any, status: int, where: str
) -> None:
    got, told, _ = send(server, path, body)
    assert (got, told["where"]) == (status, where)
    assert told["error"] and any("一" <= c <= "鿿" for c in told["error"])


def test_json_must_come_as_json_so_that_no_form_of_another_site_is_one(server: Server) -> None:
    body = json.dumps({"question": "保密几年？"}).encode()
    assert send(server, "/api/ask", body, Content_Type="text/plain")[0] == 400


@pytest.mark.parametrize("path", ["/api/ask", "/mcp"])
def test_other_sites_and_other_names_are_refused(server: Server, path: str) -> None:
    body = {"question": "保密几年？"}
    assert send(server, path, body, Origin="http://evil.example")[0] == 403
    assert send(server, path, body, Origin="null")[0] == 403
    assert send(server, path, body, Host="evil.example")[0] == 403
    assert send(server, "/api/templates", Host="evil.example")[0] == 403


def test_the_routes_are_listed_and_described(server: Server) -> None:
    listed = send(server, "/api/")[1]
    paths = {(r["method"], r["path"]) for r in listed["routes"]}
    assert {("POST", f"/api/{x}") for x in ("ask", "read", "chat", "draft", "check")} < paths
    assert all(r["words"] for r in listed["routes"])
    described = send(server, listed["openapi"])[1]
    assert {f"/api{p}" for p in described["paths"]} == {p for _, p in paths}
    assert send(server, "/api/docs")[0] == 404 and send(server, "/docs")[0] in (404, 405)
    assert send(server, "/")[0] == 200


def test_nothing_leaves_the_machine(server: Server) -> None:
    send(server, "/api/ask", {"question": "保密几年？"})
    assert server.outside() == [] and server.written() == []
