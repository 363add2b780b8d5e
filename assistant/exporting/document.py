"""export: the one way to a Word file. What is handed out was opened again and checked against template and draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from assistant.checking.checker import check_document
from assistant.draft import Draft
from assistant.exporting.cover import Cover, cover_for
from assistant.exporting.markup import UnprintableText
from assistant.exporting.package import package
from assistant.exporting.read import read_docx
from assistant.findings import Finding, by_severity
from assistant.gate import against_final
from knowledge.contract import Contract, compose, effective, reference_text, stands
from knowledge.library import Library
from knowledge.template import Template

OPEN_RULES = ("R-STR-01", "R-STR-03")
"""Rules on blanks: they stop a signed version; a draft lists its blanks instead."""

UNPRINTABLE = "合同里有 Word 写不下的字符：{why}"
DANGLING = "{address} 引用了「{title}」，可是这一条现在不在合同里。请恢复它，或者去掉引用它的条款。"


@dataclass(frozen=True)
class Exported:
    """The bytes of a checked Word file, or None and the findings that stand against it.

    ``open`` and ``assumed`` are the slots printed open and with a default (those filled in by hand when
    signing are not open), ``name`` is a name for the file.
    """

    data: bytes | None
    final: bool
    findings: tuple[Finding, ...]
    open: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    name: str = ""


def export(
    library: Library, template: Template, draft: Draft, *, final: bool, today: date,
    pending: bool = False, created: datetime | None = None,
) -> Exported:
    """Compose, write, read the very bytes again, check, and only then hand them out.

    A final document is refused while a required slot is open, a blank was left on purpose, something waits
    to be confirmed or any error stands; a draft lists all of that on its first page. Never raises for what
    a draft holds. ``created`` is the time written into the file (the start of ``today`` when not given).
    """
    contract = compose(template, draft.terms())
    against = against_final(library, template, draft, pending, today)
    findings = [*against, *_dangling(contract, final)]
    if not final:
        findings = [f for f in findings if f.rule not in OPEN_RULES]
    findings = by_severity(findings)
    undecided = tuple(s for s in contract.open if not template.slots[s].handwritten)
    made = Exported(None, final, tuple(findings), undecided, contract.assumed)
    if final and any(f.severity == "error" for f in findings):
        return made
    cover = cover_for(contract, findings, final)
    stamp = created or datetime.combine(today, time(), UTC)
    data, objections = _checked(contract, cover, final, stamp)
    known = {rule.id: rule.basis for rule in library.rules}
    objections = [replace(f, basis=known.get(f.rule, "")) for f in objections]
    if data is None:
        return replace(made, findings=tuple(by_severity([*objections, *findings])))
    return replace(made, data=data, name=file_name(contract, cover, today))


def _checked(
    contract: Contract, cover: Cover, final: bool, created: datetime
) -> tuple[bytes | None, list[Finding]]:
    """Write the file and check its bytes; None when they do not say exactly what the draft says."""
    try:
        data = _write(contract, cover, final=final, created=created)
    except UnprintableText as error:
        message = UNPRINTABLE.format(why=error)
        return None, [Finding("R-STR-05", "error", "", message)]
    result = check_document(contract.template, read_docx(data), contract.terms, cover=cover)
    errors = [f for f in result.findings if f.severity == "error"]
    return (None if errors else data), errors


def _write(contract: Contract, cover: Cover, *, final: bool, created: datetime) -> bytes:
    """Return the bytes of the Word file. Private: nothing but ``export`` may hand out what was not checked."""
    return package(contract, cover, final, created)


def _dangling(contract: Contract, final: bool) -> Sequence[Finding]:
    """References to what does not stand in the contract; in a draft only to what is surely out of it."""
    template, found = contract.template, []
    gone = _gone(contract)
    for line in contract.lines:
        for _, _, target in line.references:
            if target not in contract.numbers and (final or target in gone):
                title = reference_text(template, target, contract.numbers).strip("〔〕")
                message = DANGLING.format(address=line.address, title=title)
                found.append(Finding("R-STR-05", "error" if final else "warn", line.address, message))
    return found


def _gone(contract: Contract) -> frozenset[str]:
    """The names of articles and clauses that are switched off or ruled out."""
    values = effective(contract.template, contract.terms)
    gone = set()
    for article, clause in contract.template.clauses():
        if stands(article, clause, contract.terms, values) is False:
            gone |= {clause.name, *(p.name for p in clause.paragraphs)}
        if stands(article, None, contract.terms, values) is False:
            gone.add(article.name)
    return frozenset(gone)


def file_name(contract: Contract, cover: Cover, today: date) -> str:
    """Return a name for the file: title, mark and day."""
    return f"{contract.template.title}_{cover.right}_{today:%Y%m%d}.docx"
