"""Imported by Python itself at start: writes down every host that is connected to or looked up, and what is loaded when.

Into NIYUE_ATTEMPTS go the hosts; into NIYUE_LOADED, in order, the heavy libraries and each port listened on.
"""

from __future__ import annotations

import os
import sys

HEAVY = {"chromadb", "sentence_transformers", "torch", "transformers"}


def _note(variable: str, word: object) -> None:
    with open(os.environ[variable], "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not there yet
        file.write(f"{word}\n")


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "import":
        if arguments[0] in HEAVY:
            _note("NIYUE_LOADED", arguments[0])
    elif event == "socket.bind" and isinstance(arguments[-1], tuple):
        _note("NIYUE_LOADED", arguments[-1][1])
    elif event == "socket.getaddrinfo":
        _note("NIYUE_ATTEMPTS", arguments[0])
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], tuple):
        _note("NIYUE_ATTEMPTS", arguments[-1][0])


if os.environ.get("NIYUE_ATTEMPTS"):
    sys.addaudithook(_audit)
