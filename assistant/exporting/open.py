"""Opening a Word file that came from anywhere: what is dangerous or no Word file at all is refused in words."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LIMIT = 20_000_000
"""Bytes that a file may have when unpacked."""

MOST_PARTS = 2_000
DEEPEST = 200
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
           OverflowError, ValueError)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"


class DocumentError(ValueError):
    """The bytes are no Word file that can be read; the message says why and what to do."""


@dataclass(frozen=True)
class Relation:
    """A link from a part to another part, or to something outside."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True)
class Extra:
    """Something that is no line of the body; ``place`` is the line it hangs on (-1: none), ``part`` where it is
    instead of the body (页眉, 页脚, 文件属性).

    ``kind`` names it in a word: 批注, 脚注, 文本框, 隐藏文字, 修订, 图片, 域, 外部内容 and so on.
    """

    kind: str
    text: str
    place: int = -1
    part: str = ""


class Parts:
    """The parts of one Word file, unpacked within limits and parsed on demand."""

    def __init__(self, data: bytes):
        self.files = _unpack(data)
        self.main = self._main()
        if any(name.lower().endswith("vbaproject.bin") for name in self.files):
            raise DocumentError("文件里带有宏，不能打开。请在 Word 里另存为不带宏的 .docx 再试。")

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.files:
                return relation.target
        raise DocumentError("这不是 Word 文件（.docx）：里面没有正文。请用 Word 另存为 .docx 再试。")

    def xml(self, name: str) -> Element | None:
        """Return the root of a part, None when there is no such part."""
        data = self.files.get(name)
        if data is None:
            return None
        plain = data.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise DocumentError(f"文件的 {name} 里带有外部定义，不能打开。请在 Word 里另存一份再试。")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise DocumentError(f"文件的 {name} 已经损坏，读不出来。请在 Word 里打开修复后另存再试。") from error
        _refuse_deep(root, name)
        return root

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return the relations of a part by id; the package's own for an empty name."""
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for item in root if root is not None else ():
            target = item.get("Target", "")
            outside = item.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            kind = item.get("Type", "").rpartition("/")[2]
            found[item.get("Id", "")] = Relation(kind, target, outside)
        return found

    @cached_property
    def main_relations(self) -> Mapping[str, Relation]:
        """The relations of the main part."""
        return self.relations(self.main)

    def related(self, kind: str) -> Iterator[tuple[str, Element]]:
        """Yield name and root of every part the main part is related to by ``kind``."""
        for relation in self.main_relations.values():
            if relation.kind == kind and not relation.outside:
                root = self.xml(relation.target)
                if root is not None:
                    yield relation.target, root


def _unpack(data: bytes) -> dict[str, bytes]:
    if data[:4] == _OLE:
        raise DocumentError("文件加了密码，或者是旧的 .doc 格式。请在 Word 里去掉密码、另存为 .docx 再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_entries(archive))
    except DocumentError:
        raise
    except _BROKEN as error:
        raise DocumentError("这不是完好的 Word 文件（.docx）。请重新下载或另存后再试。") from error


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise DocumentError("文件里有两份同名的内容，不知道该信哪一份。请在 Word 里另存一份再试。")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LIMIT:
        raise DocumentError(f"文件展开后超过 {LIMIT // 1_000_000} MB，不像一份合同。请去掉图片和附件再试。")
    left = LIMIT
    for entry in entries:
        if entry.flag_bits & 1:
            raise DocumentError("文件加了密码。请去掉密码再试。")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(entry.compress_type)
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise DocumentError(f"文件展开后超过 {LIMIT // 1_000_000} MB，不像一份合同。请去掉图片和附件再试。")
        yield entry.filename, content


def _refuse_deep(root: Element, name: str) -> None:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise DocumentError(f"文件的 {name} 层层嵌套得太深，不像一份合同。请在 Word 里另存一份再试。")
