"""Fits the decision (answered, absent, out of scope) and measures it and the search; part of the training."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.deciding import FILES, VERDICTS, Decider, chances, read_negatives
from knowledge.embedding import StaticEmbeddings
from knowledge.holding import bucket, held_out, parted
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.library import Library, Question
from knowledge.training import SEED, rows, train_embedder
from knowledge.training_ranking import Ranked, ranking_examples, ranking_weights, write_weights

Example = tuple[list[float], str]
DECISION = "decision.json"
PARTS = 3


def fit(library: Library, bank: Sequence[Question], corpus: Path | None, out: Path) -> None:
    """Fit ranking and decision on questions their index has not seen (each part seen by the others' model)."""
    ranked: list[Ranked] = []
    unasked: list[Ranked] = []
    parts = []
    for part in range(PARTS):
        seen = [q for q in bank if bucket(q.text) % PARTS != part]
        unseen = [q for q in bank if bucket(q.text) % PARTS == part]
        with tempfile.TemporaryDirectory() as folder:
            train_embedder(library, seen, [], Path(folder))
            kept = {v: [t for t in _negatives(v) if bucket(t) % PARTS != part] for v in FILES}
            lots = {v: [t for t in _negatives(v) if bucket(t) % PARTS == part] for v in FILES}
            lots["out_of_scope"] += [t for t in outside_texts(corpus) if bucket(t) % PARTS == part]
            decider = _decider(library, seen, Path(folder), kept)
            ranked += ranking_examples(decider.index, unseen)
            unasked += ranking_examples(_decider(library, [], Path(folder), kept).index, unseen)
            parts.append((decider, {"answered": [q.text for q in unseen], **lots}))
    weights = {"asked": ranking_weights(ranked), "unasked": ranking_weights(unasked)}
    write_weights(weights, out)
    examples = [e for decider, lots in parts for e in _examples(decider, lots)]
    (out / DECISION).write_text(json.dumps(_regression(examples)) + "\n", encoding="utf-8")


def _negatives(verdict: str) -> list[str]:
    return [text for text in read_negatives(verdict) if not held_out(text)]


def outside_texts(corpus: Path | None) -> list[str]:
    """Return everyday sentences and unrelated law questions of an open corpus, a few of each."""
    if corpus is None:
        return []
    chance = random.Random(SEED)
    everyday = [r["text"] for r in rows(corpus / "mono_text.jsonl.gz") if "Tatoeba" in r["source"]]
    asked = [r["q"] for r in rows(corpus / "qa_pairs.jsonl.gz") if r.get("type") == "synthetic_lay_qa"]
    short = [[t for t in lot if len(t) < 60] for lot in (everyday, asked)]
    return [t for lot, n in zip(short, (700, 500), strict=True) for t in chance.sample(lot, min(n, len(lot)))]


def _regression(examples: Sequence[Example]) -> dict[str, list[float]]:
    """Return the weights of a multinomial logistic regression on the raw measures, offset last."""
    import torch

    rows_ = torch.tensor([row for row, _ in examples])
    goal = torch.tensor([VERDICTS.index(verdict) for _, verdict in examples])
    middle, spread = rows_.mean(0), rows_.std(0) + 1e-6
    scaled = (rows_ - middle) / spread
    counts = torch.bincount(goal, minlength=3).float()
    layer = torch.nn.Linear(scaled.shape[1], 3)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    loss_of = torch.nn.CrossEntropyLoss(weight=(counts.sum() / counts) ** 0.5)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=300)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss: torch.Tensor = loss_of(layer(scaled), goal) + 0.001 * (layer.weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    weights = (layer.weight / spread).detach()
    offsets = (layer.bias - (layer.weight / spread) @ middle).detach()
    return {
        verdict: [round(float(x), 4) for x in (*weights[i], offsets[i])]
        for i, verdict in enumerate(VERDICTS)
    }


def _decider(
    library: Library, bank: Sequence[Question], model: Path, negatives: Mapping[str, Sequence[str]]
) -> Decider:
    index = Index(library, StaticEmbeddings(model), bank=bank, store=memory_store)
    return Decider(index, negatives)


def _examples(decider: Decider, lots: Mapping[str, Sequence[str]]) -> list[Example]:
    names = tuple(decider.index.library.templates)
    return [
        (decider.measures(text, names), verdict)
        for verdict in VERDICTS for text in lots.get(verdict, ())
    ]


def measure(library: Library, model: Path) -> dict[str, Any]:
    """Return hit@1, hit@3 and MRR on the held-out questions, and how the decision fares on held-out texts."""
    seen, held = parted(library.questions)
    decider = _decider(library, seen, model, {v: _negatives(v) for v in FILES})
    report: dict[str, Any] = {}
    for id in library.templates:
        asked = [q for q in held if q.template == id]
        places = [_place(decider.index, question) for question in asked]
        report[id] = {
            "questions": len(asked),
            "hit@1": round(sum(p == 1 for p in places) / len(places), 3),
            "hit@3": round(sum(0 < p <= 3 for p in places) / len(places), 3),
            "mrr": round(sum(1 / p for p in places if p) / len(places), 3),
        }
    report["decision"] = _decisions(library, decider, model)
    return report


def _place(index: Index, question: Question) -> int:
    hits = index.search(question.text, question.template, 10)
    return next((i for i, hit in enumerate(hits, 1) if hit.passage.address in question.to), 0)


def _decisions(library: Library, decider: Decider, model: Path) -> dict[str, dict[str, int]]:
    weights = json.loads((model / DECISION).read_text(encoding="utf-8"))
    texts = {v: [t for t in read_negatives(v) if held_out(t)] for v in FILES}
    texts["answered"] = [q.text for q in parted(library.questions)[1]]
    report: dict[str, dict[str, int]] = {}
    for truth, questions in texts.items():
        said: dict[str, int] = dict.fromkeys(VERDICTS, 0)
        for text in questions:
            found = chances(decider.measures(text, tuple(library.templates)), weights)
            said[max(found, key=lambda verdict, found=found: found[verdict])] += 1  # type: ignore[misc]
        report[truth] = said
    return report
