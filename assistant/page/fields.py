"""The fields of the contract as HTML, by article, each editable in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.conversation import Conversation
from assistant.draft import Draft, Set
from assistant.findings import Finding
from assistant.moves import Fill
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from assistant.saying import shown
from knowledge import kinds
from knowledge.library import Library
from knowledge.template import Slot, Template, Value

_LONG = ("longtext", "table", "account")


def fields_html(
    conversation: Conversation, library: Library, problems: Mapping[str, Finding], language: str
) -> str:
    """Return every field that matters now; each shows its state, where it came from and what is wrong with it."""
    draft = conversation.draft
    template = library.templates.get(draft.template)
    if template is None:
        return tag("div", tag("p", escape(text("no_fields", language)), class_="empty"), class_="sheet")
    groups: dict[str, list[str]] = {}
    for head, slot in _in_order(template, set(draft.active(template))):
        groups.setdefault(head, []).append(_field(slot, conversation, problems, language))
    sections = "".join(
        tag("section", tag("h3", escape(head), lang="zh-CN") + "".join(rows), class_="fields")
        for head, rows in groups.items()
    )
    return tag("div", _missing(template, draft, language) + sections, class_="sheet")


def _missing(template: Template, draft: Draft, language: str) -> str:
    """Return the way to every field that is still open, in asking order."""
    ways = "".join(button(slot.label, "chip", "field", slot=slot.id) for slot in draft.open_slots(template))
    if not ways:
        return ""
    return tag("section", tag("h3", escape(text("missing", language))) + tag("div", ways, class_="chips", lang="zh-CN"), class_="missing")


def _in_order(template: Template, active: set[str]) -> Iterator[tuple[str, Slot]]:
    """Yield each active slot once, under the article that needs it first."""
    seen: set[str] = set()
    for article, clause in template.clauses():
        head = f"{article.address} {article.title}" if article.number else article.address
        names = [*sorted(article.condition.slots), *sorted(clause.condition.slots)]
        for paragraph in clause.paragraphs:
            names += [*sorted(paragraph.condition.slots - set(paragraph.slots)), *paragraph.slots]
        for name in names:
            if name in active and name not in seen:
                seen.add(name)
                yield head, template.slots[name]


def _state(slot: Slot, draft: Draft) -> str:
    if draft.values.get(slot.id) is not None:
        return "filled"
    if slot.id in draft.left_open:
        return "left_open"
    if slot.default is not None:
        return "assumed"
    return "open" if slot.required != "可空" else "optional"


def edited(slot: Slot, value: Value) -> str:
    """Return a value as it stands in its field: what its kind reads back as the same value."""
    written = kinds.write(slot, value)
    return written.replace("\t", " | ") if slot.kind == "table" else written


def _field(
    slot: Slot, conversation: Conversation, problems: Mapping[str, Finding], language: str
) -> str:
    draft = conversation.draft
    state, entry = _state(slot, draft), draft.entries.get(slot.id)
    value = edited(slot, entry.value) if entry and entry.value is not None else ""
    typed, objection = _refused(slot, conversation, language)
    note = objection or (problems[slot.id].message if slot.id in problems and value else "")
    said = ""
    if not note and entry and entry.said and entry.value is not None:
        said = _told(slot, value, entry.value, entry.said, language)
    if slot.kind == "table" and not (note or said):
        said = text("columns", language).format(names=" | ".join(c.name for c in slot.columns))
    name = f"field-{slot.id}"
    control = _control(slot, typed or value, name, state, language, bad=bool(note), noted=bool(note or said))
    label = tag("label", escape(slot.label), for_=name, lang="zh-CN")
    mark = tag("span", escape(text(state, language)), class_=f"state {state}")
    hint = text("advise_one", language).format(label=slot.label)
    ask = tag("button", "?", type="button", class_="ask", data_do="say", aria_label=hint, title=hint,
              data_say=text("advise_one").format(label=slot.label))
    small = tag("small", escape(note or said), class_="bad" if note else None, id=f"note-{slot.id}", lang="zh-CN")
    return tag("div", label + control + mark + ask + (small if note or said else ""), class_=f"field {state}")


def _told(slot: Slot, value: str, known: Value, words: str, language: str) -> str:
    """Return how a value reads with its unit, and the words it came from."""
    full = shown(slot, known)
    parts = [full] if full != value and slot.kind != "table" else []
    if words.strip() not in (value, full):
        parts.append(f"{text('said', language)}「{words[:40]}」")
    return " · ".join(parts)


def _refused(slot: Slot, conversation: Conversation, language: str) -> tuple[str, str]:
    """Return what was typed into this field and not taken in the last turn, and why."""
    turn = conversation.turns[-1] if conversation.turns else None
    if turn is None:
        return "", ""
    reason = next((r.reason for r in turn.reply.refused if r.slot == slot.id), "")
    asked = any(isinstance(c, Set) and c.slot == slot.id for p in turn.reply.proposals for c in p.changes)
    if not reason and not asked:
        return "", ""
    move = turn.moves[0] if len(turn.moves) == 1 else None
    typed = move.said if isinstance(move, Fill) and move.slot == slot.id else ""
    return typed, reason or text("waiting", language)


def _control(slot: Slot, value: str, name: str, state: str, language: str, *, bad: bool, noted: bool) -> str:
    common: dict[str, object] = {
        "id": name, "data_slot": slot.id, "data_value": value, "aria_invalid": "true" if bad else None,
        "aria_describedby": f"note-{slot.id}" if noted else None,
        "aria_required": "true" if slot.required != "可空" else None,
    }
    options = ("是", "否") if slot.kind == "bool" else slot.choices
    if options:
        rows = "".join(tag("option", escape(o), value=o) for o in options)
        unset = text("by_default", language).format(value=shown(slot, slot.default)) if state == "assumed" else "—"
        return tag("select", f'<option value="">{escape(unset)}</option>' + rows, lang="zh-CN", **common)
    hint = text("example", language).format(value=slot.example) if slot.example else ""
    if state == "assumed":
        hint = shown(slot, slot.default)
    if slot.kind in _LONG:
        lines = min(8, max(2, value.count("\n") + 1))
        return tag("textarea", placeholder=hint, rows=lines, **common)
    return tag("input", placeholder=hint, autocomplete="off", **common)
