"""The parts of a Word file → one zip archive, the same bytes for the same contract."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from assistant.exporting.breaking import USUALLY_NOT_LAST, not_first
from assistant.exporting.cover import FOOTER, Cover
from assistant.exporting.manifest import PART, custom_xml, manifest_of
from assistant.exporting.markup import (
    LANDSCAPE,
    MARGINS,
    PORTRAIT,
    body,
    field,
    list_count,
    paragraph,
    runs,
)
from assistant.exporting.styles import NAMESPACES, numbering_xml, styles_xml
from knowledge.contract import Contract

AUTHOR = "拟约"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STAMP = (1980, 1, 1, 0, 0, 0)
_PARTS = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdNumbering": ("numbering", "numbering.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdHeader": ("header", "header1.xml"),
    "rIdHeaderWide": ("header", "header2.xml"),
    "rIdFooter": ("footer", "footer1.xml"),
}


def package(contract: Contract, cover: Cover, final: bool, created: datetime) -> bytes:
    """Return the bytes of the Word file; raises UnprintableText for text that XML cannot hold."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        PART: custom_xml(manifest_of(contract, created)),
        "docProps/core.xml": _core(contract.template.title, cover, created),
        "word/_rels/document.xml.rels": _relations(),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body(contract, cover, final)}</w:body></w:document>",
        "word/footer1.xml": f"<w:ftr {NAMESPACES}>{paragraph('Footer', _footer())}</w:ftr>",
        "word/header1.xml": _header(cover, PORTRAIT[0]),
        "word/header2.xml": _header(cover, LANDSCAPE[0]),
        "word/numbering.xml": numbering_xml(list_count(contract)),
        "word/settings.xml": _settings(contract),
        "word/styles.xml": styles_xml(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, (_XML + text).encode())
    return buffer.getvalue()


def _header(cover: Cover, width: int) -> str:
    right = width - MARGINS[1] - MARGINS[3]
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
    return f"<w:hdr {NAMESPACES}>{paragraph('Header', runs(cover.header), tabs)}</w:hdr>"


def _footer() -> str:
    parts = re.split(r"\{(\w+)\}", FOOTER)
    return "".join(field(part) if at % 2 else runs(part) for at, part in enumerate(parts))


def _content_types() -> str:
    overrides = [("word/document.xml", f"{_WORD}.document.main+xml")]
    overrides += [(f"word/{file}", f"{_WORD}.{kind}+xml") for kind, file in _PARTS.values()]
    overrides.append(("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    overrides.append((PART, "application/vnd.openxmlformats-officedocument.custom-properties+xml"))
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>'


def _root_relations() -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + _relation("rId1", f"{_OFFICE}/officeDocument", "word/document.xml")
        + _relation("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        + _relation("rId3", f"{_OFFICE}/custom-properties", PART)
        + "</Relationships>"
    )


def _relations() -> str:
    listed = "".join(_relation(id, f"{_OFFICE}/{kind}", file) for id, (kind, file) in _PARTS.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _settings(contract: Contract) -> str:
    return (
        f"<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/>"
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(USUALLY_NOT_LAST)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(not_first(contract))}/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _core(title: str, cover: Cover, created: datetime) -> str:
    stamp = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(cover.left)}</dc:subject>"
        f"<dc:creator>{AUTHOR}</dc:creator><dc:language>zh-CN</dc:language><cp:category>合同</cp:category>"
        f"<cp:contentStatus>{escape(cover.right)}</cp:contentStatus>"
        f'<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy><cp:revision>1</cp:revision>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
