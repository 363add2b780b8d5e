"""The JSON that programs get: templates, findings, answers, turns."""

from __future__ import annotations

from typing import Any

from assistant.conversation import Answer, Conversation
from assistant.findings import Finding
from knowledge.law import MARKS
from knowledge.library import Library
from knowledge.passages import passages
from knowledge.template import Slot, Template


def template_data(template: Template) -> dict[str, Any]:
    """Return a template with its articles, clauses (exact text) and slots."""
    articles: dict[str, dict[str, Any]] = {}
    for passage in passages(template):
        article = articles.setdefault(
            passage.article,
            {"number": passage.article, "title": passage.article_title, "clauses": []},
        )
        article["clauses"].append({
            "address": passage.address, "title": passage.title, "text": passage.text,
            "slots": list(passage.slots), "when": passage.when or None, "status": passage.status,
        })
    return {
        "id": template.id, "title": template.title, "version": template.version,
        "roles": [{"id": r.id, "party": r.party, "label": r.label} for r in template.roles],
        "articles": list(articles.values()),
        "slots": [_slot_data(slot) for slot in template.slots.values()],
    }


def _slot_data(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id, "label": slot.label, "kind": slot.kind, "required": slot.required,
        "ask": slot.ask, "why": slot.why, "example": slot.example, "default": slot.default,
        "choices": list(slot.choices), "columns": [c.name for c in slot.columns],
    }


def finding_data(finding: Finding) -> dict[str, str]:
    """Return a finding."""
    return {
        "rule": finding.rule, "severity": finding.severity, "where": finding.where,
        "message": finding.message, "basis": finding.basis,
    }


def _marked(grade: str) -> dict[str, str]:
    """What has to be said beside an article whose text was not verified twice."""
    return {"note": MARKS[grade].strip("（）")} if grade in MARKS else {}


def answer_data(answer: Answer) -> dict[str, Any]:
    """Return an answer to one question."""
    return {
        "status": answer.status, "answer": answer.text,
        "citations": [vars(c) for c in answer.citations],
        "statutes": [{"law": s.law, "article": s.article} | _marked(s.grade) for s in answer.statutes],
        "findings": [finding_data(f) for f in answer.findings],
        "near": list(answer.near),
    }


def turn_data(conversation: Conversation, library: Library) -> dict[str, Any]:
    """Return the last turn of a conversation."""
    reply, draft = conversation.turns[-1].reply, conversation.draft
    template = library.templates.get(draft.template)
    return {
        "reply": reply.text,
        "template": draft.template or None,
        "values": draft.usable_values(template) if template else {},
        "open": [s.id for s in draft.open_slots(template)] if template else [],
        "asked": [a.slot for a in reply.asked],
        "findings": [finding_data(f) for f in reply.findings]
        + [finding_data(f) for a in reply.answers for f in a.findings],
        "citations": [vars(c) for a in reply.answers for c in a.citations],
    }
