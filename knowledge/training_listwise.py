"""Teaches the embedding to tell the passages of one template apart: a question against all of them at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.embedding import expand
from knowledge.english import with_chinese
from knowledge.library import Library, Question
from knowledge.ranking import passage_document, targets

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

PASSES = 16
BATCH = 256
RATE = 0.001
DROP = 0.6
"""The share of the grams that is left out by chance: no single word may carry a passage."""
SCALE = 10.0
SEED = 20261125


@dataclass(frozen=True)
class Lesson:
    """The passages of one template as they are embedded, its questions, and the places that answer each."""

    documents: tuple[str, ...]
    questions: tuple[str, ...]
    to: tuple[tuple[int, ...], ...]


def lessons(library: Library, bank: Sequence[Question], words: Container[str]) -> list[Lesson]:
    """Return one lesson a template; texts as the model reads them, questions without a known gram left out."""
    found = []
    for id, template in library.templates.items():
        passages = library.passages[id]
        place = {p.address: i for i, p in enumerate(passages)}
        asked = [(expand(with_chinese(q.text), words), targets(template, place, q.to)) for q in bank if q.template == id]
        asked = [(text, to) for text, to in asked if text and to]
        documents = tuple(expand(passage_document(template, p), words) for p in passages)
        found.append(Lesson(documents, tuple(t for t, _ in asked), tuple(to for _, to in asked)))
    return found


def train_listwise(model: SentenceTransformer, given: Sequence[Lesson]) -> None:
    """Train: the right passages likeliest among all of the template, questions of one passage near each other."""
    import torch

    chance = random.Random(SEED)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)

    def vectors(texts: Sequence[str]) -> torch.Tensor:
        features = model.preprocess([thinned(text, DROP, chance) for text in texts])
        found: torch.Tensor = model(features)["sentence_embedding"]
        return found

    for _ in range(PASSES):
        for lesson in given:
            order = list(range(len(lesson.questions)))
            chance.shuffle(order)
            for start in range(0, len(order), BATCH):
                loss = _loss(lesson, order[start : start + BATCH], vectors)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


def _loss(lesson: Lesson, batch: Sequence[int], vectors: Callable[[Sequence[str]], torch.Tensor]) -> torch.Tensor:
    import torch

    asked = vectors([lesson.questions[i] for i in batch])
    good = torch.zeros(len(batch), len(lesson.documents), dtype=torch.bool)
    for row, question in enumerate(batch):
        good[row, list(lesson.to[question])] = True
    alone = torch.eye(len(batch), dtype=torch.bool)
    together = (good.float() @ good.float().T > 0) & ~alone
    to_passages = _missed(SCALE * asked @ vectors(lesson.documents).T, good)
    if not together.any():
        return to_passages
    rows = together.any(1)
    likeness = (SCALE * asked @ asked.T).masked_fill(alone, -1e9)
    return to_passages + _missed(likeness[rows], together[rows])


def _missed(scores: torch.Tensor, good: torch.Tensor) -> torch.Tensor:
    """The mean of minus the logarithm of the chance that something good is picked."""
    import torch

    chances = torch.log_softmax(scores, 1).masked_fill(~good, -1e9)
    loss: torch.Tensor = -torch.logsumexp(chances, 1).mean()
    return loss


def thinned(text: str, drop: float, chance: random.Random) -> str:
    """Return ``text`` with a share of its grams left out by chance, never all of them."""
    if not drop:
        return text
    return " ".join(gram for gram in text.split() if chance.random() > drop) or text
