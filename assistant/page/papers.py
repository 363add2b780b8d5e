"""The contract, its fields, its sources and its findings as HTML."""

from __future__ import annotations

from assistant.conversation import Answer, Conversation
from assistant.disposing import as_finding, shown, trips
from assistant.draft import Draft, Open, Set, Unset
from assistant.findings import Finding, by_severity
from assistant.gate import against_final
from assistant.page.chatting import finding_html
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from knowledge.contract import Fill, Line, compose
from knowledge.library import Library
from knowledge.template import Slot, Template
from datetime import date

_STATES = {"已填": "filled", "默认": "assumed", "空": "open"}


def contract_html(conversation: Conversation, library: Library, language: str) -> str:
    """Return the contract as it stands, typeset like paper; what the last turn changed is marked."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return tag("div", escape(text("no_contract", language)), class_="paper empty")
    contract = compose(template, conversation.draft.terms())
    fresh = _just_changed(conversation)
    body: list[str] = []
    row: list[str] = []
    for place, line in enumerate(contract.lines):
        if line.style == "cell":
            row.append(tag("div", _text(line, template, fresh, language), class_="cell"))
            after = contract.lines[place + 1] if place + 1 < len(contract.lines) else None
            if after is None or after.style != "cell" or after.row != line.row:
                body.append(tag("div", "".join(row), class_="signing"))
                row = []
            continue
        body.append(_line(line, template, fresh, language))
    return tag("article", "".join(body), class_="paper", lang="zh-CN", tabindex="0")


def _just_changed(conversation: Conversation) -> frozenset[str]:
    if not conversation.turns:
        return frozenset()
    changes = conversation.turns[-1].changes
    return frozenset(c.slot for c in changes if isinstance(c, (Set, Open, Unset)))


def _line(line: Line, template: Template, fresh: frozenset[str], language: str) -> str:
    anchor = {"data_address": line.address}
    if line.style == "title":
        return tag("h1", escape(line.text))
    if line.style == "heading":
        head = f"{line.number} {line.text}".strip()
        return tag("h2", escape(head), **anchor)
    if line.style == "table":
        return _table(line, fresh, anchor)
    number = tag("span", escape(line.number), class_="number") if line.number else ""
    body = _text(line, template, fresh, language)
    return tag("p", f"{number} {body}", class_=f"line {line.style}", **anchor)


def _table(line: Line, fresh: frozenset[str], anchor: dict[str, str]) -> str:
    fill = line.fills[0]
    head = tag("tr", "".join(tag("th", escape(h), scope="col") for h in line.header))
    rows = "".join(tag("tr", "".join(tag("td", escape(c)) for c in row)) for row in line.rows)
    kind = f"{_STATES[fill.state]}{' fresh' if fill.slot in fresh else ''}"
    table = tag("table", tag("thead", head) + tag("tbody", rows), class_=kind)
    return tag("div", table, class_="rows", data_slot=fill.slot, **anchor)


def _text(line: Line, template: Template, fresh: frozenset[str], language: str) -> str:
    """Return the text of a line with its values as buttons and its bold stretches."""
    edges = sorted({0, len(line.text), *(e for f in line.fills for e in (f.start, f.end)),
                    *(e for b in line.bold for e in b)})
    parts = []
    for start, end in zip(edges, edges[1:], strict=False):
        piece = escape(line.text[start:end])
        fill = next((f for f in line.fills if f.start <= start and end <= f.end), None)
        if fill:
            piece = _fill(fill, piece, template, fresh, language)
        if any(b[0] <= start and end <= b[1] for b in line.bold):
            piece = tag("strong", piece)
        parts.append(piece)
    return "".join(parts)


def _fill(
    fill: Fill, piece: str, template: Template, fresh: frozenset[str], language: str
) -> str:
    slot = template.slots[fill.slot]
    state = _STATES[fill.state]
    kind = f"fill {state}{' fresh' if fill.slot in fresh else ''}"
    label = f"{slot.label}({text(state, language)})"
    return tag("button", piece, type="button", class_=kind, data_slot=fill.slot, title=label, aria_label=label)


def slots_html(conversation: Conversation, library: Library, language: str) -> str:
    """Return every field that matters, by article, each editable, the missing ones marked."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return tag("div", escape(text("no_contract", language)), class_="empty")
    draft = conversation.draft
    groups: dict[str, list[str]] = {}
    seen: set[str] = set()
    active = set(draft.active(template))
    for article, clause in template.clauses():
        names = [*article.condition.slots, *clause.condition.slots, *clause.slots,
                 *(s for p in clause.paragraphs for s in p.condition.slots)]
        for name in names:
            if name in active and name not in seen:
                seen.add(name)
                head = f"{article.address} {article.title}" if article.number else article.address
                groups.setdefault(head, []).append(_field(template.slots[name], draft, language))
    return "".join(
        tag("section", tag("h3", escape(head)) + "".join(rows), class_="fields")
        for head, rows in groups.items()
    )


def _state(slot: Slot, draft: Draft) -> str:
    if draft.values.get(slot.id) is not None:
        return "filled"
    if slot.id in draft.left_open:
        return "left_open"
    if slot.default is not None:
        return "assumed"
    return "open" if slot.required != "可空" else "optional"


def _field(slot: Slot, draft: Draft, language: str) -> str:
    state = _state(slot, draft)
    entry = draft.entries.get(slot.id)
    value = shown(slot, entry.value) if entry and entry.value is not None else ""
    hint = shown(slot, slot.default) if state == "assumed" else slot.example
    name = f"field-{slot.id}"
    if slot.kind == "table":
        control = tag("span", escape(value or "—"), id=name)
    elif slot.choices or slot.kind == "bool":
        control = _select(slot, value, name)
    else:
        control = (f'<input id="{name}" data-slot="{slot.id}" value="{escape(value)}" '
                   f'placeholder="{escape(hint)}" autocomplete="off">')
    mark = tag("span", escape(text(state, language)), class_=f"state {state}")
    said = ""
    if entry and entry.said and entry.value is not None:
        said = tag("small", escape(f"{text('said', language)}「{entry.said[:40]}」"))
    label = tag("label", escape(slot.label), for_=name)
    ask = button("?", "ask", say=f"{slot.label}一般填什么？")
    return tag("div", label + control + mark + ask + said, class_=f"field {state}")


def _select(slot: Slot, value: str, name: str) -> str:
    options = ["", *(slot.choices or ("是", "否"))]
    rows = "".join(
        f'<option value="{escape(o)}"{" selected" if o == value else ""}>{escape(o or "—")}</option>'
        for o in options
    )
    return f'<select id="{name}" data-slot="{slot.id}">{rows}</select>'


def evidence_html(
    conversation: Conversation, library: Library, language: str, focus: str = ""
) -> str:
    """Return the sources of an answer, each clause whole with the exact words marked.

    ``focus`` is ``turn.answer.citation``; without it the latest answer is shown.
    """
    answer, chosen = _answer_at(conversation, focus)
    if answer is None:
        return tag("div", escape(text("no_evidence", language)), class_="empty")
    parts = [tag("p", escape(answer.question), class_="question")]
    if answer.citations:
        parts.append(tag("h3", escape(text("clauses", language))))
    for place, citation in enumerate(answer.citations):
        passage = library.passage(citation.template, citation.address)
        if passage is None or passage.text[citation.start:citation.end] != citation.quote:
            continue
        source = passage.text
        marked = (escape(source[:citation.start]) + tag("mark", escape(citation.quote))
                  + escape(source[citation.end:]))
        title = library.templates[citation.template].title
        head = tag("b", escape(f"[{place + 1}] {title} {citation.address} {passage.title}"))
        jump = button(text("see_clause", language), "link", goto=citation.address)
        kind = "quote chosen" if place == chosen else "quote"
        parts.append(tag("blockquote", head + tag("p", marked.replace("\n", "<br>")) + jump, class_=kind))
    if answer.statutes:
        parts.append(tag("h3", escape(text("statutes", language))))
        rows = []
        for statute in answer.statutes:
            grade = f"({statute.grade})" if statute.grade and statute.grade != "已核" else ""
            name = tag("b", escape(f"{statute.law} 第{statute.article}条{grade}"))
            rows.append(tag("li", f"{name} {escape(statute.summary)}"))
        parts.append(tag("ul", "".join(rows), class_="statutes"))
    return tag("div", "".join(parts), class_="evidence")


def _answer_at(conversation: Conversation, focus: str) -> tuple[Answer | None, int]:
    if focus:
        try:
            turn, place, citation = (int(part) for part in focus.split("."))
            return conversation.turns[turn].reply.answers[place], citation
        except (ValueError, IndexError):
            pass
    for past in reversed(conversation.turns):
        if past.reply.answers:
            return past.reply.answers[-1], -1
    return None, -1


def findings_of(conversation: Conversation, library: Library, today: date) -> list[Finding]:
    """Return what the draft trips now and what stands against a final version, errors first."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return []
    pending = bool(conversation.last and conversation.last.proposals)
    found = [as_finding(t) for t in trips(library, template, conversation.draft, today)]
    for finding in against_final(library, template, conversation.draft, pending, today):
        if all((f.rule, f.message) != (finding.rule, finding.message) for f in found):
            found.append(finding)
    return by_severity(found)


def findings_html(findings: list[Finding], language: str) -> str:
    """Return the findings by severity."""
    if not findings:
        return tag("div", escape(text("no_findings", language)), class_="empty")
    return "".join(finding_html(finding, language) for finding in findings)
