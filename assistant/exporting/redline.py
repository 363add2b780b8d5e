"""redline: a Word file with tracked changes from one text of a contract to another; what is written is read back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from itertools import accumulate, groupby
from xml.etree.ElementTree import Element, SubElement

from assistant.checking.pairs import Pair, pair, with_typed_numbers, words
from assistant.exporting.cover import Cover, cover_for
from assistant.exporting.markup import UnprintableText
from assistant.exporting.open import Parts, W
from assistant.exporting.package import package
from assistant.exporting.read import Document, DocumentError, read_docx
from assistant.exporting.references import Links, links_of, reference_code
from assistant.exporting.revisions import DELETED, repacked, settled
from knowledge.alignment import DocLine, align
from knowledge.contract import Contract, Line

MARK, AUTHOR = "比对稿", "拟约比对"
WHOLE = re.compile(r"[0-9]+(?:[,.][0-9]+)*[%‰]?|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+|[〇一二三四五六七八九十百千]+|[甲乙丙]方|[A-Za-z]+|.", re.DOTALL)
"""What is read as one: 860,000 becomes 650,000, not 86 within it 65."""

FAR = 0.3
"""Two texts less alike than this are one deleted and one new text, not a change within one."""


@dataclass(frozen=True)
class Step:
    """A line of the redline: ``before`` and ``after`` are what it says once rejected and once accepted."""

    line: Line
    before: Line | None
    after: DocLine | None


def redline(contract: Contract, document: Document, *, created: datetime, author: str = AUTHOR) -> bytes:
    """Return a Word file whose changes lead from ``contract`` to ``document``.

    Rejecting all gives the words of the contract, accepting all the words of the document; both are read
    back before the file is handed out. Raises DocumentError when the words cannot be written so.
    """
    steps = list(_steps(contract, document))
    left = cover_for(contract, (), final=True).left
    merged = replace(contract, lines=tuple(step.line for step in steps))
    try:
        data = package(merged, Cover(left, MARK), True, created)
    except UnprintableText as error:
        raise DocumentError(f"来稿里有 Word 写不下的字符：{error}") from error
    parts = Parts(data)
    root = parts.xml(parts.main)
    assert root is not None
    pen = _Pen(author, created.strftime("%Y-%m-%dT%H:%M:%SZ"), links_of(merged))
    for step, element in zip(steps, list(_printing(root[0])), strict=True):
        pen.mark(step, element)
    made = repacked(parts, root)
    _prove(made, contract, document)
    return made


def _prove(made: bytes, contract: Contract, document: Document) -> None:
    for accept, expected in ((False, contract.lines), (True, with_typed_numbers(document.lines))):
        read = [_said(x) for x in read_docx(settled(made, accept)).lines]
        if read != [_said(x) for x in expected if words(x) and (not isinstance(x, DocLine) or x.text.strip() or x.rows)]:
            raise DocumentError("这份文件的改动写不成修订标记。请在 Word 里另存一份再试。")


def _said(line: Line | DocLine) -> object:
    said = words(line)
    return said.strip() if isinstance(said, str) else said


def as_base(contract: Contract, document: Document) -> Contract:
    """Return the contract with the words of ``document`` (an earlier version) in place of its own."""
    aligned = align(contract.template, with_typed_numbers(document.lines))
    lines = [_line(one) for one in pair(contract, aligned) if one.found is not None]
    return replace(contract, lines=tuple(lines))


def _line(one: Pair) -> Line:
    """Return a line of the document in the style of the line of the contract it stands for."""
    assert one.found is not None
    if one.line is not None and one.same_text:
        return one.line
    like = one.line or _styled(one.found)
    rows = one.found.rows
    return replace(like, text=one.found.text, fills=like.fills if rows else (), bold=(), references=(), source=None,
                   header=rows[0] if rows else (), rows=rows[1:])  # fmt: skip


def _styled(found: DocLine) -> Line:
    if found.rows:
        return Line("table", "", "", header=found.rows[0], rows=found.rows[1:])
    return Line("clause" if found.number.count(".") == 1 else "item" if found.number else "body", found.text, "", found.number)


def _steps(contract: Contract, document: Document) -> Iterator[Step]:
    """Lay both texts into one, in an order that keeps the order of each."""
    aligned = align(contract.template, with_typed_numbers(document.lines))
    pairs = [one for one in pair(contract, aligned) if one.found is not None]
    place = {id(line): number for number, line in enumerate(contract.lines)}
    given = 0
    for one in pairs:
        assert one.found is not None
        number = place[id(one.line)] if one.line is not None and not one.moved else -1
        if one.line is None or number < given:
            yield Step(_new(one, contract), None, one.found)
            continue
        yield from (Step(line, line, None) for line in contract.lines[given:number])
        given = number + 1
        if one.line.style != "cell" and not _near(one.line, one.found):
            yield Step(one.line, one.line, None)
            yield Step(_new(one, contract), None, one.found)
        else:
            yield Step(_both(one.line, one.found), one.line, one.found)
    yield from (Step(line, line, None) for line in contract.lines[given:])


def _new(one: Pair, contract: Contract) -> Line:
    assert one.found is not None
    line = _line(replace(one, line=one.line if one.line and one.line.style != "cell" else None))
    address = "签署" if one.line is None and contract.lines[-1].style == "cell" else line.address
    # Without its number: references follow the contract's own lines, never what was put in beside them.
    return replace(line, number="", address=address if line.style != "heading" else line.address)


def _near(line: Line, found: DocLine) -> bool:
    if bool(line.header) != bool(found.rows):
        return False
    if found.rows:
        return line.header == found.rows[0]
    return SequenceMatcher(None, line.text[:2000], found.text[:2000], autojunk=False).ratio() >= FAR


def _both(line: Line, found: DocLine) -> Line:
    """A table gets the rows of both sides; a text is written out when its changes are marked."""
    if not found.rows:
        return line
    rows = tuple(row for _, row in _rows(line, found))
    return replace(line, rows=rows)


def _rows(line: Line, found: DocLine) -> Iterator[tuple[str, tuple[str, ...]]]:
    width = len(line.header)
    theirs = [(*row, *[""] * width)[:width] for row in found.rows[1:]]
    for kind, a, b, c, d in SequenceMatcher(None, line.rows, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (("", row) for row in line.rows[a:b])
        else:
            yield from (("del", row) for row in line.rows[a:b])
            yield from (("ins", row) for row in theirs[c:d])


def _printing(parent: Element) -> Iterator[Element]:
    """The elements that print the lines, in order: paragraphs with text, cells of signatures, whole tables."""
    for child in parent:
        if child.tag == f"{W}p" and any(t.text for t in child.iter(f"{W}t")):
            yield child
        elif child.tag == f"{W}tbl":
            if child.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None:
                yield child
            else:
                for cell in child.iter(f"{W}tc"):
                    yield from _printing(cell)


class _Pen:
    """Writes the marks, each with its own number, the author and the time."""

    def __init__(self, author: str, when: str, links: Links):
        self.author, self.when, self.links, self.count = author, when, links, 0

    def mark(self, step: Step, element: Element) -> None:
        if element.tag == f"{W}tbl":
            self.table(step, element)
        elif step.before is None or step.after is None:
            name = "ins" if step.before is None else "del"
            self.wrap(element, name)
            if step.line.style != "cell":
                self.end(element, name)
        elif step.before.text != step.after.text:
            self.rewrite(element, step.before, step.after.text)

    def change(self, name: str) -> dict[str, str]:
        self.count += 1
        return {f"{W}id": str(self.count), f"{W}author": self.author, f"{W}date": self.when}

    def wrap(self, element: Element, name: str) -> None:
        for place, one in enumerate(list(element)):
            if one.tag == f"{W}r":
                holder = Element(f"{W}{name}", self.change(name))
                holder.append(_deleted(one) if name == "del" else one)
                element[place] = holder

    def end(self, element: Element, name: str) -> None:
        properties = element.find(f"{W}pPr")
        assert properties is not None
        marks = properties.find(f"{W}rPr")
        if marks is None:
            marks = Element(f"{W}rPr")
            section = properties.find(f"{W}sectPr")
            properties.insert(len(properties) if section is None else list(properties).index(section), marks)
        marks.insert(0, Element(f"{W}{name}", self.change(name)))

    def rewrite(self, element: Element, before: Line, after: str) -> None:
        """Write a line anew with its changes; its bookmark and the references that stay are kept alive."""
        starts, ends = (element.findall(f"{W}bookmark{x}") for x in ("Start", "End"))
        for one in [x for x in element if x.tag != f"{W}pPr"]:
            element.remove(one)
        covered = self.links.of_line.get(id(before), ("", 0))[1]
        bold = {i for a, b in before.bold for i in range(a, b)}
        for kind, a, b, c, d in _changes(before.text, after):
            if kind == "equal":
                while starts:  # not before it: what is taken back there takes a bookmark along
                    element.append(starts.pop(0))
                for low, high in ((a, min(max(a, covered), b)), (min(max(a, covered), b), b)):
                    self.keep(element, before, low, high)
                    if ends and high >= covered:
                        element.append(ends.pop())
                continue
            for name, text in (("del", before.text[a:b]), ("ins", after[c:d])):
                if text:
                    holder = SubElement(element, f"{W}{name}", self.change(name))
                    run = _run(text, (a if a < len(before.text) else a - 1) in bold)
                    holder.append(_deleted(run) if name == "del" else run)
        element.extend((*starts, *ends))

    def keep(self, element: Element, line: Line, start: int, end: int) -> None:
        """Write a stretch of a line as it was: bold words, and fields that follow other clauses."""
        bold = {i for a, b in line.bold for i in range(a, b)}
        at = start
        for link in self.links.of(line):
            if start <= link.start and link.end <= end:
                _runs(element, line.text, at, link.start, bold)
                code = f" {reference_code(link)} "
                for piece in _field(code, line.text[link.start : link.end]):
                    element.append(_piece(piece, link.start in bold))
                at = link.end
        _runs(element, line.text, at, end, bold)

    def table(self, step: Step, element: Element) -> None:
        rows = element.findall(f"{W}tr")
        if step.before is None or step.after is None:
            kinds = ["ins" if step.before is None else "del"] * len(rows)
        else:
            kinds = ["", *(kind for kind, _ in _rows(step.before, step.after))]
        for row, kind in zip(rows, kinds, strict=True):
            properties = row.find(f"{W}trPr")
            if kind and properties is not None:
                SubElement(properties, f"{W}{kind}", self.change(kind))
                for one in row.iter(f"{W}p"):
                    self.wrap(one, kind)


def _changes(before: str, after: str) -> Sequence[tuple[str, int, int, int, int]]:
    """The changes between two texts, figures and parties whole; what lies between two changes is at least two characters long."""
    found: list[tuple[str, int, int, int, int]] = []
    ours, theirs = (WHOLE.findall(text) for text in (before, after))
    mine, other = ([0, *accumulate(map(len, parts))] for parts in (ours, theirs))
    for kind, *at in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        a, b, c, d = mine[at[0]], mine[at[1]], other[at[2]], other[at[3]]
        short = kind == "equal" and b - a < 2 and a > 0 and b < len(before)
        changed = short or kind != "equal"
        if found and changed and found[-1][0] == "replace":
            found[-1] = ("replace", found[-1][1], b, found[-1][3], d)
        else:
            found.append(("replace" if changed else "equal", a, b, c, d))
    return found


def _runs(element: Element, text: str, start: int, end: int, bold: Collection[int]) -> None:
    """Append the runs of a stretch, each bold or not."""
    for is_bold, group in groupby(range(start, end), key=lambda at: at in bold):
        places = list(group)
        element.append(_run(text[places[0] : places[-1] + 1], is_bold))


def _field(code: str, shown: str) -> Iterator[Element]:
    """The parts of a field, one for each run."""
    for kind in ("begin", "", "separate", "shown", "end"):
        if kind in ("begin", "separate", "end"):
            yield Element(f"{W}fldChar", {f"{W}fldCharType": kind})
        else:
            one = Element(f"{W}t" if kind else f"{W}instrText", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            one.text = shown if kind else code
            yield one


def _piece(content: Element, bold: bool) -> Element:
    run = _run("", bold)
    run.append(content)
    return run


def _run(text: str, bold: bool) -> Element:
    run = Element(f"{W}r")
    if bold:
        properties = SubElement(run, f"{W}rPr")
        SubElement(properties, f"{W}b")
        SubElement(properties, f"{W}bCs")
    for number, line in enumerate(text.split("\n")):
        if number:
            SubElement(run, f"{W}br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                SubElement(run, f"{W}tab")
            if piece:
                said = SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
                said.text = piece
    return run


def _deleted(run: Element) -> Element:
    for piece in run.iter():
        piece.tag = DELETED.get(piece.tag, piece.tag)
    return run
