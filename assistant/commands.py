"""What each command of the command line does: options in, data and text out."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import Answer, Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.draft import Draft, Entry
from assistant.findings import Finding
from assistant.wording import finding_line
from knowledge import kinds
from knowledge.library import HOME, Library, open_library
from knowledge.passages import passages
from knowledge.records import SourceError
from knowledge.template import Slot, Template


class InputError(Exception):
    """The input of a command cannot be used: what, where, and what to do."""


@dataclass(frozen=True)
class Output:
    """What a command says: one JSON value and its text for people, or a stream of JSON lines."""

    data: Any = None
    text: str = ""
    code: int = 0
    lines: Iterator[Any] | None = None


def use_library(options: Namespace) -> tuple[Library, str]:
    """Open the library; ``--template`` may name a folder, whose template is then added."""
    named = str(options.template or "")
    folder = Path(named)
    more = (folder,) if named and (folder / "contract.md").is_file() else ()
    try:
        library = open_library(HOME, more)
    except SourceError as error:
        raise InputError(f"模板有错，载入不了：\n{error}") from error
    if more:
        named = list(library.templates)[-1]
    if named and named not in library.templates and named not in ("both", "none"):
        known = "、".join(library.templates)
        raise InputError(f"没有叫「{named}」的模板。现有：{known}；也可以给一个模板文件夹。")
    return library, "" if named in ("both", "none") else named


def _template(library: Library, named: str) -> Template:
    if not named:
        raise InputError(f"请用 --template 说明是哪份模板：{'、'.join(library.templates)}")
    return library.templates[named]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(f"找不到文件 {path}，请核对路径。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"文件 {path} 读不了（{error}）。需要 UTF-8 文本。") from error


def open_rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path} 第 {number} 行不是 JSON:{error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{path} 第 {number} 行应是一个 JSON 对象。")
        yield row


def _values(path: Path, template: Template, today: date) -> Draft:
    """Read a values file into a draft; every value is read by its kind."""
    try:
        data = json.loads(_read_text(path))
    except ValueError as error:
        raise InputError(f"{path} 不是 JSON:{error}") from error
    if not isinstance(data, dict):
        raise InputError(f"{path} 应是一个 JSON 对象：槽位 → 值。")
    entries: dict[str, Entry] = {}
    problems = []
    for slot_id, value in data.items():
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
        raise InputError(f"{path} 里有不能用的值：\n- " + "\n- ".join(problems))
    return Draft(template.id, entries)


def templates(options: Namespace) -> Output:
    """List every template with its articles, clauses (exact text) and slots."""
    library, named = use_library(options)
    chosen = [library.templates[named]] if named else list(library.templates.values())
    data = [_template_data(template) for template in chosen]
    text = "\n".join(f"{t.id}  《{t.title}》 {t.summary}" for t in chosen)
    return Output(data, text)


def _template_data(template: Template) -> dict[str, Any]:
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
    """Return a finding as the command line prints it."""
    return {
        "rule": finding.rule, "severity": finding.severity, "where": finding.where,
        "message": finding.message, "basis": finding.basis,
    }


def answer_data(answer: Answer) -> dict[str, Any]:
    """Return an answer as the command line prints it."""
    return {
        "status": answer.status, "answer": answer.text,
        "citations": [vars(c) for c in answer.citations],
        "statutes": [{"law": s.law, "article": s.article} for s in answer.statutes],
        "findings": [finding_data(f) for f in answer.findings],
        "near": list(answer.near),
    }


def ask(options: Namespace) -> Output:
    """Answer one question, or a file of them in one process."""
    from assistant.wiring import make_answers  # the index behind it is heavy

    library, named = use_library(options)
    answers = make_answers(library)
    if options.batch:
        rows = list(open_rows(options.batch))

        def each() -> Iterator[Any]:
            for row in rows:
                chosen = str(row.get("template") or named)
                chosen = chosen if chosen in library.templates else ""
                answer = answers.answer(str(row.get("question", "")), chosen, today=options.today)
                yield {"id": row.get("id"), **answer_data(answer)}

        return Output(lines=each())
    if not options.question.strip():
        raise InputError('请写上问题，例如：ask "泄密要赔多少？"')
    draft = None
    if options.values:
        draft = _values(options.values, _template(library, named), options.today)
    answer = answers.answer(options.question, named, draft, today=options.today)
    return Output(answer_data(answer), answer.text)


def turn_data(conversation: Conversation, library: Library) -> dict[str, Any]:
    """Return the last turn as the command line prints it."""
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


def chat(options: Namespace) -> Output:
    """Hold a conversation: one message a line in, one turn a line out."""
    from assistant.modelling import accompanied
    from assistant.wiring import make_assistant

    library, named = use_library(options)
    assistant = accompanied(make_assistant(library))
    if options.batch:
        rows = list(open_rows(options.batch))

        def each() -> Iterator[Any]:
            for row in rows:
                today = date.fromisoformat(row["today"]) if row.get("today") else options.today
                start = _start(assistant, str(row.get("template") or named), today)
                yield {"id": row.get("id"),
                       "turns": list(_turns(assistant, start, row.get("turns", []), today))}

        return Output(lines=each())
    start = _start(assistant, named, options.today)
    if sys.stdin.isatty() and not options.json:
        return _talk(assistant, start, options.today)
    said = (line.rstrip("\n") for line in sys.stdin if line.strip())
    return Output(lines=_turns(assistant, start, said, options.today))


def _start(assistant: Assistant, template: str, today: date) -> Conversation:
    from assistant.moves import Choose

    start = new_conversation(today)
    if template in assistant.library.templates:
        start = assistant.apply(start, (Choose(template),), "", today)
    return start


def _turns(
    assistant: Assistant, conversation: Conversation, said: Any, today: date
) -> Iterator[dict[str, Any]]:
    for message in said:
        conversation = assistant.reply(conversation, str(message), today)
        yield turn_data(conversation, assistant.library)


def _talk(assistant: Assistant, conversation: Conversation, today: date) -> Output:
    while True:
        try:
            message = input("> ")
        except (EOFError, KeyboardInterrupt):
            return Output()
        conversation = assistant.reply(conversation, message, today)
        print(conversation.turns[-1].reply.text + "\n")


def draft(options: Namespace) -> Output:
    """Write the Word file from a values file; the file that is written is the file that was checked."""
    from assistant.exporting.document import export

    library, named = use_library(options)
    template = _template(library, named)
    state = _values(options.values, template, options.today)
    made = export(library, template, state, final=options.final, today=options.today)
    data = {"written": str(options.out) if made.data else None,
            "open": list(made.open), "assumed": list(made.assumed),
            "findings": [finding_data(f) for f in made.findings]}
    if made.data:
        try:
            options.out.write_bytes(made.data)
        except OSError as error:
            raise InputError(f"写不了 {options.out}：{error}") from error
    errors = any(f.severity == "error" for f in made.findings)
    head = f"已写入 {options.out}" if made.data else "没有写出文件："
    text = "\n".join([head, *(finding_line(f) for f in made.findings)])
    return Output(data, text, 1 if errors or not made.data else 0)


def check(options: Namespace) -> Output:
    """Check a Word file against its template and values; without a template, lint any contract text."""
    from assistant.checking.checker import check_document
    from assistant.exporting.read import DocumentError, read_docx

    if not options.template and not options.values:
        return _lint(options)
    library, named = use_library(options)
    template = _template(library, named)
    state = _values(options.values, template, options.today) if options.values else None
    try:
        document = read_docx(options.file.read_bytes())
    except OSError as error:
        raise InputError(f"打不开 {options.file}：{error}") from error
    except DocumentError as error:
        raise InputError(f"{options.file}:{error}") from error
    result = check_document(template, document, state.terms() if state else None)
    data = {"findings": [finding_data(f) for f in result.findings], "values": result.values,
            "changes": [vars(c) for c in result.changes]}
    changed = [c for c in result.changes if c.kind != "same"]
    lines = [finding_line(f) for f in result.findings]
    lines += [f"{c.address} {c.kind}:{c.template_text} → {c.document_text}" for c in changed]
    errors = any(f.severity == "error" for f in result.findings)
    return Output(data, "\n".join(lines) or "没有发现问题。", 1 if errors else 0)


def _lint(options: Namespace) -> Output:
    """Say what is wrong with a contract from anywhere, with line and column."""
    from assistant.linting import UnusableFile, as_finding, read_contract, report, sarif
    from knowledge.linting.linter import lint

    library, _ = use_library(options)
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


def read(options: Namespace) -> Output:
    """Read words as the value of one slot."""
    library, named = use_library(options)
    if options.batch:
        rows = list(open_rows(options.batch))
        return Output(lines=iter([_read_row(library, row, named, options.today) for row in rows]))
    if not options.slot:
        raise InputError("请用 --slot 说明是哪个槽位。")
    data = _read_one(_template(library, named), options.slot, options.text, options.today)
    return Output(data, str(data["value"]) if data["value"] is not None else str(data["ask"]))


def _read_row(library: Library, row: Mapping[str, Any], named: str, today: date) -> dict[str, Any]:
    template = library.templates.get(str(row.get("template") or named))
    if template is None:
        raise InputError(f"第 {row.get('id')} 行的模板不存在：{row.get('template')}")
    when = date.fromisoformat(row["today"]) if row.get("today") else today
    one = _read_one(template, str(row.get("slot")), str(row.get("text", "")), when)
    return {"id": row.get("id"), **one}


def _read_one(template: Template, slot_id: str, text: str, today: date) -> dict[str, Any]:
    slot = template.slots.get(slot_id)
    if slot is None:
        raise InputError(f"模板 {template.id} 没有槽位「{slot_id}」。")
    result = kinds.read(slot, text, today)
    if isinstance(result, kinds.Refused):
        return {"value": None, "ask": result.reason}
    return {"value": result.value, "ask": None}


def serve(options: Namespace) -> Output:
    """Open the page; the same as ``python app.py``."""
    import app  # the page imports this package; only the command line goes the other way

    app.serve(options.host, options.port)
    return Output()


def not_yet(options: Namespace) -> Output:
    """Refuse a command that this version does not have."""
    raise InputError("这个版本还没有此命令。现在可用：templates、ask、chat、draft、check、read、serve。")

