"""What can be asked of the program without a conversation; no entrance's own options or words in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue import Answers
from assistant.disposing import as_finding
from assistant.draft import Draft, Entry
from assistant.entrances.shapes import answer_data, finding_data
from assistant.findings import Finding, by_severity
from knowledge import kinds
from knowledge.contract import effective
from knowledge.library import Library
from knowledge.linting.linter import Lint
from knowledge.ruling import tripped
from knowledge.template import Template, Value

if TYPE_CHECKING:
    from assistant.checking.results import CheckResult
    from assistant.checking.telling import Telling
    from assistant.exporting.document import Exported


class InputError(Exception):
    """What was given cannot be used: what is wrong, where it stands, and what to do."""

    def __init__(self, what: str, where: str = "", do: str = ""):
        super().__init__(what + do)
        self.what, self.where, self.do = what, where, do


class Unknown(InputError):
    """What was named does not exist."""


@dataclass(frozen=True)
class Linted:
    """What is wrong with a contract from anywhere; ``rows`` are the findings with line and column."""

    found: tuple[Lint, ...]
    rows: tuple[dict[str, Any], ...]


def known(library: Library, id: str) -> Template:
    """Return the template of that id."""
    if template := library.templates.get(id):
        return template
    there = "、".join(library.templates)
    if not id:
        raise InputError("没有说明是哪份模板。", "template", f"可选：{there}。")
    raise Unknown(f"没有叫「{id}」的模板。", "template", f"现有：{there}。")


def failing(findings: Iterable[Finding]) -> bool:
    """Return whether an error is among the findings."""
    return any(f.severity == "error" for f in findings)


def draft_of(values: Any, template: Template, today: date, where: str = "values") -> Draft:
    """Read slot → value into a draft; every value is read by its kind, and all that don't fit are named."""
    if not isinstance(values, Mapping):
        raise InputError(f"{where} 应是一个 JSON 对象：槽位 → 值。", where)
    entries: dict[str, Entry] = {}
    problems = []
    for slot_id, value in values.items():
        slot = template.slots.get(slot_id)
        if slot is None:
            problems.append(f"{slot_id}：模板 {template.id} 没有这个槽位")
        elif value is not None and value != "":
            result = kinds.canonical(slot, value, today)
            if isinstance(result, kinds.Refused):
                problems.append(f"{slot_id}({slot.label}):{result.reason}")
            else:
                entries[slot_id] = Entry(result.value)
    if problems:
        raise InputError(f"{where} 里有不能用的值：\n- " + "\n- ".join(problems), where)
    return Draft(template.id, entries)


def ask(
    answers: Answers, question: str, template: str, draft: Draft | None, today: date
) -> dict[str, Any]:
    """Answer a question about one template, or about all when none is named."""
    if not question.strip():
        raise InputError("问题是空的。", "question", "请写上问题，例如「泄密要赔多少？」。")
    return answer_data(answers.answer(question, template, draft, today=today))


def read(template: Template, slot_id: str, text: str, today: date) -> dict[str, Any]:
    """Read words as the value of one slot: the canonical value, or why it has to be asked back."""
    slot = template.slots.get(slot_id)
    if slot is None:
        raise Unknown(f"模板 {template.id} 没有槽位「{slot_id}」。", "slot")
    result = kinds.read(slot, text, today)
    if isinstance(result, kinds.Refused):
        return {"value": None, "ask": result.reason}
    return {"value": result.value, "ask": None}


def draft(library: Library, template: Template, state: Draft, *, final: bool, today: date) -> Exported:
    """Write the Word file; what is returned is what was checked, or the findings against it."""
    from assistant.exporting.document import export  # brings the heavy parts of Word

    return export(library, template, state, final=final, today=today)


def drafted_data(made: Exported) -> dict[str, Any]:
    """Return what is to be said of a Word file that was, or was not, written."""
    return {"open": list(made.open), "assumed": list(made.assumed),
            "findings": [finding_data(f) for f in made.findings]}


def check(
    library: Library, template: Template, data: bytes, state: Draft | None, today: date, name: str = "file"
) -> CheckResult:
    """Compare the bytes of a Word file with a template and, when given, with the values it should hold.

    What the rules say of the values read back, and do not say of those given (if any were), is among the findings.
    """
    from assistant.checking.checker import check_document
    from assistant.exporting.read import DocumentError, read_docx

    try:
        document = read_docx(data)
    except DocumentError as error:
        raise InputError(f"{name}:{error}", "file") from error
    result = check_document(template, document, state.terms() if state else None)
    given = effective(template, state.terms()) if state else {}
    more = new_objections(library, template, given, result.values, today)
    return replace(result, findings=tuple(by_severity([*result.findings, *more])))


def new_objections(
    library: Library, template: Template, given: Mapping[str, Value], read: Mapping[str, Value], today: date
) -> list[Finding]:
    """What the rules say of the values read back and do not say of those given."""
    after = {**given, **read}
    before = {(t.rule.id, t.where) for t in tripped(library.rules, template.id, given, given, today)} if given else set()
    return [
        as_finding(t, template, today) for t in tripped(library.rules, template.id, after, after, today)
        if (t.rule.id, t.where) not in before
    ]  # fmt: skip


def weighed(
    template: Template, result: CheckResult, given: Mapping[str, Value] | None, side: str, today: date
) -> tuple[list[tuple[Telling, str]], list[tuple[str, str]]]:
    """Return each change in words with what it means for a side, and, where no values were given, what is bad for it."""
    from assistant.checking.meaning import meaning, unfavourable
    from assistant.checking.telling import tellings

    changed = [
        (one, meaning(template, one.address, side, one.slot, {**(given or {}), **result.values}, today))
        for one in tellings(template, result, given)
    ]  # fmt: skip
    return changed, [] if given is not None else list(unfavourable(template, result.values, side, today))


def checked_data(
    result: CheckResult, changed: Iterable[tuple[Telling, str]], bad: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return a comparison: findings, the values read back, every line and how it differs, the changes in words."""
    return {"findings": [finding_data(f) for f in result.findings], "values": result.values,
            "changes": [vars(c) for c in result.changes],
            "told": [{"address": one.address, "words": one.words, "meaning": m} for one, m in changed],
            "unfavourable": [{"slot": slot, "words": words} for slot, words in bad],
            "exported": result.exported or None, "untouched": result.untouched}


def lint(library: Library, path: Path, data: bytes) -> Linted:
    """Say what is wrong with a contract from anywhere; only name and suffix of ``path`` matter."""
    from assistant.linting import UnusableFile, contract_text
    from assistant.linting import as_finding as linted_finding
    from knowledge.linting.linter import lint as linted

    try:
        text = contract_text(path, data)
    except UnusableFile as error:
        raise InputError(str(error), "file") from error
    found = tuple(linted(text, library, markdown=path.suffix.lower() == ".md"))
    rows = ({**finding_data(linted_finding(f)), "line": f.line, "column": f.column} for f in found)
    return Linted(found, tuple(rows))
