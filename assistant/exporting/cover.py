"""What stands around a contract in its file: the words of the header, and the notes a draft begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.findings import Finding
from assistant.saying import shown
from knowledge.contract import Contract, Line, active_slots, effective
from knowledge.template import Article, Clause, Template

DRAFT, FINAL = "草稿", "签署版"
FOOTER = "第{PAGE}页 共{NUMPAGES}页"
"""Fields are written as their names in braces."""

HEAD = "本草稿尚有以下内容未定"
INTRO = "这一框说明不是合同内容，正式版里没有。"
OPEN_GROUP = "还没有定的 {count} 项（正文里印成横线、标黄）"
UNCHOSEN_GROUP = "还没有选的 {count} 项（选定以后，正文里才有相应的条款）"
ASSUMED_GROUP = "没有说过、按默认值写的 {count} 项（正文里标浅蓝，不合适请改）"
FINDING_GROUP = "需要留意的 {count} 处"
NOTHING = "没有空着的内容，也没有按默认值写的内容。"
BY_HAND = "{labels}留着横线，签署时用笔填写。"
MARK = {"error": "须改", "warn": "留意", "info": "说明"}


@dataclass(frozen=True)
class Note:
    """One line of the notes; ``head`` for a heading of theirs."""

    text: str
    head: bool = False


@dataclass(frozen=True)
class Cover:
    """Header words left and right, and the notes of a draft (none in a final document)."""

    left: str
    right: str
    notes: tuple[Note, ...] = ()

    @property
    def header(self) -> str:
        """The header as one line of text."""
        return f"{self.left}\t{self.right}"


def cover_for(contract: Contract, findings: Sequence[Finding], final: bool) -> Cover:
    """Return what stands around ``contract``; a draft lists what is open, assumed and objected to."""
    template, values = contract.template, effective(contract.template, contract.terms)
    number = values.get("contract_no")
    left = f"{template.noun}编号：{number}" if number else template.title
    if final:
        return Cover(left, FINAL)
    return Cover(left, DRAFT, tuple(_notes(contract, findings)))


def places(contract: Contract) -> dict[str, str]:
    """Return where each slot is first printed, as a reader of the document finds it (第3.2款, 首部, 附件一)."""
    found: dict[str, str] = {}
    here = ""
    for line in contract.lines:
        here = _place(contract, line, here)
        for fill in line.fills:
            found.setdefault(fill.slot, here)
    return found


def _place(contract: Contract, line: Line, here: str) -> str:
    if line.style in ("clause", "extra"):
        return f"第{line.number}款"
    thing = contract.template.addresses.get(line.address.partition("(")[0])
    if isinstance(thing, Article):
        return contract.numbers.get(thing.name, line.address)
    if isinstance(thing, Clause) and (number := contract.numbers.get(thing.name)):
        return f"第{number}款" if number[0].isdigit() else number
    return here


def _notes(contract: Contract, findings: Sequence[Finding]) -> Iterator[Note]:
    template, where = contract.template, places(contract)
    by_hand = [s for s in contract.open if template.slots[s].handwritten]
    undecided = [s for s in contract.open if s not in by_hand]
    yield Note(HEAD, head=True)
    yield Note(INTRO)
    if undecided:
        yield Note(OPEN_GROUP.format(count=len(undecided)), head=True)
        listed = (f"{template.slots[s].label}（{where[s]}）" for s in undecided)
        yield Note("；".join(listed) + "。")
    if unchosen := _unchosen(contract):
        yield Note(UNCHOSEN_GROUP.format(count=len(unchosen)), head=True)
        yield Note("；".join(template.slots[s].label for s in unchosen) + "。")
    if contract.assumed:
        yield Note(ASSUMED_GROUP.format(count=len(contract.assumed)), head=True)
        yield from (Note(_assumed(contract, s, where[s])) for s in contract.assumed)
    if by_hand:
        labels = "、".join(template.slots[s].label for s in by_hand)
        yield Note(BY_HAND.format(labels=labels))
    if not undecided and not unchosen and not contract.assumed:
        yield Note(NOTHING)
    if findings:
        yield Note(FINDING_GROUP.format(count=len(findings)), head=True)
        yield from (Note(finding_words(template, f)) for f in findings)


def _unchosen(contract: Contract) -> list[str]:
    """The required choices without a value that leave no blank: until they are made, what depends on them is not printed."""
    template, values = contract.template, effective(contract.template, contract.terms)
    needed = (s for s in active_slots(template, contract.terms) if template.slots[s].required != "可空")
    return [s for s in needed if values.get(s) is None and s not in contract.open]


def _assumed(contract: Contract, slot: str, where: str) -> str:
    template = contract.template
    value = effective(template, contract.terms)[slot]
    return f"{template.slots[slot].label}：{shown(template.slots[slot], value)}（{where}）"


def finding_words(template: Template, finding: Finding) -> str:
    """Return a finding as one line of the notes."""
    message = " ".join(finding.message.split())
    basis = f"（依据：{finding.basis}）" if finding.basis and not finding.basis.startswith("—") else ""
    return f"[{MARK[finding.severity]}] {message}{basis}"
