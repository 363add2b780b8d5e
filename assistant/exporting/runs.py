"""The text of one paragraph as Word shows it, and what is in it that a reader does not see as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assistant.exporting.numbers import value, whole
from assistant.exporting.open import W

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "off", "none")
BOOKMARK, LINK = "书签", "引用"
"""Asides of a paragraph that are no objections: its bookmarks, and its REF fields as code, beginning and end."""

ANCHORS = {"commentReference": "批注", "footnoteReference": "脚注", "endnoteReference": "尾注"}
"""Marks of what is written in another part; their aside holds its id there."""

_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SEEN_THROUGH = ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
                 "ruby", "rubyBase", "dir", "bdo")  # fmt: skip


@dataclass(frozen=True)
class Aside:
    """What lies in a paragraph beside its visible text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Style:
    """What matters of one style: its name, its parent, whether it hides text, and its numbering."""

    name: str
    parent: str
    hides: bool | None
    list_id: str
    level: int | None


@dataclass(frozen=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    def chain(self, id: str) -> Iterator[Style]:
        """Yield a style and those it is based on."""
        seen: set[str] = set()
        while id in self.by_id and id not in seen:
            seen.add(id)
            yield self.by_id[id]
            id = self.by_id[id].parent

    def name(self, id: str) -> str:
        """Return the name that people see of a style."""
        return self.by_id[id].name if id in self.by_id else ""

    def hides(self, id: str) -> bool:
        """True when text in this style is hidden."""
        return next((s.hides for s in self.chain(id) if s.hides is not None), False)

    def number(self, id: str) -> tuple[str, int | None]:
        """Return list and level that a style gives its paragraphs; level None: the list knows."""
        for style in self.chain(id):
            if style.list_id:
                return style.list_id, style.level
        return "", None


def read_styles(root: Element | None) -> Styles:
    """Read styles.xml."""
    found: dict[str, Style] = {}
    default = ""
    for item in root.findall(f"{W}style") if root is not None else ():
        id = item.get(f"{W}styleId", "")
        if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") not in (None, *_OFF):
            default = id
        level = value(item, f"{W}pPr/{W}numPr/{W}ilvl")
        found[id] = Style(
            name=value(item, f"{W}name"),
            parent=value(item, f"{W}basedOn"),
            hides=_flag(item, f"{W}rPr/{W}vanish"),
            list_id=value(item, f"{W}pPr/{W}numPr/{W}numId"),
            level=whole(level, 0) if level else None,
        )
    return Styles(found, default)


def _flag(element: Element, path: str) -> bool | None:
    found = element.find(path)
    return None if found is None else found.get(f"{W}val", "1") not in _OFF


def paragraph_text(
    element: Element, styles: Styles, style: str, fields: bool = False
) -> tuple[str, list[Aside]]:
    """Return what a paragraph shows (tracked insertions in, deletions out) and what lies beside it.

    With ``fields`` a field is written as its name in braces instead of its last result.
    """
    reader = _Reader(styles, style, fields)
    reader.walk(element)
    if _flag(element, f"{W}pPr/{W}rPr/{W}vanish"):
        reader.asides.append(Aside("隐藏文字", "段落标记被隐藏"))
    if element.find(f"{W}pPr/{W}rPr/{W}ins") is not None or element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
        reader.asides.append(Aside("修订", "段落的分合"))
    return "".join(reader.text), reader.asides


class _Reader:
    def __init__(self, styles: Styles, style: str, fields: bool):
        self.styles, self.style, self.fields = styles, style, fields
        self.text: list[str] = []
        self.asides: list[Aside] = []
        self.codes: list[str] = []  # instructions of the fields that are open, innermost last
        self.in_result: list[bool] = []
        self.since: list[int] = []

    def walk(self, parent: Element) -> None:
        for child in parent:
            name = child.tag.removeprefix(W)
            if name == "r":
                self.run(child)
            elif name in ("del", "moveFrom"):
                self.asides.append(Aside("修订", "".join(texts_below(child, deleted=True))))
            elif name in _SEEN_THROUGH:
                self.through(child, name)
            elif name == "bookmarkStart":
                self.asides.append(Aside(BOOKMARK, child.get(f"{W}name", "")))
            elif child.tag == f"{MC}AlternateContent":
                self.walk(next(iter(child), child))
            elif child.tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                self.asides.append(Aside("嵌入对象", "公式"))

    def through(self, child: Element, name: str) -> None:
        if name in ("ins", "moveTo"):
            self.asides.append(Aside("修订", "".join(texts_below(child))))
        code, seen = child.get(f"{W}instr", ""), len(self.text)
        if name == "fldSimple" and self.fields:
            self.text.append(_code(code))
        else:
            self.walk(child)
            self.linked(code, seen)

    def linked(self, code: str, seen: int) -> None:
        """Keep a cross-reference with what it shows."""
        if code.split()[:1] == ["REF"] and not self.fields:
            start, end = len("".join(self.text[:seen])), len("".join(self.text))
            self.asides.append(Aside(LINK, f"{code}\t{start}\t{end}"))

    def run(self, run: Element) -> None:
        seen = len(self.text)
        for child in run:
            self.piece(child)
        if self.hidden(run) and len(self.text) > seen:
            hidden = "".join(self.text[seen:])
            del self.text[seen:]
            self.asides.append(Aside("隐藏文字", hidden))
        elif _flag(run, f"{W}rPr/{W}strike") or _flag(run, f"{W}rPr/{W}dstrike"):
            self.asides.append(Aside("修订", "删除线:" + "".join(self.text[seen:])))

    def hidden(self, run: Element) -> bool:
        direct = _flag(run, f"{W}rPr/{W}vanish")
        if direct is None:
            named = value(run, f"{W}rPr/{W}rStyle")
            direct = self.styles.hides(named) or self.styles.hides(self.style)
        colour = value(run, f"{W}rPr/{W}color").upper()
        size = value(run, f"{W}rPr/{W}sz")
        return direct or colour == "FFFFFF" or whole(size, 24) < 8

    def piece(self, child: Element) -> None:
        name = child.tag.removeprefix(W)
        if name == "fldChar":
            self.field(child.get(f"{W}fldCharType", ""))
        elif name == "instrText" and self.codes:
            self.codes[-1] += child.text or ""
        elif self.codes and (self.fields or not all(self.in_result)):
            return
        elif name == "t":
            self.text.append(child.text or "")
        elif name in _PLAIN:
            self.text.append(_PLAIN[name])
        elif name == "br":
            self.text.append("" if child.get(f"{W}type", "textWrapping") in ("page", "column") else "\n")
        elif name == "sym":
            self.text.append(_symbol(child))
        elif name in ("drawing", "pict", "object") or child.tag == f"{MC}AlternateContent":
            self.picture(child)
        elif name == "ruby":
            self.walk(child)
        elif name in ANCHORS:
            self.asides.append(Aside(ANCHORS[name], child.get(f"{W}id", "")))

    def field(self, step: str) -> None:
        if step == "begin":
            self.codes.append("")
            self.since.append(len(self.text))
            self.in_result.append(False)
        elif step == "separate" and self.codes:
            self.in_result[-1] = True
        elif step == "end" and self.codes:
            code = self.codes.pop()
            self.in_result.pop()
            self.linked(code, self.since.pop())
            if self.fields:
                self.text.append(_code(code))

    def picture(self, child: Element) -> None:
        words = "".join(texts_below(child)).strip()
        self.asides.append(Aside("文本框", words) if words else Aside("图片", ""))


def _code(instruction: str) -> str:
    word = re.search(r"\S+", instruction)
    return f"{{{word[0].upper()}}}" if word else ""


def _symbol(child: Element) -> str:
    code = child.get(f"{W}char", "")
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else "□"


def texts_below(element: Element, deleted: bool = False) -> Iterator[str]:
    """Yield every piece of text below an element; of alternatives only the first."""
    for child in element:
        if child.tag == f"{MC}Fallback":
            continue
        if child.tag == f"{W}t" or (deleted and child.tag == f"{W}delText"):
            yield child.text or ""
        yield from texts_below(child, deleted)
