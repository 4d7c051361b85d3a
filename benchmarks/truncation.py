"""How many cut sentences and paragraphs are found, and how many whole ones are flagged.

    python -m benchmarks.truncation [--tuning] [--encoder builtin|none] [--language bn pa]
                                    [--share 0.3] [--fit]

Every NTREX document stands as it is, as single sentences and as paragraphs of
three; in a copy, one unit in eight has lost the last `share` of its words, (a)
with no sentence end left, (b) with the sentence end put back. A unit counts as
found when truncated-sentence, omission or length-outlier says something above neutral.
With an encoder the checks see which words face each other. `--fit` prints the
weights that decide where no encoder does, fitted on the tuning documents.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import numpy as np

from evalkit.alignment.rows import Version
from evalkit.checks.base import PENALTY, Span
from evalkit.checks.evidence.conventions import ends_sentence
from evalkit.checks.loss.length import LengthOutlier
from evalkit.checks.loss.omission import Omission
from evalkit.checks.loss.truncation import TruncatedSentence
from evalkit.checks.loss.without_encoder import Evidence, evidence
from evalkit.encoders.resources import BUILT_IN, NONE
from lab.damage import EVERY, dropped, endings, rebuilt
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from lab.versions import Reading, as_version, reading, unread

SIZES = {"sentences": 1, "paragraphs of three": 3}
OMISSIONS = (1, 2, 3, 4)
PREVALENCE = 0.05
SIGNS = {"ending": -1.0}
FITTED = ("ending", "row", "sentence", "mark", "fewer", "lost", "kept")


def damaged(
    document: Segments, first: int, change: Callable[[str], str]
) -> tuple[Version, set[int]]:
    """A version with every eighth unit cut, from `first` on, and the rows that were."""
    whole = as_version(document)
    rows = {
        pair.row
        for pair in whole.pairs[first::EVERY]
        if ends_sentence(pair) and len(pair.target.split()) >= 5
    }
    target = tuple(change(t) if n in rows else t for n, t in enumerate(document.target, 1))
    return as_version(Segments(document.name, document.language, document.source, target)), rows


def flagged(version: Version) -> tuple[set[int], set[int]]:
    """Rows with a finding above neutral, and with a major one."""
    found = [
        *TruncatedSentence().find(version),
        *Omission().find(version),
        *LengthOutlier().find(version),
    ]
    return (
        {f.row for f in found if PENALTY[f.severity]},
        {f.row for f in found if PENALTY[f.severity] >= PENALTY["major"]},
    )


def measure(language: str, keep: Callable[[str], bool], share: float, read: Reading) -> None:
    for name, size in SIZES.items():
        hits: dict[str, int] = defaultdict(int)
        cuts: dict[str, int] = defaultdict(int)
        units = alarms = grave = 0
        for document in ntrex(language, keep):
            joined = rebuilt(document, size)
            if not joined.source:
                continue
            version = as_version(joined)
            any_, major = flagged(read(version))
            units, alarms, grave = (
                units + len(version.pairs),
                alarms + len(any_),
                grave + len(major),
            )
            for way, change in endings(version, share).items():
                for first in range(EVERY):
                    broken, rows = damaged(joined, first, change)
                    found, _ = flagged(read(broken))
                    cuts[way] += len(rows)
                    hits[way] += len(rows & found)
        print(f"{language}, {name}: {units} units, {share:.0%} of the words cut")
        for way, found_ in hits.items():
            print(f"  found, {way:24} {found_ / cuts[way]:7.1%}  of {cuts[way]}")
        print(
            f"  flagged though whole           {alarms / units:7.2%}  (major {grave / units:.2%})"
        )
    hit = total = placed = told = 0
    for document in ntrex(language, keep):
        for which in (0, 1):
            for first in range(EVERY):
                broken, rows = dropped(document, which, first)
                if not rows:
                    continue
                broken = read(broken)
                total, hit = total + len(rows), hit + len(rows & flagged(broken)[0])
                named = pointed(document, broken, which, rows)
                told, placed = told + len(named), placed + sum(named.values())
    print(f"{language}, paragraphs of three without their first or second sentence")
    print(f"  found                            {hit / total:7.1%}  of {total}")
    print(f"  … by omission or truncated-sentence {told / total:4.1%}")
    print(f"  … which names that sentence      {placed / max(1, told):7.1%}  of {told}")


def pointed(document: Segments, broken: Version, which: int, rows: set[int]) -> dict[int, bool]:
    """Rows with truncated-sentence or omission, and whether it marks the sentence that is gone.

    It does where its span in the source covers most of that sentence, and most
    of the span lies in it.
    """
    found: dict[int, bool] = {}
    for finding in chain(Omission().find(broken), TruncatedSentence().find(broken)):
        if finding.row not in rows or not PENALTY[finding.severity]:
            continue
        before = document.source[3 * (finding.row - 1) : 3 * (finding.row - 1) + which]
        start = sum(len(text) + 1 for text in before)
        gone = Span(start, start + len(document.source[3 * (finding.row - 1) + which]))
        span = finding.source
        here = span is not None and 2 * _common(span, gone) > max(
            span.end - span.start, gone.end - gone.start
        )
        found[finding.row] = found.get(finding.row, False) or here
    return found


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def cut_examples(documents: list[Segments], read: Reading) -> Iterator[tuple[Evidence, bool]]:
    """Evidence of last sentences, cut by 15 to 50 %, and of whole ones."""
    for document in documents:
        for size in SIZES.values():
            joined = rebuilt(document, size)
            whole = read(as_version(joined))
            yield from ((e, False) for e in evidence(whole) if e.where == "last")
            for n, share in enumerate((0.15, 0.3, 0.3, 0.5)):
                for change in endings(whole, share).values():
                    broken, rows = damaged(joined, n, change)
                    yield from (
                        (e, True)
                        for e in evidence(read(broken))
                        if e.where == "last" and e.pair.row in rows
                    )


def omission_examples(documents: list[Segments], read: Reading) -> Iterator[tuple[Evidence, bool]]:
    """Evidence where a sentence was dropped inside a paragraph, and where none was."""
    for document in documents:
        for size in OMISSIONS:
            whole = read(as_version(rebuilt(document, size)))
            yield from ((e, False) for e in evidence(whole) if e.where == "omitted")
        for which in (0, 1):
            for first in (0, 3):
                broken, rows = dropped(document, which, first)
                yield from (
                    (e, True)
                    for e in evidence(read(broken))
                    if e.where == "omitted" and e.pair.row in rows
                )


def fit(name: str, examples: Iterable[tuple[Evidence, bool]]) -> None:
    """Newton's method on the logistic likelihood, with a little ridge.

    The bias is moved from the share of cuts among the examples to `PREVALENCE`.
    """
    rows, labels = zip(*examples, strict=True)
    x = np.array([[1.0] + [SIGNS.get(f, 1.0) * getattr(e, f) for f in FITTED] for e in rows])
    y = np.array(labels, dtype=float)
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        ridge = 0.5 * np.eye(len(w))
        w += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (y - p) - 0.5 * w)
    prior = np.log(PREVALENCE / (1 - PREVALENCE)) - np.log(y.mean() / (1 - y.mean()))
    print(f"{name}: {int(y.sum())} cut, {int((1 - y).sum())} whole")
    weights = ", ".join(f"{f}={v:.2f}" for f, v in zip(FITTED, w[1:], strict=True))
    print(f"  bias={w[0] + prior:.2f}, {weights}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents thresholds are chosen on"
    )
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    parser.add_argument("--encoder", choices=(BUILT_IN, NONE), default=BUILT_IN)
    options = parser.parse_args()
    read = reading(options.encoder)
    if options.fit:
        documents = [d for name in options.language for d in ntrex(name, tuning)]
        documents = [d for d in documents if len(d.source) >= 3]
        fit("WEIGHTS", cut_examples(documents, unread))
        fit("OMITTED", omission_examples(documents, unread))
        return
    for language in options.language:
        measure(language, tuning if options.tuning else held_out, options.share, read)


if __name__ == "__main__":
    main()
