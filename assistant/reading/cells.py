"""Cells told without their column's name: which column each piece of words belongs to, by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.kinds.numerals import NUMBER
from knowledge.template import Column, Slot

_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{4}年\d{1,2}月(?:[初中底末]|[上中下]旬)?|\d{1,2}月(?:\d{1,2}[日号]?|[初中底])?|\d{1,2}[-/.]\d{1,2}|第?\s*\d{1,3}\s*[周天月])"
SPAN = re.compile(rf"(?:从|自)?\s*{_DAY}\s*(?:到|至|—+|-+|~|－)\s*{_DAY}|{_DAY}(?:之?前|以前)?")
PERCENT = re.compile(rf"(?:百分之\s*{NUMBER}|{NUMBER}\s*(?:%|个点|成[半一二三四五六七八九]?))")
_MONEY = re.compile(rf"{NUMBER}\s*(?:万元?|元|块)")
_PAIR = re.compile(r"^(?P<c>[^:]{1,8}):(?P<v>.+)$")
_TELLS = (
    ("交付物", re.compile(r"^(?:交付物?|产出|产物|提交|输出|交出?)(?:是|为|一份|一版)?\s*(?P<v>.+)$")),
    ("交付物", re.compile(r"^(?P<v>[^,]{1,12}(?:报告|文档|清单|数据|代码|手册|说明|方案|纪要|模型|V\d[.\d]*))$")),
    ("负责人", re.compile(r"^(?:负责人?|由)\s*(?P<v>[\u4e00-\u9fff]{2,4})(?:负责)?$")),
    ("付款条件", re.compile(r"^(?P<v>.{2,20}?(?:后|时|合格|通过|满[^,]{1,6}|盖章|生效|到账|证明|报告))(?:付|支付)?$")),
    ("格式", re.compile(r"^(?:格式)?(?P<v>(?:CSV|JSON|JPE?G|PNG|TIFF?|WAV|MP3|MP4|TXT|PDF|XML|XLSX?|DICOM|NetCDF|Parquet|HDF5|DWG|LAS|ROS|BIN)[A-Za-z0-9/、]*)(?:格式|文件)?$", re.I)),
    ("数量", re.compile(r"^(?:共|约|大概|一共|数量)*\s*(?P<v>[\d.,]+\s*[万亿千百]*\s*(?:张|条|段|小时|份|TB|GB|T|G|篇|帧|例|组|套|行|个)[\u4e00-\u9fff]{0,4})$", re.I)),
    ("来源", re.compile(r"^(?:来源)?(?P<v>(?:自有|自采|自行采集|采购|外购|授权|公开|合作方?提供|客户提供|购买)[\u4e00-\u9fff]{0,8})$")),
    ("密级", re.compile(r"^(?:密级)?(?P<v>(?:核心|重要|一般|普通|公开级|内部)(?:级|数据)?)$")),
    ("含个人信息", re.compile(r"^(?P<v>(?:不含|含|无)个人信息)$")),
    ("批次", re.compile(r"^(?P<v>第[一二三四五\d]+批)$")),
)  # fmt: skip


def cells(slot: Slot, words: str, whole: bool = False) -> dict[str, str]:
    """Return the cells that the words tell by column; empty when a piece fits no column.

    ``whole``: the words tell a row, so that its first piece is the first column.
    """
    found: dict[str, str] = {}
    columns = {c.name: c for c in slot.columns}
    for piece in _pieces(words):
        opening = whole and slot.columns[0].name not in found
        told = _first(piece, slot.columns) if opening else None
        told = told or _cell(piece, columns, found)
        if told is None and whole and not opening and (second := slot.columns[1]).kind == "text" and second.name not in found and 2 <= len(piece) <= 20:
            told = {second.name: piece}
        if told is None and not whole and not found and 2 <= len(piece) <= 20 and not re.search(r"\d|%", piece):
            told = {slot.columns[0].name: piece}
        if told is None:
            return {}
        found.update(told)
    return found


def headed(piece: str, slot: Slot) -> tuple[str, str] | None:
    """Return the column that a piece begins with and what it says of it (格式:WAV, 格式 WAV, 格式WAV)."""
    piece = piece.strip(" 。;,")
    for column in sorted((c.name for c in slot.columns), key=len, reverse=True):
        if piece.startswith(column) and (words := re.sub(r"^(?:\s|:|是|为)+", "", piece.removeprefix(column)).strip()):
            return column, words
    return None


def grid(slot: Slot, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a pasted table with a head, which the slot's kind reads again."""
    lines = [[c.name for c in slot.columns]]
    lines += [[_printed(row.get(c.name), c.kind) for c in slot.columns] for row in rows]
    return "\n".join("|".join(line) + "|" for line in lines)


def _printed(value: Any, kind: str) -> str:
    words = "" if value is None else str(value).replace("|", "/")
    return f"{words}%" if kind == "percent" and words and "%" not in words else words or "-"


def _pieces(words: str) -> list[str]:
    words = re.sub(r"(?:吧|就行|就好|了|即可|好了|哈)+\s*$", "", words.strip(" 。;,"))
    return [p.strip(" :。") for p in re.split(r"[,;、\t|]", words) if p.strip(" :。")]


def _cell(piece: str, columns: dict[str, Column], found: dict[str, str]) -> dict[str, str] | None:
    """The column of one piece, by its name or its shape."""
    if (pair := _PAIR.match(piece)) and pair["c"].strip() in columns:
        return {pair["c"].strip(): pair["v"].strip()}
    by_kind = {c.kind: c.name for c in columns.values() if c.name not in found}
    spans = next((c.name for c in columns.values() if re.search(r"起止|时间|日期", c.name) and c.kind == "text" and c.name not in found), "")
    if spans and (match := SPAN.fullmatch(piece)):
        return {spans: match[0].strip()}
    if "percent" in by_kind and (match := PERCENT.fullmatch(re.sub(r"^(?:付|给|占|支付)", "", piece))):
        return {by_kind["percent"]: _percent(match[0])}
    if "money" in by_kind and (match := _MONEY.fullmatch(re.sub(r"^(?:付|给|支付)", "", piece))):
        return {by_kind["money"]: match[0]}
    for name, shape in _TELLS:
        if name in columns and name not in found and (match := shape.match(piece)):
            return {name: match["v"].strip()}
    return None


def _first(piece: str, columns: tuple[Column, ...]) -> dict[str, str] | None:
    """The first column, with an amount that stands in the same piece (尾款10%, 数据清洗2027-01-06至2027-01-22)."""
    if (pair := _PAIR.match(piece)) and pair["c"].strip() in {c.name for c in columns}:
        return None
    by_kind = {c.kind: c.name for c in columns}
    spans = next((c.name for c in columns if re.search(r"起止|时间|日期", c.name) and c.kind == "text"), "")
    told: dict[str, str] = {}
    if "percent" in by_kind and (match := PERCENT.search(piece)):
        told[by_kind["percent"]] = _percent(match[0])
    elif spans and (match := SPAN.search(piece)):
        told[spans] = match[0].strip()
    else:
        match = None
    name = piece if match is None else (piece[: match.start()] + piece[match.end() :])
    name = re.sub(r"^(?:叫|是|为)|(?:(?<!交)再?(?<!交)付|支付|占|给|从|:|\s)+$", "", name.strip(" :")).strip()
    if not 2 <= len(name) <= 20 or re.search(r"\d{2,}|[%:]", name):
        return None
    return {columns[0].name: name, **told}


def _percent(words: str) -> str:
    match = re.fullmatch(r"([一二两三四五六七八九])成([半一二三四五六七八九]?)", words.strip())
    if match:
        digits = "〇一二三四五六七八九"
        return f"{digits.index(match[1].replace('两', '二')) * 10 + (5 if match[2] == '半' else digits.index(match[2] or '〇'))}%"
    return words.strip().replace("个点", "%")
