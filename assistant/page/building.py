"""The page in Gradio: components and wiring; everything shown is computed by one ``view`` of a conversation."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.page.acting import STEPS, again, whole
from assistant.page.files import EVERYTHING, files, write_bundle, write_version
from assistant.page.markup import escape, tag
from assistant.page.tabs import SHEETS
from assistant.page.texts import text
from assistant.page.viewing import COMPARE, Keep, View, trouble_html, view
from assistant.storing import StoreError

_BIND = "niyue.{part}(element, trigger, watch, 'act', 'halt', 'peek', 'fetch')"


class Page:
    """The components of the page and what happens in them; holds no state of any visitor."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.keep = gr.BrowserState(Keep("").written(), storage_key="niyue", secret="niyue")
        self.masthead = self._html("mast")
        with gr.Row(elem_id="panes", equal_height=False):
            with gr.Column(scale=9, elem_id="chat-pane"):
                self.chat = self._html("chat")
                self.trouble = self._html("trouble")
                self.stage = self._html("stage")
                self.message = gr.Textbox(
                    label=text("message"), show_label=False, container=False, lines=1, max_lines=8,
                    placeholder=text("placeholder"), submit_btn=text("send"), autofocus=True,
                    elem_id="message", interactive=True, html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                )
                self.note = gr.HTML(_note("zh", self.desk), elem_id="note", js_on_load=None, apply_default_css=False)
            with gr.Column(scale=11, elem_id="paper-pane"):
                self._papers()
        self.labels: list[Any] = [self.message, self.note, self.make_final]
        self.seen: list[Any] = [
            self.keep, self.masthead, self.chat, *self.sheets, self.tabs, self.trouble, *self.labels,
        ]

    def _html(self, part: str, script: str = "", **more: Any) -> Any:
        return gr.HTML(
            "", elem_id=part, js_on_load=_BIND.format(part=script or part), apply_default_css=False, **more
        )

    def _papers(self) -> None:
        scripts = {"contract": "paper", "fields": "fields", "review": "review"}
        self.tabs = self._html("tabs")
        # Not the framework's tabs: those put a sheet on the page only when it is opened for the first time.
        with gr.Column(elem_id="sheets"):
            self.sheets = [self._html(name, scripts.get(name, "sheet")) for name in SHEETS]
        self.contract, self.fields, self.evidence, self.findings, self.review = self.sheets
        with gr.Row(elem_id="actions"):
            self.make_final = gr.Button(text("make_final"), elem_id="make-final", size="md")
            self.draft_file = gr.DownloadButton(
                text("draft_file"), elem_id="draft-file", size="md", interactive=False)
            self.final_file = gr.DownloadButton(
                text("final_file"), elem_id="final-file", size="md", visible=False)
            # Never seen: its address is set when an earlier version is asked for, and then it is pressed.
            self.version_file = gr.DownloadButton("", elem_id="version-file")

    # What the page shows --------------------------------------------------------------------------

    def outputs(self, shown: View, labels: bool = False) -> list[Any]:
        """Return a view as the values of ``seen``; the fixed words only when ``labels`` asks for them."""
        language = shown.keep.language
        return [
            shown.keep.written(), shown.masthead, shown.chat, shown.contract, shown.fields,
            shown.evidence, shown.findings, shown.review, shown.tabs, "",
            *(self._labels(language) if labels else [gr.skip()] * len(self.labels)),
        ]

    def _labels(self, language: str) -> list[Any]:
        return [
            gr.Textbox(label=text("message", language), placeholder=text("placeholder", language),
                       submit_btn=text("send", language)),
            _note(language, self.desk),
            gr.Button(text("make_final", language)),
        ]

    def show(self, step: Callable[[Keep], Conversation], data: Any, focus: str = "") -> list[Any]:
        """Take a step and show where it leads; a step that can't be kept is said, and nothing else changes."""
        keep = Keep.read(data)
        try:
            with self.desk.holding(keep.id):
                return self.outputs(view(self.desk, step(keep), keep, focus))
        except StoreError as error:
            problem = str(error)
        except OSError as error:
            problem = text("disk", keep.language).format(reason=error.strerror or error)
        said = text("trouble", keep.language).format(problem=problem)
        trouble = trouble_html(said)
        return [trouble if part is self.trouble else gr.skip() for part in self.seen]

    # What happens ---------------------------------------------------------------------------------

    def load(self, data: Any) -> list[Any]:
        """A page that opens resumes the conversation this browser was in."""
        keep = Keep.read(data)
        if len(keep.owner) < 32:
            keep = replace(keep, owner=secrets.token_hex(16))
        return self.outputs(view(self.desk, self.desk.open(keep.id, keep.owner), keep), labels=True)

    def act(self, data: Any, event: gr.EventData) -> list[Any]:
        """Carry out what a press on the page means; an unknown one shows the page again."""
        asked = {str(name): str(value) for name, value in (event._data or {}).items()}
        if asked.get("do") == "language":
            keep = replace(Keep.read(data), language=asked.get("language", "zh"))
            return self.load(keep.written())
        do = asked.get("do", "")
        focus = asked.get("cite", "")
        if do == "compare":
            focus = f"{COMPARE}{whole(asked.get('old', ''))}:{whole(asked.get('new', ''))}"
        return self.show(partial(STEPS.get(do, again), self.desk, asked), data, focus)

    def fetch(self, data: Any, event: gr.EventData) -> list[Any]:
        """Put an earlier version, or the conversation with all of them, where the browser can download it."""
        keep, number = Keep.read(data), str((event._data or {}).get("number", ""))
        try:
            path = (write_bundle(self.desk, keep.id, keep.owner) if number == EVERYTHING
                    else write_version(self.desk, keep.id, keep.owner, whole(number)))
        except (OSError, StoreError):
            path = None
        trouble = "" if path else trouble_html(text("no_version", keep.language))
        return [gr.DownloadButton(value=str(path) if path else None), trouble]

    def halt(self, data: Any) -> None:
        """Stop asking the model for the turn in progress; the turn itself goes on and is shown as always."""
        self.desk.stop(Keep.read(data).id)

    def peek(self, data: Any) -> str:
        """Tell what the turn in progress is at."""
        return tag("i", class_="at", data_stage=self.desk.stage(Keep.read(data).id), data_nonce=secrets.token_hex(4))

    def file(self, data: Any) -> list[Any]:
        """Write the Word files of the conversation as it stands, so that one press downloads them."""
        keep = Keep.read(data)
        try:
            draft, final = files(self.desk, self.desk.open(keep.id, keep.owner))
        except StoreError:  # said by the step before
            return [gr.skip()] * 3
        except OSError:
            return [gr.skip(), gr.skip(), trouble_html(text("no_file", keep.language))]
        why = next((w for made in (final, draft) for w in made.objections), "")
        trouble = trouble_html(text("no_word", keep.language).format(why=why)) if why else gr.skip()
        return [_download("draft_file", keep.language, draft.path),
                _download("final_file", keep.language, final.path, hide=True), trouble]

    def wire(self, page: gr.Blocks) -> None:
        """Connect every event; all of them are private to the page."""
        quiet: dict[str, Any] = {
            "api_visibility": "private", "show_progress": "hidden", "queue": False, "trigger_mode": "multiple",
        }

        def then_file(event: Any) -> None:
            event.success(None, js="() => niyue.shown()", **quiet)
            event.success(
                self.file, self.keep, [self.draft_file, self.final_file, self.trouble], **quiet
            ).then(None, js="() => niyue.filed()", **quiet)
            event.failure(None, js="() => niyue.failed()", **quiet)

        then_file(page.load(self.load, self.keep, self.seen, js="(keep) => niyue.tabbed(keep)", **quiet))
        for part in [self.masthead, self.chat, self.trouble, *self.sheets]:
            then_file(part.act(self.act, self.keep, self.seen, **quiet))
        self.chat.halt(self.halt, self.keep, None, **quiet)  # not behind the turn it is to stop
        self.chat.peek(self.peek, self.keep, self.stage, **quiet)
        for part in (self.masthead, self.review):
            part.fetch(self.fetch, self.keep, [self.version_file, self.trouble], **quiet).success(
                None, js="() => niyue.fetched()", **quiet)


def _note(language: str, desk: Desk) -> str:
    keys = tag("span", escape(text("keys", language)), class_="keys")
    attach = tag("button", escape(text("attach", language)), type="button", class_="link", data_do="file")
    return tag("p", tag("span", escape(text("note_model" if desk.partner else "note", language))) + tag("span", attach + keys, class_="ways"))


def _download(key: str, language: str, path: Any, hide: bool = False) -> Any:
    return gr.DownloadButton(
        text(key, language), value=str(path) if path else None, interactive=path is not None,
        visible=path is not None or not hide,
    )


def build(desk: Desk) -> gr.Blocks:
    """Return the page over a desk."""
    with gr.Blocks(
        title="拟约 · 合同起草", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)
    ) as page:
        Page(desk).wire(page)
    return page
