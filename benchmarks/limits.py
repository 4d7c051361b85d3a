"""What 95 % limits are worth, and how often equal systems are called different.

    python -m benchmarks.limits [--samples 200] [--runs 100]

Coverage: the paragraphs of Online-A against the reference (WMT23, English to German) are the
whole there is, and its score the true one. Samples of 6, 20 and 100 of them are drawn, and
counted is how many of their limits hold the true score: 95 of 100 should. Beside evalkit's
(`evalkit.statistics.intervals`) stand what sacrebleu prints (the mean of the resamples ± half
the width between their percentiles), the plain percentiles, and BCa (Efron 1987).

False calls: six systems that are equal by construction, the same noise drawn anew for each,
thirty paragraphs, BLEU and chrF. Counted are the runs in which any of the fifteen pairs is
called "hardly chance" by any measure; with a p that is not corrected for the pairs, and with
Holm's.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from evalkit.comparison.wording import SELDOM
from evalkit.document import Document, Paragraph
from evalkit.evaluation import Reading, evaluate
from evalkit.metrics.lexical.string_metrics import Bleu, Chrf, LexicalMetric, Ter
from evalkit.settings import SEED
from evalkit.statistics.intervals import LEVEL, Limits, limits
from evalkit.statistics.resampling import resampled
from lab.data import SHARED

SIZES = (6, 20, 100)
METRICS: tuple[type[LexicalMetric], ...] = (Bleu, Chrf, Ter)
TAIL = (1 - LEVEL) / 2
SYSTEMS, ROWS, LENGTH, NOISE = 6, 30, 12, 0.25
MOST_CALLS = 0.05
WORDS = (
    "heute", "morgen", "bald", "wieder", "langsam", "schnell", "endlich", "früh", "spät", "kaum",
    "Fluss", "Brücke", "Schule", "Rat", "Gebühr", "Sturm", "Zug", "Markt", "Dorf", "Straße",
)  # fmt: skip

Matrix = NDArray[np.float64]
Scoring = Callable[[Matrix], Matrix]
Rule = Callable[[Matrix, Scoring], Limits]


def ours(rows: Matrix, scoring: Scoring) -> Limits:
    value = float(scoring(rows.sum(axis=0)))
    # Where no resample differs there are none: a point holds nothing but itself.
    return limits(rows, scoring, SEED) or (value, value)


def sacrebleus(rows: Matrix, scoring: Scoring) -> Limits:
    scores = np.sort(scoring(resampled(rows, SEED)))
    below = len(scores) // 40
    half = float(scores[-below - 1] - scores[below]) / 2
    return float(scores.mean()) - half, float(scores.mean()) + half


def percentiles(rows: Matrix, scoring: Scoring) -> Limits:
    low, high = np.quantile(scoring(resampled(rows, SEED)), [TAIL, 1 - TAIL])
    return float(low), float(high)


def bca(rows: Matrix, scoring: Scoring) -> Limits:
    """Bias-corrected and accelerated, the acceleration from leaving each row out."""
    normal = NormalDist()
    scores = scoring(resampled(rows, SEED))
    whole = rows.sum(axis=0)
    value = float(scoring(whole))
    below = float((scores < value).mean() + (scores == value).mean() / 2)
    bias = normal.inv_cdf(min(max(below, 1 / len(scores)), 1 - 1 / len(scores)))
    without = scoring(whole - rows)
    apart = without.mean() - without
    spread = float((apart**2).sum()) ** 1.5
    acceleration = float((apart**3).sum()) / (6 * spread) if spread else 0.0

    def share(deviate: float) -> float:
        moved = bias + deviate
        return normal.cdf(bias + moved / (1 - acceleration * moved))

    ends = [share(normal.inv_cdf(tail)) for tail in (TAIL, 1 - TAIL)]
    low, high = np.quantile(scores, ends)
    return float(low), float(high)


RULES: dict[str, Rule] = {
    "evalkit": ours,
    "sacrebleu's ±": sacrebleus,
    "percentiles": percentiles,
    "BCa": bca,
}


def statistics(metric: type[LexicalMetric]) -> Matrix:
    """What each paragraph counts, or a clear word and exit 0 where there are none."""
    folder = SHARED / "data" / "perf"
    if not folder.is_dir():
        print("coverage skipped: the measuring data perf is not beside the checkout")
        raise SystemExit(0)
    texts, references = (
        (folder / f"wmt23_ende_{name}.txt").read_text(encoding="utf-8").splitlines()
        for name in ("online-a", "reference")
    )
    engine = metric().engine("de", None)
    return np.array(metric().counts(engine, texts, [(r,) for r in references]), np.float64)


def coverage(samples: int) -> None:
    print(f"coverage of 95 % limits, {samples} samples each (mean width)")
    print(f"{'':12}" + "".join(f"{rule:>18}" for rule in RULES))
    for metric in METRICS:
        everything, scoring = statistics(metric), metric.of_sums
        truth = float(scoring(everything.sum(axis=0)))
        for size in SIZES:
            chance = np.random.default_rng(3)
            held: dict[str, list[bool]] = defaultdict(list)
            widths: dict[str, list[float]] = defaultdict(list)
            for _ in range(samples):
                rows = everything[chance.integers(len(everything), size=size)]
                for name, rule in RULES.items():
                    low, high = rule(rows, scoring)
                    held[name].append(low <= truth <= high)
                    widths[name].append(high - low)
            cells = (f"{np.mean(held[r]):.1%} ({np.mean(widths[r]):.1f})" for r in RULES)
            print(f"{metric.label:6}{size:5} " + "".join(f"{c:>18}" for c in cells), flush=True)


def called(seed: int) -> tuple[bool, bool]:
    """Whether any two of six equal systems are called different, uncorrected and with Holm's p."""
    chance = random.Random(seed)
    references = [" ".join(chance.choice(WORDS) for _ in range(LENGTH)) + "." for _ in range(ROWS)]

    def noisy(text: str) -> str:
        return " ".join(
            word if chance.random() > NOISE else chance.choice(WORDS) for word in text.split()
        )

    source = _document([f"Sentence number {n} in plain words." for n in range(ROWS)], "en")
    judged = evaluate(
        [_document([noisy(r) for r in references], f"de-x-s{n}") for n in range(SYSTEMS)],
        [source, _document(references, "de")],
        ["bleu", "chrf"],
        ["none"],
        reading=Reading(aligned=True),
    )
    tested = judged.comparison_records
    return (
        any(r.p_randomisation is not None and r.p_randomisation < SELDOM for r in tested),
        any("hardly chance" in r.words for r in tested),
    )


def _document(texts: list[str], tag: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), tag, name=tag)


def false_calls(runs: int) -> int:
    found = [called(seed) for seed in range(runs)]
    alone, together = (sum(run[n] for run in found) for n in (0, 1))
    print(
        f"six equal systems, some pair called different: {together} of {runs} runs "
        f"(goal {MOST_CALLS:.0%}), {alone} where p is not corrected"
    )
    return together


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--runs", type=int, default=100)
    asked = parser.parse_args()
    too_many = false_calls(asked.runs) > MOST_CALLS * asked.runs
    coverage(asked.samples)
    return int(too_many)


if __name__ == "__main__":
    raise SystemExit(main())
