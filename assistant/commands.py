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

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.draft import Draft
from assistant.entrances import doing
from assistant.entrances.doing import InputError
from assistant.entrances.shapes import answer_data, template_data, turn_data
from assistant.wording import finding_line
from knowledge.library import HOME, Library, open_library
from knowledge.records import SourceError
from knowledge.template import Template


@dataclass(frozen=True)
class Output:
    """What a command says: one JSON value and its text for people, or a stream of JSON lines."""

    data: Any = None
    text: str = ""
    code: int = 0
    lines: Iterator[Any] | None = None


def library_of(options: Namespace) -> tuple[Library, str]:
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


def template_of(library: Library, named: str) -> Template:
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


def values_of(path: Path, template: Template, today: date) -> Draft:
    """Read a values file into a draft; every value is read by its kind."""
    try:
        data = json.loads(_read_text(path))
    except ValueError as error:
        raise InputError(f"{path} 不是 JSON:{error}") from error
    return doing.draft_of(data, template, today, str(path))


def templates(options: Namespace) -> Output:
    """List every template with its articles, clauses (exact text) and slots."""
    library, named = library_of(options)
    chosen = [library.templates[named]] if named else list(library.templates.values())
    data = [template_data(template) for template in chosen]
    text = "\n".join(f"{t.id}  《{t.title}》 {t.summary}" for t in chosen)
    return Output(data, text)


def ask(options: Namespace) -> Output:
    """Answer one question, or a file of them in one process."""
    from assistant.wiring import make_answers  # the index behind it is heavy

    library, named = library_of(options)
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
        draft = values_of(options.values, template_of(library, named), options.today)
    data = doing.ask(answers, options.question, named, draft, options.today)
    return Output(data, str(data["answer"]))


def chat(options: Namespace) -> Output:
    """Hold a conversation: one message a line in, one turn a line out."""
    from assistant.modelling import accompanied
    from assistant.wiring import make_assistant

    library, named = library_of(options)
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


def _files(options: Namespace, data: bytes) -> Iterator[tuple[Path, bytes]]:
    """Yield what to write: the Word file, its PDF when asked for, only the PDF when that is the name given."""
    from assistant.exporting.pdf import NoPdf, as_pdf

    only = options.out.suffix.lower() == ".pdf"
    if not only:
        yield options.out, data
    if only or options.pdf:
        try:
            yield options.out.with_suffix(".pdf"), as_pdf(data)
        except NoPdf as error:
            raise InputError(str(error)) from error


def draft(options: Namespace) -> Output:
    """Write the Word file from a values file; the file that is written is the file that was checked."""
    library, named = library_of(options)
    template = template_of(library, named)
    state = values_of(options.values, template, options.today)
    made = doing.draft(library, template, state, final=options.final, today=options.today)
    data = {"written": str(options.out) if made.data else None, **doing.drafted_data(made)}
    if made.data:
        try:
            for path, content in _files(options, made.data):
                path.write_bytes(content)
        except OSError as error:
            raise InputError(f"写不了 {options.out}：{error}") from error
    head = f"已写入 {options.out}" if made.data else "没有写出文件："
    text = "\n".join([head, *(finding_line(f) for f in made.findings)])
    return Output(data, text, 1 if doing.failing(made.findings) or not made.data else 0)


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"打不开 {path}：{error}") from error


def read(options: Namespace) -> Output:
    """Read words as the value of one slot."""
    library, named = library_of(options)
    if options.batch:
        rows = list(open_rows(options.batch))
        return Output(lines=iter([_read_row(library, row, named, options.today) for row in rows]))
    if not options.slot:
        raise InputError("请用 --slot 说明是哪个槽位。")
    data = doing.read(template_of(library, named), options.slot, options.text, options.today)
    return Output(data, str(data["value"]) if data["value"] is not None else str(data["ask"]))


def _read_row(library: Library, row: Mapping[str, Any], named: str, today: date) -> dict[str, Any]:
    template = library.templates.get(str(row.get("template") or named))
    if template is None:
        raise InputError(f"第 {row.get('id')} 行的模板不存在：{row.get('template')}")
    when = date.fromisoformat(row["today"]) if row.get("today") else today
    one = doing.read(template, str(row.get("slot")), str(row.get("text", "")), when)
    return {"id": row.get("id"), **one}


def serve(options: Namespace) -> Output:
    """Open the page, with the HTTP API and MCP; the same as ``python app.py``."""
    import app  # the page imports this package; only the command line goes the other way

    app.serve(options.host, options.port)
    return Output()


def mcp(options: Namespace) -> Output:
    """Offer the MCP tools on standard input and output until the other side closes them."""
    from functools import cache

    from assistant.entrances.tools import Offer, serve_stdio
    from assistant.wiring import make_answers

    library, _ = library_of(options)
    answers = cache(lambda: make_answers(library))  # at the first question: the index behind it is heavy
    serve_stdio(Offer(library, answers, lambda: options.today, local=True))
    return Output()


def not_yet(options: Namespace) -> Output:
    """Refuse a command that this version does not have."""
    raise InputError("这个版本还没有此命令。现在可用：templates、ask、chat、draft、check、redline、read、serve、mcp。")
