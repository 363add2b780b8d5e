"""The page in Gradio: components and wiring; everything shown is computed by one ``view`` of a conversation."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.moves import Clear, Export, Fill, Move, Side
from assistant.page.markup import escape, tag
from assistant.page.texts import text
from assistant.page.viewing import Keep, View, files, trouble_html, view
from assistant.storing import StoreError

_BIND = "niyue.{part}(element, trigger, watch, 'act')"
_TABS = ("contract", "fields", "evidence", "findings")


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
            self.keep, self.masthead, self.chat, self.contract, self.fields, self.evidence,
            self.findings, *self.tabs, self.trouble, *self.labels,
        ]

    def _html(self, part: str, script: str = "", **more: Any) -> Any:
        return gr.HTML(
            "", elem_id=part, js_on_load=_BIND.format(part=script or part), apply_default_css=False, **more
        )

    def _papers(self) -> None:
        scripts = {"contract": "paper", "fields": "fields"}
        self.tabs, parts = [], []
        with gr.Tabs(elem_id="tabs"):
            for name in _TABS:
                with gr.Tab(text(f"tab_{name}"), id=name, render_children=True) as tab:
                    parts.append(self._html(name, scripts.get(name, "sheet")))
                self.tabs.append(tab)
        self.contract, self.fields, self.evidence, self.findings = parts
        with gr.Row(elem_id="actions"):
            self.make_final = gr.Button(text("make_final"), elem_id="make-final", size="md")
            self.draft_file = gr.DownloadButton(
                text("draft_file"), elem_id="draft-file", size="md", interactive=False)
            self.final_file = gr.DownloadButton(
                text("final_file"), elem_id="final-file", size="md", visible=False)

    # What the page shows --------------------------------------------------------------------------

    def outputs(self, shown: View, labels: bool = False) -> list[Any]:
        """Return a view as the values of ``seen``; the fixed words only when ``labels`` asks for them."""
        language = shown.keep.language
        return [
            shown.keep.written(), shown.masthead, shown.chat, shown.contract, shown.fields,
            shown.evidence, shown.findings, *(gr.Tab(label=label) for label in shown.tabs), "",
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
        if asked.get("do") == "stop":  # not behind the turn it is to stop
            self.desk.stop(Keep.read(data).id)
            return [gr.skip()] * len(self.seen)
        step = _STEPS.get(asked.get("do", ""), _again)
        return self.show(partial(step, self.desk, asked), data, asked.get("cite", ""))

    def final(self, data: Any) -> list[Any]:
        """Ask for the final version: the file when nothing stands against it, the reasons when something does."""
        return self.show(
            lambda k: self.desk.apply(k.id, k.owner, (Export(True),), text("make_final")), data)

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
        parts = [self.masthead, self.chat, self.trouble, self.contract, self.fields, self.evidence, self.findings]
        for part in parts:
            then_file(part.act(self.act, self.keep, self.seen, **quiet))
        then_file(self.make_final.click(self.final, self.keep, self.seen, **quiet))


def _note(language: str, desk: Desk) -> str:
    keys = tag("span", escape(text("keys", language)), class_="keys")
    attach = tag("button", escape(text("attach", language)), type="button", class_="link", data_do="file")
    return tag("p", tag("span", escape(text("note_model" if desk.partner else "note", language))) + tag("span", attach + keys, class_="ways"))


def _download(key: str, language: str, path: Any, hide: bool = False) -> Any:
    return gr.DownloadButton(
        text(key, language), value=str(path) if path else None, interactive=path is not None,
        visible=path is not None or not hide,
    )


# Steps: what a press means, by its data-do ------------------------------------------------------------


def _again(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.open(keep.id, keep.owner)


def _say(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A chip says its words; one that answers a question fills its slot."""
    words = asked.get("say", "")
    if asked.get("slot") and asked.get("value"):
        return desk.apply(keep.id, keep.owner, (Fill(asked["slot"], asked["value"]),), words)
    return desk.say(keep.id, keep.owner, words)


def _edit(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A field was edited: the same move as if it had been said."""
    slot, words = asked.get("slot", ""), asked.get("text", "")
    conversation = desk.open(keep.id, keep.owner)
    template = desk.library.templates.get(conversation.draft.template)
    if template is None or slot not in template.slots:
        return conversation
    move: Move = Fill(slot, words) if words.strip() else Clear(slot)
    return desk.apply(keep.id, keep.owner, (move,), f"{template.slots[slot].label}：{words.strip() or '清空'}")


def _new(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.new()


def _open(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.open(asked.get("id", ""), keep.owner)


def _rename(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.rename(keep.id, keep.owner, asked.get("text", ""))


def _check(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A file was dropped or chosen: its bytes come with the press, as base64."""
    try:
        data = base64.b64decode(asked.get("file", ""), validate=True)
    except ValueError:  # cut off on its way
        data = b""
    return desk.check(keep.id, keep.owner, asked.get("name", ""), data)


def _duplicate(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.duplicate(keep.id, keep.owner, asked.get("text", ""))


def _side(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """The user said in the contract's head whom they speak for."""
    side = asked.get("side", "")
    if side not in ("甲方", "乙方", "中立"):
        return desk.open(keep.id, keep.owner)
    return desk.apply(keep.id, keep.owner, (Side(side),), f"我代表{side}" if side != "中立" else "我是中立的")


def _delete(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.delete(keep.id, keep.owner)
    return desk.new()


def _consent(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.consent(keep.owner, asked.get("given") == "1")
    return desk.open(keep.id, keep.owner)


def _wipe(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.delete_all(keep.owner)
    return desk.new()


_STEPS = {
    "say": _say, "amend": _say, "edit": _edit, "side": _side, "new": _new, "open": _open, "rename": _rename,
    "check": _check, "duplicate": _duplicate, "delete": _delete, "wipe": _wipe, "consent": _consent,
    "cite": _again, "guide": _again,
}


def build(desk: Desk) -> gr.Blocks:
    """Return the page over a desk."""
    with gr.Blocks(
        title="拟约 · 合同起草", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)
    ) as page:
        Page(desk).wire(page)
    return page
