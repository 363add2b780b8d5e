"""Rows of an annex told in a line (名称:雷达回波图,格式:NetCDF…) and rows added to those that stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.clauses import Clause, Message
from assistant.reading.forms import Piece
from assistant.reading.scene import Scene
from knowledge.template import Slot

_PAIR = re.compile(r"(?P<c>[^,;:。\n]{1,8})\s*:\s*(?P<v>[^,;。\n]+)")
_MORE = re.compile(r"(?:再|另外?|还要?|继续|接着)[^,。;:]{0,6}(?:加|添|补|有)|(?:加|添|补|新增|追加)[^,。;:]{0,4}(?:一|1|个|条)?[行条项]|第[二三四五六七八九\d]+[行条项]")
_SHAPES = (
    ("格式", re.compile(r"^(?:格式)?(?:CSV|JSON|JPE?G|PNG|TIFF?|WAV|MP3|MP4|TXT|PDF|XML|XLSX?|DICOM|NetCDF|Parquet|HDF5|DWG|LAS|ROS|BIN)[A-Za-z0-9/、]*(?:格式|文件)?$", re.I)),
    ("数量", re.compile(r"^(?:共|约|大概|一共|数量)*\s*[\d.,]+\s*[万亿千百]*\s*(?:张|条|段|小时|份|TB|GB|T|G|篇|帧|例|组|套|行|个)[\u4e00-\u9fff]{0,4}$", re.I)),
    ("来源", re.compile(r"^(?:来源)?(?:自有|自采|自行采集|采购|外购|授权|公开|合作方?提供|客户提供|购买)[\u4e00-\u9fff]{0,6}$")),
    ("密级", re.compile(r"^(?:密级)?(?:核心|重要|一般|普通|公开级|内部)(?:级|数据)?$")),
    ("含个人信息", re.compile(r"^(?:不含|含|无)个人信息$")),
    ("批次", re.compile(r"^第[一二三四五\d]+批$")),
)  # fmt: skip


def rows(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Piece]:
    """Return the table rows that single lines tell, with the rows that stand kept before them."""
    found: list[Piece] = []
    at = 0
    for line in message.text.split("\n"):
        inside = [c for c in free if at <= c.start < at + len(line)]
        if inside and "\t" not in line and "|" not in line:
            found += _row(line, at, inside, scene)
        at += len(line) + 1
    return found


def _row(line: str, at: int, inside: Sequence[Clause], scene: Scene) -> list[Piece]:
    named = [s for s in scene.template.slots.values() if s.kind == "table" and _names(line, s, scene)]
    for slot in named:
        begin = _begin(line, slot)
        body = line[begin:].strip(" 。;")
        pairs = _pairs(body, slot) or _shaped(body, slot)
        if pairs:
            start = at + begin
            return [Piece(slot.id, start, start + len(line[begin:].rstrip(" 。;")), "\n".join((*_standing(line, slot, scene), pairs)))]
    return []


def _names(line: str, slot: Slot, scene: Scene) -> bool:
    head = re.split(r"[:,]", line, maxsplit=1)[0]
    more = bool(_MORE.search(head)) and (slot.id in scene.recent or slot.id in scene.values)
    return more or any(w in head for w in (slot.label, *slot.aliases) if len(w) >= 2) or slot.id in scene.expected


def _begin(line: str, slot: Slot) -> int:
    match = re.match(r"[^:,]*?(?:" + "|".join(map(re.escape, (slot.label, *slot.aliases))) + r"|行|条|项)[^:,]{0,6}[:,]\s*", line)
    columns = {c.name for c in slot.columns}
    return match.end() if match and match[0].rstrip(":, ") not in columns else 0


def _pairs(body: str, slot: Slot) -> str:
    """列:值 pairs, when every piece is one of a known column."""
    pieces = [p for p in re.split(r"[,;]", body) if p.strip()]
    matches = [_PAIR.fullmatch(p.strip()) for p in pieces]
    columns = {c.name for c in slot.columns}
    if len(pieces) < 2 or not all(m and m["c"].strip() in columns for m in matches):
        return ""
    return ",".join(f"{m['c'].strip()}:{m['v'].strip()}" for m in matches if m)


def _shaped(body: str, slot: Slot) -> str:
    """Cells without their column's name, when each but the first shows by its shape which column it is."""
    pieces = [p.strip() for p in re.split(r"[,;、]", body) if p.strip()]
    columns = [c.name for c in slot.columns]
    if len(pieces) < 2 or not columns or re.search(r"\d|:", pieces[0]) or len(pieces[0]) > 20:
        return ""
    cells = {columns[0]: pieces[0]}
    for piece in pieces[1:]:
        column = next((name for name, shape in _SHAPES if name in columns and shape.match(piece)), "")
        if not column or column in cells:
            return ""
        cells[column] = re.sub(rf"^{column}|格式$", "", piece) or piece
    return ",".join(f"{c}:{v}" for c, v in cells.items())


def _standing(line: str, slot: Slot, scene: Scene) -> list[str]:
    """The rows that are already there, when the line adds one."""
    known = scene.values.get(slot.id)
    if not _MORE.search(line) or not isinstance(known, list):
        return []
    return [",".join(f"{c.name}:{row[c.name]}" for c in slot.columns if row.get(c.name) not in (None, "")) for row in known]
