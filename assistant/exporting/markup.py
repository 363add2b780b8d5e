"""Contract → the XML of a Word body: paragraphs, runs, tables; text is escaped and refused if XML cannot hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from xml.sax.saxutils import escape, quoteattr

from assistant.exporting.cover import Cover
from assistant.exporting.references import Link, Links, links_of, reference_code
from assistant.exporting.styles import FIRST_OWN_LIST
from knowledge.contract import Contract, Line

ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MARKS = {
    "空": '<w:highlight w:val="yellow"/>',
    "默认": '<w:shd w:val="clear" w:color="auto" w:fill="DDEBF7"/>',
}
"""How a draft shows what is open and what is only a default."""

AFTER_TABLE = '<w:spacing w:before="160"/>'
AFTER_TEXT = '<w:spacing w:before="240"/>'
BEFORE_SIGNING = '<w:spacing w:before="480"/>'
STYLES = {
    "title": "HtTitle", "heading": "HtArticle", "clause": "HtClause", "body": "HtBody",
    "item": "HtItem", "option": "HtBody", "extra": "HtClause", "cell": "HtSigning",
}  # fmt: skip
PORTRAIT, LANDSCAPE = (11906, 16838), (16838, 11906)
MARGINS = (1440, 1588, 1440, 1588)
"""Top, right, bottom and left margin in twentieths of a point."""

SEALED, SIGNED = 1700, 850
"""Heights of the rows for seals and for signatures, in twentieths of a point; a company seal is 4 cm across."""

CHARACTER, CELL = 210, 210
"""The width of a character in a table, and of a cell's margins with a little to spare."""

MOST_WIDE = 24
"""More characters than this do not make a column wider."""

WIDE = 8
"""A table with this many columns gets a page in landscape."""


class UnprintableText(ValueError):
    """Text holds a character that a Word file cannot hold; names the character and where it is."""


def runs(text: str, properties: str = "") -> str:
    """Return the runs of ``text``; line ends and tabs become what Word has for them."""
    if bad := ILLEGAL.search(text):
        around = text[max(0, bad.start() - 10) : bad.start()]
        raise UnprintableText(f"「{around}」后面有写不进 Word 的控制字符(U+{ord(bad[0]):04X}),请删掉。")
    parts = []
    for piece in re.split(r"([\t\n])", text):
        if piece == "\n":
            parts.append("<w:br/>")
        elif piece == "\t":
            parts.append("<w:tab/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{marked}{''.join(parts)}</w:r>" if parts else ""


def paragraph(style: str, content: str, more: str = "") -> str:
    """Return one paragraph; ``more`` are further paragraph properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def field(name: str, result: str = "1", properties: str = "") -> str:
    """Return a field Word computes, such as PAGE; ``result`` is what it shows until then."""
    parts = ('<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
             '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{escape(result)}</w:t>", '<w:fldChar w:fldCharType="end"/>')
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return "".join(f"<w:r>{marked}{part}</w:r>" for part in parts)


@dataclass(frozen=True)
class Look:
    """What decides how the lines of a block are set; ``own_list`` numbers a list outside the articles, ``kept``
    are the ids of lines that stay on the page of the next one."""

    block: str
    final: bool
    noted: bool
    landscape: bool
    own_list: int
    by_hand: frozenset[str]
    links: Links
    kept: frozenset[int]


def line_runs(line: Line, look: Look) -> str:
    """Return the runs of a line with its bold words, and in a draft with open and default values marked.

    A blank that is filled in by hand when signing is not marked.
    """
    marks = [""] * len(line.text)
    for start, end in line.bold:
        marks[start:end] = ["<w:b/><w:bCs/>"] * (end - start)
    for fill in () if look.final else line.fills:
        mark = "" if fill.slot in look.by_hand else MARKS.get(fill.state, "")
        for at in range(fill.start, fill.end):
            marks[at] += mark
    done, at = [], 0
    for link in look.links.of(line):
        done += [_marked(line.text, marks, at, link.start), _reference(link, line.text, marks)]
        at = link.end
    done.append(_marked(line.text, marks, at, len(line.text)))
    return _named(look.links.of_line.get(id(line)), "".join(done), line, marks)


def _marked(text: str, marks: Sequence[str], start: int, end: int) -> str:
    """Return the runs of a stretch, each as it is marked."""
    done = []
    for mark, group in groupby(range(start, end), key=lambda at: marks[at]):
        places = list(group)
        done.append(runs(text[places[0] : places[-1] + 1], mark))
    return "".join(done)


def _reference(link: Link, text: str, marks: Sequence[str]) -> str:
    """Return a field that follows a bookmark and shows for now what the contract says."""
    return field(reference_code(link), text[link.start : link.end], marks[link.start])


def _named(bookmark: tuple[str, int] | None, done: str, line: Line, marks: Sequence[str]) -> str:
    """Put a bookmark round the text of a line, or round the beginning that others refer to."""
    if bookmark is None:
        return done
    name, length = bookmark
    number = name.removeprefix("_Ref")
    if length < len(line.text):
        done, rest = _marked(line.text, marks, 0, length), _marked(line.text, marks, length, len(line.text))
    else:
        rest = ""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{done}<w:bookmarkEnd w:id="{number}"/>{rest}'


def body(contract: Contract, cover: Cover, final: bool) -> str:
    """Return everything inside w:body, section properties included."""
    done = [_note(note.text, note.head) for note in cover.notes]
    landscape, lists = False, 0
    links, kept = links_of(contract), frozenset(_kept(contract.lines))
    by_hand = frozenset(s.id for s in contract.template.slots.values() if s.handwritten)
    for place, (block, group) in enumerate(_blocks(contract.lines)):
        wide = block == "annex" and _is_wide(group)
        if place and wide != landscape:
            done.append(_section_end(landscape))
            landscape = wide
        own_list = block != "article" and any(line.style == "item" for line in group)
        lists += own_list
        look = Look(block, final, bool(cover.notes), landscape, lists if own_list else 0, by_hand, links, kept)
        done.append(_block(group, look))
    if contract.lines[-1].style == "table":
        done.append(paragraph("HtEnd", ""))
    return "".join(done) + section(landscape)


def _kept(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the ids of lines that lead to a list or table, and of the last before the signatures.

    So no page ends with 「下列情形：」, and none holds nothing but signatures.
    """
    for line, following in pairwise(lines):
        leads = line.style != following.style and (
            following.style in ("option", "table") or (following.style == "item" and line.text.endswith("："))
        )
        if leads or (following.address == "签署" != line.address):
            yield id(line)


def list_count(contract: Contract) -> int:
    """Return how many lists stand outside the articles; each counts from (1)."""
    blocks = _blocks(contract.lines)
    return sum(b != "article" and any(x.style == "item" for x in group) for b, group in blocks)


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Split into 首部, articles, 签署 and annexes, in order."""
    block, group = "title", list[Line]()
    for line in lines:
        begins = _begins(line, block)
        if begins and group:
            yield block, group
            group = []
        block = begins or block
        group.append(line)
    yield block, group


def _begins(line: Line, block: str) -> str:
    if line.style == "heading":
        return "annex" if line.address.startswith("附件") else "article"
    for name, address in (("preamble", "首部"), ("signing", "签署")):
        if line.address == address and block != name:
            return name
    return ""


def _is_wide(lines: Iterable[Line]) -> bool:
    return any(line.style == "table" and len(line.header) >= WIDE for line in lines)


def _block(lines: list[Line], look: Look) -> str:
    done: list[str] = []
    after_table = False
    for is_cell, group in groupby(lines, key=lambda x: x.style == "cell"):
        if is_cell:
            done.append(_signing_table(list(group), look, AFTER_TEXT if done else BEFORE_SIGNING))
            continue
        for place, line in enumerate(group):
            space = AFTER_TABLE if after_table else ""
            if look.block == "signing" and not place and not done:
                space = BEFORE_SIGNING
            done.append(_one(line, look, space))
            after_table = line.style == "table"
    return "".join(done)


def _one(line: Line, look: Look, space: str) -> str:
    if line.style == "table":
        return data_table(line, look)
    content = line_runs(line, look)
    if line.style == "title":
        return paragraph("HtTitle", content, "<w:pageBreakBefore/>" if look.noted else "")
    if look.block == "annex" and line.style == "heading":
        return paragraph("HtAnnex", content)
    if look.block == "preamble" and line.fills and line.fills[-1].end == len(line.text):
        return paragraph("HtParty", content)
    more = "<w:keepNext/>" if look.block == "signing" or id(line) in look.kept else ""
    if line.style == "item" and look.own_list:
        more += f'<w:numPr><w:ilvl w:val="2"/><w:numId w:val="{FIRST_OWN_LIST - 1 + look.own_list}"/></w:numPr>'
    return paragraph(STYLES[line.style], content, more + space)


def _note(text: str, head: bool) -> str:
    return paragraph("HtNoteHead" if head else "HtNote", runs(text))


def _signing_table(cells: Sequence[Line], look: Look, space: str) -> str:
    """A borderless table that stays on one page, with ``space`` above it."""
    rows = [list(group) for _, group in groupby(cells, key=lambda c: c.row)]
    columns = max(len(row) for row in rows)
    width = (PORTRAIT[0] - MARGINS[1] - MARGINS[3]) // columns
    done = []
    for number, row in enumerate(rows, 1):
        more = ("<w:keepNext/>" if number < len(rows) else "") + (space if number == 1 else "")
        boxes = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'{paragraph("HtSigning", line_runs(cell, look), more)}</w:tc>'
            for cell in row
        )
        height = SEALED if number == 1 else SIGNED
        done.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
            f"{boxes}</w:tr>"
        )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in range(columns))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="HtSigningTable"/>'
        f'<w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(done)}</w:tbl>"
    )


def data_table(line: Line, look: Look) -> str:
    """A bordered table; the head row repeats on every page and no row is torn apart."""
    mark = "" if look.final else MARKS.get(line.fills[0].state, "")
    page = LANDSCAPE if look.landscape else PORTRAIT
    widths = column_widths(line, page[0] - MARGINS[1] - MARGINS[3])
    rows = [_row(line.header, widths, "HtTableHead", "", '<w:tblHeader/>')]
    rows += [_row(row, widths, "HtTableText", mark, "") for row in line.rows]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="HtDataTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], style: str, mark: str, more: str) -> str:
    boxes = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{paragraph(style, runs(c, mark))}</w:tc>'
        for c, w in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{boxes}</w:tr>"


def column_widths(line: Line, total: int) -> list[int]:
    """Give each column what it holds on one line where that fits; else its heading, and a share of the rest."""
    least = [CELL + CHARACTER * _width(head) for head in line.header]
    wanted = [
        max(low, *(CELL + CHARACTER * min(MOST_WIDE, _width(row[i])) for row in line.rows))
        for i, low in enumerate(least)
    ]
    rest = total - sum(wanted)
    if rest >= 0:
        widths = [int(w) + int(rest) // len(wanted) for w in wanted]
    else:
        more = [w - low for w, low in zip(wanted, least, strict=True)]
        spare = max(0.0, total - sum(least))
        scale = min(1.0, total / sum(least))
        widths = [int(low * scale + spare * m / max(1.0, sum(more))) for low, m in zip(least, more, strict=True)]
    widths[-1] += total - sum(widths)
    return widths


def _width(text: str) -> float:
    """Return how wide the longest line of a text is in Chinese characters."""
    return max((sum(1.0 if char > "\u2e7f" else 0.62 for char in part) for part in text.split("\n")), default=0.0)


def section(landscape: bool) -> str:
    """Return the section properties: paper, margins, header and footer."""
    width, height = LANDSCAPE if landscape else PORTRAIT
    top, right, bottom, left = MARGINS
    turned = ' w:orient="landscape"' if landscape else ""
    header = "rIdHeaderWide" if landscape else "rIdHeader"
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id={quoteattr(header)}/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        ' w:header="851" w:footer="851" w:gutter="0"/></w:sectPr>'
    )


def _section_end(landscape: bool) -> str:
    return paragraph("HtEnd", "", section(landscape))
