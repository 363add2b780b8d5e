"""A question as it is put to one template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.answering.question import Query
from assistant.draft import Draft
from knowledge.lexical import grams
from knowledge.template import Template


@dataclass(frozen=True)
class Asked:
    """A question put to one template; ``many`` templates are named, ``told``: who is who was said already,
    ``only``: the items asked for by their number, ``apart``: each clause answers a part of the question."""

    query: Query
    template: Template
    side: str = ""
    draft: Draft | None = None
    many: bool = False
    told: bool = False
    only: frozenset[str] = frozenset()
    apart: bool = False

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The grams of the question."""
        return tuple(grams(self.query.topic))
