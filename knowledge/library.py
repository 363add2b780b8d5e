"""Library: everything that is true before anybody speaks: templates, passages, statutes, rules, questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from knowledge.law import Laws, load_laws
from knowledge.parsing import load_template
from knowledge.passages import Passage, passages
from knowledge.records import SourceError
from knowledge.ruling import Rule, load_rules
from knowledge.template import Template

HOME = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A question people ask, the addresses of one template that answer it, and the voice that asks."""

    template: str
    text: str
    to: tuple[str, ...]
    voice: str = "mixed"


@dataclass(frozen=True)
class Library:
    """Templates by id, statutes, rules and the question bank; built once, never changed."""

    templates: Mapping[str, Template]
    laws: Laws
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...] = field(repr=False, default=())

    @cached_property
    def passages(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages of each template."""
        return {id: passages(template) for id, template in self.templates.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Passage]:
        """Every passage by its whole citation."""
        return {p.id: p for group in self.passages.values() for p in group}

    def passage(self, template: str, address: str) -> Passage | None:
        """Return the passage at an address, or None when there is no such place."""
        return self.by_id.get(f"{template}:{address}")


def open_library(home: Path = HOME, more: tuple[Path, ...] = ()) -> Library:
    """Open the knowledge folder and any further template folders; ids must be unique."""
    templates: dict[str, Template] = {}
    folders = sorted(p.parent for p in (home / "templates").glob("*/contract.md"))
    for folder in (*folders, *more):
        template = load_template(folder)
        if template.id in templates:
            raise SourceError(folder / "contract.md", 1, f"模板标识「{template.id}」已经有了")
        templates[template.id] = template
    slots = {id: template.slots for id, template in templates.items()}
    laws = load_laws(home / "statutes")
    rules = load_rules(home / "rules", slots)
    return Library(
        templates=templates,
        laws=laws,
        rules=tuple(replace(rule, basis=laws.marked(rule.basis)) for rule in rules),
        questions=_questions(home / "questions", templates),
    )


def _questions(folder: Path, templates: Mapping[str, Template]) -> tuple[Question, ...]:
    """Read ``<template>/<voice>.jsonl``; every line needs a question and addresses that exist."""
    found = []
    for path in sorted(folder.glob("*/*.jsonl")):
        template = templates.get(path.parent.name)
        if template is None:
            raise SourceError(path, 1, f"没有叫「{path.parent.name}」的模板")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.append(_question(path, number, line, template))
    return tuple(found)


def _question(path: Path, number: int, line: str, template: Template) -> Question:
    try:
        row = json.loads(line)
        text, to = str(row["q"]).strip(), tuple(row["to"])
    except (ValueError, KeyError, TypeError):
        raise SourceError(path, number, "一行要写成 {\"q\": 问题, \"to\": [地址]}", line) from None
    if not text or not to:
        raise SourceError(path, number, "问题和地址都不能空", line)
    for address in to:
        if address not in template.addresses:
            raise SourceError(path, number, f"模板里没有「{address}」", line)
    return Question(template.id, text, to, path.stem)
