"""Fills: every value that the free clauses of a message state, with the slot it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from assistant.moves import Fill, Object
from assistant.reading import forms, officers, texts
from assistant.reading.amounts import no_value
from assistant.reading.batches import arrangement
from assistant.reading.choosing import chosen
from assistant.reading.clauses import Clause, Message, reading_of
from assistant.reading.correcting import CORRECTING, day_alone
from assistant.reading.forums import forums
from assistant.reading.idle import at_least, timed
from assistant.reading.linking import UNKNOWN, Link, Linker
from assistant.reading.links import beside, of_use
from assistant.reading.pairing import paired
from assistant.reading.paying import Chosen
from assistant.reading.people import People
from assistant.reading.scene import Scene
from assistant.reading.sharing import shared
from assistant.reading.texts import Stretch
from assistant.reading.values import Mention, accepts, in_words, mentions, refusal
from knowledge.contract import usable_slots
from knowledge.template import Slot, Terms

_NO_ANSWER = ("format", "empty", "question", "placeholder", "markup", "length", "choice")
_OF_PARTY = {"party_name": "name", "uscc": "uscc", "phone": "phone", "email": "email", "address": "address"}
_SOME_PENALTY = re.compile(r"^(?!.*(?:泄密|保密|逾期|超范围|上限|封顶|累计|加总|加起来|总共|合计|不超过|晚|迟|延|拖)).*违约金")
_RATES = ("percent", "permille_day", "money_or_text")
DAILY = re.compile(r"每[天日]|[一1][天日](?:罚|扣|赔|付|收)|(?:晚|迟|逾期|拖)[^,。;]{0,6}[一1][天日]|/[天日]")
_CARD = re.compile(r"联系人|对接人|接口人|名片|项目经理|经办人")
_ELSE = re.compile(r"^\s*(?:不然|否则|要不然?|不合格|不达标|达不到|没达到|另外|对了|至于|然后)")
_DICTATED = re.compile(r"(?:写成?|填|写上|写明)\s*:?\s*$")
_ONTO = re.compile(r"\s*(?:再|然后|并|统一|一起)*(?:传|放|上传|部署|发|寄|送|交|存|推|拷)(?:到|至|给|进)")
_PUT_OFF = re.compile(r"(?:暂|先|暂时)不(?:写|填|定|放)|斟酌|还?(?:没|未)(?:有|完全)?(?:想好|定下|定好|谈好|谈妥|商量好|确定)|尚未(?:定|确定|商定)")
_OPEN_DAY = re.compile(r"\s*(?:具体|准确|确切)的?(?:日子|时间|日期|哪[天日]|几号)?[^,。;]{0,8}(?:定|说|看|通知|商量|再)")
_RATED = re.compile(r"每|[一1][天日]|/[天日]|按(?!\s*(?:赔|罚|算|付|给|扣|$))|%|‰|分之|倍|加|并|不超过|总额|上限")


@dataclass
class Filling:
    """Collects the fills of one message; earlier finds keep their words, later ones take what is left."""

    message: Message
    scene: Scene
    people: People
    free: tuple[Clause, ...]
    fills: list[Fill] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    dates: tuple[int, ...] = ()
    undecided: set[int] = field(default_factory=set)
    unlinked: tuple[Mention, ...] = ()
    objects: list[Object] = field(default_factory=list)

    def run(self) -> None:
        """Read instalments, typed values, names, choices and text, in this order of certainty."""
        self._instalments()
        labelled = self._labelled()
        links = self._typed(labelled)
        self._persons()
        self._link(links)
        self._companions(self.unlinked)
        self._choices(labelled)
        self._texts(labelled)
        self._carried_along()

    def add(self, slot: str, start: int, end: int, reading: str = "") -> None:
        """Add a fill; a later one for the same slot replaces the earlier."""
        start, reading = texts.past_word(self.message.raw, start, reading) if self.kind(slot) in ("text", "longtext") else (start, reading)
        said, span = self.message.said(start, end)
        if not said:
            return
        plain = self.message.written(*span) if self.kind(slot) in ("person", "party_name") else self.message.text[span[0] : span[1]]
        if no_value(self.kind(slot), reading or plain, slot in self.scene.expected):
            return
        reading = reading_of(said, plain, reading, free=self.kind(slot) in ("text", "longtext"))
        self.fills = [*(f for f in self.fills if f.slot != slot), Fill(slot, said, span, reading)]

    def taken(self, start: int, end: int) -> bool:
        """Whether a fill already uses words between two places."""
        return any(f.span[0] < end and start < f.span[1] for f in self.fills)

    def has(self, slot: str) -> bool:
        """Whether the slot is filled by this message."""
        return any(f.slot == slot for f in self.fills)

    def _instalments(self) -> None:
        if piece := forms.instalments(self.message, self.scene, self.free):
            self.add(piece.slot, piece.start, piece.end, piece.reading)
        for piece in (*forms.account(self.message, self.scene, self.free), *forms.revenue(self.message, self.scene, self.free)):
            self.add(piece.slot, piece.start, piece.end, piece.reading or self.people.spoken(self.message.text[piece.start : piece.end]))
        for clause in self.free:
            for piece in forums(clause, self.scene, self.people):
                self.add(piece.slot, piece.start, piece.end, piece.reading)
                forum = "仲裁" if piece.slot == "arbitration_institution" else "诉讼"
                if (method := self.scene.slot("dispute_method")) and forum in method.choices:
                    self.add(method.id, piece.start, piece.end, forum)
        for piece in (*shared(self.message, self.scene, self.people, self.free), *paired(self.message, self.scene, self.people, self.free)):
            self.add(piece.slot, piece.start, piece.end, piece.reading)

    def _labelled(self) -> list[Stretch]:
        found = [s for c in self.free if (s := texts.labelled(c, self.scene))]
        starts = {c.start for c in self.free for s in found if c.start <= s.start < c.end}
        for before, clause in zip(self.free, self.free[1:], strict=False):
            if clause.start not in starts and (s := texts.announced(before, clause, self.scene)) and not self._put_off(clause):
                found.append(s)
        return [s for s in found if not self.taken(s.start, s.end)]

    def _put_off(self, clause: Clause) -> bool:
        """Whether the sentence of a clause puts its subject off: nothing in it is dictated."""
        return any(_PUT_OFF.search(c.text) for c in self.message.sentence(clause.sentence))

    def _dated_later(self, place: int) -> bool:
        """春节前交,具体日子等客户定: whether the next words leave the day open."""
        after = next((c for c in self.message.clauses if c.start > place), None)
        return after is not None and bool(_OPEN_DAY.match(after.text)) and any(c.sentence == after.sentence and c.start <= place < c.end for c in self.message.clauses)

    def _typed(self, labelled: Iterable[Stretch]) -> list[Link]:
        """Link typed values, leaving out those inside a text that is introduced by its name."""
        found = mentions(self._masked(), self.scene.template, self.scene.today, self.scene.names.values())
        shut = [(s.start, s.end) for s in labelled if self.kind(s.slot) in ("text", "longtext")]
        found = [m for m in found if not self.taken(m.start, m.end) and not any(a <= m.start < b for a, b in shut)]
        found = [m for m in found if m.kind not in ("date", "timing") or not self._dated_later(m.start)]
        self.dates = tuple(m.start for m in found if m.kind == "date")
        linker = Linker(self.message, self.scene, self.people, self.free)
        links = linker.assign(found)
        self.unlinked = tuple(m for m in found if not any(x.mention.start < m.end and m.start < x.mention.end for x in links))
        for mention in found:
            suffix = _OF_PARTY.get(mention.kind, "")
            clause = linker.clause_of(mention.start)
            apart = not any(x.mention.start < mention.end and mention.start < x.mention.end for x in links)
            if suffix and clause and apart and str(mention.value) not in self.scene.names.values() and linker.whose(mention.start, mention.end, clause) == UNKNOWN:
                self.who(f"party_a_{suffix}", mention.start, mention.end)
            elif clause and apart and mention.kind in ("percent", "permille_day") and clause.start not in linker.heads and _SOME_PENALTY.search(clause.text):
                named = [s.id for s in self.scene.template.slots.values() if s.kind in _RATES and "违约金" in s.label]
                if len(named) > 1:
                    self.which(named[0], tuple(named[1:]), clause)
        return links

    def _masked(self) -> str:
        """The text with everything but the free clauses made into sentence ends."""
        masked = ["。"] * len(self.message.text)
        for clause in self.free:
            end = min(clause.end + 1, len(self.message.text)) if clause.ender.strip() else clause.end
            masked[clause.start : end] = self.message.text[clause.start : end]
        return "".join(masked)

    def kind(self, slot: str) -> str:
        """Return the kind of a slot, or an empty string."""
        return found.kind if (found := self.scene.slot(slot)) else ""

    def _link(self, links: list[Link]) -> None:
        for link in of_use(beside(links, self.message), lambda: self._usable):
            mention, slot = link.mention, self.scene.slot(link.slot)
            if slot is None or self.taken(mention.start, mention.end):
                continue
            start, end = mention.start, mention.end
            clause = next(c for c in self.free if c.start <= start < c.end)
            if slot.side and slot.kind == "phone" and slot.id in self.scene.values and _CARD.search(self.message.text[:start]) and not CORRECTING.search(self.message.text):
                self.used.add(clause.start)
                continue
            if slot.id != "renewal_notice" and slot.kind in ("years", "workdays", "days", "period", "money") and at_least(self.message.text[clause.start : start]):
                self._unsettled(slot, clause)
                continue
            unsure = all(s in self.scene.values for s in (link.slot, *link.rivals)) and CORRECTING.search(self.message.text)
            if link.rivals and (unsure or self._tied(link)):
                self.which(link.slot, link.rivals, clause)
                continue
            if slot.kind == "timing":
                start, end = arrangement(self.message, self.free, self.scene, self.dates, slot, start, end)
            if slot.kind == "money" and mention.kind == "money" and DAILY.search(clause.text):
                self._unsettled(slot, clause, "一天多少钱")
                continue
            if slot.kind == "money_or_text" or (slot.kind == "int" and mention.kind == "hours"):
                start, end = self._around(slot, start, end)
            if slot.kind == "money":
                end = in_words(self.message, end, clause)
            said = self.message.text[start:end]
            reading = mention.reading or day_alone(said, self.scene.values.get(slot.id), self.message.text) or (self.people.spoken(said) if slot.kind in ("court", "timing") else "")
            self.add(slot.id, start, end, reading)

    @cached_property
    def _usable(self) -> frozenset[str]:
        """The slots that what stands and what this message chooses leave a place for."""
        told = {o.slot: o.reading for c in self.free for o in chosen(c, self.message, self.scene, self.people) if o.reading and self.kind(o.slot) == "choice"}
        return usable_slots(self.scene.template, Terms({**self.scene.values, **told}))

    def _tied(self, link: Link) -> bool:
        """Whether slots fit a value equally well and nothing was asked that decides between them."""
        rivals = [s for s in link.rivals if not self.has(s)]
        return bool(rivals) and not ({link.slot, *rivals} & set(self.scene.expected))

    def _unsettled(self, slot: Slot, clause: Clause, what: str = "下限") -> None:
        said, _ = self.message.said(clause.start, clause.end)
        reason = f"「{said}」只说了{what}，{slot.label}要一个确定的数，请选定一个。"
        self.objects.append(Object("vague", reason, slot.id, said))
        self.used.add(clause.start)

    def which(self, slot: str, rivals: tuple[str, ...], clause: Clause) -> None:
        """Ask which of several slots a clause is about, or whether it is about this one."""
        said, _ = self.message.said(clause.start, clause.end)
        known = [self.scene.template.slots[s].label for s in (slot, *rivals)]
        reason = f"「{said}」指的是{'还是'.join(f'「{x}」' for x in known)}{'' if rivals else '吗'}？请说明是哪一项，我再写。"
        self.objects.append(Object("which", reason, slot, said))
        self.used.add(clause.start)
        self.undecided.add(clause.start)

    def _around(self, slot: Slot, start: int, end: int) -> tuple[int, int]:
        """An amount inside a way to work it out (每次20万) is kept with its words."""
        clause = next(c for c in self.free if c.start <= start < c.end)
        if slot.kind == "int":
            digits = re.match(r"[\d一二三四五六七八九十两]+", self.message.text[start:end])
            return (start, start + digits.end()) if digits else (start, end)
        if not _RATED.search(clause.text.replace(self.message.text[start:end], "")):
            return start, end
        for stretch in texts.patterned(clause, self.scene, "", False):
            if stretch.slot == slot.id and stretch.start <= start:
                return stretch.start, stretch.end
        if slot.kind == "money_or_text" and DAILY.search(clause.text):
            return clause.start, clause.end
        return start, end

    def _persons(self) -> None:
        told = officers.titled_before(self.free)
        owner = ""
        for clause in self.free:
            here = [(w, a, b) for w, a, b, c in told if c is clause]
            for what, start, end in here or officers.persons(clause, self.scene, self.scene.today):
                party = Linker(self.message, self.scene, self.people, self.free).whose(start, end, clause) or officers.headed(self.message.text, start, self.people.names) or owner
                owner = party if party != UNKNOWN else owner
                slot = officers.seat(what, party, self.message.text[start:end], self.scene, bool(CORRECTING.search(self.message.text)), [f.slot for f in self.fills])
                if slot and self.scene.slot(slot) and not self.taken(start, end):
                    self.add(slot, start, end)
                elif not slot and not self.taken(start, end) and self.scene.slot(f"party_a_{what}"):
                    self.who(f"party_a_{what}", start, end)

    def _companions(self, mentions_left: Iterable[Mention]) -> None:
        """法人叫李强,电话…: a phone or a code without an owner goes with the party of the name before it in the sentence."""
        for mention in mentions_left:
            what = _OF_PARTY.get(mention.kind, "")
            clause = next((c for c in self.free if c.start <= mention.start < c.end), None)
            if not what or what == "name" or clause is None or self.taken(mention.start, mention.end):
                continue
            begin = self.message.sentence(clause.sentence)[0].start
            before = [f for f in self.fills if begin <= f.span[0] < mention.start and (s := self.scene.slot(f.slot)) and s.side]
            slot = re.sub(r"(party_[ab]_).*", rf"\g<1>{what}", before[-1].slot) if before else ""
            if slot and self.scene.slot(slot) and not self.has(slot):
                self.add(slot, mention.start, mention.end)

    def who(self, slot: str, start: int, end: int) -> None:
        """Ask of which party something is."""
        said, _ = self.message.said(start, end)
        known = self.scene.slot(slot)
        name = re.sub(r"^[甲乙]方", "", known.label) if known else ""
        reason = f"「{said}」听到了，但还不知道是哪一方的{name}。请告诉我您是甲方还是乙方，或直接说「甲方…」「乙方…」。"
        self.objects.append(Object("who", reason, slot, said))
        self.used |= {c.start for c in self.free if c.start <= start < c.end}

    def _choices(self, labelled: list[Stretch]) -> None:
        shut = [(s.start, s.end) for s in labelled if self.kind(s.slot) == "longtext" and s.slot != "model_license_scope"]
        for clause in self.free:
            for one in chosen(clause, self.message, self.scene, self.people):
                if any(a <= one.start < b and a > clause.start + 2 for a, b in shut) and one.strength < 1.5:
                    continue
                if not one.reading:
                    self._unplaced(one.slot, clause)
                elif self._contrary(one):
                    continue
                elif not self.taken(one.start, one.end) or one.slot in ("dispute_method", "fee_mode") or self.kind(one.slot) == "bool":
                    self.used.add(clause.start)
                    self.add(one.slot, one.start, one.end, "" if self._hedged(one.slot, clause) else one.reading)

    def _carried_along(self) -> None:
        """交付方式是API加权重文件: weights among the ways of handing over do not say that they are included."""
        ways = [f for f in self.fills if f.slot in ("model_delivery_method", "deliverables") and "权重" in f.said]
        said = [f for f in self.fills if f.slot == "weights_included" and any(w.span[0] < f.span[1] and f.span[0] < w.span[1] for w in ways)]
        self.fills = [f for f in self.fills if f not in said or re.search(r"也|都|一[起并]|包括|连同|含|要|不", f.said)]

    def _contrary(self, one: Chosen) -> bool:
        """Two different options in one message without a correction between them: neither is written."""
        said = [(f, f.reading or f.said) for f in self.fills if f.slot == one.slot and self.kind(f.slot) in ("choice", "bool")]
        if not said or said[0][1] == one.reading or one.slot == "dispute_method":
            return any(o.slot == one.slot and o.code == "contradiction" for o in self.objects)
        first = said[0][0]
        between = self.message.text[first.span[0] : one.end]
        if CORRECTING.search(between) or re.search(r"等等|等下|等一下|不行|算了|还是|哦|啊不|但是?|其实", between):
            return False
        words, _ = self.message.said(first.span[0], one.end)
        label = known.label if (known := self.scene.slot(one.slot)) else ""
        reason = f"「{words}」里前后说法不一样({said[0][1]}、{one.reading}),{label}请定一个。"
        self.fills = [f for f in self.fills if f.slot != one.slot]
        self.objects.append(Object("contradiction", reason, one.slot, words))
        return True

    def _hedged(self, slot: str, clause: Clause) -> bool:
        """Whether a yes or no is only supposed (应该没有吧): then its kind says so."""
        return (known := self.scene.slot(slot)) is not None and known.kind == "bool" and refusal(known, clause.text, self.scene.today) == "vague"

    def _unplaced(self, slot: str, clause: Clause) -> None:
        said, _ = self.message.said(clause.start, clause.end)
        known = self.scene.slot(slot)
        reason = f"「{said}」里的“我们”是哪一方？请先告诉我您是甲方还是乙方，我再写{known.label if known else ''}。"
        self.objects.append(Object("who", reason, slot, said))

    def _texts(self, labelled: list[Stretch]) -> None:
        found = list(labelled)
        topic = Linker(self.message, self.scene, self.people, self.free).topics
        owner = self.has("model_owner")
        for place, clause in enumerate(self.free):
            near = owner and any(
                f.slot == "model_owner" and f.span[0] >= self.free[max(0, place - 2)].start for f in self.fills
            )
            about = topic.get(clause.start, ("", False))[0]
            shared_said = any(f.slot == "model_owner" and (f.reading or f.said) == "共有" for f in self.fills)
            whole = "".join(c.text for c in self.message.sentence(clause.sentence))
            if not self._put_off(clause):
                found += texts.patterned(clause, self.scene, about, near, shared_said, whole)
        pairs = zip(self.free, self.free[1:], strict=False)
        found += [s for one, two in pairs for s in (texts.counted(one, two, self.scene), texts.consequence(one, two, self.scene)) if s]
        for stretch in sorted(found, key=lambda s: (-s.strength, s.start)):
            self._text(stretch, found)

    def _text(self, stretch: Stretch, rivals: list[Stretch]) -> None:
        slot = self.scene.slot(stretch.slot)
        if slot is None or self.has(slot.id):
            return
        end = self._extended(stretch, rivals) if stretch.open or self._goes_on(stretch) else stretch.end
        begin = self._begun(stretch) if slot.id in ("acceptance_test", "acceptance_criteria") else stretch.start
        start, end = texts.trimmed(self.message, begin, end)
        inside = [
            f for f in self.fills
            if f.span[0] < end and start < f.span[1] and self.kind(f.slot) not in ("bool", "choice")
        ]
        if inside and (stretch.strength < 3 or slot.kind not in ("text", "longtext")):
            start, end = self._rest(start, end, inside)
        said = self.message.text[start:end]
        if len(said.strip()) < 2 or not accepts(slot, said, self.scene.today):
            if slot.kind == "address" and said.strip() and stretch.strength >= 2:
                self.add(slot.id, start, end)
            if slot.kind in ("text", "address") or not said.strip() or refusal(slot, said, self.scene.today) in _NO_ANSWER:
                return
        self.add(slot.id, start, end, self.people.spoken(said))

    def _own_words(self, slot: str, clause: Clause) -> bool:
        """Whether a clause begins with a thing that the slot's own label speaks of (许可证 in 底座模型和许可证)."""
        words = re.split(r"[与和、]", known.label if (known := self.scene.slot(slot)) else "")[1:]
        return any(len(w) >= 2 and clause.text.strip().startswith(w) for w in words)

    def _goes_on(self, stretch: Stretch) -> bool:
        place = next((i for i, c in enumerate(self.free) if c.start <= stretch.start < c.end), len(self.free))
        after = self.free[place + 1] if place + 1 < len(self.free) else None
        onto = stretch.slot.endswith("_delivery_method") and _ONTO.match(after.text if after else "")
        return bool(onto) or (after is not None and self._own_words(stretch.slot, after))

    def _begun(self, stretch: Stretch) -> int:
        """The start of how a model is tested: clauses before the standard that speak of the test belong to it."""
        place = next((i for i, c in enumerate(self.free) if c.start <= stretch.start < c.end), -1)
        start = stretch.start
        run = [c for c in self.free[: max(place, 0)] if c.sentence == self.free[place].sentence]
        if not any(texts.testing(c) for c in run):
            return start
        for clause in reversed(run):
            if self.taken(clause.start, clause.end):
                break
            start = clause.start
        first = next(c for c in run if texts.testing(c))
        return max(start, first.start)

    def _rest(self, start: int, end: int, inside: list[Fill]) -> tuple[int, int]:
        """What is left of a stretch when values of other slots stand in it: the part before the first."""
        first = min(f.span[0] for f in inside)
        if first - start >= 6 and not any(c.start <= start < first <= c.end for c in self.free):
            cut = next((c.start for c in self.free if c.start <= first < c.end), first)
            return texts.trimmed(self.message, start, cut)
        return start, start

    def _extended(self, stretch: Stretch, rivals: list[Stretch]) -> int:
        """The end of an open stretch: further clauses of the sentence join until another slot is spoken of."""
        place = next((i for i, c in enumerate(self.free) if c.start <= stretch.start < c.end), -1)
        end = stretch.end
        if place < 0 or stretch.end != self.free[place].end:
            return end
        dictated = stretch.strength >= 3 and _DICTATED.search(self.message.text[: stretch.start]) is not None
        for before, clause in zip(self.free[place:], self.free[place + 1 :], strict=False):
            apart = clause.sentence != before.sentence or clause.start - before.end > 1
            if apart or any(clause.start <= f.span[0] < clause.end for f in self.fills):
                break
            if timed(clause.text):
                break
            if _ELSE.match(clause.text) and not self._own_words(stretch.slot, clause):
                break
            if any(clause.start <= r.start < clause.end and r.slot != stretch.slot and r.strength >= (2.5 if dictated else 1.7) for r in rivals):
                break
            end = clause.end
        return end
