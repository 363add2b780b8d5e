"""The command line's grammar: which commands there are and what each takes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from assistant import commands, comparing, keeping, modelling
from assistant.checking.meaning import SIDES
from assistant.commands import Output
from assistant.entrances.doing import InputError
from assistant.exporting.redline import AUTHOR


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], Output] = options.run
    try:
        output = run(options)
    except InputError as error:
        print(f"niyue {options.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    _print(output, options.json)
    return output.code


def _print(output: Output, as_json: bool) -> None:
    if output.lines is not None:
        for row in output.lines:
            print(json.dumps(row, ensure_ascii=False), flush=True)
    elif as_json:
        print(json.dumps(output.data, ensure_ascii=False))
    elif output.text:
        print(output.text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"「{text}」不是日期，请写成 2026-12-01") from error


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="输出 JSON")
    shared.add_argument("--today", type=_date, default=date.today(), help="相对日期以哪天为准 (YYYY-MM-DD)")
    shared.add_argument("--template", default="", help="模板的标识，或导入的模板文件夹")
    parser = argparse.ArgumentParser(prog="niyue", description="拟约：起草和核对人工智能模型训练合同")
    commands_ = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def add(name: str, run: Callable[[argparse.Namespace], Output], words: str) -> Any:
        sub = commands_.add_parser(name, parents=[shared], help=words)
        sub.set_defaults(run=run)
        return sub

    add("templates", commands.templates, "列出模板、条款和槽位")
    ask = add("ask", commands.ask, "问一个问题")
    ask.add_argument("question", nargs="?", default="")
    ask.add_argument("--values", type=Path, help="草稿的值 (JSON)")
    ask.add_argument("--batch", type=Path, help="一行一个问题的 JSONL")
    chat = add("chat", commands.chat, "对话：标准输入一行一句")
    chat.add_argument("--batch", type=Path, help="一行一场对话的 JSONL")
    draft = add("draft", commands.draft, "由值生成 Word 文件")
    draft.add_argument("--values", type=Path, required=True)
    draft.add_argument("--out", type=Path, required=True)
    draft.add_argument("--pdf", action="store_true", help="另存一份 PDF（需要 LibreOffice）；--out 以 .pdf 结尾时只写 PDF")
    draft.add_argument("--final", action="store_true", help="正式版：有缺项或错误就不生成")
    check = add("check", comparing.check, "核对一份合同：给模板时对照模板，不给时查文本里的毛病")
    check.add_argument("file", type=Path, help=".docx；不给模板时也可以是 .txt、.md")
    check.add_argument("--values", type=Path, help="原来的值 (JSON)；不给时以来稿里的值为准，按规则审一遍")
    check.add_argument("--side", choices=SIDES, default="", help="替哪一方看：改动后面说对这一方意味着什么")
    check.add_argument("--sarif", action="store_true", help="输出 SARIF 2.1.0（不给模板时）")
    read = add("read", commands.read, "一句话读成一个值")
    read.add_argument("text", nargs="?", default="")
    read.add_argument("--slot", default="")
    read.add_argument("--batch", type=Path)
    redline = add("redline", comparing.redlined, "写出带修订标记的 Word：来稿和模板（或另一版）比")
    redline.add_argument("file", type=Path, help="来稿 .docx")
    redline.add_argument("--out", type=Path, required=True, help="修订稿写到哪里")
    redline.add_argument("--values", type=Path, help="原来的值 (JSON)；不给时以来稿里的值为准")
    redline.add_argument("--against", type=Path, help="另一版 .docx；不给时和模板比")
    redline.add_argument("--author", default=AUTHOR, help="修订的作者")
    bring = add("import", commands.not_yet, "导入自己的模板（尚未提供）")
    bring.add_argument("file", type=Path)
    bring.add_argument("--out", type=Path)
    kept = add("versions", keeping.versions, "导出过的各版：列出、对照、另存、删除；不给对话时列出全部")
    kept.add_argument("conversation", nargs="?", default="", help="哪一场对话")
    what = kept.add_mutually_exclusive_group()
    what.add_argument("--compare", nargs=2, type=int, metavar=("甲", "乙"), help="说出两版之间改了什么")
    what.add_argument("--delete", type=int, metavar="N", help="删除第 N 版")
    what.add_argument("--forget", action="store_true", help="删除整场对话和它的各版")
    what.add_argument("--out", type=Path, help="写到哪里：给 --number 时是那一版，不给时是对话和各版的 zip")
    kept.add_argument("--number", type=int, metavar="N", help="第几版")
    add("mcp", commands.mcp, "经标准输入输出提供 MCP 工具")
    model = add("model", modelling.model, "语言模型：设了哪个，文字发往哪里")
    decision = model.add_mutually_exclusive_group()
    decision.add_argument("--allow", action="store_true", help="允许把文字发到模型所在的地方")
    decision.add_argument("--forbid", action="store_true", help="不允许，离线工作")
    measure = add("measure", modelling.measure, "在问题、值和对话文件上测量；加 --model 和离线并排")
    for name in ("questions", "values", "dialogues"):
        measure.add_argument(f"--{name}", type=Path, help="JSONL，一行一条")
    measure.add_argument("--model", action="store_true", help="同时用设置的模型跑一遍")
    measure.add_argument("--price-in", type=float, default=0.0, help="每百万输入 token 的价钱")
    measure.add_argument("--price-out", type=float, default=0.0, help="每百万输出 token 的价钱")
    serve = add("serve", commands.serve, "打开网页，带 HTTP API (/api/) 和 MCP (/mcp)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0)
    return parser
