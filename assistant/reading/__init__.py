"""From a message to moves: what a person says, understood without a network and without a language model."""

from assistant.reading.rules import RuleReader

__all__ = ["RuleReader"]
