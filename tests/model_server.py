"""A small server that speaks OpenAI's chat protocol on this machine: real HTTP, answers by a script.

A script is a function from a request to an answer: text that is streamed, or a ``Trouble``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What a client sent: the two messages of a prompt, the whole body, and the key."""

    system: str
    data: str
    body: dict[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Trouble:
    """What goes wrong instead of, or in the middle of, an answer."""

    kind: str
    text: str = ""
    status: int = 500
    seconds: float = 30.0
    headers: tuple[tuple[str, str], ...] = ()


Answer = str | Trouble
Script = Callable[[Request], Answer]


class ModelServer(ThreadingHTTPServer):
    """Serves one script; ``requests`` is what came in, ``cut`` counts connections the client cut off."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Script):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.requests: list[Request] = []
        self.cut = 0
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = {m["role"]: m["content"] for m in body["messages"]}
        request = Request(said.get("system", ""), said["user"], body, self.headers.get("Authorization", ""))
        self.server.requests.append(request)
        answer = self.server.script(request)
        try:
            if isinstance(answer, str):
                self._stream(answer, request)
            else:
                self._trouble(answer, request)
        except (BrokenPipeError, ConnectionResetError):
            self.server.cut += 1
        self.close_connection = True

    def _trouble(self, trouble: Trouble, request: Request) -> None:
        if trouble.kind == "status":
            self._status(trouble)
        elif trouble.kind == "whole":
            self._whole(trouble.text)
        elif trouble.kind == "hang_up":
            self.connection.close()
        elif trouble.kind == "silence":
            self.server.over.wait(trouble.seconds)
            self._open()
            self._piece(trouble.text)
        elif trouble.kind == "stall":
            self._open()
            for character in trouble.text:
                self._piece(character)
            while not self.server.over.wait(0.05):
                self.wfile.write(b": waiting\n\n")
                self.wfile.flush()
        elif trouble.kind == "half":
            self._open(length=100_000)
            self._piece(trouble.text)
            self.connection.close()
        elif trouble.kind == "endless":
            self._open()
            while not self.server.over.is_set():
                self._piece(trouble.text * 40)
        else:
            raise AssertionError(trouble.kind)

    def _status(self, trouble: Trouble) -> None:
        self._json({"error": {"message": trouble.text, "type": "error"}}, trouble.status, trouble.headers)

    def _whole(self, text: str) -> None:
        """An answer in one piece, as endpoints give it that do not stream."""
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        usage = {"prompt_tokens": 2, "completion_tokens": len(text), "total_tokens": 2 + len(text)}
        self._json({"id": "x", "object": "chat.completion", "created": int(time.time()), "model": "scripted",
                    "choices": [choice], "usage": usage}, 200)

    def _json(self, data: dict[str, Any], status: int, headers: tuple[tuple[str, str], ...] = ()) -> None:
        payload = json.dumps(data).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _open(self, length: int = 0) -> None:
        self.send_response(200)
        if length:
            self.send_header("Content-Length", str(length))
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def _piece(self, text: str, usage: dict[str, int] | None = None, end: bool = False) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": "stop" if end else None}
        chunk = {
            "id": "x", "object": "chat.completion.chunk", "created": int(time.time()), "model": "scripted",
            "choices": [] if usage else [choice], "usage": usage,
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _stream(self, text: str, request: Request) -> None:
        self._open()
        for start in range(0, len(text), 60):
            self._piece(text[start : start + 60])
        self._piece("", end=True)
        if request.body.get("stream_options"):
            spent = {"prompt_tokens": 2 * len(request.data), "completion_tokens": len(text)}
            self._piece("", usage={**spent, "total_tokens": sum(spent.values())})
        self.wfile.write(b"data: [DONE]\n\n")
        self.wfile.flush()


@contextmanager
def serving(script: Script) -> Iterator[ModelServer]:
    """Run a server for as long as the block lasts."""
    server = ModelServer(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
