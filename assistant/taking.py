"""换成对方的: an answer to the offer to take over what a file that came back says, all of it or the values that are named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant import wording
from assistant.conversation import Conversation, Proposal
from assistant.draft import Set
from assistant.moves import Confirm, Deny, Fill, Move
from assistant.saying import shown
from knowledge.template import Slot

TAKE_OVER = "take_over"
_THEIRS = r"(?:对方|他们|她们|人家|文件|来稿|那边)(?:那边|那份|那版|文件|来稿)?(?:里|上)?"
_OURS = r"(?:我们|咱们|我方|我|自己|原来|原样|原稿|草稿)"
_WHOSE = r"(?:写的|改的|说的|给的|的意见|的版本|的数|的值|的|意见|版本|稿)"
_END = r"(?:来|改|写|办|定|为准)?(?:吧|了|好了|就行|即可)?"
_WHAT = rf"{_WHOSE}?{_END}"
_ALL = r"(?:那|就|那就|都|全|全都|全部|一律|统统)*"
_BECOMES = r"(?:改成|改为|换为)"
"""模型归属改成对方 names a party: only 改成对方的, and of nothing named, takes something over."""

_FOLLOWS = r"(?:按照|按|照着|照|依照|依|用|采用|换成|听|以|接受|同意|采纳|认可)"
_YES = re.compile(rf"{_ALL}{_BECOMES}{_THEIRS}{_WHOSE}{_END}|(?P<what>.*?){_ALL}{_FOLLOWS}{_ALL}{_THEIRS}{_WHAT}")
_NO = re.compile(rf"{_ALL}(?:还是|仍然|仍|要|保持|保留|维持|坚持|用|按照|按|照|以)+{_OURS}{_WHAT}(?:不变|不动)?|{_ALL}(?:不改|不换|不接受|别改|不同意)(?:对方的?|他们的?)?(?:吧|了)?")
_JOIN = re.compile(r"[、，,和跟及与]+")
_FRAME = re.compile(r"^(?:把|将|只|只有|只把|就|那|那就|，)+|(?:也|都|就|的|，|这一?项|这条|那条|可以)+$")


def taken(conversation: Conversation, slots: Mapping[str, Slot], message: str) -> tuple[Move, ...]:
    """Return what such an answer asks for; nothing when no such offer waits, or when the words are about something else."""
    offers = [p for p in (conversation.last.proposals if conversation.last else ()) if p.code == TAKE_OVER]
    words = re.sub(r"[\s。！!.~～]+", "", message)
    if not offers:
        return ()
    if _NO.fullmatch(words):
        return (Deny(),)
    match = _YES.fullmatch(words)
    if match is None:
        return ()
    named = [x for x in _JOIN.split(_FRAME.sub("", match["what"] or "")) if x]
    if not named:
        return (Confirm(),)
    changes = {c.slot: c for p in offers for c in p.changes if isinstance(c, Set) and c.slot in slots}
    chosen = [[id for id in changes if _called(slots[id].label, name)] for name in named]
    if any(len(found) != 1 for found in chosen):
        return ()
    return tuple(
        Fill(id, name, (message.find(name), message.find(name) + len(name)), changes[id].said)
        for name, (id,) in zip(named, chosen, strict=True)
    )


def offer(changes: tuple[Set, ...], slots: Mapping[str, Slot]) -> Proposal:
    """Return the offer to take these values over."""
    listed = [f"{slots[c.slot].label}改成{shown(slots[c.slot], c.value)}" for c in changes]
    return Proposal(wording.TAKE_OVER.format(listed=wording.joined(listed, 6)), changes, TAKE_OVER)


def _called(label: str, name: str) -> bool:
    return name in (label, label.replace("的", "")) or (len(name) >= 2 and (name in label or label in name))
