"""What a file tells of its own making: template and version, fingerprints of values and text, time, program."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from knowledge.contract import Contract
from knowledge.template import Terms

PROGRAM = "拟约 0.1.0"
PART = "docProps/custom.xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMES = {"template": "niyue.template", "version": "niyue.template_version", "values": "niyue.values_sha256",
          "text": "niyue.text_sha256", "created": "niyue.created", "program": "niyue.program"}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """The making of a file; fingerprints are SHA-256 in hexadecimal."""

    template: str
    version: str
    values: str
    text: str
    created: str
    program: str = PROGRAM


def manifest_of(contract: Contract, created: datetime) -> Manifest:
    """Return what a file of this contract tells of itself."""
    return Manifest(
        contract.template.id, contract.template.version, fingerprint(contract.terms), hash_of(contract.text()),
        created.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def fingerprint(terms: Terms) -> str:
    """Return the fingerprint of what a contract is composed from."""
    parts = [dict(terms.values), dict(terms.switches), sorted(terms.left_open), list(terms.extra)]
    return hash_of(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str))


def hash_of(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def custom_xml(manifest: Manifest) -> str:
    """Return the part that Word shows as the document's own properties."""
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(getattr(manifest, field))}</vt:lpwstr></property>"
        for pid, (field, name) in enumerate(_NAMES.items(), 2)
    )
    return (
        f'<Properties xmlns="{_SPACE}/custom-properties" xmlns:vt="{_SPACE}/docPropsVTypes">{items}</Properties>'
    )


def read_manifest(root: Element | None) -> Manifest | None:
    """Return the manifest of a file, None when it has none or only a part of one."""
    if root is None:
        return None
    said = {item.get("name", ""): "".join(item.itertext()).strip() for item in root}
    found = {field: said[name] for field, name in _NAMES.items() if name in said}
    return Manifest(**found) if len(found) == len(_NAMES) else None
