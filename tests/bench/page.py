"""``python -m tests.bench.page``: how long the page takes to come up, beside an empty Gradio page, and for a turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from knowledge import kinds
from tests.browser.driving import BOX, FLAGS, Visitor, chromium
from tests.browser.serving import Server, free_port
from tests.documents import draft_of, made
from tests.random_drafts import TODAY, library

EMPTY = (
    "import gradio as gr, sys\n"
    "with gr.Blocks() as page:\n    gr.Textbox(label='x')\n"
    "page.launch(server_port=int(sys.argv[1]), quiet=True)\n"
)
TIMES = 3
TURNS = 20


def main() -> int:
    """Print the figures as JSON; 1 when there is no browser to take them with."""
    if not chromium():
        print("没有找到 Chromium。no Chromium on this system", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        figures = {**starts(browser), **newcomer(browser), **turns(browser)}
        browser.close()
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


def starts(browser: Any) -> dict[str, Any]:
    """Seconds from the command to a page that can be typed into, by turns ours and an empty one's."""
    ours, empty = [], []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(TIMES + 1):  # the first of each warms the disk's cache and does not count
            empty.append(usable(browser, [sys.executable, "-c", EMPTY], "textarea", Path(folder)))
            ours.append(usable(browser, [sys.executable, "app.py", "--port"], f"body:has(#chat .welcome) {BOX}", Path(folder) / str(n)))
    one, other = statistics.median(ours[1:]), statistics.median(empty[1:])
    return {
        "start_ours_s": [round(s, 2) for s in ours[1:]], "start_empty_s": [round(s, 2) for s in empty[1:]],
        "start_ratio": round(one / other, 2),
    }


def usable(browser: Any, command: list[str], selector: str, home: Path) -> float:
    """Start a program on a free port and return the seconds until its page can be used."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {**os.environ, "NIYUE_HOME": str(home), "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    page = browser.new_page()
    began = time.perf_counter()
    process = subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _open(page, f"http://127.0.0.1:{port}", process)
        page.wait_for_selector(selector, timeout=60_000)
        return time.perf_counter() - began
    finally:
        page.close()
        process.terminate()
        process.wait()


def _open(page: Any, url: str, process: subprocess.Popen[bytes]) -> None:
    from playwright.sync_api import Error

    while process.poll() is None:
        try:
            page.goto(url)
            return
        except Error:  # nobody listens yet
            time.sleep(0.05)
    raise RuntimeError("the program ended before its page came up")


def newcomer(browser: Any) -> dict[str, Any]:
    """From the command to a Word file with the parties in it, as somebody does who reads only the page."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        server = Server(Path(folder)).start()
        visitor = Visitor(browser.new_page(), server.url).open()
        presses = [visitor.press("button.start >> nth=0")]
        visitor.say("甲方是合肥云帆数据科技有限公司，乙方是杭州观澜智能科技有限公司，保密期五年")
        data = visitor.download()
        presses.append(f"{len(data)} bytes")
        seconds = time.perf_counter() - began
        server.stop()
    return {"newcomer_presses": len(presses), "newcomer_messages": 1, "newcomer_s": round(seconds, 1)}


def full(template_id: str) -> dict[str, Any]:
    """The filled draft with every other slot that matters filled too: by its default or its example."""
    template, known = library().templates[template_id], dict[str, Any]()
    while missing := [s for s in draft_of(template_id, **known).active(template)
                      if s not in known and draft_of(template_id, **known).values.get(s) is None]:  # fmt: skip
        for name in missing:
            slot = template.slots[name]
            read = kinds.read(slot, slot.example, TODAY) if slot.default is None else None
            known[name] = read.value if isinstance(read, kinds.Read) else slot.default
    return {name: value for name, value in known.items() if value is not None}


def turns(browser: Any) -> dict[str, Any]:
    """Milliseconds from Enter to the whole reply in a long contract with everything filled, after a warm-up."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder)).start()
        visitor = Visitor(browser.new_page(), server.url).open()
        data = made("train_service", **full("train_service")).data
        assert data
        visitor.give("长合同.docx", data)
        visitor.say("对")
        filled = visitor.page.locator("#fields .field.filled").count()
        articles = visitor.page.locator("#contract h3[data-address^=第]").count()
        years = ("三", "四", "五", "六")
        for n in range(5):
            visitor.say(f"保密期改成{years[n % 4]}年")
        before = server.computed()
        seconds = [visitor.timed(f"保密期改成{years[n % 4]}年") for n in range(TURNS)]
        computed = (server.computed() - before) / TURNS
        server.stop()
    return {
        "articles": articles, "slots_filled": filled, "turns": TURNS,
        "turn_median_ms": round(statistics.median(seconds) * 1000), "turn_worst_ms": round(max(seconds) * 1000),
        "turn_server_computes_ms": round(computed * 1000), "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
