"""Where the HTTP API and MCP stand on the page's server."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send

from assistant.desk import Desk
from assistant.entrances.api import api
from assistant.entrances.limiting import Limit


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes for programs; they come before the page's own."""
    tools = Limit(_Tools(desk), files=("/mcp", "/mcp/"))
    return [
        Mount("/api", app=Limit(api(desk), files=("/check",))),
        Route("/mcp", tools, methods=["POST"]),
        Route("/mcp/", tools, methods=["POST"]),
    ]


class _Tools:
    """MCP over HTTP; its library is imported at the first request (or before, in the background)."""

    def __init__(self, desk: Desk):
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            from assistant.entrances.tools import Offer, serve_http
        except ImportError as error:  # an environment older than requirements.lock
            what = {"error": f"MCP 用不了：{error}", "where": "/mcp", "do": "请运行 pip install mcp 再重新打开。"}
            await JSONResponse(what, 501)(scope, receive, send)
            return
        offer = Offer(self.desk.library, lambda: self.desk.assistant.answers, self.desk.today)
        await serve_http(offer, scope, receive, send)
