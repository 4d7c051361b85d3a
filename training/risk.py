"""Fits the models behind `omission_risk` and `addition_risk`, and writes them.

    python -m training.risk --folds FILE FILE [-o FILE]

Positive and negative rows are sound translations (NTREX's tuning documents in four
languages, as paragraphs of one to five sentences) as they are and damaged, and
machine translations in which people marked omissions and additions (tuning documents
of `esa_wmt24`, `indicmt_eval`, `mqm_zhen`, `challenge`). The rows' words are aligned
by networks that did not see the document (`training.counterparts --fold`). Every set
of data has an intercept of its own in the fit, for people mark at different rates; the
one that ships is set for NTREX's damage in one row of twenty. A trait whose weight
would have the wrong sign (a shorter text that is less likely to lack something) is
left out. Printed are the areas under the curve on documents that were left out in turn.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import evalkit
from evalkit.checks.loss.risk.logistic import Logistic, Models
from evalkit.checks.loss.risk.other_versions import WITNESSED
from evalkit.checks.loss.risk.row_features import TEXT, WORDS
from evalkit.encoders import counterpart_network
from evalkit.statistics.detection import auc
from lab.data import tuning
from lab.judged_versions import FILES
from training.examples import LANGUAGES, Example, Reader, gather

SHIPPED = Path(evalkit.__file__).parent / "checks" / "data" / "risk.toml"
PREVALENCE = 0.05
HUMAN = 0.1
"""What a row that people judged weighs beside one of NTREX: they overlook much."""
RIDGE = 5.0
PARTS = 4
"""Into so many parts the documents fall for the areas that are printed."""
EDGES = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0, -3.5, -4.0, -5.0, -6.0)
"""Standard deviations under the expected length at which the share of sound rows is told."""

# Which way a trait may speak: +1 for the fault, -1 against it. Others may do either.
OMISSION_SIGNS = {
    **dict.fromkeys(
        (
            "short", "ending", "left_open", "never_ends", "mark", "fewer", "lost", "none_kept",
            "inner_ending", "sentence_short", "untold", "untold_words", "weakest", "weak_quarter",
            "run", "tail", "three", "weakest_short", "untold_short", "run_short", "ending_tail",
            "sentence_untold", "sentence_gone", "kept_elsewhere",
        ),
        1,
    ),
    **dict.fromkeys(("long", "kept", "more"), -1),
}  # fmt: skip
ADDITION_SIGNS = {
    **dict.fromkeys(
        ("long", "more", "alien", "alien_words", "alien_quarter", "alien_run", "alien_tail",
         "sentence_alien"), 1,
    ),
    **dict.fromkeys(("short", "very_short", "fewer"), -1),
}  # fmt: skip

Value = Callable[[Example], Mapping[str, float]]


def logistic(
    examples: Sequence[Example],
    names: Sequence[str],
    labels: Sequence[bool],
    value: Value,
    signs: Mapping[str, int],
) -> Logistic:
    """A logistic model without the traits that would speak the wrong way.

    The one that does so most is left out and the rest fitted anew, until none does.
    """
    kept = list(names)
    while True:
        bias, weights, sizes = _newton(examples, kept, labels, value)
        wrong = [n for n in kept if weights[n] * signs.get(n, 0) < 0]
        if not wrong:
            return Logistic(bias, weights)
        kept.remove(max(wrong, key=lambda n: abs(sizes[n])))


def _newton(
    examples: Sequence[Example], names: Sequence[str], labels: Sequence[bool], value: Value
) -> tuple[float, dict[str, float], dict[str, float]]:
    """Newton's method on the logistic likelihood, with a ridge; the bias for `PREVALENCE`.

    Every set has an intercept of its own; the bias is that of NTREX's sets, moved from
    their share of damage. Returned with the weights are their sizes in standard deviations.
    """
    sets = sorted({e.collection for e in examples if not _own(e)})
    x = np.array([[value(e)[n] for n in names] for e in examples]).reshape(len(examples), -1)
    y = np.array(labels, float)
    own = np.array([[float(e.collection == name) for name in sets] for e in examples])
    weight = np.array([1.0 if _own(e) else HUMAN for e in examples])
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - middle) / spread, own.reshape(len(x), len(sets))]
    w = np.zeros(z.shape[1])
    ridge = RIDGE * np.diag([0.0] + [1.0] * (z.shape[1] - 1))
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (weight * (y - p)) - ridge @ w
        w += np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + ridge, gradient)
    sizes = w[1 : len(names) + 1]
    weights = sizes / spread
    share = float(np.mean([label for e, label in zip(examples, labels, strict=True) if _own(e)]))
    bias = w[0] - weights @ middle - math.log(share / (1 - share))
    bias += math.log(PREVALENCE / (1 - PREVALENCE))
    return (
        float(bias),
        dict(zip(names, weights.tolist(), strict=True)),
        dict(zip(names, sizes.tolist(), strict=True)),
    )


def _own(example: Example) -> bool:
    return example.collection.startswith("ntrex")


def fit(
    examples: Sequence[Example], wrong: Callable[[Example], bool], signs: Mapping[str, int]
) -> Models:
    """The models of one risk without and with word alignments."""
    labels = [wrong(e) for e in examples]
    text = logistic(examples, TEXT, labels, lambda e: e.traits, signs)
    words = logistic(examples, (*TEXT, *WORDS), labels, lambda e: e.traits, signs)
    return Models(text, words, None)


def witnessed(examples: Sequence[Example], words: Logistic) -> Logistic:
    """What other versions add to the odds of an omission.

    Cross-version evidence is there for the rows of NTREX alone: the other sets have one version.
    """
    known = [e for e in examples if e.cross_version]
    return logistic(
        known,
        WITNESSED,
        [e.omits for e in known],
        lambda e: {"odds": words.odds(e.traits), **(e.cross_version or {})},
        OMISSION_SIGNS,
    )


def left_out(
    examples: Sequence[Example], wrong: Callable[[Example], bool], signs: Mapping[str, int]
) -> None:
    """Print, set by set, the area under the curve on documents left out of the fit in turn."""
    part = [hashlib.sha256(e.document.encode()).digest()[0] % PARTS for e in examples]
    odds = {"text": [0.0] * len(examples), "words": [0.0] * len(examples)}
    for number in range(PARTS):
        rest = [e for e, own in zip(examples, part, strict=True) if own != number]
        models = fit(rest, wrong, signs)
        for n, e in enumerate(examples):
            if part[n] == number:
                odds["text"][n] = models.text.odds(e.traits)
                odds["words"][n] = models.words.odds(e.traits)
    for name in sorted({e.collection for e in examples}):
        here = [n for n, e in enumerate(examples) if e.collection == name]
        labels = [wrong(examples[n]) for n in here]
        found = [auc([values[n] for n in here], labels) for values in odds.values()]
        if None not in found:
            areas = "  ".join(f"{kind} {area:.3f}" for kind, area in zip(odds, found, strict=True))
            print(f"  {name:36} {areas}  {sum(labels)} of {len(labels)}", flush=True)


def shares(examples: Iterable[Example]) -> list[tuple[float, float]]:
    """Of sound rows, the share that is so many deviations too short or more, at every edge."""
    sound = [e.z for e in examples if _own(e) and not e.kind]
    return [(edge, sum(z <= edge for z in sound) / len(sound)) for edge in EDGES]


def written(omission: Models, addition: Models, short: Sequence[tuple[float, float]]) -> str:
    lines = [
        "# How probable it is that a row leaves something out, or adds something: logistic",
        "# models over the features of a row (row_features.py), for one such row in twenty.",
        "# Printed by `python -m training.risk`.",
    ]
    for risk, models in (("omission", omission), ("addition", addition)):
        for kind in ("text", "words", "witnessed"):
            found: Logistic | None = getattr(models, kind)
            if found is None:
                continue
            lines += ["", f"[{risk}.{kind}]", f"bias = {found.bias:.4f}"]
            lines += [f"{name} = {value:.4f}" for name, value in found.weights.items()]
    lines += [
        "",
        "# Of sound paragraphs, the share that lies so many standard deviations or more under the",
        "# length expected: NTREX's tuning documents.",
        "[shortness]",
        "shares = [",
        *(f"    [{edge}, {share:.5f}]," for edge, share in short),
        "]",
    ]
    return "\n".join(lines) + "\n"


def omits(example: Example) -> bool:
    return example.omits


def adds(example: Example) -> bool:
    return example.adds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--folds", type=Path, nargs=2, required=True, metavar="FILE",
        help="what training.counterparts wrote for --fold 0 and for --fold 1",
    )  # fmt: skip
    parser.add_argument("--parts", nargs="*", default=[*LANGUAGES, *FILES], help="what to read")
    parser.add_argument("--gather", action="store_true", help="read the parts, fit nothing")
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    read = Reader([counterpart_network.read(path.read_bytes()) for path in options.folds])
    examples = gather(tuning, read, options.parts)
    if options.gather:
        return
    # What only adds is no example of a row without omissions, nor the other way round.
    of_omission = [e for e in examples if not e.adds or e.omits]
    of_addition = [e for e in examples if not e.omits or e.adds]
    omission = fit(of_omission, omits, OMISSION_SIGNS)
    omission = replace(omission, witnessed=witnessed(of_omission, omission.words))
    addition = fit(of_addition, adds, ADDITION_SIGNS)
    options.output.write_text(written(omission, addition, shares(examples)), encoding="utf-8")
    print("omission, documents left out in turn: AUC without and with word alignments")
    left_out(of_omission, omits, OMISSION_SIGNS)
    print("addition")
    left_out(of_addition, adds, ADDITION_SIGNS)


if __name__ == "__main__":
    main()
