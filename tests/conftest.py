"""For every test: no network, a data folder of its own, a fixed day, the same examples each run."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Read by libraries while they are imported, so before any test module is.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
_STARTING_HOME = tempfile.mkdtemp(prefix="niyue-tests-")
os.environ["NIYUE_HOME"] = _STARTING_HOME
for _name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[_name]

settings.register_profile(
    "niyue", derandomize=True, database=None, deadline=None, max_examples=60, print_blob=False
)
settings.load_profile("niyue")

LOOPBACK_MARKS = ("loopback", "http", "browser")
LOOPBACK_HOSTS = ("localhost", "0.0.0.0", "::", "::1")


class NetworkBlocked(OSError):
    """A test reached for the network."""


class Guard:
    """Refuses connections out of this machine always, and to this machine unless ``loopback`` is set.

    Attempts are remembered, so that a library which swallows the error is found out all the same.
    """

    def __init__(self) -> None:
        self.loopback = False
        self.attempts: list[str] = []

    def check(self, host: object) -> None:
        """Raise unless ``host`` may be talked to now."""
        name = host.decode() if isinstance(host, bytes) else str(host)
        here = host is None or name == "" or name in LOOPBACK_HOSTS or name.startswith("127.")
        # Windows builds its socket pairs, and so every event loop, from loopback connections.
        if here and (self.loopback or sys.platform == "win32"):
            return
        self.attempts.append(name)
        raise NetworkBlocked(f"测试不许联网 network is blocked in tests: {name}")

    def install(self) -> None:
        """Put the check in front of everything that names a host."""
        for method in ("connect", "connect_ex", "bind", "sendto"):
            setattr(socket.socket, method, self._guarded(getattr(socket.socket, method)))
        for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            setattr(socket, function, self._resolving(getattr(socket, function)))

    def _guarded(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def method(this: socket.socket, *arguments: Any) -> Any:
            if this.family in (socket.AF_INET, socket.AF_INET6):
                self.check(arguments[-1][0])
            return original(this, *arguments)

        return method

    def _resolving(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def function(host: Any, *arguments: Any, **named: Any) -> Any:
            self.check(host)
            return original(host, *arguments, **named)

        return function


guard = Guard()
guard.install()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="leave out the tests that drive a browser")


LONG = ("test_word_processor.py", "test_journey.py", "test_readme.py", "test_api.py", "test_recalling.py")
"""Files that take longest: begun first, so that no core waits for another at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if config.getoption("--fast"):
        slow = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def pytest_unconfigure() -> None:
    shutil.rmtree(_STARTING_HOME, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    # Around the whole protocol, so that fixtures of a wider scope run under their test's marks too.
    guard.loopback = any(item.get_closest_marker(mark) for mark in LOOPBACK_MARKS)
    guard.attempts.clear()
    result = yield
    guard.loopback = False
    return result


@pytest.fixture(autouse=True)
def _no_silent_attempts() -> Iterator[None]:
    yield
    assert not guard.attempts, f"reached for the network: {sorted(set(guard.attempts))}"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, the one the program sees as the user's."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("NIYUE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def today() -> date:
    """The day of every test: a Sunday."""
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def library() -> Any:
    """The knowledge folder, opened once."""
    from knowledge.library import open_library

    return open_library()
