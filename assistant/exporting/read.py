"""read_docx(bytes) → Document: the lines of the body as Word shows them, and everything that lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assistant.exporting.manifest import PART, Manifest, read_manifest
from assistant.exporting.numbers import Numbering, read_numbering, value, whole
from assistant.exporting.open import DocumentError, Parts, R, W
from assistant.exporting.runs import (
    ANCHORS,
    BOOKMARK,
    LINK,
    Aside,
    Styles,
    paragraph_text,
    read_styles,
    texts_below,
)
from assistant.exporting.styles import DATA_TABLE, NOTE_NAME
from knowledge.alignment import DocLine

__all__ = ["Document", "DocumentError", "Extra", "read_docx"]
MOST_LINES = 5_000
"""A contract with all its annexes is far shorter."""

FEWEST_COLUMNS = 3
"""A table with as many columns holds data even when its looks are lost; signatures stand in two."""


@dataclass(frozen=True)
class Extra:
    """Something that is no line of the body; ``place`` is the line it hangs on (-1: none).

    ``kind`` is 批注, 脚注, 尾注, 文本框, 隐藏文字, 修订, 图片, 嵌入对象, 外部内容 or 嵌套表格.
    """

    kind: str
    text: str
    place: int = -1


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
    """A Word file as it is read: lines in order, notes of a draft with their places, headers, footers, the rest."""

    lines: tuple[DocLine, ...]
    notes: tuple[DocLine, ...] = ()
    headers: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    manifest: Manifest | None = None
    links: tuple[Field, ...] = ()
    bookmarks: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Walk:
    """What has been read so far."""

    styles: Styles
    numbering: Numbering
    lines: list[DocLine] = field(default_factory=list)
    notes: list[DocLine] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)
    place: int = 0
    anchored: dict[tuple[str, str], int] = field(default_factory=dict)
    links: list[Field] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)

    def aside(self, found: Sequence[Aside], text: str) -> None:
        """Keep what lies beside a line; comments and notes only by the place they hang on."""
        for one in found:
            if one.kind in ANCHORS.values():
                self.anchored[one.kind, one.text] = self.place
            elif one.kind == BOOKMARK:
                self.bookmarks.setdefault(one.text, self.place)
            elif one.kind == LINK:
                self.link(one.text, text)
            else:
                self.extras.append(Extra(one.kind, one.text, self.place))

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
    styles = read_styles(next((r for _, r in parts.related("styles")), None))
    numbering = read_numbering(next((r for _, r in parts.related("numbering")), None))
    walk = _Walk(styles, numbering)
    _blocks(walk, body)
    if (last := body.find(f"{W}sectPr")) is not None:
        walk.sections.append(last)
    if len(walk.lines) > MOST_LINES:
        raise DocumentError(f"文件有 {len(walk.lines)} 段，不像一份合同。请确认选对了文件。")
    extras = (*walk.extras, *_elsewhere(parts, walk.anchored))
    headers, footers = (_around(parts, styles, walk.sections, kind) for kind in ("header", "footer"))
    manifest = read_manifest(parts.xml(PART))
    return Document(tuple(walk.lines), tuple(walk.notes), headers, footers, extras, manifest,
                    tuple(walk.links), walk.bookmarks)


def _blocks(walk: _Walk, parent: Element) -> None:
    for child in parent:
        match child.tag.removeprefix(W):
            case "p":
                _paragraph(walk, child)
            case "tbl":
                _table(walk, child)
            case "sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    _blocks(walk, content)
            case "customXml" | "smartTag":
                _blocks(walk, child)
            case "ins" | "moveTo":
                walk.extras.append(Extra("修订", _plain(child), walk.place))
                _blocks(walk, child)
            case "del" | "moveFrom":
                walk.extras.append(Extra("修订", _plain(child), walk.place))
            case "altChunk":
                walk.extras.append(Extra("外部内容", "插入了另一个文件的内容", walk.place))
            case _:
                pass


def _paragraph(walk: _Walk, element: Element) -> None:
    text, style = _read(walk, element)
    if (section := element.find(f"{W}pPr/{W}sectPr")) is not None:
        walk.sections.append(section)
    number = _number(walk, element, style) if text.strip() else ""
    line = DocLine(text, number, place=walk.place)
    if walk.styles.name(style).startswith(NOTE_NAME):
        walk.notes.append(line)
    elif text.strip():
        walk.lines.append(line)
    walk.place += 1


def _read(walk: _Walk, element: Element) -> tuple[str, str]:
    style = value(element, f"{W}pPr/{W}pStyle") or walk.styles.default
    text, asides = paragraph_text(element, walk.styles, style)
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
    return walk.numbering.next(list_id, level or 0)


def _table(walk: _Walk, element: Element) -> None:
    rows = list(_rows(element))
    style = walk.styles.name(value(element, f"{W}tblPr/{W}tblStyle"))
    heads = element.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    grid = bool(rows) and min(len(row) for row in rows) >= FEWEST_COLUMNS
    if not (heads or grid or style == DATA_TABLE):
        for row in rows:
            for cell in row:
                _blocks(walk, cell)
        return
    read = tuple(tuple(_cell(walk, cell) for cell in row) for row in rows)
    walk.lines.append(DocLine("", rows=read, place=walk.place))
    walk.place += 1


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
        walk.extras.append(Extra("嵌套表格", _plain(cell), walk.place))
    texts = [_read(walk, p)[0] for p in _unwrapped(cell, "p")]
    return "\n".join(texts).strip("\n")


def _plain(element: Element) -> str:
    return "".join(texts_below(element))


def _around(parts: Parts, styles: Styles, sections: list[Element], kind: str) -> tuple[str, ...]:
    """The texts of the headers or footers in use, fields by their names in braces."""
    found: dict[str, None] = {}
    for section in sections:
        for reference in section.findall(f"{W}{kind}Reference"):
            relation = parts.main_relations.get(reference.get(f"{R}id", ""))
            root = parts.xml(relation.target) if relation and not relation.outside else None
            if root is None:
                continue
            texts = []
            for element in root.iter(f"{W}p"):
                text, asides = paragraph_text(element, styles, "", fields=True)
                texts.append(text + "".join(aside.text for aside in asides))
            found.setdefault("\n".join(t for t in texts if t.strip()))
    return tuple(text for text in found if text)


def _elsewhere(parts: Parts, anchored: Mapping[tuple[str, str], int]) -> Iterator[Extra]:
    """Comments and notes at the place they hang on, embedded files and links to outside content."""
    for _, root in parts.related("comments"):
        for comment in root.iter(f"{W}comment"):
            yield Extra("批注", _plain(comment), anchored.get(("批注", comment.get(f"{W}id", "")), -1))
    for kind, tag, label in (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注")):
        for _, root in parts.related(kind):
            for note in root.iter(f"{W}{tag}"):
                if note.get(f"{W}type", "normal") == "normal" and _plain(note).strip():
                    yield Extra(label, _plain(note), anchored.get((label, note.get(f"{W}id", "")), -1))
    for relation in parts.main_relations.values():
        if relation.outside and relation.kind != "hyperlink":
            yield Extra("外部内容", relation.target)
        elif relation.kind in ("oleObject", "package", "aFChunk", "control"):
            yield Extra("嵌入对象", relation.target)
