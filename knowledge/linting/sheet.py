"""Sheet: a contract's text with what every check needs: its outline, its signatures, its parties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.law import Laws
from knowledge.linting.outline import Outline, read_outline
from knowledge.linting.page import HAN, Page, Span
from knowledge.rule import Severity

SIDES = "甲乙丙丁戊"
_MARK = r"(?:盖章|签章|公章|签字|签名|盖公章|签署)"
_SIGNED = re.compile(
    rf"[{SIDES}]方[^。;,\n]{{0,60}}\([^)\n]{{0,8}}{_MARK}[^)\n]{{0,8}}\)(?!\s*(?:后|之日|即|并|方可|生效))"
    rf"|^[ \t　]*[{SIDES}]方{_MARK}[ \t　]*:|^[ \t　]*(?:单位|代表|授权代表)?{_MARK}[ \t　]*:"
    r"|以下[^。\n]{0,8}(?:签署页|签字页|无正文)|此页无正文|[(（](?:下接)?(?:签署|签字)页[^)）\n]{0,12}[)）]",
    re.M,
)
_SIDE_LINE = re.compile(rf"^[ \t　]*[{SIDES}]方(?:\([^)\n]*\))?[ \t　]*:[^\n。]*$", re.M)
_SIDE = re.compile(
    rf"(?:^|(?<=[\s。;|》]))([{SIDES}])[ \t　]*方[ \t　]*(?:\(([^)\n]{{0,40}})\))?[ \t　]*(?:名称|全称)?[ \t　]*(?:\([^)\n]{{0,20}}\))?[ \t　]*[:：][ \t　]*([^\n]*)",
    re.M,
)
_NAME_LINE = re.compile(r"\s*(?:单位|公司|企业)?(?:名称|全称)[ \t　]*:[ \t　]*([^\n]*)")
_NAME = re.compile(rf"[{HAN}A-Za-z0-9·&.()\-]{{2,60}}")
_NAME_ENDS = re.compile(
    r"[ \t　]{2,}|[,，;；。]|\(以下|\(下称|\(简称|（以下|统一社会信用|法定代表人|地址|住所|联系|[甲乙丙丁]方|签字|日期|盖章"
)
_NO_NAME = re.compile(r"[_\[\]{}<>【】●×*]|[Xx]{2}|某|待定|名称|盖章|签字|签章|^\W*$")


@dataclass(frozen=True)
class Mark:
    """An objection at ``start:end`` of the page; the words fill the rule's message unless it has one of its own.

    ``severity`` where it is another than the rule's.
    """

    rule: str
    start: int
    end: int
    seen: str = ""
    lack: str = ""
    message: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class Party:
    """A side named in the heading: 甲, the role beside it, its full name (empty when it is a blank)."""

    side: str
    role: str
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Sheet:
    """What the checks look at; ``signing`` is where the signatures begin, -1 when there are none."""

    page: Page
    outline: Outline
    laws: Laws
    signing: int
    parties: Mapping[str, Party] = field(default_factory=dict)

    @property
    def half(self) -> str:
        """The text with half-width signs."""
        return self.page.half

    @property
    def end(self) -> int:
        """Where the contract ends."""
        return self.page.body[1]

    @property
    def main_end(self) -> int:
        """Where the articles end: at the signatures, the first annex, or the end."""
        places = [self.signing, *(a.start for a in self.outline.annexes)]
        return min((p for p in places if p >= 0), default=self.end)

    def signed(self, at: int) -> bool:
        """Tell whether a place lies among the signatures, before the annexes."""
        after = [a.start for a in self.outline.annexes if a.start > self.signing]
        return 0 <= self.signing <= at < min(after, default=self.end + 1)

    def sentence(self, at: int, ends: str = "。;；\n") -> Span:
        """Return the sentence around a place."""
        start = max(self.half.rfind(c, 0, at) for c in ends) + 1
        stops = [e for c in ends if (e := self.half.find(c, at)) >= 0]
        return start, min(stops, default=len(self.half))

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield what a pattern finds in the contract, with half-width signs."""
        yield from pattern.finditer(self.half, self.page.body[0], self.end)


Finder = Callable[[Sheet], Iterator[Mark]]


def read_sheet(page: Page, laws: Laws) -> Sheet:
    """Read outline, signatures and parties of a contract."""
    outline = read_outline(page, -1)
    signing = _signing(page, outline)
    outline = read_outline(page, signing)
    return Sheet(page, outline, laws, signing, _parties(page, outline))


def _signing(page: Page, outline: Outline) -> int:
    articles = outline.of("条") or outline.of("一、") or outline.of("1.1")
    floor = articles[-1].start if articles else page.body[1] // 2
    ends = [a.start for a in outline.annexes if a.start > floor]
    if articles and ends and articles[-1].start > ends[0]:
        floor = max((n.start for n in articles if n.start < ends[0]), default=floor)
    match = _SIGNED.search(page.half, floor, page.body[1])
    if match is None:
        return -1
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    above = [m for m in _SIDE_LINE.finditer(page.half, floor, start) if start - m.end() < 120]
    return min((m.start() for m in above), default=start)


def _parties(page: Page, outline: Outline) -> dict[str, Party]:
    first = next((n.start for n in outline.numbers if n.style in ("条", "一、")), 2500)
    found: dict[str, Party] = {}
    for match in _SIDE.finditer(page.half, page.body[0], max(first, 1)):
        side, role, rest = match[1], match[2] or "", match[3]
        start = match.start(3)
        if not rest.strip() and (line := _NAME_LINE.match(page.half, match.end())):
            rest, start = line[1], line.start(1)
        name, at = _name(rest, start)
        if side not in found or (name and not found[side].name):
            found[side] = Party(side, role, name, at, at + len(name))
    return found


def _name(words: str, start: int) -> tuple[str, int]:
    """Return the name that begins a text and where it stands; an empty one for a blank."""
    lead = len(words) - len(words.lstrip())
    words = words.strip()
    if end := _NAME_ENDS.search(words):
        words = words[: end.start()]
    match = _NAME.match(words)
    if not match or _NO_NAME.search(words) or len(match[0]) < 2:
        return "", start + lead
    return words.rstrip(), start + lead
