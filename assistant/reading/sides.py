"""What is a statement, which side the speaker stands on and whose the names are, by likeness to what others have said."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

from assistant.reading.clauses import Clause, Message
from assistant.reading.people import THEM, US, Statement
from assistant.reading.roles import COMMISSION, SERVE, SERVED
from assistant.reading.scene import PARTIES, other
from knowledge.kinds.organisations import organisations
from knowledge.tagging import NONE, ROLE, Tag, heard
from knowledge.template import Template

SURE = 0.9
_MEANT = 0.75
"""So likely a role is when the words are surely about one, and are the whole clause."""
CERTAIN = 0.95
_FLOOR = 0.01
"""What is left for a value that the network does not think of."""
_MOST = 4
"""So many names are decided together."""
_ROLES = {"data": "data_provider", "train": "trainer"}
_OWNED = re.compile(r"(?:模型|成果|权重|产权|东西|数据)[^,。;我咱]{0,6}(?:归|属于)")
"""模型归训练的那家 tells who gets something, not who speaks."""
_PAPER = re.compile(r"(?:做|弄|搞|签|写|拟|起草?|要|出|整|订|用)(?:一?[份个]|一下|下)?[^,。;]{0,10}(?:合同|协议)$")
"""让我做一份训练数据合作协议: who draws up the paper tells nothing of who does what is in it."""
_PRONOUN = re.compile(r"我|咱|俺|敝|本[公单院校所厂]|对[方面]|贵[方司公院校]|[他她]们?|人家|客户|那[边家]|老板|[Ww]e|[Oo]ur|[Tt]hey")
_SOMEBODY = re.compile(r"^(?:(?![给跟和与向让请找由被交]|委托(?!方|人|单位))[\u4e00-\u9fff()]){0,24}?(?:方|企业|学校|医院|公司|单位|集团|大学|厂家)")
"""A clause that begins with somebody."""
_LABELLED = re.compile(r"[甲乙]方?\s*(?:\([^()]*\))?\s*(?:[::是为]|就是|名称|公司|单位|全称|\s)*$")


def stated(message: Message) -> Message:
    """Return the message with clauses that look like questions and surely state something (谁用归谁) as statements; a question mark decides."""
    if not any(c.asks for c in message.clauses):
        return message
    open_ended = {c.sentence for c in message.clauses if c.asks and (c.ender == "?" or _ASKED_OF.search(c.text) or not states(message, c))}
    clauses = tuple(replace(c, asks=c.asks and c.sentence in open_ended) for c in message.clauses)
    return replace(message, clauses=clauses)


_ASKED_OF = re.compile(r"(?:吗|么|行不行|可不可以|好不好|对不对|咋样|怎么样)\s*$")


def states(message: Message, clause: Clause) -> bool:
    """Return whether most of a clause is surely something that belongs into a blank."""
    return any(t.likely >= CERTAIN and t.slot not in (NONE, ROLE) and _covers(t, clause) for t in heard(message.spelt).tags)


def _covers(tag: Tag, clause: Clause) -> bool:
    """Whether a tag takes most of the words of a clause."""
    return 2 * (min(tag.end, clause.end) - max(tag.start, clause.start)) > clause.end - clause.start


def role_told(message: Message, template: Template, skip: frozenset[int]) -> tuple[Statement, ...]:
    """Return what a message tells of the speaker's own role; nothing when it tells two."""
    found: dict[bool, list[Statement]] = {True: [], False: []}
    for tag in heard(message.spelt).tags:
        place = next((i for i, c in enumerate(message.clauses) if c.start <= tag.start < c.end), -1)
        if tag.slot != ROLE or not _told(tag) or place < 0 or place in skip or message.clauses[place].asks:
            continue
        clause = message.clauses[place]
        partly = tag.value_likely < SURE and tag.start > clause.start + clause.text.rfind(":") + 3
        if _PAPER.search(message.text[tag.start : tag.end]):
            continue
        if partly or _OWNED.search(clause.text) or _of_others(message, clause, tag):
            continue
        role = _ROLES.get(tag.value, "")
        if party := template.party(role):
            words, _ = message.said(tag.start, tag.end)
            found[tag.value_likely >= SURE].append(Statement(US, party, "role", role, words, place))
    told = found[True] or found[False]
    return tuple(told) if len({s.party for s in told}) == 1 else ()


def _told(tag: Tag) -> bool:
    """Whether a role is surely told, and which one likely; or likely told, and which one surely."""
    return (tag.likely >= SURE and tag.value_likely >= _MEANT) or (tag.likely >= _MEANT and tag.value_likely >= CERTAIN)


def bounded(message: Message, start: int, end: int) -> tuple[int, int]:
    """Return where a company's name stands within words that begin before it (受托为大理…有限公司), as the network hears it."""
    tags = (t for t in heard(message.spelt).tags if t.slot == "name" and t.likely >= SURE and start < t.start and t.end == end)
    return next(((t.start, t.end) for t in tags if len(organisations(message.text[t.start : t.end])) == 1), (start, end))


def _of_others(message: Message, clause: Clause, tag: Tag) -> bool:
    """Whether a clause speaks of neither us nor them: 企业付费并提供数据, 受托训练方:."""
    words = message.text[clause.start : max(tag.end, clause.start)]
    labels = message.text[tag.end : tag.end + 1] == ":"
    return labels or (not _PRONOUN.search(words) and bool(_SOMEBODY.search(words)))


def owners_told(message: Message) -> tuple[tuple[int, int, str], ...]:
    """Return the companies that are surely the speaker's own, and the one other, if there is one: (start, end, 我们 or 对方)."""
    tags = [t for t in heard(message.spelt).tags if t.slot == "name" and t.likely >= SURE]
    whole = {message.text[t.start : t.end] for t in tags}
    tags = [t for t in tags if not any(message.text[t.start : t.end] in w and message.text[t.start : t.end] != w for w in whole)]
    words = {t: message.text[t.start : t.end] for t in tags}
    ours = {words[t] for t in tags if t.value == "us" and t.value_likely >= SURE}
    theirs = {words[t] for t in tags} - ours
    if len(ours) != 1 or len(theirs) > 1 or any(t.value == "us" and words[t] in theirs for t in tags):
        return ()
    return tuple((t.start, t.end, US if words[t] in ours else THEM) for t in tags)


def hired(message: Message, template: Template) -> tuple[tuple[int, int, str], ...]:
    """Return the companies that have something trained (受某公司委托) and those they ask to do it, with their parties."""
    found = []
    for pattern, role in ((SERVED, "data_provider"), (SERVE, "data_provider"), (COMMISSION, "trainer")):
        for clause in (c for c in message.clauses if not c.asks):
            match = pattern.search(clause.text)
            group = next((g for g in ("whom", "whom2") if match and match.groupdict().get(g)), "")
            if match and group and (party := template.party(role)):
                place = clause.start + match.start(group)
                found += [(place + start, place + end, party) for start, end in organisations(match[group])]
    return tuple(found)


_OWN_APPOSED = re.compile(r"(?:我们?|我方|我司|咱们?)[^,。;:\d甲乙对他]{0,8}:\s*|(?:我们?|咱们?|俺们?)(?:学校|医院|公司|单位|报社|中心|合作社|研究院|研究所|协会|[校院馆所厂社台行局店])(?:的?全称|名称|名字)?\s*[,:是叫]\s*")


def own_named(message: Message, side: str) -> tuple[tuple[int, int, str], ...]:
    """Return the company's name right behind what the speaker calls their own house (甲方是我们学校,淮上农林大学), with their party."""
    found = []
    for match in _OWN_APPOSED.finditer(message.text) if side in PARTIES else ():
        names = organisations(message.text[match.end() : match.end() + 40])
        if names and names[0][0] == 0:
            found.append((match.end(), match.end() + names[0][1], side))
    return tuple(found)


def names_told(message: Message, template: Template, side: str) -> tuple[tuple[int, int, str], ...]:
    """Return the company names whose party is told (start, end, party), decided together: two names are never of one party."""
    places: dict[str, list[Tag]] = {}
    for tag in heard(message.spelt).tags:
        if tag.slot == "name" and tag.likely >= SURE and not _LABELLED.search(message.text[: tag.start]):
            places.setdefault(message.text[tag.start : tag.end], []).append(tag)
    names = [n for n in places if not any(n != other and n in other for other in places)][:_MOST]
    chances = [_chances(places[name], template, side) for name in names]
    likely: dict[tuple[int, str], float] = {}
    whole = 0.0
    for choice in itertools.product((*PARTIES, ""), repeat=len(names)):
        if any(choice.count(party) > 1 for party in PARTIES):
            continue
        weight = math.prod(chances[i][party] for i, party in enumerate(choice))
        whole += weight
        for i, party in enumerate(choice):
            likely[i, party] = likely.get((i, party), 0.0) + weight
    return tuple(
        (tag.start, tag.end, party)
        for i, name in enumerate(names) for party in PARTIES if likely[i, party] >= SURE * whole for tag in places[name]
    )


def _chances(tags: list[Tag], template: Template, side: str) -> dict[str, float]:
    """How likely a name is of each party, by all its places; the empty party stands for nobody's and for what cannot be told."""
    found = dict.fromkeys((*PARTIES, ""), 1.0)
    for tag in tags:
        one = dict.fromkeys(found, _FLOOR)
        for value, share in tag.shares.items():
            one[_party(value, template, side)] += share
        found = {party: found[party] * one[party] for party in found}
    return found


def _party(value: str, template: Template, side: str) -> str:
    if value in _ROLES:
        return template.party(_ROLES[value])
    if side not in PARTIES:
        return ""
    return {"us": side, "them": other(side)}.get(value, "")
