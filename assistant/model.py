"""The only file that talks to a chat model: any that LangChain reaches, within bounds, never raising more than Fault.

All calls run on one event loop of their own, so that a deadline or a stop really cuts the connection. What
comes back is text that nobody has checked. Nothing is logged, traced, or sent anywhere but to the address set.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import AsyncGenerator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.settings import ModelSettings

_LEAST = 0.2
_POLL = 0.05
_MOST_CHARACTERS = 8
"""Characters of an answer for each token it may have: past that, an endpoint disregards the limit."""

_NO_STREAM = "No generation"
"""How LangChain begins to say that a stream held nothing."""

_UNAVAILABLE = ("timeout", "refused", "limited", "broken")
_PATIENCE, _REST = 3, 60.0
"""So many failures in a row, and so many seconds of rest after them."""

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S)
_OVERFLOW = re.compile(r"context.{0,20}(?:length|window|size)|maximum.{0,20}(?:context|tokens)|too (?:long|many tokens)|输入.{0,6}过长|超(?:出|过).{0,10}长度", re.I)


class Fault(Exception):
    """A call that gave nothing; ``code`` says why, in a word that wording knows.

    It never holds what the endpoint said: some repeat the key.
    """

    def __init__(self, code: str, retry_after: float = 0.0):
        super().__init__(code)
        self.code, self.retry_after = code, retry_after


@dataclass(frozen=True)
class Said:
    """What a model said; tokens as the endpoint counted them, else (``counted`` false) as we estimate them."""

    text: str
    tokens_in: int
    tokens_out: int
    counted: bool


def estimate(text: str) -> int:
    """Return about how many tokens a text has: one a Chinese character, one for three other characters."""
    wide = sum(c > "\u2e7f" for c in text)
    return wide + (len(text) - wide + 2) // 3


class ChatModel:
    """One model; ``say`` may be called from several threads."""

    def __init__(self, settings: ModelSettings):
        self.settings = settings
        self._lock = threading.Lock()
        self._refused: frozenset[str] = frozenset()
        self._failures = 0
        self._rests_until = 0.0
        self._clients: list[Any] = []

    def say(
        self, system: str, user: str, tokens: int, seconds: float, stop: threading.Event | None = None
    ) -> Said:
        """Return the model's answer of at most ``tokens``, within ``seconds``; raises Fault otherwise.

        One that keeps failing is left alone for a while, so that not every turn waits for it.
        """
        if time.monotonic() < self._rests_until:
            raise Fault("resting")
        try:
            answer = self._said(system, user, tokens, time.monotonic() + max(seconds, _LEAST), stop)
        except Fault as fault:
            self._note(fault)
            raise
        self._failures = 0
        return answer

    def _note(self, fault: Fault) -> None:
        if fault.code not in _UNAVAILABLE:
            return
        self._failures += 1
        rest = fault.retry_after or (_REST if self._failures >= _PATIENCE else 0.0)
        self._rests_until = time.monotonic() + rest

    def _said(
        self, system: str, user: str, tokens: int, end: float, stop: threading.Event | None
    ) -> Said:
        while True:
            future = asyncio.run_coroutine_threadsafe(self._streamed(system, user, tokens), self._loop)
            self._await(future, end, stop)
            error = future.exception()
            if error is None:
                return future.result()
            if not self._without_what_it_refuses(error):
                raise _fault(error) from None

    def _await(self, future: Future[Said], end: float, stop: threading.Event | None) -> None:
        """Return when the call is over; cut it off at the deadline or when it is stopped."""
        while not future.done():
            stopped = stop is not None and stop.is_set()
            if stopped or time.monotonic() >= end:
                future.cancel()
                raise Fault("stopped" if stopped else "timeout")
            wait([future], timeout=_POLL)

    async def _streamed(self, system: str, user: str, tokens: int) -> Said:
        from langsmith import tracing_context

        text, usage = "", None
        with tracing_context(enabled=False):  # a variable in the environment must not send prompts elsewhere
            stream = self._pieces(self._model(tokens), [("system", system), ("human", user)])
            try:
                async for chunk in stream:
                    text += _text(chunk.content)
                    usage = getattr(chunk, "usage_metadata", None) or usage
                    if len(text) > _MOST_CHARACTERS * tokens:
                        raise Fault("endless")
            finally:
                await stream.aclose()
        answer = _THOUGHT.sub("", text).strip()
        if not answer:
            raise Fault("empty")
        if usage and usage.get("input_tokens"):
            return Said(answer, usage["input_tokens"], usage["output_tokens"], True)
        return Said(answer, estimate(system) + estimate(user), estimate(text), False)

    async def _pieces(self, model: Any, messages: list[tuple[str, str]]) -> AsyncGenerator[Any]:
        """The answer as it comes; at once from an endpoint that does not stream."""
        if "stream" in self._refused:
            yield await model.ainvoke(messages)
            return
        async for chunk in model.astream(messages):
            yield chunk

    def _without_what_it_refuses(self, error: BaseException) -> bool:
        """Leave out an optional parameter that the endpoint names as unknown; True when one was left out."""
        unstreamed = _NO_STREAM in str(error) and "stream" not in self._refused
        if unstreamed:  # it answered in one piece, which is no stream
            self._refused |= {"stream"}
        if unstreamed or getattr(error, "status_code", None) not in (400, 422):
            return unstreamed
        for option, sign in (("stream_usage", "stream_options"), ("temperature", "temperature"), ("stream", "stream")):
            if sign in str(error) and option not in self._refused:
                self._refused |= {option}
                return True
        return False

    def _model(self, tokens: int) -> Any:
        """Return LangChain's model; the heavy imports happen here, at the first call."""
        from langchain.chat_models import init_chat_model

        settings, options = self.settings, {"temperature": 0.0}
        more: dict[str, Any] = {k: v for k, v in options.items() if k not in self._refused}
        if settings.url:
            more["base_url"] = settings.url
        if settings.key.reveal():
            more["api_key"] = settings.key.reveal()
        try:
            more |= self._particular(tokens)
            return init_chat_model(settings.name, model_provider=settings.provider, **more)
        except (ImportError, ValueError):  # not installed, or no such provider
            raise Fault("missing") from None

    def _particular(self, tokens: int) -> dict[str, Any]:
        """What only this provider's class takes: limits, and clients that go nowhere but to the address set."""
        if self.settings.provider == "ollama":
            direct = {"trust_env": self.settings.leaves, "follow_redirects": False}
            return {"num_predict": tokens, "client_kwargs": direct}
        if self.settings.provider != "openai":
            return {"max_tokens": tokens, "max_retries": 0}
        own = "api.openai.com" in self.settings.destination
        # A key from the environment belongs to OpenAI, not to whoever else speaks its protocol.
        key = {} if own or self.settings.key.reveal() else {"api_key": "none"}
        limit = {"max_tokens": tokens} if own else {"extra_body": {"max_tokens": tokens}}
        return {
            **limit, **key, "max_retries": 0, "openai_proxy": "", "http_async_client": self._client,
            "stream_usage": not {"stream_usage", "stream"} & self._refused,
        }

    @cached_property
    def _client(self) -> Any:
        from openai import DefaultAsyncHttpxClient

        client = DefaultAsyncHttpxClient(
            trust_env=self.settings.leaves,  # a proxy for what stays on this computer would make it leave
            follow_redirects=False, timeout=self.settings.seconds,
        )
        self._clients.append(client)
        return client

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            return self._running

    @cached_property
    def _running(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(loop,), name="model", daemon=True)
        self._thread.start()
        return loop

    def close(self) -> None:
        """Close the connections and the loop."""
        if "_running" not in vars(self):
            return
        loop = self._running
        for client in self._clients:
            asyncio.run_coroutine_threadsafe(client.aclose(), loop).result(5)
        asyncio.run_coroutine_threadsafe(_settled(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(5)
        del self._running


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


async def _settled() -> None:
    """Wait for calls that were cut off to let go of their connections."""
    others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    await asyncio.gather(*others, return_exceptions=True)


def _text(content: Any) -> str:
    """The text of a piece; thinking and other kinds of content are left out."""
    if isinstance(content, str):
        return content
    return "".join(p.get("text", "") for p in content if isinstance(p, dict) and p.get("type") == "text")


def _fault(error: BaseException) -> Fault:
    """Sort an error of any client library by its status, its name and nothing else."""
    if isinstance(error, Fault):
        return error
    name, status = type(error).__name__, getattr(error, "status_code", None)
    if "Timeout" in name:
        return Fault("timeout")
    if status == 429:
        return Fault("limited", _retry_after(error))
    if status in (401, 403):
        return Fault("denied")
    if status in (400, 413, 422) and _OVERFLOW.search(str(error)):
        return Fault("overflow")
    if status is not None:
        return Fault("refused")
    return Fault("refused" if "Connect" in name else "broken")


def _retry_after(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return min(max(float(headers.get("retry-after", 0)), 0.0), 600.0)
    except ValueError:
        return 0.0
