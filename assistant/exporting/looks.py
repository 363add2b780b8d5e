"""How words look in the end, through all styles, and whether a reader sees them as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assistant.exporting.numbers import value, whole
from assistant.exporting.open import W

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFF = ("0", "false", "off", "none")
Properties = Mapping[str, Element]
"""Formatting by the tag of its element; what stands nearest to the words has replaced the rest."""

SMALLEST = 8
"""Half points; smaller letters are not read."""

USUAL_SIZE = 20
FAINTEST = 1.3
"""Words in less contrast than this to what is behind them are not seen."""

WIDEST = 9_000
"""Twentieths of a point; a paragraph moved in further than this is off the page."""

_NAMED = {
    "black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "red": "FF0000", "green": "00FF00", "blue": "0000FF",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_THEME = {"background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1", "background2": "lt2",
          "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2", "hyperlink": "hlink"}  # fmt: skip
_DRAWING_FONTS = ("wingdings", "webdings", "symbol", "zapfdingbats", "marlett", "mt extra", "opensymbol")


@dataclass(frozen=True)
class Style:
    """What matters of one style: its name, its parent, its numbering, and how it formats runs, paragraphs and cells.

    ``parts`` are how a table's style formats runs and cells of its first row, last column and so on.
    """

    name: str
    parent: str
    list_id: str
    level: int | None
    run: Properties
    paragraph: Properties
    cell: Properties
    parts: tuple[tuple[Properties, Properties], ...] = ()


@dataclass(frozen=True)
class Styles:
    """The styles of a document by id, what holds without any, and the colours of its theme."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: str = ""
    usual: Properties = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    _runs: dict[tuple[str, ...], Properties] = field(default_factory=dict, compare=False, repr=False)

    def chain(self, id: str) -> Iterator[Style]:
        """Yield a style and those it is based on."""
        seen: set[str] = set()
        while id in self.by_id and id not in seen:
            seen.add(id)
            yield self.by_id[id]
            id = self.by_id[id].parent

    def name(self, id: str) -> str:
        """Return the name that people see of a style."""
        return self.by_id[id].name if id in self.by_id else ""

    def number(self, id: str) -> tuple[str, int | None]:
        """Return list and level that a style gives its paragraphs; level None: the list knows."""
        for style in self.chain(id):
            if style.list_id:
                return style.list_id, style.level
        return "", None

    def run(self, *ids: str) -> Properties:
        """Return how runs are formatted by these styles, the last of which counts most."""
        if ids not in self._runs:
            found = dict(self.usual)
            for id in ids:
                for style in reversed(list(self.chain(id))):
                    found.update(style.run)
            self._runs[ids] = found
        return self._runs[ids]

    def hides_a_part(self, id: str) -> bool:
        """True when a table's style makes the words of its first row, last column or the like invisible."""
        return any(
            hidden({**self.run(id), **run}, shade({**style.cell, **cell}, self.theme), self.theme)
            for style in self.chain(id) for run, cell in style.parts
        )  # fmt: skip

    def paragraph(self, id: str) -> Properties:
        """Return how a style formats its paragraphs."""
        found: dict[str, Element] = {}
        for style in reversed(list(self.chain(id))):
            found.update(style.paragraph)
        return found


def properties(element: Element | None) -> Properties:
    """Return the formatting that an element (w:rPr, w:pPr, w:tcPr) holds."""
    return {child.tag: child for child in element} if element is not None else {}


def read_styles(root: Element | None, theme: Element | None = None) -> Styles:
    """Read styles.xml, and the colours of the theme."""
    found: dict[str, Style] = {}
    default, usual = "", None
    for item in root.findall(f"{W}style") if root is not None else ():
        id = item.get(f"{W}styleId", "")
        if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") not in (None, *OFF):
            default = id
        level = value(item, f"{W}pPr/{W}numPr/{W}ilvl")
        found[id] = Style(
            name=value(item, f"{W}name"),
            parent=value(item, f"{W}basedOn"),
            list_id=value(item, f"{W}pPr/{W}numPr/{W}numId"),
            level=whole(level, 0) if level else None,
            run=properties(item.find(f"{W}rPr")),
            paragraph=properties(item.find(f"{W}pPr")),
            cell=properties(item.find(f"{W}tcPr")),
            parts=tuple(
                (properties(x.find(f"{W}rPr")), properties(x.find(f"{W}tcPr"))) for x in item.findall(f"{W}tblStylePr")
            ),
        )
    if root is not None:
        usual = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(found, default, properties(usual), _theme_colours(theme))


def _theme_colours(theme: Element | None) -> dict[str, str]:
    scheme = theme.find(f".//{_DRAWN}clrScheme") if theme is not None else None
    return {
        item.tag.removeprefix(_DRAWN): colour.get("lastClr") or colour.get("val") or ""
        for item in (scheme if scheme is not None else ()) for colour in item
    }  # fmt: skip


def flag(found: Properties, name: str) -> bool:
    """True when a property that is on or off is on."""
    element = found.get(W + name)
    return element is not None and element.get(f"{W}val", "1") not in OFF


def hidden(run: Properties, behind: str, theme: Mapping[str, str]) -> bool:
    """True when words in this format cannot be seen in front of the colour ``behind``."""
    if flag(run, "vanish") or flag(run, "specVanish"):
        return True
    size = _number(run, "sz", USUAL_SIZE)
    squeezed = _number(run, "w", 100) < 20 or _number(run, "spacing", 0) < -5 * size
    if size < SMALLEST or squeezed or abs(_number(run, "position", 0)) > size or _glassy(run):
        return True
    ink = _ink(run, theme)
    return bool(ink) and _contrast(ink, shade(run, theme) or behind or "FFFFFF") < FAINTEST


def bent(run: Properties) -> str:
    """Return what makes words in this format read otherwise than they are written, an empty string when nothing does."""
    fonts = run.get(f"{W}rFonts")
    if fonts is not None and any(name.lower().startswith(_DRAWING_FONTS) for name in fonts.attrib.values()):
        return "换成图形字体的文字"
    if value_of(run, "vertAlign") in ("superscript", "subscript"):
        return "上标或下标的文字"
    return "倒着排的文字" if flag(run, "rtl") else ""


def off_page(paragraph: Properties, size: int) -> bool:
    """True when a paragraph's lines are too low to be seen, or begin beside the paper."""
    spacing, indent = paragraph.get(f"{W}spacing"), paragraph.get(f"{W}ind")
    if spacing is not None and spacing.get(f"{W}lineRule") == "exact" and whole(spacing.get(f"{W}line"), 240) < 5 * size:
        return True
    if indent is None:
        return False
    left = whole(indent.get(f"{W}left") or indent.get(f"{W}start"), 0)
    first = whole(indent.get(f"{W}firstLine"), 0) - whole(indent.get(f"{W}hanging"), 0)
    return max(left, left + first) > WIDEST or left < -WIDEST // 6


def size_of(run: Properties) -> int:
    """Return the size of letters in half points."""
    return _number(run, "sz", USUAL_SIZE)


def value_of(found: Properties, name: str) -> str:
    """Return the w:val of a property, an empty string when it is not there."""
    element = found.get(W + name)
    return element.get(f"{W}val", "") if element is not None else ""


def shade(found: Properties, theme: Mapping[str, str]) -> str:
    """Return the colour behind words (or a paragraph, or a cell) as six digits, an empty string for none."""
    if marked := _NAMED.get(value_of(found, "highlight"), ""):
        return marked
    element = found.get(f"{W}shd")
    if element is None:
        return ""
    pattern = element.get(f"{W}val", "clear")
    fill = _themed(element, "themeFill", theme) or _plain(element.get(f"{W}fill"))
    colour = _themed(element, "themeColor", theme) or _plain(element.get(f"{W}color")) or "000000"
    share = 100 if pattern == "solid" else whole(pattern.removeprefix("pct"), 0) if pattern.startswith("pct") else 0
    return _mixed(colour, fill or "FFFFFF", share) if share else fill


def _ink(run: Properties, theme: Mapping[str, str]) -> str:
    """The colour of the words, an empty string when the word processor picks one that can be seen."""
    fill = run.get(f"{W14}textFill")
    for colour in fill.iter(f"{W14}srgbClr") if fill is not None else ():
        return _plain(colour.get(f"{W14}val"))
    for colour in fill.iter(f"{W14}schemeClr") if fill is not None else ():
        return _of_theme(colour.get(f"{W14}val", ""), theme)
    element = run.get(f"{W}color")
    return "" if element is None else _themed(element, "themeColor", theme) or _plain(element.get(f"{W}val"))


def _glassy(run: Properties) -> bool:
    """True when the letters are filled with nothing, or with next to nothing."""
    fill = run.get(f"{W14}textFill")
    if fill is None:
        return False
    clear = any(whole(x.get(f"{W14}val"), 0) >= 80_000 for x in fill.iter(f"{W14}alpha"))
    return clear or fill.find(f"{W14}noFill") is not None


def _themed(element: Element, attribute: str, theme: Mapping[str, str]) -> str:
    """A colour of the theme, lighter or darker as it is asked for."""
    base = _of_theme(element.get(W + attribute, ""), theme)
    kind = attribute.removesuffix("Color") if attribute != "themeFill" else attribute
    tint, dark = element.get(f"{W}{kind}Tint"), element.get(f"{W}{kind}Shade")
    if base and tint:
        return _mixed("FFFFFF", base, 100 - int(tint, 16) * 100 // 255) if _is_hex(tint) else base
    return _mixed("000000", base, 100 - int(dark, 16) * 100 // 255) if base and dark and _is_hex(dark) else base


def _of_theme(name: str, theme: Mapping[str, str]) -> str:
    if not name or name == "none":
        return ""
    id = _THEME.get(name, name)
    return _plain(theme.get(id)) or ("FFFFFF" if id.startswith("lt") else "000000")


def _plain(colour: str | None) -> str:
    return colour.upper() if colour and len(colour) == 6 and _is_hex(colour) else ""


def _is_hex(text: str) -> bool:
    return bool(text) and all(char in "0123456789abcdefABCDEF" for char in text)


def _mixed(one: str, other: str, share: int) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "".join(f"{(a * share + b * (100 - share)) // 100:02X}" for a, b in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = ((c / 255 / 12.92) if c < 11 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _number(found: Properties, name: str, default: int) -> int:
    return whole(value_of(found, name), default)
