"""The page in Gradio: components and wiring; everything shown is computed by one ``view`` of a conversation."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.moves import Clear, Fill, Move
from assistant.page import papers
from assistant.page.chatting import chat_html
from assistant.page.files import write_files
from assistant.page.markup import escape
from assistant.page.styling import CHAT_SCRIPT, CLICKS, CSS, FIELD_SCRIPT, GO_TO, PAPER_SCRIPT
from assistant.page.texts import LANGUAGES, text

Keep = dict[str, str]
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]


def look() -> dict[str, Any]:
    """Return the theme and style arguments of ``launch``; no font or script is fetched from anywhere."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.teal, neutral_hue=gr.themes.colors.stone,
        font=_FONTS, font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    )
    return {"theme": theme, "css": CSS}


def _language(keep: Keep) -> str:
    return keep.get("language", "zh") if keep.get("language") in LANGUAGES else "zh"


def _masthead(language: str) -> str:
    return (f"<h1>{escape(text('title', language))}</h1>"
            f"<p>{escape(text('tagline', language))} · {escape(text('promise', language))}</p>")


class _Page:
    """The components of one page and the functions behind them."""

    def __init__(self, desk: Desk, folder: Path):
        self.desk, self.folder = desk, folder
        self.keep = gr.BrowserState(
            {"owner": "", "id": "", "language": "zh"}, storage_key="niyue", secret="niyue"
        )
        self.now = gr.State("")
        self.goto = gr.State("")
        self._masthead_row()
        with gr.Row(equal_height=False):
            with gr.Column(scale=5, elem_id="chat-pane"):
                self.chat = gr.HTML("", elem_id="chat", js_on_load=CHAT_SCRIPT)
                self.message = gr.Textbox(
                    placeholder=text("placeholder"), show_label=False, lines=2, max_lines=8,
                    submit_btn=text("send"), autofocus=True, elem_id="message", max_length=20000,
                    html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                )
            with gr.Column(scale=6, elem_id="paper-pane"):
                self._tabs()
                with gr.Row():
                    self.draft_file = gr.DownloadButton(
                        text("draft_file"), size="md", interactive=False, elem_id="draft-file")
                    self.make_final = gr.Button(text("make_final"), size="md", elem_id="make-final")
                    self.final_file = gr.DownloadButton(
                        text("final_file"), size="md", visible=False, variant="primary",
                        elem_id="final-file")

    def _masthead_row(self) -> None:
        with gr.Row(elem_id="masthead"):
            self.head = gr.HTML(_masthead("zh"), js_on_load=None)
            self.history = gr.Dropdown(
                [], label=text("history"), scale=0, min_width=260, elem_id="history")
            self.fresh = gr.Button(text("new"), scale=0, min_width=80, size="sm", elem_id="new")
            self.remove = gr.Button(
                text("delete"), scale=0, min_width=120, size="sm", elem_id="delete")
            self.language = gr.Radio(
                [(name, code) for code, name in LANGUAGES.items()], value="zh",
                label=text("language"), scale=0, min_width=170, elem_id="language")

    def _tabs(self) -> None:
        with gr.Tabs() as self.tabs:
            with gr.Tab(text("tab_contract"), id="contract") as self.tab_contract:
                self.paper = gr.HTML("", elem_id="contract", js_on_load=PAPER_SCRIPT,
                                     apply_default_css=False)
            with gr.Tab(text("tab_slots"), id="fields") as self.tab_fields:
                self.fields = gr.HTML("", elem_id="fields", js_on_load=FIELD_SCRIPT)
            with gr.Tab(text("tab_evidence"), id="evidence") as self.tab_evidence:
                self.evidence = gr.HTML("", elem_id="evidence", js_on_load=CLICKS)
            with gr.Tab(text("tab_findings"), id="findings") as self.tab_findings:
                self.findings = gr.HTML("", elem_id="findings", js_on_load=None)

    @property
    def seen(self) -> list[Any]:
        """The components that show a conversation, in the order of ``view``."""
        return [self.now, self.keep, self.chat, self.paper, self.fields, self.evidence, self.findings,
                self.tab_findings, self.history, self.final_file]

    def view(self, conversation: Conversation, keep: Keep, focus: str = "") -> list[Any]:
        """Return everything the page shows of a conversation."""
        language, library = _language(keep), self.desk.library
        findings = papers.findings_of(conversation, library, self.desk.today())
        count = f" {len(findings)}" if findings else ""
        return [
            conversation.id,
            {**keep, "id": conversation.id},
            chat_html(conversation, library, language),
            papers.contract_html(conversation, library, language),
            papers.slots_html(conversation, library, language),
            papers.evidence_html(conversation, library, language, focus),
            papers.findings_html(findings, language),
            gr.Tab(label=text("tab_findings", language) + count),
            self._history(conversation, keep, language),
            gr.DownloadButton(visible=False, value=None),
        ]

    def _history(self, conversation: Conversation, keep: Keep, language: str) -> Any:
        saved = self.desk.list(keep["owner"])
        rows = [
            (f"{s.title or text('untitled', language)} · {s.updated[5:16].replace('T', ' ')}", s.id)
            for s in saved
        ]
        known = any(s.id == conversation.id for s in saved)
        return gr.Dropdown(choices=rows, value=conversation.id if known else None,
                           label=text("history", language))

    def labels(self, language: str) -> list[Any]:
        """Return the fixed words of the page in a language."""
        return [
            _masthead(language), gr.Textbox(placeholder=text("placeholder", language)),
            gr.Button(text("new", language)), gr.Button(text("delete", language)),
            gr.Tab(label=text("tab_contract", language)), gr.Tab(label=text("tab_slots", language)),
            gr.Tab(label=text("tab_evidence", language)),
            gr.DownloadButton(text("draft_file", language)), gr.Button(text("make_final", language)),
            gr.DownloadButton(text("final_file", language)),
            gr.Radio(value=language, label=text("language", language)),
        ]

    @property
    def labelled(self) -> list[Any]:
        """The components whose words ``labels`` gives."""
        return [self.head, self.message, self.fresh, self.remove, self.tab_contract, self.tab_fields,
                self.tab_evidence, self.draft_file, self.make_final, self.final_file, self.language]

    # What happens ---------------------------------------------------------------------------------

    def load(self, keep: Keep | None) -> list[Any]:
        """A page that opens resumes the conversation this browser was in."""
        keep = {**(keep or {})}
        keep["owner"] = keep.get("owner") or secrets.token_hex(16)
        keep["language"] = _language(keep)
        conversation = self.desk.open(keep.get("id", ""), keep["owner"])
        return [*self.view(conversation, keep), *self.labels(keep["language"])]

    def say(self, message: str, now: str, keep: Keep) -> Iterator[list[Any]]:
        """Show the message at once, then the reply and everything that follows from it."""
        if not message.strip():
            yield [gr.skip()] * (len(self.seen) + 1)
            return
        before = self.desk.open(now, keep["owner"])
        waiting: list[Any] = [gr.skip()] * len(self.seen)
        waiting[2] = chat_html(before, self.desk.library, _language(keep), message)
        yield [*waiting, ""]
        conversation = self.desk.say(now, keep["owner"], message)
        yield [*self.view(conversation, keep), gr.skip()]

    def click(self, now: str, keep: Keep, event: gr.EventData) -> Iterator[list[Any]]:
        """A chip says its words; a source number opens the source."""
        data = event._data or {}
        tabs, goto = len(self.seen), ""
        idle = [gr.skip()] * tabs
        if data.get("cite"):
            conversation = self.desk.open(now, keep["owner"])
            shown = self.view(conversation, keep, str(data["cite"]))
            yield [*shown, gr.Tabs(selected="evidence"), goto]
        elif data.get("goto"):
            yield [*idle, gr.Tabs(selected="contract"), str(data["goto"])]
        elif data.get("value") and data.get("slot"):
            moves: tuple[Move, ...] = (Fill(str(data["slot"]), str(data["value"])),)
            conversation = self.desk.apply(now, keep["owner"], moves, str(data.get("say", "")))
            yield [*self.view(conversation, keep), gr.skip(), goto]
        elif data.get("say"):
            for outputs in self.say(str(data["say"]), now, keep):
                yield [*outputs[:tabs], gr.skip(), goto]
        else:
            yield [*idle, gr.skip(), goto]

    def edit(self, now: str, keep: Keep, event: gr.EventData) -> list[Any]:
        """A field was edited: the same move as if it had been said."""
        data = event._data or {}
        slot, words = str(data.get("slot", "")), str(data.get("text", ""))
        template = self.desk.library.templates.get(self.desk.open(now, keep["owner"]).draft.template)
        if template is None or slot not in template.slots:
            return [gr.skip()] * len(self.seen)
        move: Move = Fill(slot, words) if words.strip() else Clear(slot)
        said = f"{template.slots[slot].label}:{words}"
        return self.view(self.desk.apply(now, keep["owner"], (move,), said), keep)

    def final(self, now: str, keep: Keep) -> list[Any]:
        """Ask for the final version: the file when nothing stands against it, the reasons when something does."""
        from assistant.moves import Export

        conversation = self.desk.apply(now, keep["owner"], (Export(True),), text("make_final"))
        shown = self.view(conversation, keep)
        path = write_files(self.desk, conversation, self.folder, final=True)
        if path:
            shown[-1] = gr.DownloadButton(value=str(path), visible=True)
        return shown

    def file(self, now: str, keep: Keep) -> Any:
        """Write the draft's Word file, so that one click downloads it."""
        conversation = self.desk.open(now, keep["owner"])
        path = write_files(self.desk, conversation, self.folder, final=False)
        return gr.DownloadButton(value=str(path) if path else None, interactive=path is not None)

    def start(self, keep: Keep) -> list[Any]:
        """Begin a new conversation."""
        return self.view(self.desk.new(keep["owner"]), keep)

    def resume(self, id: str, keep: Keep) -> list[Any]:
        """Open an earlier conversation."""
        return self.view(self.desk.open(id or "", keep["owner"]), keep)

    def forget(self, now: str, keep: Keep) -> list[Any]:
        """Delete this conversation and begin a new one."""
        self.desk.delete(now, keep["owner"])
        return self.start(keep)

    def speak(self, language: str, now: str, keep: Keep) -> list[Any]:
        """Show the page in another language."""
        keep = {**keep, "language": language}
        conversation = self.desk.open(now, keep["owner"])
        return [*self.view(conversation, keep), *self.labels(language)]

    def wire(self, page: gr.Blocks) -> None:
        """Connect every event; all of them are private to the page."""
        who = [self.now, self.keep]
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        page.load(self.load, self.keep, [*self.seen, *self.labelled], **quiet).then(
            self.file, who, self.draft_file, **quiet)
        said = self.message.submit(
            self.say, [self.message, *who], [*self.seen, self.message], concurrency_limit=8, **quiet)
        said.then(self.file, who, self.draft_file, concurrency_limit=4, **quiet)
        for part in (self.chat, self.paper, self.fields, self.evidence):
            part.click(
                self.click, who, [*self.seen, self.tabs, self.goto], concurrency_limit=8, **quiet
            ).then(None, self.goto, None, js=GO_TO, **quiet).then(
                self.file, who, self.draft_file, concurrency_limit=4, **quiet)
        self.fields.submit(self.edit, who, self.seen, concurrency_limit=8, **quiet).then(
            self.file, who, self.draft_file, concurrency_limit=4, **quiet)
        self.make_final.click(self.final, who, self.seen, concurrency_limit=4, **quiet)
        self.fresh.click(self.start, self.keep, self.seen, **quiet).then(
            self.file, who, self.draft_file, **quiet)
        self.history.input(self.resume, [self.history, self.keep], self.seen, **quiet).then(
            self.file, who, self.draft_file, **quiet)
        self.remove.click(
            self.forget, who, self.seen, js=_confirming(text("delete_sure")), **quiet
        ).then(self.file, who, self.draft_file, **quiet)
        self.language.input(
            self.speak, [self.language, *who], [*self.seen, *self.labelled], **quiet)


def _confirming(question: str) -> str:
    return ("(...all) => { if (!confirm(" + repr(question) + ")) throw new Error('kept'); return all; }")


def build(desk: Desk, folder: Path) -> gr.Blocks:
    """Return the page over a desk; files for download are written under ``folder``."""
    with gr.Blocks(
        title="拟约 · 合同起草", fill_width=True, analytics_enabled=False, delete_cache=(86400, 86400)
    ) as page:
        _Page(desk, folder).wire(page)
    return page
