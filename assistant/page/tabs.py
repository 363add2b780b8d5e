"""The row of tabs over the sheets, as HTML; which one is open is the browser's business."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.page.markup import escape, tag
from assistant.page.texts import text

SHEETS = ("contract", "fields", "evidence", "findings", "review")

COUNTED = SHEETS[1:]
"""These keep a place for what stands behind their name, so that nothing moves when it comes."""


def tabs_html(marks: Mapping[str, str], language: str) -> str:
    """Return the tabs, each with what stands behind its name (a count, a tick)."""
    tabs = "".join(
        tag("button", escape(text(f"tab_{name}", language)) + (tag("span", escape(marks.get(name, ""))) if name in COUNTED else ""),
            type="button", role="tab", id=f"tab-{name}", data_sheet=name, aria_controls=name)
        for name in SHEETS
    )
    return tag("div", tabs, role="tablist", aria_label=text("show_paper", language))
