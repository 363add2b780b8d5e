"""The conversation as HTML: structured replies, chips for choices, numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant import wording
from assistant.conversation import Answer, Asked, Conversation, Exported, Part, Reply, Turn
from assistant.findings import Finding
from assistant.moves import Undo
from assistant.page.checked import checked_html
from assistant.page.markup import button, escape, paragraphs, tag
from assistant.page.objecting import briefly, finding_html
from assistant.page.texts import lang, text

_LONG = 200
"""Characters of quoted clause above which its end waits behind a press."""

_STARTS = ("start_data_coop", "start_train_service", "start_owner", "start_check")


def chat_html(conversation: Conversation, language: str) -> str:
    """Return the whole conversation, or the first screen when nothing was said yet."""
    last = len(conversation.turns) - 1
    turns = [_turn(t, language, n, n == last) for n, t in enumerate(conversation.turns)]
    if any(t.changes for t in conversation.turns):
        turns.append(_step_back(conversation, language))
    return tag(
        "div", "".join(turns) or _welcome(language), class_="chat", role="log", aria_live="off",
        aria_label=text("show_chat", language), tabindex="0", data_conversation=conversation.id,
    )


def _welcome(language: str) -> str:
    starts = "".join(_start(key, language) for key in _STARTS)
    facts = "".join(
        tag("dt", escape(text(f"{key}_head", language))) + tag("dd", escape(text(key, language)))
        for key in ("is", "is_not")
    )
    return tag(
        "section",
        tag("h2", escape(text("welcome", language)))
        + tag("p", escape(text("lead", language)), class_="lead")
        + tag("div", starts, class_="starts")
        + tag("dl", facts),
        class_="welcome",
    )


def _start(key: str, language: str) -> str:
    words = tag("b", escape(text(key, language))) + tag("span", escape(text(f"{key}_more", language)))
    if key == "start_check":
        return tag("button", words, type="button", class_="start", data_do="file")
    return tag("button", words, type="button", class_="start", data_do="say", data_say=text(key))


def _step_back(conversation: Conversation, language: str) -> str:
    """Offer to take the latest change back, and to put its words into the box again for a better try."""
    turn = next((t for t in reversed(conversation.turns) if t.changes and not t.undone), None)
    ways = []
    if any(isinstance(move, Undo) for move in conversation.turns[-1].moves):
        ways.append(button(text("redo", language), "link", "say", say=text("redo")))
    if turn:
        ways.append(button(text("undo", language), "link", "say", say=text("undo")))
    if turn and turn.said:
        ways.append(button(text("amend", language), "link", "amend", say=text("undo"), text=turn.said))
    return tag("p", "".join(ways), class_="back") if ways else ""


def _bubble(who: str, label: str, body: str) -> str:
    name = tag("h3", escape(label), class_="who")
    return tag("article", name + tag("div", body, class_="said", lang="zh-CN"), class_=f"turn {who}")


def _turn(turn: Turn, language: str, number: int, last: bool) -> str:
    who = "user undone" if turn.undone else "user"
    said = _bubble(who, text("you", language), paragraphs(turn.said)) if turn.said else ""
    return said + _bubble("assistant", text("title", language), _reply(turn.reply, language, number, last))


def _reply(reply: Reply, language: str, number: int, last: bool) -> str:
    parts = [_noted(reply, language)]
    parts += [tag("div", paragraphs(told), class_="told") for told in reply.told]
    parts += [tag("div", paragraphs(wording.refusal_line(r)), class_="refused") for r in reply.refused]
    parts += [_answer(a, language, number, place) for place, a in enumerate(reply.answers)]
    exported = [_exported(reply.exported, reply.findings, language, last)] if reply.exported else []
    if reply.checked and reply.checked.template:
        parts.append(checked_html(reply.checked, language))
    objections = [finding_html(briefly(f, language), language) for f in reply.findings]
    blocked = reply.exported is not None and bool(reply.exported.blocked)
    parts += [*exported, *objections] if blocked else [*objections, *exported]
    if reply.offers:
        said = "\n".join(offer.words for offer in reply.offers)
        chips = tag("div", button(text("take", language), "chip", "say", say=text("take")), class_="chips") if last else ""
        parts.append(tag("div", paragraphs(said) + chips, class_="told"))
    for proposal in reply.proposals:
        chips = _yes_no(language) if last else ""
        parts.append(tag("div", paragraphs(proposal.words) + chips, class_="proposal"))
    parts += [_asked(reply, language, last)] if reply.asked else []
    parts += [tag("div", paragraphs(reply.closing), class_="told")] if reply.closing else []
    parts += [tag("p", escape(reply.aside), class_="told aside")] if reply.aside else []
    return "".join(parts)


def _yes_no(language: str) -> str:
    yes = button(text("yes", language), "chip main", "say", say=text("yes"))
    return tag("div", yes + button(text("no", language), "chip", "say", say=text("no")), class_="chips")


def _noted(reply: Reply, language: str) -> str:
    if not reply.noted:
        return ""
    rows = []
    for noted in reply.noted:
        value = button(noted.value, "link", "goto", where=noted.slot)
        before = noted.before and tag("s", escape(noted.before), title=text("was", language))
        note = noted.note and " " + tag("small", escape(noted.note))
        rows.append(tag("dt", escape(noted.label)) + tag("dd", f"{value}{before}{note}"))
    head = tag("h4", escape(text("noted", language)), class_="cap", lang=lang(language))
    return tag("div", head + tag("dl", "".join(rows)), class_="noted")


def _answer(answer: Answer, language: str, number: int, place: int) -> str:
    """Return an answer; of several clauses in a row the first is shown, the others behind one press."""
    rows, before = [], "结论"
    for layer, group in groupby(answer.parts, lambda part: part.layer):
        parts = list(group)
        shown = [_part(part, n > 0 or layer == before, language, f"{number}.{place}") for n, part in enumerate(parts)]
        if layer == "条款" and len(parts) > 1:
            summary = tag("summary", escape(text("more_clauses", language).format(count=len(parts) - 1)))
            shown[1:] = [tag("details", summary + "".join(shown[1:]), class_="more")]
        rows += shown
        before = layer
    return tag("div", "".join(rows), class_=f"answer {answer.status}", lang="zh-CN")


def _part(part: Part, again: bool, language: str, cite: str) -> str:
    marks = "".join(_source(f"{cite}.{i}", i + 1, language) for i in part.citations)
    layer = "" if part.layer == "结论" else tag(
        "span", escape(text(f"layer_{part.layer}", language)), class_="layer again" if again else "layer",
        lang=lang(language))
    words, long = paragraphs(part.text), part.layer == "条款" and len(part.text) > _LONG
    if long:
        words = tag("div", words, class_="clamp")
        marks = button(text("whole", language), "link whole", "whole") + marks
    return tag("div", layer + tag("div", words + marks, class_="words"), class_=f"part part-{part.layer}" + (" long" if long else ""))


def _source(cite: str, shown: int, language: str) -> str:
    label = text("source", language).format(n=shown)
    return tag("button", f"[{shown}]", type="button", class_="source", data_do="cite", data_cite=cite,
               aria_label=label, title=label)


def _exported(
    exported: Exported, findings: Sequence[Finding], language: str, last: bool
) -> str:
    """Say that the file is there, or why not; reasons that stand below as findings are not said twice."""
    below = {f.message for f in findings}
    rest = replace(exported, blocked=tuple(r for r in exported.blocked if r not in below))
    if exported.blocked and not rest.blocked:
        press = button(text("see_review", language), "chip", "review")
        return tag("div", paragraphs(wording.FINAL_BLOCKED) + tag("div", press, class_="chips"), class_="told")
    body = paragraphs("\n".join(wording.exported_lines(rest)))
    if last and not exported.blocked:
        file = "final-file" if exported.final else "draft-file"
        chip = button(text("download", language), "chip main", "download", file=file)
        body += tag("div", chip, class_="chips")
    return tag("div", body, class_="told")


def _asked(reply: Reply, language: str, last: bool) -> str:
    done, total = reply.progress
    words = text("again" if reply.again else "next", language)
    if total:
        words += " · " + text("progress", language).format(done=done, total=total)
    alone = len(reply.asked) == 1
    if reply.again and not (last and any(asked.choices for asked in reply.asked)):
        rows = tag("li", escape("、".join(asked.label for asked in reply.asked)))
    else:
        rows = "".join(_question(asked, last, alone, reply.again, language) for asked in reply.asked)
    chips = ""
    if last:
        skip = button(text("skip", language), "chip", "say", say=text("skip"))
        advise = button(text("advise", language), "chip", "say", say=text("advise"))
        chips = tag("div", skip + advise, class_="chips quiet", lang=lang(language))
    return tag("div", tag("h4", escape(words), class_="cap", lang=lang(language)) + tag("ol", rows) + chips, class_="asked")


def _question(asked: Asked, last: bool, alone: bool, again: bool, language: str) -> str:
    """Put a question; one that was put before is only named, with its choices."""
    body = tag("p", escape(asked.label if again else asked.ask))
    if asked.why and not again:
        body += tag("small", escape(asked.why))
    if asked.example and not asked.choices and not again:
        body += tag("small", escape(text("example", language).format(value=asked.example)))
    if asked.choices and last:
        chips = "".join(
            button(c, "chip", "say", say=c if alone else f"{asked.label}：{c}", slot=asked.slot, value=c)
            for c in asked.choices
        )
        body += tag("div", chips, class_="chips")
    return tag("li", body)
