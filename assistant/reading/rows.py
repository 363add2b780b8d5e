"""Rows of an annex told in lines (名称:雷达回波图,格式:NetCDF…) and rows added to those that stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.reading.cells import cells, grid, headed
from assistant.reading.clauses import Clause, Message
from assistant.reading.forms import Piece
from assistant.reading.scene import Scene
from knowledge.template import Slot

_MORE = re.compile(r"(?:再|另外?|还要?|继续|接着)[^,。;:]{0,6}(?:加|添|补|有)|(?:加|添|补|新增|追加)[^,。;:]{0,4}(?:一|1|个|条)?[行条项步]|第[二三四五六七八九\d]+[行条项]")
_MARKER = re.compile(r"^\s*(?:\(?\d{1,2}(?:[、)]|\.(?!\d))|[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十\d]{1,2}(?:[步阶段]*|[项批类组份种个条])[:,、]?|[-•·*●■])\s*")
_HEADING = re.compile(r"(?:如下|分[^,。;:]{1,4}[步个阶段]+)?\s*[:]?\s*$")


def rows(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Piece]:
    """Return the table rows that lines tell, with the rows that stand kept before them when one is added."""
    found: list[Piece] = []
    lines: list[tuple[int, str]] = []
    at = 0
    for line in message.text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    place = 0
    while place < len(lines):
        at, line = lines[place]
        inside = any(at <= c.start < at + len(line) for c in free)
        if inside and "\t" not in line and "|" not in line:
            piece, used = _under(lines[place:], scene)
            found += piece or _row(line, at, scene)
            place += used
        place += 1
    return found


def _under(lines: Sequence[tuple[int, str]], scene: Scene) -> tuple[list[Piece], int]:
    """A heading that names the table, and each line below it a row; with how many lines below were used."""
    _, line = lines[0]
    if len(line) > 24 or not _HEADING.search(line) or len(lines) < 3:
        return [], 0
    for slot in (s for s in scene.template.slots.values() if s.kind == "table"):
        if not any(w in line for w in (slot.label, *slot.aliases) if len(w) >= 2):
            continue
        told: list[dict[str, str]] = []
        for _, below in lines[1:]:
            row = _shaped(below, slot) if below.strip() else []
            if not row:
                break
            told += row
        if len(told) >= 2:
            end, last = lines[len(told)]
            return [Piece(slot.id, lines[1][0], end + len(last), grid(slot, told))], len(told)
    return [], 0


def _row(line: str, at: int, scene: Scene) -> list[Piece]:
    named = [s for s in scene.template.slots.values() if s.kind == "table" and _names(line, s, scene)]
    for slot in named:
        begin = _begin(line, slot)
        line = line[: begin + _rows_end(line[begin:])]
        body = line[begin:].strip(" 。;")
        told = _pairs(body, slot) or _shaped(body, slot) or _spanned(body, slot)
        if told:
            start = at + begin
            return [Piece(slot.id, start, start + len(line[begin:].rstrip(" 。;")), grid(slot, (*_standing(line, slot, scene), *told)))]
    return []


def _rows_end(words: str) -> int:
    """Where rows end that are followed by what holds for all of them (…。都没有个人信息)."""
    match = re.search(r"。(?=\s*(?:以上|这些|这[两几]项|上述)?(?:都|均|全部?|一律|也)+(?:没|不|无|含|有|是)[^。]*$)", words)
    return match.start() if match else len(words)


def _names(line: str, slot: Slot, scene: Scene) -> bool:
    head = re.split(r"[:,]", line, maxsplit=1)[0]
    more = bool(_MORE.search(head)) and (slot.id in scene.recent or slot.id in scene.values)
    return more or any(w in head for w in _called(slot)) or (slot.id in scene.expected and not _NO_ROW.search(line))


_NO_ROW = re.compile(r"诉讼|仲裁|法院|违约金|保密期")
"""走诉讼,某法院: what belongs elsewhere is no row, though rows were asked for."""


def _called(slot: Slot) -> tuple[str, ...]:
    """What a table goes by: 训练进度 is the 训练进度计划."""
    return tuple(w for w in (slot.label, *slot.aliases, slot.label.removesuffix("计划")) if len(w) >= 2)


def _begin(line: str, slot: Slot) -> int:
    match = re.match(r"[^:,]*?(?:" + "|".join(map(re.escape, sorted(_called(slot), key=len, reverse=True))) + r"|行|条|项|步)[^:,]{0,12}[:,]\s*", line)
    columns = {c.name for c in slot.columns}
    return match.end() if match and match[0].rstrip(":, ") not in columns else 0


def _pairs(body: str, slot: Slot) -> list[dict[str, str]]:
    """列:值 pairs (名称猪咳嗽录音, 格式 WAV), when every piece is one of a known column."""
    pieces = [p for p in re.split(r"[,;]", body) if p.strip()]
    told = [pair for p in pieces if (pair := headed(p, slot))]
    return [dict(told)] if 1 < len(pieces) == len(told) == len(dict(told)) else []


def _shaped(body: str, slot: Slot) -> list[dict[str, str]]:
    """Rows without their columns' names, when each cell but the first shows by its shape which column it is."""
    found = []
    for piece in re.split(r"[;\n]", body):
        if not piece.strip():
            continue
        told = cells(slot, _MARKER.sub("", piece), whole=True)
        if len(told) < 2 or any(c.required and c.name not in told for c in slot.columns):
            return []
        found.append(told)
    return found


_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:\d{4}年|[今明后]年)?\d{1,2}月\d{1,2}[日号]?)"
_SPANNED = re.compile(rf"(?P<name>[\u4e00-\u9fffA-Za-z]{{2,16}}?)\s*[:是从]?\s*(?P<span>{_DATE}\s*(?:至|到|[-—~]+)\s*{_DATE})")


def _spanned(body: str, slot: Slot) -> list[dict[str, str]]:
    """数据处理2027-01-11至2027-02-05,训练2027-02-08至…: stages with their spans, no comma between."""
    pieces = [p for p in re.split(r"[,;。]", body) if p.strip()]
    matches = [_SPANNED.fullmatch(_MARKER.sub("", p.strip())) for p in pieces]
    if len(pieces) < 2 or not all(matches):
        return []
    told = [cells(slot, f"{m['name']},{m['span']}", whole=True) for m in matches if m]
    return told if all(len(row) > 1 for row in told) else []


def _standing(line: str, slot: Slot, scene: Scene) -> list[Mapping[str, Any]]:
    """The rows that are already there, when the line adds one."""
    known = scene.values.get(slot.id)
    if not _MORE.search(line) or not isinstance(known, list):
        return []
    return [row for row in known if isinstance(row, dict)]
