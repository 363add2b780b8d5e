"""One server for all tests of the page, one browser; a context, with its own storage, for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.driving import FLAGS, Visitor, chromium
from tests.browser.serving import Server


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    if not chromium():
        pytest.skip("no Chromium on this system")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, started once; asked for after the browser, so that nothing starts when there is none."""
    running = Server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visitor]]:
    """Open pages: ``visit(server)`` in a fresh context, ``visit(server, beside=visitor)`` in another tab of it.

    At the end no page may have asked anybody but its own server for anything.
    """
    contexts, visitors = [], []

    def open_(server: Server, beside: Visitor | None = None, **options: Any) -> Visitor:
        if beside:
            page = beside.page.context.new_page()
        else:
            context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
            contexts.append(context)
            page = context.new_page()
        visitors.append(Visitor(page, server.url))
        return visitors[-1].open()

    yield open_
    for context in contexts:
        context.close()
    assert [v.outside for v in visitors if v.outside] == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor], server: Server) -> Visitor:
    """A first-time visitor at the page."""
    return visit(server)
