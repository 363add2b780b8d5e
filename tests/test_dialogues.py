"""Whole conversations, as readable text: ``> what is said``, then the values that must stand after it.

A file begins with ``# title``, ``模板: id`` (may be empty) and ``今天: date``; ``slot = value`` lines follow each message,
``slot 含 词 词`` asks that a text holds these words; the last line ``空: slots`` names slots that must stay empty.
Nothing may be written that no line expects.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.moves import Choose
from assistant.reading.rules import RuleReader
from knowledge import kinds
from knowledge.library import Library
from knowledge.template import Template
from tests.bench.dialogues import Silence

FOLDER = Path(__file__).parent / "dialogues"
FILES = sorted(FOLDER.glob("*.md"))


_FULL_WIDTH = {
    ord(half): full
    for half, full in zip(",:;?!()%", "\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09\uff05", strict=True)
}
"""The same message typed with the punctuation of a Chinese keyboard."""

_WORDS = ("text", "longtext", "phone", "uscc", "account", "timing", "address")
"""Kinds whose values are words even when they are made of digits."""


@dataclass
class Said:
    """A message and what must stand after it."""

    message: str
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    def then(self, later: Said) -> Said:
        """Return what must stand after a later message: its own expectations over these."""
        own = later.values.keys() | later.words.keys()
        values = {s: v for s, v in self.values.items() if s not in own}
        words = {s: w for s, w in self.words.items() if s not in own}
        return Said(later.message, values | later.values, words | later.words)


@dataclass
class Script:
    """One dialogue file."""

    template: str = ""
    today: date = date(2026, 11, 22)
    turns: list[Said] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def parse(text: str) -> Script:
    script = Script()
    for line in text.splitlines():
        if line.startswith(">"):
            script.turns.append(Said(line[1:].strip().replace("\\n", "\n").replace("\\t", "\t")))
        elif line.startswith("模板:"):
            script.template = line[3:].strip()
        elif line.startswith("今天:"):
            script.today = date.fromisoformat(line[3:].strip())
        elif line.startswith("空:"):
            script.empty = line[2:].replace(",", " ").replace("、", " ").split()
        elif " = " in line:
            slot, value = line.split(" = ", 1)
            script.turns[-1].values[slot.strip()] = value.strip()
        elif " 含 " in line:
            slot, words = line.split(" 含 ", 1)
            script.turns[-1].words[slot.strip()] = words.split()
    return script


def expected(template: Template, slot: str, text: str, today: date) -> Any:
    """Return the canonical value that a line of a dialogue file means."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    definition = template.slots[slot]
    if definition.kind in _WORDS and not isinstance(value, str):
        value = text
    result = kinds.canonical(definition, value, today)
    assert isinstance(result, kinds.Read), f"{slot} = {text}: {result}"
    return result.value


def run(script: Script, library: Library, full_width: bool = False) -> list[str]:
    """Hold the conversation; return every way in which it came out differently from what should stand."""
    assistant = Assistant(library, RuleReader(library), Silence())
    conversation = new_conversation(script.today)
    if script.template:
        conversation = assistant.apply(conversation, (Choose(script.template),), "", script.today)
    standing = Said("")
    problems = []
    for said in script.turns:
        message = said.message.translate(_FULL_WIDTH) if full_width else said.message
        conversation = assistant.reply(conversation, message, script.today)
        standing = standing.then(said)
        problems += differences(standing, conversation, library, script.today)
    values = conversation.draft.values
    return problems + [f"空: {slot} 却是 {values[slot]!r}" for slot in script.empty if slot in values]


def _folded(value: Any) -> Any:
    """Return a value with full-width punctuation as half-width: names keep the brackets they were typed with."""
    half = {ord(full): chr(point) for point, full in _FULL_WIDTH.items()}
    return value.translate(half) if isinstance(value, str) else value


def differences(
    said: Said, conversation: Conversation, library: Library, today: date
) -> list[str]:
    """Return what stands differently after a message, its values and those of all messages before it."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return [f"> {said.message}\n  没有选定模板"] if said.values else []
    values = conversation.draft.values
    found = []
    for slot, text in said.values.items():
        wanted = None if text == "空" else expected(template, slot, text, today)
        if _folded(values.get(slot)) != _folded(wanted):
            found.append(f"{slot} 应是 {wanted!r},是 {values.get(slot)!r}")
    for slot, words in said.words.items():
        if not all(w in str(values.get(slot)) for w in words):
            found.append(f"{slot} 应含 {words},是 {values.get(slot)!r}")
    told = said.values.keys() | said.words.keys()
    found += [f"没有说过的 {s} = {values[s]!r}" for s in values if s not in told]
    return [f"> {said.message}\n  " + "\n  ".join(found)] if found else []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
@pytest.mark.parametrize("full_width", [False, True], ids=["half", "full"])
def test_the_conversation_comes_out_as_written(
    path: Path, library: Library, full_width: bool
) -> None:
    problems = run(parse(path.read_text(encoding="utf-8")), library, full_width)
    assert not problems, "\n".join(problems)


def test_there_are_conversations() -> None:
    assert len(FILES) >= 45
