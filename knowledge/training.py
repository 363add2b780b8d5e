"""Trains what the index leans on: ``python -m knowledge.training [--corpus FOLDER]`` → ``knowledge/embedder``.

``--recall`` only solves again what depends on every text (see ``knowledge.training_recall``); ``--measure`` only measures.

Everything is learned from the templates, their guides and the question bank, and from an open corpus when one
is given. What ``knowledge.holding`` holds out is only ever measured. Needs sentence-transformers; the program itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.embedding import HOME, VERSION_FILE, expand
from knowledge.english import with_chinese
from knowledge.holding import parted
from knowledge.lexical import grams
from knowledge.library import Library, Question, open_library
from knowledge.ranking import passage_document
from knowledge.training_listwise import lessons, thinned, train_listwise

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DIMENSIONS = 192
VOCABULARY = 22_000
OWN_PASSES = 4
PARTNERS = 8
"""How many questions of the same passage each question is paired with."""

SEED = 20261122
Pair = tuple[str, str]


def own_pairs(library: Library, bank: Sequence[Question]) -> list[Pair]:
    """Return pairs of texts that mean the same passage, from the templates, guides, slots and bank."""
    found: list[Pair] = []
    for id, template in library.templates.items():
        documents = {p.address: passage_document(template, p) for p in library.passages[id]}
        asked: dict[str, list[str]] = {}
        for question in (q for q in bank if q.template == id):
            for address in question.to:
                if address in documents:
                    text = with_chinese(question.text)
                    found.append((text, documents[address]))
                    asked.setdefault(address, []).append(text)
        for texts in asked.values():
            found += _partners(texts)
        for passage in library.passages[id]:
            found += _guide_pairs(library, passage.template, passage.address)
    return found


def _partners(texts: Sequence[str]) -> list[Pair]:
    """Return each question with a few others that the same passage answers."""
    chance = random.Random(SEED)
    return [
        (text, other) for text in texts
        for other in chance.sample([t for t in texts if t != text], min(PARTNERS, len(texts) - 1))
    ]


def _guide_pairs(library: Library, id: str, address: str) -> list[Pair]:
    template, passage = library.templates[id], library.passage(id, address)
    if passage is None:
        return []
    document = passage_document(template, passage)
    found = [(f"{passage.article_title} {passage.title}", document)]
    if guide := template.guides.get(passage.clause):
        notes = (guide.plain, guide.usual, guide.watch, guide.by_law, guide.for_a, guide.for_b)
        found += [(note, passage.text) for note in notes if note]
    for slot in (template.slots[s] for s in passage.slots):
        words = (slot.label, slot.ask, slot.why, " ".join(slot.aliases))
        found += [(word, document) for word in words if word]
    return found


def corpus_pairs(folder: Path) -> list[Pair]:
    """Return question–answer and paraphrase pairs of an open corpus (see its own licences)."""
    found: list[Pair] = []
    for name in ("qa_pairs.jsonl.gz", "qa_pairs_template.jsonl.gz"):
        found += [(row["q"][:300], row["a"][:400]) for row in rows(folder / name)]
    for row in rows(folder / "para_pairs.jsonl.gz"):
        if row["label"] == 1:
            found.append((row["a"][:300], row["b"][:300]))
    for row in rows(folder / "statutes.jsonl.gz"):
        heading = str(row.get("path", "")).split("/")[-1]
        halves = row["text"][:400].split("。", 1)
        if len(halves) == 2 and len(halves[1]) > 12:
            found.append((f"{heading} {halves[0]}", halves[1]))
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a corpus file; a missing file has none."""
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def vocabulary(own: Iterable[str], corpus: Iterable[str]) -> list[str]:
    """Return the grams worth a vector: all that are used twice here, then the commonest of the corpus."""
    first = Counter(gram for text in own for gram in set(grams(text)))
    chosen = [gram for gram, n in first.most_common() if n > 1 or len(gram) == 1][:VOCABULARY]
    more = Counter(gram for text in corpus for gram in set(grams(text)))
    known = set(chosen)
    single = [g for g, n in more.most_common() if len(g) == 1 and g not in known and n > 1]
    others = [g for g, n in more.most_common() if len(g) > 1 and g not in known and len(g) < 12]
    return (chosen + single + others)[: VOCABULARY - 1]


def new_model(words: Sequence[str]) -> SentenceTransformer:
    """Return an untrained model: one vector a gram; plain tokenizer, longest match first."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    torch.manual_seed(SEED)
    ids = {"[UNK]": 0} | {word: place for place, word in enumerate(words, 1)}
    tokenizer = Tokenizer(models.WordPiece(
        ids, unk_token="[UNK]", continuing_subword_prefix="", max_input_chars_per_word=1000
    ))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    signs = pre_tokenizers.Split(Regex(r"[^\p{Han}a-z0-9.\s]+"), "removed")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([signs, pre_tokenizers.WhitespaceSplit()])
    static = StaticEmbedding(tokenizer, embedding_dim=DIMENSIONS)
    torch.nn.init.normal_(static.embedding.weight, std=0.02)
    return SentenceTransformer(modules=[static, Normalize()], device="cpu")


@dataclass(frozen=True)
class Course:
    """One stretch of training: passes over pairs, in batches, at a rate; ``drop`` leaves out grams by chance."""

    pairs: Sequence[Pair]
    passes: int
    batch: int
    rate: float
    drop: float = 0.0


def train(model: SentenceTransformer, words: Sequence[str], courses: Sequence[Course]) -> None:
    """Train with in-batch negatives; no text occurs twice in a batch."""
    import torch
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    known = set(words)
    shuffle = random.Random(SEED)
    for course in courses:
        pairs = [(expand(a, known), expand(b, known)) for a, b in course.pairs]
        pairs = [pair for pair in pairs if pair[0] and pair[1]]
        loss_of = MultipleNegativesRankingLoss(model, scale=20.0)
        optimizer = torch.optim.Adam(model.parameters(), lr=course.rate)
        steps = max(1, course.passes * len(pairs) // course.batch)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, steps)
        for _ in range(course.passes):
            shuffle.shuffle(pairs)
            for batch in batches(pairs, course.batch):
                sides = [[thinned(pair[s], course.drop, shuffle) for pair in batch] for s in (0, 1)]
                loss = loss_of([model.preprocess(side) for side in sides], torch.empty(0))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()


def batches(pairs: Sequence[Pair], size: int) -> Iterator[list[Pair]]:
    """Yield batches in which every text is unique, so that no true answer counts as a wrong one."""
    waiting = list(pairs)
    while len(waiting) > 1:
        batch: list[Pair] = []
        left: list[Pair] = []
        texts: set[str] = set()
        for pair in waiting:
            if len(batch) < size and not texts & set(pair):
                batch.append(pair)
                texts |= set(pair)
            else:
                left.append(pair)
                if len(left) > 4 * size and len(batch) >= size:
                    break
        rest = waiting[len(batch) + len(left) :]
        if len(batch) < 2:
            return
        yield batch
        waiting = left + rest


def courses(own: Sequence[Pair], corpus: Sequence[Pair]) -> list[Course]:
    """Return the whole training: the wide world once, then our own pairs a few times."""
    found = [Course(corpus, 1, 512, 0.003)] if corpus else []
    return [*found, Course(own, OWN_PASSES, 256, 0.01, drop=0.3)]


def train_embedder(library: Library, bank: Sequence[Question], corpus: Sequence[Pair], out: Path) -> str:
    """Train, save under ``out`` in half precision, and return the hash of what it was trained on."""
    own = own_pairs(library, bank)
    words = vocabulary((text for pair in own for text in pair), (text for pair in corpus for text in pair))
    model = new_model(words)
    train(model, words, courses(own, corpus))
    train_listwise(model, lessons(library, bank, set(words)))
    model.half()
    model.save(str(out), create_model_card=False)
    (out / "model.safetensors").chmod(0o644)
    content = json.dumps([SEED, DIMENSIONS, VOCABULARY, own, corpus], ensure_ascii=False)
    version = {
        "hash": hashlib.sha256(content.encode("utf-8")).hexdigest()[:16], "own_pairs": len(own),
        "corpus_pairs": len(corpus), "vocabulary": len(words), "dimensions": DIMENSIONS,
    }
    (out / VERSION_FILE).write_text(json.dumps(version, indent=1) + "\n", encoding="utf-8")
    return version["hash"]  # type: ignore[return-value]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the embedding, fit the decision, and measure on what was held out."""
    from knowledge import ranking, training_decision, training_recall

    parser = argparse.ArgumentParser(prog="python -m knowledge.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of an open corpus (optional)")
    parser.add_argument("--out", type=Path, default=HOME, help="where the model goes")
    parser.add_argument("--measure", action="store_true", help="only measure what is there")
    parser.add_argument("--recall", action="store_true", help="only solve the ranking again, after texts changed")
    options = parser.parse_args(arguments)
    ranking.FILE = options.out / ranking.FILE.name  # the model that is trained is measured with its own weights
    library = open_library()
    if options.recall:
        print(*training_recall.ship(library, options.out), sep="\n")
        return
    if not options.measure:
        started = time.monotonic()
        bank = parted(library.questions)[0]
        corpus = corpus_pairs(options.corpus) if options.corpus else []
        print("hash", train_embedder(library, bank, corpus, options.out), file=sys.stderr)
        training_decision.fit(library, bank, options.corpus, options.out)
        training_recall.ship(library, options.out)
        print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    print(json.dumps(training_decision.measure(library, options.out), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
