"""Moves: what a message proposes. A closed union; readers make moves, code disposes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]


@dataclass(frozen=True)
class Choose:
    """Work on this template (the first choice, or a switch with values carried over by role)."""

    template: str
    kind: Literal["choose"] = "choose"


@dataclass(frozen=True)
class Fill:
    """Put what was said into a slot; ``said`` is the exact stretch ``span`` of the message.

    ``reading`` are the words its kind reads when they differ from those said (对方 → 乙方), else empty.
    """

    slot: str
    said: str
    span: Span = (0, 0)
    reading: str = ""
    kind: Literal["fill"] = "fill"


@dataclass(frozen=True)
class Clear:
    """Take a value out again."""

    slot: str
    kind: Literal["clear"] = "clear"


@dataclass(frozen=True)
class LeaveOpen:
    """Leave a slot open for now (先空着, 待定, 跳过), with the reason when one was given."""

    slot: str
    reason: str = ""
    kind: Literal["leave_open"] = "leave_open"


@dataclass(frozen=True)
class Ask:
    """A question about a term, the law, the templates or the draft; ``about`` is a slot when it names one."""

    question: str
    about: str = ""
    kind: Literal["ask"] = "ask"


@dataclass(frozen=True)
class Advise:
    """What do people usually put here? Writes nothing. An empty slot means the one that was asked."""

    slot: str = ""
    kind: Literal["advise"] = "advise"


@dataclass(frozen=True)
class Why:
    """Why is this asked?"""

    slot: str = ""
    kind: Literal["why"] = "why"


@dataclass(frozen=True)
class Confirm:
    """Yes to what the assistant proposed; ``suggested`` when the words name its suggestion (按建议改)."""

    suggested: bool = False
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True)
class Deny:
    """No to what the assistant proposed."""

    kind: Literal["deny"] = "deny"


@dataclass(frozen=True)
class Undo:
    """Take back the last turn that changed the draft."""

    kind: Literal["undo"] = "undo"


@dataclass(frozen=True)
class Redo:
    """Bring back what the last undo took."""

    kind: Literal["redo"] = "redo"


@dataclass(frozen=True)
class Swap:
    """The parties stand on the wrong sides: exchange everything that belongs to 甲方 and 乙方."""

    kind: Literal["swap"] = "swap"


@dataclass(frozen=True)
class Toggle:
    """Switch a recommended or optional clause (by name or address) on or off."""

    clause: str
    on: bool
    said: str = ""
    kind: Literal["toggle"] = "toggle"


@dataclass(frozen=True)
class AddClause:
    """An own extra clause of the user, kept word for word in 补充条款.

    ``worded`` is how a language model would put it in the contract's terms: a proposal, never more.
    """

    words: str
    worded: str = ""
    kind: Literal["add_clause"] = "add_clause"


@dataclass(frozen=True)
class Side:
    """Whom the user speaks for: a role id, 甲方, 乙方 or 中立."""

    side: str
    said: str = ""
    kind: Literal["side"] = "side"


@dataclass(frozen=True)
class Show:
    """Show the draft, one address of it, what is open, or the progress."""

    what: Literal["draft", "clause", "open", "values", "repeat"]
    address: str = ""
    kind: Literal["show"] = "show"


@dataclass(frozen=True)
class Check:
    """Check the draft now and say what is found."""

    kind: Literal["check"] = "check"


@dataclass(frozen=True)
class Export:
    """Make the Word file: a draft, or the final document (only when nothing stands against it)."""

    final: bool = False
    kind: Literal["export"] = "export"


@dataclass(frozen=True)
class Chat:
    """Greeting, thanks, a call for help or for a stop: nothing about the contract."""

    what: Literal["hello", "thanks", "help", "stop"]
    kind: Literal["chat"] = "chat"


@dataclass(frozen=True)
class Object:
    """Something said that the reader understood but that must not be written; ``reason`` tells why.

    ``code`` names it (contradiction, markup, injection, mandatory, vague, …); ``slot`` when one is meant.
    """

    code: str
    reason: str
    slot: str = ""
    said: str = ""
    rule: str = ""
    kind: Literal["object"] = "object"


@dataclass(frozen=True)
class Unclear:
    """Words the reader could not place."""

    said: str
    kind: Literal["unclear"] = "unclear"


@dataclass(frozen=True)
class Suppose:
    """What only a language model heard in the message: nothing of it is done before a yes."""

    moves: tuple[Choose | Fill | Clear | LeaveOpen | Toggle | AddClause | Side, ...]
    kind: Literal["suppose"] = "suppose"


Move = (
    Choose | Fill | Clear | LeaveOpen | Ask | Advise | Why | Confirm | Deny | Undo | Redo | Swap
    | Toggle | AddClause | Side | Show | Check | Export | Chat | Object | Unclear
    | Suppose
)
