"""Opens the page: knowledge and conversations first, the heavy libraries while the page is already up."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk import Desk
from assistant.dialogue import Assistant
from assistant.settings import SettingsError, model_settings
from assistant.storing import Store
from knowledge.library import Library, open_library
from knowledge.places import data_home

if TYPE_CHECKING:
    from assistant.partner import Partner


def make_desk(home: Path | None = None) -> Desk:
    """Return the desk over the user's data folder."""
    folder = (home or data_home()).resolve()
    store = Store(folder / "conversations.sqlite")
    return Desk(open_library(), store, _make_assistant, folder / "files", partner=_make_partner())


def _make_partner() -> Partner | None:
    """The language model, if one is set; wrong settings are told and leave the page offline."""
    try:
        if model_settings() is None:
            return None
        from assistant.wiring import make_partner

        return make_partner()
    except SettingsError as error:
        print(f"没有用上语言模型：{error}", file=sys.stderr)
        return None


def _make_assistant(library: Library) -> Assistant:
    from assistant.wiring import make_assistant

    return make_assistant(library)


def warm(desk: Desk) -> threading.Thread:
    """Load what the first message needs in the background, and clear away old files."""

    def load() -> None:
        from assistant.page.files import tidy

        tidy(desk.files)
        today = desk.today()
        conversation = desk.assistant.reply(desk.new(), "你好，保密期多长？", today)
        assert conversation.turns

    thread = threading.Thread(target=load, name="warm", daemon=True)
    thread.start()
    return thread


def launch(host: str, port: int) -> None:
    """Serve the page until it is closed with Ctrl+C."""
    home = data_home().resolve()
    os.environ["GRADIO_TEMP_DIR"] = str(home / "cache")  # read by Gradio while it is imported
    import gradio as gr
    from starlette.middleware import Middleware

    from assistant.entrances.mounting import routes
    from assistant.page import building, look
    from assistant.page.guarding import Guard, is_loopback

    desk = make_desk(home)
    gr.set_static_paths([desk.files])  # served from where they are, so that nothing stays when they go
    page = building.build(desk)
    _, address, _ = page.launch(
        **look.look(),
        server_name=host,
        server_port=port or None,
        app_kwargs={"middleware": [Middleware(Guard, loopback=is_loopback(host))], "routes": routes(desk)},
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        run_history=False,
        footer_links=[],
        show_error=False,
        max_file_size="1mb",
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
