"""Two values told for one thing in one message: the one that is settled on stands, as the network hears it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.moves import Fill
from assistant.reading.correcting import CORRECTING
from assistant.reading.cues import topic
from assistant.reading.lexicon import NAMES, TOPICS
from assistant.reading.meant import twins
from assistant.reading.scene import PARTIES
from assistant.reading.texts import NOT_THAT_WAY, described, tried
from assistant.reading.values import accepts
from knowledge import kinds
from knowledge.kinds.organisations import SUFFIX_END, organisations
from knowledge.kinds.places import begins
from knowledge.tagging import OF_PARTY, Tag, tag_of
from knowledge.template import Slot

if TYPE_CHECKING:
    from assistant.reading.tagged import Tagged

SURE, _SOME = 0.9, 0.6
_HARDLY = 0.1
_WHOSE, _MAYBE = 0.75, 0.25
"""How likely an owner must be, and how likely where it is the one who was spoken of last."""
_SETTLING = re.compile(
    r"不对|不是|不行|不成|不要|错了?|口误|改|换|变|还是|最后|最终|定了?|按|算了|太[长短多少高低贵久紧早晚慢快]|再[紧长短多少高低快]一?点|偏[高低长短多少]|才|应该|补了?一条|后来|又"
    r"|sorry|oops|wait|actually|\bno\b|新|调|缩|增|降|升|延|为|→|->|=>",
    re.I,
)
_NAMES = ("party_name", "person", "address")
_OLD = re.compile(r"(?:从|由|原来?|旧|之前|本来|原定)[^,。;]{0,8}$")
_LEADS = re.compile(r"(?:[是为叫系名称:\s(]|公司|单位|医院|学校|协会|物业|集团|出版社|厂|局|院|社|店|方|家|给|跟|和|与|找|到|交|致|以|在|住|址)$")


def owned(tagged: Tagged, tag: Tag) -> Tag:
    """Return a tag of what a party has with its owner: where that is unsure, the one who was spoken of last, if that may be."""
    if tag.slot not in OF_PARTY[1:] or tag.likely < SURE or tag.value_likely >= _WHOSE:
        return tag
    people = tagged.filling.people
    last = people.before(tag.start)
    party = people.party(last.who) if last else ""
    share = sum(likely for value, likely in tag.shares.items() if party in PARTIES and tagged.party(value) == party)
    value = {"甲方": "A", "乙方": "B"}.get(party, "")
    told = replace(tag, value=value, value_likely=_WHOSE)
    held = (slot := tagged.slot(told)) is not None and slot.id in tagged.scene.values
    return told if value and share >= _MAYBE and not held else tag


_BEGINNINGS = {"training_data_desc": described, "acceptance_test": tried, "acceptance_criteria": tried}


def describe(tagged: Tagged) -> None:
    """Put what the data is before what is said of it, and what is tested before what must be reached."""
    filling, text = tagged.filling, tagged.message.text
    for fill in (f for f in filling.fills if f.slot in _BEGINNINGS):
        start = _BEGINNINGS[fill.slot](tagged.message, fill.span[0], filling.free)
        if start < fill.span[0] and tagged.free(start, fill.span[1]) and not tagged.met(start, fill.span[0]):
            filling.add(fill.slot, start, fill.span[1], filling.people.spoken(text[start : fill.span[1]]))


_OFFICE = re.compile(r"(?:法人|代表人?|负责人|联系人|对接人|签字人)(?:就|应该)?(?:叫|是|为|写|:)?$")


_COUNTED = ("workdays", "days", "years", "hours", "period", "percent", "permille_day", "int")


_IN_ORDER = re.compile(r"(?:联系人|对接人|法人|代表人?|签字人)(?:分别|依次|各)(?:是|为|叫|:)*(?:[\u4e00-\u9fff]{2,4}[和与跟、])?$")


def under_its_name(tagged: Tagged, fill: Fill, known: Slot) -> bool:
    """Return whether free words stand behind the name of their slot and a colon, or a name behind its office once what was taken back is gone."""
    said = tagged.message.text[: fill.span[0]]
    before = said.rstrip()
    if known.kind == "person":
        return (len(said) - len(before) > 3 and bool(_OFFICE.search(before))) or bool(_IN_ORDER.search(before))
    names = (known.label, *known.aliases, *NAMES.get(known.id, ()))
    if known.kind in (*_COUNTED, "money"):
        lead = re.sub(r"[\s::是为写定填约算按]+$", "", before)
        shared = {n for s in tagged.scene.template.slots.values() if s is not known for n in (s.label, *s.aliases)}
        least = 1 if known.kind == "money" else 2
        return lead.endswith(tuple(n for n in names if len(n) > least and n not in shared))
    return known.kind in ("text", "longtext") and before.endswith(":") and before[:-1].rstrip().endswith(names)


def spoken_of(tagged: Tagged, fill: Fill, two: str) -> bool:
    """Return whether the message, or what else its sentence tells, speaks of what a fill is of and not of what another slot is of."""
    clause = next((c for c in tagged.message.clauses if c.start <= fill.span[0] < c.end), None)
    if clause and topic(clause.text) == TOPICS.get(fill.slot) != TOPICS.get(two):
        return True
    run = tagged.message.sentence(clause.sentence) if clause else []
    beside = [f for f in tagged.filling.fills if f is not fill and run and run[0].start <= f.span[0] < run[-1].end]
    named = {topic(c.text) for c in tagged.message.clauses} | {TOPICS.get(f.slot) for f in beside}
    return TOPICS.get(fill.slot) in named and TOPICS.get(two) not in named


def settle(tagged: Tagged) -> None:
    """Put what is settled on in the place of what was said first; leave out what stands around a name."""
    for fill in tuple(tagged.filling.fills):
        slot = tagged.scene.slot(fill.slot)
        if slot is None or slot.kind in ("table", "choice", "bool", "text", "longtext"):
            continue
        if slot.kind in _NAMES:
            _bounds(tagged, fill, slot)
        elif later := _later(tagged, fill, slot):
            tagged.filling.add(slot.id, later.start, later.end)


def topical(tagged: Tagged, slot: Slot, start: int) -> Slot:
    """Return the slot of the same thing of the data or the model, where the sentence so far speaks of that alone (数据不拷走,交付方式是…)."""
    about = TOPICS.get(slot.id, "")
    clause = next((c for c in tagged.message.clauses if c.start <= start < c.end), None)
    if about not in ("data", "model") or clause is None:
        return slot
    begin = tagged.message.sentence(clause.sentence)[0].start
    goal = tagged.scene.slot("project_goal")
    if slot.id == "acceptance_test" and goal and re.search(r"目标", tagged.message.text[begin:start]) and not re.search(r"验收|测试|封存", tagged.message.text[begin:start]):
        return goal
    other_way = {"data": "model", "model": "data"}[about]
    twin = tagged.scene.slot(slot.id.replace(about, other_way, 1))
    return twin if twin and twins(slot.id, twin.id) and topic(tagged.message.text[begin:start]) == other_way else slot


def nobodys(tagged: Tagged, ours: tuple[str, ...], likely: float) -> None:
    """Ask who 我们 are, when what is ours or theirs is told before that is known."""
    for tag in tagged.heard.tags:
        told = tag.slot in OF_PARTY and tag.value in ours and min(tag.likely, tag.value_likely) >= likely
        slot = f"party_a_{tag.slot}"
        if told and tagged.scene.slot(slot) and tagged.free(tag.start, tag.end) and not tagged.met(tag.start, tag.end):
            tagged.filling.who(slot, tag.start, tag.end)


def told_of_neither(tagged: Tagged, slot: Slot) -> bool:
    """Return whether a slot has its like of the other thing, and the message speaks of neither data nor model (验收10个工作日)."""
    about = TOPICS.get(slot.id, "")
    if slot.kind != "workdays" or slot.id in (*tagged.scene.expected, *tagged.scene.recent):
        return False
    twin = tagged.scene.slot(slot.id.replace(about, {"data": "model", "model": "data"}.get(about, about), 1)) if about else None
    return twin is not None and twin is not slot and twins(slot.id, twin.id) and not any(topic(c.text) for c in tagged.message.clauses)


_CARD = re.compile(r"名片|项目经理|总监")
_RELATION = re.compile(r"关系|角色|身份|选|填|写|算")
_BOTH = re.compile(r"各|每|双方|两边|都|一[家方人]")


def unlikely(tagged: Tagged, tag: Tag, slot: Slot) -> bool:
    """Return whether what a tag says is not told there: a card's number where the house has one, what one side keeps, a sort of house."""
    text = tagged.message.text
    clause = next((c for c in tagged.message.clauses if c.start <= tag.start < c.end), None)
    if slot.id == "pi_role" and tag.value == "anon":  # 已经匿名化处理 tells what was done, not how the parties stand
        return tagged.scene.values.get("contains_pi") is not True and not (clause and _RELATION.search(clause.text))
    if slot.id.endswith("delivery_method") and NOT_THAT_WAY.search(text[tag.start : tag.end + 3]):
        return True
    if slot.kind == "phone":
        return slot.id in tagged.scene.values and bool(_CARD.search(text[: tag.start])) and not CORRECTING.search(text)
    if slot.id == "copies_each":
        return clause is not None and not _BOTH.search(clause.text)
    return slot.kind == "party_name" and text[: tag.start].endswith("的") and not text[: tag.start].endswith(("我们的", "对方的", "他们的"))


_METHODS = {"data_delivery_method": "data_delivery_time", "model_delivery_method": "model_delivery_time"}


def by_method(tagged: Tagged) -> None:
    """A day of which it is unclear what is delivered then is that of what the sentence tells how it is delivered."""
    filling = tagged.filling
    for one in filling.objects:
        if one.code != "which" or one.slot not in _METHODS.values():
            continue
        clause = next((c for c in tagged.message.clauses if c.start in filling.undecided and one.said and tagged.message.said(c.start, c.end)[0] == one.said), None)
        run = tagged.message.sentence(clause.sentence) if clause else []
        told = {_METHODS[f.slot] for f in filling.fills if f.slot in _METHODS and run and run[0].start <= f.span[0] < run[-1].end}
        slot = tagged.scene.slot(next(iter(told))) if len(told) == 1 else None
        found = kinds.find(slot, clause.text, tagged.scene.today) if slot and clause and not filling.has(slot.id) else []
        if slot and clause and len(found) == 1:
            filling.add(slot.id, clause.start + found[0].start, clause.start + found[0].end)
            filling.objects = [o for o in filling.objects if o is not one]
            return


def _later(tagged: Tagged, fill: Fill, slot: Slot) -> Tag | None:
    """The last tag of the same slot behind a fill that says another value, where something says that it takes its place."""
    text, value = tagged.message.text, kinds.read(slot, fill.reading or fill.said, tagged.scene.today)
    found = None
    for tag in tagged.heard.tags:
        if tag.start < fill.span[1] or tag.likely < SURE or tagged.slot(tag) is not slot or not tagged.free(tag.start, tag.end):
            continue
        result = kinds.read(slot, text[tag.start : tag.end], tagged.scene.today)
        same = isinstance(value, kinds.Read) and isinstance(result, kinds.Read) and result.value == value.value
        taken = any(f is not fill and f.span[0] < tag.end and tag.start < f.span[1] for f in tagged.filling.fills)
        if isinstance(result, kinds.Read) and not same and not taken:
            found = tag
    if found is None:
        return None
    before = _OLD.search(text[max(0, fill.span[0] - 12) : fill.span[0]])
    return found if before or _SETTLING.search(text[fill.span[1] : found.end + 4]) else None


def _bounds(tagged: Tagged, fill: Fill, slot: Slot) -> None:
    """A name within more words than belong to it (年初碰到厦门釉见科技有限公司) is cut out of them; what is none goes."""
    name = tag_of(fill.slot)
    text = tagged.message.text
    if under_its_name(tagged, fill, slot) or (fill.reading and fill.reading not in text[slice(*fill.span)]):
        return  # its office is said, or the same as another's: the words only point at it
    inside = [t for t in tagged.heard.tags if t.slot == name and t.likely >= SURE and fill.span[0] <= t.start and t.end <= fill.span[1]]
    if len(inside) == 1 and (inside[0].start, inside[0].end) != fill.span:
        tag = inside[0]
        if text[tag.start - 1 : tag.start + 1] == "不对":
            return  # …不对宣城市图书馆
        led = tag.start == fill.span[0] or _LEADS.search(text[: tag.start]) or begins(text[tag.start : tag.end]) == 0
        whole = tag.end == fill.span[1] or not SUFFIX_END.search(text[: fill.span[1]])
        if led and whole and accepts(slot, text[tag.start : tag.end], tagged.scene.today):
            tagged.filling.add(slot.id, tag.start, tag.end)
        return
    if not inside and not _alone(tagged, fill, slot) and tagged.heard.share(*fill.span, name) < _HARDLY and _elses(tagged, fill):
        tagged.drop(fill)


def _alone(tagged: Tagged, fill: Fill, slot: Slot) -> bool:
    """Whether a name is all that is said, in answer to the question: nothing around it can tell what it is."""
    whole = fill.span[1] - fill.span[0] >= 0.8 * len(tagged.message.text.strip())
    return whole and slot.id in tagged.scene.expected and (slot.kind != "party_name" or bool(organisations(fill.said)))


def _elses(tagged: Tagged, fill: Fill) -> bool:
    """Whether words are surely no name: they belong nowhere, or most of them are a value of something else."""
    start, end = fill.span
    rivals = (t for t in tagged.heard.tags if t.likely >= _SOME and 2 * (min(t.end, end) - max(t.start, start)) >= end - start)
    return tagged.heard.outside(start, end) >= SURE or any(rivals)
