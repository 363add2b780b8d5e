"""What one turn may ask of a model: calls, tokens and seconds are bounded, and what was spent is counted."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

import prompts
from assistant.conversation import Spent
from assistant.model import Fault, Said

if TYPE_CHECKING:
    from assistant.model import ChatModel

T = TypeVar("T")
CALLS = 6
"""Calls of one turn at the most: read, explain, word a clause, each with one retry."""

LONGEST = 6_000
"""Characters of one prompt at the most; a longer one is not sent."""

_JSON = re.compile(r"\{.*\}", re.S)
_ERROR = 600


@dataclass
class Consultation:
    """The calls of one turn. After a fault the model is not asked again in this turn.

    ``tell`` hears the name of the prompt before each call: what the turn is at.
    """

    model: ChatModel
    stop: threading.Event | None = None
    tell: Callable[[str], None] | None = None
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    counted: bool = True
    fault: str = ""
    started: float = field(default_factory=time.monotonic)
    waited: float = 0.0

    def ask(self, prompt: prompts.Prompt, shape: TypeAdapter[T], tokens: int, **names: str) -> T | None:
        """Return the answer in this shape, after one retry that carries the exact error; None when there is none."""
        if self.tell and not self.fault:
            self.tell(prompt.name)
        data = prompts.fill(prompt.data, **names)
        said = self._say(prompt.system, data, tokens)
        if said is None:
            return None
        try:
            return shape.validate_json(_json(said.text))
        except ValidationError as error:
            problem = _problem(error)
        again = prompts.fill(prompts.load("again").data, output=said.text[:_ERROR], error=problem)
        said = self._say(prompt.system, f"{data}\n{again}", tokens)
        if said is None:
            return None
        try:
            return shape.validate_json(_json(said.text))
        except ValidationError:
            self.fault = "shapeless"
            return None

    def _say(self, system: str, data: str, tokens: int) -> Said | None:
        """One call, counted; None when it failed or may not be made."""
        left = self.model.settings.seconds - self.waited
        if self.fault or self.calls >= CALLS:
            return None
        if left <= 0 or len(system) + len(data) > LONGEST:
            self.fault = "timeout" if left <= 0 else "overflow"
            return None
        self.calls += 1
        began = time.monotonic()
        try:
            said = self.model.say(system, data, tokens, left, self.stop)
        except Fault as fault:
            self.fault = fault.code
            return None
        finally:
            self.waited += time.monotonic() - began
        self.tokens_in += said.tokens_in
        self.tokens_out += said.tokens_out
        self.counted = self.counted and said.counted
        return said

    def spent(self) -> Spent:
        """Return what the turn has spent so far."""
        return Spent(
            self.calls, self.tokens_in, self.tokens_out, self.counted, round(self.waited, 2), self.fault
        )


def _json(text: str) -> str:
    """The JSON object in an answer that may have words or a code fence around it."""
    found = _JSON.search(text)
    return found[0] if found else text


def _problem(error: ValidationError) -> str:
    """Say what pydantic objects to: place, reason and what stood there, without links."""
    lines = [
        f"{'.'.join(str(p) for p in e['loc']) or '整个输出'}: {e['msg']}"
        for e in error.errors(include_url=False, include_context=False)
    ]
    return "\n".join(lines)[:_ERROR]
