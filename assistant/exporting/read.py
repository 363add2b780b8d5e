"""read_docx(bytes) → Document: the lines of the body as Word shows them, and everything that lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assistant.exporting.beside import around, elsewhere, leads_elsewhere
from assistant.exporting.looks import Styles, flag, hidden, properties, read_styles, shade
from assistant.exporting.manifest import PART, Manifest, read_manifest
from assistant.exporting.numbers import Numbering, read_numbering, value, whole
from assistant.exporting.open import MC, DocumentError, Extra, Parts, Relation, W
from assistant.exporting.runs import (
    ANCHORS,
    BOOKMARK,
    HYPERLINK,
    LINK,
    Aside,
    bound,
    contents,
    paragraph_text,
    texts_below,
)
from assistant.exporting.styles import DATA_TABLE, NOTE_NAME
from knowledge.alignment import DocLine

__all__ = ["Document", "DocumentError", "Extra", "read_docx"]
MOST_LINES = 5_000
"""A contract with all its annexes is far shorter."""

FEWEST_COLUMNS = 3
"""A table with as many columns holds data even when its looks are lost; signatures stand in two."""

LOWEST = 150
"""Twentieths of a point; in a row that must be lower than this nothing can be read."""


@dataclass(frozen=True)
class Field:
    """A cross-reference: what it shows now, where it stands and which bookmark it follows (to its number, or its text).

    ``tail`` counts the characters from where it begins to the end of its line.
    """

    bookmark: str
    numbered: bool
    shown: str
    place: int
    tail: int


@dataclass(frozen=True)
class Document:
    """A Word file as it is read: lines in order, notes of a draft with their places, headers, footers, the rest.

    ``bookmarks`` are the places of the bookmarks, ``marked`` the words they cover.
    """

    lines: tuple[DocLine, ...]
    notes: tuple[DocLine, ...] = ()
    headers: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    manifest: Manifest | None = None
    links: tuple[Field, ...] = ()
    bookmarks: Mapping[str, int] = field(default_factory=dict)
    marked: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Walk:
    """What has been read so far."""

    styles: Styles
    numbering: Numbering
    relations: Mapping[str, Relation]
    lines: list[DocLine] = field(default_factory=list)
    notes: list[DocLine] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)
    place: int = 0
    anchored: dict[tuple[str, str], int] = field(default_factory=dict)
    links: list[Field] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    table: str = ""
    behind: str = ""

    def extra(self, kind: str, text: str, place: int | None = None) -> None:
        """Keep something that is no line; it hangs on the line that comes, unless a place is given."""
        self.extras.append(Extra(kind, text, self.place if place is None else place))

    def aside(self, found: Sequence[Aside], text: str) -> None:
        """Keep what lies beside a line; comments and notes only by the place they hang on."""
        for one in found:
            if one.kind in ANCHORS.values():
                self.anchored[one.kind, one.text] = self.place
            elif one.kind == BOOKMARK:
                name, _, words = one.text.partition("\t")
                self.bookmarks.setdefault(name, self.place)
                self.marked.setdefault(name, words)
            elif one.kind == HYPERLINK:
                target, _, words = one.text.partition("\t")
                address = self.relations[target].target if target in self.relations else target
                if leads_elsewhere(address, words):
                    self.extra("链接", f"{words[:12]}…→{address}" if len(words) > 12 else f"{words}→{address}")
            elif one.kind == LINK:
                self.link(one.text, text)
            else:
                self.extra(one.kind, one.text)

    def link(self, aside: str, text: str) -> None:
        """Keep a cross-reference; its aside holds code, beginning and end."""
        code, start, end = aside.rsplit("\t", 2)
        words = code.split()
        if len(words) > 1:
            numbered = any(word in ("\\r", "\\w", "\\n") for word in words)
            shown = text[int(start) : int(end)]
            self.links.append(Field(words[1], numbered, shown, self.place, len(text) - int(start)))


def read_docx(data: bytes) -> Document:
    """Read a Word file; raises DocumentError when it is none, is locked, carries macros or is a bomb."""
    parts = Parts(data)
    root = parts.xml(parts.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DocumentError("这份 Word 文件没有正文。请确认选对了文件。")
    theme = next((r for _, r in parts.related("theme")), None)
    styles = read_styles(next((r for _, r in parts.related("styles")), None), theme)
    numbering = read_numbering(next((r for _, r in parts.related("numbering")), None))
    walk = _Walk(styles, numbering, parts.main_relations)
    _blocks(walk, body)
    if (last := body.find(f"{W}sectPr")) is not None:
        walk.sections.append(last)
    if len(walk.lines) > MOST_LINES:
        raise DocumentError(f"文件有 {len(walk.lines)} 段，不像一份合同。请确认选对了文件。")
    headers, footers, more = around(parts, styles, walk.sections)
    extras = (*walk.extras, *more, *elsewhere(parts, walk.anchored))
    manifest = read_manifest(parts.xml(PART))
    return Document(tuple(walk.lines), tuple(walk.notes), headers, footers, extras, manifest,
                    tuple(walk.links), walk.bookmarks, walk.marked)


def _blocks(walk: _Walk, parent: Element) -> None:
    for child in parent:
        match child.tag.removeprefix(W):
            case "p":
                _paragraph(walk, child)
            case "tbl":
                _table(walk, child)
            case "sdt":
                if bound(child):
                    walk.extra("取外部数据的内容控件", _plain(child))
                for content in child.findall(f"{W}sdtContent"):
                    _blocks(walk, content)
            case "customXml" | "smartTag":
                _blocks(walk, child)
            case "ins" | "moveTo":
                walk.extra("修订", _plain(child))
                _blocks(walk, child)
            case "del" | "moveFrom":
                walk.extra("修订", _plain(child))
            case "bookmarkStart":
                walk.bookmarks.setdefault(child.get(f"{W}name", ""), walk.place)
            case _:
                _unusual(walk, child)


def _unusual(walk: _Walk, child: Element) -> None:
    """Keep what stands between paragraphs and is none."""
    if child.tag == f"{W}altChunk":
        walk.extra("外部内容", "插入了另一个文件的内容", walk.place - 1)
    elif child.tag == f"{MC}AlternateContent":
        if differ := contents(child):
            walk.extra("两种显示内容", differ, walk.place - 1)
        _blocks(walk, next(iter(child), child))
    elif words := _plain(child):
        walk.extra("来历不明的文字", words, walk.place - 1)


def _paragraph(walk: _Walk, element: Element) -> None:
    text, style = _read(walk, element)
    if (section := element.find(f"{W}pPr/{W}sectPr")) is not None:
        walk.sections.append(section)
    number = _number(walk, element, style) if text.strip() or _counts(element) else ""
    line = DocLine(text, number, place=walk.place)
    if walk.styles.name(style).startswith(NOTE_NAME):
        walk.notes.append(line)
    elif text.strip():
        walk.lines.append(line)
    elif number:
        walk.extra("只有编号的空段落", number)
    walk.place += 1


def _counts(element: Element) -> bool:
    """True when an empty paragraph is there to be seen and so takes a number."""
    mark = element.find(f"{W}pPr/{W}rPr")
    gone = ("del", "moveFrom", "vanish")
    return mark is None or not any(mark.find(f"{W}{name}") is not None for name in gone)


def _read(walk: _Walk, element: Element) -> tuple[str, str]:
    style = value(element, f"{W}pPr/{W}pStyle") or walk.styles.default
    text, asides = paragraph_text(element, walk.styles, style, table=walk.table, behind=walk.behind)
    walk.aside(asides, text)
    return text, style


def _number(walk: _Walk, element: Element, style: str) -> str:
    list_id, level = walk.styles.number(style)
    if list_id and level is None:
        level = walk.numbering.level_of_style(list_id, style)
    direct = element.find(f"{W}pPr/{W}numPr")
    if direct is not None:
        list_id = value(direct, f"{W}numId") or list_id
        level = whole(value(direct, f"{W}ilvl"), level or 0)
    if not list_id or list_id == "0":
        return ""
    number = walk.numbering.next(list_id, level or 0)
    looks = {**walk.styles.run(walk.table, style), **properties(element.find(f"{W}pPr/{W}rPr")),
             **walk.numbering.look(list_id, level or 0)}
    return "" if hidden(looks, walk.behind, walk.styles.theme) else number


def _table(walk: _Walk, element: Element) -> None:
    around_it = walk.table, walk.behind
    walk.table = value(element, f"{W}tblPr/{W}tblStyle")
    _oddities(walk, element)
    rows = list(_rows(element))
    heads = element.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    grid = bool(rows) and min(len(row) for row in rows) >= FEWEST_COLUMNS
    if heads or grid or walk.styles.name(walk.table) == DATA_TABLE:
        read = tuple(tuple(_cell(walk, cell) for cell in row) for row in rows)
        walk.lines.append(DocLine("", rows=read, place=walk.place))
        walk.place += 1
    else:
        for cell in (cell for row in rows for cell in row):
            walk.behind = _behind(walk, cell)
            _blocks(walk, cell)
    walk.table, walk.behind = around_it


def _behind(walk: _Walk, cell: Element) -> str:
    """The colour of a cell."""
    styled = next((s.cell for s in walk.styles.chain(walk.table) if s.cell), {})
    return shade({**styled, **properties(cell.find(f"{W}tcPr"))}, walk.styles.theme)


def _oddities(walk: _Walk, table: Element) -> None:
    """Keep what makes a table show less than it holds, or lie over something else."""
    if table.find(f"{W}tblPr/{W}tblpPr") is not None:
        walk.extra("浮动表格", _plain(table), walk.place - 1 if not _plain(table).strip() else walk.place)
    if walk.styles.hides_a_part(walk.table):
        walk.extra("隐藏文字", "表格样式藏起了其中一行或一列")
    for row in _unwrapped(table, "tr"):
        has = properties(row.find(f"{W}trPr"))
        height = has.get(f"{W}trHeight")
        flat = height is not None and height.get(f"{W}hRule") == "exact" and whole(height.get(f"{W}val"), 0) < LOWEST
        if flag(has, "hidden") or flat:
            walk.extra("隐藏文字", _plain(row))
        if f"{W}del" in has or f"{W}ins" in has:
            walk.extra("修订", _plain(row))
        for cell in _unwrapped(row, "tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart" and _plain(cell).strip():
                walk.extra("隐藏文字", _plain(cell))


def _rows(element: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row, content controls and the like unwrapped."""
    for row in _unwrapped(element, "tr"):
        yield list(_unwrapped(row, "tc"))


def _unwrapped(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _unwrapped(child, name)


def _cell(walk: _Walk, cell: Element) -> str:
    if cell.find(f".//{W}tbl") is not None:
        walk.extra("嵌套表格", _plain(cell))
    walk.behind = _behind(walk, cell)
    texts = []
    for paragraph in _unwrapped(cell, "p"):
        text, style = _read(walk, paragraph)
        texts.append(_number(walk, paragraph, style) + text)
    return "\n".join(texts).strip("\n")


def _plain(element: Element) -> str:
    return "".join(texts_below(element))
