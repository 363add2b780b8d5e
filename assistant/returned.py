"""A file that came back: the template it follows, what differs from the draft, what it says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from assistant import wording
from assistant.checking.checker import MANDATORY, STRUCTURE, check_document
from assistant.checking.meaning import meaning
from assistant.checking.results import CheckResult, equal
from assistant.checking.telling import tellings
from assistant.conversation import Checked, Difference, OtherValue, Proposal
from assistant.draft import Draft, Set, Use
from assistant.exporting.read import Document, DocumentError, read_docx
from assistant.findings import Finding
from assistant.linting import SUFFIXES, UnusableFile, as_finding, contract_text
from assistant.saying import shown
from assistant.taking import TAKE_OVER, offer
from knowledge import kinds
from knowledge.contract import effective
from knowledge.library import Library
from knowledge.linting.linter import lint
from knowledge.template import Clause, Template

LARGEST = 5_000_000
"""Bytes of a file at the most; a contract without pictures is far smaller."""
FOLLOWS = 0.3
"""A file follows a template when it has at least this share of the template's lines."""
MOST_LINTS = 40


@dataclass(frozen=True)
class Returned:
    """What is to be said about a file."""

    told: tuple[str, ...]
    checked: Checked
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def returned(library: Library, draft: Draft, name: str, data: bytes, today: date) -> Returned:
    """Check a file against the draft in hand, else against the template it follows, else as any contract.

    Never raises on what a file holds: what can't be used is said, with what to do.
    """
    name = PurePath(name.replace("\\", "/")).name[:80] or "文件"
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return Returned((wording.FILE_KIND.format(name=name, kinds="、".join(SUFFIXES)),), Checked(name))
    if len(data) > LARGEST:
        return Returned((wording.FILE_LARGE.format(name=name, limit=LARGEST // 1_000_000),), Checked(name))
    try:
        if suffix == ".docx":
            document = read_docx(data)
            found = _followed(library, draft, document)
            if found:
                return _compared(library, draft, name, *found, today)
        return _linted(library, name, contract_text(Path(name), data), suffix == ".md")
    except (DocumentError, UnusableFile) as error:
        return Returned((wording.FILE_UNUSABLE.format(name=name, why=error),), Checked(name))


def _followed(library: Library, draft: Draft, document: Document) -> tuple[Template, CheckResult] | None:
    """The template that the file follows, compared with the draft when that is on the same template."""
    own = library.templates.get(draft.template)
    ordered = [*([own] if own else []), *(t for t in library.templates.values() if t is not own)]
    best: tuple[float, Template, CheckResult] | None = None
    for template in ordered:
        terms = draft.terms() if template is own else None
        result = check_document(template, document, terms)
        share = _share(result)
        if best is None or share > best[0]:
            best = (share, template, result)
        if share > 1 - FOLLOWS:
            break
    return best[1:] if best and best[0] >= FOLLOWS else None


def _share(result: CheckResult) -> float:
    lines = [c for c in result.changes if c.kind != "added"]
    return sum(c.kind in ("same", "value") for c in lines) / max(1, len(lines))


def _compared(
    library: Library, draft: Draft, name: str, template: Template, result: CheckResult, today: date
) -> Returned:
    own = draft.template == template.id
    given = effective(template, draft.terms()) if own else None
    slots = {one.address: one.slot for one in tellings(template, result, given) if one.slot}
    differences = tuple(
        Difference(c.address, _title(template, c.address), c.kind, c.template_text, c.document_text,
                   meaning(template, c.address, draft.side if own else "", slots.get(c.address, ""),
                           {**(given or {}), **result.values}, today))
        for c in result.changes if c.kind != "same"
    )
    values, changes = _other_values(template, draft if own else Draft(template.id), result)
    checked = Checked(name, template.title, differences, values if own else ())
    told = wording.FILE_SAME if not (differences or result.findings) else wording.FILE_DIFFERS
    against = wording.AGAINST_DRAFT if own else wording.AGAINST_TEMPLATE
    said = told.format(name=name, title=template.title, count=len(differences), against=against)
    proposals: tuple[Proposal, ...] = ()
    if own and changes:
        proposals = (offer(changes, template.slots),)
    elif not draft.template and changes:
        words = wording.GO_ON_FROM.format(count=len(changes), title=template.title)
        proposals = (Proposal(words, (Use(template.id), *changes), TAKE_OVER),)
    since = wording.since_words(result, bool(differences))
    return Returned((said, since) if since else (said,), checked, _not_told(result, differences), proposals)


def _not_told(result: CheckResult, differences: Sequence[Difference]) -> tuple[Finding, ...]:
    """What the check found beyond the differences themselves: comments, fields, hidden words, headers, doubtful numbering."""
    told = {d.address.partition("(")[0] for d in differences}
    return tuple(
        f for f in result.findings
        if f in result.beside or f.rule not in (STRUCTURE, MANDATORY) or not {w.partition("(")[0] for w in f.where.split(",")} & told
    )


def _title(template: Template, address: str) -> str:
    thing = template.addresses.get(address.partition("(")[0])
    return thing.title if isinstance(thing, Clause) else ""


def _other_values(
    template: Template, draft: Draft, result: CheckResult
) -> tuple[tuple[OtherValue, ...], tuple[Set, ...]]:
    values: list[OtherValue] = []
    changes: list[Set] = []
    for slot_id, theirs in result.values.items():
        slot, ours = template.slots[slot_id], draft.values.get(slot_id)
        effective = slot.default if ours is None else ours
        if equal(slot, theirs, ours) or (draft.entries and equal(slot, theirs, effective)):
            continue
        values.append(OtherValue(
            slot_id, slot.label, shown(slot, ours) if ours is not None else "", shown(slot, theirs)))
        changes.append(Set(slot_id, theirs, kinds.write(slot, theirs)))
    return tuple(values), tuple(changes)


def _linted(library: Library, name: str, text: str, markdown: bool) -> Returned:
    found: Sequence[Finding] = [
        _placed(as_finding(one), one.line) for one in lint(text, library, markdown=markdown)
    ]
    said = (wording.FILE_OTHER if found else wording.FILE_OTHER_CLEAN).format(name=name, count=len(found))
    return Returned((said,), Checked(name), tuple(found[:MOST_LINTS]))


def _placed(finding: Finding, line: int) -> Finding:
    message = wording.AT_LINE.format(line=line, where=finding.where, message=finding.message)
    return Finding(finding.rule, finding.severity, finding.where, message, finding.basis)
