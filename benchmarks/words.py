"""How well words without a counterpart are told, and what that says of whole rows.

    python -m benchmarks.words [--tuning] [--language bn pa hi de] [--fit]

Of NTREX paragraphs of three segments one segment's translation is taken out: do
the words marked in the English belong to it? Of single sentences the last half or
the last quarter of the translation's words is cut, or what stands between two
commas. The area under the curve (AUC) is the chance that a damaged row looks worse
than a whole one: by the share of words without counterpart, by the length alone
(characters of the target to those of the source), by both. `--fit` prints the
weights of `evalkit/encoders/data/support.toml` from the tuning documents.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from evalkit.checks.evidence.word_support import UNSURE
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.encoders.word_aligner import compare, evidence, turned
from evalkit.encoders.word_alignment import Place, WordAlignment
from evalkit.encoders.word_features import NAMES, OVERALL, overall
from evalkit.store import open_memory
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from lab.unaligned import missing, source_shares, target_shares

SHORTEST = 8
"""Words of a sentence worth cutting."""
CLAUSE = 3
"""Words between two commas that make a clause."""
WEIGHT_OF_LENGTH = 9.5
"""What a factor e of length weighs beside the log-odds of the weakest quarter (tuning half)."""
RIDGE = 1.0
UNRELATED = 0.02
"""The share of rows whose texts have nothing to do with each other, before anything is known."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A paragraph of three whose translation lost one segment: `lost` in the source."""

    source: str
    whole: str
    short: str
    lost: Place


def dropped(document: Segments) -> Iterator[Dropped]:
    for n, start in enumerate(range(0, len(document.source) - 2, 3)):
        source = document.source[start : start + 3]
        target = document.target[start : start + 3]
        which = n % 3
        begin = sum(len(text) + 1 for text in source[:which])
        yield Dropped(
            " ".join(source),
            " ".join(target),
            " ".join(target[:which] + target[which + 1 :]),
            (begin, begin + len(source[which])),
        )


def cuts(document: Segments) -> dict[str, list[tuple[str, str, str]]]:
    """(source, whole target, cut target) of single sentences, by the kind of cut."""
    found: dict[str, list[tuple[str, str, str]]] = {"half": [], "quarter": [], "inner clause": []}
    for source, target in zip(document.source, document.target, strict=True):
        words = target.split()
        if len(words) < SHORTEST:
            continue
        found["half"].append((source, target, " ".join(words[: len(words) // 2])))
        found["quarter"].append((source, target, " ".join(words[: len(words) * 3 // 4])))
        pieces = target.split(",")
        inner = [n for n in range(1, len(pieces) - 1) if len(pieces[n].split()) >= CLAUSE]
        if inner:
            longest = max(inner, key=lambda n: len(pieces[n]))
            rest = ",".join(pieces[:longest] + pieces[longest + 1 :])
            found["inner clause"].append((source, target, rest))
    return found


def auc(damaged: Sequence[float], whole: Sequence[float]) -> float:
    """The chance that a damaged row has the greater figure, ties halved."""
    ordered = np.sort(np.array(whole))
    below = np.searchsorted(ordered, damaged, "left")
    above = np.searchsorted(ordered, damaged, "right")
    return float((below + above).mean() / 2 / len(ordered))


def _figures(source: str, target: str, words: WordAlignment) -> tuple[float, ...]:
    """The share, the weakest quarter, the length and the last two together: more is worse."""
    known = source_shares(words)
    short = -math.log(len(target) / len(source))
    return known.overall, -known.weakest, short, -known.weakest + WEIGHT_OF_LENGTH * short


def _ends(document: Segments) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every sixth sentence that has words enough, with its translation."""
    rows = [
        (s, t)
        for s, t in zip(document.source[::6], document.target[::6], strict=True)
        if len(t.split()) >= SHORTEST
    ]
    return tuple(s for s, _ in rows), tuple(t for _, t in rows)


def measure(language: str, keep: Callable[[str], bool], meaning: CachedEncoder) -> None:
    documents = ntrex(language, keep)
    paragraphs = [p for document in documents for p in dropped(document)]
    kinds = {"one segment of three": [(p.source, p.whole, p.short) for p in paragraphs]}
    for document in documents:
        for kind, rows in cuts(document).items():
            kinds.setdefault(kind, []).extend(rows)
    sentences = [(s, t) for document in documents for s, t in zip(*_ends(document), strict=True)]
    unrelated = [(s, sentences[n - 1][1]) for n, (s, _) in enumerate(sentences)]
    pairs = {(s, t) for rows in kinds.values() for s, *ts in rows for t in ts}
    asked = sorted(pairs | set(unrelated))
    known = dict(zip(asked, meaning.alignments(asked), strict=True))
    print(f"{language}: AUC by the share of lost words, the weakest quarter, length, both")
    for kind, rows in kinds.items():
        whole = [_figures(s, t, known[s, t]) for s, t, _ in rows]
        damaged = [_figures(s, t, known[s, t]) for s, _, t in rows]
        found = [
            auc(bad, good)
            for bad, good in zip(zip(*damaged, strict=True), zip(*whole, strict=True), strict=True)
        ]
        print(f"  {kind:22}" + "".join(f"{value:8.3f}" for value in found) + f"  of {len(rows)}")
    _marked(paragraphs, known)
    lost = [1 - v for pair in unrelated for v in known[pair].source_support]
    print(
        f"  words facing another sentence: {sum(v > UNSURE for v in lost) / len(lost):.1%} marked"
    )


def _marked(paragraphs: Sequence[Dropped], known: dict[tuple[str, str], WordAlignment]) -> None:
    """How many of the words marked as lost are, and how many of the lost ones are marked."""
    marked = lost = both = found = alarms = added = 0
    for paragraph in paragraphs:
        words = known[paragraph.source, paragraph.short]
        begin, end = paragraph.lost
        for (start, _), support in zip(words.source, words.source_support, strict=True):
            is_lost, is_marked = begin <= start < end, support < UNSURE
            marked, lost, both = marked + is_marked, lost + is_lost, both + (is_lost and is_marked)
        first = next(iter(missing(words)), None)
        if first:
            start, stop = first.place
            found += 2 * (min(stop, end) - max(start, begin)) > max(stop - start, end - begin)
        sound = known[paragraph.source, paragraph.whole]
        alarms += any(gap.words >= SHORTEST / 2 for gap in missing(sound))
        added += target_shares(sound).longest > 0.2
    total = len(paragraphs)
    print(f"  lost words: precision {both / marked:.1%}, recall {both / lost:.1%}  of {lost}")
    print(f"  the longest gap is the lost segment {found / total:.1%}  of {total}")
    print(f"  whole paragraphs with a gap of 4 words {alarms / total:.1%}, ", end="")
    print(f"with a fifth of the target in one gap {added / total:.1%}")


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts' evidence, which words of the source are kept, and whether they are related."""

    ours: NDArray[np.float64]
    theirs: NDArray[np.float64]
    kept: NDArray[np.bool_]
    related: bool


def examples(encoder: Encoder) -> Iterator[Example]:
    """Tuning paragraphs and sentences, whole, without a segment, facing another's; both ways."""
    for language in ("bn", "pa", "hi", "de"):
        for document in ntrex(language, tuning):
            swapped = Segments(document.name, language, document.target, document.source)
            asked = [row for side in (document, swapped) for row in _asked(side)]
            texts = sorted({text for row in asked for text in row[:2]}, key=len)
            tokens = dict(zip(texts, encoder.tokens(texts), strict=True))
            for source, target, (begin, end), related in asked:
                pair = compare(source, tokens[source], target, tokens[target])
                kept = np.array([not begin <= start < end for start, _ in pair.source_words])
                if pair.source_words and pair.target_words:
                    yield Example(evidence(pair), evidence(turned(pair)), kept, related)


def _asked(document: Segments) -> Iterator[tuple[str, str, Place, bool]]:
    """(source, target, lost place, related) of one side of a document."""
    rows = list(dropped(document))
    for n, row in enumerate(rows):
        yield row.source, row.whole, (0, 0), True
        yield row.source, row.short, row.lost, True
        yield document.source[3 * n], document.target[3 * n], (0, 0), True
        other = (n + 1) % len(rows)
        if other != n:
            everything = (0, len(row.source))
            yield row.source, rows[other].whole, everything, False
            yield document.source[3 * n], document.target[3 * other], everything, False


def fit(encoder: Encoder) -> None:
    found = list(examples(encoder))
    related = [example for example in found if example.related]
    print(f"[word]  # {sum(len(example.kept) for example in related)} words")
    _fit(
        np.concatenate([example.ours for example in related]),
        np.concatenate([example.kept for example in related]).astype(float),
        NAMES,
        0.5,
    )
    print(f"[unrelated]  # {len(found)} pairs")
    _fit(
        np.stack([overall(example.ours, example.theirs) for example in found]),
        np.array([not example.related for example in found], float),
        OVERALL,
        UNRELATED,
    )


def _fit(
    x: NDArray[np.float64], y: NDArray[np.float64], names: Sequence[str], prior: float
) -> None:
    """Newton's method on the logistic likelihood, with a little ridge; the prior put in."""
    middle, spread = x.mean(0), x.std(0)
    z = np.c_[np.ones(len(x)), (x - middle) / spread]
    w = np.zeros(z.shape[1])
    ridge = RIDGE * np.diag([0.0, *[1.0] * len(names)])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ w))
        w += np.linalg.solve(z.T @ (z * (p * (1 - p))[:, None]) + ridge, z.T @ (y - p) - ridge @ w)
    weights = w[1:] / spread
    bias = w[0] - weights @ middle - math.log(y.mean() / (1 - y.mean()))
    bias += math.log(prior / (1 - prior))
    for name, value in chain([("bias", bias)], zip(names, weights, strict=True)):
        print(f"{name} = {value:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tuning", action="store_true", help="the documents the fit saw")
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa", "hi", "de"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    options = parser.parse_args()
    if options.fit:
        fit(Encoder(Resources()))
        return
    meaning = CachedEncoder(Encoder(Resources()), open_memory())
    for language in options.language:
        measure(language, tuning if options.tuning else held_out, meaning)


if __name__ == "__main__":
    main()
