"""Finding: something in a draft, a document or an answer that a user should know about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warn", "info"]
_ORDER = {"error": 0, "warn": 1, "info": 2}


@dataclass(frozen=True)
class Fix:
    """A change the user can accept with one word: slot and canonical value, and the sentence that offers it."""

    slot: str
    value: Any
    words: str


@dataclass(frozen=True)
class Finding:
    """An objection: which rule, how serious, where (address or slot), what to do, on what authority."""

    rule: str
    severity: Severity
    where: str
    message: str
    basis: str = ""
    fixes: tuple[Fix, ...] = ()


def by_severity(findings: list[Finding]) -> list[Finding]:
    """Return the findings, errors first, otherwise in the order given."""
    return sorted(findings, key=lambda f: _ORDER[f.severity])
