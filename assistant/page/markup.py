"""HTML from values: everything that a person typed is escaped here, and nowhere else is markup made of it."""

from __future__ import annotations

import html
import re

_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})


def escape(text: object) -> str:
    """Escape for HTML text and attributes; braces and dollars too, which the HTML component reads as templates."""
    return html.escape(str(text), quote=True).translate(_TEMPLATE_SIGNS)


def paragraphs(text: str) -> str:
    """Return text as paragraphs and lists (lines that begin with "- " or "1. ")."""
    parts: list[str] = []
    for block in re.split(r"\n{2,}", text.strip()):
        lines = block.split("\n")
        items = [x for x in lines if x.startswith("- ")]
        if items and len(items) == len(lines):
            parts.append("<ul>" + "".join(f"<li>{escape(x[2:])}</li>" for x in lines) + "</ul>")
        else:
            parts.append("<p>" + "<br>".join(escape(x) for x in lines) + "</p>")
    return "".join(parts)


def tag(name: str, content: str, **attributes: object) -> str:
    """Return an element; content is markup, attributes are escaped, underscores become hyphens."""
    pairs = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items() if value not in (None, "", False)
    )
    return f"<{name}{pairs}>{content}</{name}>"


def button(label: str, kind: str = "chip", **data: object) -> str:
    """Return a button whose data attributes tell the page what it does."""
    attributes = {f"data_{key}": value for key, value in data.items()}
    return tag("button", escape(label), type="button", class_=kind, **attributes)
