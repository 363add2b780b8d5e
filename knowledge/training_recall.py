"""Solves and ships what the search recalls at once, so that nobody's first question waits for it.

``python -m knowledge.training --recall`` does just this, in well under a minute and without training anything:
needed after any change of the bank, a guide, slots, a template or the embedding.
"""

from __future__ import annotations

from pathlib import Path

from knowledge import ranking
from knowledge.embedding import StaticEmbeddings
from knowledge.index import Index
from knowledge.library import Library

COMMAND = "python -m knowledge.training --recall"


def ship(library: Library, folder: Path) -> list[Path]:
    """Solve for every template of the library with the model in ``folder``, and keep it there; others' files go."""
    made = []
    for ranker in Index(library, StaticEmbeddings(folder)).rankers.values():
        file = folder / f"{ranking.recall_name(ranker.template.id)}.bin"
        ranker.recall.write(file)
        made.append(file)
    for other in set(folder.glob("recall-*.bin")) - set(made):
        other.unlink()
    return made


def stale(library: Library, folder: Path) -> list[str]:
    """Return the templates whose shipped file was made of other texts or by another model, or is missing."""
    found = []
    for id, ranker in Index(library, StaticEmbeddings(folder)).rankers.items():
        file = folder / f"{ranking.recall_name(id)}.bin"
        if not file.exists() or file.read_bytes()[:32] != ranker.recall.key():
            found.append(id)
    return found
