"""The numbers Word shows before paragraphs, computed the way Word does from numbering.xml and styles.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assistant.exporting.open import W
from knowledge.numbering import chinese

_CHINESE = (
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2",
)  # fmt: skip
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def value(element: Element | None, path: str, default: str = "") -> str:
    """Return the w:val of the element at ``path`` below ``element``."""
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val", default) if found is not None else default


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    start: int
    form: str
    text: str
    arabic: bool
    restart: int | None
    style: str
    look: Mapping[str, Element] = field(default_factory=dict)


@dataclass
class Numbering:
    """The lists of a document and their counters while its paragraphs are walked in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def next(self, list_id: str, level: int) -> str:
        """Count one paragraph of a list and return what Word shows before it, an empty string for none."""
        if list_id not in self.lists:
            return ""
        abstract, starts, own = self.lists[list_id]
        levels = {**self.levels.get(abstract, {}), **own}
        if level not in levels:
            return ""
        counts = self.counters.setdefault(abstract, {})
        if list_id not in self.begun:
            self.begun.add(list_id)
            for changed, start in starts.items():
                counts[changed] = start - 1
        for upper in range(level):
            if upper in levels and upper not in counts:
                counts[upper] = levels[upper].start
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            limit = levels[deeper].restart if deeper in levels else None
            if limit is None or (limit and level < limit):
                del counts[deeper]
        return self._shown(levels, level, counts)

    def _shown(self, levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
        here = levels[level]
        if here.form in ("none", "bullet") and "%" not in here.text:
            return here.text.strip()

        def one(match: re.Match[str]) -> str:
            part = int(match[1]) - 1
            form = levels[part].form if part in levels else "decimal"
            if here.arabic and form not in ("none", "bullet"):
                form = "decimal"
            return formatted(counts.get(part, 0), form)

        return re.sub(r"%([1-9])", one, here.text).strip()

    def look(self, list_id: str, level: int) -> Mapping[str, Element]:
        """Return how a list formats its numbers at a level."""
        abstract, _, own = self.lists.get(list_id, ("", {}, {}))
        found = own.get(level) or self.levels.get(abstract, {}).get(level)
        return found.look if found else {}

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level that a list binds to a style, 0 when it names none."""
        abstract = self.lists.get(list_id, ("", {}, {}))[0]
        return next((n for n, x in self.levels.get(abstract, {}).items() if x.style == style), 0)


def formatted(number: int, form: str) -> str:
    """Return ``number`` in one of Word's number formats."""
    if form == "none":
        return ""
    if form in _CHINESE and 0 < number < 100:
        return chinese(number)
    if form in ("lowerRoman", "upperRoman"):
        text = _roman(number)
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x245F + number)
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        text += letters * times
    return text


def read_numbering(root: Element | None) -> Numbering:
    """Read numbering.xml; a document without it has no lists."""
    found = Numbering()
    if root is None:
        return found
    links: dict[str, str] = {}
    named: dict[str, str] = {}
    for abstract in root.findall(f"{W}abstractNum"):
        id = abstract.get(f"{W}abstractNumId", "")
        found.levels[id] = dict(_levels(abstract))
        if link := value(abstract, f"{W}numStyleLink"):
            links[id] = link
        if name := value(abstract, f"{W}styleLink"):
            named[name] = id
    for id, link in links.items():
        found.levels[id] = found.levels.get(named.get(link, ""), {})
    for one in root.findall(f"{W}num"):
        starts: dict[int, int] = {}
        own: dict[int, Level] = {}
        for override in one.findall(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"), 0)
            if start := value(override, f"{W}startOverride"):
                starts[level] = whole(start, 1)
            own.update(_levels(override))
        abstract_id = value(one, f"{W}abstractNumId")
        found.lists[one.get(f"{W}numId", "")] = (abstract_id, starts, own)
    return found


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for item in parent.findall(f"{W}lvl"):
        legal = item.find(f"{W}isLgl")
        restart = value(item, f"{W}lvlRestart")
        yield whole(item.get(f"{W}ilvl"), 0), Level(
            start=whole(value(item, f"{W}start"), 0 if item.find(f"{W}start") is None else 1),
            form=value(item, f"{W}numFmt", "decimal"),
            text=value(item, f"{W}lvlText"),
            arabic=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
            restart=whole(restart, 0) if restart else None,
            style=value(item, f"{W}pStyle"),
            look={x.tag: x for x in item.iterfind(f"{W}rPr/*")},
        )


def whole(text: str | None, default: int) -> int:
    """Return the whole number that an attribute holds, ``default`` for anything else."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else default
