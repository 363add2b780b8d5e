"""The commands on a file that came back: check and redline."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC, datetime, time
from pathlib import Path

from assistant.checking.checker import check_document
from assistant.checking.pairs import with_typed_numbers
from assistant.checking.telling import told
from assistant.checking.terms import explained
from assistant.commands import Output, library_of, read_bytes, template_of, values_of
from assistant.entrances import doing
from assistant.entrances.doing import InputError
from assistant.exporting.read import Document, DocumentError, read_docx
from assistant.exporting.redline import as_base, redline
from assistant.wording import finding_line, since_words
from knowledge.alignment import align
from knowledge.contract import compose, effective
from knowledge.template import Template, Terms


def _document(path: Path) -> Document:
    try:
        return read_docx(read_bytes(path))
    except DocumentError as error:
        raise InputError(f"{path}:{error}") from error


def check(options: Namespace) -> Output:
    """Check a Word file against its template and values; without a template, lint any contract text."""
    if not options.template and not options.values:
        return _lint(options)
    library, named = library_of(options)
    template = template_of(library, named)
    state = values_of(options.values, template, options.today) if options.values else None
    result = doing.check(library, template, read_bytes(options.file), state, options.today, str(options.file))
    given = effective(template, state.terms()) if state else None
    changed, bad = doing.weighed(template, result, given, options.side, options.today)
    lines = [finding_line(f) for f in result.findings]
    if changed:
        lines += ["", f"改动{len(changed)}处：", *(f"{one.words}\n    对{options.side}：{m}" if m else one.words for one, m in changed)]
    if bad:
        lines += ["", f"读回的值里，对{options.side}不利的{len(bad)}项：", *(words for _, words in bad)]
    if since := since_words(result, bool(changed)):
        lines += ["", since]
    code = 1 if doing.failing(result.findings) else 0
    data = doing.checked_data(result, changed, bad)
    return Output(data, "\n".join(lines).strip() or "没有发现问题。", code)


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


def differences(template: Template, old: bytes, new: bytes) -> tuple[str, ...]:
    """Return in words what changed from one version of a contract to another; raises DocumentError."""
    earlier = read_docx(old)
    terms = _read(template, earlier)
    result = check_document(template, read_docx(new), terms)
    return tuple(told(template, result, effective(template, terms)))


def _read(template: Template, document: Document) -> Terms:
    return explained(align(template, with_typed_numbers(document.lines)))


def _lint(options: Namespace) -> Output:
    """Say what is wrong with a contract from anywhere, with line and column."""
    from assistant.linting import report, sarif

    library, _ = library_of(options)
    linted = doing.lint(library, options.file, read_bytes(options.file))
    code = 1 if any(f.severity == "error" for f in linted.found) else 0
    if options.sarif:
        log = sarif(options.file, linted.found, library.rules)
        return Output(log, json.dumps(log, ensure_ascii=False), code)
    return Output({"findings": list(linted.rows)}, report(options.file, linted.found), code)
