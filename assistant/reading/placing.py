"""Whose data the last message gave, told afterwards: 我们是甲方, 这张是乙方的执照, 上面是对方的信息."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.conversation import Conversation, Reply, Turn
from assistant.moves import Choose, Clear, Fill, Move, Object, Side, Unclear
from assistant.reading.clauses import Clause, Message, split
from assistant.reading.people import meet
from assistant.reading.scene import PARTIES, Scene, other
from knowledge.template import Template

Again = Callable[[Message, Scene], tuple[Move, ...]]
_PAPER = r"(?:营业执照|执照|执照信息|信息|资料|名片|抬头|开票信息|开票资料|公司|单位|联系方式|证照|主体信息)?"
_THING = r"(?:电话|手机|座机|号码|地址|住所|邮箱|代码|税号|法人|联系人|人|名称|名字)?"
_OWNED = re.compile(
    rf"^\s*(?:哦|噢|对了|嗯|补充一下)?\s*(?:(?:这|那)(?:张|个|份|些|是|都|段|一?条)*|(?:上面|上边|刚才|前面|以上|上一条|刚刚)(?:那|这|发|给|说|贴)*(?:张|个|份|些|的|段|条)*(?:{_PAPER}))\s*{_THING}\s*(?:就|都|也)*(?:是|属于|算|为)\s*"
    rf"(?P<who>[^,。;\s]{{1,16}}?)\s*(?:的|方面的|那边的|这边的)?\s*{_PAPER}\s*(?:哈|啊|哦|哟|的)?\s*$"
)
_ALONE = re.compile(rf"^\s*(?:是)?(?P<who>我[们方司]|对方|他们|客户|甲方|乙方|[\u4e00-\u9fff]{{2,4}}方)(?:公司)?的{_PAPER}\s*$")


def placed_now(
    moves: tuple[Move, ...], said: Message, scene: Scene, template: Template, conversation: Conversation, again: Again
) -> tuple[Move, ...]:
    """Return what the last messages gave, for the party that this message says it was of."""
    return _whose(moves, said, scene, conversation, again) or _ours(moves, said, scene, template, conversation, again)


def _whose(
    moves: tuple[Move, ...], said: Message, scene: Scene, conversation: Conversation, again: Again
) -> tuple[Move, ...]:
    told = next(((c, m) for c in said.clauses if (m := _OWNED.match(c.text) or _ALONE.match(c.text)) and not c.asks), None)
    if told is None:
        return ()
    clause, match = told
    last = _before(said, clause, moves) or (conversation.turns[-1] if conversation.turns else None)
    if last is None or last.undone or not _nobodys(last, scene):
        return ()
    side = next((m.side for m in moves if isinstance(m, Side)), "")
    side = scene.template.party(side) or side or scene.side
    people = replace(meet(said, scene, {}), side=side)
    who = people.within(clause.start + match.start("who"), clause.start + match.end("who"))
    party = people.party(who[0].who) if who else ""
    if party not in PARTIES:
        return ()
    words, span = said.said(clause.start, clause.end)
    plain = replace(scene, names={p: n for p, n in scene.names.items() if p not in _written(last)}, side="")
    found = [m for m in again(split(f"{party}\n{last.said}"), plain) if isinstance(m, Fill) and _side(m.slot, scene) == party]
    stray = [m.slot for m in last.moves if isinstance(m, Fill) and _side(m.slot, scene) == other(party)]
    have = {m.slot for m in moves if isinstance(m, Fill)}
    return (
        *(Clear(s) for s in dict.fromkeys(stray) if found and (s not in have or last.said in said.raw)),
        *(Fill(m.slot, words, span, m.reading or m.said) for m in found if m.slot not in have),
    )


def _before(said: Message, clause: Clause, moves: tuple[Move, ...]) -> Turn | None:
    """What the same message gave before the words that say whose it is, as a turn of its own."""
    given = tuple(m for m in moves if isinstance(m, Fill) and m.span[1] <= clause.start)
    return Turn(said.raw[: clause.start], given, (), Reply("")) if given else None


def _written(last: Turn) -> set[str]:
    """The parties whose names the last message gave."""
    return {{"party_a_name": "甲方", "party_b_name": "乙方"}[m.slot] for m in last.moves if isinstance(m, Fill) and m.slot.endswith("_name") and m.slot.startswith("party_")}


def _side(slot: str, scene: Scene) -> str:
    known = scene.slot(slot)
    return known.side if known else ""


def _nobodys(last: Turn, scene: Scene) -> bool:
    """Whether a message gave data of a party without saying of which."""
    gave = [m for m in last.moves if isinstance(m, Fill) and _side(m.slot, scene)]
    asked = any(isinstance(m, Object) and m.code == "who" for m in last.moves)
    if not gave and not asked and not all(isinstance(m, Unclear) for m in last.moves):
        return False
    named = [p for p in meet(split(last.said), replace(scene, names={}), {}).mentions if p.by != "name"]
    return asked or (not named and len({_side(m.slot, scene) for m in gave}) <= 1)


def _ours(
    moves: tuple[Move, ...], said: Message, scene: Scene, template: Template, conversation: Conversation, again: Again
) -> tuple[Move, ...]:
    """What earlier messages said of 我们 before it was known who 我们 are, once the side is told."""
    told = next((m for m in moves if isinstance(m, Side)), None)
    places = [i for i, t in enumerate(conversation.turns) if any(isinstance(m, Object) and m.code == "who" for m in t.moves)]
    first = any(isinstance(m, Choose) for i in places for m in conversation.turns[i].moves)  # said before there was a template
    waited = [t for i, t in enumerate(conversation.turns) if i in places or (first and i < places[0])]
    if told is None or not waited:
        return ()
    side = told.side if told.side in PARTIES else template.party(told.side)
    words = told.said if told.said and told.said in said.raw else said.raw
    span = (said.raw.find(words), said.raw.find(words) + len(words))
    placed = replace(scene, side=side)
    earlier = [m for t in waited for m in again(split(t.said), placed)]
    have = {m.slot for m in moves if isinstance(m, Fill)} | set(scene.values)
    return tuple(Fill(m.slot, words, span, m.reading or m.said) for m in earlier if isinstance(m, Fill) and m.slot not in have)
