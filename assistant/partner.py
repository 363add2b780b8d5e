"""A turn with a language model beside the rules; whatever the model does, the turn ends, and ends in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant import wording
from assistant.answering.explaining import Explaining
from assistant.consulting import Consultation
from assistant.conversation import Conversation, Spent
from assistant.dialogue import Assistant
from assistant.model import ChatModel
from assistant.reading.model import ModelReader
from assistant.settings import ModelSettings


class Partner:
    """Replies with a model; keeps nothing of a conversation."""

    def __init__(self, settings: ModelSettings):
        self.settings, self.model = settings, ChatModel(settings)

    def reply(
        self, offline: Assistant, conversation: Conversation, message: str, today: date,
        stop: threading.Event | None = None, tell: Callable[[str], None] | None = None,
    ) -> Conversation:
        """Return the conversation with one turn more, like the offline assistant's with what the model adds."""
        consultation = Consultation(self.model, stop, tell)
        reader = ModelReader(offline.library, offline.reader, consultation)
        answers = Explaining(offline.answers, offline.library, consultation)
        assistant = Assistant(offline.library, reader, answers)
        return _with_account(assistant.reply(conversation, message, today), consultation.spent())

    def close(self) -> None:
        """Close the connections."""
        self.model.close()


def _with_account(conversation: Conversation, spent: Spent) -> Conversation:
    """Note at the last turn what was spent, and say in one line when the model was not to be had."""
    if not spent.calls and not spent.fault:
        return conversation
    turn = conversation.turns[-1]
    reply = replace(turn.reply, spent=spent, aside=wording.fault(spent.fault) if spent.fault else "")
    reply = replace(reply, text=wording.reply_text(reply))
    return replace(conversation, turns=(*conversation.turns[:-1], replace(turn, reply=reply)))


class Accompanied(Assistant):
    """The offline assistant with a partner beside it: the same interface, for programs that have one user."""

    def __init__(self, offline: Assistant, partner: Partner):
        super().__init__(offline.library, offline.reader, offline.answers)
        self.offline, self.partner = offline, partner

    def reply(self, conversation: Conversation, message: str, today: date) -> Conversation:
        """Reply with the model."""
        return self.partner.reply(self.offline, conversation, message, today)
