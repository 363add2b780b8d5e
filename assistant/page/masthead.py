"""The line at the top: name, earlier conversations, new, manage, language."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation import Conversation
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from assistant.settings import ModelSettings
from assistant.storing import Saved


def masthead_html(conversation: Conversation, saved: Sequence[Saved], language: str, mode: str = "") -> str:
    """Return the masthead; ``mode`` is the line about the language model. The words that the browser itself needs travel in its data attributes."""
    brand = tag("h1", escape(text("title", language))) + tag("p", escape(text("tagline", language)))
    skip = button(text("skip_to_message", language), "skip", "write")
    other = "zh" if language == "en" else "en"
    nav = tag(
        "nav",
        _history(conversation, saved, language)
        + button(text("new", language), "", "new")
        + _manage(conversation, saved, language)
        + tag("button", escape(text("language_other", language)), type="button", data_do="language",
              data_language=other, lang="en" if other == "en" else "zh-CN"),
        aria_label=text("history", language),
    )
    switch = tag("div", "".join(
        tag("button", escape(text(f"show_{pane}", language)), type="button", data_do="show", data_show=pane)
        for pane in ("chat", "paper")
    ), class_="switch")
    return tag(
        "header", skip + tag("div", brand + mode, class_="brand") + nav + switch, class_="mast",
        data_lang="en" if language == "en" else "zh-CN", data_you=text("you", language),
        data_niyue=text("title", language), data_thinking=text("thinking", language),
        data_failed=text("failed", language), data_file=text("checking_file", language).format(name=""),
        data_stop=text("stop", language) if mode else "",
    )


def mode_html(settings: ModelSettings | None, consented: bool | None, language: str) -> str:
    """Say whether a model is used and where text goes; ask before the first time it leaves this computer."""
    if settings is None:
        return ""
    where = settings.destination
    key = "mode_here" if not settings.leaves else {True: "mode_away", False: "mode_no", None: "mode_ask"}[consented]
    words = escape(text(key, language).format(model=settings.name, where=where))
    if settings.leaves:
        for given in (True, False):
            if consented is not given:
                words += " " + button(text("mode_yes" if given else "mode_not", language), "chip", "consent", given=str(int(given)))
    return tag("p", words, class_="mode")


def _history(conversation: Conversation, saved: Sequence[Saved], language: str) -> str:
    known = any(s.id == conversation.id for s in saved)
    rows = [] if known else [(conversation.id, text("history_now", language))]
    rows += [(s.id, _line(s, language)) for s in saved]
    options = "".join(tag("option", escape(line), value=id) for id, line in rows)
    label = text("history", language)
    return tag("select", options, aria_label=label, title=label, data_value=conversation.id)


def _line(saved: Saved, language: str) -> str:
    return f"{saved.updated[5:16].replace('T', ' ')} · {saved.title or text('untitled', language)}"


def _manage(conversation: Conversation, saved: Sequence[Saved], language: str) -> str:
    known = next((s for s in saved if s.id == conversation.id), None)
    rows = ""
    if known:
        rows += button(text("rename", language), "", "rename", prompt=text("rename_ask", language), text=known.title)
        title = text("copy_of", language).format(title=known.title or text("untitled", language))
        rows += button(text("duplicate", language), "", "duplicate", text=title)
        rows += button(text("delete", language), "danger", "delete", sure=text("delete_sure", language))
    sure = text("wipe_sure", language).format(count=len(saved))
    rows += button(text("wipe", language), "danger", "wipe", sure=sure)
    summary = tag("summary", escape(text("manage", language)))
    return tag("details", summary + tag("div", rows))
