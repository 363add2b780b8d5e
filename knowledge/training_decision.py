"""Fits the decision (answered, absent, out of scope) and measures it and the search.

``python -m knowledge.training_decision [--corpus FOLDER]`` fits the decision alone to the embedding that is there.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.deciding import (
    FILES,
    VERDICTS,
    WEIGHTS,
    WORDS,
    Decider,
    Words,
    chances,
    read_negatives,
)
from knowledge.embedding import HOME, StaticEmbeddings
from knowledge.holding import bucket, parted
from knowledge.index import Index
from knowledge.index_store import memory_store
from knowledge.lexical import grams
from knowledge.library import Library, Question, open_library
from knowledge.training import SEED, rows, train_embedder
from knowledge.training_ranking import Ranked, ranking_examples, ranking_weights, write_weights

Example = tuple[list[float], str]
PARTS = 3
_STEPS = 250


def fit(library: Library, bank: Sequence[Question], corpus: Path | None, out: Path) -> None:
    """Fit the ranking on questions its index has not seen (each part seen by the others' model), then the decision."""
    ranked: list[Ranked] = []
    unasked: list[Ranked] = []
    for part in range(PARTS):
        seen = [q for q in bank if bucket(q.text) % PARTS != part]
        unseen = [q for q in bank if bucket(q.text) % PARTS == part]
        with tempfile.TemporaryDirectory() as folder:
            train_embedder(library, seen, [], Path(folder))
            model = StaticEmbeddings(Path(folder))
            ranked += ranking_examples(Index(library, model, bank=seen, store=memory_store), unseen)
            unasked += ranking_examples(Index(library, model, bank=[], store=memory_store), unseen)
    write_weights({"asked": ranking_weights(ranked), "unasked": ranking_weights(unasked)}, out)
    fit_decision(library, corpus, out)


def fit_decision(library: Library, corpus: Path | None, out: Path) -> dict[str, Any]:
    """Fit the decision, write it, and return how it does on examples it was not fitted to.

    What the embedding was trained on looks closer than a stranger's question ever will: the answered examples are
    the questions held out from it; the negatives (never trained on) are each measured without their own part.
    """
    seen, held = parted(library.questions)
    model = StaticEmbeddings(out)
    lots: dict[str, list[str]] = {v: read_negatives(v) for v in FILES}
    outside = outside_texts(corpus)
    taught = {"answered": [q.text for q in seen], "absent": lots["absent"], "out_of_scope": lots["out_of_scope"] + outside}
    examples: list[Example] = []
    for part in range(PARTS):
        others = {v: [t for t in texts if bucket(t) % PARTS != part] for v, texts in taught.items()}
        index = Index(library, model, bank=others_of(seen, part), store=memory_store)
        decider = Decider(index, {v: [t for t in lots[v] if bucket(t) % PARTS != part] for v in FILES}, words_of(others))
        mine = {v: [t for t in lots[v] if bucket(t) % PARTS == part] for v in FILES}
        mine["answered"] = [q.text for q in held if bucket(q.text) % PARTS == part]
        examples += _examples(decider, mine)
    (out / WORDS.name).write_text(_plain(words_of(taught)), encoding="utf-8")
    (out / WEIGHTS.name).write_text(json.dumps(_regression(examples)) + "\n", encoding="utf-8")
    return _crossed(examples)


def others_of(bank: Sequence[Question], part: int) -> list[Question]:
    """Return the questions of the other parts."""
    return [q for q in bank if bucket(q.text) % PARTS != part]


def words_of(texts: Mapping[str, Sequence[str]]) -> Words:
    """Fit how far each gram seen at least twice speaks for each verdict: a logistic regression on bags of grams."""
    import torch

    lot = [(text, VERDICTS.index(v)) for v in VERDICTS for text in texts[v]]
    bags = [set(grams(text)) for text, _ in lot]
    counts = Counter(g for bag in bags for g in bag)
    places = {g: i for i, g in enumerate(sorted(g for g, n in counts.items() if n > 1))}
    rows_ = [[places[g] for g in sorted(bag) if g in places] for bag in bags]
    flat = torch.tensor([i for row in rows_ for i in row])
    starts = torch.tensor([0, *(len(row) for row in rows_[:-1])]).cumsum(0)
    shares = torch.tensor([1 / math.sqrt(len(row)) for row in rows_ for _ in row])
    goal = torch.tensor([place for _, place in lot])
    layer = torch.nn.EmbeddingBag(len(places), len(VERDICTS), mode="sum")
    torch.nn.init.zeros_(layer.weight)
    offset = torch.nn.Parameter(torch.zeros(len(VERDICTS)))
    sizes = torch.bincount(goal, minlength=len(VERDICTS)).float()
    loss_of = torch.nn.CrossEntropyLoss(weight=(sizes.sum() / sizes) ** 0.5)
    optimizer = torch.optim.Adam([*layer.parameters(), offset])
    for step in range(_STEPS):
        optimizer.param_groups[0]["lr"] = 0.1 * (1 - step / _STEPS)
        optimizer.zero_grad()
        loss = loss_of(layer(flat, starts, per_sample_weights=shares) + offset, goal) + 1e-4 * (layer.weight**2).sum()
        loss.backward()
        optimizer.step()
    weights = layer.weight.detach()
    against = (weights[:, 1:] - weights[:, :1]).tolist()
    return Words({g: (round(a, 2), round(b, 2)) for g, (a, b) in zip(places, against, strict=True) if abs(a) + abs(b) > 0.05})


def _plain(words: Words) -> str:
    return json.dumps(dict(words.weights), ensure_ascii=False, separators=(",", ":")) + "\n"


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


def _examples(decider: Decider, lots: Mapping[str, Sequence[str]]) -> list[Example]:
    names = tuple(decider.index.library.templates)
    return [
        (decider.measures(text, names), verdict)
        for verdict in VERDICTS for text in lots.get(verdict, ())
    ]


def _crossed(examples: Sequence[Example]) -> dict[str, Any]:
    """Return what each verdict's examples are taken for when the regression has not seen their fifth."""
    report: dict[str, dict[str, int]] = {v: dict.fromkeys(VERDICTS, 0) for v in VERDICTS}
    for part in range(5):
        weights = _regression([e for i, e in enumerate(examples) if i % 5 != part])
        for row, truth in (e for i, e in enumerate(examples) if i % 5 == part):
            found = chances(row, weights)
            report[truth][max(VERDICTS, key=lambda v: found[v])] += 1
    return report


def measure(library: Library, model: Path) -> dict[str, Any]:
    """Return hit@1, hit@3 and MRR of the search on the held-out questions."""
    seen, held = parted(library.questions)
    index = Index(library, StaticEmbeddings(model), bank=seen, store=memory_store)
    report: dict[str, Any] = {}
    for id in library.templates:
        places = [_place(index, question) for question in held if question.template == id]
        report[id] = {
            "questions": len(places),
            "hit@1": round(sum(p == 1 for p in places) / len(places), 3),
            "hit@3": round(sum(0 < p <= 3 for p in places) / len(places), 3),
            "mrr": round(sum(1 / p for p in places if p) / len(places), 3),
        }
    return report


def _place(index: Index, question: Question) -> int:
    hits = index.search(question.text, question.template, 10)
    return next((i for i, hit in enumerate(hits, 1) if hit.passage.address in question.to), 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit the decision to the embedding that is there, and print how it does on what it was not fitted to."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.training_decision", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of an open corpus (optional)")
    options = parser.parse_args(arguments)
    print(json.dumps(fit_decision(open_library(), options.corpus, HOME), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
