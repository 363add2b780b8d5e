"""What stands around and beside the text of a document: header, footer, notes of a draft, comments, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.checking.characters import visible
from assistant.checking.links import link_findings
from assistant.checking.pairs import Pair
from assistant.checking.widths import folded
from assistant.exporting.beside import FOOT, HEADER, PROPERTIES
from assistant.exporting.cover import (
    ASSUMED_GROUP,
    BY_HAND,
    DRAFT,
    FINAL,
    FINDING_GROUP,
    FOOTER,
    HEAD,
    MARK,
    NOTHING,
    OPEN_GROUP,
    UNCHOSEN_GROUP,
    Cover,
    cover_for,
)
from assistant.exporting.manifest import fingerprint, hash_of
from assistant.exporting.open import Extra
from assistant.exporting.read import Document
from assistant.findings import Finding
from knowledge.alignment import DocLine
from knowledge.contract import Contract
from knowledge.template import Template, Terms

RULE = "R-STR-05"
NOTES = "草稿说明"
WHY = {
    "批注": "批注不是合同内容，请处理后删去",
    "修订": "请先接受或拒绝修订，再定稿",
    "隐藏文字": "看不见的文字不能留在合同里，请删去或恢复显示",
    "脚注": "合同里不用脚注，请删去或写进正文",
    "尾注": "合同里不用尾注，请删去或写进正文",
    "文本框": "文本框里的话不在正文里，请删去或写进正文",
    "域": "它更新或打印时会自己变成别的内容，请改成普通文字",
    "链接": "点开去的不是写着的地方，请取消链接",
    "两种显示内容": "不同的软件会显示不同的话，请删去重写",
    "来历不明的文字": "有的软件显示、有的不显示，请删去或写进正文",
    "取外部数据的内容控件": "打开时会换成别处存着的内容，请改成普通文字",
    "换成图形字体的文字": "显示出来的不是这些字，请换回正文字体",
    "倒着排的文字": "显示的顺序和文字不一样，请恢复从左到右",
    "上标或下标的文字": "看起来会是另一个意思，请恢复普通文字",
    "注音文字": "注音不是合同内容，请删去",
    "只有编号的空段落": "请删去这个空段落",
    "浮动表格": "它会盖住或错开正文，请删去，或者改成不环绕",
    "另起的页码": "页码应当从1连续到最后一页，请改回来",
    "邮件合并设置": "合并时会把别处的内容填进来，请关掉邮件合并",
    "自带的字体": "文件自带的字体可以让显示的字和实际的字不一样，请取消「将字体嵌入文件」",
}


NUMBER_ONLY = "只有编号的空段落"
"""Says nothing beyond the words that were hidden or deleted there."""

TOGETHER = ("修订", "域", "隐藏文字", "换成图形字体的文字", "上标或下标的文字", "倒着排的文字")


def frame_findings(
    contract: Contract, document: Document, cover: Cover | None, pairs: Sequence[Pair]
) -> Iterator[Finding]:
    """Yield what is wrong around the text; with ``cover`` exactly that must stand there."""
    for extra in _together(document.extras):
        yield _beside(extra, pairs)
    yield from link_findings(document, pairs, RULE)
    yield from _headers(contract, document, cover)
    for footer in document.footers:
        if footer != FOOTER:
            yield _error(FOOT, f"页脚里有「{_cut(_readable(footer))}」，应当只有页码。请删去。")
    if cover and not document.footers:
        yield _error(FOOT, "页脚里没有页码。")
    yield from _notes(contract, document, cover)


def _together(extras: Sequence[Extra]) -> Iterator[Extra]:
    """Tracked changes of one paragraph are one thing to be settled, and so are words that look wrong in the same way."""
    joined: dict[tuple[str, int], list[str]] = {}
    unseen = {extra.place for extra in extras if extra.kind in ("隐藏文字", "修订")}
    for extra in extras:
        if extra.kind == NUMBER_ONLY and extra.place in unseen:
            continue
        if extra.kind in TOGETHER and extra.place >= 0:
            joined.setdefault((extra.kind, extra.place), []).append(extra.text)
        else:
            yield extra
    for (kind, place), texts in joined.items():
        yield Extra(kind, ("」「" if kind == "修订" else "").join(dict.fromkeys(texts)), place)


def with_notes_apart(document: Document, template: Template) -> Document:
    """Return the document with the notes it begins with as notes, when their style is lost."""
    lines = document.lines
    if not lines or folded(lines[0].text) != folded(HEAD):
        return document
    title = next((n for n, x in enumerate(lines) if x.text.strip() == template.title), 0)
    return replace(document, lines=lines[title:], notes=(*document.notes, *lines[:title]))


def _readable(footer: str) -> str:
    """Return a footer with the page numbers as a reader calls them."""
    return re.sub(r"\{(?:PAGE|NUMPAGES) ?(.*?)\}", r"几\1", footer)


def _error(where: str, message: str) -> Finding:
    return Finding(RULE, "error", where, message)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:40]}…"


def _beside(extra: Extra, pairs: Sequence[Pair]) -> Finding:
    where, here = extra.part or "正文", extra.part and f"{extra.part}里"
    for one in pairs:
        if one.found is not None and extra.place >= 0 and one.found.place <= extra.place:
            where = one.line.address if one.line else where
            here = f"{where}处"
    if gone := next((one.line for one in pairs if one.found is None and one.line and one.line.text in extra.text), None):
        where, here = gone.address, f"{gone.address}处"
    what = f"「{_cut(visible(_readable(extra.text)))}」" if extra.text.strip() else ""
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
    allowed |= {folded(header) for header in allowed} if not cover else set()
    for header in document.headers:
        if (header if cover else folded(header)) not in allowed:
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
        if not known.match(folded(note.text)):
            yield _error(NOTES, f"草稿说明里的「{_cut(note.text)}」不是程序写的。请核对后删去。")


def _known_notes(contract: Contract) -> re.Pattern[str]:
    """Match what the notes of any draft of this template may say."""
    usual = [folded(note.text) for note in cover_for(contract, (), final=False).notes]
    forms = [re.escape(text) + "$" for text in (*usual, folded(NOTHING))]
    counted = (OPEN_GROUP, UNCHOSEN_GROUP, ASSUMED_GROUP, FINDING_GROUP, BY_HAND)
    forms += [re.sub(r"\\\{\w+\\\}", ".+", re.escape(folded(form))) + "$" for form in counted]
    labels = "|".join(re.escape(folded(slot.label)) for slot in contract.template.slots.values())
    forms += [rf"(?:{labels})[:(;.。]", rf"\[(?:{'|'.join(MARK.values())})\] "]
    return re.compile("|".join(forms))


def width_findings(pairs: Sequence[Pair], before: Sequence[DocLine], after: Sequence[DocLine]) -> Iterator[Finding]:
    """Yield one remark when letters or punctuation have another width than the contract's."""
    changed = {x.place for x, y in zip(before, after, strict=True) if x != y}
    if changed:
        places = [one.line.address for one in pairs if one.line and one.found and one.found.place in changed]
        where = ",".join(dict.fromkeys(places))
        message = f"有{len(changed)}段的标点或字母全角、半角和模板不一样，文字没有变。定稿前请统一。"
        yield Finding(RULE, "warn", where, message)


def forged(contract: Contract, document: Document, terms: Terms | None) -> bool:
    """True when a file says that it was written from these very values, and yet with another text than they give."""
    told = document.manifest
    if told is None or terms is None or (told.template, told.version) != (contract.template.id, contract.template.version):
        return False
    return told.values == fingerprint(terms) and told.text != hash_of(contract.text())


def manifest_findings(contract: Contract, document: Document, terms: Terms | None) -> Iterator[Finding]:
    """Yield what a file tells of its own making that does not fit what it is compared with."""
    told, template = document.manifest, contract.template
    if told is None:
        return
    if told.template != template.id:
        message = f"文件属性里写着它是按模板「{told.template}」生成的，不是《{template.title}》。请核对选对了模板。"
        yield Finding(RULE, "warn", PROPERTIES, message)
    elif told.version != template.version:
        message = "生成这份文件以后模板更新过，逐条的差别里可能有模板自己的改动。请用新模板重新生成再比。"
        yield Finding(RULE, "warn", PROPERTIES, message)
    elif terms is not None and told.values != fingerprint(terms):
        message = f"这份文件（{told.created[:10]}生成）写的时候用的是另一组值。请核对拿来比的值是不是那一版的。"
        yield Finding(RULE, "info", PROPERTIES, message)
    elif forged(contract, document, terms):
        message = "文件属性里记着的校验值和生成时的正文对不上，「生成以后没有改过」这一条靠不住。请以逐条比对为准。"
        yield _error(PROPERTIES, message)
