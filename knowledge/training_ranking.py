"""Fits how the signals of the search are weighed: listwise, on questions that the index has not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge import ranking
from knowledge.index import Index
from knowledge.library import Question

Ranked = tuple[list[list[float]], list[bool]]
"""The signals of every passage for a question, and which of them answer it."""

_SHRINK = 0.001
_USUAL = 0.6
"""The score that the best passage of a typical question gets."""


def ranking_examples(index: Index, questions: Sequence[Question]) -> list[Ranked]:
    """Return the examples of questions that some passage answers."""
    found = []
    for question in questions:
        ranker = index.rankers[question.template]
        good = [p.address in question.to for p in ranker.passages]
        if any(good):
            seen = index.signals(question.text, question.template)
            found.append((seen.rows, [good[place] for place in seen.places]))
    return found


def ranking_weights(examples: Sequence[Ranked]) -> dict[str, float]:
    """Return the weights that make the right passages likeliest; scaled so that a usual best score is 0.6."""
    import torch

    size, most = len(ranking.SIGNALS), max(len(rows) for rows, _ in examples)
    rows_ = torch.zeros(len(examples), most, size)
    there = torch.zeros(len(examples), most, dtype=torch.bool)
    good = torch.zeros(len(examples), most, dtype=torch.bool)
    for place, (rows, right) in enumerate(examples):
        rows_[place, : len(rows)] = torch.tensor(rows)
        there[place, : len(rows)] = True
        good[place, : len(right)] = torch.tensor(right)
    weights = torch.zeros(size, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        chances = torch.log_softmax((rows_ @ weights).masked_fill(~there, -1e9), 1)
        right = torch.logsumexp(chances.masked_fill(~good, -1e9), 1)
        loss: torch.Tensor = -right.mean() + _SHRINK * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    final = weights.detach()
    best = (rows_ @ final).masked_fill(~there, -1e9).max(1).values
    scale = _USUAL / float(best.median())
    return {n: round(float(w) * scale, 5) for n, w in zip(ranking.SIGNALS, final, strict=True)}


def write_weights(weights: Mapping[str, Mapping[str, float]], out: Path) -> None:
    """Keep the weights; those of this program's own model are in use from now on."""
    file = out / ranking.FILE.name
    file.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    if file == ranking.FILE:
        ranking.weights.cache_clear()
