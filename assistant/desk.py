"""Desk: what a page or a program works with: conversations that are kept, and the assistant behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.moves import Move
from assistant.storing import Saved, Store
from knowledge.library import Library


class Desk:
    """Loads, changes and saves conversations, one change of a conversation at a time.

    ``make_assistant`` is called at the first message, so that a page can come up before it.
    """

    def __init__(
        self, library: Library, store: Store, make_assistant: Callable[[Library], Assistant],
        today: Callable[[], date] = date.today,
    ):
        self.library, self.store, self.today = library, store, today
        self._make = make_assistant
        self._making = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @cached_property
    def _assistant(self) -> Assistant:
        return self._make(self.library)

    @property
    def assistant(self) -> Assistant:
        """The assistant; made once, by whoever needs it first."""
        with self._making:
            return self._assistant

    def new(self, owner: str) -> Conversation:
        """Return a fresh conversation; it is kept from its first turn on."""
        return new_conversation(self.today())

    def open(self, id: str, owner: str) -> Conversation:
        """Return the owner's conversation, or a fresh one when there is none of that id."""
        return (self.store.load(id, owner) if id else None) or self.new(owner)

    def list(self, owner: str) -> tuple[Saved, ...]:
        """Return the owner's conversations, the latest first."""
        return self.store.list(owner)

    def say(self, id: str, owner: str, message: str) -> Conversation:
        """Reply to a message; the turn is on the disk when this returns."""
        return self._change(
            id, owner, lambda c: self.assistant.reply(c, message, self.today())
        )

    def apply(self, id: str, owner: str, moves: Sequence[Move], said: str = "") -> Conversation:
        """Carry out moves that the page made; the turn is on the disk when this returns."""
        return self._change(
            id, owner, lambda c: self.assistant.apply(c, tuple(moves), said, self.today())
        )

    def rename(self, id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title."""
        return self._change(id, owner, lambda c: replace(c, title=title.strip()[:60] or c.title))

    def delete(self, id: str, owner: str) -> None:
        """Delete a conversation for good."""
        self.store.delete(id, owner)

    def _change(
        self, id: str, owner: str, step: Callable[[Conversation], Conversation]
    ) -> Conversation:
        with self._lock(id):
            conversation = self.store.load(id, owner) or replace(self.new(owner), id=id)
            changed = step(conversation)
            self.store.save(changed, owner)
            return changed

    def _lock(self, id: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(id, threading.Lock())
