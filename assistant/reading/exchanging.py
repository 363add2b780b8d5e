"""Corrections that name a value by what it was, by its place in a list, or several at once.

45万改48万, 刚才那个20改成15, 第4项改成7个工作日, 两个验收都改成12个工作日.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.moves import Fill, Move, Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues, topic
from assistant.reading.lexicon import TOPICS
from assistant.reading.scene import Scene
from knowledge import kinds
from knowledge.kinds.base import fold
from knowledge.kinds.numerals import NUMBER, number
from knowledge.template import Slot

_UNIT = r"(?:万|亿)?(?:元|块钱?)?|个?\s*(?:工作日|自然日|月|小时|钟头|年|天|日|周|季度)|份|[轮次]|%|‰|个点"
_VALUE = rf"(?:[百千万]分之\s*)?(?<![\d.]){NUMBER}\s*(?:{_UNIT})"
_INTO = r"(?:改成|改为|改到|改作|换成|换为|变成|变为|调成|调到|调为|调整[为到成]|[降升提涨加减延缩压放]短?长?宽?缩?[到为成至]|改)"
_CHANGE = re.compile(
    rf"(?P<old>{_VALUE})\s*(?:的?那[个条项]|的)?\s*(?:[,那就]|要|得|先|给我|帮我|统统|都|全部?)*\s*{_INTO}\s*(?:了)?\s*(?P<new>{_VALUE})\s*(?:吧|了|就行|好了)*\s*$"
)
_PLACED = re.compile(
    rf"第\s*(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:个|项|条|点|行)(?:问题)?\s*(?:那个|的)?\s*(?P<how>{_INTO}|[是写填定用选:])+\s*(?P<v>\S[^,。;]*)$"
)
_SEVERAL = re.compile(
    rf"(?P<many>[两俩二三仨四几]个?|所有|全部|各个?|每个)(?:的)?(?P<what>[\u4e00-\u9fff]{{2,6}}?)(?:期限?|时间|天数)?(?:都|全|一律|统一|统统)(?:给我|帮我)?(?:改|换|调|写|按|用|给|定|算|是)(?:成|为|到)?\s*(?P<v>{_VALUE})\s*(?:吧|了|就行|算)*\s*$"
)
_COUNT = {"两": 2, "俩": 2, "二": 2, "三": 3, "仨": 3, "四": 4}
_NO_VALUE = ("text", "longtext", "table", "bool", "choice")


@dataclass(frozen=True)
class Exchange:
    """What a clause changes."""

    clause: Clause
    moves: tuple[Move, ...]


_ITEM = re.compile(r"(?:第\s*\(?|(?=\(\d{1,2}\)\s*(?:里|中|那|的|项|条|这|改|调))\()(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\)?\s*(?:个|项|条|点|款|里|中|那|的|改|调)(?!\s*(?:是|写|填|定|用|选)\S)")
_NEW = re.compile(rf"(?:{_INTO}|按|写成?|定(?:成|为|在)?|要(?:写|填)?|做到)\s*(?:了|成|到|为)?\s*(?P<v>{_VALUE})\s*(?:吧|了|就行|好了|的)*\s*$")


def listed(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Exchange]:
    """第8项客户坚持,改为5年: a point of the user's own list in one clause, its new value there or in the next ones."""
    found: list[Exchange] = []
    for place, clause in enumerate(free):
        item = _ITEM.search(clause.text)
        slots = [s for x in scene.items.get(int(number(item["n"]) or 0), ()) if (s := scene.slot(x))] if item else []
        if clause.asks or not slots:
            continue
        for later in (c for c in free[place:] if c.sentence == clause.sentence):
            match = None if later.asks else _NEW.search(later.text)
            if match is None:
                continue
            fitting = [s for s in slots if s.kind not in _NO_VALUE and not _refused(s, match["v"], scene)]
            named = {c.slot for c in cues(scene.template, clause.text + later.text)}
            about = topic(clause.text[item.end() :] if item else "") or topic(later.text)
            fitting = [s for s in fitting if not about or TOPICS.get(s.id, about) == about]
            for narrower in ([s for s in fitting if s.id in named], [s for s in fitting if about and TOPICS.get(s.id) == about]):
                fitting = narrower if narrower and len(fitting) > 1 else fitting
            together = len(fitting) == 1 or bool(re.search(r"都|统统|全部?|一律", later.text))
            moves: list[Move] = [_fill(s, later, message, match.start("v"), match.end("v")) for s in fitting if together]
            moves = moves or ([_which_point(fitting, later, message)] if fitting else [])
            found += [Exchange(clause, tuple(moves)), *([Exchange(later, ())] if later is not clause else [])] if moves else []
            break
    return found


def _unlisted(clause: Clause, scene: Scene) -> bool:
    """第十一项改两年, of a list nobody gave: nothing in it says what is changed."""
    match = re.match(r"\s*第\s*\(?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\)?\s*(?:项|点|条)", clause.text)
    if match is None or not re.search(_INTO, clause.text) or int(number(match["n"]) or 0) in scene.items:
        return False
    return len(scene.asked) < 2 and not any(c.weight >= 2.2 for c in cues(scene.template, clause.text[match.end() :]))


def exchanged(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Exchange]:
    """Return the changes that clauses make to values that stand."""
    found = listed(message, scene, free)
    done = {one.clause for one in found}
    for clause in free:
        if clause.asks or clause in done:
            continue
        if _unlisted(clause, scene):
            found.append(Exchange(clause, ()))
            continue
        moves = _by_value(clause, message, scene) or _by_count(clause, message, scene) or _by_place(clause, message, scene) or _several(clause, message, scene)
        if moves:
            found.append(Exchange(clause, tuple(moves)))
    return found


def _by_value(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    match = _CHANGE.search(clause.text)
    if match is None or number(re.sub(r"\D", "", match["old"]) or "0") is None:
        return []
    holding = [s for x in scene.latest if (s := scene.slot(x)) and s.kind not in _NO_VALUE and _holds(s, match["old"], scene)]
    named = {c.slot for c in cues(scene.template, clause.text[: match.start()])}
    holding = [s for s in holding if s.id in named] or holding
    if not holding:
        return []
    holding = [s for s in holding if s.id in scene.recent] or holding if len(holding) > 1 else holding
    if len(holding) > 1 and not re.search(r"都|统统|全部?", match[0]):
        return [_which(holding, clause, message)]
    return [_fill(s, clause, message, match.start("new"), match.end("new"), _unit(match)) for s in holding]


_COUNT_INTO = re.compile(rf"(?:^|[,\s那就再请])\s*{_INTO}\s*(?:了|成)?\s*(?P<v>{NUMBER})\s*个\s*(?:吧|了|就行|好了)*\s*$")


def _by_count(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """12个太紧,改成15个: the workdays that stand at what the sentence says they were, else the only ones just written."""
    match = _COUNT_INTO.search(fold(message.raw[clause.start : clause.end]))  # as typed: what is called too tight may be gone
    if match is None:
        return []
    before = fold(message.raw[message.sentence(clause.sentence)[0].start : clause.start + match.start()])
    if re.search(r"工作日", before) or any(c.weight >= 1.6 for c in cues(scene.template, before)):
        return []  # 验数据那个12个工作日写少了,改成15个: what is meant is named
    told = re.search(rf"(?<![\d.])(?P<v>{NUMBER})\s*个(?!\s*(?:月|小时|点))", before)
    counted = [s for x in scene.latest if (s := scene.slot(x)) and s.kind == "workdays"]
    holding = [s for s in counted if (number(told["v"]) == scene.values.get(s.id) if told else s.id in scene.recent)]
    holding = [s for s in holding if s.id in scene.recent] or holding if len(holding) > 1 else holding
    if len(holding) > 1:
        return [_which(holding, clause, message)]
    words, span = message.said(clause.start + match.start("v"), clause.start + match.end("v"))
    return [Fill(s.id, words, span, f"{match['v']}个工作日") for s in holding]


def _unit(match: re.Match[str]) -> str:
    """The unit of the old value where the new one has none (45万改48)."""
    bare = re.fullmatch(rf"{NUMBER}\s*", match["new"])
    tail = re.sub(rf"^(?:[百千万]分之\s*)?{NUMBER}", "", match["old"]).strip() if bare else ""
    big = re.search(r"[万亿]$", match["old"].strip())
    return tail or (big[0] if bare and big and not re.search(r"[万亿]", match["new"]) else "")


def _holds(slot: Slot, words: str, scene: Scene) -> bool:
    result = kinds.read(slot, words, scene.today)
    return isinstance(result, kinds.Read) and result.value == scene.values.get(slot.id)


def _by_place(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """第4项改成…: of the list the user gave; 第二个是…: of the questions that were asked."""
    match = _PLACED.search(clause.text)
    if match is None:
        return []
    place = int(number(match["n"]) or 0)
    changing = re.search(_INTO, match["how"])
    listed = [s for x in scene.items.get(place, ()) if (s := scene.slot(x))]
    asked = [s for x in scene.asked[place - 1 : place] if (s := scene.slot(x))] if len(scene.asked) > 1 else []
    for slots in (listed, asked) if changing else (asked, listed):
        fitting = [s for s in slots if not isinstance(kinds.read(s, match["v"], scene.today), kinds.Refused)]
        if len(fitting) == 1:
            return [_fill(fitting[0], clause, message, match.start("v"), match.end("v"))]
    return []


def _several(clause: Clause, message: Message, scene: Scene) -> list[Move]:
    """两个验收都改成12个工作日: every slot that is called so and can hold the value."""
    match = _SEVERAL.search(clause.text)
    if match is None:
        return []
    named = dict.fromkeys(c.slot for c in cues(scene.template, match["what"]))
    slots = [s for x in named if (s := scene.slot(x)) and s.kind not in _NO_VALUE and not _refused(s, match["v"], scene)]
    wanted = _COUNT.get(match["many"][0], 0)
    standing = [s for s in slots if s.id in scene.values]
    slots = standing if len(standing) > 1 and (not wanted or len(standing) == wanted) else slots
    if len(slots) < 2 or (wanted and len(slots) != wanted):
        return []
    return [_fill(s, clause, message, match.start("v"), match.end("v")) for s in slots]


def _refused(slot: Slot, words: str, scene: Scene) -> bool:
    return isinstance(kinds.read(slot, words, scene.today), kinds.Refused)


def _fill(slot: Slot, clause: Clause, message: Message, start: int, end: int, unit: str = "") -> Fill:
    words, span = message.said(clause.start + start, clause.start + end)
    plain = clause.text[start:end].strip() + unit
    return Fill(slot.id, words, span, plain if plain != words else "")


def _which(slots: Sequence[Slot], clause: Clause, message: Message) -> Object:
    words, _ = message.said(clause.start, clause.end)
    labels = "、".join(f"「{s.label}」" for s in slots)
    return Object("which", f"{labels}现在都是这个数，「{words}」指的是哪一项？", slots[0].id, words)


def _which_point(slots: Sequence[Slot], clause: Clause, message: Message) -> Object:
    words, _ = message.said(clause.start, clause.end)
    labels = "、".join(f"「{s.label}」" for s in slots)
    return Object("which", f"那一项里有{labels}，「{words}」改的是哪一个？", slots[0].id, words)


_LATER = re.compile(
    rf"^\s*(?!(?:别|不要|甭)再?[写填用按定]\s*[\d一二两三四五六七八九十])(?:(?:不+|不对|不是|不行|等等|等一?下|等会儿?|算了|哦|噢|啊|呃|嗯|别|还是|改|改成|那|就|应该|应该是|是|写|填|说错了|错了|来|要)\s*)*(?P<v>{NUMBER})\s*(?P<u>个|天)?\s*(?:吧|好了|了|就行|得了)*\s*$"
)
_TAKEN_BACK = re.compile(r"不对|不是|不行|不+(?=$|\s)|等等|等一?下|等会|算了|错了|还是|改|别|应该")
_COUNTED = ("workdays", "days", "years", "hours", "copies", "int", "period", "money", "percent")


def amended(message: Message, scene: Scene, free: Sequence[Clause], fills: Sequence[Fill]) -> list[Fill]:
    """十五个工作日,等等,十个: a bare number after words that take a value back has that value's unit."""
    found: list[Fill] = []
    for place, clause in enumerate(free):
        match = _LATER.match(clause.text)
        before = [f for f in fills if f.span[1] <= clause.start and (s := scene.slot(f.slot)) and s.kind in _COUNTED]
        if match is None or not before or any(f.span[0] < clause.end and clause.start < f.span[1] for f in fills):
            continue
        last = max(before, key=lambda f: f.span[1])
        gap = message.text[last.span[1] : clause.start + match.start("v")]
        sentence = message.sentence(clause.sentence)
        if place == 0 or not _TAKEN_BACK.search(gap) or last.span[1] < sentence[0].start - 6:
            continue
        unit = re.sub(rf"^.*?{NUMBER}", "", message.text[last.span[0] : last.span[1]]).strip()
        slot = scene.slot(last.slot)
        reading = match["v"] + unit
        if slot and not _refused(slot, reading, scene):
            words, span = message.said(clause.start + match.start("v"), clause.start + match.end("v"))
            found.append(Fill(slot.id, words, span, reading))
    return found
