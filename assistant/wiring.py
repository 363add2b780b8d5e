"""Puts the parts together; only the page and the command line use it."""

from __future__ import annotations

from assistant.answering.answerer import Answerer
from assistant.dialogue import Assistant
from assistant.reading.rules import RuleReader
from knowledge.index import open_index
from knowledge.library import Library


def make_answers(library: Library) -> Answerer:
    """Return the answerer over the library's index."""
    return Answerer(library, open_index(library))


def make_assistant(library: Library) -> Assistant:
    """Return an assistant that needs no network and no language model."""
    return Assistant(library, RuleReader(library), make_answers(library))
