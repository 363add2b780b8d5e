"""Whose word counts (老板说8年,法务说3年 … 听法务的): what was left undecided is settled by naming who is heeded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.conversation import Conversation
from assistant.moves import Fill, Move, Object
from assistant.reading.clauses import Clause, Message, split
from assistant.reading.scene import Scene
from assistant.reading.values import accepts
from knowledge.kinds.numerals import NUMBER

_WHO = r"老板|领导|老总|总监|经理|法务|律师|财务|业务|销售|采购|技术|对方|他们|客户|人家|我们?|甲方|乙方|公司"
_SAYS = re.compile(
    rf"(?P<who>{_WHO})[^,。;\d]{{0,6}}?(?:说|要|想|觉得|认为|主张|坚持|希望|建议|提)[^,。;\d]{{0,6}}?(?P<v>{NUMBER}\s*(?P<u>个?工作日|个?月|年|天|日|小时|万元?|元|%|轮|份))"
)
_HEED = re.compile(rf"^\s*(?:那?就|行|好|还是|最后|统一)*(?:听|按|照|依|以)(?:着)?(?P<who>{_WHO})(?:那边)?(?:的|说的|那个|的意见|为准|的来|定的)*(?:来|办|写|填|定)?\s*[吧了]*\s*$")


def voices(run: Sequence[Clause]) -> list[Clause]:
    """Return clauses in which different people name different values of one sort, or nothing."""
    found = [(c, m) for c in run if (m := _SAYS.search(c.text))]
    for (one, a), (two, b) in itertools.pairwise(found):
        if a["who"][0] != b["who"][0] and a["u"] == b["u"] and a["v"] != b["v"]:
            return [one, two]
    return []


def heeded(said: Message, conversation: Conversation, scene: Scene) -> tuple[Move, ...]:
    """Return the value of whoever is heeded, out of what the last message left undecided."""
    match, last = _HEED.match(said.text), conversation.turns[-1] if conversation.turns else None
    if match is None or last is None:
        return ()
    for one in (m for m in last.moves if isinstance(m, Object) and m.code == "undecided"):
        slot = scene.slot(one.slot)
        for clause in split(one.said).clauses:
            told = _SAYS.search(clause.text)
            if slot and told and told["who"][0] == match["who"][0] and accepts(slot, told["v"], scene.today):
                words, span = said.said(0, len(said.raw))
                return (Fill(slot.id, words, span, told["v"]),)
    return ()
