"""Which words of a message belong into which blank, whose they are and what they choose: learned from marked messages.

``statements/messages/*.txt`` hold what people type, one message a line (a line break in it as ``\\n``), with everything marked
that belongs into a blank: ``[胡德全|legal_rep@us]``, ``[不出境|cross_border=no]``, ``[签了先给三成|payment_nodes]``. A small network over
the characters, trained from them (``python -m knowledge.training_tagging``), is kept beside them and read here with numpy alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.simplified import simplified

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

FOLDER = Path(__file__).parent / "statements" / "messages"
FILE = FOLDER.parent / "tagging.npz"
VERSION = b"tagging2"

NONE = "none"
"""A value that belongs into no blank; also a person or company that is no party."""
SKIP = "skip"
"""What the writer could not tell: it is not learned from."""

SAME: Mapping[str, str] = {
    "contract_term": "cooperation_term", "delivery_date": "model_delivery_time", "payee_account": "account",
    "penalty_total_percent": "penalty_cap_percent", "progress_report_cycle": "report_cycle",
}
"""Slots of two templates that one says in the same words, or whose party is told by the owner."""

ROLE = "role"
"""The speaker's own role, told by the words marked: data (brings the data, commissions, pays) or train."""

OF_PARTY = ("name", "uscc", "address", "legal_rep", "phone", "contact", "email", "signatory", "account")
"""What a party has: marked with its owner (us, them, A, B, data, train)."""

WHOLE = ("name", "address", "court_name", "arbitration_institution", "project_name")
"""What is told in one piece."""

_MARK = re.compile(r"\[([^\[\]|]+)\|(\w+)(?:[@=](\w+))?\]")
_NUMERALS = "零一二两三四五六七八九十百千万亿半"


@dataclass(frozen=True)
class Mark:
    """Words of a message from ``start`` to ``end``, the slot they belong into, and whose they are or what they choose."""

    start: int
    end: int
    slot: str
    value: str = ""


@dataclass(frozen=True)
class Marked:
    """A message and what is marked in it."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tag:
    """Words that the network takes for a slot's, how likely on the mean, and the likeliest value with its likelihood."""

    start: int
    end: int
    slot: str
    likely: float
    value: str
    value_likely: float
    shares: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)
    """How likely each value is."""


@dataclass(frozen=True)
class Reading:
    """What the network makes of one text: its tags in order, not overlapping, and the likelihoods by character."""

    tags: tuple[Tag, ...]
    names: tuple[str, ...]
    likely: Array

    def share(self, start: int, end: int, slot: str) -> float:
        """Return how likely the words between two places are a slot's, on the mean."""
        slot = SAME.get(slot, slot)
        if slot not in self.names or start >= end:
            return 0.0
        place = self.names.index(slot)
        return float((self.likely[start:end, 1 + 2 * place] + self.likely[start:end, 2 + 2 * place]).mean())

    def outside(self, start: int, end: int) -> float:
        """Return how likely the words between two places belong into no blank, on the mean."""
        plain = float(self.likely[start:end, 0].mean()) if start < end else 1.0
        return plain + self.share(start, end, NONE)


def even(text: str) -> str:
    """Return the text in half width and lower case, character by character, so that places stay."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", c).lower()) == 1 else c for c in text)


def tag_of(slot: str) -> str:
    """Return the name that the network has for a slot: the same for both parties, and for what two templates name apart."""
    return re.sub(r"^party_[ab]_", "", SAME.get(slot, slot))


def parse(line: str, where: str = "") -> Marked:
    """Return the message of one line; raises ValueError with ``where`` for a bracket that is no mark."""
    line = line.replace("\\n", "\n").replace("\\t", "\t")
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        marks.append(Mark(len(text), len(text) + len(mark[1]), tag_of(mark[2]), mark[3] or ""))
        text += mark[1]
        at = mark.end()
    text += line[at:]
    if any(c in text for c in "[]|"):
        raise ValueError(f"{where}: a bracket that is no mark like [words|slot]: {line}")
    return Marked(even(text), tuple(marks))


def folders(folder: Path = FOLDER) -> tuple[Path, Path, Path, Path]:
    """Return where messages are marked whole, where but for roles, where without parties and choices too, where with values only."""
    return folder.parent / "roles", folder, folder.parent / "texts", folder.parent


def messages(folder: Path = FOLDER) -> list[Marked]:
    """Return the marked messages of a folder; raises ValueError with file and line for one that is not well marked."""
    return [
        parse(line, f"{path.name}:{number}")
        for path in sorted(folder.glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]


def digest(folder: Path = FOLDER) -> str:
    """Return the hash of everything that is learned from and of how it is read."""
    whole = hashlib.sha256(VERSION)
    for path in (path for one in folders(folder) for path in sorted(one.glob("*.txt"))):
        whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()


def sort_of(char: str) -> int:
    """Return what sort of character it is: Chinese, digit, numeral, letter, comma, stop, space, colon or bracket, other."""
    for sort, chars in ((2, _NUMERALS), (4, ",、"), (5, "。;!?\n"), (7, ":()")):
        if char in chars:
            return sort
    if char.isdigit():
        return 1
    if char.isascii() and char.isalpha():
        return 3
    if char.isspace():
        return 6
    return 0 if "\u4e00" <= char <= "\u9fff" else 8


def encode(text: str, chars: Mapping[str, int], pairs: Mapping[str, int]) -> tuple[list[int], list[int], list[int]]:
    """Return the numbers of the characters, of the pairs that begin at each, and their sorts; 1 is an unknown one."""
    return (
        [chars.get(c, 1) for c in text],
        [pairs.get(text[at : at + 2], 1) for at in range(len(text))],
        [sort_of(c) for c in text],
    )


class Tagger:
    """The trained network, read with numpy; ``read`` gives what it takes to be marked in a text."""

    def __init__(self, data: Mapping[str, Array]):
        self._w = {name: array.astype("float32") for name, array in data.items() if array.dtype.kind == "f"}
        self.names: tuple[str, ...] = tuple(str(data["names"]).split(" "))
        self.values: tuple[str, ...] = tuple(str(data["values"]).split(" "))
        self._chars = {c: at for at, c in enumerate(str(data["chars"]), 2)}
        joined = str(data["pairs"])
        self._pairs = {joined[at : at + 2]: at // 2 + 2 for at in range(0, len(joined), 2)}
        self.trained_on = str(data["digest"])
        self._steps = [int(step) for step in data["steps"]]
        looks = sum(name.endswith("_slope") for name in data)
        self._part = len(self._steps) // looks if looks else len(self._steps) + 1

    def read(self, text: str) -> Reading:
        """Return what is taken to be marked in a text."""
        import numpy as np

        if not text:
            return Reading((), self.names, np.zeros((0, 2 * len(self.names) + 1), dtype="float32"))
        with _one_core():
            scores, values = self._scores(even(simplified(text)))
        likely = np.exp(scores)
        found = []
        for start, end, place in _stretches(_best(scores)):
            sure = float((likely[start:end, 1 + 2 * place] + likely[start:end, 2 + 2 * place]).mean())
            share = values[start:end].mean(axis=0)
            at = int(share.argmax())
            shares = dict(zip(self.values, map(float, share), strict=True))
            found.append(Tag(start, end, self.names[place], sure, self.values[at], shares[self.values[at]], shares))
        return Reading(tuple(_joined(found, text)), self.names, likely)

    def _scores(self, text: str) -> tuple[Array, Array]:
        """Log-likelihoods by character of outside, beginning and inside of each slot; likelihoods of each value."""
        import numpy as np

        w = self._w
        chars, pairs, sorts = encode(text, self._chars, self._pairs)
        before = [0, *pairs[:-1]]
        x = np.concatenate([w["chars_in"][chars], w["pairs_in"][pairs], w["pairs_in"][before], w["sorts_in"][sorts]], axis=1)
        x = x @ w["in"] + w["in_b"]
        for at, step in enumerate(self._steps):
            y = _level(x, w[f"level{at}"], w[f"level{at}_b"])
            padded = np.pad(y, ((step, step), (0, 0)))
            wide = np.concatenate([padded[: len(y)], y, padded[2 * step :]], axis=1)
            mixed = wide @ w[f"mix{at}"] + w[f"mix{at}_b"]
            half = mixed.shape[1] // 2
            x = x + mixed[:, :half] / (1 + np.exp(-mixed[:, half:]))
            if (at + 1) % self._part == 0:
                x = x + self._looked(x, f"look{(at + 1) // self._part - 1}")
        x = _level(x, w["level"], w["level_b"])
        return _log_softmax(x @ w["out"] + w["out_b"]), np.exp(_log_softmax(x @ w["value"] + w["value_b"]))


    def _looked(self, x: Array, name: str) -> Array:
        """What every character gathers from all others, in heads that see less of what is farther away."""
        import numpy as np

        w = self._w
        slopes = w[f"{name}_slope"]
        length, width = x.shape
        each = width // len(slopes)
        asked = _level(x, w[f"{name}_level"], w[f"{name}_level_b"]) @ w[f"{name}_in"] + w[f"{name}_in_b"]
        query, key, value = asked.reshape(length, 3, len(slopes), each).transpose(1, 2, 0, 3)
        place = np.arange(length, dtype="float32")
        apart = np.abs(place[:, None] - place[None])
        scores = query @ key.transpose(0, 2, 1) / each**0.5 - slopes[:, None, None] * apart
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        gathered: Array = seen.transpose(1, 0, 2).reshape(length, width) @ w[f"{name}_out"] + w[f"{name}_out_b"]
        return gathered


def _joined(found: Sequence[Tag], text: str) -> list[Tag]:
    """The tags with one that was cut within a word (驻|马店市…) put together again."""
    whole: list[Tag] = []
    for tag in found:
        last = whole[-1] if whole else None
        if last and last.slot == tag.slot in WHOLE and last.end == tag.start and re.match(r"[\u4e00-\u9fff]{2}", text[tag.start - 1 : tag.start + 1]):
            main = max(last, tag, key=lambda t: t.end - t.start)
            whole[-1] = replace(main, start=last.start, end=tag.end)
        else:
            whole.append(tag)
    return whole


def _one_core() -> AbstractContextManager[Any]:
    """Keep to one core: a second one saves a millisecond, and waiting for it, where it is busy, costs two hundred."""
    only_one: AbstractContextManager[Any] = _threads().limit(limits=1)
    return only_one


@lru_cache(maxsize=1)
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _level(x: Array, scale: Array, shift: Array) -> Array:
    import numpy as np

    mean = x.mean(axis=1, keepdims=True)
    spread = np.sqrt(((x - mean) ** 2).mean(axis=1, keepdims=True) + 1e-5)
    levelled: Array = (x - mean) / spread * scale + shift
    return levelled


def _log_softmax(x: Array) -> Array:
    import numpy as np

    x = x - x.max(axis=1, keepdims=True)
    scores: Array = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
    return scores


def _best(scores: Array) -> list[int]:
    """The likeliest labels in which an inside follows only its own beginning or inside."""
    import numpy as np

    count, width = scores.shape
    begins, insides = np.arange(1, width, 2), np.arange(2, width, 2)
    back = np.zeros((count, width), dtype=int)
    reach = scores[0].copy()
    reach[insides] = -np.inf
    for at in range(1, count):
        top = int(reach.argmax())
        following = scores[at] + reach[top]
        back[at] = top
        inner = reach[insides] >= reach[begins]
        following[insides] = scores[at][insides] + np.where(inner, reach[insides], reach[begins])
        back[at][insides] = np.where(inner, insides, begins)
        reach = following
    labels = [int(reach.argmax())]
    for at in range(count - 1, 0, -1):
        labels.append(int(back[at][labels[-1]]))
    return labels[::-1]


def _stretches(labels: Sequence[int]) -> list[tuple[int, int, int]]:
    """(start, end, place of the slot) of every beginning with the insides behind it."""
    found, at = [], 0
    while at < len(labels):
        start, label = at, labels[at]
        at += 1
        if label == 0:
            continue
        while at < len(labels) and labels[at] == label + 1 and label % 2:
            at += 1
        found.append((start, at, (label - 1) // 2))
    return found


@lru_cache(maxsize=32)
def heard(text: str) -> Reading:
    """Return what the trained network makes of a text; a message is asked about from several sides."""
    return tagger().read(text)


@lru_cache(maxsize=1)
def tagger(path: Path = FILE) -> Tagger:
    """Return the trained network of a file; raises OSError or ValueError when it is not one."""
    import numpy as np

    with np.load(path, allow_pickle=False) as data:
        return Tagger({name: data[name] for name in data.files})
