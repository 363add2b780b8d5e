"""What is heard by likeness to what others have said: it settles what the rules doubt, and hears where no rule does.

``knowledge.tagging`` marks the words of a message that belong into blanks. A fill of the rules that it finds nothing for,
while it is sure that the words belong elsewhere, goes there, or nowhere; and what it is sure of and no rule has taken is filled,
where nobody asks or supposes, where the slot's kind reads the words and it is known whose they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.moves import Fill, Object
from assistant.reading.clauses import Clause
from assistant.reading.correcting import CORRECTING
from assistant.reading.filling import DAILY, Filling
from assistant.reading.idle import too_much
from assistant.reading.lexicon import METRIC
from assistant.reading.meant import ALIKE, OPTIONS, SPEAKS_OF, twins
from assistant.reading.scene import PARTIES, other
from assistant.reading.settling import (
    by_method,
    describe,
    nobodys,
    owned,
    settle,
    spoken_of,
    told_of_neither,
    topical,
    under_its_name,
    unlikely,
)
from assistant.reading.texts import trimmed
from assistant.reading.values import accepts
from knowledge import kinds
from knowledge.tagging import NONE, OF_PARTY, ROLE, SAME, Reading, Tag, heard, tag_of
from knowledge.template import Slot

LIKELY = 0.8
"""A tag that is less likely than this is not taken, nor one whose owner or option is."""
CHOSEN, WHOSE = 0.85, 0.75
"""How likely a choice must be, and what is chosen or whose it is."""
SURE = 0.9
"""From here on a tag says that words a rule has taken belong elsewhere."""
CERTAIN = 0.98
"""From here on they go there; below, it is asked."""
CERTAIN_EVEN_SO = 0.995
"""From here on it is asked even about what answers the question put."""
HARDLY = 0.1
"""A rule's fill with a share below this is one the network would never have made."""
_OURS = ("us", "them")
_ROLES = {"data": "data_provider", "train": "trainer"}
_IMPLIED = {
    "dispute_method": ("arbitration_institution", "court_name"), "contains_pi": ("contains_sensitive_pi", "pi_role"),
    "co_own_rule": ("model_owner",), "acceptance_test": ("acceptance_criteria",), "acceptance_criteria": ("acceptance_test",),
}
"""What is told by speaking of something else: the forum by its institution, how a model is tested by what it must reach."""
_ELSE_IN = {"acceptance_test": "acceptance_criteria", "acceptance_criteria": "acceptance_test", "delay_penalty_rate": "penalty_a_delay"}
"""Where a template has no slot for one, it has it for the other."""
_WE = re.compile(r"我|咱|俺|对方|他们|你们")
_TELLING = re.compile(r"(?![那就按写填吧个的了是行好嗯啊哦先定])[\u4e00-\u9fffA-Za-z]")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_AGAIN_AND_AGAIN = re.compile(r"每(?:个?[月周年天日季]|半)|按[月周季年]")
"""A day that comes back is no day."""
_ROWS = ("payment_nodes", "data_list_rows", "schedule_rows")
_UNSURE = ("which",)
"""Objections to words that are clear to who has heard many say the like; what contradicts itself stays asked."""
_CAPS = ("penalty_cap_percent",)
_CAPPED = re.compile(r"上限|封顶|累计|不超过|最多|最高|顶多|总共|加起来|合计")
"""A share of the price is a cap where something says so; else it is what a breach costs."""
_ENOUGH = {"data_list_rows": 2, "schedule_rows": 2}
"""How many rows make a list; one thing alone is described, not listed."""
_FREE = ("text", "longtext")
_APART = 4
"""Characters that may stand between two pieces of one text."""
_JOINED = ("longtext", "base_model")
_MEASURED = ("workdays", "days", "hours", "years", "period", "money", "money_or_text", "percent", "permille_day", "date", "int", "copies")
_VAGUE_BEFORE = re.compile(r"(?:大概|大约|约|差不多|至少|起码|不低于|不少于|最少|最低|估计|可能|或者?|到|至|[-~—.\d零一二两三四五六七八九十百千万几])\s*$")
_VAGUE_BEHIND = re.compile(r"\s*(?:左右|上下|多(?!少)|来(?=[天年个万])|出头|以上|起步|或|到|至|[-~—])")
_BEFORE_NAME = re.compile(r"[是为叫系名称:\s]$")
_NAMES = ("party_name", "person", "address")
_HOUSE = re.compile(r"[场厂店馆院所社局园矿][子里]|公司|单位|[这那][家边]")


@dataclass
class Tagged:
    """Holds the fills of a message against its tags."""

    filling: Filling
    elsewhere: frozenset[str] = frozenset()
    """Slots that other parts of the reading have filled already."""

    def __post_init__(self) -> None:
        self.message, self.scene = self.filling.message, self.filling.scene

    @cached_property
    def heard(self) -> Reading:
        """The tags of the message; whose something is that it does not say, the one told who was spoken of last."""
        found = heard(self.message.spelt)
        return replace(found, tags=tuple(owned(self, t) for t in found.tags))

    def run(self) -> None:
        """Settle the fills there are, then add what else is heard."""
        for fill in tuple(self.filling.fills):
            self._settle(fill)
        settle(self)
        for fill in tuple(self.filling.fills):
            self._bounded(fill)
        taken = {f.slot for f in self.filling.fills} | self.elsewhere
        for tag in sorted(self.heard.tags, key=lambda t: -t.likely):
            slot = topical(self, own, tag.start) if (own := self.slot(tag)) else None
            if slot and slot.id not in taken and slot.kind != "table" and self._add(tag, slot):
                taken.add(slot.id)
        for id in _ROWS:
            if id not in taken:
                self._rows(id)
        describe(self)
        by_method(self)
        if not self._side():
            nobodys(self, _OURS, LIKELY)

    def party(self, value: str) -> str:
        """Return the party that an owner's mark stands for, or an empty string."""
        if value in _OURS:
            return self._side() if value == "us" else other(self._side())
        if value in _ROLES:
            return self.scene.template.party(_ROLES[value])
        return {"A": "甲方", "B": "乙方"}.get(value, "")

    def _side(self) -> str:
        side = self.filling.people.side or self.scene.side
        return side if side in PARTIES else ""

    def slot(self, tag: Tag) -> Slot | None:
        """Return the slot of the template that a tag is for."""
        if tag.slot in OF_PARTY:
            party = self.party(tag.value)
            if tag.slot == "account":
                found = self.scene.slot("payee_account")
                return found if found and party == self.scene.template.party("trainer") else None
            return self.scene.slot({"甲方": f"party_a_{tag.slot}", "乙方": f"party_b_{tag.slot}"}.get(party, ""))
        slots = self.scene.template.slots
        own = next((s for s in slots.values() if SAME.get(s.id, s.id) == tag.slot), None)
        return own or slots.get(_ELSE_IN.get(tag.slot, ""))

    def _option(self, slot: Slot, tag: Tag) -> str:
        """The option of a choice that a tag stands for; empty when the slot has no such option."""
        wanted = OPTIONS.get(tag.slot, {}).get(tag.value) or ALIKE.get(tag.value, "") or self.party(tag.value)
        options = ("是", "否") if slot.kind == "bool" else slot.choices
        return wanted if wanted in options else ""

    def _settle(self, fill: Fill) -> None:
        """Take a fill away that the network is sure is another slot's or none; where it is less sure, ask."""
        known = self.scene.slot(fill.slot)
        whole = known is None or known.kind == "table" or (known.kind == "account" and fill.reading)
        if known is None or whole or self._share(fill) >= HARDLY or under_its_name(self, fill, known):
            return
        if self._elses(fill, known):
            self.drop(fill)
        elif not accepts(known, fill.reading or fill.said, self.scene.today) or self._shared(fill) or self._parted(fill):
            return
        elif known.kind not in _MEASURED or not self._bare(*fill.span):
            self._weigh(fill, known, self._rivals(fill, known))

    def _elses(self, fill: Fill, known: Slot) -> bool:
        """Whether words are a value of another slot in part, or the slot is told in other words of the message."""
        tags = self.heard.tags
        loose = known.kind in _FREE or not accepts(known, fill.reading or fill.said, self.scene.today)
        inside = (t for t in tags if fill.span[0] <= t.start and t.end <= fill.span[1] and self._stands(t))
        if loose and fill.slot not in self.scene.expected and any((x := self.slot(t)) and x.kind != known.kind for t in inside):
            return True
        apart = (t for t in tags if t.likely >= CERTAIN and self.slot(t) is known and self.free(t.start, t.end) and not (t.start < fill.span[1] and fill.span[0] < t.end) and self.message.text[t.start : t.end].strip())
        return not self._rivals(fill, known) and any(apart)

    def _rivals(self, fill: Fill, known: Slot) -> list[Tag]:
        """The tags of other slots, or of none, that take at least half of the words."""
        half = (fill.span[1] - fill.span[0]) / 2
        found = [t for t in self.heard.tags if t.likely >= SURE and t.slot != ROLE and min(t.end, fill.span[1]) - max(t.start, fill.span[0]) >= half]
        told = {f.slot for f in self.filling.fills if f is not fill}
        found = [t for t in found if ((x := self.slot(t)) is not known or t.slot not in _ELSE_IN) and not (x and x.id in told and x.kind == known.kind)]
        return [t for t in found if known.kind != "money_or_text" or t.slot not in _CAPS or _CAPPED.search(self.message.text)]

    def _weigh(self, fill: Fill, known: Slot, rivals: list[Tag]) -> None:
        best = max(rivals, key=lambda t: t.likely, default=None)
        if known.kind in ("choice", "bool"):
            if best and (x := self.slot(best)) and x.kind in _FREE and fill.slot.startswith("contains_"):
                return  # what the data are, with whether there are persons in them at its end
            if not self._answers(fill) and (best or (self.heard.outside(*fill.span) >= CERTAIN and not self._alone(fill))):
                self.drop(fill)
        elif best and (self._answers(fill) or (best.slot != NONE and self.slot(best) is None and known.kind in _MEASURED)):
            if best.likely >= CERTAIN_EVEN_SO:
                self._which(fill, best)
        elif best and best.likely < CERTAIN and twins(fill.slot, best.slot) and spoken_of(self, fill, best.slot):
            return  # whether it is the data's or the model's, the topic tells
        elif best and (best.likely >= CERTAIN or known.kind in _FREE):
            self.drop(fill)
        elif best:
            self._which(fill, best)

    def _alone(self, fill: Fill) -> bool:
        """Whether the words of a fill are a clause of their own."""
        return any(fill.span[0] <= c.start + 1 and c.end - 1 <= fill.span[1] for c in self.filling.free)

    def _shared(self, fill: Fill) -> bool:
        """Whether the same words are meant for another slot as well, which the network agrees to."""
        same = [f for f in self.filling.fills if f is not fill and f.span == fill.span]
        return any(self._share(f) >= 0.5 for f in same)

    def _parted(self, fill: Fill) -> bool:
        """Whether one amount is dealt out to several things (各10天, 分别是10天和5天): whose it is, the order tells."""
        clause = next((c for c in self.filling.free if c.start <= fill.span[0] < c.end), None)
        return clause is not None and bool(re.search(r"分别|各(?!自)|都(?:是|按|写|给)|均", clause.text))

    def _bare(self, start: int, end: int) -> bool:
        """Whether a value stands alone in its clause: what it is for, the words before tell."""
        clause = next((c for c in self.filling.free if c.start <= start < c.end), None)
        return clause is not None and len(_WORD.findall(self.message.text[clause.start : start] + self.message.text[end : clause.end])) < 2

    def _stands(self, tag: Tag) -> bool:
        """Whether a tag is surely a value of a slot of this template."""
        slot = self.slot(tag)
        return tag.likely >= CERTAIN and slot is not None and slot.kind in (*_MEASURED, "timing")

    def _share(self, fill: Fill) -> float:
        slots = (tag_of(fill.slot), *_IMPLIED.get(fill.slot, ()))
        return max(self.heard.share(*fill.span, slot) for slot in slots)

    def _answers(self, fill: Fill) -> bool:
        """Whether a fill answers what was asked or corrects what stands: the conversation knows better than likeness."""
        clause = next((c for c in self.filling.free if c.start <= fill.span[0] < c.end), None)
        weighed = clause is not None and (too_much(clause.text) or CORRECTING.search(clause.text))
        corrected = fill.slot in self.scene.values and CORRECTING.search(self.message.text)
        return fill.slot in self.scene.expected or bool(corrected or weighed)

    def _which(self, fill: Fill, tag: Tag) -> None:
        """Ask which of the two it is, or, where the other is no slot here, whether it is this one."""
        self.drop(fill)
        slot, clause = self.slot(tag), next((c for c in self.filling.free if c.start <= fill.span[0] < c.end), None)
        if clause is None or tag.slot == NONE:
            return
        if slot and slot.id != fill.slot and accepts(slot, self.message.text[tag.start : tag.end], self.scene.today):
            self.filling.which(fill.slot, (slot.id,), clause)
        elif slot is None:
            self.filling.which(fill.slot, (), clause)

    def drop(self, fill: Fill) -> None:
        """Take a fill away."""
        self.filling.fills = [f for f in self.filling.fills if f is not fill]

    def _bounded(self, fill: Fill) -> None:
        """Words of a free text that belong to it are joined to it; words around a name that do not are left out."""
        kind = self.filling.kind(fill.slot)
        slot = tag_of(fill.slot)
        tags = [t for t in self.heard.tags if t.slot == slot and t.likely >= SURE and t.start < fill.span[1] and fill.span[0] < t.end]
        if not tags:
            return
        start, end = tags[0].start, tags[-1].end
        if (kind in _JOINED or slot in _JOINED) and (start < fill.span[0] or end > fill.span[1]):
            start, end = trimmed(self.message, min(start, fill.span[0]), max(end, fill.span[1]))
            others = [f for f in self.filling.fills if f is not fill and (self.filling.kind(f.slot) not in ("choice", "bool") or f.slot.startswith("contains_"))]
            if self.free(start, end) and not any(f.span[0] < end and start < f.span[1] for f in others):
                self.filling.add(fill.slot, start, end, self.filling.people.spoken(self.message.text[start:end]))
        elif kind in _NAMES and self._another_name(fill, start, end):
            self.filling.add(fill.slot, start, end)

    def _another_name(self, fill: Fill, start: int, end: int) -> bool:
        """Whether a name is longer than the fill has it, or the fill begins with words before the name."""
        if start < fill.span[0] and fill.span[1] <= end:
            if self.message.text[start - 1 : start + 1] == "不对" or any(f is not fill and start <= f.span[0] < fill.span[0] for f in self.filling.fills):
                return False  # 地址分别是…和…: two names in order
            return self.free(start, end) and not _HOUSE.fullmatch(self.message.text[start : fill.span[0]])
        return fill.span[0] < start and end == fill.span[1] and bool(_BEFORE_NAME.search(self.message.text[:start]))

    def free(self, start: int, end: int) -> bool:
        """Whether words stand in clauses that are free and ask nothing."""
        inside = [c for c in self.filling.free if c.start < end and start < c.end]
        if not inside or any(c.asks for c in inside) or not inside[0].start <= start:
            return False
        return not any(c.start < end and start < c.end and c not in inside for c in self.message.clauses)

    def _add(self, tag: Tag, slot: Slot) -> bool:
        choice = slot.kind in ("choice", "bool")
        bar = CERTAIN if slot.id in self.scene.values and not self._renews(slot) else LIKELY
        if unlikely(self, tag, slot) or tag.likely < max(bar, CHOSEN if choice else 0) or (tag.value != "-" and tag.value_likely < WHOSE):
            return False
        start, end = self._whole(tag) if slot.kind == "longtext" else (tag.start, tag.end)
        start, end = trimmed(self.message, start, end) if slot.kind in _FREE else (start, end)
        settles = self._settles(tag, choice) and not told_of_neither(self, slot)
        if not self.free(start, end) or self.met(start, end, choice, settles) or not self._stated(tag, slot, start, end):
            return False
        words = self.message.text[start:end]
        if slot.kind in _FREE and not self._side() and _WE.search(words):  # a contract knows no 我们
            return False
        if choice and tag.slot in SPEAKS_OF and any(f.slot == "training_purpose" and f.span[0] <= start and end <= f.span[1] for f in self.filling.fills):
            return False  # what the data may not be used for forbids no model
        if tag.slot in SPEAKS_OF and not SPEAKS_OF[tag.slot].search(self._sentence(start, end)):
            return False
        reading = self._option(slot, tag) if choice else ""
        if slot.kind in (*_FREE, "court", "timing"):
            reading = self._joined(slot, self.filling.people.spoken(words))
        if (choice and not reading) or not accepts(slot, reading or words, self.scene.today):
            return False
        before = len(self.filling.fills)
        self.filling.add(slot.id, start, end, reading)
        if settles and len(self.filling.fills) > before:
            self.filling.objects = [o for o in self.filling.objects if not (o.code in _UNSURE and self._meets(o, start, end))]
        return len(self.filling.fills) > before

    def _stated(self, tag: Tag, slot: Slot, start: int, end: int) -> bool:
        """Whether a value is stated there, with words that can tell what it is for, once, and not by the day."""
        if slot.kind == "timing":
            return not _AGAIN_AND_AGAIN.search(self.message.text[start:end]) and not re.match(r"前?后(?![天日])", self.message.text[end - 1 : end + 2])
        if slot.kind not in _MEASURED:
            return True
        clause = next(c for c in self.filling.free if c.start <= start < c.end)
        same = [t for t in self.heard.tags if t is not tag and t.slot == tag.slot and t.likely >= LIKELY / 2]
        later = not same or (same[-1].start < start and (tag.likely >= CERTAIN or bool(CORRECTING.search(self.message.raw))))
        alone = self._bare(start, end) and tag.likely < CERTAIN_EVEN_SO
        told_elsewhere = alone and any(t is not tag and (x := self.slot(t)) and x.kind in _MEASURED for t in self.heard.tags)
        around = len(_TELLING.findall(self.message.text[:start] + self.message.text[end:]))
        return (
            later and not told_elsewhere and around >= (1 if tag.likely >= CERTAIN else 2)
            and self._exact(slot, clause, start, end)
            and not (slot.kind.startswith("money") and DAILY.search(clause.text)) and not (slot.kind == "percent" and METRIC.search(self._sentence(start, end)))
        )

    def _exact(self, slot: Slot, clause: Clause, start: int, end: int) -> bool:
        """Whether a value is found there by its kind, or nothing around it makes it vague or a range."""
        at = start - clause.start
        if any(f.start < at + end - start and at < f.end for f in kinds.find(slot, clause.text, self.scene.today)):
            return True
        return not _VAGUE_BEFORE.search(clause.text[:at]) and not _VAGUE_BEHIND.match(clause.text[at + end - start :])

    def _settles(self, tag: Tag, choice: bool) -> bool:
        """Whether a tag makes clear what the rules found unclear: nothing else in the message competes with it."""
        if tag.slot in _CAPS and not _CAPPED.search(self.message.text):
            return False
        if choice:
            others = any(t is not tag and t.slot == tag.slot and t.likely >= LIKELY / 2 for t in self.heard.tags)
            return not others and min(tag.likely, tag.value_likely) >= SURE
        return tag.likely >= CERTAIN

    def _sentence(self, start: int, end: int) -> str:
        """The sentence around words."""
        signs = "。;!?\n"
        begin = max(self.message.text.rfind(sign, 0, start) for sign in signs) + 1
        behind = [at for sign in signs if (at := self.message.text.find(sign, end)) >= 0]
        return self.message.text[begin : min(behind, default=len(self.message.text))]

    def _renews(self, slot: Slot) -> bool:
        """Whether a value that stands may be written anew without being sure: it was asked about, or something is corrected."""
        return slot.id in self.scene.expected or bool(CORRECTING.search(self.message.text))

    def _whole(self, tag: Tag) -> tuple[int, int]:
        """A text told in several pieces that follow each other, from the first to the last."""
        start, end = tag.start, tag.end
        pieces = [t for t in self.heard.tags if t.slot == tag.slot and t.likely >= LIKELY]
        for piece in pieces[pieces.index(tag) + 1 :]:
            if piece.start - end > _APART or any(t.start < piece.start and end < t.end for t in self.heard.tags if t not in (tag, piece)):
                break
            end = piece.end
        for piece in reversed(pieces[: pieces.index(tag)]):
            if start - piece.end > _APART or any(t.start < start and piece.end < t.end for t in self.heard.tags if t not in (tag, piece)):
                break
            start = piece.start
        return start, end

    def _joined(self, slot: Slot, words: str) -> str:
        """The words behind what the slot holds already: who goes on describing does not take back what was said."""
        standing = self.scene.values.get(slot.id)
        if slot.kind != "longtext" or not isinstance(standing, str) or self._renews(slot):
            return words
        return standing if words in standing else f"{standing};{words}"

    def met(self, start: int, end: int, choice: bool = False, settles: bool = False) -> bool:
        """Whether words are another fill's, or are asked about already; ``settles``: what is only unclear does not count."""
        fills = [f for f in self.filling.fills if not choice and self.filling.kind(f.slot) not in ("choice", "bool")]
        asked = [o for o in self.filling.objects if not (settles and o.code in _UNSURE)]
        return any(f.span[0] < end and start < f.span[1] for f in fills) or any(self._meets(o, start, end) for o in asked)

    def _meets(self, one: Object, start: int, end: int) -> bool:
        at = self.message.raw.find(one.said) if one.said else -1
        return 0 <= at < end and start < at + len(one.said)

    def _rows(self, id: str) -> None:
        """Rows of a table told one by one, in one stretch from the first to the last."""
        slot = self.scene.slot(id)
        tags = [t for t in self.heard.tags if t.slot == id and t.likely >= LIKELY and self.free(t.start, t.end)]
        if slot is None or len(tags) < _ENOUGH.get(id, 1) or id in self.scene.values or any(self.met(t.start, t.end) for t in tags):
            return
        reading = ";".join(self.message.text[t.start : t.end] for t in tags)
        if accepts(slot, reading, self.scene.today):
            self.filling.add(id, tags[0].start, tags[-1].end, reading)
