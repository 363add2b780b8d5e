"""One view of a conversation → what every component shows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.page.chatting import chat_html
from assistant.page.contracting import contract_html, problems_by_place
from assistant.page.fields import fields_html
from assistant.page.files import Written, write_file
from assistant.page.markup import escape, tag
from assistant.page.masthead import masthead_html, mode_html
from assistant.page.sources import answer_at, evidence_html, findings_html, findings_of
from assistant.page.texts import LANGUAGES, text


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
    tabs: tuple[str, str, str, str]


def view(desk: Desk, conversation: Conversation, keep: Keep, focus: str = "") -> View:
    """Compute what the page shows; ``focus`` names the citation that was pressed."""
    language, library = keep.language, desk.library
    findings = findings_of(conversation, library, desk.today())
    return View(
        keep=replace(keep, id=conversation.id),
        masthead=masthead_html(conversation, desk.list(keep.owner), language, _mode(desk, keep)),
        chat=chat_html(conversation, language),
        contract=contract_html(conversation, library, findings, language),
        fields=fields_html(conversation, library, problems_by_place(findings), language),
        evidence=evidence_html(conversation, library, language, focus),
        findings=findings_html(conversation, library, findings, language),
        tabs=_tabs(desk, conversation, focus, len(findings), language),
    )


def _mode(desk: Desk, keep: Keep) -> str:
    settings = desk.partner.settings if desk.partner else None
    return mode_html(settings, desk.consented(keep.owner), keep.language)


def files(desk: Desk, conversation: Conversation) -> tuple[Written, Written]:
    """Write the Word files of a conversation: the draft, and the final version when it was just granted."""
    exported = conversation.last.exported if conversation.last else None
    final = bool(exported and exported.final and not exported.blocked)
    draft = write_file(desk, conversation, final=False)
    return draft, write_file(desk, conversation, final=True) if final else Written()


def _tabs(
    desk: Desk, conversation: Conversation, focus: str, findings: int, language: str
) -> tuple[str, str, str, str]:
    template = desk.library.templates.get(conversation.draft.template)
    open_slots = len(conversation.draft.open_slots(template)) if template else 0
    answer, _ = answer_at(conversation, focus)
    sources = len(answer.citations) + len(answer.statutes) if answer else 0
    return (
        text("tab_contract", language),
        _counted(text("tab_fields", language), open_slots),
        _counted(text("tab_evidence", language), sources),
        _counted(text("tab_findings", language), findings),
    )


def _counted(label: str, count: int) -> str:
    return f"{label} {count}" if count else label


def trouble_html(said: str) -> str:
    """Return the sentence for a step that failed."""
    return tag("div", tag("p", escape(said)), class_="trouble", role="alert", data_nonce=secrets.token_hex(4))
