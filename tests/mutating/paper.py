"""Paper: the parts of a Word file with every line of the contract beside the element that prints it."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from assistant.exporting.open import W
from knowledge.contract import Contract, Line

ElementTree.register_namespace("w", W[1:-1])
ElementTree.register_namespace("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")


def w(name: str, **attributes: str) -> Element:
    """An element of Word's."""
    return Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})


def run(text: str, *properties: Element) -> Element:
    """A run that says ``text``."""
    one = w("r")
    if properties:
        one.append(w("rPr"))
        one[0].extend(properties)
    one.append(w("t"))
    one[-1].text = text
    return one


def paragraph(text: str, style: str = "HtBody") -> Element:
    """A paragraph in one of the contract's styles."""
    one = w("p")
    one.append(w("pPr"))
    one[0].append(w("pStyle", val=style))
    one.append(run(text))
    return one


@dataclass
class Spot:
    """A line of the contract and what prints it: a paragraph, or the table of a table line."""

    line: Line
    element: Element
    parent: Element

    @property
    def clause(self) -> str:
        """The address of the clause, the number of an item left off."""
        return self.line.address.partition("(")[0]


class Paper:
    """One Word file, taken apart; ``bytes`` puts it together again."""

    def __init__(self, data: bytes, contract: Contract):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name).decode() for name in archive.namelist()}
        self.contract = contract
        self.root = ElementTree.fromstring(self.parts["word/document.xml"])
        self.body = self.root[0]
        printing = list(_printing(self.body))
        assert len(printing) == len(contract.lines)
        self.spots = [Spot(line, *pair) for line, pair in zip(contract.lines, printing, strict=True)]

    def bytes(self) -> bytes:
        """The file as it is now."""
        parts = {**self.parts, "word/document.xml": ElementTree.tostring(self.root, encoding="unicode")}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return buffer.getvalue()

    def of_clause(self, address: str) -> list[Spot]:
        """The lines of one clause."""
        return [spot for spot in self.spots if spot.clause == address]

    def remove(self, spot: Spot) -> None:
        """Take a line out; a cell keeps the empty paragraph it needs."""
        if spot.line.style == "cell":
            spot.element[:] = [x for x in spot.element if x.tag == f"{W}pPr"]
        else:
            spot.parent.remove(spot.element)

    def after(self, spot: Spot, *more: Element) -> None:
        """Put elements behind a line."""
        place = list(spot.parent).index(spot.element) + 1
        for number, element in enumerate(more):
            spot.parent.insert(place + number, element)

    def before(self, spot: Spot, *more: Element) -> None:
        """Put elements in front of a line."""
        place = list(spot.parent).index(spot.element)
        for number, element in enumerate(more):
            spot.parent.insert(place + number, element)

    def copies(self, spots: list[Spot]) -> list[Element]:
        """Copies of what prints some lines."""
        return [copy.deepcopy(spot.element) for spot in spots]


def _printing(parent: Element) -> Iterator[tuple[Element, Element]]:
    for child in parent:
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            note = style is not None and style.get(f"{W}val", "").startswith("HtNote")
            if not note and text_of(child).strip():
                yield child, parent
        elif child.tag == f"{W}tbl":
            if child.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None:
                yield child, parent
            else:
                for cell in child.iter(f"{W}tc"):
                    yield from _printing(cell)


def text_of(element: Element) -> str:
    """What the runs below an element say."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def retype(element: Element, text: str) -> None:
    """Let a paragraph say something else, in its first run; fields and other runs go."""
    runs = [x for x in element if x.tag != f"{W}pPr"]
    for one in runs:
        element.remove(one)
    element.append(run(text))


def cut(element: Element, start: int, end: int, words: str) -> None:
    """Replace a stretch of a paragraph's text, however it is cut into runs."""
    at = 0
    for piece in element.iter(f"{W}t"):
        text = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(text))
        if low < high or (start == end and 0 <= start - at <= len(text) and words):
            piece.text = text[:low] + words + text[max(high, low) :]
            words = ""
        at += len(text)
