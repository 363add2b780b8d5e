"""``python -m knowledge.training_tagging [--measure]``: train the network that ``knowledge.tagging`` reads.

A gated convolution over characters, with a look at the whole message after every fourth layer, and two heads: the slot by character
(outside, beginning, inside), and whose it is or what it chooses. Messages in ``statements/roles`` are marked whole, in ``statements/messages`` but for the speaker's role; in ``statements/texts``
parties and choices are not marked either, in ``statements`` nothing but values is: there these slots take no part in what is learned. Characters and pairs start from the
vectors of our embedding. On two cores about twenty minutes; ``--measure`` trains on seven eighths, measures on the rest and writes nothing.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from knowledge import tagging
from knowledge.embedding import StaticEmbeddings
from knowledge.tagging import NONE, OF_PARTY, ROLE, SKIP, Mark, Marked, Tagger, encode

STEPS = (1, 2, 4, 8, 1, 2, 4, 8)
WIDTH, WORDS, SORTS = 160, 96, 9
LOOKS = 2
"""After so many equal parts of the layers every character looks at all others."""
SLOPES = (-6.0, -4.0, -3.0, -2.0)
"""How far each head looks, to begin with: the logarithm of what one character more takes off."""
EPOCHS, RATE, CHARACTERS = 12, 2e-3, 1200
CHOICES = (
    "model_owner", "synthetic_data_owner", "output_owner", "contains_pi", "contains_sensitive_pi", "contains_important_data",
    "cross_border", "public_genai_service", "weights_included", "background_ip", "pi_role", "fee_mode", "dispute_method",
    "report_cycle", "derivative_policy", "subcontract_allowed", "sign_mode",
)
TEXTS = (
    "training_data_desc", "training_purpose", "project_name", "project_goal", "acceptance_criteria", "acceptance_test", "deliverables",
    "data_delivery_method", "model_delivery_method", "model_license_scope", "co_own_rule", "revenue_share_rule", "core_info_list",
    "liability_cap", "base_model", "contract_no", "sign_place", "arbitration_institution", "court_name", "payment_nodes",
    "data_list_rows", "schedule_rows",
)
EXCHANGED = frozenset((*OF_PARTY, "total_fee", "court_name", "arbitration_institution", "contract_no", "base_model", "sign_place"))
"""Slots whose words may stand for one another: a message is learned with those of another now and then."""

Batch = tuple[torch.Tensor, ...]


@dataclass(frozen=True)
class Sample:
    """A marked message and the slots that were not marked in it."""

    said: Marked
    unmarked: tuple[str, ...] = ()


def samples(folder: Path = tagging.FOLDER) -> list[Sample]:
    """Return everything there is to learn from, each with the slots that are not marked in it."""
    hidden: tuple[tuple[str, ...], ...] = ((), (ROLE,), (ROLE, *OF_PARTY, *CHOICES), (ROLE, *OF_PARTY, *CHOICES, *TEXTS))
    parts = zip(tagging.folders(folder), hidden, strict=True)
    return [Sample(m, unmarked) for part, unmarked in parts for m in tagging.messages(part) if m.text.strip()]



@dataclass(frozen=True)
class Words:
    """The characters, pairs, slots and values that are known, each with its number."""

    chars: Mapping[str, int]
    pairs: Mapping[str, int]
    slots: tuple[str, ...]
    values: tuple[str, ...]

    @classmethod
    def of(cls, given: Iterable[Sample]) -> Words:
        """Collect them from what is learned from; characters count from two occurrences on, pairs from four."""
        chars: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        slots, values = set(), {"-"}
        for one in given:
            text = one.said.text
            chars.update(text)
            pairs.update(text[at : at + 2] for at in range(len(text) - 1))
            slots |= {m.slot for m in one.said.marks}
            values |= {m.value for m in one.said.marks if m.value}
        return cls(
            {c: at for at, c in enumerate(sorted(c for c, n in chars.items() if n > 1), 2)},
            {p: at for at, p in enumerate(sorted(p for p, n in pairs.items() if n > 3), 2)},
            tuple(sorted(slots - {SKIP})), tuple(sorted(values - {SKIP})),
        )


class Mix(nn.Module):  # type: ignore[misc]
    """One gated convolution of three characters ``step`` apart, added to what came in."""

    def __init__(self, step: int):
        super().__init__()
        self.level = nn.LayerNorm(WIDTH)
        self.mix = nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=step, dilation=step)
        self.drop = nn.Dropout(0.2)

    def bias(self) -> torch.Tensor:
        """Return the shift of the convolution."""
        assert self.mix.bias is not None
        return self.mix.bias

    def forward(self, x: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """(batch, length, WIDTH) → the same; ``there`` is 1 where there is text."""
        mixed, gate = self.mix((self.level(x) * there).transpose(1, 2)).chunk(2, 1)
        added: torch.Tensor = (x + self.drop((mixed * torch.sigmoid(gate)).transpose(1, 2))) * there
        return added


class Look(nn.Module):  # type: ignore[misc]
    """Every character looks at all others of its message, in heads that see less of what is farther away."""

    def __init__(self) -> None:
        super().__init__()
        self.level = nn.LayerNorm(WIDTH)
        self.asked = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.slope = nn.Parameter(torch.tensor(SLOPES))
        self.drop = nn.Dropout(0.2)
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """(batch, length, WIDTH) → the same; ``there`` is 1 where there is text."""
        count, length, width = x.shape
        heads = len(SLOPES)
        query, key, value = self.asked(self.level(x)).view(count, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        place = torch.arange(length)
        apart = (place[:, None] - place[None]).abs().float()
        scores = query @ key.transpose(-1, -2) / (width // heads) ** 0.5 - torch.exp(self.slope)[None, :, None, None] * apart
        scores = scores + (there.transpose(1, 2)[:, None] - 1) * 1e4
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(count, length, width)
        added: torch.Tensor = (x + self.drop(self.out(seen))) * there
        return added

    def arrays(self, name: str) -> dict[str, torch.Tensor]:
        """Return the weights, each under a name that begins with ``name``."""
        return {
            f"{name}_level": self.level.weight, f"{name}_level_b": self.level.bias, f"{name}_in": self.asked.weight.T,
            f"{name}_in_b": self.asked.bias, f"{name}_out": self.out.weight.T, f"{name}_out_b": self.out.bias,
            f"{name}_slope": torch.exp(self.slope),
        }


class Network(nn.Module):  # type: ignore[misc]
    """Characters, pairs and sorts → scores of labels and of values, by character."""

    def __init__(self, words: Words):
        super().__init__()
        self.chars = nn.Embedding(len(words.chars) + 2, WORDS)
        self.pairs = nn.Embedding(len(words.pairs) + 2, WORDS)
        self.sorts = nn.Embedding(SORTS, 8)
        _begin(self.chars, words.chars)
        _begin(self.pairs, words.pairs)
        self.inner = nn.Linear(3 * WORDS + 8, WIDTH)
        self.mixes = nn.ModuleList(Mix(step) for step in STEPS)
        self.looks = nn.ModuleList(Look() for _ in range(LOOKS))
        self.level = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(0.3)
        self.out = nn.Linear(WIDTH, 2 * len(words.slots) + 1)
        self.value = nn.Linear(WIDTH, len(words.values))

    def forward(self, chars: torch.Tensor, pairs: torch.Tensor, sorts: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Numbers of shape (batch, length) → scores of labels and of values."""
        before = functional.pad(pairs, (1, 0))[:, :-1]
        x = torch.cat([self.chars(chars), self.pairs(pairs), self.pairs(before), self.sorts(sorts)], -1)
        x = self.inner(self.drop(x)) * there
        part = len(STEPS) // LOOKS
        for at, mix in enumerate(self.mixes, 1):
            x = mix(x, there)
            x = self.looks[at // part - 1](x, there) if at % part == 0 else x
        x = self.drop(self.level(x))
        return self.out(x), self.value(x)

    def arrays(self, words: Words, digest: str) -> dict[str, Any]:
        """Return what ``Tagger`` reads: weights in half precision, names, vocabularies."""
        found: dict[str, torch.Tensor] = {
            "chars_in": self.chars.weight, "pairs_in": self.pairs.weight, "sorts_in": self.sorts.weight,
            "in": self.inner.weight.T, "in_b": self.inner.bias, "level": self.level.weight, "level_b": self.level.bias,
            "out": self.out.weight.T, "out_b": self.out.bias, "value": self.value.weight.T, "value_b": self.value.bias,
        }
        for at, mix in enumerate(self.mixes):
            assert isinstance(mix, Mix)
            found |= {f"level{at}": mix.level.weight, f"level{at}_b": mix.level.bias, f"mix{at}_b": mix.bias()}
            found[f"mix{at}"] = torch.cat([mix.mix.weight[:, :, k] for k in range(3)], 1).T
        for at, look in enumerate(self.looks):
            assert isinstance(look, Look)
            found |= look.arrays(f"look{at}")
        return {name: w.detach().numpy().astype("float16") for name, w in found.items()} | {
            "names": np.array(" ".join(words.slots)), "values": np.array(" ".join(words.values)),
            "chars": np.array("".join(words.chars)), "pairs": np.array("".join(words.pairs)),
            "digest": np.array(digest), "steps": np.array(STEPS),
        }


def _begin(table: nn.Embedding, known: Mapping[str, int]) -> None:
    """Start from the vectors of our embedding, turned into their main directions; unknown ones start at random."""
    nn.init.normal_(table.weight, std=0.3)
    ours = StaticEmbeddings()
    vectors = ours.vectors() - ours.vectors().mean(axis=0)
    directions = np.linalg.svd(vectors[np.random.default_rng(0).permutation(len(vectors))[:8000]], full_matrices=False)[2][:WORDS]
    turned = vectors @ directions.T
    turned *= 0.3 / turned.std()
    with torch.no_grad():
        for word, place in known.items():
            if (row := ours.vocabulary.get(word)) is not None:
                table.weight[place] = torch.from_numpy(turned[row])


class Teacher:
    """Makes batches: messages with words exchanged, some joined, some characters hidden."""

    def __init__(self, given: Sequence[Sample], words: Words, chance: random.Random):
        self.given, self.words, self.chance = given, words, chance
        self.pool: dict[str, list[str]] = defaultdict(list)
        for one in given:
            for mark in one.said.marks:
                self.pool[mark.slot].append(one.said.text[mark.start : mark.end])
        self.slots = {slot: at for at, slot in enumerate(words.slots)}
        self.value_places = {value: at for at, value in enumerate(words.values)}

    def batches(self) -> Iterator[Batch]:
        """Yield one round through everything, about ``CHARACTERS`` a batch."""
        items = self._items()
        items.sort(key=lambda s: len(s.said.text) + 20 * self.chance.random())
        parted: list[list[Sample]] = [[]]
        for item in items:
            parted[-1].append(item)
            if len(parted[-1]) * len(item.said.text) > CHARACTERS:
                parted.append([])
        self.chance.shuffle(parted)
        for part in parted:
            if part:
                yield self.batch(part, hide=True)

    def _items(self) -> list[Sample]:
        given = list(self.given)
        self.chance.shuffle(given)
        items: list[Sample] = []
        for one in map(self._exchanged, given):
            last = items[-1] if items else None
            if last and last.unmarked == one.unmarked and len(last.said.text) < 120 and self.chance.random() < 0.3:
                items[-1] = Sample(_joined(last.said, one.said, self.chance.choice(",。\n; ")), one.unmarked)
            else:
                items.append(one)
        return items

    def _exchanged(self, one: Sample) -> Sample:
        text, marks, at = "", [], 0
        for mark in one.said.marks:
            text += one.said.text[at : mark.start]
            words = one.said.text[mark.start : mark.end]
            if mark.slot in EXCHANGED and self.chance.random() < 0.3:
                words = self.chance.choice(self.pool[mark.slot])
            marks.append(Mark(len(text), len(text) + len(words), mark.slot, mark.value))
            text += words
            at = mark.end
        said = Marked(text + one.said.text[at:], tuple(marks))
        return Sample(_turned(said) if self.chance.random() < 0.5 else said, one.unmarked)

    def batch(self, part: Sequence[Sample], hide: bool) -> Batch:
        """Return chars, pairs, sorts, labels, values, where text is, and what is taken off the scores of unmarked slots."""
        shape = (len(part), max(len(s.said.text) for s in part))
        chars, pairs, sorts = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        labels, values = torch.full(shape, -100), torch.full(shape, -100)
        there = torch.zeros(*shape, 1)
        off = torch.zeros(len(part), 1, 2 * len(self.slots) + 1)
        for row, one in enumerate(part):
            length = len(one.said.text)
            for into, numbers in zip((chars, pairs, sorts), encode(one.said.text, self.words.chars, self.words.pairs), strict=True):
                into[row, :length] = torch.tensor(numbers)
            labels[row, :length] = 0
            there[row, :length] = 1
            for mark in one.said.marks:
                self._mark(mark, mark.slot in one.unmarked, labels[row], values[row])
            for slot in one.unmarked:
                if slot in self.slots:
                    off[row, 0, 1 + 2 * self.slots[slot] : 3 + 2 * self.slots[slot]] = -1e4
        if hide:
            chars[torch.rand(shape) < 0.08] = 1
            pairs[torch.rand(shape) < 0.12] = 1
        return chars, pairs, sorts, labels, values, there, off

    def _mark(self, mark: Mark, hidden: bool, labels: torch.Tensor, values: torch.Tensor) -> None:
        if hidden or mark.slot == SKIP or mark.slot not in self.slots:
            labels[mark.start : mark.end] = -100
            return
        place = 2 * self.slots[mark.slot]
        labels[mark.start : mark.end] = place + 2
        labels[mark.start] = place + 1
        if mark.value != SKIP:
            values[mark.start : mark.end] = self.value_places.get(mark.value or "-", -100)


def _turned(said: Marked) -> Marked:
    """The same said with 甲 and 乙 exchanged."""
    marks = tuple(Mark(m.start, m.end, m.slot, {"A": "B", "B": "A"}.get(m.value, m.value)) for m in said.marks)
    return Marked(said.text.translate({ord("甲"): "乙", ord("乙"): "甲"}), marks)


def _joined(one: Marked, two: Marked, sign: str) -> Marked:
    """Two messages as one, a sign between them."""
    off = len(one.text) + 1
    moved = (Mark(m.start + off, m.end + off, m.slot, m.value) for m in two.marks)
    return Marked(f"{one.text}{sign}{two.text}", (*one.marks, *moved))


def train(given: Sequence[Sample], words: Words, epochs: int = EPOCHS) -> Network:
    """Return the network trained on the samples; the same samples give the same network on the same machine."""
    torch.manual_seed(1)
    teacher = Teacher(given, words, random.Random(5))
    network = Network(words)
    by = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    rounds = sum(len(s.said.text) for s in given) // CHARACTERS + 1
    done, total = 0, rounds * epochs * 1.3
    for epoch in range(epochs):
        network.train()
        lost = []
        for chars, pairs, sorts, labels, values, there, off in teacher.batches():
            done += 1
            for group in by.param_groups:
                group["lr"] = RATE * min(1.0, done / 100) * max(0.02, 1 - done / total)
            scores, chosen = network(chars, pairs, sorts, there)
            loss = functional.cross_entropy((scores + off).flatten(0, 1), labels.flatten(), ignore_index=-100)
            if (values >= 0).any():
                loss = loss + functional.cross_entropy(chosen.flatten(0, 1), values.flatten(), ignore_index=-100)
            by.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            by.step()
            lost.append(loss.item())
        print(f"round {epoch + 1}: loss {sum(lost) / len(lost):.3f}, {len(lost)} batches", flush=True)
    network.eval()
    return network


def measure(tagger: Tagger, given: Sequence[Sample], at_least: float) -> str:
    """Return precision and recall of the tags of whole messages that are at least so likely, and how often the value is right."""
    right = found = wanted = valued = chosen = 0
    for one in given:
        tags = [t for t in tagger.read(one.said.text).tags if t.likely >= at_least and t.slot != NONE]
        gold = [m for m in one.said.marks if m.slot not in (NONE, SKIP)]
        unsure = [m for m in one.said.marks if m.slot == SKIP]
        wanted += len(gold)
        for tag in tags:
            hit = next((m for m in gold if m.slot == tag.slot and m.start < tag.end and tag.start < m.end), None)
            if hit:
                gold.remove(hit)
                right += 1
                valued += hit.value not in ("", SKIP)
                chosen += hit.value not in ("", SKIP) and hit.value == tag.value
            elif any(m.start < tag.end and tag.start < m.end for m in unsure):
                continue
            found += 1
    return f"likely {at_least:.2f}: precision {right / max(found, 1):.3f}, recall {right / max(wanted, 1):.3f} of {wanted}; value {chosen} of {valued}"


def main() -> None:
    """Train on everything and write the network, or train on a part and measure on the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--folder", type=Path, default=tagging.FOLDER)
    parser.add_argument("--out", type=Path, default=tagging.FILE)
    options = parser.parse_args()
    given = samples(options.folder)
    held: list[Sample] = []
    if options.measure:
        random.Random(3).shuffle(given)
        held = [s for s in given if len(s.unmarked) < 2][::8]
        given = [s for s in given if s not in held]
    words = Words.of(given)
    network = train(given, words, options.epochs)
    arrays = network.arrays(words, tagging.digest(options.folder))
    if options.measure:
        tagger = Tagger(arrays)
        for bar in (0.0, 0.5, 0.7, 0.8, 0.9, 0.95):
            print(measure(tagger, held, bar))
        return
    np.savez_compressed(options.out, **arrays)
    print(f"{len(given)} messages learned from, {options.out.name} {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
