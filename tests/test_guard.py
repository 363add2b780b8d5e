"""The tests' own guard: no test reaches the network without being found out."""

from __future__ import annotations

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import NetworkBlocked, guard


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", b"example.invalid"])
def test_nothing_outside_is_reached(host: str) -> None:
    with pytest.raises(NetworkBlocked):
        socket.create_connection((host, 80), timeout=1)
    assert guard.attempts, "remembered, in case a library swallows the error"
    guard.attempts.clear()


def test_not_even_this_machine_is_reached_unasked() -> None:
    with socket.socket() as end, pytest.raises(NetworkBlocked):
        end.bind(("127.0.0.1", 0))
    guard.attempts.clear()


@pytest.mark.loopback
def test_this_machine_is_reached_when_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()):
            pass
        with pytest.raises(NetworkBlocked):
            socket.create_connection(("192.0.2.1", 80), timeout=1)
    guard.attempts.clear()


def test_event_loops_need_no_permission() -> None:
    def turn() -> bool:
        asyncio.run(asyncio.sleep(0))
        return True

    # A thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(turn).result()


def test_every_test_has_a_data_folder_of_its_own(home: Path) -> None:
    assert os.environ["NIYUE_HOME"] == str(home)
    assert list(home.iterdir()) == []
