"""Kinds of values: what people say ↔ the canonical value ↔ what the contract prints.

``read(slot, write(slot, value), today)`` gives ``value`` back, for every kind and every printed form.
A wrong value is worse than a refusal: vague, ranged, contradictory or misfitting words are refused with a
code (vague, range, unit, impossible, placeholder, markup, checksum, format, length, choice, ambiguous,
bounds, empty, contradiction, question, tax) and a sentence that says what to do next.

What libraries do and what is ours, on public test data (right / refused / wrong; Nov 2026):

- Reading numerals is ours. cn2an's test file: ours 39/5/0, cn2an 0.5.24 44/0/1; numerals of Recognizers-Text: ours
  95/5/0, cn2an 90/10/0. cn2an sees neither vague words (三五天, 十来万) nor spans; it writes the capital amounts.
- Dates are ours. Single days of Recognizers-Text: ours 16/5/0, JioNLP 1.5.31 11/6/4; of 96 expressions that are no
  single day (times, spans, recurring) JioNLP gave a day for 27, ours for 9 (2018年7月9日或之前 and the like). On
  JioNLP's own test file ours 13/9/1; 4 more (年底前, 4月26日20时1刻 …) were taken as their day, read ahead.
- Money of JioNLP 6/1/0, of 11 vague or foreign amounts 11 refused; capital amounts 13/0/0; percentages 23/4/0;
  durations of JioNLP 4/0/0. Times of day, recurring and historical dates, and foreign money were left out.
- The check character of uscc is python-stdnum's. phonenumbers was not needed for Chinese numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from knowledge.kinds.base import Found, Kind, Read, Refused
from knowledge.kinds.choices import CHOICES
from knowledge.kinds.codes import CODES
from knowledge.kinds.counts import COUNTS
from knowledge.kinds.dates import DATES
from knowledge.kinds.forums import FORUMS
from knowledge.kinds.money import MONEY
from knowledge.kinds.names import NAMES
from knowledge.kinds.rates import RATES
from knowledge.kinds.speech import question
from knowledge.kinds.tables import canonical_rows, table, write_cell
from knowledge.kinds.texts import TEXTS
from knowledge.template import Column, Slot, Value

__all__ = [
    "KINDS",
    "Found",
    "Kind",
    "Read",
    "Refused",
    "canonical",
    "find",
    "question",
    "read",
    "valid",
    "write",
    "write_column",
]

_SIMPLE = {
    k.name: k for k in (*TEXTS, *NAMES, *FORUMS, *CODES, *DATES, *COUNTS, *MONEY, *RATES, *CHOICES)
}
KINDS: Mapping[str, Kind] = MappingProxyType({**_SIMPLE, "table": table(_SIMPLE)})
"""Every kind by name."""

_ADDRESS_ON_THE_WEB = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+", re.I)

_READ_FIRST = ("bool", "timing", "money_or_text")
"""Kinds whose words may state a value that is no text: they are read even where they would pass as they are."""

MOST = 20_000
"""Answers longer than this are refused before anything else looks at them."""


def read(slot: Slot, text: str, today: date) -> Read | Refused:
    """Return the value that ``text``, (nearly) the answer to ``slot``, states, or why it states none."""
    if len(text) > MOST:
        return Refused(
            "length", f"这段话有{len(text)}字，太长了。{slot.label}请分开说，或把长内容作为附件。"
        )
    return KINDS[slot.kind].read(slot, text, today)


def write(slot: Slot, value: Value, form: str = "") -> str:
    """Return ``value`` as the contract prints it; ``form`` is the way that the blank asks for (大写, 万分)."""
    return KINDS[slot.kind].write(slot, value, form)


def write_column(slot: Slot, column: Column, value: Value) -> str:
    """Return one cell of a table slot as printed; empty cells print nothing."""
    return write_cell(_SIMPLE, slot, column, value)


def find(slot: Slot, text: str, today: date) -> list[Found]:
    """Return every value of the slot's kind stated in running text, with exact spans.

    Vague, ranged, denied and corrected mentions are left out; questions are not (see ``question``).
    Kinds without a form of their own (text, longtext, person, bool, table) find nothing.
    Nothing is found inside a web address.
    """
    plain = _ADDRESS_ON_THE_WEB.sub(lambda m: "。" * len(m[0]), text[:MOST])
    return KINDS[slot.kind].find(slot, plain, today)


def valid(slot: Slot, value: Value) -> Refused | None:
    """Return why a canonical value given by a program does not fit the slot, or None."""
    return KINDS[slot.kind].valid(slot, value)


def canonical(slot: Slot, value: Value, today: date) -> Read | Refused:
    """Return the canonical value for one from a values file: words are read, typed values are checked."""
    if slot.kind == "table" and isinstance(value, list):
        return canonical_rows(
            _SIMPLE, slot, value, lambda cell, given: canonical(cell, given, today)
        )
    if isinstance(value, str):
        exact = slot.kind in _SIMPLE and slot.kind not in _READ_FIRST and valid(slot, value) is None
        return Read(value) if exact else read(slot, value, today)
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        value = int(value)
    return valid(slot, value) or Read(value)
