"""The text of one paragraph as Word shows it, and what is in it that a reader does not see as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from assistant.exporting.looks import (
    Properties,
    Styles,
    bent,
    flag,
    hidden,
    off_page,
    properties,
    shade,
    size_of,
)
from assistant.exporting.numbers import value
from assistant.exporting.open import MC, R, W

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BOOKMARK, LINK, HYPERLINK = "书签", "引用", "链接"
"""Asides of a paragraph that are no objections by themselves, their parts between tabs: its bookmarks with the words they
cover, its REF fields as code, beginning and end, and its hyperlinks as id or address, and words."""

ANCHORS = {"commentReference": "批注", "footnoteReference": "脚注", "endnoteReference": "尾注"}
"""Marks of what is written in another part; their aside holds its id there."""

_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SEEN_THROUGH = ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
                 "ruby", "rubyBase", "dir", "bdo")  # fmt: skip
_PRINTED_LATER = ("dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort", "pgNum")
_HARMLESS = frozenset(f"\\{switch}" for switch in ("h", "r", "w", "n", "p", "t", "f")) | {"\\*", "MERGEFORMAT", "CHARFORMAT", "ARABIC"}
"""What a field's code may hold besides its name without saying anything else."""

_CHANGES = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class Aside:
    """What lies in a paragraph beside its visible text."""

    kind: str
    text: str


def paragraph_text(
    element: Element, styles: Styles, style: str, fields: bool = False, table: str = "", behind: str = ""
) -> tuple[str, list[Aside]]:
    """Return what a paragraph shows (tracked insertions in, deletions out) and what lies beside it.

    With ``fields`` a field is written as its name in braces instead of its last result. ``table`` is the style of the
    table the paragraph stands in, ``behind`` the colour of its cell.
    """
    own = properties(element.find(f"{W}pPr"))
    looks = {**styles.paragraph(style), **own}
    base = styles.run(table, style)
    reader = _Reader(styles, (table, style), fields, shade(looks, styles.theme) or behind)
    reader.unseen = off_page(looks, size_of(base)) and not fields
    reader.walk(element)
    reader.end()
    if f"{W}framePr" in looks and not fields:
        reader.asides.append(Aside("文本框", "".join(reader.text)))
    if flag(looks, "bidi") and not fields:
        reader.asides.append(Aside("倒着排的文字", "".join(reader.text)))
    mark = properties(own.get(f"{W}rPr"))
    if flag(mark, "vanish") or flag(mark, "specVanish"):
        reader.asides.append(Aside("隐藏文字", "段落标记被隐藏"))
    if any(W + name in mark for name in _CHANGES):
        reader.asides.append(Aside("修订", "段落的分合"))
    if f"{W}pPrChange" in own or f"{W}rPrChange" in mark:
        reader.asides.append(Aside("修订", "段落的格式"))
    return "".join(reader.text), reader.asides


class _Reader:
    def __init__(self, styles: Styles, named: tuple[str, ...], fields: bool, behind: str):
        self.styles, self.named, self.fields, self.behind = styles, named, fields, behind
        self.unseen = False
        self.text: list[str] = []
        self.asides: list[Aside] = []
        self.codes: list[str] = []  # instructions of the fields that are open, innermost last
        self.in_result: list[bool] = []
        self.since: list[int] = []
        self.marked: dict[str, tuple[str, int]] = {}  # bookmarks that are open, by id

    def said(self, since: int = 0) -> str:
        return "".join(self.text[since:])

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
                self.marked[child.get(f"{W}id", "")] = (child.get(f"{W}name", ""), len(self.text))
            elif name == "bookmarkEnd":
                self.bookmark(child.get(f"{W}id", ""))
            elif child.tag == f"{MC}AlternateContent":
                self.either(child)
            elif child.tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                self.asides.append(Aside("嵌入对象", "公式"))
            elif name not in ("pPr", "rt", "rubyPr") and (words := "".join(texts_below(child))):
                self.asides.append(Aside("来历不明的文字", words))

    def bookmark(self, id: str, more: str = "") -> None:
        if id in self.marked:
            name, since = self.marked.pop(id)
            self.asides.append(Aside(BOOKMARK, f"{name}\t{self.said(since)}{more}"))

    def end(self) -> None:
        """Close what goes on beyond the paragraph."""
        for id in list(self.marked):
            self.bookmark(id, "…")
        if self.codes:
            self.asides.append(Aside("域", self.codes[0].strip()))

    def either(self, child: Element) -> None:
        """Read the first of several contents; some program shows another when they differ."""
        if differ := contents(child):
            self.asides.append(Aside("两种显示内容", differ))
        self.walk(next(iter(child), child))

    def through(self, child: Element, name: str) -> None:
        if name in ("ins", "moveTo"):
            self.asides.append(Aside("修订", "".join(texts_below(child))))
        code, seen = child.get(f"{W}instr", ""), len(self.text)
        if name == "fldSimple" and self.fields:
            self.text.append(_code(code))
            return
        self.walk(child)
        words = self.said(seen)
        if name == "fldSimple":
            self.finished(code, seen)
        elif name == "hyperlink" and (target := child.get(f"{R}id")):
            self.asides.append(Aside(HYPERLINK, f"{target}\t{words}"))
        elif name in ("bdo", "dir") and child.get(f"{W}val") == "rtl":
            self.asides.append(Aside("倒着排的文字", words))
        elif name == "sdt" and bound(child):
            self.asides.append(Aside("取外部数据的内容控件", words))

    def finished(self, code: str, seen: int) -> None:
        """Keep a cross-reference with what it shows; every other field may turn into something else by itself."""
        words, name = self.said(seen), code.split()[:1]
        if self.fields:
            return
        if name == ["REF"]:
            start = len("".join(self.text[:seen]))
            self.asides.append(Aside(LINK, f"{code}\t{start}\t{start + len(words)}"))
        elif name == ["HYPERLINK"]:
            address = re.search(r'HYPERLINK\s+"([^"]*)"', code)
            self.asides.append(Aside(HYPERLINK, f"{address[1] if address else ''}\t{words}"))
        else:
            self.asides.append(Aside("域", words.strip() or code.strip()))

    def run(self, run: Element) -> None:
        seen = len(self.text)
        for child in run:
            self.piece(child)
        if len(self.text) == seen or (self.fields and not self.said(seen).strip()):
            return
        own = run.find(f"{W}rPr")
        looks = self.looks(own)
        if self.unseen or hidden(looks, self.behind, self.styles.theme):
            words = self.said(seen)
            del self.text[seen:]
            if words.strip():
                self.asides.append(Aside("隐藏文字", words))
        elif flag(looks, "strike") or flag(looks, "dstrike"):
            self.asides.append(Aside("修订", "删除线:" + self.said(seen)))
        elif kind := bent(looks):
            self.asides.append(Aside(kind, self.said(seen)))
        if own is not None and own.find(f"{W}rPrChange") is not None:
            self.asides.append(Aside("修订", "格式:" + self.said(seen)))

    def looks(self, own: Element | None) -> Properties:
        named = value(own, f"{W}rStyle")
        base = self.styles.run(*self.named, named) if named else self.styles.run(*self.named)
        return {**base, **properties(own)} if own is not None else base

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
            self.asides.append(Aside("注音文字", "".join(t for rt in child.iter(f"{W}rt") for t in texts_below(rt))))
        elif name in _PRINTED_LATER:
            self.asides.append(Aside("域", "日期或页码"))
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
            self.finished(code, self.since.pop())
            if self.fields:
                self.text.append(_code(code))

    def picture(self, child: Element) -> None:
        words = "".join(texts_below(child)).strip()
        self.asides.append(Aside("文本框", words) if words else Aside("图片", ""))


def contents(alternatives: Element) -> str:
    """Return the contents of which a program shows one or another; an empty string when all say the same."""
    words = dict.fromkeys("".join(texts_below(branch, every=True)) for branch in alternatives)
    return "」或「".join(x or "（空）" for x in words) if len(words) > 1 else ""


def bound(control: Element) -> bool:
    """True when what a content control shows is taken from somewhere else as soon as the file is opened."""
    return any(x.tag.endswith("}dataBinding") for x in control.findall(f"{W}sdtPr/*"))


def _code(instruction: str) -> str:
    """Return the name of a field in braces, with whatever its code says beyond the usual switches."""
    name, *more = instruction.split() or [""]
    words = [x for x in more if x.upper() not in {y.upper() for y in _HARMLESS}]
    return "{" + " ".join([name.upper(), *words]) + "}" if name else ""


def _symbol(child: Element) -> str:
    code = child.get(f"{W}char", "")
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else "□"


def texts_below(element: Element, deleted: bool = False, every: bool = False) -> Iterator[str]:
    """Yield every piece of text below an element; of alternatives only the first, or every one."""
    for child in element:
        if child.tag == f"{MC}Fallback" and not every:
            continue
        if child.tag == f"{W}t" or (deleted and child.tag == f"{W}delText"):
            yield child.text or ""
        yield from texts_below(child, deleted, every)
