"""Words that name a slot but are not quite a value: told to the user with the kind's own reason, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.moves import Object
from assistant.reading.clauses import Clause
from assistant.reading.correcting import CORRECTING
from assistant.reading.cues import cues, strongest
from assistant.reading.filling import Filling
from assistant.reading.linking import Linker
from assistant.reading.values import A_DOCUMENT, MEASURED, accepts, refusal
from knowledge.kinds.numerals import NUMBER
from knowledge.template import Slot

TOLD = frozenset(("vague", "range", "unit", "bounds", "checksum", "tax", "impossible", "ambiguous", "contradiction"))
"""Refusals that answer the user; others (format, empty) only mean that the words were not about the slot."""

_COUNTED = ("workdays", "days", "years", "hours", "int", "percent", "copies")
_WORDS = ("text", "longtext", "choice", "bool", "table")
_CODES = (
    ("uscc", re.compile(r"信用代码|税号|代码|执照号|识别号"), re.compile(r"[0-9A-Za-z]{12,22}")),
    ("phone", re.compile(r"电话|手机|座机|号码"), re.compile(r"\d[\d\- ]{4,18}\d")),
    ("email", re.compile(r"邮箱|邮件|email", re.I), re.compile(r"[\w.\-]*@[\w.\-]*|[\w.\-]{4,}\.(?:com|cn|net)")),
)
_PLAIN = re.compile(
    rf"(?:是|为|[::]|改成|改为|应该是|填|写|就|定|按|给|\s)*(?P<n>(?<![\d.之分]){NUMBER})\s*个?\s*(?:吧|了|就行)?\s*$"
)
_AFTER = re.compile(r"(?:合同|协议)?(?:生效|签[约订]|签完合同|签字|收到[^,。;\d]{1,8}?)(?:之|以)?后\s*$")
_PLACELESS = ("date", "workdays", "days", "years", "period", "permille_day", "percent", "hours")
_NOTHING_ELSE = re.compile(r"(?:[\s,。!]|那|就|写|填|定|按|是|改成|具体|点|好|行|嗯|吧|了|之?前|以前|左右|内|之内|以内|大概|先|要不|我看|应该|给|个)*")
_WISHED = re.compile(r"越\S{1,2}越好|(?:尽量|尽可能|稍微)\S{0,2}[长短多少高低早晚快][一]?点?|[长短多少高低早晚久]一?点(?:就好|吧|好|儿)?\s*$|看情况|差不多就行|合理(?:就行|范围)|适当")
_LOOSELY = re.compile(
    r"(?:大概|大约|差不多)?(?:尽快|尽早|及时|近期|早日|(?:下|这|本)个?月(?:初|中|底)?|(?:今|明|后)年(?:[上下]半年|[一二三四五六七八九十]+月|\d+月|[初中底])?"
    r"|年[初中]|月[初中]|[上下]半年|合理(?:时间|期限)?|适当)(?:左右|前后)?"
)


@dataclass
class Doubtful:
    """Goes over the clauses that gave no value once the sure fills are found."""

    sure: Filling

    def __post_init__(self) -> None:
        done = self.sure
        self.text, self.scene, self.free = done.message.text, done.scene, done.free
        self.linker = Linker(done.message, done.scene, done.people, done.free)

    def run(self) -> None:
        """Add the fills that kinds will refuse with a reason, and numbers without their unit."""
        for clause in self.free:
            self._codes(clause)
        for clause in self.free:
            if clause.start in self.sure.undecided:
                continue
            if not self._settled(clause) and not self._plain_number(clause):
                self._nearly(clause)
                if not self._settled(clause):
                    self._vague(clause)
        self._homeless()

    def _homeless(self) -> None:
        """1月10号前: a value that makes up its clause and that nothing gives a place is asked about, never guessed."""
        for mention in self.sure.unlinked:
            clause = next((c for c in self.free if c.start <= mention.start < c.end), None)
            if clause is None or mention.kind not in _PLACELESS or clause.start in self.sure.used or self.sure.taken(clause.start, clause.end):
                continue
            rest = clause.text[: mention.start - clause.start] + clause.text[mention.end - clause.start :]
            if not _NOTHING_ELSE.fullmatch(rest):
                continue
            fitting = [s for x in self.scene.open if (s := self.scene.slot(x)) and mention.fits(s)]
            if len(fitting) > 1 and not any(s.id in self.scene.expected for s in fitting):
                words, _ = self.sure.message.said(clause.start, clause.end)
                labels = "还是".join(f"「{s.label}」" for s in fitting[:3])
                self.sure.objects.append(Object("which", f"「{words}」说的是{labels}？说一声是哪一项，我再写。", fitting[0].id, words))
                self.sure.used.add(clause.start)

    def _codes(self, clause: Clause) -> None:
        """A code or number of a party that its kind refuses (a wrong check digit)."""
        for what, noun, shape in _CODES:
            name = noun.search(clause.text)
            match = shape.search(clause.text, name.end()) if name else None
            if match is None or clause.start in self.sure.used or self.sure.taken(clause.start + match.start(), clause.start + match.end()):
                continue
            start, end = clause.start + match.start(), clause.start + match.end()
            party = self.linker.whose(start, end, clause)
            slot = {"甲方": f"party_a_{what}", "乙方": f"party_b_{what}"}.get(party, "")
            if slot and self.scene.slot(slot) and not self.sure.has(slot):
                self.sure.add(slot, start, end)

    def _settled(self, clause: Clause) -> bool:
        """Whether the clause already gave its value, or a correction in its sentence did."""
        amount = next((m for m in MEASURED.finditer(clause.text) if len(m[0].strip()) >= 2), None)
        at = clause.start + amount.start() if amount else -1
        valued = [
            f for f in self.sure.fills
            if self.sure.kind(f.slot) not in ("bool", "choice") or f.span[0] <= at < f.span[1] or (f.span[0] - at) in (1, 2)
        ]
        if any(f.span[0] < clause.end and clause.start < f.span[1] for f in valued):
            return True
        sentence = self.sure.message.sentence(clause.sentence)
        start, end = sentence[0].start, sentence[-1].end
        return bool(CORRECTING.search(self.text[start:end])) and self.sure.taken(start, end)

    def _plain_number(self, clause: Clause) -> bool:
        """A number without its unit behind the slot's name (验收期限:10; 模型验收说错了,是十五个)."""
        match = _PLAIN.search(clause.text)
        if match and re.search(r"\d\s*$", clause.text[: match.start("n")]):
            return False  # a row of numbers is no single one
        if not match or re.search(r"[万亿千]", match["n"]):
            return False
        head = clause.text[: match.start()]
        named = cues(self.scene.template, head, clause.start)
        if not named and not head.strip() and (before := self._before(clause)):
            named = cues(self.scene.template, before.text, before.start)
        start, end = clause.start + match.start("n"), clause.start + match.end("n")
        for cue in sorted(named, key=lambda c: -self.linker.meant(c, clause)):
            slot = self.scene.slot(cue.slot)
            if slot is None or slot.kind not in _COUNTED or self.sure.has(slot.id) or cue.weight < 2:
                continue
            if accepts(slot, self.text[start:end], self.scene.today):
                self.sure.add(slot.id, start, end)
                return True
        return False

    def _vague(self, clause: Clause) -> None:
        """保密期越长越好: a slot is named and wished long or short, but no value is given."""
        if not _WISHED.search(clause.text) or re.search(r"\d", clause.text):
            return
        found = [s for c in sorted(cues(self.scene.template, clause.text), key=lambda c: -c.weight) if (s := self.scene.slot(c.slot))]
        slot = next((s for s in found if s.kind in (*_COUNTED, "period", "money", "permille_day", "date", "timing")), None)
        if slot is None or self.sure.has(slot.id):
            return
        words, _ = self.sure.message.said(clause.start, clause.end)
        reason = f"「{words}」还不是一个确定的值，{slot.label}请给一个具体的数。"
        self.sure.objects.append(Object("vague", reason, slot.id, words))
        self.sure.used.add(clause.start)

    def _before(self, clause: Clause) -> Clause | None:
        place = self.free.index(clause)
        before = self.free[place - 1] if place else None
        if before is None or before.sentence != clause.sentence or self.sure.taken(before.start, before.end):
            return None
        return before

    def _nearly(self, clause: Clause) -> None:
        """The slot that the clause is about, when its kind has a definite answer to the words."""
        found = strongest(cues(self.scene.template, clause.text, clause.start)).values()
        for cue in sorted(found, key=lambda c: -self.linker.relevance(c, clause))[:4]:
            slot = self.scene.slot(cue.slot)
            if slot is None or slot.side or slot.id in ("sign_place", "sign_date") or slot.kind in _WORDS or self.sure.has(slot.id):
                continue
            if slot.id in self.scene.values and slot.id not in self.scene.expected and not (
                CORRECTING.search(self.text) or cue.end - cue.start >= 4
            ):
                continue
            if slot.kind == "copies" and A_DOCUMENT.search(clause.text):
                continue
            if span := self._words(slot, clause, cue.start):
                self.sure.add(slot.id, *span)
                return

    def _words(self, slot: Slot, clause: Clause, cue: int) -> tuple[int, int] | None:
        """The stretch of the clause to hand to the kind: the amount in it, with what qualifies it."""
        near = next((m for m in MEASURED.finditer(clause.text) if len(m[0].strip()) >= 2), None)
        if near is None:
            loose = _LOOSELY.search(clause.text)
            vague = loose and refusal(slot, clause.text, self.scene.today) in TOLD
            return (clause.start + loose.start(), clause.start + loose.end()) if loose and vague else None
        if re.search(r"[A-Za-z]", clause.text) and slot.kind != "money":
            return None
        if slot.kind == "money" and re.search(r"%|‰|分之", clause.text):
            return None
        if re.search(r"\d{3,4}-\d{7,8}|1\d{10}", clause.text):
            return None
        if slot.kind in _COUNTED and re.search(r"[万亿元块%‰]", near[0]):
            return None
        start = clause.start + near.start()
        if slot.kind == "timing":
            return self._time(slot, start, clause.end)
        for first in dict.fromkeys((start, min(cue, start), clause.start)):
            if refusal(slot, self.text[first : clause.end], self.scene.today) in TOLD:
                return first, clause.end
        amount = re.search(rf"{NUMBER}\s*[万亿元块]+", clause.text)
        if slot.kind == "money" and amount and accepts(slot, amount[0], self.scene.today):
            rest = self.text[clause.start + amount.end() :]
            untaxed = re.match(r"[\s,(]*(?:这|价|是|都)*(?:不含|未含|不带|不包含?)税", rest)
            return clause.start + amount.start(), clause.start + amount.end() + (untaxed.end() if untaxed else 0)
        readable = slot.kind == "money_or_text" and accepts(slot, self.text[start : clause.end], self.scene.today)
        return (start, clause.end) if readable else None

    def _time(self, slot: Slot, start: int, end: int) -> tuple[int, int] | None:
        """A span of time (三天内), or a time that is too vague to write."""
        if inner := re.search(r"之?内|以内", self.text[start:end]):
            end = start + inner.end()
        elif (lead := _AFTER.search(self.text[:start])) and (amount := MEASURED.match(self.text, start)) and accepts(slot, self.text[lead.start() : amount.end()], self.scene.today):
            return lead.start(), amount.end()  # 合同生效后10个工作日给他们
        words = self.text[start:end]
        code = refusal(slot, words, self.scene.today)
        timed = re.search(r"\d|内|前|后|日|号|月底", words) and not re.search(r"[的,]", words)
        return (start, end) if timed and (not code or code in TOLD) else None
