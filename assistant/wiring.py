"""Puts the parts together; only the page and the command line use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.answerer import Answerer
from assistant.dialogue import Assistant
from assistant.reading.rules import RuleReader
from assistant.settings import model_settings
from knowledge.index import open_index
from knowledge.library import Library

if TYPE_CHECKING:
    from assistant.partner import Partner


def make_answers(library: Library) -> Answerer:
    """Return the answerer over the library's index."""
    return Answerer(library, open_index(library))


def make_assistant(library: Library) -> Assistant:
    """Return an assistant that needs no network and no language model."""
    return Assistant(library, RuleReader(library), make_answers(library))


def make_partner() -> Partner | None:
    """Return the language model that is set, or None; nothing of it is imported when none is."""
    settings = model_settings()
    if settings is None:
        return None
    from assistant.partner import Partner

    return Partner(settings)
