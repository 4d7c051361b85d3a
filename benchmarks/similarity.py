"""What the percentiles of `similarity` are worth.

    python -m benchmarks.similarity [--tuning] [--language bn pa hi de] [--fit]

Sound NTREX translations, as single sentences and as paragraphs of three: how many
lie under the 1st and the 5th percentile (1 % and 5 % should). One row in eight
stands wrong: it faces another paragraph of its document, or only the first half of
its translation, or a paragraph without one of its three sentences: how many lie
under the 5th. Official translations of the Universal Declaration in languages that
were not measured (gu, mr, ta) show what the pooled scale is worth. `--fit` prints
`evalkit/metrics/similarity/similarity.toml` from the tuning documents.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from evalkit.alignment.rows import Pair
from evalkit.encoders.builtin import NAME
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.encoders.word_alignment import places
from evalkit.metrics.base import Score, Tools
from evalkit.metrics.similarity.calibration import POOLED, SHARES, Scale, pair_of, shift
from evalkit.metrics.similarity.percentile import Similarity, sides
from evalkit.store import open_memory
from lab.damage import EVERY, dropped, rebuilt
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, table, tuning
from lab.versions import as_version

SIZES = {1: "sentences", 3: "paragraphs of three"}
FITTED = (1, 2, 3)
OTHERS = ("gu", "mr", "ta")
FEWEST = 4
"""Rows of a document worth looking at."""


def metric() -> Similarity:
    return Similarity(Tools(meaning=CachedEncoder(Encoder(Resources()), open_memory())))


def wrong(document: Segments, first: int) -> tuple[Sequence[Pair], set[int]]:
    """A document in which every eighth row faces what belongs half the document away."""
    count = len(document.source)
    rows = range(first, count, EVERY)
    target = list(document.target)
    for n in rows:
        target[n] = document.target[(n + max(1, count // 2)) % count]
    return _pairs(document, target), {n + 1 for n in rows}


def halved(document: Segments, first: int) -> tuple[Sequence[Pair], set[int]]:
    target = list(document.target)
    rows = set()
    for n in range(first, len(target), EVERY):
        words = target[n].split()
        if len(words) >= 6:
            target[n] = " ".join(words[: len(words) // 2])
            rows.add(n + 1)
    return _pairs(document, target), rows


def _pairs(document: Segments, target: Sequence[str]) -> Sequence[Pair]:
    changed = Segments(document.name, document.language, document.source, tuple(target))
    return as_version(changed).pairs


def measure(language: str, keep: Callable[[str], bool], similarity: Similarity) -> None:
    sound: dict[str, list[Score]] = defaultdict(list)
    bad: dict[str, list[Score]] = defaultdict(list)
    for whole in ntrex(language, keep):
        for size, name in SIZES.items():
            document = rebuilt(whole, size)
            if len(document.source) < FEWEST:
                continue
            sound[name] += similarity.score(as_version(document).pairs).rows
            for kind, damage in (("wrong", wrong), ("halved", halved)):
                # Halves are new texts to the encoder, which takes its time: one in eight will do.
                for first in range(EVERY) if kind == "wrong" else (1,):
                    pairs, rows = damage(document, first)
                    found = similarity.score(pairs).rows
                    bad[f"{name}, {kind}"] += [found[row - 1] for row in sorted(rows)]
        for which in (0, 1) if len(whole.source) >= 3 * FEWEST else ():
            for first in range(EVERY):
                version, rows = dropped(whole, which, first)
                found = similarity.score(version.pairs).rows
                bad["one of three sentences dropped"] += [found[row - 1] for row in sorted(rows)]
    print(language)
    for name, scores in sound.items():
        _print(f"{name}, sound", scores)
    for name, scores in bad.items():
        _print(name, scores)


def _print(name: str, scores: Sequence[Score]) -> None:
    values = [score.value for score in scores if score.value is not None]
    below = [sum(value < bound for value in values) / len(values) for bound in (1, 5)]
    nearer = sum("closer to row" in score.detail for score in scores) / len(values)
    print(
        f"  {name:34} under 1 {below[0]:6.1%}, under 5 {below[1]:6.1%}, "
        f"told closer elsewhere {nearer:6.1%}  of {len(values)}"
    )


def declaration(language: str) -> Iterator[Segments]:
    """The Universal Declaration's sections that have as many blocks in both languages."""
    source, target = [], []
    for _, lines in groupby(table("docs/udhr/udhr.tsv"), key=lambda line: line["section"]):
        section = list(lines)
        left = [line["en"] for line in section if line["en"]]
        right = [line[language] for line in section if line[language]]
        if len(left) == len(right):
            source += left
            target += right
    yield Segments("udhr", language, tuple(source), tuple(target))


Observation = tuple[str, int, int, float]
"""The document, the words of the source, the sentences and the raw closeness of a row."""


def observations(language: str, similarity: Similarity) -> list[Observation]:
    found = []
    for whole in ntrex(language, tuning):
        for size in FITTED:
            pairs = as_version(rebuilt(whole, size)).pairs
            asked = [pair for pair in pairs if similarity.unscored(pair) is None]
            for n, score in similarity.rows(asked):
                assert score.value is not None
                pair = asked[n]
                sentences = max(len(side) for side in sides(pair))
                name = f"{language}{size}{whole.name}"
                found.append((name, len(places(pair.source)), sentences, score.value))
    return found


def fitted(rows: Sequence[Observation]) -> Scale:
    """Least squares for the middle, then for the logarithm of what it leaves, then quantiles."""
    x = np.array([[1.0, np.log(words), np.log(count)] for _, words, count, _ in rows])
    y = np.array([value for *_, value in rows])
    middle = np.linalg.lstsq(x, y, rcond=None)[0]
    rest = np.log(np.abs(y - x @ middle) + 1e-4)
    spread = np.linalg.lstsq(x, rest, rcond=None)[0]
    spread[0] += np.log(np.std((y - x @ middle) / np.exp(x @ spread)))
    z = (y - x @ middle) / np.exp(x @ spread)
    documents: dict[str, list[float]] = defaultdict(list)
    for (name, *_), value in zip(rows, z, strict=True):
        documents[name].append(float(value))
    long = [values for values in documents.values() if len(values) >= FEWEST]
    medians = np.var([statistics.median(values) for values in long])
    noise = np.mean([np.var(values) * np.pi / 2 / len(values) for values in long])
    between = float(np.sqrt(max(0.01, medians - noise)))
    moved = [value - shift(values, between, measured=True) for values in long for value in values]
    return Scale(
        _three(middle), _three(spread), round(between, 3),
        tuple(round(float(q), 3) for q in np.percentile(moved, SHARES)),
    )  # fmt: skip


def _three(weights: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = (round(float(weight), 5) for weight in weights)
    return first, second, third


def fit(similarity: Similarity) -> None:
    found = {
        pair_of("en", name): observations(name, similarity) for name in ("bn", "de", "hi", "pa")
    }
    found[POOLED] = [row for rows in found.values() for row in rows]
    print(f'encoder = "{NAME}"\nversion = 1')
    for name, rows in found.items():
        scale = fitted(rows)
        print(f"\n[scale.{name}]  # {len(rows)} rows")
        print(f"middle = {list(scale.middle)}\nspread = {list(scale.spread)}")
        print(f"between = {scale.between}\nquantiles = {list(scale.quantiles)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tuning", action="store_true", help="the documents the fit saw")
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa", "hi", "de"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--fit", action="store_true", help="fit the calibration and print it")
    options = parser.parse_args()
    similarity = metric()
    if options.fit:
        fit(similarity)
        return
    for language in options.language:
        measure(language, tuning if options.tuning else held_out, similarity)
    for language in OTHERS:
        for document in declaration(language):
            print(language)
            pairs = as_version(document).pairs
            _print("Universal Declaration", similarity.score(pairs).rows)


if __name__ == "__main__":
    main()
