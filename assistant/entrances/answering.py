"""Requests of programs answered, whichever way they came (HTTP API, MCP)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue import Answers
from assistant.draft import Draft
from assistant.entrances import doing
from assistant.entrances.doing import InputError
from assistant.entrances.requests import Checking, Drafting, Question, Reading
from knowledge.contract import effective
from knowledge.library import Library

if TYPE_CHECKING:
    from assistant.exporting.document import Exported


def ask(library: Library, answers: Answers, asked: Question, today: date) -> dict[str, Any]:
    """Answer a question, with the draft's values in view when they are given."""
    day = asked.today or today
    if asked.template:
        doing.known(library, asked.template)
    state = _state(library, asked.template, asked.values, day)
    return doing.ask(answers, asked.question, asked.template, state, day)


def read(library: Library, asked: Reading, today: date) -> dict[str, Any]:
    """Read words as a value."""
    return doing.read(doing.known(library, asked.template), asked.slot, asked.text, asked.today or today)


def draft(library: Library, asked: Drafting, today: date) -> Exported:
    """Write a Word file."""
    day = asked.today or today
    template = doing.known(library, asked.template)
    state = doing.draft_of(asked.values, template, day)
    return doing.draft(library, template, state, final=asked.final, today=day)


def check(library: Library, asked: Checking, today: date) -> dict[str, Any]:
    """Check a contract against its template, or for what is wrong in any contract when none is named."""
    if not asked.file:
        raise InputError("没有文件。", "file", "请把文件的内容作为请求正文，或以 base64 放在 file 里。")
    if not asked.template and asked.values is None:
        return {"findings": list(doing.lint(library, Path(asked.name), asked.file).rows)}
    template = doing.known(library, asked.template)
    day = asked.today or today
    state = _state(library, asked.template, asked.values, day)
    result = doing.check(library, template, asked.file, state, day, asked.name)
    given = effective(template, state.terms()) if state else None
    return doing.checked_data(result, *doing.weighed(template, result, given, asked.side, day))


def _state(library: Library, template: str, values: Any, day: date) -> Draft | None:
    return None if values is None else doing.draft_of(values, doing.known(library, template), day)
