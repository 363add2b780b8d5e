"""Opens the page: knowledge and conversations first, the heavy libraries while the page is already up."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from assistant.desk import Desk
from assistant.dialogue import Assistant
from assistant.storing import Store
from knowledge.library import Library, open_library
from knowledge.places import data_home


def make_desk(home: Path | None = None) -> Desk:
    """Return the desk over the user's data folder."""
    folder = home or data_home()
    return Desk(open_library(), Store(folder / "conversations.sqlite"), _make_assistant)


def _make_assistant(library: Library) -> Assistant:
    from assistant.wiring import make_assistant

    return make_assistant(library)


def warm(desk: Desk) -> None:
    """Load what the first message needs, in the background."""

    def load() -> None:
        desk.assistant.answers.answer("保密期多长")
        import assistant.exporting  # noqa: F401  python-docx, for the first download

    threading.Thread(target=load, name="warm", daemon=True).start()


def launch(host: str, port: int) -> None:
    """Serve the page until it is closed with Ctrl+C."""
    home = data_home()
    os.environ.setdefault("GRADIO_TEMP_DIR", str(home / "files"))
    from assistant.page import building

    desk = make_desk(home)
    page = building.build(desk, home / "files")
    _, address, _ = page.launch(
        **building.look(),
        server_name=host,
        server_port=port or None,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        run_history=False,
        footer_links=[],
        show_error=True,
        max_file_size="20mb",
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
    )
    print(f"拟约已打开：{address}（按 Ctrl+C 关闭）/ Niyue is open at {address}", flush=True)
    warm(desk)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("已关闭，对话都存好了。/ Closed; everything is saved.", file=sys.stderr)
        page.close(verbose=False)
