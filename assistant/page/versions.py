"""The files that were downloaded from a conversation, as HTML: again, compared, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.page.files import EVERYTHING
from assistant.page.markup import button, escape, tag
from assistant.page.texts import text
from assistant.storing import Version


def versions_html(versions: Sequence[Version], language: str, compared: str = "") -> str:
    """Return the versions, the latest first; two or more can be compared in words."""
    head = tag("h2", escape(text("versions", language)))
    if not versions:
        return tag("section", head + tag("p", escape(text("versions_none", language)), class_="none"), class_="versions")
    rows = "".join(_row(v, language) for v in reversed(versions))
    compare = _compare(versions, language) if len(versions) > 1 else ""
    told = tag("div", compared, class_="compared", role="status") if compared else ""
    along = tag("p", button(text("take_along", language), "link", "fetch", number=EVERYTHING), class_="along")
    return tag("section", head + tag("ul", rows) + compare + told + along, class_="versions")


def _called(version: Version, language: str) -> str:
    kind = text("version_final" if version.final else "version_draft", language)
    return text("version", language).format(number=version.number, kind=kind)


def _row(version: Version, language: str) -> str:
    name, when = _called(version, language), version.created[5:16].replace("T", " ")
    again = tag("button", escape(text("again_file", language)), type="button", class_="link", data_do="fetch",
                data_number=version.number, aria_label=text("again_file", language) + text("colon", language) + name, title=version.name)
    forget = tag("button", escape(text("forget", language)), type="button", class_="link danger", data_do="forget",
                 data_number=version.number, aria_label=text("forget", language) + text("colon", language) + name,
                 data_sure=text("forget_sure", language).format(name=name))
    return tag("li", tag("b", escape(name)) + tag("time", escape(when)) + again + forget)


def _compare(versions: Sequence[Version], language: str) -> str:
    def choice(pick: str, chosen: Version) -> str:
        options = "".join(
            tag("option", escape(_called(v, language)), value=v.number, selected=v is chosen) for v in versions
        )
        return tag("select", options, data_pick=pick, data_value=chosen.number, aria_label=text(f"compare_{pick}", language))

    press = button(text("compare", language), "chip", "compare")
    between = tag("span", "→", aria_hidden="true")
    return tag("div", choice("old", versions[-2]) + between + choice("new", versions[-1]) + press, class_="comparing")
