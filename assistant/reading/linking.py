"""Which slot a value belongs to: cues near it, what the clause is about, who acts, what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.reading.amounts import is_money, not_the_price
from assistant.reading.clauses import Clause, Message
from assistant.reading.copying import copies
from assistant.reading.correcting import CORRECTING, STILL, recalled, replaced
from assistant.reading.cues import ADDRESSED, Cue, addressed, barred, cues, suffix, topic
from assistant.reading.idle import offered, too_much
from assistant.reading.lexicon import ACTORS, CONTEXT, METRIC, TOPICS
from assistant.reading.links import ENOUGH, Link, remaining, without_taken
from assistant.reading.misplaced import day_of, out_of_place
from assistant.reading.owning import UNKNOWN, Owners
from assistant.reading.people import People
from assistant.reading.scene import Scene, name_of, other
from assistant.reading.values import Mention, accepts
from knowledge.template import Slot

__all__ = ["ENOUGH", "UNKNOWN", "Link", "Linker"]

_BEGINS = re.compile(r"启动|开始训练|开训|(?<![A-Za-z])start(?![A-Za-z])")
"""What follows the data: with no other topic, inspecting and mending are the data's."""
CLOSE = 0.25
_SELF = {"arbitration": 2.5, "court": 2.5, "account": 2.5, "uscc": 2.0, "email": 2.0, "phone": 1.6, "party_name": 1.6}
_OF_WHICH = re.compile(r"^\s*(?:那|把|将)?(?P<of>数据|模型)(?:的|那个|那边)?(?:交付)?(?:时间|日期)?(?:就|应该|也)?(?:是|为|改[成到为]|换[成到]|定在|写)(?=[\d今明后下本年月底初一二三四五六七八九十]+)")
"""数据是5月31日: of the two days of delivery that stand the one of what is named."""
_TRIGGER = re.compile(r"^(?!\s*[自从][^,。;]{1,8}起)[^,。;]{0,6}?(?:(?<![年节月])后(?!续)|以后|之后|之日起|起|完(?:成)?后)[^,。;]{0,4}$|^完(?:了|毕|成)?$")
"""What makes an amount money: ten thousand may count anything."""
_OF_PRICE = re.compile(r"首付|预付|定金|尾款|余款|[首末尾]笔|首期|中期款")
_RATHER = re.compile(r"\s*(?:而|应该|应|就)?是")
_PARTS = re.compile(r"分[^,。;]{0,3}[批次期]|剩|其余|余下|第[一二]批")


@dataclass
class Linker:
    """Scores mentions against slots over one message."""

    message: Message
    scene: Scene
    people: People
    clauses: Sequence[Clause]
    by_clause: dict[int, list[Cue]] = field(default_factory=dict)
    topics: dict[int, tuple[str, bool]] = field(default_factory=dict)
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)
    correcting: bool = False
    borrowed: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    """Words of an earlier clause by which a mention was given a slot."""

    @cached_property
    def owners(self) -> Owners:
        """Who owns what is said of the parties."""
        return Owners(self.message, self.scene, self.people)

    def __post_init__(self) -> None:
        carried, sentence = self._context_topic(), -1
        if not any(topic(c.text) == "model" for c in self.message.clauses) and _BEGINS.search(self.message.text):
            carried = "data"
        for clause in self.message.clauses:
            here = topic(clause.text)
            if not here and clause.sentence != sentence and sentence >= 0:
                here = ""
            sentence = clause.sentence
            carried = here or carried
            self.topics[clause.start] = (carried, bool(here))
        for clause in self.clauses:
            self.by_clause[clause.start] = cues(self.scene.template, clause.text, clause.start)
            whole = self.message.text[self.message.sentence(clause.sentence)[0].start : clause.end]
            if (of := _OF_WHICH.match(clause.text)) and (slot := {"数据": "data_delivery_time", "模型": "model_delivery_time"}[of["of"]]) in self.scene.values:
                self.by_clause[clause.start].append(Cue(slot, clause.start + of.start("of"), clause.start + of.end(), 2.0))
            for slot, about, said in CONTEXT:
                match = said.search(clause.text)
                if match and about.search(whole) and self.scene.slot(slot):
                    at = clause.start + match.start()
                    self.by_clause[clause.start].append(Cue(slot, at, clause.start + match.end(), 2.3))
        for before, clause in zip(self.message.clauses, self.message.clauses[1:], strict=False):
            if clause.start not in self.by_clause or clause.sentence != before.sentence:
                continue
            if (not_meant := barred(before.text)) and not barred(clause.text):
                self.heads[clause.start] = not_meant
        for start, slots in self.heads.items():
            self.by_clause[start] = [c for c in self.by_clause[start] if c.slot not in slots]
        self.correcting = bool(CORRECTING.search(self.message.text))

    def _context_topic(self) -> str:
        for slot in (*self.scene.asked, *self.scene.recent[::-1]):
            if slot in TOPICS:
                return TOPICS[slot]
        return ""

    def clause_of(self, start: int) -> Clause | None:
        """Return the clause that holds a place."""
        return next((c for c in self.clauses if c.start <= start < c.end), None)

    def best(self, mention: Mention) -> Link | None:
        """Return the slot that fits a mention best, when the evidence is enough."""
        clause = self.clause_of(mention.start)
        if clause is None:
            return None
        if meant := replaced(self.message.text[: mention.start], mention, self.scene):
            return Link(mention, meant[0], 5.0, tuple(meant[1:]))
        scored = [
            (self.score(mention, slot, clause), slot.id)
            for slot in self.scene.template.slots.values()
            if mention.fits(slot)
        ]
        scored = sorted((s for s in scored if s[0] >= ENOUGH), key=lambda s: -s[0])
        words = self.message.text[mention.start : mention.end]
        if scored and mention.kind == "int" and words.endswith("个") and not accepts(self.scene.template.slots[scored[0][1]], words, self.scene.today):
            return None  # 整改也是15个: of so many rounds nobody speaks
        rivals = tuple(id for s, id in scored[1:] if scored[0][0] - s <= CLOSE)
        return Link(mention, scored[0][1], scored[0][0], rivals) if scored else None

    def score(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        """Sum the evidence that ``mention`` is meant for ``slot``."""
        if slot.side:
            return self._party_score(mention, slot, clause)
        if mention.kind == "copies":
            return copies(self.message, self.clauses, self.scene, mention, slot, clause)
        heads = (*self.heads.get(clause.start, ()), *barred(self.message.text[clause.start : mention.start]))
        if out_of_place(self, mention, slot, clause) or slot.id in heads:
            return 0.0
        points = self._cue(mention, slot, clause)
        points += 2.0 * (slot.id in self.cited(clause, mention))  # the place bounds the choice, the words in it decide
        if mention.kind in _SELF and not self._elsewhere(mention, clause):
            points = max(points, _SELF[mention.kind])
        if slot.id == "total_fee" and points < ENOUGH and self._lone_amount(mention, clause):
            points = ENOUGH
        if mention.kind == "date" and points < ENOUGH and day_of(self, mention, slot, clause):
            points = ENOUGH
        if slot.id in self.scene.expected:
            points += 1.2 if points >= ENOUGH else self._asked(mention, slot, clause)
        if points < 1.0:
            return 0.0
        points += self._topic(slot, clause) + self._actor(mention, slot, clause)
        filled = slot.id in self.scene.values
        if slot.id == "data_delivery_time" and "delivery_date" in self.scene.template.slots:
            points -= 0.0 if self.topics.get(clause.start, ("", False))[0] == "data" else 0.8
        points += (1.2 if filled else 0.3) if filled == self.correcting else 0.0
        if slot.id in self.scene.left_open and not self.correcting:
            points -= 0.05
        return points

    def cited(self, clause: Clause, mention: Mention) -> set[str]:
        """The slots of the template's clause whose address the words give, unless they name another that fits."""
        return addressed(self.by_clause.get(clause.start, ()), lambda s: (x := self.scene.slot(s)) is not None and mention.fits(x))

    def _asked(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        """An answer to the question: the value makes up the sentence, or nothing else is named in it."""
        here = [c for c in self.by_clause.get(clause.start, ()) if c.slot != slot.id and c.weight >= 2]
        place = self.clauses.index(clause)
        if place and _RATHER.match(clause.text) and self.clauses[place - 1].sentence == clause.sentence:  # 启动训练不是10个,是8个工作日
            here += [c for c in self.by_clause.get(self.clauses[place - 1].start, ()) if c.slot != slot.id and c.weight >= 2]
        fitting = [c for c in here if (s := self.scene.slot(c.slot)) and mention.fits(s)]
        if fitting:
            return 0.0
        first = next((s for s in self.scene.expected if (x := self.scene.slot(s)) and mention.fits(x)), "")
        bare = mention.end - mention.start >= 0.4 * len(clause.text.strip())
        return (2.0 if bare else 1.6) + (0.2 if first == slot.id else 0.0)

    @cached_property
    def _around(self) -> tuple[list[Clause], dict[int, int]]:
        """The clauses that may hold a cue for a later one, and the place of each by where it starts."""
        own = {c.start for c in self.clauses}
        around = [c for c in self.message.clauses if c.start in own or ((too_much(c.text) or offered(c.text)) and not c.asks)]
        return around, {c.start: place for place, c in enumerate(around)}

    def _cue(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        """The strongest cue for the slot in the clause; a weaker one when it stands in the clause before."""
        best = 0.0
        for cue in self.by_clause.get(clause.start, ()):
            if cue.slot == slot.id and cue.weight != ADDRESSED and not (cue.start >= mention.start and cue.end <= mention.end and cue.weight < 2.3 and mention.kind != "int"):
                best = max(best, cue.weight + self._own_word(cue, slot) - self._distance(cue, mention))
        if best or (mention.kind in ("period", "days", "years") and self._counted_otherwise(mention, clause)):
            return best
        around, places = self._around
        place = places[clause.start]
        if mention.kind == "date" and place and re.search(r"\d[号日]|[月年]底", around[place - 1].text):
            return self._ahead(mention, slot, clause)  # the clause before has its own day
        reach = 1.0
        while place > 0 and around[place - 1].sentence == clause.sentence and reach > 0.6:
            place -= 1
            before = self.by_clause.get(around[place].start)
            before = cues(self.scene.template, around[place].text, around[place].start) if before is None else before
            if len(around[place].text.strip()) <= 4 and not before:
                continue
            reach -= 0.15
            for cue in before:
                trigger = 0.9 if _TRIGGER.match(self.message.text[cue.end : around[place].end].strip()) else 0.0  # 验收合格后,5工作日开训
                if cue.slot == slot.id and (points := cue.weight * reach - 0.3 - trigger) > best:
                    best = points
                    self.borrowed[(mention.start, slot.id)] = (cue.start, cue.end)
            if best:
                break
        return best or self._ahead(mention, slot, clause)

    def _counted_otherwise(self, mention: Mention, clause: Clause) -> bool:
        """数据验收十天: the clause itself says what is counted, though in another unit; no other clause is asked."""
        named = [c for c in self.by_clause.get(clause.start, ()) if c.weight >= 2.2 and c.end <= mention.start]
        return any((s := self.scene.slot(c.slot)) and s.kind == "workdays" for c in named)

    def _ahead(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        """15个工作日内,甲方返还并删除…: a span of time before the clause that says what is done in it."""
        place = self.clauses.index(clause)
        rest = self.message.text[mention.end : clause.end]
        if not re.fullmatch(r"\s*(?:之?内|以内|前|之前)?\s*", rest) or place + 1 >= len(self.clauses):
            return 0.0
        after = self.clauses[place + 1]
        own = [c for c in self.by_clause.get(clause.start, ()) if (s := self.scene.slot(c.slot)) and mention.fits(s) and c.weight > 2.3]
        if own or after.sentence != clause.sentence:
            return 0.0
        return max((c.weight * 0.85 for c in self.by_clause.get(after.start, ()) if c.slot == slot.id), default=0.0)

    def _own_word(self, cue: Cue, slot: Slot) -> float:
        """More for the word this user used for the slot before, or that its label has (整改 in 模型整改期限)."""
        word = self.message.text[cue.start : cue.end]
        heard = any(word in self.scene.heard.get(s, "") for s in self.scene.heard if s == slot.id)
        elsewhere = any(word in w for s, w in self.scene.heard.items() if s != slot.id)
        return (0.6 if heard and not elsewhere else 0.0) + (0.3 if len(word) >= 2 and word in slot.label else 0.0)

    def _distance(self, cue: Cue, mention: Mention) -> float:
        if cue.end <= mention.start:
            gap = re.sub(r"\s+", " ", self.message.text[cue.end : mention.start])
            trigger = 0.9 if _TRIGGER.match(gap) and ":" not in gap else 0.0
            gap = gap.replace(" ", "")
            return min(len(gap), 15) * 0.06 + trigger
        if cue.start >= mention.end:
            gap = self.message.text[mention.end : cue.start].replace(" ", "")
            return min(len(gap), 15) * 0.05
        return 0.0

    def _topic(self, slot: Slot, clause: Clause) -> float:
        wanted = TOPICS.get(slot.id, "")
        current, explicit = self.topics.get(clause.start, ("", False))
        if not wanted or not current:
            return 0.0
        if wanted == current:
            return 1.2 if explicit else 0.6
        return -1.5 if explicit and {wanted, current} == {"data", "model"} else -0.5

    def _actor(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        wanted = self.scene.template.party(ACTORS.get(slot.id, ""))
        acting = [p for p in self.people.within(clause.start, clause.end) if p.start < mention.end]
        acting = [p for p in acting if not re.search(r"[给帮替为]\s*$", self.message.text[: p.start])]
        given = [p for p in self.people.within(clause.start, clause.end) if re.search(r"给\s*$", self.message.text[: p.start]) and not re.match(r"\s*[\d一二两三四五六七八九十]", self.message.text[p.end :])]
        if not wanted or not (acting or given):
            return 0.0
        party = self.people.party(acting[-1].who) if acting else other(self.people.party(given[-1].who))
        if party == wanted:
            return 1.0
        return -1.4 if party == other(wanted) else 0.0

    def relevance(self, cue: Cue, clause: Clause) -> float:
        """How much a cue counts in its clause, topic and what was asked included."""
        slot = self.scene.slot(cue.slot)
        asked = 1.0 if cue.slot in self.scene.expected else 0.0
        return cue.weight + asked + (self._topic(slot, clause) if slot else 0.0)

    def meant(self, cue: Cue, clause: Clause) -> float:
        """How much a cue counts, with the word that the slot itself goes by."""
        slot = self.scene.slot(cue.slot)
        return self.relevance(cue, clause) + (self._own_word(cue, slot) if slot else 0.0)

    def _lone_amount(self, mention: Mention, clause: Clause) -> bool:
        bare = mention.end - mention.start >= 0.4 * len(clause.text.strip())
        words = self.message.text[mention.start : mention.end]
        money = is_money(words, self.message.text) or "total_fee" in self.scene.expected
        latest = self.scene.slot(self.scene.latest[0]) if self.correcting and self.scene.latest else None
        another = latest is not None and latest.kind == "money_or_text"  # 泄密违约金200万, 改成150万
        return money and bare and not another and not self._elsewhere(mention, clause) and "total_fee" not in self.scene.values

    def _elsewhere(self, mention: Mention, clause: Clause) -> bool:
        return mention.kind == "money" and not_the_price(clause.text)

    def _party_score(self, mention: Mention, slot: Slot, clause: Clause) -> float:
        """Party data: the kind (and its noun) says what, the nearest person says whose."""
        points = max(self._cue(mention, slot, clause), _SELF.get(mention.kind, 0.0))
        if mention.kind == "address":
            points = max(points, 1.7)
        if slot.id in self.scene.expected:
            points = max(points, 1.8)
        if points < ENOUGH:
            return 0.0
        party = self.whose(mention.start, mention.end, clause, mention.kind == "party_name")
        if party == slot.side:
            return points + 1.5
        if party:
            return 0.0
        if slot.id in self.scene.expected and not self._asks_both(slot):
            return points + 0.5
        return 0.0

    def _asks_both(self, slot: Slot) -> bool:
        mirrored = [s for s in self.scene.expected if (x := self.scene.slot(s)) and suffix(x) == suffix(slot)]
        return len(mirrored) > 1 and bool(name_of(slot.id)) is False

    def whose(self, start: int, end: int, clause: Clause, naming: bool = False) -> str:
        """Return the party a piece of data belongs to, UNKNOWN, or an empty string."""
        return self.owners.whose(start, end, clause, naming)

    def assign(self, found: Sequence[Mention]) -> list[Link]:
        """Assign mentions to slots, best evidence first; overlapping mentions and slots already given are passed over."""
        links: list[Link] = []
        pending = [x for m in found if (x := self.best(m))]
        while pending:
            pending.sort(key=lambda x: (-x.score, x.mention.start))
            link = pending.pop(0)
            if any(link.mention.start < d.mention.end and d.mention.start < link.mention.end for d in links):
                continue
            if any(d.slot == link.slot and self._near(d, link) for d in links):
                link = self._again(link, {d.slot for d in links})  # type: ignore[assignment]
                if link is not None:
                    pending.append(link)
                continue
            links.append(link)
        links = [x for x in links if not self._spent(x, links)]
        links += self._corrections(found, links)
        links = [without_taken(x, links) for x in links]
        links += remaining(found, links, self.scene, self.message.text, self.correcting)
        return sorted(links, key=lambda x: x.mention.start)

    def _spent(self, link: Link, links: Sequence[Link]) -> bool:
        """Whether the only words for a slot stand in an earlier clause and are those of another value there: a name names one value."""
        words = self.borrowed.get((link.mention.start, link.slot))
        clause = self.clause_of(words[0]) if words else None
        own = self.clause_of(link.mention.start)
        sided = (slot := self.scene.slot(link.slot)) is not None and bool(slot.side)
        if words is None or clause is None or own is None or sided or link.slot in self.scene.expected or self.correcting:
            return False
        told_apart = self.topics.get(own.start) == (TOPICS.get(link.slot), True)  # 验收:数据7个工作日,模型14个工作日
        if told_apart or any(c.slot == link.slot for c in self.by_clause.get(own.start, ())):
            return False
        return any(
            x is not link and clause.start <= x.mention.start < clause.end and x.mention.kind == link.mention.kind
            and any(c.slot == x.slot and c.start < words[1] and words[0] < c.end for c in self.by_clause.get(clause.start, ()))
            for x in links
        )

    def _corrections(self, found: Sequence[Mention], links: list[Link]) -> list[Link]:
        """A value after 不对/写错了 takes the slot of the value before it."""
        more: list[Link] = []
        for mention in found:
            if any(mention.start < x.mention.end and x.mention.start < mention.end for x in (*links, *more)):
                continue
            before = [x for x in links if x.mention.end <= mention.start and x.mention.kind == mention.kind]
            if before and CORRECTING.search(self.message.text[before[-1].mention.end : mention.start]):
                more.append(Link(mention, max(before, key=lambda x: x.mention.end).slot, ENOUGH))
            elif not links and (slots := self._recalled(mention)):
                more.append(Link(mention, slots[0], ENOUGH, tuple(slots[1:])))
        return more

    def _recalled(self, mention: Mention) -> list[str]:
        """The slots a correction without a name may mean, the first one meant."""
        clause = self.clause_of(mention.start)
        if clause is None or not (self.correcting or STILL.match(clause.text)):
            return []
        if mention.kind == "int" and any(c.weight >= 2.2 for c in self.by_clause.get(clause.start, ())):
            return []  # 通报改成每个里程碑一次: what is counted is another thing's
        if mention.kind == "percent" and (_OF_PRICE.search(clause.text) or METRIC.search(clause.text)):
            return []  # 首付改成40%, where no instalment is called so
        return recalled(self.message.text, mention, self.scene)

    def _spoken_here(self, mention: Mention, slot: Slot, clause: Clause) -> bool:
        """A second value needs words of its own: 12月20号给,他们20号之前把环境搭好 gives no second date."""
        named = any(c.slot == slot.id for c in self.by_clause.get(clause.start, ()))
        return named or self.topics.get(clause.start) == (TOPICS.get(slot.id), True)

    def _near(self, done: Link, new: Link) -> bool:
        """Whether two values for one slot cannot both be meant (no correction between them)."""
        first, second = sorted((done.mention, new.mention), key=lambda m: m.start)
        return not CORRECTING.search(self.message.text[first.end : second.end])

    def _again(self, link: Link, used: set[str]) -> Link | None:
        """The next best slot for a mention whose first choice is taken."""
        clause = self.clause_of(link.mention.start)
        if clause is None:
            return None
        whole = self.message.sentence(clause.sentence)
        if link.mention.kind == "date" and _PARTS.search(self.message.text[whole[0].start : whole[-1].end]):
            return None
        scored = [
            (s, slot.id)
            for slot in self.scene.template.slots.values()
            if slot.id not in used and link.mention.fits(slot) and self._spoken_here(link.mention, slot, clause) and (s := self.score(link.mention, slot, clause)) >= ENOUGH
        ]
        return Link(link.mention, max(scored)[1], max(scored)[0]) if scored else None
