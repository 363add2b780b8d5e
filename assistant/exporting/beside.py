"""What a Word file holds beside its body: headers and footers, comments and notes, embedded and outside content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from assistant.exporting.looks import Styles
from assistant.exporting.open import Extra, Parts, R, Relation, W
from assistant.exporting.runs import BOOKMARK, HYPERLINK, LINK, paragraph_text, texts_below

HEADER, FOOT, PROPERTIES = "页眉", "页脚", "文件属性"
_HERE = re.compile(r"(?i)(file:///?)?[a-z]:[\\/]|[^:/\\]+$")
"""A file on somebody's own disk, such as the template that Word made a document from."""


def around(parts: Parts, styles: Styles, sections: Sequence[Element]) -> tuple[tuple[str, ...], tuple[str, ...], list[Extra]]:
    """Return the texts of the headers and of the footers in use, fields by their names in braces, and what else is there."""
    more: list[Extra] = []
    headers, footers = (
        _texts(parts, styles, sections, kind, label, more) for kind, label in (("header", HEADER), ("footer", FOOT))
    )
    for number, section in enumerate(sections):
        pages = section.find(f"{W}pgNumType")
        start = pages.get(f"{W}start") if pages is not None else None
        if start is not None and (number or start != "1"):
            more.append(Extra("另起的页码", f"从{start}起", part=FOOT))
    return headers, footers, list(dict.fromkeys(more))


def _texts(
    parts: Parts, styles: Styles, sections: Sequence[Element], kind: str, label: str, more: list[Extra]
) -> tuple[str, ...]:
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
                texts.append(text)
                more += [Extra(x.kind, x.text, part=label) for x in asides if x.kind not in (BOOKMARK, LINK, HYPERLINK)]
            found.setdefault("\n".join(t for t in texts if t.strip()))
    return tuple(text for text in found if text)


def elsewhere(parts: Parts, anchored: Mapping[tuple[str, str], int]) -> Iterator[Extra]:
    """Yield comments and notes at the place they hang on, embedded files, links to outside content, and settings that
    put something else into the text."""
    for _, root in parts.related("comments"):
        for comment in root.iter(f"{W}comment"):
            yield Extra("批注", _plain(comment), anchored.get(("批注", comment.get(f"{W}id", "")), -1))
    for kind, tag, label in (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注")):
        for _, root in parts.related(kind):
            for note in root.iter(f"{W}{tag}"):
                if _plain(note).strip():
                    yield Extra(label, _plain(note), anchored.get((label, note.get(f"{W}id", "")), -1))
    for relation in parts.main_relations.values():
        if relation.outside and relation.kind != "hyperlink":
            yield Extra("外部内容", relation.target)
        elif relation.kind in ("oleObject", "package", "aFChunk", "control"):
            yield Extra("嵌入对象", relation.target)
    yield from _of_settings(parts)


def _of_settings(parts: Parts) -> Iterator[Extra]:
    for name in parts.files:
        if name.startswith("word/_rels/") and not name.endswith("/" + parts.main.rpartition("/")[2] + ".rels"):
            for relation in parts.relations("word/" + name.removeprefix("word/_rels/").removesuffix(".rels")).values():
                if relation.outside and relation.kind != "hyperlink" and not _own_template(relation):
                    yield Extra("外部内容", relation.target, part=PROPERTIES)
    for _, root in parts.related("settings"):
        if root.find(f"{W}mailMerge") is not None:
            yield Extra("邮件合并设置", "", part=PROPERTIES)
    for _, root in parts.related("fontTable"):
        names = [f.get(f"{W}name", "") for f in root if any("}embed" in x.tag for x in f)]
        if names:
            yield Extra("自带的字体", "、".join(names), part=PROPERTIES)


def _own_template(relation: Relation) -> bool:
    return relation.kind == "attachedTemplate" and bool(_HERE.match(relation.target))


def leads_elsewhere(address: str, words: str) -> bool:
    """True when a link leads to another address than the one that it shows."""
    return bool(address) and not address.startswith("#") and _bare(address) != _bare(words)


def _bare(address: str) -> str:
    return re.sub(r"(?i)^(mailto:|https?://)|/$", "", address.strip()).lower()


def _plain(element: Element) -> str:
    return "".join(texts_below(element))
