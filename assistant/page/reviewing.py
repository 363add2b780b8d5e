"""The last look before a final document, as HTML: what stands against it, each with a press that settles it; the files made so far."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.findings import Finding
from assistant.page.markup import button, escape, paragraphs, tag
from assistant.page.objecting import finding_html, fix_chips
from assistant.page.texts import text
from assistant.page.versions import versions_html
from assistant.saying import shown
from assistant.storing import Version
from knowledge.library import Library
from knowledge.template import Template

GATE_RULES = ("R-STR-01", "R-STR-03")
"""What the gate says of open blanks and unanswered questions; they stand here as things to press."""


@dataclass(frozen=True)
class _Step:
    """One thing to look at: its state (ok, todo, look), what it is called, and what there is to do."""

    state: str
    title: str
    body: str = ""


def review_html(
    conversation: Conversation, library: Library, findings: Sequence[Finding], language: str,
    versions: Sequence[Version] = (), compared: str = "",
) -> str:
    """Return the review of a draft; ``compared`` is markup that tells how two versions differ."""
    template = library.templates.get(conversation.draft.template)
    if template is None:
        return tag("div", tag("p", escape(text("no_review", language)), class_="empty"), class_="sheet")
    steps = _steps(conversation, template, findings, language)
    left = sum(step.state == "todo" for step in steps)
    head = text("review_ready", language) if not left else text("review_left", language).format(count=left)
    rows = "".join(_row(step, language) for step in steps)
    parts = [
        tag("h2", escape(head)), tag("ol", rows, class_="steps"), _final(conversation, left, language),
        versions_html(versions, language, compared),
    ]
    return tag("div", "".join(parts), class_="sheet review")


def ready(conversation: Conversation, template: Template, findings: Sequence[Finding]) -> bool:
    """Return whether nothing stands against a final document."""
    required, pending = _required(conversation, template, "zh"), _pending(conversation, "zh")
    return required.state == pending.state == "ok" and not any(f.severity == "error" for f in findings)


def _row(step: _Step, language: str) -> str:
    mark = tag("span", escape(text(f"step_{step.state}", language)), class_="mark")
    head = tag("h3", mark + escape(step.title))
    return tag("li", head + step.body, class_=f"step {step.state}")


def _steps(
    conversation: Conversation, template: Template, findings: Sequence[Finding], language: str
) -> list[_Step]:
    blanks = {slot.id for slot in conversation.draft.open_slots(template)}
    rest = [f for f in findings if f.rule not in GATE_RULES and not _of_blanks(f, blanks)]
    return [
        _required(conversation, template, language),
        _pending(conversation, language),
        _objections("error", [f for f in rest if f.severity == "error"], template, language),
        _objections("warn", [f for f in rest if f.severity == "warn"], template, language),
        _assumed(conversation, template, language),
    ]


def _of_blanks(finding: Finding, blanks: Collection[str]) -> bool:
    """Whether a finding only says of open blanks that they are open; those stand here already."""
    places = [place.strip() for place in finding.where.split(",") if place.strip()]
    return bool(places) and all(place in blanks for place in places)


def _required(conversation: Conversation, template: Template, language: str) -> _Step:
    """Required blanks without a value, and blanks that were left open on purpose."""
    draft = conversation.draft
    slots = list(draft.open_slots(template))
    slots += [template.slots[s] for s in draft.active(template) if s in draft.left_open and template.slots[s] not in slots]
    if not slots:
        return _Step("ok", text("review_filled", language))
    chips = "".join(button(slot.label, "chip", "fill", slot=slot.id) for slot in slots)
    return _Step("todo", text("review_open", language).format(count=len(slots)),
                 tag("div", chips, class_="chips", lang="zh-CN"))


def _pending(conversation: Conversation, language: str) -> _Step:
    proposals = conversation.last.proposals if conversation.last else ()
    if not proposals:
        return _Step("ok", text("review_none_pending", language))
    words = "".join(tag("div", paragraphs(p.words), lang="zh-CN") for p in proposals)
    yes = button(text("yes", language), "chip main", "say", say=text("yes"))
    no = button(text("no", language), "chip", "say", say=text("no"))
    return _Step("todo", text("review_pending", language).format(count=len(proposals)),
                 words + tag("div", yes + no, class_="chips"))


def _objections(severity: str, found: Sequence[Finding], template: Template, language: str) -> _Step:
    if not found:
        return _Step("ok", text(f"review_no_{severity}", language))
    body = "".join(
        finding_html(f, language, fix_chips(f, template, language), head=False) for f in found
    )
    state = "todo" if severity == "error" else "look"
    return _Step(state, text(f"review_{severity}", language).format(count=len(found)), body)


def _assumed(conversation: Conversation, template: Template, language: str) -> _Step:
    """What prints with its default because nobody said anything: to be read, not to be done."""
    names = conversation.draft.composed(template).assumed
    if not names:
        return _Step("ok", text("review_no_assumed", language))
    rows = "".join(
        tag("dt", button(template.slots[s].label, "link", "fill", slot=s))
        + tag("dd", escape(shown(template.slots[s], template.slots[s].default)))
        for s in names
    )
    head = text("review_assumed", language).format(count=len(names))
    more = tag("summary", escape(text("review_assumed_more", language)))
    return _Step("look", head, tag("details", more + tag("dl", rows, lang="zh-CN"), class_="assumed"))


def _final(conversation: Conversation, left: int, language: str) -> str:
    exported = conversation.last.exported if conversation.last else None
    granted = bool(exported and exported.final and not exported.blocked)
    if granted and not left:
        press = button(text("final_file", language), "chip main", "download", file="final-file")
        words = text("review_granted", language)
    else:
        press = tag("button", escape(text("make_final", language)), type="button", class_="chip main", data_do="final",
                    disabled=bool(left))
        words = text("review_blocked" if left else "review_last", language)
    return tag("div", press + tag("p", escape(words)), class_="final")


def compared_html(desk: Desk, conversation: Conversation, owner: str, old: int, new: int, language: str) -> str:
    """Tell in words what changed between two versions; versions that are gone or can't be read are told."""
    from assistant.comparing import differences  # reads Word files: not needed to open the page
    from assistant.exporting.read import DocumentError

    template = desk.library.templates.get(conversation.draft.template)
    first, second = (desk.store.version(conversation.id, n, owner) for n in (old, new))
    head = tag("h3", escape(text("compared", language).format(old=old, new=new)))
    if template is None or first is None or second is None:
        return head + tag("p", escape(text("compare_gone", language)))
    try:
        found = differences(template, first, second)
    except DocumentError as error:
        return head + tag("p", escape(str(error)))
    if not found:
        return head + tag("p", escape(text("compare_same", language)))
    return head + tag("ul", "".join(tag("li", escape(line)) for line in found), lang="zh-CN")
