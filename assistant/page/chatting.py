"""The conversation as HTML: structured replies, chips for choices, numbered sources."""

from __future__ import annotations

from assistant import wording
from assistant.conversation import Answer, Asked, Conversation, Exported, Reply, Turn
from assistant.findings import Finding
from assistant.page.markup import button, escape, paragraphs, tag
from assistant.page.texts import text
from knowledge.library import Library

_STARTS = ("start_data_coop", "start_train_service", "start_owner", "start_breach")


def chat_html(
    conversation: Conversation, library: Library, language: str, pending: str = ""
) -> str:
    """Return the whole conversation; ``pending`` is a message that is being worked on."""
    turns = [
        _turn(turn, library, language, number, number == len(conversation.turns) - 1 and not pending)
        for number, turn in enumerate(conversation.turns)
    ]
    if pending:
        turns.append(_bubble("user", text("you", language), paragraphs(pending)))
        waiting = tag("p", escape(text("thinking", language)), class_="stage")
        turns.append(_bubble("assistant", text("assistant", language), waiting))
    body = "".join(turns) if turns else _welcome(library, language)
    return tag("div", body, class_="chat", role="log", aria_live="polite", aria_label=text("title", language))


def _welcome(library: Library, language: str) -> str:
    chips = "".join(button(text(key, language), "start", say=text(key, "zh")) for key in _STARTS)
    return tag(
        "section",
        tag("h2", escape(text("welcome", language)))
        + tag("p", escape(wording.HELLO), class_="lead")
        + tag("div", chips, class_="starts")
        + tag("p", escape(text("promise", language)), class_="promise"),
        class_="welcome",
    )


def _bubble(who: str, label: str, body: str) -> str:
    return tag(
        "article", tag("h3", escape(label), class_="who") + tag("div", body, class_="said"),
        class_=f"turn {who}",
    )


def _turn(turn: Turn, library: Library, language: str, number: int, last: bool) -> str:
    said = _bubble("user", text("you", language), paragraphs(turn.said)) if turn.said else ""
    if turn.undone:
        said = said.replace('class="turn user"', 'class="turn user undone"')
    reply = _reply(turn.reply, language, number, last)
    return said + _bubble("assistant", text("assistant", language), reply)


def _reply(reply: Reply, language: str, number: int, last: bool) -> str:
    parts = [_noted(reply, language)]
    parts += [paragraphs(told) for told in reply.told]
    parts += [tag("div", paragraphs(wording.refusal_line(r)), class_="refused") for r in reply.refused]
    parts += [_answer(a, language, number, place) for place, a in enumerate(reply.answers)]
    parts += [finding_html(f, language) for f in reply.findings]
    if reply.exported:
        parts.append(_exported(reply.exported))
    for proposal in reply.proposals:
        chips = ""
        if last:
            chips = tag("div", button(text("yes", language), "chip main", say="对")
                        + button(text("no", language), say="不用"), class_="chips")
        parts.append(tag("div", paragraphs(proposal.words) + chips, class_="proposal"))
    if reply.asked:
        parts.append(_asked(reply, language, last))
    if reply.closing:
        parts.append(paragraphs(reply.closing))
    return "".join(parts)


def _noted(reply: Reply, language: str) -> str:
    if not reply.noted:
        return ""
    rows = []
    for noted in reply.noted:
        before = f' <s>{escape(noted.before)}</s>' if noted.before else ""
        note = f" <small>{escape(noted.note)}</small>" if noted.note else ""
        value = button(noted.value, "link", slot=noted.slot)
        rows.append(f"<li><span>{escape(noted.label)}</span> {value}{before}{note}</li>")
    head = tag("h4", escape(text("noted", language)))
    return tag("div", head + tag("ul", "".join(rows)), class_="noted")


def _answer(answer: Answer, language: str, number: int, place: int) -> str:
    rows = []
    for part in answer.parts:
        marks = "".join(
            button(str(i + 1), "source", cite=f"{number}.{place}.{i}") for i in part.citations
        )
        layer = "" if part.layer == "结论" else tag("b", escape(part.layer), class_="layer")
        rows.append(tag("div", layer + paragraphs(part.text) + marks, class_=f"part part-{part.layer}"))
    return tag("div", "".join(rows), class_=f"answer {answer.status}")


def finding_html(finding: Finding, language: str) -> str:
    """Return one finding with its severity and authority."""
    head = tag("b", escape(text(finding.severity, language)), class_="severity")
    basis = ""
    if finding.basis and not finding.basis.startswith("—"):
        basis = tag("small", escape(f"{text('basis', language)}:{finding.basis}"))
    return tag("div", head + paragraphs(finding.message) + basis, class_=f"finding {finding.severity}")


def _exported(exported: Exported) -> str:
    return tag("div", paragraphs("\n\n".join(wording.exported_lines(exported))), class_="exported")


def _asked(reply: Reply, language: str, last: bool) -> str:
    done, total = reply.progress
    head = tag("h4", escape(text("progress", language).format(done=done, total=total)))
    rows = "".join(_question(asked, language, last, len(reply.asked) == 1) for asked in reply.asked)
    chips = ""
    if last:
        chips = tag("div", button(text("skip", language), say="先空着")
                    + button(text("advise", language), say="一般填什么？"), class_="chips quiet")
    return tag("div", head + tag("ol", rows) + chips, class_="asked")


def _question(asked: Asked, language: str, last: bool, alone: bool) -> str:
    body = tag("p", escape(asked.ask))
    if asked.why:
        body += tag("small", escape(asked.why))
    if asked.example and not asked.choices:
        body += tag("small", escape(f"例：{asked.example}"))
    if asked.choices and last:
        chips = "".join(
            button(c, say=c if alone else f"{asked.label}:{c}", slot=asked.slot, value=c)
            for c in asked.choices
        )
        body += tag("div", chips, class_="chips")
    return tag("li", body)
