"""What a check returns: findings, values read back, what became of every line and every blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.findings import Finding
from knowledge import kinds
from knowledge.template import Slot, Value

Kind = Literal["same", "value", "words", "missing", "added", "moved"]


@dataclass(frozen=True)
class Change:
    """What became of one line of the contract, or a line that the document has over and above it."""

    address: str
    kind: Kind
    template_text: str
    document_text: str


@dataclass(frozen=True)
class Said:
    """What a blank holds at one of its places; ``value`` is None when it cannot be read."""

    slot: str
    address: str
    text: str
    value: Value


@dataclass(frozen=True)
class CheckResult:
    """Findings, errors first; the values that the document says; one change for every line; every filled blank.

    ``printed`` are the numbers of articles and clauses in the contract where those are not their addresses;
    ``exported`` is the day on which the file was written, and ``untouched`` whether its text still is what it was
    then (None when the file does not tell). ``beside`` are those of the findings that no change tells of.
    """

    findings: tuple[Finding, ...]
    values: dict[str, Value]
    changes: tuple[Change, ...]
    said: tuple[Said, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    exported: str = ""
    untouched: bool | None = None
    beside: tuple[Finding, ...] = ()

    @property
    def clean(self) -> bool:
        """True when nothing at all was found."""
        return not self.findings


def equal(slot: Slot, read: Value | None, given: Value | None) -> bool:
    """True when a value read back is the value given, or is printed the very same (人民币300,000元 for 300000).

    Empty cells of a table count for nothing.
    """
    if slot.kind == "table" and isinstance(given, list) and isinstance(read, list):
        rows = [{k: v for k, v in row.items() if v not in (None, "")} for row in given]
        return bool(read == rows)
    if read is None or given is None or isinstance(read, bool) or isinstance(given, bool):
        return read is given
    return bool(read == given) or kinds.write(slot, read) == kinds.write(slot, given)
