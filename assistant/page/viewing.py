"""One view of a conversation → what every component shows."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.findings import Finding
from assistant.page.chatting import chat_html
from assistant.page.contracting import contract_html, problems_by_place
from assistant.page.fields import fields_html
from assistant.page.markup import escape, tag
from assistant.page.masthead import masthead_html, mode_html
from assistant.page.reviewing import compared_html, ready, review_html
from assistant.page.sources import answer_at, evidence_html, findings_html, findings_of
from assistant.page.tabs import tabs_html
from assistant.page.texts import LANGUAGES

COMPARE = "compare:"
"""What is to be shown begins so when it is how two versions differ: ``compare:1:2``."""


@dataclass(frozen=True)
class Keep:
    """What a browser keeps between visits: whose conversations it sees, the last one, the language."""

    owner: str
    id: str = ""
    language: str = "zh"

    @classmethod
    def read(cls, data: Any) -> Keep:
        """Read what a browser sent; whatever is missing or odd falls back to nothing."""
        known = data if isinstance(data, dict) else {}
        language = str(known.get("language", ""))
        return cls(
            str(known.get("owner") or ""), str(known.get("id") or ""),
            language if language in LANGUAGES else "zh",
        )

    def written(self) -> dict[str, str]:
        """Return what the browser is to keep."""
        return {"owner": self.owner, "id": self.id, "language": self.language}


@dataclass(frozen=True)
class View:
    """Everything the page shows of one conversation, as values."""

    keep: Keep
    masthead: str
    chat: str
    contract: str
    fields: str
    evidence: str
    findings: str
    review: str
    tabs: str


def view(desk: Desk, conversation: Conversation, keep: Keep, focus: str = "") -> View:
    """Compute what the page shows; ``focus`` names the citation that was pressed."""
    language, library = keep.language, desk.library
    findings = findings_of(conversation, library, desk.today())
    titles = {t.id: t.title for t in library.templates.values()}
    return View(
        keep=replace(keep, id=conversation.id),
        masthead=masthead_html(conversation, desk.list(keep.owner), language, _mode(desk, keep), titles),
        chat=chat_html(conversation, language),
        contract=contract_html(conversation, library, findings, language),
        fields=fields_html(conversation, library, problems_by_place(findings), language),
        evidence=evidence_html(conversation, library, language, focus),
        findings=findings_html(conversation, library, findings, language),
        review=review_html(
            conversation, library, findings, language, desk.store.versions(conversation.id, keep.owner),
            _compared(desk, conversation, keep, focus),
        ),
        tabs=tabs_html(_marks(desk, conversation, focus, findings), language),
    )


def _mode(desk: Desk, keep: Keep) -> str:
    settings = desk.partner.settings if desk.partner else None
    return mode_html(settings, desk.consented(keep.owner), keep.language)


def _compared(desk: Desk, conversation: Conversation, keep: Keep, focus: str) -> str:
    if not focus.startswith(COMPARE):
        return ""
    old, new = (int(number) for number in focus.removeprefix(COMPARE).split(":"))
    return compared_html(desk, conversation, keep.owner, old, new, keep.language)


def _marks(
    desk: Desk, conversation: Conversation, focus: str, findings: Sequence[Finding]
) -> dict[str, str]:
    """What stands behind the names of the tabs."""
    template = desk.library.templates.get(conversation.draft.template)
    open_slots = len(conversation.draft.open_slots(template)) if template else 0
    answer, _ = answer_at(conversation, focus)
    sources = len(answer.citations) + len(answer.statutes) if answer else 0
    done = bool(template and ready(conversation, template, findings))
    counts = {"fields": open_slots, "evidence": sources, "findings": len(findings)}
    return {name: str(count) for name, count in counts.items() if count} | ({"review": "✓"} if done else {})


def trouble_html(said: str) -> str:
    """Return the sentence for a step that failed."""
    return tag("div", tag("p", escape(said)), class_="trouble", role="alert", data_nonce=secrets.token_hex(4))
