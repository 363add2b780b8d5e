"""The language model as a visitor meets it: which mode, the question before text leaves, stages, the stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.driving import ANSWERS, BOX, Visitor
from tests.browser.modelling import SLOWLY, script
from tests.browser.serving import Server
from tests.model_server import ModelServer, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """A scripted model on this machine."""
    with serving(script) as running:
        yield running


@pytest.fixture(scope="module")
def away(browser: object, model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with that model under an address that is not this computer's own name."""
    folder: Path = tmp_path_factory.mktemp("away")
    url = f"http://0.0.0.0:{model.server_port}/v1"
    server = Server(folder, NIYUE_MODEL="openai:scripted", NIYUE_MODEL_URL=url, NIYUE_MODEL_KEY="sk-secret").start()
    yield server
    server.stop()


def test_text_leaves_after_a_yes_and_a_turn_can_be_stopped(
    visit: Callable[..., Visitor], away: Server, model: ModelServer
) -> None:
    visitor = visit(away)
    page = visitor.page
    assert "0.0.0.0" in page.inner_text(".mode.ask")
    visitor.say("起草训练数据合作协议")
    assert model.requests == []
    page.click(".mode [data-do=consent][data-given='1']")
    page.wait_for_selector(".mode.away")
    assert "发往 0.0.0.0" in page.inner_text(".mode")
    reply = visitor.say("泄密要赔多少？")
    assert model.requests
    assert "由模型写成" in reply
    before = page.locator(ANSWERS).count()
    page.fill(BOX, f"{SLOWLY}：模型归谁？")
    page.press(BOX, "Enter")
    page.wait_for_selector("#chat .pending .stage:text('模型在读您的话')", timeout=10_000)
    page.type(BOX, "下一句")
    began = time.monotonic()
    page.click("#chat [data-do=stop]")
    assert "已停下" in visitor.answer(before)
    assert time.monotonic() - began < 5
    assert visitor.typed() == "下一句"
    assert page.locator("#chat .pending").count() == 0
    visitor.reload()
    assert page.locator(".mode.away").count() == 1
    assert "已停下" in page.locator(ANSWERS).last.inner_text()
    page.click(".mode [data-do=consent][data-given='0']")
    page.wait_for_selector(".mode:not(.away)")
    asked = len(model.requests)
    page.fill(BOX, "")
    visitor.say("保密期五年")
    assert len(model.requests) == asked
    assert "sk-secret" not in away.log + page.content()
