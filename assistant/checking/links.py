"""Cross-references that are fields: whether each follows the right clause, and what it must show there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.checking.pairs import Pair
from assistant.checking.widths import folded
from assistant.exporting.read import Document, Field
from assistant.findings import Finding
from knowledge.alignment import DocLine

BROKEN = re.compile(r"(?i)error[:!] ?reference source not found\.?|错误[!！：:]? ?未找到引用源[。.]?")
LOST = ("", "0")
"""What a word processor shows for the number of a paragraph that has none any more."""


def settled_links(document: Document, lines: Sequence[DocLine], pairs: Sequence[Pair]) -> tuple[DocLine, ...]:
    """Let every field show the number its target has in the contract, when it shows the target's number now.

    A word processor renumbers references by itself when a clause is taken out: that is no change of theirs.
    """
    at = _by_place(pairs)
    links: dict[int, list[Field]] = {}
    for link in document.links:
        links.setdefault(link.place, []).append(link)
    return tuple(
        replace(line, text=_shown(line.text, links[line.place], document, at)) if line.place in links else line
        for line in lines
    )


def _by_place(pairs: Sequence[Pair]) -> dict[int, Pair]:
    """The pairs by place; of a paragraph that holds several lines, the first."""
    return {one.found.place: one for one in reversed(pairs) if one.found is not None}


def _shown(text: str, links: Sequence[Field], document: Document, at: dict[int, Pair]) -> str:
    for link in links:
        start = len(text) - link.tail
        end = start + len(link.shown)
        if start >= 0 and text[start:end] == link.shown:
            target = at.get(document.bookmarks.get(link.bookmark, -1))
            number = _number(link, target) or _meant(text[:start], link.shown, text[end:], at.get(link.place))
            text = text[:start] + (number or link.shown) + text[end:]
    return text


def _number(link: Field, target: Pair | None) -> str:
    """The number of the target in the contract, when the field shows what the target has now."""
    if link.numbered and target and target.line and target.found:
        return target.line.number if link.shown in (target.found.number, *LOST) else ""
    return ""


def _meant(before: str, shown: str, after: str, here: Pair | None) -> str:
    """What the contract says where a field has lost its target and the words around it are unchanged."""
    text = here.line.text if here and here.line else ""
    if BROKEN.fullmatch(shown) and text.startswith(before) and text[len(before) :].endswith(after):
        return text[len(before) : len(text) - len(after)]
    return ""


def link_findings(document: Document, pairs: Sequence[Pair], rule: str) -> Iterator[Finding]:
    """Yield the fields that would show something else once they are updated.

    What only follows from a clause that is gone or moved is said of that clause.
    """
    at = _by_place(pairs)
    gone = {one.line.number for one in pairs if one.line is not None and one.found is None}
    for link in document.links:
        here, target = at.get(link.place), at.get(document.bookmarks.get(link.bookmark, -1))
        where = here.line.address if here and here.line else "正文"
        if target is None or target.found is None:
            if BROKEN.fullmatch(link.shown):
                message = f"{where}有一处引用断了，它指的条款已经不在文件里。请恢复那一款，或者改写这处引用。"
                yield Finding(rule, "error", where, message)
            elif not _among(link.shown, gone):
                message = f"{where}的引用「{link.shown}」是一个域，它指的位置不在文件里。请重新插入引用。"
                yield Finding(rule, "error", where, message)
        elif link.numbered and target.line and link.shown not in (target.line.number, target.found.number, *LOST):
            now = target.found.number or target.line.number
            message = f"{where}的引用写着「{link.shown}」，它的域却指向「{now}」，一更新就会变。请改正引用。"
            yield Finding(rule, "error", where, message)
        elif not link.numbered and (now := document.marked.get(link.bookmark, "")) and folded(now) != folded(link.shown):
            message = f"{where}的引用写着「{_cut(link.shown)}」，它的域却指向「{_cut(now)}」，一更新就会变。请改正引用。"
            yield Finding(rule, "error", where, message)


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def _among(shown: str, gone: set[str]) -> bool:
    return shown in gone or not shown or shown.startswith("附件")
