"""Conversation = turns; Turn = what was said, what changed and what was replied. Frozen; JSON both ways."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.draft import Change, Draft, fold
from assistant.findings import Finding
from assistant.moves import Move

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["answered", "absent", "out_of_scope", "unclear"]
Layer = Literal["结论", "解释", "条款", "草稿", "法律", "建议", "提示"]


@dataclass(frozen=True)
class Citation:
    """An exact quote: ``source_text[start:end] == quote`` where source_text is the text at ``address``."""

    template: str
    address: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class StatuteCited:
    """A statute an answer rests on: short law name and article."""

    law: str
    article: int
    summary: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Part:
    """One passage of an answer and the layer it belongs to; ``citations`` index into the answer's."""

    layer: Layer
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer to one question; what is not borne out by its citations and statutes is not in it."""

    question: str
    status: Status
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...] = ()
    statutes: tuple[StatuteCited, ...] = ()
    findings: tuple[Finding, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as plain text: the conclusion first, every other layer marked with its name."""
        lines = [p.text if p.layer == "结论" else f"【{p.layer}】{p.text}" for p in self.parts]
        return "\n".join(lines)


@dataclass(frozen=True)
class Noted:
    """A value that was written: slot, label, how it reads, and how it read before."""

    slot: str
    label: str
    value: str
    before: str = ""
    note: str = ""


@dataclass(frozen=True)
class Refusal:
    """Something that was not written, and why."""

    said: str
    reason: str
    slot: str = ""
    code: str = ""


@dataclass(frozen=True)
class Proposal:
    """Something that waits for a yes: the sentence that asks, what a yes changes and what a no changes."""

    words: str
    changes: tuple[Change, ...]
    code: str = ""
    otherwise: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question to the user about one slot."""

    slot: str
    label: str
    ask: str
    why: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exported:
    """A Word file that was made (or refused when ``blocked``); ``open`` lists what is open in it."""

    final: bool
    blocked: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A place where a file that came back differs; ``kind`` as in a check, ``meaning`` is for the user's side."""

    address: str
    title: str
    kind: str
    ours: str
    theirs: str
    meaning: str = ""


@dataclass(frozen=True)
class OtherValue:
    """A value that a file says otherwise than the draft (``ours`` is empty where the draft has none)."""

    slot: str
    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Checked:
    """A file that somebody gave to check: its name, the template it follows (empty: none) and what differs."""

    name: str
    template: str = ""
    differences: tuple[Difference, ...] = ()
    values: tuple[OtherValue, ...] = ()


@dataclass(frozen=True)
class Spent:
    """What a turn asked of a language model; ``counted`` when the endpoint counted the tokens, ``fault`` why it ended."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    counted: bool = True
    seconds: float = 0.0
    fault: str = ""


@dataclass(frozen=True)
class Reply:
    """What the assistant says in a turn, as values; ``text`` is the whole reply as it is read.

    ``proposals`` wait for an answer, ``offers`` may be taken with a word or left. ``again``: the questions are those of the last turn, to be recalled rather than put anew. ``aside``: one line
    at the end about how the reply came about; ``spent``: what a language model was asked for it, if it was.
    """

    text: str
    noted: tuple[Noted, ...] = ()
    refused: tuple[Refusal, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    told: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    offers: tuple[Proposal, ...] = ()
    asked: tuple[Asked, ...] = ()
    again: bool = False
    closing: str = ""
    exported: Exported | None = None
    progress: tuple[int, int] = (0, 0)
    checked: Checked | None = None
    aside: str = ""
    spent: Spent | None = None


@dataclass(frozen=True)
class Turn:
    """One exchange. ``undone`` turns stay in the record but no longer count."""

    said: str
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    reply: Reply
    today: str = ""
    undone: bool = False


@dataclass(frozen=True)
class Conversation:
    """Everything said in one conversation; the draft is computed from it."""

    id: str
    title: str = ""
    turns: tuple[Turn, ...] = ()
    created: str = ""

    @cached_property
    def draft(self) -> Draft:
        """The draft as the turns that count have made it."""
        return fold(() if turn.undone else turn.changes for turn in self.turns)

    @property
    def last(self) -> Reply | None:
        """The last reply, if anything was said."""
        return self.turns[-1].reply if self.turns else None

    @property
    def asked(self) -> tuple[str, ...]:
        """The slots the last reply asked for."""
        return tuple(a.slot for a in self.last.asked) if self.last else ()

    def with_turn(self, turn: Turn) -> Conversation:
        """Return the conversation with one turn more."""
        return replace(self, turns=(*self.turns, turn))

    def to_json(self) -> str:
        """Return the whole conversation as JSON."""
        return str(_adapter().dump_json(self), "utf-8")

    @classmethod
    def from_json(cls, text: str | bytes) -> Conversation:
        """Read a conversation that ``to_json`` wrote; raises ValueError when it is something else."""
        return _adapter().validate_json(text)


def new_conversation(today: date | None = None) -> Conversation:
    """Return an empty conversation with a fresh id."""
    return Conversation(uuid.uuid4().hex, created=(today or date.today()).isoformat())


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Conversation]:
    from pydantic import TypeAdapter  # only needed when something is saved or loaded

    return TypeAdapter(Conversation)
