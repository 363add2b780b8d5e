"""MCP: the same answers as tools for language models, over HTTP and over standard input and output."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    BlobResourceContents,
    CallToolRequestParams,
    CallToolResult,
    EmbeddedResource,
    ListToolsResult,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from assistant.dialogue import Answers
from assistant.entrances import answering, doing
from assistant.entrances.api import WORD
from assistant.entrances.doing import InputError
from assistant.entrances.limiting import misfit, trouble
from assistant.entrances.requests import (
    Checking,
    Drafting,
    Listing,
    LocalChecking,
    LocalDrafting,
    Question,
    Reading,
)
from assistant.entrances.shapes import template_data
from knowledge.library import Library

INSTRUCTIONS = (
    "拟约：起草和核对中文的人工智能模型训练合同。先用 templates 看有哪些模板和槽位，用 read 把用户的话读成值，"
    "用 draft 生成 Word 文件，用 check 核对改回来的文件；条款和法律问题用 ask，回答里的引文是条款原文，请照引。"
)


@dataclass(frozen=True)
class Offer:
    """What the tools work with; ``local`` tools may name files of this machine."""

    library: Library
    answers: Callable[[], Answers]
    today: Callable[[], date]
    local: bool = False


@dataclass(frozen=True)
class _Result:
    data: dict[str, Any]
    file: bytes = b""
    name: str = ""
    failed: bool = False


def _templates(offer: Offer, asked: Listing) -> _Result:
    if asked.template:
        return _Result(template_data(doing.known(offer.library, asked.template)))
    return _Result({"templates": [
        {"id": t.id, "title": t.title, "summary": t.summary,
         "roles": [{"party": r.party, "label": r.label} for r in t.roles]}
        for t in offer.library.templates.values()
    ]})


def _ask(offer: Offer, asked: Question) -> _Result:
    return _Result(answering.ask(offer.library, offer.answers(), asked, offer.today()))


def _read(offer: Offer, asked: Reading) -> _Result:
    return _Result(answering.read(offer.library, asked, offer.today()))


def _draft(offer: Offer, asked: Drafting) -> _Result:
    out = Path(asked.out) if isinstance(asked, LocalDrafting) and asked.out else None
    if out and (out.suffix.lower() != ".docx" or out.exists()):
        raise InputError(f"不能写 {out}。", "out", "请给一个以 .docx 结尾、还没有的文件名。")
    made = answering.draft(offer.library, asked, offer.today())
    if made.data and out:
        try:
            out.write_bytes(made.data)
        except OSError as error:
            raise InputError(f"写不了 {out}：{error}", "out") from error
    written = (str(out) if out else made.name) if made.data else None
    data = {"written": written, **doing.drafted_data(made)}
    return _Result(data, b"" if out else made.data or b"", made.name, failed=made.data is None)


def _check(offer: Offer, asked: Checking) -> _Result:
    if isinstance(asked, LocalChecking) and asked.path:
        path = Path(asked.path)
        try:
            asked = asked.model_copy(update={"file": path.read_bytes(), "name": path.name})
        except OSError as error:
            raise InputError(f"打不开 {path}：{error}", "path") from error
    return _Result(answering.check(offer.library, asked, offer.today()))


_Run = Callable[[Offer, Any], _Result]
_TOOLS: dict[str, tuple[str, str, type[BaseModel], type[BaseModel], _Run]] = {
    "templates": ("模板", "列出有哪些合同模板；给 template 时列出它的全部条款原文和槽位。", Listing, Listing, _templates),
    "ask": ("提问", "回答关于合同条款的问题：结论、条款原文（带地址）、法条和建议分开给。", Question, Question, _ask),
    "read": ("读值", "把一句话读成一个槽位的规范值；含糊时 value 为 null，ask 说明要问清什么。", Reading, Reading, _read),
    "draft": ("生成", "由值生成核对过的 Word 合同；final 为真时，有缺项或错误就不生成，并说明原因。",
              Drafting, LocalDrafting, _draft),
    "check": ("核对", "核对一份合同：给 template 时逐条对照模板和值，不给时查文本里的毛病。", Checking, LocalChecking, _check),
}


def server(offer: Offer) -> Server[Any]:
    """Return the MCP server; it keeps nothing between calls."""

    async def listing(context: Any, params: Any) -> ListToolsResult:
        return ListToolsResult(tools=[_tool(name, offer.local) for name in _TOOLS])

    async def calling(context: Any, params: CallToolRequestParams) -> CallToolResult:
        return await anyio.to_thread.run_sync(partial(call, offer, params.name, params.arguments or {}))

    return Server("niyue", version="1", title="拟约", instructions=INSTRUCTIONS,
                  on_list_tools=listing, on_call_tool=calling)


def call(offer: Offer, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """Run a tool; what can't be used is said in the result, for the model to correct."""
    try:
        if name not in _TOOLS:
            raise InputError(f"没有叫「{name}」的工具。", "name", f"现有：{'、'.join(_TOOLS)}。")
        run = _TOOLS[name][-1]
        result = run(offer, _request(name, offer.local).model_validate(arguments))
    except InputError as error:
        result = _Result(trouble(error.what, error.where, error.do), failed=True)
    except ValidationError as error:
        result = _Result(misfit([dict(e) for e in error.errors()]), failed=True)
    text = json.dumps(result.data, ensure_ascii=False)
    content: list[Any] = [TextContent(type="text", text=text)]
    if result.file:
        blob = base64.b64encode(result.file).decode()
        resource = BlobResourceContents(uri=f"niyue:///{result.name}", mime_type=WORD, blob=blob)
        content.append(EmbeddedResource(type="resource", resource=resource))
    return CallToolResult(content=content, structured_content=result.data, is_error=result.failed)


def _request(name: str, local: bool) -> type[BaseModel]:
    plain, with_files = _TOOLS[name][2:4]
    return with_files if local else plain


def _tool(name: str, local: bool) -> Tool:
    title, words = _TOOLS[name][:2]
    harmless = ToolAnnotations(read_only_hint=name != "draft", destructive_hint=False, open_world_hint=False)
    return Tool(name=name, title=title, description=words, annotations=harmless,
                input_schema=_request(name, local).model_json_schema())


async def serve_http(offer: Offer, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request; a manager of its own, because nothing is kept from one to the next."""
    manager = StreamableHTTPSessionManager(server(offer), json_response=True, stateless=True,
                                           max_request_body_size=100_000_000)  # limited before
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def serve_stdio(offer: Offer) -> None:
    """Answer on standard input and output until they close."""

    async def run() -> None:
        made = server(offer)
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())

    anyio.run(run)
