"""A finding as HTML: what is wrong, on what authority, and presses that settle it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assistant.findings import Finding
from assistant.page.markup import button, escape, paragraphs, tag
from assistant.page.texts import text
from assistant.saying import shown
from knowledge.template import Template

_NAMED = 3
"""A finding about more slots than this is about what is open: its slots stand as presses, not in its sentence."""


def finding_html(finding: Finding, language: str, more: str = "", head: bool = True) -> str:
    """Return one finding with its severity and authority; ``more`` is markup put at its end."""
    severity = tag("b", escape(text(finding.severity, language)), class_="severity") if head else ""
    basis = ""
    if finding.basis and not finding.basis.startswith("—"):
        basis = tag("small", escape(text("clause_basis", language) + text("colon", language)) + tag("span", escape(finding.basis), lang="zh-CN"))
    words = tag("div", paragraphs(finding.message), class_="words", lang="zh-CN")
    return tag("div", severity + words + basis + more, class_=f"finding {finding.severity}")


def fix_chips(
    finding: Finding, template: Template, language: str, printed: Collection[str] = (), fields: Collection[str] | None = None
) -> str:
    """Return the presses that settle a finding: take what it suggests, fill its slots, see its clause."""
    places = [place.strip() for place in finding.where.split(",") if place.strip()]
    presses = []
    if finding.fixes:
        words = text("comma", language).join(
            text("fix", language).format(label=template.slots[f.slot].label, value=shown(template.slots[f.slot], f.value))
            for f in finding.fixes
        )
        presses.append(button(words, "chip main", "fix", rule=finding.rule, where=finding.where))
    slots = [p for p in places if p in template.slots and (fields is None or p in fields)]
    presses += [tag("span", button(template.slots[s].label, "chip", "fill", slot=s), lang="zh-CN") for s in slots]
    presses += [button(text("see_clause_at", language).format(address=p), "chip", "goto", where=p) for p in places if p in printed]
    return tag("div", "".join(presses), class_="chips small") if presses else ""


def briefly(finding: Finding, language: str) -> Finding:
    """Return a finding that merely lists many open slots with their number in the place of their names."""
    count = len(finding.where.split(","))
    if finding.rule != "R-STR-01" or count <= _NAMED:
        return finding
    return replace(finding, message=text("open_many", language).format(count=count))
