"""What stands around and beside the text of a document: header, footer, notes of a draft, comments, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checking.pairs import Pair
from assistant.exporting.cover import (
    ASSUMED_GROUP,
    BY_HAND,
    DRAFT,
    FINAL,
    FINDING_GROUP,
    FOOTER,
    MARK,
    NOTHING,
    OPEN_GROUP,
    Cover,
    cover_for,
)
from assistant.exporting.read import Document, Extra
from assistant.findings import Finding
from knowledge.contract import Contract

RULE = "R-STR-05"
HEADER, FOOT, NOTES = "页眉", "页脚", "草稿说明"
WHY = {
    "批注": "批注不是合同内容，请处理后删去",
    "修订": "请先接受或拒绝修订，再定稿",
    "隐藏文字": "看不见的文字不能留在合同里，请删去或恢复显示",
    "脚注": "合同里不用脚注，请删去或写进正文",
    "尾注": "合同里不用尾注，请删去或写进正文",
    "文本框": "文本框里的话不在正文里，请删去或写进正文",
}


def frame_findings(
    contract: Contract, document: Document, cover: Cover | None, pairs: Sequence[Pair]
) -> Iterator[Finding]:
    """Yield what is wrong around the text; with ``cover`` exactly that must stand there."""
    for extra in document.extras:
        yield _beside(extra, pairs)
    yield from _headers(contract, document, cover)
    for footer in document.footers:
        if footer != FOOTER:
            yield _error(FOOT, f"页脚里有「{_cut(_readable(footer))}」，应当只有页码。请删去。")
    if cover and not document.footers:
        yield _error(FOOT, "页脚里没有页码。")
    yield from _notes(contract, document, cover)


def _readable(footer: str) -> str:
    """Return a footer with the page numbers as a reader calls them."""
    return footer.replace("{PAGE}", "几").replace("{NUMPAGES}", "几")


def _error(where: str, message: str) -> Finding:
    return Finding(RULE, "error", where, message)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:40]}…"


def _beside(extra: Extra, pairs: Sequence[Pair]) -> Finding:
    where, here = "正文", ""
    for one in pairs:
        if one.found is not None and extra.place >= 0 and one.found.place <= extra.place:
            where = one.line.address if one.line else where
            here = f"{where}处"
    what = f"「{_cut(extra.text)}」" if extra.text.strip() else ""
    todo = WHY.get(extra.kind, "请删去")
    return _error(where, f"{here}有{extra.kind}{what}：{todo}。")


def _headers(contract: Contract, document: Document, cover: Cover | None) -> Iterator[Finding]:
    if cover:
        allowed = {cover.header}
        if not document.headers:
            yield _error(HEADER, "页眉不见了。")
    else:
        left = cover_for(contract, (), final=True).left
        allowed = {f"{name}\t{mark}" for name in (left, contract.template.title) for mark in (DRAFT, FINAL)}
    for header in document.headers:
        if header not in allowed:
            yield _error(HEADER, f"页眉里是「{_cut(header)}」，和合同对不上。请改回来。")


def _notes(contract: Contract, document: Document, cover: Cover | None) -> Iterator[Finding]:
    notes = [note for note in document.notes if note.text.strip()]
    first = document.lines[0].place if document.lines else 0
    for note in notes:
        if note.place > first:
            yield _error(NOTES, f"正文中间夹着草稿说明样式的「{_cut(note.text)}」。请删去或写进正文。")
    if cover:
        if [note.text for note in notes] != [note.text for note in cover.notes]:
            yield _error(NOTES, "开头的草稿说明和这份草稿对不上。")
        return
    if notes and any(header.endswith(FINAL) for header in document.headers):
        yield _error(NOTES, "签署版里还留着草稿说明。请删去。")
    known = _known_notes(contract)
    for note in notes:
        if not known.match(note.text):
            yield _error(NOTES, f"草稿说明里的「{_cut(note.text)}」不是程序写的。请核对后删去。")


def _known_notes(contract: Contract) -> re.Pattern[str]:
    """Match what the notes of any draft of this template may say."""
    usual = [note.text for note in cover_for(contract, (), final=False).notes]
    forms = [re.escape(text) + "$" for text in usual]
    counted = (OPEN_GROUP, ASSUMED_GROUP, FINDING_GROUP, BY_HAND)
    forms += [re.sub(r"\\\{\w+\\\}", ".+", re.escape(form)) + "$" for form in counted]
    labels = "|".join(re.escape(slot.label) for slot in contract.template.slots.values())
    forms += [rf"(?:{labels})[：（]", rf"\[(?:{'|'.join(MARK.values())})\] "]
    forms.append(re.escape(NOTHING) + "$")
    return re.compile("|".join(forms))
