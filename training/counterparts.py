"""Trains the network that says of a word whether the other text has its counterpart.

    python -m training.counterparts [--epochs 6] [--seed 0] [--fold 0|1] [-o FILE]

Reads the tuning documents of the measuring data, encodes them once with the built-in
encoder (about ten minutes on two cores; kept in the user's cache directory), damages
them anew in every epoch and prints, after each, how well lost words are told on
held-out documents. `--fold` leaves one half of NTREX's tuning documents out: what
reads the network's answers is fitted on the half that it did not see.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

import evalkit
from benchmarks.words import auc
from evalkit.directories import cache_directory
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.encoders.word_alignment import places
from evalkit.encoders.word_features import pooled
from lab.damage import rebuilt
from lab.data import held_out, ntrex
from training.losses import Example, Read, example, read
from training.network import Batch, Network, batch, loss
from training.reread import copies, reread
from training.texts import Sound, sound

SHIPPED = Path(evalkit.__file__).parent / "encoders" / "counterparts.npz"
BATCH, AT_ONCE, ENCODED = 24, 60, 512
RATES, DECAY = (1.5e-3, 3e-3), 1e-3
HEAVIER = 3
"""How much more often a pair of NTREX is drawn: the documents that evalkit exists for."""
AGAIN = 0.4
"""How often a pair that was damaged and read anew is seen so, and not damaged as vectors."""
MEASURED = 2
"""How often each held-out pair is damaged for measuring."""

Vectors = dict[str, NDArray[np.float16]]


def fold(document: str) -> int:
    """The half of the tuning documents that one belongs to, 0 or 1."""
    return hashlib.sha256(f"fold {document}".encode()).digest()[0] % 2


def held() -> list[Sound]:
    """The held-out pairs of NTREX, as sentences and as paragraphs of three."""
    return [
        Sound("ntrex", language, document.name, source, target)
        for language in ("bn", "pa", "hi", "de")
        for document in ntrex(language, held_out)
        for units in (document, rebuilt(document, 3))
        for source, target in zip(units.source, units.target, strict=True)
    ]


def vectors(texts: Sequence[str]) -> Vectors:
    """A vector for every word of every text: (words, layers, width); read once and kept."""
    encoder = Encoder(Resources())
    digest = hashlib.sha256("\0".join((encoder.signature, *texts)).encode()).hexdigest()[:16]
    path = cache_directory() / "training" / f"{digest}.pickle"
    if path.is_file():
        with path.open("rb") as stream:
            kept: Vectors = pickle.load(stream)
            return kept
    found: Vectors = {}
    ordered = sorted(texts, key=len)
    for start in range(0, len(ordered), ENCODED):
        some = ordered[start : start + ENCODED]
        for text, tokens in zip(some, encoder.tokens(some), strict=True):
            found[text] = pooled(places(text), tokens).astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        pickle.dump(found, stream, protocol=5)
    return found


class Drawing:
    """Damaged pairs in batches of like length, drawn from `pairs` with a seed."""

    def __init__(
        self,
        pairs: Sequence[Sound],
        reads: Sequence[Read],
        seed: int,
        again: Mapping[int, Sequence[Example]] | None = None,
    ) -> None:
        """`again` holds examples that were damaged as text and read anew, by pair."""
        self._reads, self._drawn = reads, random.Random(seed)
        self._again = again or {}
        self._languages = [pair.language for pair in pairs]
        self._weights = [HEAVIER if pair.collection == "ntrex" else 1 for pair in pairs]
        self._alike: dict[str, list[int]] = defaultdict(list)
        for number, language in enumerate(self._languages):
            self._alike[language].append(number)

    def epoch(self) -> Iterator[Batch]:
        """As many pairs as there are, each damaged anew."""
        numbers = range(len(self._reads))
        yield from self._batches(self._drawn.choices(numbers, self._weights, k=len(numbers)))

    def each(self, times: int) -> Iterator[Batch]:
        """Every pair so many times."""
        yield from self._batches([n for n in range(len(self._reads)) for _ in range(times)])

    def _batches(self, numbers: Sequence[int]) -> Iterator[Batch]:
        for start in range(0, len(numbers), BATCH * AT_ONCE):
            some = [self._example(n) for n in numbers[start : start + BATCH * AT_ONCE]]
            some.sort(key=lambda e: len(e.source) + len(e.target) + 4 * self._drawn.random())
            together = [some[n : n + BATCH] for n in range(0, len(some), BATCH)]
            self._drawn.shuffle(together)
            yield from map(batch, together)

    def _example(self, number: int) -> Example:
        if number in self._again and self._drawn.random() < AGAIN:
            return self._drawn.choice(self._again[number])
        other = self._drawn.choice(self._alike[self._languages[number]])
        return example(self._reads[number], self._reads[other], self._drawn)


def measure(network: Network, drawing: Drawing) -> str:
    """AUC of lost words against kept ones, of both sides."""
    network.eval()
    found: dict[str, list[tuple[NDArray[np.float32], NDArray[np.bool_]]]] = defaultdict(list)
    with torch.inference_mode():
        for some in drawing.each(MEASURED):
            *_, source_lost, target_lost, source_weight, target_weight = some
            sides = (source_lost, source_weight), (target_lost, target_weight)
            for name, odds, (lost, weight) in zip(
                ("source", "target"), network(some), sides, strict=True
            ):
                sure = weight > 0.9
                found[name].append((odds[sure].numpy(), lost[sure].numpy() > 0))
    said = []
    for name, parts in found.items():
        all_odds = np.concatenate([part for part, _ in parts])
        gone = np.concatenate([part for _, part in parts])
        told = auc(all_odds[gone].tolist(), all_odds[~gone].tolist())
        said.append(f"{name} {told:.4f}")
    return ", ".join(said)


def train(pairs: Sequence[Sound], known: Vectors, epochs: int, seed: int) -> Network:
    torch.manual_seed(seed)
    first = known[pairs[0].source]
    network = Network(first.shape[1] * first.shape[2], first.shape[1])
    reads = _reads(pairs, known)
    drawing = Drawing(pairs, reads, seed, _again(pairs, reads, known, seed))
    watched = held()
    watching = Drawing(watched, _reads(watched, known), 1)
    rest = [p for name, p in network.named_parameters() if not name.startswith("projection")]
    groups: list[dict[str, Any]] = [
        {"params": list(network.projection.parameters())},
        {"params": rest},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATES[1], weight_decay=DECAY)
    steps = epochs * (len(pairs) // BATCH + AT_ONCE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, list(RATES), total_steps=steps)
    since = time.perf_counter()
    for epoch in range(1, epochs + 1):
        network.train()
        total = count = 0.0
        for some in drawing.epoch():
            found = loss(network, some)
            optimiser.zero_grad()
            found.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + found.item(), count + 1
        seconds = time.perf_counter() - since
        print(
            f"epoch {epoch}: loss {total / count:.4f}; held out: {measure(network, watching)}"
            f"; {seconds:.0f} s",
            flush=True,
        )
    return network


def _again(
    pairs: Sequence[Sound], reads: Sequence[Read], known: Vectors, seed: int
) -> dict[int, list[Example]]:
    found: dict[int, list[Example]] = defaultdict(list)
    for copy in copies(pairs, seed):
        read_anew = reread(reads[copy.pair], pairs[copy.pair], copy, known[copy.target])
        found[copy.pair].append(read_anew)
    return found


def _reads(pairs: Sequence[Sound], known: Vectors) -> list[Read]:
    return [read(p.source, known[p.source], p.target, known[p.target]) for p in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fold", type=int, choices=(0, 1), help="the half to leave out")
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    # One thread: the batches are small, and the outcome is the same every time.
    torch.set_num_threads(1)
    pairs = sound(options.seed)
    known = vectors(sorted({t for p in (*pairs, *held()) for t in (p.source, p.target)}))
    known |= vectors(sorted({copy.target for copy in copies(pairs, options.seed)}))
    pairs = [p for p in pairs if p.collection != "ntrex" or fold(p.document) != options.fold]
    print(f"{len(pairs)} pairs")
    network = train(pairs, known, options.epochs, options.seed)
    with options.output.open("wb") as stream:
        np.savez_compressed(stream, **network.arrays())


if __name__ == "__main__":
    main()
