"""Desk: what a page or a program works with: conversations that are kept, and the assistant behind them."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.moves import Move
from assistant.storing import Saved, Store
from knowledge.library import Library

if TYPE_CHECKING:
    from assistant.partner import Partner

_ID = re.compile(r"[0-9a-f]{32}")
_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$")


def listed(conversation: Conversation, library: Library) -> str:
    """Return how a conversation is called in a list: its given title, else its parties, else its template."""
    draft = conversation.draft
    template = library.templates.get(draft.template)
    if template is None or conversation.title != template.title:
        return conversation.title
    names = [str(draft.values[s.id]) for s in template.slots.values() if s.kind == "party_name" and s.id in draft.values]
    return " · ".join(_FORM.sub("", name)[:12] for name in names[:2]) or conversation.title


@dataclass
class Running:
    """A turn in progress that may be stopped, and what it is at."""

    stop: threading.Event = field(default_factory=threading.Event)
    stage: str = ""

    def tell(self, stage: str) -> None:
        """Note what the turn is at now."""
        self.stage = stage


class Desk:
    """Loads, changes and saves conversations, one change of a conversation at a time.

    ``make_assistant`` is called at the first message, so that a page can come up before it. ``files`` is
    the folder under which each conversation may keep files; they go when it goes.
    """

    def __init__(
        self, library: Library, store: Store, make_assistant: Callable[[Library], Assistant],
        files: Path, today: Callable[[], date] = date.today,
        partner: Partner | None = None,
    ):
        self.library, self.store, self.files, self.today = library, store, files, today
        self.partner = partner
        self._running: dict[str, Running] = {}
        self._make = make_assistant
        self._making = threading.Lock()
        self._locks: WeakValueDictionary[str, Any] = WeakValueDictionary()
        self._guard = threading.Lock()

    @cached_property
    def _assistant(self) -> Assistant:
        return self._make(self.library)

    @property
    def assistant(self) -> Assistant:
        """The assistant; made once, by whoever needs it first."""
        with self._making:
            return self._assistant

    def new(self) -> Conversation:
        """Return a fresh conversation; it is kept from its first turn on."""
        return new_conversation(self.today())

    def open(self, id: str, owner: str) -> Conversation:
        """Return the owner's conversation; a fresh one of that id when there is none (or of another id
        when it is no id at all)."""
        if not _ID.fullmatch(id):
            return self.new()
        return self.store.load(id, owner) or replace(self.new(), id=id)

    def list(self, owner: str) -> tuple[Saved, ...]:
        """Return the owner's conversations, the latest first."""
        return self.store.list(owner)

    def say(self, id: str, owner: str, message: str, today: date | None = None) -> Conversation:
        """Reply to a message; the turn is on the disk when this returns."""
        return self._change(id, owner, lambda c: self._reply(c, owner, message, today or self.today()))

    def _reply(self, conversation: Conversation, owner: str, message: str, today: date) -> Conversation:
        """With the language model where there is one and its owner has let text go there."""
        if self.partner is None or not self.consented(owner):
            return self.assistant.reply(conversation, message, today)
        running = self._running[conversation.id] = Running()
        try:
            return self.partner.reply(self.assistant, conversation, message, today, running.stop, running.tell)
        finally:
            self._running.pop(conversation.id, None)

    def consented(self, owner: str) -> bool | None:
        """Whether text may go to the model: yes when it stays on this computer, else what the owner said."""
        if self.partner is None:
            return None
        settings = self.partner.settings
        return self.store.allowed(settings.destination, owner) if settings.leaves else True

    def consent(self, owner: str, given: bool) -> None:
        """Keep what the owner says about text leaving this computer."""
        if self.partner is not None:
            self.store.allow(self.partner.settings.destination, given, owner)

    def stop(self, id: str) -> None:
        """Stop asking the model for the turn in progress; it ends with what the rules make of it."""
        if running := self._running.get(id):
            running.stop.set()

    def stage(self, id: str) -> str:
        """Return what the turn in progress asks the model for: read, explain, clause; empty when nothing."""
        running = self._running.get(id)
        return running.stage if running else ""

    def apply(
        self, id: str, owner: str, moves: Sequence[Move], said: str = "", today: date | None = None
    ) -> Conversation:
        """Carry out moves that a page or a program made; the turn is on the disk when this returns."""
        return self._change(
            id, owner, lambda c: self.assistant.apply(c, tuple(moves), said, today or self.today())
        )

    def check(self, id: str, owner: str, name: str, data: bytes) -> Conversation:
        """Check a file that somebody brought; the turn is on the disk when this returns, the file is not kept."""
        return self._change(id, owner, lambda c: self.assistant.check(c, name, data, self.today()))

    def duplicate(self, id: str, owner: str, title: str) -> Conversation:
        """Begin another draft from a conversation as it stands; what happens in one leaves the other alone."""
        copy = replace(self.open(id, owner), id=self.new().id, title=title.strip()[:60])
        self._save(copy, owner)
        return copy

    def rename(self, id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title."""
        return self._change(id, owner, lambda c: replace(c, title=title.strip()[:60] or c.title))

    def delete(self, id: str, owner: str) -> None:
        """Delete a conversation and its files for good; nothing happens to one of somebody else's."""
        with self.holding(id):
            if _ID.fullmatch(id) and self.store.delete(id, owner):
                shutil.rmtree(self.folder(id), ignore_errors=True)

    def delete_all(self, owner: str) -> None:
        """Delete every conversation of the owner with its files."""
        for saved in self.list(owner):
            self.delete(saved.id, owner)
        self.store.delete_all(owner)

    def folder(self, id: str) -> Path:
        """Return the folder of a conversation's files (it need not exist)."""
        return self.files / id

    def _change(
        self, id: str, owner: str, step: Callable[[Conversation], Conversation]
    ) -> Conversation:
        with self.holding(id):
            changed = step(self.open(id, owner))
            self._save(changed, owner)
            return changed

    def _save(self, conversation: Conversation, owner: str) -> None:
        self.store.save(conversation, owner, listed(conversation, self.library))

    def holding(self, id: str) -> Any:
        """Return the lock of a conversation, to be held from a turn until it is shown.

        Of two turns in a row the later is then also shown later.
        """
        with self._guard:
            lock = self._locks.get(id)
            if lock is None:
                lock = self._locks[id] = threading.RLock()
            return lock
