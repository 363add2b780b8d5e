"""Which slot an amount, a period or a day said in running text is meant for, learned from statements.

``statements/*.txt`` hold what people say, each value marked with its slot: ``收到数据[10个工作日|data_inspection_days]验``.
A linear model over the characters around the value is trained from them (``python -m knowledge.placing``) and kept beside
them with their hash. It speaks with a probability, and has a class for values that belong to no slot.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "statements"
FILE = FOLDER / "placing.bin"
NONE = "none"
SKIP = "skip"
"""Marks a value in a statement that is not learned from, since it is not sure where it belongs."""

KINDS = frozenset((
    "workdays", "days", "hours", "years", "period", "money", "percent", "permille_day", "date", "int",
))
"""The kinds of values that are placed; names, codes and addresses are told by whom they belong to."""

SAME: Mapping[str, str] = {
    "contract_term": "cooperation_term", "delivery_date": "model_delivery_time",
    "penalty_total_percent": "penalty_cap_percent", "penalty_a_delay": "delay_penalty_rate",
}
"""Slots of two templates that one says in the same words."""

SIZE = 1 << 14
_MAGIC = b"placing2"
_MARK = re.compile(r"\[([^\]|]+)\|(\w+)\]")
_PAUSE = ",。;!?\n"
_STOP = "。;!?\n"
_SLOT = "◇"


@dataclass(frozen=True)
class Statement:
    """Words with the values in them: (start, end, slot or ``none``)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def statements(folder: Path = FOLDER) -> list[Statement]:
    """Return the statements of a folder; raises ValueError with file and line for one without a marked value."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                found.append(_statement(line.strip(), f"{path.name}:{number}"))
    return found


def _statement(line: str, where: str) -> Statement:
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), SAME.get(mark[2], mark[2])))
        text += mark[1]
        at = mark.end()
    if not spans:
        raise ValueError(f"{where}: no value is marked as [value|slot]: {line}")
    return Statement(text + line[at:], tuple(spans))


def features(text: str, spans: Sequence[tuple[int, int]], place: int) -> dict[int, float]:
    """Return the hashed character strings around a value by where they stand; ``spans`` are all values of the text."""
    start, end = spans[place]
    begin = _last(text, _PAUSE, start) + 1
    stop = _next(text, _PAUSE, end)
    sentence = _last(text, _STOP, start) + 1
    left, right = _masked(text, spans, begin, start), _masked(text, spans, end, stop)
    before = _masked(text, spans, sentence, max(begin - 1, sentence)).rstrip(",").rsplit(",", 1)
    after = _masked(text, spans, stop + 1, _next(text, _PAUSE, stop + 1)) if stop < len(text) else ""
    zones = (
        ("L", left.rsplit(_SLOT, 1)[-1], 1.0), ("l", left, 0.6), ("R", right.split(_SLOT, 1)[0], 1.0),
        ("c", f"{left}{_SLOT}{right}", 0.5), ("P", before[-1], 0.6),
        ("p", before[0] if len(before) > 1 else "", 0.3), ("N", after, 0.25),
    )
    found: dict[int, float] = {}
    for zone, words, weight in zones:
        for piece in _pieces(words):
            key = zlib.crc32(f"{zone}{piece}".encode()) % SIZE
            found[key] = max(found.get(key, 0.0), weight)
    length = math.sqrt(sum(w * w for w in found.values())) or 1.0
    return {key: weight / length for key, weight in found.items()}


def _last(text: str, marks: str, before: int) -> int:
    return max(text.rfind(mark, 0, before) for mark in marks)


def _next(text: str, marks: str, after: int) -> int:
    return min((at for mark in marks if (at := text.find(mark, after)) >= 0), default=len(text))


def _masked(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """The words between two places, values as one sign, other numbers as 0."""
    out, at = "", start
    for one, other in spans:
        if start <= one and other <= end and one >= at:
            out += text[at:one] + _SLOT
            at = other
    return re.sub(r"\d+", "0", out + text[at:end])


def _pieces(words: str) -> Iterator[str]:
    words = "^" + re.sub(r"\s+", "", words) + "$"
    for size in (1, 2, 3, 4):
        for at in range(len(words) - size + 1):
            yield words[at : at + size]


class Placer:
    """The trained model: ``weigh`` gives a probability for each slot that could hold the value, and for none."""

    def __init__(self, names: tuple[str, ...], scales: tuple[float, ...], offsets: tuple[float, ...], weights: bytes):
        self.names, self.scales, self.offsets = names, scales, offsets
        self._weights = memoryview(weights).cast("b")

    def weigh(
        self, text: str, spans: Sequence[tuple[int, int]], place: int, slots: Sequence[str]
    ) -> dict[str, float]:
        """Return probabilities of those ``slots`` that the model knows, and of ``none``.

        They are among all slots, whatever kind these hold: words that speak of something else leave little for any.
        """
        known = {name: place for place, name in enumerate(self.names)}
        wanted = {slot: known[SAME.get(slot, slot)] for slot in (*slots, NONE) if SAME.get(slot, slot) in known}
        width, scores = len(self.names), [0.0] * len(self.names)
        for key, weight in features(text, spans, place).items():
            row = self._weights[key * width : (key + 1) * width]
            for at in range(width):
                scores[at] += weight * row[at]
        odds = [math.exp(score * scale + offset) for score, scale, offset in zip(scores, self.scales, self.offsets, strict=True)]
        total = sum(odds)
        return {slot: odds[at] / total for slot, at in wanted.items()}


@lru_cache(maxsize=1)
def placer(path: Path = FILE) -> Placer:
    """Return the trained model of a file; raises ValueError when it is not one."""
    data = path.read_bytes()
    if data[:8] != _MAGIC:
        raise ValueError(f"{path} is no trained model of statements; run python -m knowledge.placing")
    count, length = struct.unpack_from("<II", data, 8 + 32)
    at = 8 + 32 + 8
    names = tuple(data[at : at + length].decode().split(" "))
    at += length
    numbers = struct.unpack_from(f"<{2 * count}f", data, at)
    return Placer(names, numbers[:count], numbers[count:], data[at + 8 * count :])


def digest(folder: Path = FOLDER) -> bytes:
    """Return the hash of the statements and of how they are read."""
    whole = hashlib.sha256(_MAGIC)
    for path in sorted(folder.glob("*.txt")):
        whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.digest()


def trained_on(path: Path = FILE) -> bytes:
    """Return the hash of the statements that a file was trained on."""
    return path.read_bytes()[8 : 8 + 32]


def train(given: Sequence[Statement]) -> tuple[tuple[str, ...], list[float], list[float], bytes]:
    """Return (names, scales, offsets, weights as signed bytes by feature) fitted to the statements."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows, columns, values = [], [], []
    labels: list[str] = []
    for one in given:
        spans = [(a, b) for a, b, _ in one.spans]
        for place, (_, _, slot) in enumerate(one.spans):
            if slot == SKIP:
                continue
            for key, weight in features(one.text, spans, place).items():
                rows.append(len(labels))
                columns.append(key)
                values.append(weight)
            labels.append(slot)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(labels), SIZE), dtype="float64")
    fitted = LogisticRegression(C=30, max_iter=1000, tol=1e-6).fit(matrix, labels)
    weights, offsets = fitted.coef_, fitted.intercept_
    if len(weights) == 1:  # of two classes it keeps one
        weights, offsets = np.vstack([-weights, weights]), np.hstack([-offsets, offsets])
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    signed = np.round(weights / scales[:, None]).astype("int8").T
    return tuple(map(str, fitted.classes_)), scales.tolist(), offsets.tolist(), signed.tobytes()


def write(path: Path = FILE, folder: Path = FOLDER) -> int:
    """Train on a folder's statements and write the model; return how many values were learned from."""
    given = statements(folder)
    names, scales, offsets, weights = train(given)
    listed = " ".join(names).encode()
    head = _MAGIC + digest(folder) + struct.pack("<II", len(names), len(listed)) + listed
    path.write_bytes(head + struct.pack(f"<{2 * len(names)}f", *scales, *offsets) + weights)
    return sum(slot != SKIP for s in given for *_, slot in s.spans)


def main() -> None:
    """Train and say what came of it."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{write()} values learned from, {FILE} {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
