"""The commands on a file that came back: check and redline."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from assistant.checking.checker import check_document
from assistant.checking.pairs import with_typed_numbers
from assistant.checking.telling import told
from assistant.checking.terms import explained
from assistant.commands import InputError, Output, finding_data, library_of, template_of, values_of
from assistant.disposing import as_finding
from assistant.exporting.read import Document, DocumentError, read_docx
from assistant.exporting.redline import as_base, redline
from assistant.findings import Finding, by_severity
from assistant.wording import finding_line
from knowledge.alignment import align
from knowledge.contract import compose, effective
from knowledge.library import Library
from knowledge.ruling import tripped
from knowledge.template import Template, Terms, Value


def _document(path: Path) -> Document:
    try:
        return read_docx(path.read_bytes())
    except OSError as error:
        raise InputError(f"打不开 {path}：{error}") from error
    except DocumentError as error:
        raise InputError(f"{path}:{error}") from error


def check(options: Namespace) -> Output:
    """Check a Word file against its template and values; without a template, lint any contract text."""
    if not options.template and not options.values:
        return _lint(options)
    library, named = library_of(options)
    template = template_of(library, named)
    state = values_of(options.values, template, options.today) if options.values else None
    terms = state.terms() if state else None
    result = check_document(template, _document(options.file), terms)
    given = effective(template, terms) if terms else None
    findings = [*result.findings]
    if given is not None:
        findings += new_objections(library, template, given, result.values, options)
    findings = by_severity(findings)
    data = {"findings": [finding_data(f) for f in findings], "values": result.values,
            "changes": [vars(c) for c in result.changes]}
    lines = [finding_line(f) for f in findings]
    if changed := list(told(template, result, given)):
        lines += ["", f"改动{len(changed)}处：", *changed]
    errors = any(f.severity == "error" for f in findings)
    return Output(data, "\n".join(lines) or "没有发现问题。", 1 if errors else 0)


def new_objections(
    library: Library, template: Template, given: Mapping[str, Value], read: Mapping[str, Value], options: Namespace
) -> list[Finding]:
    """What the rules say of the values read back and do not say of those given."""
    after = {**given, **read}
    before = {(t.rule.id, t.where) for t in tripped(library.rules, template.id, given, given, options.today)}
    return [
        as_finding(t, template, options.today) for t in tripped(library.rules, template.id, after, after, options.today)
        if (t.rule.id, t.where) not in before
    ]  # fmt: skip


def redlined(options: Namespace) -> Output:
    """Write a Word file with tracked changes from the template (or another version) to a file that came back."""
    library, named = library_of(options)
    template = template_of(library, named)
    document = _document(options.file)
    terms = values_of(options.values, template, options.today).terms() if options.values else None
    base = compose(template, terms or _read(template, document))
    if options.against:
        earlier = _document(options.against)
        base = as_base(compose(template, terms or _read(template, earlier)), earlier)
    created = datetime.combine(options.today, time(), UTC)
    try:
        data = redline(base, document, created=created, author=options.author)
    except DocumentError as error:
        raise InputError(f"{options.file}:{error}") from error
    try:
        options.out.write_bytes(data)
    except OSError as error:
        raise InputError(f"写不了 {options.out}：{error}") from error
    result = check_document(template, document, terms)
    changed = sum(change.kind != "same" for change in result.changes)
    return Output({"written": str(options.out), "changes": [vars(c) for c in result.changes if c.kind != "same"]},
                  f"已写入 {options.out}，和模板相比有{changed}处不同。")  # fmt: skip


def _read(template: Template, document: Document) -> Terms:
    return explained(align(template, with_typed_numbers(document.lines)))


def _lint(options: Namespace) -> Output:
    """Say what is wrong with a contract from anywhere, with line and column."""
    from assistant.linting import UnusableFile, as_finding, read_contract, report, sarif
    from knowledge.linting.linter import lint

    library, _ = library_of(options)
    try:
        text = read_contract(options.file)
    except UnusableFile as error:
        raise InputError(str(error)) from error
    found = lint(text, library, markdown=options.file.suffix.lower() == ".md")
    code = 1 if any(f.severity == "error" for f in found) else 0
    if options.sarif:
        log = sarif(options.file, found, library.rules)
        return Output(log, json.dumps(log, ensure_ascii=False), code)
    rows = [{**finding_data(as_finding(f)), "line": f.line, "column": f.column} for f in found]
    return Output({"findings": rows}, report(options.file, found), code)
