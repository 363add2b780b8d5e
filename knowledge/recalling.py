"""Which passage a question leads to, learned at once from every text known to lead to one: kernel ridge regression.

The cost stays bounded: above ``MOST`` known texts the regression leans on that many of them (Nyström), and for
more than ``BROAD`` passages nothing is solved, the nearest known texts vote.
"""

from __future__ import annotations

import hashlib
import io
import math
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.lexical import Postings, posted, runs, summed

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.embeddings import Embeddings

    Array = np.ndarray[Any, np.dtype[np.float32]]

SHARP = 3.0
"""How fast likeness falls off between texts."""
RIDGE = 0.1
MOST = 6000
"""So many known texts are landmarks; the work grows with their square, and linearly with the other texts."""
BROAD = 2000
"""From so many passages on the known texts vote."""
FORMAT = 2
_LONGEST = 3
_VOTERS = 32
_VOTE = 12.0
"""How fast a vote falls off with likeness."""
_ROWS = 512


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
                 shipped: Path | None = None, most: int = MOST, broad: int = BROAD):
        self.known, self.size, self.embeddings, self.file = tuple(known), size, embeddings, file
        self.shipped, self.voting = shipped, size > broad
        self.leant = range(len(self.known)) if self.voting else landmarks(self.known, most)

    @cached_property
    def _parts(self) -> tuple[Array, Array]:
        """(vectors of all known texts, solved weights of those leant on), from the file if it holds just these."""
        key = self.key()
        for place in (self.shipped, self.file):
            if place is not None and (kept := _read(place, key)) is not None:
                return kept
        import numpy as np

        vectors = np.asarray(self.embeddings.embed_documents([k.text for k in self.known]), dtype="float32")
        vectors = vectors.astype("float16").astype("float32")
        parts = (vectors, np.zeros((0, 0), dtype="float32") if self.voting else self._solved(vectors))
        if self.file is not None:
            _write(self.file, key, parts)
        return parts

    def write(self, file: Path) -> None:
        """Solve anew and keep the parts in ``file``, to be shipped."""
        self.shipped, self.file = None, file
        file.unlink(missing_ok=True)
        self.__dict__.pop("_parts", None)
        _ = self._parts
        file.chmod(0o644)

    @property
    def vectors(self) -> Array:
        """The vectors of the known texts."""
        return self._parts[0]

    def key(self) -> bytes:
        """What the solved parts depend on: texts, model and settings, as a digest."""
        identity = getattr(self.embeddings, "identity", type(self.embeddings).__qualname__)
        content = repr((FORMAT, SHARP, RIDGE, self.size, identity, self.known, self.leant, self.voting))
        return hashlib.sha256(content.encode("utf-8")).digest()

    @cached_property
    def _postings(self) -> tuple[Postings, dict[str, float]]:
        """The texts leant on by piece, with the piece's share of the text's length, and how telling it is."""
        bags = [Counter(pieces(self.known[place].text)) for place in self.leant]
        seen = Counter(piece for bag in bags for piece in bag)
        idf = {piece: math.log((1 + len(bags)) / (1 + n)) + 1 for piece, n in seen.items()}

        def shares(bag: Mapping[str, int]) -> dict[str, float]:
            weights = {piece: (1 + math.log(n)) * idf[piece] for piece, n in bag.items()}
            length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
            return {piece: weight / length for piece, weight in weights.items()}

        return posted(map(shares, bags)), idf

    def _words(self, text: str) -> Array:
        """The likeness of ``text`` to every text leant on by its pieces."""
        postings, idf = self._postings
        counts = Counter(pieces(text))
        weights = {p: (1 + math.log(n)) * idf[p] for p, n in counts.items() if p in idf}
        unknown = max(idf.values(), default=1.0)
        strange = [p for p in counts if p not in idf and len(p) == 1]
        length = math.sqrt(sum(w * w for w in weights.values()) + unknown**2 * len(strange)) or 1.0
        found: Array = (summed(postings, weights, len(self.leant)) / length).astype("float32")
        return found

    def _alike(self, places: Sequence[int], vectors: Array) -> Array:
        """The likeness of some known texts to all that are leant on, a row a text."""
        import numpy as np

        leant = vectors[list(self.leant)]
        return np.stack([_sharpened(self._words(self.known[p].text), leant @ vectors[p]) for p in places])

    def _goal(self, places: Sequence[int]) -> Array:
        import numpy as np

        goal = np.zeros((len(places), self.size), dtype="float32")
        for row, place in enumerate(places):
            goal[row, list(self.known[place].to)] = 1.0
        return goal

    def _solved(self, vectors: Array) -> Array:
        import numpy as np

        trust = np.asarray([known.trust for known in self.known], dtype="float32")
        alike = self._alike(self.leant, vectors)
        if len(self.leant) == len(self.known):
            alike[np.diag_indices_from(alike)] += RIDGE / trust
            solved: Array = np.linalg.solve(alike, self._goal(self.leant))
        else:
            left = RIDGE * alike.astype("float64")
            left[np.diag_indices_from(left)] += 1e-4
            right = np.zeros((len(self.leant), self.size))
            for start in range(0, len(self.known), _ROWS):
                places = range(start, min(start + _ROWS, len(self.known)))
                rows = self._alike(places, vectors)
                weighed = rows.T * trust[places.start : places.stop]
                left += weighed @ rows
                right += weighed @ self._goal(places)
            solved = np.linalg.solve(left, right)
        return solved.astype("float16").astype("float32")

    def scores(self, text: str, vector: Sequence[float]) -> tuple[Array, Array]:
        """Return the score of every passage, and the likeness by vectors of every known text."""
        import numpy as np

        if not self.known or not pieces(text):
            return np.zeros(self.size, dtype="float32"), np.zeros(len(self.known), dtype="float32")
        vectors, weights = self._parts
        by_vector = vectors @ np.asarray(vector, dtype="float32")
        words = self._words(text)
        if self.voting:
            return self._votes((words + by_vector) / 2), by_vector
        leant = by_vector if len(self.leant) == len(self.known) else by_vector[list(self.leant)]
        return _sharpened(words, leant) @ weights, by_vector

    def _votes(self, alike: Array) -> Array:
        """What the nearest known texts say: shares that add up to the likeness of the nearest."""
        import numpy as np

        found = np.zeros(self.size, dtype="float32")
        nearest = np.argpartition(-alike, min(_VOTERS, len(alike)) - 1)[:_VOTERS]
        best = float(alike[nearest].max())
        votes = {int(k): self.known[k].trust * math.exp(_VOTE * (float(alike[k]) - best)) for k in nearest}
        for known, vote in votes.items():
            found[list(self.known[known].to)] += vote / sum(votes.values()) * max(0.0, best)
        return found


def landmarks(known: Sequence[Known], most: int) -> tuple[int, ...]:
    """Return the places of at most ``most`` texts: the most trusted, and among these some as good as by chance."""
    if len(known) <= most:
        return tuple(range(len(known)))
    order = sorted(
        range(len(known)),
        key=lambda place: (-known[place].trust, hashlib.sha256(known[place].text.encode("utf-8")).digest()),
    )
    return tuple(sorted(order[:most]))


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
