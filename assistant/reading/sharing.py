"""Values told out to several slots at once: 验收和整改分别是10和7个工作日, 验收、整改都是10个工作日."""

from __future__ import annotations

import re

from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues, topic
from assistant.reading.forms import Piece
from assistant.reading.lexicon import TOPICS
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene, other
from assistant.reading.surnames import surname
from assistant.reading.values import accepts
from knowledge.kinds.numerals import NUMBER
from knowledge.kinds.organisations import organisations
from knowledge.template import Slot

_UNIT = r"个?\s*(?:工作日|月|小时|钟头|年|天|日|周)|份|[轮次]|%|万元?|元"
_AMOUNT = re.compile(rf"(?P<n>{NUMBER})\s*(?P<u>{_UNIT}|个)?")
_EACH = re.compile(r"分别|依次")
_ALL = re.compile(rf"(?:都|均|一律|统一|全部?|各)(?:是|为|按|用|给|要|定|写|设|算)*\s*(?P<v>{NUMBER}\s*(?:{_UNIT}))")
_LIST = re.compile(rf"^\s*(?:都|全|统一|一律|全部)(?:是|按|写|用|算|定)*\s*(?P<v>{NUMBER}\s*(?:{_UNIT}))\s*[:]\s*(?P<list>[^:]*[、和][^:]*)$")
"""都是10个工作日:验数据、改数据、开训: what it is of comes behind."""
_JOINT = re.compile(r"[、和与跟及]|以及")


def shared(message: Message, scene: Scene, people: People, free: tuple[Clause, ...]) -> list[Piece]:
    """Return one piece for each slot that a value told out to several belongs to."""
    found: list[Piece] = []
    for clause in free:
        if each := _EACH.search(clause.text):
            found += (
                _codes(message, clause, each, scene, people) or _names(message, clause, each, scene, people)
                or _places(message, clause, each, scene, people) or _amounts(clause, each, scene) or _dates(clause, each, scene)
            )
        elif (list_ := _LIST.match(clause.text)) and len(slots := _slots(list_["list"], list_["v"], scene)) > 1:
            found += [Piece(slot.id, clause.start + list_.start("v"), clause.start + list_.end("v")) for slot in slots]
        elif (same := _ALL.search(clause.text)) and _JOINT.search(clause.text[: same.start()]):
            slots = _slots(clause.text[: same.start()], same["v"], scene)
            if len(slots) > 1:
                start, end = clause.start + same.start("v"), clause.start + same.end("v")
                found += [Piece(slot.id, start, end) for slot in slots]
    return found


def _amounts(clause: Clause, each: re.Match[str], scene: Scene) -> list[Piece]:
    """Amounts in the order of the things named before 分别; a unit said once holds for all."""
    amounts = list(_AMOUNT.finditer(clause.text, each.end()))
    units = [m["u"] for m in amounts if m["u"] and m["u"] != "个"]
    sums = len(amounts) > 1 and all(re.search(r"[万亿元]", m[0]) for m in amounts)
    if len(amounts) < 2 or not (units or sums):
        return []
    words = [m[0].strip() for m in amounts] if sums else [m["n"] + (m["u"] if m["u"] and m["u"] != "个" else units[-1]) for m in amounts]
    slots = _slots(clause.text[: each.start()], words[0], scene)
    if len(slots) != len(amounts):
        return []
    return [
        Piece(slot.id, clause.start + m.start(), clause.start + m.end(), word)
        for slot, m, word in zip(slots, amounts, words, strict=True)
    ]


def _dates(clause: Clause, each: re.Match[str], scene: Scene) -> list[Piece]:
    """数据和模型的交付时间分别为…、…: days in the order of the things named before."""
    rest = clause.text[each.end() :]
    days = [(m.start(), m.end()) for m in _DAY.finditer(rest)]
    slots = _slots(clause.text[: each.start()], rest[slice(*days[0])], scene) if len(days) > 1 else []
    at = clause.start + each.end()
    return [Piece(slot.id, at + a, at + b) for slot, (a, b) in zip(slots, days, strict=True)] if len(slots) == len(days) else []


_DAY = re.compile(r"(?:\d{4}\s*[年\-/.]|[今明后]年)?\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*[日号]?")


def _slots(head: str, value: str, scene: Scene) -> list[Slot]:
    """The slot each of the joined words names, among those that could hold the value; all or none."""
    about = topic(head)
    chosen: list[Slot] = []
    pieces = _JOINT.split(head)
    tail = re.sub(r"^.*?(?:数据|模型)", "", pieces[-1])
    pieces = [p + tail if re.fullmatch(r"\s*(?:训练)?(?:数据|模型)的?\s*", p) else p for p in pieces]
    for piece in pieces:
        here = topic(piece) or about
        scored = []
        for cue in cues(scene.template, piece):
            slot = scene.slot(cue.slot)
            if slot is None or slot in chosen or slot.kind in ("text", "longtext") or not accepts(slot, value, scene.today):
                continue
            fits = 1.2 if here and TOPICS.get(slot.id) == here else 0.0
            scored.append((cue.weight + fits + (slot.id in scene.expected) - 0.3 * (slot.id in scene.values), slot))
        if not scored:
            return []
        chosen.append(max(scored, key=lambda s: s[0])[1])
    return chosen


_CODE = {"phone": re.compile(r"\d[\d\-]{6,}\d"), "uscc": re.compile(r"[0-9A-Z]{18}"), "email": re.compile(r"[A-Za-z0-9_.%+\-]+@[A-Za-z0-9.\-]+")}
_NOUN = {"phone": "电话|手机|号码|座机", "uscc": "信用代码|税号|代码", "email": "邮箱|邮件"}


def _codes(message: Message, clause: Clause, each: re.Match[str], scene: Scene, people: People) -> list[Piece]:
    """电话分别是…和…: codes in the order in which the parties were named, here or in the sentence before."""
    for what, shape in _CODE.items():
        codes = list(shape.finditer(clause.text, each.end()))
        if len(codes) != 2 or not re.search(_NOUN[what], clause.text[: each.start()]):
            continue
        order = _order(people, _before(message, clause), clause.start + each.start()) or _last_told(scene)
        return [
            Piece(f"party_{'a' if party == '甲方' else 'b'}_{what}", clause.start + m.start(), clause.start + m.end())
            for party, m in zip(order, codes, strict=False)
        ]
    return []


def _before(message: Message, clause: Clause) -> int:
    """Where the sentence before a clause's begins: the parties may be named there."""
    return next((c.start for c in message.clauses if c.sentence >= clause.sentence - 1), 0)


def _order(people: People, start: int, end: int) -> tuple[str, ...]:
    """The two parties as they were named between two places; 双方 means 甲方 first; empty when unknown."""
    persons = people.within(start, end)
    named = list(dict.fromkeys(p for x in persons if (p := people.party(x.who)) in PARTIES))
    if named:
        return (named[0], other(named[0]))
    return PARTIES if any(x.who == "双方" for x in persons) else ()


def _last_told(scene: Scene) -> tuple[str, ...]:
    """The two parties in the order in which the last turn told something of them; 甲方 first where it told nothing of both."""
    sides = list(dict.fromkeys(s.side for x in scene.recent if (s := scene.slot(x)) and s.side in PARTIES))
    return tuple(sides) if len(sides) == len(PARTIES) else PARTIES


_HOUSES_OF = re.compile(r"地址|住所")
_COMPANIES_OF = re.compile(r"(?:名称|全称|公司|单位|[方乙甲])\s*$")


def _places(message: Message, clause: Clause, each: re.Match[str], scene: Scene, people: People) -> list[Piece]:
    """服务方和需求方分别是…公司、…医院; 地址分别是…和…: what stands in the order of the parties."""
    head, at = clause.text[: each.start()], clause.start + each.end()
    rest = clause.text[each.end() :]
    if _HOUSES_OF.search(head):
        what = "address"
        spans = [(m.start("v"), m.end("v")) for m in re.finditer(r"(?:^|[、和与])(?:是|为|在|:)*(?P<v>[^、和与]{6,40})", rest)]
    elif _COMPANIES_OF.search(head):
        rest = message.text[at : message.sentence(clause.sentence)[-1].end]
        what, spans = "name", organisations(rest)
    else:
        return []
    order = _order(people, clause.start, clause.start + each.start()) or _last_told(scene)
    slots = [scene.slot(f"party_{'a' if party == '甲方' else 'b'}_{what}") for party in order]
    if len(spans) != len(PARTIES) or not all(s and accepts(s, rest[a:b], scene.today) for s, (a, b) in zip(slots, spans, strict=True)):
        return []
    return [Piece(s.id, at + a, at + b) for s, (a, b) in zip(slots, spans, strict=True) if s]


def _names(message: Message, clause: Clause, each: re.Match[str], scene: Scene, people: People) -> list[Piece]:
    """甲乙双方的法人分别是周涛和吴敏: names in the order of the parties."""
    title = re.search(r"(?P<legal_rep>法定代表人|法人代表|法人|负责人)|(?P<contact>联系人|对接人)|(?P<signatory>签字人|授权代表)", clause.text[: each.start()])
    names = list(re.finditer(r"(?:^|[、和与跟,\s])(?P<v>[\u4e00-\u9fff]{2,4}?)(?=$|[、和与跟,\s])", re.sub(r"^(?:是|为|叫)+", lambda m: "、" * len(m[0]), clause.text[each.end() :])))
    if not title or len(names) != 2 or not all(surname(n["v"]) for n in names):
        return []
    found = []
    order = _order(people, clause.start, clause.start + each.start()) or _order(people, _before(message, clause), clause.start) or _last_told(scene)
    for party, name in zip(order, names, strict=False):
        slot = f"party_{'a' if party == '甲方' else 'b'}_{title.lastgroup}"
        at = clause.start + each.end()
        if scene.slot(slot):
            found.append(Piece(slot, at + name.start("v"), at + name.end("v")))
    return found
