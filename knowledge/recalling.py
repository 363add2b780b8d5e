"""Which passage a question leads to, learned at once from every text known to lead to one: kernel ridge regression."""

from __future__ import annotations

import hashlib
import io
import math
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.lexical import runs

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.embeddings import Embeddings

    Array = np.ndarray[Any, np.dtype[np.float32]]

SHARP = 3.0
"""How fast likeness falls off between texts."""
RIDGE = 0.1
FORMAT = 1
_LONGEST = 3


@dataclass(frozen=True)
class Known:
    """A text, the places of the passages it leads to, and how far it is to be trusted (1: a bank question)."""

    text: str
    to: tuple[int, ...]
    trust: float = 1.0


def pieces(text: str) -> list[str]:
    """Return the strings of one to three characters of ``text``; Latin words and numbers stay whole."""
    found: list[str] = []
    for run in runs(text):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[i : i + n] for n in range(1, _LONGEST + 1) for i in range(len(run) - n + 1)]
    return found


class Recall:
    """Scores the passages for a query: near 1 where everything alike led to one passage, near 0 elsewhere.

    The vectors of the known texts and the solved weights are kept in ``file``; a file that is damaged or made of
    other texts or by another model is made again. ``shipped`` is one that came with the program, read first.
    """

    def __init__(self, known: Sequence[Known], size: int, embeddings: Embeddings, file: Path | None = None,
                 shipped: Path | None = None):
        self.known, self.size, self.embeddings, self.file = tuple(known), size, embeddings, file
        self.shipped = shipped

    @cached_property
    def _parts(self) -> tuple[Array, Array]:
        """(vectors, weights), from the file if it holds just these."""
        key = self._key()
        for place in (self.shipped, self.file):
            if place is not None and (kept := _read(place, key)) is not None:
                return kept
        import numpy as np

        vectors = np.asarray(self.embeddings.embed_documents([k.text for k in self.known]), dtype="float32")
        vectors = vectors.astype("float16").astype("float32")
        parts = (vectors, self._solved(vectors))
        if self.file is not None:
            _write(self.file, key, parts)
        return parts

    @property
    def vectors(self) -> Array:
        """The vectors of the known texts."""
        return self._parts[0]

    def _key(self) -> bytes:
        identity = getattr(self.embeddings, "identity", type(self.embeddings).__qualname__)
        content = repr((FORMAT, SHARP, RIDGE, self.size, identity, self.known))
        return hashlib.sha256(content.encode("utf-8")).digest()

    @cached_property
    def _postings(self) -> tuple[dict[str, tuple[Array, Array]], dict[str, float]]:
        """The texts that hold each piece with the piece's share of the text's length, and how telling it is."""
        import numpy as np

        bags = [Counter(pieces(known.text)) for known in self.known]
        seen = Counter(piece for bag in bags for piece in bag)
        idf = {piece: math.log((1 + len(bags)) / (1 + n)) + 1 for piece, n in seen.items()}
        lists: dict[str, tuple[list[int], list[float]]] = {}
        for place, bag in enumerate(bags):
            weights = {piece: (1 + math.log(n)) * idf[piece] for piece, n in bag.items()}
            length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
            for piece, weight in weights.items():
                places, parts = lists.setdefault(piece, ([], []))
                places.append(place)
                parts.append(weight / length)
        return {
            piece: (np.asarray(places), np.asarray(parts, dtype="float32"))
            for piece, (places, parts) in lists.items()
        }, idf

    def _words(self, text: str) -> Array:
        """The likeness of ``text`` to every known text by its pieces."""
        import numpy as np

        postings, idf = self._postings
        found = np.zeros(len(self.known), dtype="float32")
        weights = {p: (1 + math.log(n)) * idf[p] for p, n in Counter(pieces(text)).items() if p in idf}
        for piece, weight in weights.items():
            places, parts = postings[piece]
            found[places] += weight * parts
        unknown = max(idf.values(), default=1.0)
        strange = [p for p in set(pieces(text)) if p not in idf and len(p) == 1]
        length = math.sqrt(sum(w * w for w in weights.values()) + unknown**2 * len(strange)) or 1.0
        shares: Array = (found / np.float32(length)).astype("float32")
        return shares

    def _solved(self, vectors: Array) -> Array:
        import numpy as np

        alike = np.stack([
            _sharpened(self._words(known.text), vectors @ vector)
            for known, vector in zip(self.known, vectors, strict=True)
        ])
        trust = np.asarray([known.trust for known in self.known], dtype="float32")
        alike[np.diag_indices_from(alike)] += RIDGE / trust
        goal = np.zeros((len(self.known), self.size), dtype="float32")
        for place, known in enumerate(self.known):
            goal[place, list(known.to)] = 1.0
        solved: Array = np.linalg.solve(alike, goal).astype("float16").astype("float32")
        return solved

    def scores(self, text: str, vector: Sequence[float]) -> tuple[list[float], Array]:
        """Return the score of every passage, and the likeness by vectors of every known text."""
        import numpy as np

        if not self.known or not pieces(text):
            return [0.0] * self.size, np.zeros(len(self.known), dtype="float32")
        vectors, weights = self._parts
        by_vector = vectors @ np.asarray(vector, dtype="float32")
        return [float(x) for x in _sharpened(self._words(text), by_vector) @ weights], by_vector


def _sharpened(words: Array, vectors: Array) -> Array:
    import numpy as np

    alike: Array = np.exp(np.float32(SHARP) * ((words + vectors) / 2 - 1))
    return alike


def _read(path: Path, key: bytes) -> tuple[Array, Array] | None:
    """Return what a file holds that was made for ``key`` and carries its own digest; None for any other."""
    import numpy as np

    try:
        content = path.read_bytes()
    except OSError:
        return None
    if content[:32] != key or hashlib.sha256(content[64:]).digest() != content[32:64]:
        return None
    with np.load(io.BytesIO(content[64:]), allow_pickle=False) as kept:
        return kept["vectors"].astype("float32"), kept["weights"].astype("float32")


def _write(path: Path, key: bytes, parts: tuple[Array, Array]) -> None:
    """Keep the parts, whole or not at all; a folder that can't be written is no harm."""
    import numpy as np

    buffer = io.BytesIO()
    np.savez(buffer, vectors=parts[0].astype("float16"), weights=parts[1].astype("float16"))
    content = buffer.getvalue()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".recall-")
        with os.fdopen(handle, "wb") as file:
            file.write(key + hashlib.sha256(content).digest() + content)
        Path(name).replace(path)
    except OSError:
        return
