"""What a file that came back says otherwise, as HTML: every place with the words struck out and put in."""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.conversation import Checked, Difference
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from assistant.wording import KIND_NAMES

_AROUND = 24
"""Characters of unchanged words that are shown on either side of a change."""


def checked_html(checked: Checked, language: str) -> str:
    """Return the differences of a file, by clause, and the values that can be taken over one by one."""
    rows = "".join(_difference(d, language) for d in checked.differences)
    chips = "".join(
        button(
            text("take_value", language).format(label=v.label, value=v.theirs), "chip", "say",
            say=f"{v.label}改成{v.theirs}", slot=v.slot, value=v.theirs,
        )
        for v in checked.values if "\n" not in v.theirs and not v.theirs.endswith(" 行")
    )
    if len(checked.values) == 1:
        chips = ""  # the proposal below says just this
    return tag("div", rows + (tag("div", chips, class_="chips") if chips else ""), class_="checked") if rows or chips else ""


def _difference(difference: Difference, language: str) -> str:
    place = f"{difference.address}「{difference.title}」" if difference.title else difference.address
    head = button(place, "link", "goto", where=difference.address) + tag("span", escape(KIND_NAMES[difference.kind]), class_="kind", lang="zh-CN")
    meaning = tag("small", escape(text("for_you", language) + difference.meaning)) if difference.meaning else ""
    return tag("div", tag("div", head) + tag("p", _words(difference)) + meaning, class_=f"difference {difference.kind}")


def _words(difference: Difference) -> str:
    """Return ours with what was taken out struck and what was put in marked; long unchanged stretches are cut."""
    if difference.kind == "moved":
        return escape(difference.ours)
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, difference.ours, difference.theirs, autojunk=False).get_opcodes():
        ours, theirs = difference.ours[a:b], difference.theirs[c:d]
        if kind == "equal":
            parts.append(escape(_cut(ours, first=a == 0, last=b == len(difference.ours))))
        else:
            parts += [tag("del", escape(ours)) if ours else "", tag("ins", escape(theirs)) if theirs else ""]
    return "".join(parts)


def _cut(words: str, *, first: bool, last: bool) -> str:
    if first and len(words) > _AROUND:
        return "…" + words[-_AROUND:]
    if last and len(words) > _AROUND:
        return words[:_AROUND] + "…"
    return words if len(words) <= 2 * _AROUND else f"{words[:_AROUND]}…{words[-_AROUND:]}"
