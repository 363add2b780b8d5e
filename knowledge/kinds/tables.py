"""table: rows by the slot's columns, read from pasted tables, 键:值 lines or short lists (签约30%,交付70%)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from knowledge.kinds.base import Kind, Read, Refused, basic, fold, no_mentions, tidy
from knowledge.template import Column, Slot, Value

Row = dict[str, Any]
Cells = Mapping[str, Kind]
_NUMERIC = (
    "percent",
    "money",
    "int",
    "workdays",
    "days",
    "years",
    "hours",
    "copies",
    "permille_day",
)


def cell_slot(slot: Slot, column: Column) -> Slot:
    """Return the slot that stands for one column."""
    return Slot(f"{slot.id}.{column.name}", column.name, column.kind, "可空", "")


def table(cells: Cells) -> Kind:
    """Return the table kind; ``cells`` are the kinds that its columns may have."""

    def read(slot: Slot, text: str, today: date) -> Read | Refused:
        if refused := basic(slot, text):
            return refused
        if not slot.columns:
            return Refused("format", f"{slot.label}没有规定列，请联系模板作者。")
        rows = _rows(slot, tidy_lines(text))
        if isinstance(rows, Refused):
            return rows
        return _typed(cells, slot, rows, today)

    def valid(slot: Slot, value: Value) -> Refused | None:
        if not isinstance(value, list) or not value or not all(isinstance(r, dict) for r in value):
            return Refused("format", f"{slot.label}要写成一行一个对象的列表。")
        for number, row in enumerate(value, 1):
            if bad := _row_bad(cells, slot, row, number):
                return bad
        return None

    def write(slot: Slot, value: Value, form: str) -> str:
        return "\n".join(
            "\t".join(write_cell(cells, slot, c, row.get(c.name)) for c in slot.columns)
            for row in value
        )

    return Kind("table", "表格", read, write, no_mentions, valid)


def write_cell(cells: Cells, slot: Slot, column: Column, value: Value) -> str:
    """Return one cell as printed; an empty cell prints nothing."""
    if value is None or value == "":
        return ""
    words = cells[column.kind].write(cell_slot(slot, column), value, "")
    return f"{words}%" if column.kind == "percent" else words


def tidy_lines(text: str) -> str:
    """Return the lines of ``text`` with folded letters, tabs kept."""
    return "\n".join(
        line.strip(" \r") for line in text.replace("\t", "|").splitlines() if line.strip(" \r|-+:")
    )


def _rows(slot: Slot, text: str) -> list[dict[str, str]] | Refused:
    lines = [tidy(line) for line in text.splitlines()]
    if any("|" in line for line in lines):
        return _grid(
            slot, [[c.strip() for c in _framed(line).split("|")] for line in lines if "|" in line]
        )
    if keyed := _keyed(slot, lines):
        return keyed
    return _listed(slot, fold(text))


def _framed(line: str) -> str:
    inner = line.strip()
    return (
        inner[1:-1]
        if inner.startswith("|") and inner.endswith("|") and inner.count("|") > 1
        else inner
    )


def _column(slot: Slot, words: str) -> Column | None:
    bare = re.sub(r"[\s*()()%%::]", "", words)
    exact = [c for c in slot.columns if c.name == bare]
    near = [c for c in slot.columns if bare and (c.name in bare or bare in c.name)]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def _grid(slot: Slot, grid: list[list[str]]) -> list[dict[str, str]] | Refused:
    heads = [_column(slot, cell) for cell in grid[0]]
    names = [c.name for c in heads if c]
    if len(names) >= max(1, (len(heads) + 1) // 2) and len(set(names)) == len(names):
        body, columns = grid[1:], heads
    else:
        body, columns = grid, list(slot.columns)
    rows = []
    for line in body:
        if len(line) > len(columns) or (
            columns is not heads and len(line) < sum(c.required for c in slot.columns)
        ):
            return Refused(
                "format",
                f"这一行有{len(line)}格，{slot.label}的列是：{_listing(slot)}。请按列对齐再贴一次。",
            )
        rows.append({c.name: cell for c, cell in zip(columns, line, strict=False) if c and cell})
    return rows or Refused("empty", f"{slot.label}只看到表头，没有内容，请至少给一行。")


def _keyed(slot: Slot, lines: list[str]) -> list[dict[str, str]]:
    """Lines of 列:值 pairs; a repeated column begins a new row."""
    rows: list[dict[str, str]] = []
    for line in lines:
        pairs = re.split(r"[,;]\s*(?=[^,;:]{1,10}:)", fold(line))
        named = [
            (c, v.strip())
            for p in pairs
            if (c := _column(slot, p.partition(":")[0])) and (v := p.partition(":")[2]).strip()
        ]
        if not named or len(named) < len(pairs):
            return []
        for index, (column, value) in enumerate(named):
            if (
                not rows
                or (index == 0 and (len(named) > 1 or column.name in rows[-1]))
                or column.name in rows[-1]
            ):
                rows.append({})
            rows[-1][column.name] = value
    return rows


_PERCENT = r"(?:百分之\s*[\d.一二三四五六七八九十]+|[\d.]+\s*%|[一二三四五六七八九]成半?)"
_PIECE = re.compile(rf"^(?P<a>.*?)(?P<v>{_PERCENT}|[\d,.]+\s*万?元?)(?P<b>.*)$")


def _listed(slot: Slot, text: str) -> list[dict[str, str]] | Refused:
    """Short lists: each piece names one row and gives one number."""
    naming = next((c for c in slot.columns if c.kind not in _NUMERIC), None)
    measured = [c for c in slot.columns if c.kind in _NUMERIC]
    pieces = [p.strip() for p in re.split(r"[,、;。\n]", text) if p.strip()]
    if re.fullmatch(r"\s*[\d一二三四五六七八九]+(?:\s*[::/]\s*[\d一二三四五六七八九]+)+\s*", text):
        return Refused("format", f"只有比例，没有说每一行是什么。请写成「{_model(slot)}」这样。")
    if naming is None or not measured:
        if naming and len(pieces) >= 1 and len([c for c in slot.columns if c.required]) <= 1:
            return [{naming.name: p} for p in pieces]
        return Refused("format", f"请按列给出：{_listing(slot)}。可以直接从表格里复制粘贴。")
    rows = []
    for piece in pieces:
        match = _PIECE.match(piece)
        name = (
            re.sub(
                r"^(?:先|再|然后|其余|剩下?的?|和)?(?:付|支付|给)?|(?:(?:时|后)(?:各?(?:付|支付|给|占))?|支付|(?<![预首尾定])付款|占|各付|(?<![交支预首垫])付)$",
                "",
                (match["a"] + match["b"]).strip(" :"),
            )
            if match
            else ""
        )
        if not match or not name:
            return Refused(
                "format", f"「{piece[:20]}」里没有同时听到名目和数,请写成「{_model(slot)}」这样。"
            )
        rows.append({naming.name: name, _measure(measured, match["v"]).name: match["v"].strip()})
    return rows


def _measure(measured: list[Column], words: str) -> Column:
    wanted = (
        "percent"
        if re.search(r"%|百分|成", words)
        else "money"
        if re.search(r"[元万]", words)
        else ""
    )
    return next((c for c in measured if c.kind == wanted), measured[0])


def _listing(slot: Slot) -> str:
    return "、".join(c.name + ("(必填)" if c.required else "") for c in slot.columns)


def _model(slot: Slot) -> str:
    return (
        "签约30%,交付40%,验收30%"
        if any(c.kind == "percent" for c in slot.columns)
        else ",".join(f"{c.name}:…" for c in slot.columns)
    )


def _typed(cells: Cells, slot: Slot, rows: list[dict[str, str]], today: date) -> Read | Refused:
    out: list[Row] = []
    for number, row in enumerate(rows, 1):
        made: Row = {}
        for column in slot.columns:
            words = row.get(column.name, "")
            if not words or words in ("-", "/", "—", "无", "/"):
                if column.required:
                    return Refused("empty", f"第{number}行缺「{column.name}」，请补上。")
                continue
            got = cells[column.kind].read(cell_slot(slot, column), words, today)
            if isinstance(got, Refused):
                return Refused(got.code, f"第{number}行「{column.name}」:{got.reason}")
            made[column.name] = got.value
        out.append(made)
    return Read(out)


def _row_bad(cells: Cells, slot: Slot, row: Row, number: int) -> Refused | None:
    known = {c.name for c in slot.columns}
    if strange := [k for k in row if k not in known]:
        return Refused(
            "format",
            f"第{number}行有不认识的列「{strange[0]}」,{slot.label}的列是:{_listing(slot)}。",
        )
    for column in slot.columns:
        value = row.get(column.name)
        if value is None or value == "":
            if column.required:
                return Refused("empty", f"第{number}行缺「{column.name}」，请补上。")
            continue
        if bad := cells[column.kind].valid(cell_slot(slot, column), value):
            return Refused(bad.code, f"第{number}行「{column.name}」:{bad.reason}")
    return None


def canonical_rows(
    cells: Cells, slot: Slot, value: list[Any], canonical: Callable[[Slot, Any], Read | Refused]
) -> Read | Refused:
    """Return rows given by a program with every cell made canonical."""
    out: list[Row] = []
    kinds = {c.name: c for c in slot.columns}
    for number, row in enumerate(value, 1):
        if not isinstance(row, dict):
            return Refused("format", f"{slot.label}第{number}行要写成「列： 值」的对象。")
        made: Row = {}
        for name, cell in row.items():
            if name not in kinds:
                return _row_bad(cells, slot, row, number) or Refused(
                    "format", f"第{number}行写错了。"
                )
            if cell is None or cell == "":
                continue
            got = canonical(cell_slot(slot, kinds[name]), cell)
            if isinstance(got, Refused):
                return Refused(got.code, f"第{number}行「{name}」:{got.reason}")
            made[name] = got.value
        if bad := _row_bad(cells, slot, made, number):
            return bad
        out.append(made)
    return Read(out) if out else Refused("empty", f"{slot.label}至少要有一行。")
