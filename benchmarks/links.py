"""What translation of web pages does to hyperlinks, seeded into sound documents, and what is found.

    python -m benchmarks.links [--tuning] [--language bn pa hi] [--show KIND] [--fit]

Every NTREX document is a version, its segments the rows, once as they are and
once joined to paragraphs of two to four. Two to four rows of a copy are damaged
in one way:

    kept              a space before a comma or a sentence end, behind a name; all text kept
    lost at the end   the last one to four words of a sentence gone, a space before its end
    lost at a comma   one to four words before a comma gone, a space before the comma
    lost inside       one to three words gone elsewhere, leaving two spaces, or nothing: few of
                      these can be found without a model
    doubled end       a full stop behind the sentence end

`lost` is the share of damaged rows with link-text-lost (of them major),
`above neutral` that with any finding above neutral, `placed` that with one that
marks the place and little else. Alarms are counted on the rows of the same
copies that nobody touched: there they are false.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex

from evalkit.alignment.rows import Pair
from evalkit.checks import PENALTY, Check, Finding, Span
from evalkit.checks.evidence.anchors import anchors
from evalkit.checks.evidence.length_model import length_model
from evalkit.checks.evidence.sentence_pairs import aligned_sentences, split
from evalkit.checks.loss.link_traces import Loss, Where, loss
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from lab.versions import as_version, available, seen

FEWEST, MOST = 2, 4
NARROW = 60
SENTENCE_ENDS = "।.|?!॥"
MARKS = "," + SENTENCE_ENDS
CHECKS = (
    "length-outlier", "truncated-sentence", "link-text-lost", "dangling-space",
    "doubled-punctuation", "final-punctuation", "unbalanced-quote", "unbalanced-bracket",
    "number-mismatch", "name-missing",
)  # fmt: skip

_END = regex.compile(rf"(?<=[\p{{L}}\p{{M}}])[{regex.escape(SENTENCE_ENDS)}](?=\s|$)")
_COMMA = regex.compile(r"(?<=[\p{L}\p{M}]),(?=\s)")
_WORD = regex.compile(r"(?<=\s)[\p{L}\p{M}-]{2,}(?=\s)")
_SOLID = regex.compile(r"\S++")
_RUNS = tuple(
    regex.compile(rf"[\p{{L}}\p{{M}}-]+(?:\s[\p{{L}}\p{{M}}-]+){{0,{more}}}+(?=\s)")
    for more in range(3)
)
_BEFORE = regex.compile(r"[\p{L}\p{M}\p{N}'’-]+(?:\s+[\p{L}\p{M}\p{N}'’-]+)*+$")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A row's text after the damage, and the place of it."""

    text: str
    place: Span


Damage = Callable[[Pair, tuple[Span, ...], random.Random], Iterator[Damaged]]
"""All the ways to damage a row, given where its names are written."""


def _kept(pair: Pair, names: tuple[Span, ...], _chance: random.Random) -> Iterator[Damaged]:
    text = pair.target
    for name in names:
        if text[name.end : name.end + 1] in tuple(MARKS):
            yield Damaged(text[: name.end] + " " + text[name.end :], Span(name.end, name.end + 2))


def _lost_before(text: str, at: int, chance: random.Random) -> Iterator[Damaged]:
    """The text without one to four of the words before `at`; a word of the clause stays."""
    clause = _BEFORE.search(text, 0, at)
    if clause is None:
        return
    starts = [word.start() for word in _SOLID.finditer(text, clause.start(), at)]
    gone = chance.randint(1, 4)
    if len(starts) <= gone:
        return
    kept = text[: starts[-gone]].rstrip()
    yield Damaged(kept + " " + text[at:], Span(len(kept), len(kept) + 2))


def _lost_at_end(pair: Pair, _names: tuple[Span, ...], chance: random.Random) -> Iterator[Damaged]:
    for mark in _END.finditer(pair.target):
        yield from _lost_before(pair.target, mark.start(), chance)


def _lost_at_comma(
    pair: Pair, _names: tuple[Span, ...], chance: random.Random
) -> Iterator[Damaged]:
    for mark in _COMMA.finditer(pair.target):
        yield from _lost_before(pair.target, mark.start(), chance)


def _lost_inside(pair: Pair, _names: tuple[Span, ...], chance: random.Random) -> Iterator[Damaged]:
    text = pair.target
    for first in _WORD.finditer(text):
        gone = chance.choice(_RUNS).match(text, first.start())
        if gone:
            space = chance.choice([" ", ""])
            at = gone.start()
            yield Damaged(text[:at] + space + text[gone.end() + 1 :], Span(at - 1, at + 1))


def _doubled(pair: Pair, _names: tuple[Span, ...], _chance: random.Random) -> Iterator[Damaged]:
    for mark in _END.finditer(pair.target):
        if mark.group() != ".":
            at = mark.end()
            yield Damaged(pair.target[:at] + "." + pair.target[at:], Span(at - 1, at + 1))


def _spaced(marks: regex.Pattern[str]) -> Damage:
    """All text kept, a space before any such mark."""

    def damage(pair: Pair, _names: tuple[Span, ...], _chance: random.Random) -> Iterator[Damaged]:
        for mark in marks.finditer(pair.target):
            at = mark.start()
            yield Damaged(pair.target[:at] + " " + pair.target[at:], Span(at, at + 2))

    return damage


KINDS: dict[str, Damage] = {
    "kept": _kept,
    "lost at the end": _lost_at_end,
    "lost at a comma": _lost_at_comma,
    "lost inside": _lost_inside,
    "doubled end": _doubled,
}


def _same(document: Segments) -> Segments:
    return document


def paragraphs(document: Segments) -> Segments:
    """The document with two to four segments to a paragraph, by a hash of its name."""
    chance = random.Random(document.name)
    source, target, at = [], [], 0
    while at < len(document.source):
        size = chance.randint(2, 4)
        source.append(" ".join(document.source[at : at + size]))
        target.append(" ".join(document.target[at : at + size]))
        at += size
    return Segments(document.name, document.language, tuple(source), tuple(target))


def damaged(
    document: Segments, kind: str, names: list[tuple[Span, ...]]
) -> tuple[Segments, dict[int, Damaged]]:
    """A copy with two to four rows damaged, fewer where no more can be, and the damage by row."""
    chance = random.Random(f"{document.name} {document.language} {kind}")
    version = as_version(document)
    rows = list(range(len(version.pairs)))
    chance.shuffle(rows)
    target = list(document.target)
    done: dict[int, Damaged] = {}
    wanted = chance.randint(FEWEST, MOST)
    for n in rows:
        ways = list(KINDS[kind](version.pairs[n], names[n], chance))
        if ways and len(done) < wanted:
            done[n + 1] = chance.choice(ways)
            target[n] = done[n + 1].text
    return Segments(document.name, document.language, document.source, tuple(target)), done


TAUGHT: dict[Where, tuple[tuple[Damage, ...], tuple[Damage, ...]]] = {
    "end": ((_spaced(_END),), (_lost_at_end,)),
    "comma": ((_spaced(_COMMA), _kept), (_lost_at_comma, _lost_at_comma)),
}
"""What a loss is told from, and what it is: for sentence ends and for commas."""
THIRDS = 3


def examples(document: Segments, damage: Damage, where: Where) -> Iterator[Loss]:
    """The evidence at every damaged place, a third of the rows damaged at a time."""
    chance = random.Random(f"{document.name} {document.language}")
    sound = as_version(document)
    names = [held.written for held in anchors(sound)]
    for first in range(THIRDS):
        target, done = list(document.target), {}
        for n in range(first, len(target), THIRDS):
            ways = list(damage(sound.pairs[n], names[n], chance))
            if ways:
                done[n] = chance.choice(ways)
                target[n] = done[n].text
        version = as_version(
            Segments(document.name, document.language, document.source, tuple(target))
        )
        model = length_model(version)
        held = anchors(version)
        for n, damaged_ in done.items():
            pair, place = version.pairs[n], damaged_.place
            facing = aligned_sentences(
                split(pair.source, pair.source_language),
                split(pair.target, pair.language),
                model,
                held[n],
            )
            found = loss(pair, place, facing, model, held[n])
            if found is not None and found.where == where:
                yield found


FITTED = ("ending", "sentence", "clause", "lost", "named")


def fit(languages: list[str]) -> None:
    """Print the weights of evalkit.checks.loss.link_traces, fitted on the tuning documents."""
    documents = [
        form(d) for name in languages for d in ntrex(name, tuning) for form in (_same, paragraphs)
    ]
    for where, (sound, broken) in TAUGHT.items():
        kept = [e for d in documents for damage in sound for e in examples(d, damage, where)]
        gone = [e for d in documents for damage in broken for e in examples(d, damage, where)]
        x = np.array([[1.0] + [getattr(e, f) for f in FITTED] for e in kept + gone])
        y = np.array([0.0] * len(kept) + [1.0] * len(gone))
        weights = logistic(x, y)
        bias = weights[0] - np.log(len(gone) / len(kept))
        right = ((x @ weights > np.log(len(gone) / len(kept))) == (y > 0)).astype(float)
        print(f"{where}: {len(gone)} lost, {len(kept)} kept, {right.mean():.1%} told right")
        told = ", ".join(f"{f}={w:.2f}" for f, w in zip(FITTED, weights[1:], strict=True))
        print(f"  bias={bias:.2f}, {told}")


def logistic(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Newton's method on the logistic likelihood, with a little ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (x * (p * (1 - p))[:, None]) + 0.5 * np.eye(len(w))
        w += np.linalg.solve(slope, x.T @ (y - p) - 0.5 * w)
    return w


def places(finding: Finding, place: Span) -> bool:
    """Whether a finding marks the place, and little else."""
    span = finding.target
    return span is not None and span.end - span.start <= NARROW and span.overlaps(place)


def _tally(
    count: Counter[str], row: int, found: list[Finding], done: dict[int, Damaged]
) -> set[str]:
    """Count one row; which words of the table it earned."""
    loud = [f for f in found if PENALTY[f.severity]]
    lost = [f for f in loud if f.check == "link-text-lost"]
    major = [f for f in lost if PENALTY[f.severity] >= PENALTY["major"]]
    earned = {
        name
        for name, is_so in (
            ("lost", bool(lost)),
            ("major", bool(major)),
            ("dangling", any(f.check == "dangling-space" for f in loud)),
            ("loud", bool(loud)),
            ("any major", any(PENALTY[f.severity] >= PENALTY["major"] for f in loud)),
            ("placed", row in done and any(places(f, done[row].place) for f in loud)),
        )
        if is_so
    }
    side = "damaged" if row in done else "whole"
    count[side] += 1
    count.update(f"{side} {name}" for name in earned)
    return earned


def measure(
    language: str, keep: Callable[[str], bool], checks: list[Check], show: str | None
) -> None:
    for unit, form in (("sentences", _same), ("paragraphs", paragraphs)):
        print(f"{language}, rows are {unit}")
        print(
            f"  {'':16} {'rows':>5} {'lost':>7} {'major':>7} {'dangling':>9} {'above neutral':>14} "
            f"{'any major':>10} {'placed':>7} | untouched: {'lost':>6} {'dangling':>9}"
        )
        documents = [form(document) for document in ntrex(language, keep)]
        names = [[held.written for held in anchors(as_version(d))] for d in documents]
        for kind in [show] if show else KINDS:
            count: Counter[str] = Counter()
            for document, written in zip(documents, names, strict=True):
                copy, done = damaged(document, kind, written)
                found = seen(checks, copy)
                for pair in as_version(copy).pairs:
                    here = [f for f in found if f.row == pair.row]
                    earned = _tally(count, pair.row, here, done)
                    if show and (pair.row in done or "lost" in earned):
                        _show(document, pair, done.get(pair.row), here)
            _print(kind, count)


def _show(document: Segments, pair: Pair, damage: Damaged | None, found: list[Finding]) -> None:
    print(f"--- {document.name} row {pair.row}")
    print(f"  {pair.source}\n  was {document.target[pair.row - 1]}")
    if damage:
        print(f"  now {damage.text[: damage.place.start]}⟦⟧{damage.text[damage.place.start :]}")
    for f in found:
        print(f"    {f.check} {f.severity} {f.confidence:.2f} {f.message}")


def _print(kind: str, count: Counter[str]) -> None:
    rows, whole = max(1, count["damaged"]), max(1, count["whole"])
    hit = {name: count[f"damaged {name}"] / rows for name in
           ("lost", "major", "dangling", "loud", "any major", "placed")}  # fmt: skip
    print(
        f"  {kind:16} {count['damaged']:5} {hit['lost']:7.1%} {hit['major']:7.1%} "
        f"{hit['dangling']:9.1%} {hit['loud']:14.1%} {hit['any major']:10.1%} {hit['placed']:7.1%} "
        f"|            {count['whole lost'] / whole:6.2%} {count['whole dangling'] / whole:9.2%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents thresholds are chosen on"
    )
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa", "hi"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--show", choices=KINDS, help="print this kind's rows with their findings")
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    options = parser.parse_args()
    if options.fit:
        fit(options.language)
        return
    checks = available(list(CHECKS))
    for language in options.language:
        measure(language, tuning if options.tuning else held_out, checks, options.show)


if __name__ == "__main__":
    main()
