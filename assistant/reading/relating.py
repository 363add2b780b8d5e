"""Values said by pointing at others: 乙方同上, 地址和甲方一样, 付款期限也一样, 改回去, 都改成万分之五."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.moves import Fill, Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues, suffix
from assistant.reading.lexicon import TOPICS
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene, other
from knowledge import kinds
from knowledge.template import Slot, Value

_SAME = re.compile(
    r"同上|同前|同\s*$|一样|相同|一致|同样|照抄|照搬|也是(?:这个|那个|它|同一个)|也用(?:这个|那个)|(?:跟|和|与|同)(?:甲方|乙方|我们|对方|他们)(?:的)?(?:同一个)"
)
_UNLIKE = re.compile(r"不一样|不同|不一致|不相同|一样(?:吗|不)|跟合同一样|和合同一样")
_BACK = re.compile(r"(?:改|换|调|变|恢复|还原)回(?:去|来|原来|原样|之前|刚才)|(?:还是|就)?(?:按|用|要)(?:原来|之前|先前|刚才)的(?:那个|数|值|吧|来)?$|恢复(?:成)?原来的")


@dataclass(frozen=True)
class Related:
    """A fill or an objection that a pointing clause makes."""

    clause: Clause
    fill: Fill | None = None
    object: Object | None = None


def pointed(message: Message, scene: Scene, people: People, clauses: Sequence[Clause], done: Sequence[Fill]) -> list[Related]:
    """Return what clauses mean that point at a value said before; ``done`` are the fills of this message."""
    found = _misspelt(message, scene, clauses)
    for clause in clauses:
        if any(r.clause is clause for r in found):
            continue
        if _BACK.search(clause.text):
            found += _back(message, scene, clause)
        elif too := _PERSON_TOO.search(clause.text):
            found += _person(message, scene, people, clause, too, done)
        elif (_SAME.search(clause.text) or _LIKE.search(clause.text)) and not _UNLIKE.search(clause.text):
            so_far = [*done, *(r.fill for r in found if r.fill)]
            if referred := _referred(message, scene, clause, so_far):
                found += referred
                continue
            found += _same(message, scene, people, clause, [f for f in so_far if f.span[0] < clause.start])
    return found


_WRITTEN_WRONG = re.compile(
    r"(?P<old>[\u4e00-\u9fff]{2,4}?)(?:这?个?名字|这?个?字)?(?:写|打|说|弄|搞|听)错了?[,，。\s]*(?:应该)?(?:是|叫|为)\s*(?P<v>[\u4e00-\u9fff]{2,4})(?=$|[\s,，。;；!！])"
)


def _misspelt(message: Message, scene: Scene, clauses: Sequence[Clause]) -> list[Related]:
    """龙志强写错了,是龙治强: the person of the name that stands, and no other, takes the one that is right."""
    match = _WRITTEN_WRONG.search(message.raw)
    clause = next((c for c in clauses if match and c.start <= match.start("v") < c.end), None)
    if match is None or clause is None:
        return []
    held = [s for x, v in scene.values.items() if isinstance(v, str) and v and match["old"].endswith(v) and (s := scene.slot(x)) and s.kind == "person"]
    fits = held and not isinstance(kinds.read(held[0], match["v"], scene.today), kinds.Refused)
    return [Related(clause, Fill(s.id, match["v"], match.span("v"))) for s in held] if fits else []


_PERSON_TOO = re.compile(
    r"(?P<what>签字人?|签署人|授权代表|签约代表|(?:项目)?联系人|对接人|法人(?:代表)?|法定代表人)(?:[这那]边)?(?:也|还|都|就)*(?:是|由|写|填|找)*"
    r"(?P<who>他|她|同一个?人|(?:法人|法定代表人)(?:本人|自己)?)(?:来?签|本人|自己)?\s*$"
)
_OFFICE = (("signatory", "签"), ("signatory", "代表"), ("contact", "联系"), ("contact", "对接"), ("legal_rep", "法"))


def _person(message: Message, scene: Scene, people: People, clause: Clause, too: re.Match[str], done: Sequence[Fill]) -> list[Related]:
    """乙方签字人也是他, 签字人就是法人: the person named last, or the one who heads the house, holds this office too."""
    what = "legal_rep" if too["what"].startswith("法") else next(w for w, sign in _OFFICE if sign in too["what"])
    told = [f for f in done if (s := scene.slot(f.slot)) and s.kind == "person" and s.side and f.span[0] < clause.start + too.start("who")]
    person = people.before(clause.start + too.end("what"), clause.start)
    party = people.party(person.who) if person else ""
    last = next((f.slot for f in reversed(told)), next((s for s in scene.latest if s.endswith(("_legal_rep", "_contact", "_signatory"))), ""))
    side = {"甲方": "party_a_", "乙方": "party_b_"}.get(party, last[:8])
    source = f"{side}legal_rep" if too["who"].startswith("法") else next((f.slot for f in reversed(told) if f.slot.startswith(side)), last)
    slot = scene.slot(f"{side}{what}")
    value = next((f.reading or f.said for f in reversed(told) if f.slot == source), scene.values.get(source))
    if slot is None or not source.startswith(side) or source == slot.id:
        return []
    return _filled(message, clause, slot, value) if value is not None else []


def _back(message: Message, scene: Scene, clause: Clause) -> list[Related]:
    """改回去: the slot named, else the one changed last, takes the value it had before."""
    named = {c.slot for c in cues(scene.template, clause.text) if c.weight >= 1.6} & scene.before.keys()
    slots = [s for s in scene.latest if s in named] if named else [s for s in scene.latest if s in scene.before][:1]
    if len(slots) != 1 or slots[0] not in scene.before:
        return []
    return _filled(message, clause, scene.slot(slots[0]), scene.before[slots[0]])


def _same(message: Message, scene: Scene, people: People, clause: Clause, done: Sequence[Fill]) -> list[Related]:
    persons = [p for p in people.within(clause.start, clause.end) if people.party(p.who) in PARTIES]
    if persons:
        party = people.party(persons[0].who)
        return _mirrored(message, scene, clause, party, done)
    about = TOPICS.get(done[-1].slot if done else next(iter(scene.recent), ""), "")
    wanted = [s for c in sorted(cues(scene.template, clause.text), key=lambda c: -c.weight - 1.2 * (TOPICS.get(c.slot) == about))
              if c.weight >= 1.6 and (s := scene.slot(c.slot)) and not s.side]  # fmt: skip
    for slot in wanted[:3]:
        for id, value in _sources(scene, done):
            source = scene.slot(id)
            if source and source.id != slot.id and source.kind == slot.kind and slot.kind not in ("text", "longtext", "bool", "table"):
                return _filled(message, clause, slot, value)
    return []


_LIKE = re.compile(r"(?:跟|和|与|同|随|按|比|以)(?P<other>[^,。;]{2,12}?)(?:一样|相同|一致|走|为准|同步|同期|(?P<how>多|少|长|短)(?P<by>[^,。;]{1,6}))\s*(?:就行|吧|了|的|长)*\s*$")


def _referred(message: Message, scene: Scene, clause: Clause, done: Sequence[Fill]) -> list[Related]:
    """保密期跟合同期一样, 保密比合同多两年: the slot named before takes the value of the one named behind."""
    match = _LIKE.search(clause.text)
    slot = _length(clause.text[: match.start()], scene) if match else None
    source = _length(match["other"], scene) if match else None
    if match is None or slot is None or source is None or slot.id == source.id:
        return []
    value = dict(_sources(scene, done)).get(source.id)
    words = kinds.write(source, value) if value is not None else ""
    months = _months(words) if words else None
    if months is None:
        label = f"{source.label}还没有定，{slot.label}要跟它一样的话，请先告诉我{source.label}。"
        said, _ = message.said(clause.start, clause.end)
        return [Related(clause, object=Object("reference", label, slot.id, said))]
    by = _months(match["by"]) if match["how"] else 0
    if by is None:
        return []
    months += -by if match["how"] in ("少", "短") else by
    reading = f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
    said, span = message.said(clause.start, clause.end)
    return [Related(clause, Fill(slot.id, said, span, reading))]


def _length(words: str, scene: Scene) -> Slot | None:
    """The slot of a length of time that the words name best."""
    term = re.search(r"合同|协议|合作|有效期", words)
    found = [(c.weight, s) for c in cues(scene.template, words) if (s := scene.slot(c.slot)) and s.kind in ("years", "period")]
    if term and not re.search(r"保密|续", words):
        found = [(1.0, s) for x in ("cooperation_term", "contract_term") if (s := scene.slot(x))]
    return max(found, key=lambda f: f[0])[1] if found else None


def _months(words: str) -> int | None:
    probe = Slot("_length", "时长", "period", "可空", "")
    result = kinds.read(probe, re.sub(r"[上出个]?$", "", words.strip()) if not re.search(r"[年月]", words) else words, date.today())
    match = re.fullmatch(r"(\d+)(年|个月)", str(result.value)) if isinstance(result, kinds.Read) else None
    return int(match[1]) * (12 if match[2] == "年" else 1) if match else None


def _mirrored(message: Message, scene: Scene, clause: Clause, party: str, done: Sequence[Fill]) -> list[Related]:
    """乙方地址和甲方一样, 乙方同上: the other party's value of what is named, else of what was said last."""
    named = {suffix(s) for c in cues(scene.template, clause.text) if (s := scene.slot(c.slot)) and s.side} - {"", "name", "uscc"}
    known = dict(_sources(scene, done))
    if not named:
        last = [s for f in reversed(done) if (s := scene.slot(f.slot)) and s.side == other(party)]
        last = last or [s for x in reversed(scene.recent) if (s := scene.slot(x)) and s.side == other(party)]
        named = {suffix(last[0])} - {"name", "uscc"} if last else set()
    found: list[Related] = []
    for what in sorted(named):
        one, two = ("party_a_", "party_b_") if party == "甲方" else ("party_b_", "party_a_")
        if two + what in known:
            found += _filled(message, clause, scene.slot(one + what), known[two + what])
    return found


def _sources(scene: Scene, done: Sequence[Fill]) -> list[tuple[str, Value]]:
    """Values to point at, the nearest first: of this message, then of the last turn, then the rest."""
    here: list[tuple[str, Value]] = []
    for fill in reversed(done):
        slot = scene.slot(fill.slot)
        result = kinds.read(slot, fill.reading or fill.said, scene.today) if slot else None
        if slot and isinstance(result, kinds.Read):
            here.append((slot.id, result.value))
    return here + [(s, scene.values[s]) for s in scene.latest if s in scene.values]


def _filled(message: Message, clause: Clause, slot: Slot | None, value: Value) -> list[Related]:
    if slot is None:
        return []
    words, span = message.said(clause.start, clause.end)
    return [Related(clause, Fill(slot.id, words, span, kinds.write(slot, value)))]
