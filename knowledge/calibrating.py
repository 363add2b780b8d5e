"""Fits the decision (answered, absent, out of scope) and measures it and the search; part of the training."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.deciding import FILES, VERDICTS, Decider, Verdict, chances, read_negatives
from knowledge.embedding import StaticEmbeddings
from knowledge.index import Index, memory_store
from knowledge.library import Library, Question
from knowledge.training import bucket, held_out, train_embedder

Example = tuple[list[float], Verdict]
DECISION = "decision.json"


def fit(library: Library, bank: Sequence[Question], out: Path) -> None:
    """Fit the decision on questions their index has not seen (two halves, each seen by the other's model)."""
    import torch

    examples: list[Example] = []
    for half in (0, 1):
        seen = [q for q in bank if bucket(q.text) % 2 != half]
        unseen = [q.text for q in bank if bucket(q.text) % 2 == half]
        with tempfile.TemporaryDirectory() as folder:
            train_embedder(library, seen, [], Path(folder))
            decider = _decider(library, seen, Path(folder))
            examples += _examples(decider, unseen, lambda text: bucket(text) % 2 == half)
    torch.manual_seed(0)
    rows = torch.tensor([row for row, _ in examples])
    goal = torch.tensor([VERDICTS.index(verdict) for _, verdict in examples])
    counts = torch.bincount(goal, minlength=3).float()
    layer = torch.nn.Linear(rows.shape[1], 3)
    torch.nn.init.zeros_(layer.weight)
    loss_of = torch.nn.CrossEntropyLoss(weight=(counts.sum() / counts) ** 0.5)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.02)
    for _ in range(1500):
        optimizer.zero_grad()
        loss = loss_of(layer(rows), goal) + 0.003 * (layer.weight**2).sum()
        loss.backward()
        optimizer.step()
    weights = {
        verdict: [round(float(x), 4) for x in (*layer.weight[i], layer.bias[i])]
        for i, verdict in enumerate(VERDICTS)
    }
    (out / DECISION).write_text(json.dumps(weights) + "\n", encoding="utf-8")


def _decider(library: Library, bank: Sequence[Question], model: Path) -> Decider:
    embeddings = StaticEmbeddings(model)
    index = Index(library, embeddings, bank=bank, store=memory_store)
    kept = {v: [t for t in read_negatives(v) if not held_out(t)] for v in FILES}
    return Decider(index, kept)


def _examples(decider: Decider, questions: Sequence[str], wanted: Any) -> list[Example]:
    names = tuple(decider.index.library.templates)
    found: list[Example] = [(decider.measures(text, names), "answered") for text in questions]
    for verdict in VERDICTS[1:]:
        texts = [t for t in read_negatives(verdict) if not held_out(t) and wanted(t)]
        found += [(decider.measures(text, names), verdict) for text in texts]
    return found


def measure(library: Library, model: Path) -> dict[str, Any]:
    """Return hit@1, hit@3 and MRR on the held-out questions, and how the decision fares on held-out texts."""
    index = _decider(library, [q for q in library.questions if not held_out(q.text)], model).index
    report: dict[str, Any] = {}
    for id in library.templates:
        asked = [q for q in library.questions if q.template == id and held_out(q.text)]
        places = [_place(index, question) for question in asked]
        report[id] = {
            "questions": len(asked),
            "hit@1": round(sum(p == 1 for p in places) / len(places), 3),
            "hit@3": round(sum(0 < p <= 3 for p in places) / len(places), 3),
            "mrr": round(sum(1 / p for p in places if p) / len(places), 3),
        }
    report["decision"] = _decisions(library, index, model)
    return report


def _place(index: Index, question: Question) -> int:
    hits = index.search(question.text, question.template, 10)
    return next((i for i, hit in enumerate(hits, 1) if hit.passage.address in question.to), 0)


def _decisions(library: Library, index: Index, model: Path) -> dict[str, dict[str, int]]:
    weights = json.loads((model / DECISION).read_text(encoding="utf-8"))
    decider = Decider(index, {v: [t for t in read_negatives(v) if not held_out(t)] for v in FILES})
    texts = {v: [t for t in read_negatives(v) if held_out(t)] for v in VERDICTS[1:]}
    texts["answered"] = [q.text for q in library.questions if held_out(q.text)]
    report: dict[str, dict[str, int]] = {}
    for truth, questions in texts.items():
        said = dict.fromkeys(VERDICTS, 0)
        for text in questions:
            found = chances(decider.measures(text, tuple(library.templates)), weights)
            said[max(VERDICTS, key=lambda v, found=found: found[v])] += 1  # type: ignore[misc]
        report[truth] = said
    return report
