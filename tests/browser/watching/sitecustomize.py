"""Imported by Python itself at start: writes down every host that is connected to or looked up."""

from __future__ import annotations

import os
import sys


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], tuple):
        host = arguments[-1][0]
    else:
        return
    with open(os.environ["NIYUE_ATTEMPTS"], "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not there yet
        file.write(f"{host}\n")


if os.environ.get("NIYUE_ATTEMPTS"):
    sys.addaudithook(_audit)
