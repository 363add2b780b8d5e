"""Dialogue files: conversations are held, and what stands at the end is compared with what should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.conversation import Answer, Conversation, Part, new_conversation
from assistant.dialogue import Assistant
from assistant.draft import Draft
from assistant.moves import Choose
from assistant.reading import RuleReader
from knowledge import kinds
from knowledge.library import Library
from knowledge.template import Template, Value
from tests.bench.scoring import Score

Row = Mapping[str, Any]


class Silence:
    """Answers nothing: dialogue files are about what is written."""

    def hears(self, text: str, template: str = "") -> bool:
        """Return that nothing is heard."""
        return False

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer:
        """Return an answer without content."""
        return Answer(question, "answered", (Part("结论", "……"),))


def begin(row: Row, assistant: Assistant, today: date) -> Conversation:
    """Return a new conversation in which the template of the row is chosen, as ``chat --batch`` does it."""
    conversation, template = new_conversation(today), str(row.get("template", ""))
    if template not in assistant.library.templates:
        return conversation
    return assistant.apply(conversation, (Choose(template),), "", today)


def hold(row: Row, library: Library) -> Conversation:
    """Hold the conversation of one row."""
    assistant = Assistant(library, RuleReader(library), Silence())
    today = date.fromisoformat(str(row.get("today", "2026-11-22")))
    conversation = begin(row, assistant, today)
    for said in row["turns"]:
        conversation = assistant.reply(conversation, str(said), today)
    return conversation


def judge(rows: Iterable[Row], library: Library) -> tuple[Score, Score]:
    """Return what became of the values, by kind, and of the acts, by name."""
    values, acts = Score(), Score()
    for row in rows:
        conversation = hold(row, library)
        template = library.templates.get(conversation.draft.template)
        _values(row, conversation, template, values)
        _acts(row, conversation, library, acts)
    return values, acts


def _values(row: Row, conversation: Conversation, template: Template | None, score: Score) -> None:
    """A value told and standing is right; another, or one that nobody told, is wrong; a ``partial`` row lists not all that is told."""
    draft = conversation.draft
    standing = draft.usable_values(template) if template else {}
    today = date.fromisoformat(str(row.get("today", "2026-11-22")))
    wanted, parts = row.get("expect", {}), row.get("expect_contains", {})
    for id, value in wanted.items():
        slot = template.slots.get(id) if template else None
        gold = kinds.canonical(slot, value, today) if slot else None
        if slot is None or not isinstance(gold, kinds.Read):
            score.add("?", "missed", f"{row['id']} {id} = {value}: the template has no such slot or value")
            continue
        _one(score, row, slot.kind, id, standing.get(id), gold.value, _same(standing.get(id), gold.value))
    for id, words in parts.items():
        text = standing.get(id)
        kind = template.slots[id].kind if template and id in template.slots else "?"
        held = text is not None and all(_held(w, text) for w in words)
        _one(score, row, kind, id, text, words, held)
    for id, value in standing.items():
        if id not in wanted and id not in parts and template and (id in row.get("unset", ()) or not row.get("partial")):
            name = "unset" if id in row.get("unset", ()) else "told by nobody"
            score.add(f"{template.slots[id].kind}", "wrong", f"{row['id']} {id} = {value!r} ({name})")


def _one(score: Score, row: Row, kind: str, id: str, value: Value | None, gold: Any, same: bool) -> None:
    words = f"{row['id']} {id} = {value!r}, should be {gold!r}"
    score.add(kind, "right" if same else "missed", words)
    if not same and value is not None:
        score.add(kind, "wrong", words)


def _same(value: Value | None, gold: Value) -> bool:
    one, two = (str(v).translate(_NARROW).strip() if isinstance(v, str) else v for v in (value, gold))
    return one == two


_NARROW = {ord(wide): narrow for wide, narrow in zip("，：；？！（）％", ",:;?!()%", strict=True)}


def _held(words: str, value: Value) -> bool:
    if isinstance(value, (list, tuple)):  # a share of 30 % stands in its column as 30
        words = words.rstrip("%％")
    return words.translate(_NARROW).lower().replace(" ", "") in str(value).translate(_NARROW).lower().replace(" ", "")


def _acts(row: Row, conversation: Conversation, library: Library, score: Score) -> None:
    raised = {f.rule for turn in conversation.turns for f in turn.reply.findings}
    raised |= {m.rule for turn in conversation.turns for m in turn.moves if m.kind == "object" and m.rule}
    used = [m.template for t in conversation.turns if t.said for m in t.moves if isinstance(m, Choose)]
    for flag in row.get("flags", ()):
        if flag.startswith(("template_switch", "role_remap")):
            hit, name = bool(used), "switch template"
        else:
            hit, name = flag in raised, "raise a finding"
        score.add(name, "right" if hit else "missed", f"{row['id']} {flag}; raised {sorted(raised)}")
    for slot in row.get("left_blank", ()):
        hit = slot not in conversation.draft.values
        score.add("leave open", "right" if hit else "wrong", f"{row['id']} {slot}")
    for slot in row.get("unset", ()):
        template = library.templates.get(conversation.draft.template)
        standing = conversation.draft.usable_values(template) if template else {}
        score.add("write nothing", "wrong" if slot in standing else "right", f"{row['id']} {slot}")
    wanted = row.get("template")
    if wanted:
        right = conversation.draft.template == wanted
        score.add("end on template", "right" if right else "missed", f"{row['id']} {wanted}")
