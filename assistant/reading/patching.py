"""Pieces of a text that stands, told anew: 共有比例改成甲方45%,乙方55%; 刚才验收那个检出率改成98%; 份额说反了. The rest of the text stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.moves import Fill
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues
from assistant.reading.editing import Edit
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene
from knowledge import kinds
from knowledge.kinds.base import fold
from knowledge.kinds.numerals import NUMBER

_SHARE = r"百分之\s*[\d.零一二三四五六七八九十]+|\d+(?:\.\d+)?\s*[%％]|[一二两三四五六七八九]成[半一二三四五六七八九]?"
_COUNT = rf"(?:{NUMBER})\s*(?P<unit>个月|年|天|日|个?工作日|毫秒|秒|ms|[张条篇份段幅小时次轮遍种类例]|万元|元)"
_PAIR = re.compile(
    r"(?P<label>[^\s,。;、:\d%]{1,12}?)\s*(?:[占拿得分提降改调是为到成]|也|就|都|要|应该|写|按|:|不?(?:低于|高于|超过|少于)|至少)*\s*"
    rf"(?P<value>{_SHARE}|{_COUNT})"
)
_CHANGING = re.compile(r"改|反了|错了|换成|调[成为到整]|不对|更正|重新")
_REVERSED = re.compile(r"(?:说|写|填|弄|搞|讲)?反了|对调|互换|换过来")
_AS_IT_WAS = re.compile(r"(?:其[他它余]|别的|剩下|另外|基数|规则)[^,。;]{0,6}(?:不变|照旧|一样|不动|不改|还是)|还是那|照旧$|不变$")
_GAP = r"[^,。;、\d%零一二两三四五六七八九十百]{0,6}"
_LEAST = 2


@dataclass(frozen=True)
class _Piece:
    """A label as told, the party it stands for (or none), the amount, and whether it is a share."""

    label: str
    party: str
    value: str
    unit: str


def patched(message: Message, scene: Scene, people: People, free: Sequence[Clause]) -> list[Edit]:
    """Return the texts that stand with the amounts that a sentence tells anew in their places, for the clauses that tell them."""
    texts = {s.id: v for s in scene.template.slots.values() if s.kind in ("text", "longtext") and isinstance(v := scene.values.get(s.id), str)}
    for number in dict.fromkeys(c.sentence for c in free) if texts else ():
        run = [c for c in free if c.sentence == number and not c.asks]
        told = fold(message.raw[run[0].start : run[-1].end]) if run else ""
        if not _CHANGING.search(told):
            continue
        if wrong := _said_wrong(run, message, texts):
            return wrong
        pieces = {c.start: _pieces(c, message, people) for c in run}
        whole = [p for c in run for p in pieces[c.start]]
        named = {c.slot for clause in run for c in cues(scene.template, clause.text)}
        results = {id: new for id, text in texts.items() if (new := _put(text, whole, people) if whole else _turned(text, told, id in named, people)) and new != text}
        results = {id: new for id, new in results.items() if id in named} or results
        if len(results) == 1 and not any(_typed(c, scene) for c in run):
            slot, new = next(iter(results.items()))
            used = [c for c in run if pieces[c.start] or _AS_IT_WAS.search(c.text) or _CHANGING.search(c.text)]
            words, span = message.said(used[0].start, used[-1].end)
            return [Edit(used[0], (Fill(slot, words, span, new),)), *(Edit(c, ()) for c in used[1:])]
    return []


_SAID_WRONG = re.compile(
    rf"(?P<old>(?:{_SHARE}|(?:{NUMBER})\s*(?P<u>个?(?:月|工作日)|年|天|[张条篇份段幅小时次轮遍种类例人家只头]|万元|元)))[^,。;]{{0,4}}?"
    r"(?:说|讲|写|打|填|报|记|弄|搞)错了?[,\s]*(?:应该|其实|改成|改为|是|系|写)*\s*"
    rf"(?P<new>{_SHARE}|(?:{NUMBER})\s*(?P=u))"
)
_BECOMES = re.compile(
    rf"(?P<old>(?:{_SHARE}|(?:{NUMBER})\s*(?P<u>[张条篇份段幅小时遍种类例人家只头])))[^,。;]{{0,4}}?(?:改成|改为|换成)\s*(?P<new>{_SHARE}|(?:{NUMBER})\s*(?P=u))"
)


def _said_wrong(run: Sequence[Clause], message: Message, texts: dict[str, str]) -> list[Edit]:
    """前面说的9万张说错了,是19万张: the amount in the one text that holds it."""
    words = fold(message.raw[run[0].start : run[-1].end])
    match = _SAID_WRONG.search(words) or _BECOMES.search(words)
    if match is None:
        return []
    old, new = (re.sub(r"\s", "", match[g]) for g in ("old", "new"))
    holding = [id for id, text in texts.items() if len(re.findall(rf"(?<![\d.零一二两三四五六七八九十百千万]){re.escape(old)}", text)) == 1]
    if len(holding) != 1:
        return []
    at = run[0].start
    used = [c for c in run if c.start < at + match.end() and at + match.start() < c.end]
    said, span = message.said(used[0].start, used[-1].end)
    return [Edit(used[0], (Fill(holding[0], said, span, texts[holding[0]].replace(old, new, 1)),)), *(Edit(c, ()) for c in used[1:])]


def _pieces(clause: Clause, message: Message, people: People) -> list[_Piece]:
    """What a clause tells of labels and amounts."""
    found = []
    for match in _PAIR.finditer(clause.text):
        inside = people.within(clause.start + match.start("label"), clause.start + match.end("label"))
        parties = [p for x in inside if (p := people.party(x.who)) in PARTIES]
        found.append(_Piece(match["label"], parties[-1] if parties else "", re.sub(r"\s", "", match["value"]), match["unit"] or "%"))
    return found


def _put(text: str, pieces: Sequence[_Piece], people: People) -> str:
    """The text with every amount told anew in the place of the one of the same label; empty when one has no place."""
    changed = False
    for piece in pieces:
        if piece.value in text and not piece.party:
            continue
        place = _place(text, piece, people)
        if place is None:
            return ""
        text, changed = text[: place[0]] + piece.value + text[place[1] :], True
    return text if changed else ""


def _place(text: str, piece: _Piece, people: People) -> tuple[int, int] | None:
    """Where the amount of a label stands in a text: behind a party's name, or behind the longest ending of the label that it holds."""
    amount = rf"(?P<v>{_SHARE})" if piece.unit == "%" else rf"(?P<v>(?:{NUMBER})\s*{re.escape(piece.unit)})"
    names = _called(piece.party, people) if piece.party else [piece.label[at:] for at in range(len(piece.label) - _LEAST + 1)]
    for name in names:
        if match := re.search(rf"{re.escape(name)}{_GAP}{amount}", text):
            return match.span("v")
    return None


def _called(party: str, people: People) -> list[str]:
    """What a party goes by in a contract text."""
    role = people.template.role(party)
    return [party, *(w for w in (role.label, *role.aliases) if len(w) > 1), *([people.names[party]] if party in people.names else [])]


def _turned(text: str, told: str, named: bool, people: People) -> str:
    """The text with the shares of both parties exchanged, where the words say no more than that they were the wrong way round."""
    if not named or not _REVERSED.search(told):
        return ""
    places = [
        found for party in PARTIES
        if (found := next((m.span("v") for name in _called(party, people) if (m := re.search(rf"{re.escape(name)}{_GAP}(?P<v>{_SHARE})", text))), None))
    ]
    if len(places) != len(PARTIES):
        return ""
    (a, b), (c, d) = sorted(places)
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _typed(clause: Clause, scene: Scene) -> bool:
    """Whether a clause tells the value of a slot of its own by that slot's name (合同期改成一年)."""
    for cue in cues(scene.template, clause.text):
        slot = scene.slot(cue.slot)
        if slot and slot.kind not in ("text", "longtext", "table") and cue.end - cue.start >= _LEAST and kinds.find(slot, clause.text, scene.today):
            return True
    return False
