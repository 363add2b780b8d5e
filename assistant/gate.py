"""What stands against a signed version: open slots, blanks left on purpose, unanswered questions, errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.disposing import as_finding
from assistant.draft import Draft
from assistant.findings import Finding, by_severity
from assistant.reviewing import review
from assistant.wording import joined
from knowledge.contract import effective
from knowledge.library import Library
from knowledge.ruling import Tripped, tripped
from knowledge.template import Template

PENDING = "还有一处等您确认，请先在对话里回「对」或「不用」。"
OPEN = "还有 {count} 项必填内容没填：{labels}。可以先导出草稿，空着的地方留横线。"
LEFT = "「{labels}」您说过先空着，正式版不能有空白：请填上，或说「用默认」。"


def against_final(
    library: Library, template: Template, draft: Draft, pending: bool, today: date
) -> list[Finding]:
    """Return everything that stands against a final document, errors first; export rules included."""
    found: list[Finding] = []
    basis = {rule.id: rule.basis for rule in library.rules}
    open_slots = draft.open_slots(template)
    if open_slots:
        labels = joined([s.label for s in open_slots], len(open_slots))
        message = OPEN.format(count=len(open_slots), labels=labels)
        where = ",".join(s.id for s in open_slots)
        found.append(Finding("R-STR-01", "error", where, message, basis.get("R-STR-01", "")))
    required = {s.id for s in open_slots}
    left = [s for s in draft.active(template) if s in draft.left_open and s not in required]
    if left:
        labels = joined([template.slots[s].label for s in left])
        message = LEFT.format(labels=labels)
        found.append(
            Finding("R-STR-03", "error", ",".join(left), message, basis.get("R-STR-03", ""))
        )
    if pending:
        found.append(Finding("R-STR-01", "error", "", PENDING))
    active = set(draft.active(template))
    known = {s: v for s, v in effective(template, draft.terms()).items() if s in active}
    items = tripped(library.rules, template.id, draft.active_values(template), known, today, export=True)
    said = {f.rule for f in found}
    rest = [_unless_confirmed(as_finding(t, template, today), t, draft) for t in items if t.rule.id not in said]
    told = {f.rule for f in (*found, *rest)}
    reviewed = [f for f in review(library, template, draft.terms()) if f.rule not in told]
    return by_severity([*found, *rest, *reviewed])


def _unless_confirmed(finding: Finding, item: Tripped, draft: Draft) -> Finding:
    """What the user has confirmed after a warning is no error any more, only a reminder."""
    slots = [draft.entries[s] for s in item.where.split(",") if s in draft.entries]
    if item.rule.confirm and any(entry.confirmed for entry in slots):
        return replace(finding, severity="warn")
    return finding
