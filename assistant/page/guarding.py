"""What the page's server refuses: other sites' posts, foreign host names, uploads; and what it forbids browsers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UNUSED = ("/gradio_api/upload", "/gradio_api/process_recording", "/gradio_api/proxy=")
_POLICY = "; ".join((
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio compiles the script of its components
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
))
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server bound to ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:  # another name
        return False


class Guard:
    """ASGI middleware. With ``loopback`` only this machine's own names are answered (DNS rebinding)."""

    def __init__(self, app: ASGIApp, loopback: bool = True):
        self.app, self.loopback = app, loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif reason := self.objection(scope["method"], scope["path"], scope["headers"]):
            await _refuse(reason, send)
        else:
            await self.app(scope, receive, _with_headers(send))

    def objection(self, method: str, path: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """Return why a request is refused, or an empty string."""
        known = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
        host = known.get("host", "")
        if self.loopback and not is_loopback(_name(host)):
            return f"host {host} is not this machine"
        if path.startswith(_UNUSED):
            return "this page takes no files"
        origin = known.get("origin")
        own = {host, known.get("x-forwarded-host", host)}
        if method not in ("GET", "HEAD") and origin is not None and origin.partition("://")[2] not in own:
            return f"origin {origin} is not this page"
        return ""


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # brackets that do not match
        return ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending


async def _refuse(reason: str, send: Send) -> None:
    body = json.dumps({"detail": f"refused: {reason}"}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
