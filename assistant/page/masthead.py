"""The line at the top: name, conversations, new, manage, language; and the line that tells whether a model is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.conversation import Conversation
from assistant.page.files import EVERYTHING
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from assistant.settings import ModelSettings
from assistant.storing import Saved


def masthead_html(
    conversation: Conversation, saved: Sequence[Saved], language: str, mode: str = "",
    templates: Mapping[str, str] | None = None,
) -> str:
    """Return the masthead; ``mode`` is the line about the language model, ``templates`` are their titles.

    The words that the browser itself needs travel in its data attributes.
    """
    brand = tag("h1", escape(text("title", language))) + tag("p", escape(text("tagline", language)))
    skip = button(text("skip_to_message", language), "skip", "write")
    other = "zh" if language == "en" else "en"
    nav = tag(
        "nav",
        _history(conversation, saved, language, templates or {})
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
    said = {key: text(key, language) for key in (
        "you", "thinking", "failed", "stop", "stopping", "stage_read", "stage_explain", "stage_clause",
        "save", "close", "advise", "all_fields", "about_clause",
    )}
    words = {f"data_{key}": value for key, value in said.items()}
    return tag(
        "header", skip + tag("div", brand, class_="brand") + nav + switch, class_="mast",
        data_lang="en" if language == "en" else "zh-CN", data_niyue=text("title", language),
        data_file=text("checking_file", language).format(name=""), data_model="1" if mode else "", **words,
    ) + mode


def mode_html(settings: ModelSettings | None, consented: bool | None, language: str) -> str:
    """Say whether a model is used and where text goes; ask before the first time it leaves this computer."""
    if settings is None:
        return ""
    key = "mode_here" if not settings.leaves else {True: "mode_away", False: "mode_no", None: "mode_ask"}[consented]
    words = tag("p", escape(text(key, language).format(model=settings.name, where=settings.destination)))
    choices = ""
    if settings.leaves:
        for given in (True, False):
            if consented is not given:
                kind = "chip main" if consented is None and given else "chip"
                choices += button(text("mode_yes" if given else "mode_not", language), kind, "consent", given=str(int(given)))
    asked = settings.leaves and consented is None
    kind = "mode ask" if asked else "mode away" if settings.leaves and consented else "mode"
    return tag("div", words + (tag("div", choices, class_="chips") if choices else ""), class_=kind,
               role="region" if asked else None, aria_label=text("mode_label", language) if asked else None)


def _history(
    conversation: Conversation, saved: Sequence[Saved], language: str, templates: Mapping[str, str]
) -> str:
    """Return the list of conversations behind the title of the present one."""
    rows = "".join(_row(s, s.id == conversation.id, language, templates) for s in saved)
    if not rows:
        rows = tag("p", escape(text("history_none", language)), class_="none")
    now = next((s.title or text("untitled", language) for s in saved if s.id == conversation.id), text("history_now", language))
    label = text("history", language)
    summary = tag("summary", tag("span", escape(now), lang="zh-CN"), title=label, aria_label=label + text("colon", language) + now)
    return tag("details", summary + tag("div", rows, class_="list"), class_="history")


def _row(saved: Saved, current: bool, language: str, templates: Mapping[str, str]) -> str:
    when = saved.updated[5:16].replace("T", " ")
    title = tag("b", escape(saved.title or text("untitled", language)), lang="zh-CN")
    kind = templates.get(saved.template, "")
    about = tag("span", escape(kind if kind != saved.title else ""), lang="zh-CN")
    return tag("button", title + tag("small", about + tag("time", escape(when))), type="button", data_do="open",
               data_id=saved.id, aria_current="true" if current else None)


def _manage(conversation: Conversation, saved: Sequence[Saved], language: str) -> str:
    known = next((s for s in saved if s.id == conversation.id), None)
    rows = ""
    if known:
        rows += button(text("rename", language), "", "rename", prompt=text("rename_ask", language), text=known.title)
        title = text("copy_of", language).format(title=known.title or text("untitled", language))
        rows += button(text("duplicate", language), "", "duplicate", text=title)
        rows += button(text("take_along", language), "", "fetch", number=EVERYTHING)
        rows += button(text("delete", language), "danger", "delete", sure=text("delete_sure", language))
    sure = text("wipe_sure", language).format(count=len(saved))
    rows += button(text("wipe", language), "danger", "wipe", sure=sure)
    summary = tag("summary", escape(text("manage", language)))
    return tag("details", summary + tag("div", rows), class_="manage")
