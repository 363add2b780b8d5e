"""The sources of an answer and the findings of a draft, as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.conversation import Answer, Citation, Conversation, StatuteCited
from assistant.disposing import as_finding, trips
from assistant.findings import Finding, by_severity
from assistant.gate import against_final
from assistant.page.guides import GUIDE, guide_html
from assistant.page.markup import button, escape, tag
from assistant.page.objecting import briefly, finding_html, fix_chips
from assistant.page.texts import text
from knowledge.law import MARKS
from knowledge.library import Library
from knowledge.passages import printed_number

_FOLDED = re.compile(r"(?<=[\u4e00-\u9fff])\?")
"""A question mark after Chinese: questions are kept with their signs folded."""


def answer_at(conversation: Conversation, focus: str) -> tuple[Answer | None, int]:
    """Return the answer to show and the citation to point out; ``focus`` is ``turn.answer.citation``."""
    if focus:
        try:
            turn, place, citation = (int(part) for part in focus.split("."))
            return conversation.turns[turn].reply.answers[place], citation
        except (ValueError, IndexError):
            pass  # made up or of another conversation: the latest answer is shown
    for past in reversed(conversation.turns):
        if past.reply.answers:
            return past.reply.answers[-1], -1
    return None, -1


def evidence_html(
    conversation: Conversation, library: Library, language: str, focus: str = ""
) -> str:
    """Return the sources of an answer, each clause whole with the exact words marked; or a clause's guide."""
    if focus.startswith(GUIDE):
        return guide_html(conversation, library, language, focus.removeprefix(GUIDE))
    answer, chosen = answer_at(conversation, focus)
    if answer is None:
        return tag("div", tag("p", escape(text("no_evidence", language)), class_="empty"), class_="sheet")
    parts = [tag("p", escape(_FOLDED.sub("？", answer.question)), class_="question", lang="zh-CN")]
    places: dict[tuple[str, str], list[int]] = {}
    for number, citation in enumerate(answer.citations):
        places.setdefault((citation.template, citation.address), []).append(number)
    quotes = [
        _quote(answer.citations, numbers, chosen, conversation, library, language)
        for numbers in places.values()
    ]
    if any(quotes):
        parts += [tag("h3", escape(text("clauses", language))), *quotes]
    if answer.statutes:
        rows = "".join(_statute(s) for s in answer.statutes)
        parts += [tag("h3", escape(text("statutes", language))), tag("ul", rows, class_="statutes", lang="zh-CN")]
    return tag("div", "".join(parts), class_="sheet evidence", data_focus=focus)


def _quote(
    citations: Sequence[Citation], numbers: Sequence[int], chosen: int,
    conversation: Conversation, library: Library, language: str,
) -> str:
    """A clause, whole, with all words quoted from it marked; a quote that is not exactly there is not shown."""
    first = citations[numbers[0]]
    passage = library.passage(first.template, first.address)
    exact = [
        n for n in numbers if passage and passage.text[citations[n].start:citations[n].end] == citations[n].quote
    ]
    if passage is None or not exact:
        return ""
    template = library.templates[first.template]
    shown = "".join(f"[{n + 1}]" for n in exact)
    head = tag("b", escape(f"{shown} 《{template.title}》{first.address} {passage.title}"))
    words = tag("p", _marked(passage.text, [(citations[n].start, citations[n].end) for n in exact]))
    jump = ""
    draft = conversation.draft
    if draft.template == template.id and printed_number(template, draft.terms(), first.address):
        jump = button(text("see_clause", language), "link", "goto", where=first.address)
    return tag("blockquote", head + words + jump, class_="quote chosen" if chosen in exact else "quote", lang="zh-CN")


def _marked(source: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with the spans marked; where they overlap they are one."""
    parts, place = [], 0
    for first, last in sorted(spans):
        start, end = max(first, place), max(last, place)
        parts += [escape(source[place:start]), tag("mark", escape(source[start:end])) if end > start else ""]
        place = end
    return "".join([*parts, escape(source[place:])]).replace("\n", "<br>")


def _statute(statute: StatuteCited) -> str:
    name = tag("b", escape(f"{statute.law} 第{statute.article}条{MARKS.get(statute.grade, '')}"))
    return tag("li", name + escape(statute.summary))


def findings_of(conversation: Conversation, library: Library, today: date) -> list[Finding]:
    """Return what the draft trips now and what stands against a final version, errors first."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return []
    pending = bool(conversation.last and conversation.last.proposals)
    found = against_final(library, template, conversation.draft, pending, today)
    known = {(f.rule, f.message) for f in found} | {(f.rule, f.where) for f in found}
    for item in trips(library, template, conversation.draft, today):
        finding = as_finding(item, template, today)
        if not {(finding.rule, finding.message), (finding.rule, finding.where)} & known:
            found.append(finding)
    return by_severity(found)


def findings_html(
    conversation: Conversation, library: Library, findings: Sequence[Finding], language: str
) -> str:
    """Return the findings by severity, each with a way to the place it is about."""
    template = library.templates.get(conversation.draft.template)
    if template is None or not findings:
        key = "no_findings" if template else "no_findings_yet"
        return tag("div", tag("p", escape(text(key, language)), class_="empty"), class_="sheet")
    contract = conversation.draft.composed(template)
    printed = {line.address for line in contract.lines}
    fields = set(conversation.draft.active(template))
    parts = []
    for severity in ("error", "warn", "info"):
        group = [f for f in findings if f.severity == severity]
        if group:
            head = tag("h3", escape(text(f"group_{severity}", language).format(count=len(group))))
            rows = "".join(
                finding_html(briefly(f, language), language, fix_chips(f, template, language, printed, fields), head=False)
                for f in group
            )
            parts.append(tag("section", head + rows, class_=f"group {severity}"))
    return tag("div", "".join(parts), class_="sheet")
