"""The chat model over real HTTP: answers, tokens, every fault within bounds, nothing told that should not be."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.model import ChatModel, Fault, estimate
from assistant.settings import Key, ModelSettings
from tests.model_server import ModelServer, Script, Trouble, serving

pytestmark = pytest.mark.http
KEY = "sk-very-secret"


@contextmanager
def talking(script: Script, seconds: float = 3.0) -> Iterator[tuple[ChatModel, ModelServer]]:
    with serving(script) as server:
        model = ChatModel(ModelSettings("openai", "scripted", server.url, Key(KEY), seconds))
        try:
            yield model, server
        finally:
            model.close()


def test_an_answer_comes_back_with_its_tokens() -> None:
    with talking(lambda _: "甲方付款。" * 30) as (model, server):
        said = model.say("规矩", "材料", 200, 3)
    assert said.text == "甲方付款。" * 30
    assert (said.tokens_in, said.tokens_out, said.counted) == (4, 150, True)
    request = server.requests[0]
    assert (request.system, request.data, request.key) == ("规矩", "材料", f"Bearer {KEY}")
    assert (request.body["max_tokens"], request.body["temperature"]) == (200, 0.0)


def test_what_it_thinks_is_not_what_it_says() -> None:
    with talking(lambda _: "<think>先想想</think>\n{}") as (model, _):
        assert model.say("", "x", 50, 3).text == "{}"
    with talking(lambda _: "<think>想不完") as (model, _), pytest.raises(Fault, match="empty"):
        model.say("", "x", 50, 3)


@pytest.mark.parametrize("option", ["stream_options", "temperature"])
def test_an_optional_parameter_that_is_refused_is_left_out(option: str) -> None:
    def script(request: object) -> str | Trouble:
        body = request.body  # type: ignore[attr-defined]
        return Trouble("status", f"unknown parameter: {option}", 400) if option in body else "好"

    with talking(script) as (model, server):
        assert model.say("", "x", 50, 3).text == "好"
        said = model.say("", "x", 50, 3)
    assert len(server.requests) == 3  # the second call knows already
    assert said.counted is (option != "stream_options")
    assert said.tokens_out >= 1


@pytest.mark.parametrize("refuses", [True, False], ids=["refuses to stream", "does not stream"])
def test_an_endpoint_that_does_not_stream_is_asked_for_the_whole(refuses: bool) -> None:
    def script(request: object) -> str | Trouble:
        body = request.body  # type: ignore[attr-defined]
        if refuses and body.get("stream"):
            return Trouble("status", "stream is not supported", 400)
        return Trouble("whole", "甲方付款。")

    with talking(script) as (model, server):
        assert model.say("", "x", 50, 3).text == "甲方付款。"
        said = model.say("", "x", 50, 3)
    assert (said.text, said.counted, len(server.requests)) == ("甲方付款。", True, 3)


FAULTS = [
    (Trouble("status", f"Incorrect API key: {KEY}", 401), "denied"),
    (Trouble("status", "slow down", 429, headers=(("retry-after", "7"),)), "limited"),
    (Trouble("status", "This model's maximum context length is 4096 tokens", 400), "overflow"),
    (Trouble("status", "boom", 500), "refused"),
    (Trouble("status", "moved", 307, headers=(("location", "http://192.0.2.1/v1"),)), "refused"),
    (Trouble("hang_up"), "refused"),
    (Trouble("half", "{\"moves\": ["), "refused"),
    (Trouble("silence"), "timeout"),
    (Trouble("stall", "{\"moves\""), "timeout"),
    (Trouble("endless", "废话"), "endless"),
    ("", "empty"),
]


@pytest.mark.parametrize(("answer", "code"), FAULTS, ids=lambda x: x if isinstance(x, str) else x.kind)
def test_every_fault_ends_in_time_and_tells_nothing(
    answer: str | Trouble, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    with talking(lambda _: answer) as (model, _), pytest.raises(Fault) as fault:
        model.say("", "材料", 50, 1)
    assert time.monotonic() - began < 4
    assert fault.value.code == code
    assert KEY not in f"{fault.value!r} {fault.value.__context__!r}" or fault.value.__suppress_context__
    assert KEY not in caplog.text
    if code == "limited":
        assert fault.value.retry_after == 7


def test_a_server_that_is_not_there_is_a_refusal() -> None:
    with serving(lambda _: "") as server:
        url = server.url
    model = ChatModel(ModelSettings("openai", "scripted", url, Key(), 2))
    with pytest.raises(Fault, match="refused"):
        model.say("", "x", 50, 2)
    model.close()


def test_a_stop_cuts_the_call_off() -> None:
    stop = threading.Event()
    with talking(lambda _: Trouble("stall", "一"), 20) as (model, server):
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Fault, match="stopped"):
            model.say("", "x", 50, 20, stop)
        assert time.monotonic() - began < 2
        for _ in range(100):
            if server.cut:
                break
            time.sleep(0.02)
        assert server.cut == 1  # the server sees it too


def test_a_model_that_keeps_failing_is_left_alone_for_a_while() -> None:
    with talking(lambda _: Trouble("status", "busy", 503)) as (model, server):
        codes = []
        for _ in range(5):
            with pytest.raises(Fault) as fault:
                model.say("", "x", 50, 2)
            codes.append(fault.value.code)
    assert codes == ["refused"] * 3 + ["resting"] * 2
    assert len(server.requests) == 3


def test_a_package_that_is_not_installed_or_unknown_is_told() -> None:
    for provider in ("google_genai", "nobody"):
        model = ChatModel(ModelSettings(provider, "x", "", Key("k")))
        with pytest.raises(Fault, match="missing"):
            model.say("", "x", 50, 2)
        model.close()


def test_variables_of_the_libraries_send_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy, a tracer, another base address or somebody else's key in the environment change nothing."""
    for name, value in {
        "HTTP_PROXY": "http://192.0.2.1:1", "ALL_PROXY": "http://192.0.2.1:1", "OPENAI_PROXY": "http://192.0.2.1:1",
        "OPENAI_BASE_URL": "http://192.0.2.1/v1", "OPENAI_API_BASE": "http://192.0.2.1/v1",
        "OPENAI_API_KEY": "sk-of-openai", "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "ls", "LANGSMITH_ENDPOINT": "http://192.0.2.1",
    }.items():
        monkeypatch.setenv(name, value)
    with serving(lambda _: "好") as server:
        model = ChatModel(ModelSettings("openai", "scripted", server.url, Key(), 3))
        assert model.say("", "x", 50, 3).text == "好"
        model.close()
    assert server.requests[0].key == "Bearer none"


def test_tokens_are_estimated_without_a_tokenizer() -> None:
    assert estimate("甲方付款") == 4
    assert estimate("abcdef") == 2
    assert estimate("") == 0
