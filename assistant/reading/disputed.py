"""Wishes that are not settled (我们想5年,对方只肯3年): understood, and said to be open, never written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.moves import Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues
from assistant.reading.heeding import voices
from assistant.reading.scene import Scene
from knowledge.kinds.numerals import NUMBER

_OUR_WISH = re.compile(r"(?:我们?|我方|我司|咱们?|我校|甲方|乙方)[^,。;]{0,6}?(?:觉得|认为|想|希望|要求?|坚持|主张|提|说|报|开)")
_THEIR_WISH = re.compile(
    r"(?:对方|他们|人家|客户|那边|甲方|乙方|法务|财务|老板|领导|老总)[^,。;]{0,6}?(?:说|觉得|认为|只(?![能可准许])|想|要|肯|愿|希望|坚持|主张|非|说|不同意|不肯|嫌|还价|砍|压|报|开)"
)
_EITHER = re.compile(r"(?:可能|也许|或许|要么)[^。;]{1,14}(?:可能|也许|或许|要么)|[^,。;]{1,10}(?:或者?|或是)[^,。;]{1,10},[^。;]*(?:没定|再定|再说|等[^,。;]{1,6}定|待定|还没)")
_SETTLED = re.compile(r"最后|最终|就按|定(?:了|下|为|在|成)|折中|同意了|各退|谈好|谈妥|商定|听(?:我们|他们|对方)的|成交|拍板")
_CONTENT = re.compile(rf"(?!一[份起并直定些])(?:{NUMBER})|归|仲裁|法院|共有|免费|收费")


@dataclass(frozen=True)
class Dispute:
    """What is not settled, with the clauses that say so."""

    object: Object
    start: int
    clauses: tuple[Clause, ...]


def disputes(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Dispute]:
    """Return what the sentences of a message leave undecided between the parties or among several values."""
    found: list[Dispute] = []
    for number in dict.fromkeys(c.sentence for c in free):
        run = [c for c in free if c.sentence == number]
        wished = _opposed(run) or voices(run) or _open_choice(run)
        if not wished or any(_SETTLED.search(c.text) for c in run if c.start >= wished[0].start):
            continue
        slot = _about(run[: run.index(wished[-1]) + 1], scene)
        words, _ = message.said(wished[0].start, wished[-1].end)
        label = found_slot.label if (found_slot := scene.slot(slot)) else "这一项"
        reason = f"「{words}」听起来{label}还没谈定，我先不写。定下来以后告诉我最后的数就行。"
        found.append(Dispute(Object("undecided", reason, slot, words), wished[0].start, tuple(wished)))
    return found


def _opposed(run: Sequence[Clause]) -> list[Clause]:
    """Two clauses in which each side wants its own."""
    ours = next((c for c in run if _OUR_WISH.search(c.text) and _CONTENT.search(c.text)), None)
    if ours is None:
        return []
    theirs = [
        c for c in run
        if c is not ours and _THEIR_WISH.search(c.text) and _CONTENT.search(c.text) and _who(c.text) != _who(ours.text)
    ]
    return sorted((ours, theirs[0]), key=lambda c: c.start) if theirs else []


def _who(text: str) -> str:
    match = re.search(r"我们?|我方|我司|咱|我校|甲方|乙方|对方|他们|人家|客户|那边|法务|财务|老板|领导|老总", text)
    return "我" if match and match[0][0] in "我咱" else match[0] if match else ""


def _open_choice(run: Sequence[Clause]) -> list[Clause]:
    """可能两年,也可能三年: several values, none chosen."""
    if not run:
        return []
    text = ",".join(c.text for c in run)
    if not _EITHER.search(text):
        return []
    named = [c for c in run if re.search(NUMBER, c.text) and re.search(r"可能|也许|或|要么", c.text)]
    return [c for c in run if c.start >= named[0].start] if named else []


def _about(run: Sequence[Clause], scene: Scene) -> str:
    for clause in run:
        found = sorted(cues(scene.template, clause.text, clause.start), key=lambda c: -c.weight)
        fitting = [c for c in found if (s := scene.slot(c.slot)) and not s.side]
        if fitting:
            return fitting[0].slot
    return next(iter(scene.expected), "")
