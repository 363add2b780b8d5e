"""A contract from a file, whoever wrote it, and what is wrong with it, as data, as lines and as SARIF."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assistant.findings import Finding
from assistant.wording import finding_line
from knowledge.linting.linter import Lint
from knowledge.rule import Rule

SUFFIXES = (".txt", ".md", ".docx")
MOST_CHARACTERS = 2_000_000
"""A contract with all its annexes is far shorter."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warn": "warning", "info": "note"}
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnusableFile(Exception):
    """The file is no contract text: what is wrong with it and what to do."""


def contract_text(path: Path, data: bytes) -> str:
    """Return the text of a .txt, .md or .docx file; a Word file becomes a line a paragraph or table row.

    Only the name and the suffix of ``path`` matter.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnusableFile(f"{path}：只能核对 {'、'.join(SUFFIXES)} 文件，请先另存成其中一种。")
    text = _docx(path, data) if path.suffix.lower() == ".docx" else _decoded(path, data)
    if not text.strip():
        raise UnusableFile(f"{path} 里没有文字。请确认选对了文件；扫描件要先识别成文字。")
    if len(text) > MOST_CHARACTERS:
        raise UnusableFile(f"{path} 有 {len(text)} 字，不像一份合同。请确认选对了文件。")
    return text


def _docx(path: Path, data: bytes) -> str:
    from assistant.exporting.read import DocumentError, read_docx

    try:
        document = read_docx(data)
    except DocumentError as error:
        raise UnusableFile(f"{path}：{error}") from error
    lines: list[str] = []
    for line in document.lines:
        if line.rows:
            lines += [" | ".join(cell.replace("\n", " ") for cell in row) for row in line.rows]
        else:
            lines.append(f"{line.number} {line.text}" if line.number else line.text)
    return "\n".join(line.replace("\n", " ") for line in lines)


def _decoded(path: Path, data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or the encoding of older Chinese systems."""
    for encoding in ("utf-16",) if data.startswith(_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnusableFile(f"{path} 不是文本文件，或者编码认不出来。请用 UTF-8 另存一份。")


def as_finding(found: Lint) -> Finding:
    """Return what was found in the form in which all findings are shown."""
    return Finding(found.rule, found.severity, found.where, found.message, found.basis)


def report(path: Path, found: Iterable[Lint]) -> str:
    """Return a line for every objection, with its place in front, as compilers print it."""
    lines = [f"{path}:{f.line}:{f.column}: {finding_line(as_finding(f))}" for f in found]
    return "\n".join(lines) or "没有发现问题。"


def sarif(path: Path, found: Sequence[Lint], rules: Iterable[Rule]) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log; columns count characters, the rules are those that objected."""
    known = {rule.id: rule for rule in rules}
    ids = sorted({f.rule for f in found})
    driver = {"name": "niyue", "rules": [_rule(known[id]) for id in ids]}
    results = [_result(path, f, ids.index(f.rule)) for f in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.name},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.basis:
        described["help"] = {"text": f"依据：{rule.basis}"}
    return described


def _result(path: Path, found: Lint, index: int) -> dict[str, Any]:
    region = {"startLine": found.line, "startColumn": found.column}
    if found.length:
        region |= {"endLine": found.line, "endColumn": found.column + found.length}
    place = {"artifactLocation": {"uri": quote(path.as_posix())}, "region": region}
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"name": found.where}]}],
    }
    if found.basis:
        result["properties"] = {"basis": found.basis}
    return result
