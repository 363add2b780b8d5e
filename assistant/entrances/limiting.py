"""How large a request may be, and how an error is told: what, where, what to do."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000
"""Bytes of a request at the most; values of a whole contract are far smaller."""
LARGEST_FILE = 8_000_000
"""Bytes of a request that brings a file (base64 takes a third more than the file)."""
_KINDS = {
    "missing": "缺少这一项。", "extra": "没有这一项。", "json": "不是 JSON。", "string": "应是文字，且不能过长。",
    "dict": "应是一个 JSON 对象。", "model": "应是一个 JSON 对象，请带 Content-Type: application/json。",
    "date": "应是 2026-12-01 这样的日期。", "bool": "应是 true 或 false。", "base64": "应是 base64。",
}


def trouble(what: str, where: str = "", do: str = "") -> dict[str, Any]:
    """Return an error as programs get it."""
    return {"error": what, "where": where, "do": do}


def misfit(errors: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the first of pydantic's errors as programs get it, all of them named."""
    told = [(_place(e["loc"]), _KINDS.get(str(e["type"]).partition("_")[0], str(e["msg"]))) for e in errors]
    what = "请求用不了：" + " ".join(f"{where}：{why}" if where else why for where, why in told)
    return trouble(what, told[0][0] or "body", "各项的写法见 GET /api/openapi.json。")


def _place(location: Iterable[Any]) -> str:
    parts = [str(p) for p in location if isinstance(p, str)]  # where in broken JSON is a number
    return ".".join(parts[1:] if parts[:1] in (["body"], ["query"]) else parts)


class Limit:
    """ASGI middleware: a request body over the limit of its path gets 413 and never reaches the program."""

    def __init__(self, app: ASGIApp, files: tuple[str, ...] = ()):
        self.app, self.files = app, files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = LARGEST_FILE if scope["path"].endswith(self.files) else LARGEST
        messages = await _read(receive, most)
        if messages is None:
            error = trouble(f"请求太大，一次最多 {most // 1_000_000} MB。", "body", "请分开发，或去掉文件里的图片。")
            await _answer(413, error, send)
            return

        async def replay() -> Message:
            return messages.popleft() if messages else await receive()

        await self.app(scope, replay, send)


async def _read(receive: Receive, most: int) -> deque[Message] | None:
    """Return the messages of a whole body; None as soon as it is larger than ``most``."""
    messages: deque[Message] = deque()
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > most:
            return None
        if not message.get("more_body", False):
            return messages


async def _answer(status: int, data: Mapping[str, Any], send: Send) -> None:
    body = json.dumps(data, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()),
               (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
