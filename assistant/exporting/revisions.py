"""Tracked changes of a Word file, all accepted or all rejected: what Word does, on the XML."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from assistant.exporting.open import Parts, R, W

_IN, _OUT = ("ins", "moveTo"), ("del", "moveFrom")
DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
"""What text and field codes are called within a deletion."""

_RESTORED = {inside: outside for outside, inside in DELETED.items()}
_NOTES = ("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange",
          "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")  # fmt: skip


def settled(data: bytes, accept: bool) -> bytes:
    """Return the file with every tracked change of its body accepted, or rejected; raises DocumentError."""
    parts = Parts(data)
    root = parts.xml(parts.main)
    if root is None:
        return data
    settle(root, accept)
    return repacked(parts, root)


def repacked(parts: Parts, root: Element) -> bytes:
    """Return the file with another main part."""
    ElementTree.register_namespace("w", W[1:-1])
    ElementTree.register_namespace("r", R[1:-1])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.files.items():
            own = ElementTree.tostring(root, "UTF-8", xml_declaration=True) if name == parts.main else content
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), own, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def settle(parent: Element, accept: bool) -> None:
    """Settle everything below an element in place."""
    stays, goes = (_IN, _OUT) if accept else (_OUT, _IN)
    done: list[Element] = []
    joined: Element | None = None
    for child in list(parent):
        name = child.tag.removeprefix(W)
        if name in goes or name in _NOTES:
            continue
        if name == "tr" and any(child.find(f"{W}trPr/{W}{x}") is not None for x in goes):
            continue
        settle(child, accept)
        if name == "tbl" and child.find(f"{W}tr") is None:
            continue
        if name in stays:
            done += list(child)
            continue
        if joined is not None and name == "p":
            _join(joined, child)
            joined = None
        done.append(child)
        if name == "p" and _mark(child, goes):
            joined = done.pop()
        elif name == "p" or name == "trPr":
            _mark(child, stays)
    if joined is not None and _says(joined):
        done.append(joined)
    parent[:] = done
    parent.tag = _RESTORED.get(parent.tag, parent.tag)


def _mark(element: Element, names: tuple[str, ...]) -> bool:
    """Take the mark of a change off a paragraph's end (or a row); True when there was one."""
    found = False
    for holder in (element.find(f"{W}pPr/{W}rPr"), element if element.tag == f"{W}trPr" else None):
        for mark in [x for name in names for x in holder.findall(f"{W}{name}")] if holder is not None else ():
            assert holder is not None
            holder.remove(mark)
            found = True
    return found


def _join(first: Element, second: Element) -> None:
    """Put what is left of a paragraph whose end is gone in front of the next."""
    at = 1 if second.find(f"{W}pPr") is not None else 0
    second[at:at] = [x for x in first if x.tag != f"{W}pPr"]


def _says(paragraph: Element) -> bool:
    return any((t.text or "") for t in paragraph.iter(f"{W}t"))
