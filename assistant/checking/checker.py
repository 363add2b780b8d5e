"""check_document: a Word file against its template and its draft; nothing extra, missing, moved or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from assistant.checking.characters import oddities, visible
from assistant.checking.frame import (
    forged,
    frame_findings,
    manifest_findings,
    width_findings,
    with_notes_apart,
)
from assistant.checking.links import settled_links
from assistant.checking.pairs import Pair, pair, shown, with_typed_numbers
from assistant.checking.parting import Parted, as_contract_parts
from assistant.checking.results import Change, CheckResult, Kind, Said, equal
from assistant.checking.terms import SOMETHING, explained
from assistant.checking.widths import as_contract_writes, as_template_writes
from assistant.exporting.cover import FINAL, Cover
from assistant.exporting.manifest import hash_of
from assistant.exporting.read import Document
from assistant.findings import Finding, by_severity
from knowledge.alignment import Alignment, DocLine, Match, align, plain_text
from knowledge.contract import Contract, Line, compose, effective, prints
from knowledge.matching import Capture
from knowledge.template import Article, Clause, Template, Terms, Value

BLANK, MANDATORY, STRUCTURE = "R-STR-03", "R-STR-02", "R-STR-05"
TO_DO = "请改回来，或者当作对方的修改来谈。"
SHOWN_NUMBERS = 8
"""More wrong numbers than this are one objection: the numbering as a whole is broken."""


def check_document(
    template: Template, document: Document, terms: Terms | None, *, cover: Cover | None = None
) -> CheckResult:
    """Compare a document with the contract composed from ``terms`` (or, without, from what was read from it).

    ``cover`` is what must stand around the contract; without it a usual cover is accepted, and numbers that
    another program turned into text. Never raises on what a document holds.
    """
    document = document if cover else with_notes_apart(document, template)
    lines = typed = document.lines if cover else with_typed_numbers(document.lines)
    if not cover:
        lines = as_template_writes(template, lines)
    aligned = align(template, lines)
    known = terms if terms is not None else explained(aligned)
    contract = compose(template, known)
    if not cover and (written := as_contract_writes(contract, lines)) != lines:
        aligned = align(template, lines := written)
    pairs = pair(contract, aligned)
    if not cover and (written := settled_links(document, lines, pairs)) != lines:
        aligned = align(template, written)
        if terms is None:
            contract = compose(template, explained(aligned))
        pairs = pair(contract, aligned)
    parted: tuple[Parted, ...] = ()
    if not cover:
        whole, parted = as_contract_parts(contract, aligned.lines)
        if parted:
            aligned = align(template, whole)
            pairs = pair(contract, aligned)
    checker = _Checker(contract, aligned, given=terms is not None, parted=parted)
    beside = [
        *frame_findings(contract, document, cover, pairs),
        *width_findings(pairs, typed, lines),
        *manifest_findings(contract, document, terms),
    ]
    findings = [
        *checker.pairs(pairs), *checker.parts(), *checker.values(pairs), *checker.disguised(pairs), *checker.left_out(), *beside,
    ]  # fmt: skip
    if _is_final(document, cover):
        findings += checker.blanks(pairs)
    changes = [*checker.changes(pairs), *checker.left_out_changes()]
    said = tuple(
        Said(capture.slot, match.pattern.address, capture.text, capture.value)
        for match, capture in aligned.captures() if not capture.open
    )
    return CheckResult(tuple(by_severity(_once(findings))), checker.read_values(), tuple(changes), said,
                       checker.printed, *_since_export(document, pairs, bool(parted) or forged(contract, document, terms)),
                       tuple(beside))


def _since_export(document: Document, pairs: Sequence[Pair], other: bool) -> tuple[str, bool | None]:
    """The day the file was written, and whether it (width, looks and lost numbers aside) is still the same.

    What lies beside the text was put there by somebody: no file is written with it. ``other`` says that it is not,
    for another reason.
    """
    written = document.manifest
    if written is None:
        return "", None
    found = [
        DocLine(one.found.text, one.found.number or (one.line.number if one.line else ""), one.found.rows)
        for one in pairs if one.found is not None
    ]
    return written.created[:10], not other and not document.extras and hash_of(plain_text(found)) == written.text


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))


def _is_final(document: Document, cover: Cover | None) -> bool:
    headers = (cover.header,) if cover else document.headers
    return any(header.endswith(FINAL) for header in headers)


class _Checker:
    """Puts what was found between a contract and a document into words."""

    def __init__(self, contract: Contract, aligned: Alignment, given: bool, parted: Sequence[Parted]):
        self.contract, self.aligned, self.given = contract, aligned, given
        self.parted = {id(one.line): one for one in parted}
        self.template = contract.template
        self.expected = effective(self.template, contract.terms)

    def error(self, rule: str, where: str, message: str) -> Finding:
        return Finding(rule, "error", where, message)

    def named(self, address: str) -> str:
        """Return an address as a lawyer calls it: 「模型归属」（4.2）."""
        thing = self.template.addresses.get(address.partition("(")[0])
        if isinstance(thing, Article | Clause) and thing.title not in ("", address):
            number = self.printed.get(address.partition("(")[0])
            return f"「{thing.title}」（{address}，印作{number}）" if number else f"「{thing.title}」（{address}）"
        return address

    @cached_property
    def printed(self) -> dict[str, str]:
        """Return the printed numbers of articles and clauses that are not their addresses."""
        numbers, found = self.contract.numbers, {}
        for article, clause in self.template.clauses():
            for part in (article, clause):
                number = numbers.get(part.name, part.address) if article.number else part.address
                if number != part.address:
                    found[part.address] = number
        return found

    # what became of every line

    def pairs(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        yield from self.missing(pairs)
        yield from self.moved(pairs)
        yield from self.numbers(pairs)
        last = "题目"
        strange: dict[str, list[Pair]] = {}
        for one in pairs:
            if one.line is None:
                if one.match is None:
                    strange.setdefault(last, []).append(one)
                else:
                    yield self.written_too(one, one.match)
                continue
            last = one.line.address
            if one.found is not None and not one.moved and not one.same_text:
                yield from self.changed(one, one.line)
        for after, added in strange.items():
            yield self.added(after, added)

    def moved(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        """One objection for every clause that has lines at another place."""
        first: dict[str, Line] = {}
        for one in pairs:
            if one.moved and one.line is not None:
                first.setdefault(one.line.address.partition("(")[0], one.line)
        for address, line in first.items():
            message = f"{self.named(address)}的「{_cut(shown(line))}」不在原来的位置上。{TO_DO}"
            yield self.error(STRUCTURE, line.address, message)

    def added(self, after: str, added: Sequence[Pair]) -> Finding:
        """One objection for all that was put in at one place."""
        count = "一段" if len(added) == 1 else f"{len(added)}段，开头是"
        text = _cut(shown(added[0].found))
        message = f"{self.named(after)}后面多出{count}「{text}」，模板和草稿里都没有。请删去，或者作为补充条款另行确认。"
        return self.error(STRUCTURE, after, message)

    def written_too(self, one: Pair, match: Match) -> Finding:
        """A paragraph of the template that stands twice, or that must not stand now."""
        text, address = _cut(shown(one.found)), match.pattern.address
        if any(x.address == address and shown(x) == shown(one.found) for x in self.contract.lines):
            message = f"{self.named(address)}的「{text}」写了两遍。请删去多余的一处。"
        elif match.pattern.paragraph is not None and match.pattern.paragraph.choice:
            message = f"{self.named(address)}只能写一种，却多写了「{text}」。请删去没有选的那一种。"
        else:
            message = f"{self.named(address)}的「{text}」按现在的约定不该写进来。请删去。"
        return self.error(STRUCTURE, address, message)

    def missing(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        gone: dict[str, list[Line]] = {}
        there: set[str] = set()
        for one in pairs:
            if one.line is not None:
                address = one.line.address.partition("(")[0]
                if one.found is None:
                    gone.setdefault(address, []).append(one.line)
                else:
                    there.add(address)
        for address, lines in gone.items():
            thing = self.template.addresses.get(address)
            if isinstance(thing, Clause) and thing.status == "必备" and address not in there:
                message = f"必备条款{self.named(address)}整款不见了，后面的编号和引用也会跟着错。请补回来。"
                yield self.error(MANDATORY, address, message)
                continue
            for line in lines:
                message = f"{self.named(line.address)}缺了「{_cut(shown(line))}」。请补回来，或者当作对方的删改来谈。"
                yield self.error(STRUCTURE, line.address, message)

    def numbers(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        wrong = [
            one for one in pairs
            if one.line and one.found and not one.moved and not one.numbered_right
        ]  # fmt: skip
        if len(wrong) > SHOWN_NUMBERS:
            first = wrong[0]
            where = ",".join(dict.fromkeys(one.line.address for one in wrong if one.line))
            message = f"有{len(wrong)}处编号不对，从{self._number(first)}开始。请恢复样式里的自动编号。"
            yield self.error(STRUCTURE, where, message)
            return
        for one in wrong:
            if one.line:
                yield self.error(STRUCTURE, one.line.address, f"{self._number(one)}。请恢复自动编号。")

    def _number(self, one: Pair) -> str:
        assert one.line is not None and one.found is not None
        now = f"成了「{one.found.number}」" if one.found.number else "没有了"
        return f"{self.named(one.line.address)}的编号应为「{one.line.number or '无'}」，文件里{now}"

    def parts(self) -> Iterator[Finding]:
        """One objection for every paragraph that was split, or run together with the next."""
        for one in self.parted.values():
            count = max(one.before.count("\n"), one.after.count("\n")) + 1
            how = f"一段被分成了{count}段，文字没有变。请合回一段" if one.split else f"{count}段被并成了一段，文字没有变。请分开"
            yield self.error(STRUCTURE, one.line.address, f"{self.named(one.line.address)}的「{_cut(one.line.text)}」这里{how}。")

    def changed(self, one: Pair, line: Line) -> Iterator[Finding]:
        captures = self._other_values(one, line)
        for capture, printed in captures:
            yield self.error(STRUCTURE, line.address, self._value_words(capture, printed, line))
        if not captures:
            before, after = _difference(shown(line), shown(one.found))
            odd = oddities(shown(line), shown(one.found))
            message = f"{self.named(line.address)}的文字被改过：应为「{before}」，文件里是「{visible(after)}」{odd}。{TO_DO}"
            yield self.error(STRUCTURE, line.address, message)

    def _other_values(self, one: Pair, line: Line) -> list[tuple[Capture, str]]:
        """The blanks that hold something else, when nothing but blanks differs."""
        if one.match is None or line.source is None or one.match.pattern.paragraph != line.source:
            return []
        if line.header:
            return [(c, "") for c in one.match.reading.captures]
        texts = [line.text[f.start : f.end] for f in line.fills]
        references = tuple(line.text[a:b] for a, b, _ in line.references)
        if references != one.match.reading.references:
            return []
        found = zip(one.match.reading.captures, texts, strict=True)
        return [(capture, text) for capture, text in found if capture.text != text]

    def _value_words(self, capture: Capture, printed: str, line: Line) -> str:
        slot = self.template.slots[capture.slot]
        here, theirs, odd = self.named(line.address), visible(_cut(capture.text)), oddities(printed, capture.text)
        if capture.problem:
            why = capture.problem.partition("。")[0]
            return f"{here}的「{slot.label}」写成了「{theirs}」{odd}，读不成{slot.label}（{why}）。{TO_DO}"
        if not self.given:
            return f"「{slot.label}」前后写得不一样：{here}是「{theirs}」{odd}，别处是「{_cut(printed)}」。请统一。"
        if line.header:
            return f"{here}的表格「{slot.label}」和草稿不一样。{TO_DO}"
        return f"{here}的「{slot.label}」应为「{_cut(printed)}」，文件里是「{theirs}」{odd}。{TO_DO}"

    # values

    def values(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        """Where the words are right, every blank must read back to its value, in one way only."""
        for one in pairs:
            if one.line is None or one.match is None or not one.same_text:
                continue
            if one.match.reading.ambiguous:
                message = f"{self.named(one.line.address)}里填的话和合同字句混在一起，会读出两种意思。请换个写法。"
                yield self.error(STRUCTURE, one.line.address, message)
            for capture in one.match.reading.captures:
                slot = self.template.slots[capture.slot]
                if not capture.open and not equal(slot, capture.value, self.expected.get(slot.id)):
                    message = f"{self.named(one.line.address)}的「{slot.label}」印成「{_cut(capture.text)}」后读不回原来的值。请换个写法。"
                    yield self.error(STRUCTURE, one.line.address, message)

    def disguised(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        """Values, when there are none to compare with, that hold signs nobody sees or tells apart."""
        for one in pairs if not self.given else ():
            for capture in one.match.reading.captures if one.match and one.same_text else ():
                if (odd := oddities("", capture.text)) and one.line:
                    label, where = self.template.slots[capture.slot].label, one.line.address
                    message = f"{self.named(where)}的「{label}」写着「{visible(_cut(capture.text))}」{odd}。请核对后重打一遍。"
                    yield Finding(STRUCTURE, "warn", where, message)

    def blanks(self, pairs: Sequence[Pair]) -> Iterator[Finding]:
        """Blanks that a signed version still has; those filled in by hand when signing may stay."""
        for one in pairs:
            for fill in one.line.fills if one.line else ():
                slot = self.template.slots[fill.slot]
                if fill.state == "空" and not slot.handwritten and one.line:
                    message = f"{self.named(one.line.address)}的「{slot.label}」还空着，不能作为签署版。请填上。"
                    yield self.error(BLANK, one.line.address, message)

    def read_values(self) -> dict[str, Value]:
        """Return what the document says, with the answers that only explain its structure."""
        values = self.aligned.values()
        if not self.given:
            answers = self.contract.terms.values.items()
            values = {**{slot: v for slot, v in answers if v != SOMETHING}, **values}
        return {slot: values[slot] for slot in self.template.slots if slot in values}

    # recommended clauses that are not there, when nobody said they were taken out

    def _left_out(self) -> list[Clause]:
        if self.given:
            return []
        switches, usual = self.contract.terms.switches, Terms(self.contract.terms.values)
        return [
            clause for article, clause in self.template.clauses()
            if clause.status == "推荐" and not switches.get(clause.name, True)
            and prints(article, clause, usual, self.expected)
        ]  # fmt: skip

    def left_out(self) -> Iterator[Finding]:
        for clause in self._left_out():
            message = f"模板建议写的{self.named(clause.address)}不在文件里。如果不是有意去掉的，请补回来。"
            yield Finding(STRUCTURE, "warn", clause.address, message)

    def left_out_changes(self) -> Iterator[Change]:
        gone = {clause.address for clause in self._left_out()}
        if gone:
            whole = compose(self.template, Terms(self.contract.terms.values))
            for line in whole.lines:
                if line.address.partition("(")[0] in gone:
                    yield Change(line.address, "missing", shown(line), "")

    # one row for every line

    def changes(self, pairs: Sequence[Pair]) -> Iterator[Change]:
        last = "题目"
        for one in pairs:
            if one.line is None:
                address = one.match.pattern.address if one.match else last
                yield Change(address, "added", "", shown(one.found))
                continue
            last = one.line.address
            if parted := self.parted.get(id(one.line)):
                yield Change(last, "words", parted.before, parted.after)
            else:
                yield Change(last, self._kind(one, one.line), shown(one.line), shown(one.found))

    def _kind(self, one: Pair, line: Line) -> Kind:
        if one.found is None:
            return "missing"
        if one.moved:
            return "moved"
        if one.same_text:
            lost = not one.found.number  # said by a finding; the text is the same
            return "same" if lost or one.numbered_right else "words"
        return "value" if self._other_values(one, line) else "words"


def _cut(text: str, length: int = 40) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[:length]}…"


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the stretch in which two texts differ, with a few characters around it."""
    blocks = [b for b in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if b[0] != "equal"]
    if not blocks:
        return _cut(before), _cut(after)
    _, a, _, c, _ = blocks[0]
    _, _, b, _, d = blocks[-1]
    return _cut(before[max(0, a - 6) : b + 6], 60), _cut(after[max(0, c - 6) : d + 6], 60)

