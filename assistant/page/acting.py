"""What a press on the page means: steps from one conversation to the next, by their data-do."""

from __future__ import annotations

import base64
from collections.abc import Callable

from assistant.conversation import Conversation
from assistant.desk import Desk
from assistant.moves import Clear, Export, Fill, Move, Side
from assistant.page.fields import edited
from assistant.page.files import files
from assistant.page.sources import findings_of
from assistant.page.texts import text
from assistant.page.viewing import Keep


def again(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.open(keep.id, keep.owner)


def _say(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A chip says its words; one that answers a question fills its slot."""
    words = asked.get("say", "")
    if asked.get("slot") and asked.get("value"):
        return desk.apply(keep.id, keep.owner, (Fill(asked["slot"], asked["value"]),), words)
    return desk.say(keep.id, keep.owner, words)


def _edit(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A field was edited: the same move as if it had been said."""
    slot, words = asked.get("slot", ""), asked.get("text", "")
    conversation = desk.open(keep.id, keep.owner)
    template = desk.library.templates.get(conversation.draft.template)
    if template is None or slot not in template.slots:
        return conversation
    move: Move = Fill(slot, words) if words.strip() else Clear(slot)
    return desk.apply(keep.id, keep.owner, (move,), f"{template.slots[slot].label}：{words.strip() or '清空'}")


def _new(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.new()


def _open(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.open(asked.get("id", ""), keep.owner)


def _rename(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.rename(keep.id, keep.owner, asked.get("text", ""))


def _check(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A file was dropped or chosen: its bytes come with the press, as base64."""
    try:
        data = base64.b64decode(asked.get("file", ""), validate=True)
    except ValueError:  # cut off on its way
        data = b""
    return desk.check(keep.id, keep.owner, asked.get("name", ""), data)


def _duplicate(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    return desk.duplicate(keep.id, keep.owner, asked.get("text", ""))


def _side(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """The user said in the contract's head whom they speak for."""
    side = asked.get("side", "")
    if side not in ("甲方", "乙方", "中立"):
        return desk.open(keep.id, keep.owner)
    return desk.apply(keep.id, keep.owner, (Side(side),), f"我代表{side}" if side != "中立" else "我是中立的")


def _delete(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.delete(keep.id, keep.owner)
    return desk.new()


def _consent(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.consent(keep.owner, asked.get("given") == "1")
    return desk.open(keep.id, keep.owner)


def _fix(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """Take what a finding suggests; one that no longer stands changes nothing."""
    conversation = desk.open(keep.id, keep.owner)
    template = desk.library.templates.get(conversation.draft.template)
    found = findings_of(conversation, desk.library, desk.today())
    finding = next((f for f in found if (f.rule, f.where) == (asked.get("rule"), asked.get("where")) and f.fixes), None)
    if template is None or finding is None:
        return conversation
    moves = [Fill(f.slot, edited(template.slots[f.slot], f.value)) for f in finding.fixes]
    said = "，".join(f"{template.slots[m.slot].label}改成{m.said}" for m in moves)
    return desk.apply(keep.id, keep.owner, moves, said)


def _final(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """Ask for the final version: the file when nothing stands against it, the reasons when something does."""
    return desk.apply(keep.id, keep.owner, (Export(True),), text("make_final"))


def _keep(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    """A file was downloaded: it is kept as a version."""
    conversation = desk.open(keep.id, keep.owner)
    final = asked.get("final") == "1"
    made = files(desk, conversation)[int(final)]
    if made.path:
        desk.store.keep(conversation.id, made.path.read_bytes(), final=final, name=made.path.name, owner=keep.owner)
    return conversation


def _forget(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.store.forget(keep.id, whole(asked.get("number", "")), keep.owner)
    return desk.open(keep.id, keep.owner)


def _wipe(desk: Desk, asked: dict[str, str], keep: Keep) -> Conversation:
    desk.delete_all(keep.owner)
    return desk.new()


STEPS: dict[str, Callable[[Desk, dict[str, str], Keep], Conversation]] = {
    "say": _say, "amend": _say, "edit": _edit, "side": _side, "new": _new, "open": _open, "rename": _rename,
    "check": _check, "duplicate": _duplicate, "delete": _delete, "wipe": _wipe, "consent": _consent,
    "cite": again, "guide": again, "compare": again,
    "fix": _fix, "final": _final, "keep": _keep, "forget": _forget,
}


def whole(number: str) -> int:
    """Return a number that came from a browser; 0 for anything else."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
