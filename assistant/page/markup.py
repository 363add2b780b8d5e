"""HTML from values: everything that a person typed is escaped here, and nowhere else is markup made of it."""

from __future__ import annotations

import html
import re

_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})


def escape(text: object) -> str:
    """Escape for HTML text and attributes; braces and dollars too, which the HTML component reads as templates."""
    return html.escape(str(text), quote=True).translate(_TEMPLATE_SIGNS)


def paragraphs(text: str) -> str:
    """Return text as paragraphs; lines that begin with "- " become lists, other line ends are kept."""
    parts: list[str] = []
    for block in re.split(r"\n{2,}", text.strip()):
        plain: list[str] = []
        items: list[str] = []
        for line in [*block.split("\n"), ""]:
            if line.startswith("- "):
                parts += _paragraph(plain)
                items.append(f"<li>{escape(line[2:])}</li>")
            else:
                parts += _list(items)
                plain += [line] if line else []
        parts += _paragraph(plain)
    return "".join(parts)


def _paragraph(lines: list[str]) -> list[str]:
    made = ["<p>" + "<br>".join(escape(line) for line in lines) + "</p>"] if lines else []
    lines.clear()
    return made


def _list(items: list[str]) -> list[str]:
    made = ["<ul>" + "".join(items) + "</ul>"] if items else []
    items.clear()
    return made


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; content is markup, attributes are escaped, underscores become hyphens.

    An attribute that is None, False or "" is left out; True stands alone.
    """
    pairs = "".join(
        f" {key.strip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value not in (None, "", False)
    )
    if name == "input":
        return f"<input{pairs}>"
    return f"<{name}{pairs}>{content}</{name}>"


def button(label: str, kind: str, do: str, **data: object) -> str:
    """Return a button; ``do`` and the data say what a click means (page.js and acting.py read them)."""
    attributes = {f"data_{key}": value for key, value in data.items()}
    return tag("button", escape(label), type="button", class_=kind or None, data_do=do, **attributes)
