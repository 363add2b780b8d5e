"""A visitor at the page: types, presses, waits for what follows."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)
ANSWERS = "#chat .turn.assistant:not(.pending)"
BOX = "#message textarea"


def chromium() -> str:
    """Return the system's Chromium (or one of its kin), or an empty string."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), "")


class Visitor:
    """One tab; remembers requests that left the page's origin and errors in its console."""

    def __init__(self, page: Any, url: str):
        self.page, self.url = page, url
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.questions: list[str] = []
        self.requests = 0
        self.prompted = ""  # what is answered when the page asks for words
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("dialog", self._dialog)

    def _request(self, request: Any) -> None:
        self.requests += 1
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.url).netloc:
            self.outside.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.questions.append(dialog.message)
        if dialog.type == "prompt":
            dialog.accept(self.prompted)
        else:
            dialog.accept()

    def open(self) -> Visitor:
        """Open the page and wait until it can be used."""
        self.page.goto(self.url)
        self.page.wait_for_selector("#chat .chat", timeout=30_000)
        self.page.wait_for_selector("#mast .mast")
        return self

    def reload(self) -> None:
        """Reload and wait until the page can be used."""
        self.page.reload()
        self.page.wait_for_selector("#chat .chat", timeout=30_000)

    def say(self, words: str) -> str:
        """Type a message, press Enter and return the reply as it is read."""
        before = self.page.locator(ANSWERS).count()
        self.page.fill(BOX, words)
        self.page.press(BOX, "Enter")
        return self.answer(before)

    def answer(self, before: int) -> str:
        """Wait for the reply after ``before`` replies and return its text."""
        self.page.wait_for_function(
            "([css, n]) => document.querySelectorAll(css).length > n", arg=[ANSWERS, before], timeout=30_000
        )
        return str(self.page.locator(ANSWERS).last.inner_text())

    def press(self, selector: str) -> str:
        """Press something that makes a turn and return the reply."""
        before = self.page.locator(ANSWERS).count()
        self.page.locator(selector).first.click()
        return self.answer(before)

    def give(self, name: str, data: bytes) -> str:
        """Choose a file to check, as a person does, and return the reply."""
        before = self.page.locator(ANSWERS).count()
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("[data-do=file]").first.click()
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
        return self.answer(before)

    def choose(self, do: str) -> None:
        """Press an item of the menu."""
        self.page.click("#mast .manage summary")
        self.page.click(f"#mast .manage [data-do={do}]")

    def conversations(self) -> list[str]:
        """Return the ids of the conversations in the list."""
        return [str(row.get_attribute("data-id")) for row in self.page.locator("#mast [data-do=open]").all()]

    def tab(self, name: str) -> None:
        """Open one of the sheets."""
        self.page.click(f"#tab-{name}")

    def contract(self) -> str:
        """Return the contract as it is read."""
        return str(self.page.locator("#contract .paper").inner_text())

    def typed(self) -> str:
        """Return what stands in the message box."""
        return str(self.page.input_value(BOX))

    def download(self, selector: str = "#draft-file") -> bytes:
        """Press a download once and return the bytes."""
        self.page.wait_for_selector(f"{selector}:not([disabled])")
        with self.page.expect_download(timeout=15_000) as found:
            self.page.click(selector)
        return Path(found.value.path()).read_bytes()

    def timed(self, words: str) -> float:
        """Say something; return the seconds from Enter to the whole reply."""
        before = self.page.locator(ANSWERS).count()
        self.page.fill(BOX, words)
        began = time.perf_counter()
        self.page.press(BOX, "Enter")
        self.answer(before)
        return time.perf_counter() - began
