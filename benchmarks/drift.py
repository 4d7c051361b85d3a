"""What the omission risk and the findings of drift are worth, beside the goals set for them.

    python -m benchmarks.drift [--tuning] [--language bn pa] [--encoder builtin|none] [--no-human]

NTREX's held-out documents, as single sentences and as paragraphs of three: in copies, one
unit in eight is damaged (cut at the end by 30 or 15 %, with and without the sentence end; a
middle sentence dropped; a clause of 4 to 8 words dropped inside a sentence), in eight copies,
so that each is damaged once. Recall is the share of damaged units whose omission risk lies
above all but 1 % of the sound ones'. Placement compares the source span that an omission or
truncated-sentence finding names with the words lost, by characters: for dropped sentences
the sentence, for cuts what the alignment of the whole text ties to the words cut.

Of the sets with human marks, the held-out documents (and sources, where a set knows no
documents) are measured, and for comparison the length alone. Sound documents are also read
whole, as paragraphs of eight sentences too, for findings that are major.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from evalkit.alignment.rows import Version
from evalkit.checks import CHECKS
from evalkit.checks.base import PENALTY, Span
from evalkit.checks.evidence.conventions import ends_sentence
from evalkit.checks.evidence.length_model import length_model, size
from evalkit.checks.loss.omission import Omission
from evalkit.checks.loss.risk import risks
from evalkit.checks.loss.truncation import TruncatedSentence
from evalkit.encoders.resources import BUILT_IN, NONE
from evalkit.statistics.detection import auc, recall_at
from evalkit.statistics.intervals import wilson
from lab.damage import EVERY, clause, endings, rebuilt
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from lab.judged_versions import FILES, judged
from lab.versions import Reading, as_version, available, reading, seen

SHORTEST = 5
SIZES = {"sentences": 1, "paragraphs of three": 3}
LONG = {"paragraphs of eight": 8}
GOALS = {
    ("cut 30 %", "sentences"): 0.92,
    ("cut 30 %", "paragraphs of three"): 0.99,
    ("cut 30 %, end put back", "sentences"): 0.80,
    ("cut 30 %, end put back", "paragraphs of three"): 0.98,
    ("cut 15 %, end put back", "sentences"): 0.30,
    ("cut 15 %, end put back", "paragraphs of three"): 0.70,
    ("middle sentence dropped", "paragraphs of three"): 0.97,
    ("clause dropped", "sentences"): 0.40,
}
MAJOR = 0.02

Change = Callable[[int, str], str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged unit: its row in `version`, and the risk of its row."""

    kind: str
    row: int
    version: Version


def changes(document: Segments, sound: Version, size_: int) -> dict[str, Change]:
    """What is done to a unit, by name: its number (from 0) and its text give the damaged one."""
    found: dict[str, Change] = {}
    for share, kinds in ((0.3, ("", ", end put back")), (0.15, (None, ", end put back"))):
        for kind, change in zip(kinds, endings(sound, share).values(), strict=True):
            if kind is not None:
                found[f"cut {share:.0%}".replace("%", " %") + kind] = _cut(sound, change)
    if size_ == 3:
        found["middle sentence dropped"] = lambda n, _text: " ".join(
            (document.target[3 * n], document.target[3 * n + 2])
        )
    drawn = random.Random(document.name)
    found["clause dropped"] = lambda _n, text: clause(text, drawn)
    return found


def _cut(sound: Version, change: Callable[[str], str]) -> Change:
    def made(number: int, text: str) -> str | None:
        whole = ends_sentence(sound.pairs[number]) and len(text.split()) >= SHORTEST
        return change(text) if whole else None

    return made


def cases(document: Segments, size_: int, read: Reading) -> Iterator[Case]:
    """Every unit damaged in every way, one in eight of a copy."""
    joined = rebuilt(document, size_)
    sound = as_version(joined)
    for kind, change in changes(document, sound, size_).items():
        for first in range(EVERY):
            target, rows = list(joined.target), []
            for n in range(first, len(target), EVERY):
                made = change(n, target[n])
                if made and made != target[n]:
                    target[n] = made
                    rows.append(n + 1)
            if rows:
                copy = Segments(joined.name, joined.language, joined.source, tuple(target))
                version = read(as_version(copy))
                yield from (Case(kind, row, version) for row in rows)


@dataclass(slots=True)
class Placement:
    """How well named spans meet the words lost, over all damaged units with a finding."""

    named: float = 0.0
    lost: float = 0.0
    both: float = 0.0
    units: int = 0

    def add(self, named: Span, lost: Sequence[Span]) -> None:
        self.units += 1
        self.named += named.end - named.start
        self.lost += sum(span.end - span.start for span in lost)
        self.both += sum(
            max(0, min(span.end, named.end) - max(span.start, named.start)) for span in lost
        )

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.named + self.lost) if self.both else 0.0


def lost_words(document: Segments, case: Case, whole: Version) -> list[Span]:
    """The source words that a unit lost: the dropped sentence, or what the cut words stood for."""
    pair = whole.pairs[case.row - 1]
    if case.kind == "middle sentence dropped":
        first, middle = document.source[3 * (case.row - 1) : 3 * (case.row - 1) + 2]
        start = len(first) + 1
        return [Span(start, start + len(middle))]
    words, kept = pair.words, case.version.pairs[case.row - 1].target
    if words is None:
        return []
    head = 0
    while head < min(len(kept), len(pair.target)) and kept[head] == pair.target[head]:
        head += 1
    tail = 0
    while (
        case.kind == "clause dropped"
        and tail < min(len(kept), len(pair.target)) - head
        and kept[-1 - tail] == pair.target[-1 - tail]
    ):
        tail += 1
    gone = Span(head, max(head, len(pair.target) - tail))
    lost = {n for n, (start, _) in enumerate(words.target) if gone.start <= start < gone.end}
    faced: dict[int, set[int]] = defaultdict(set)
    for link in words.links:
        faced[link.source].add(link.target)
    here = sorted(n for n, targets in faced.items() if targets <= lost)
    # Words without a link between lost ones are lost with them.
    return [Span(words.source[here[0]][0], words.source[here[-1]][1])] if here else []


def synthetic(language: str, keep: Callable[[str], bool], read: Reading) -> None:
    for label, size_ in SIZES.items():
        sound: list[float] = []
        short: list[float] = []
        risky: dict[str, list[float]] = defaultdict(list)
        lengths: dict[str, list[float]] = defaultdict(list)
        placed: dict[str, Placement] = defaultdict(Placement)
        for document in ntrex(language, keep):
            if len(document.source) < size_ * 2:
                continue
            whole = read(as_version(rebuilt(document, size_)))
            sound += [risk.omission for risk in risks(whole)]
            short += _shortness(whole)
            for case in cases(document, size_, read):
                risky[case.kind].append(risks(case.version)[case.row - 1].omission)
                lengths[case.kind].append(_shortness(case.version)[case.row - 1])
                _place(placed[case.kind], document, case, whole)
        print(f"\n{language}, {label}: {len(sound)} sound units; recall at 1 % false alarms")
        for kind, values in risky.items():
            goal = GOALS.get((kind, label))
            found = _recall(sound, values)
            alone = _recall(short, lengths[kind])
            aim = f"goal {goal:.2f}{'' if found >= goal else '  missed'}" if goal else ""
            place = placed[kind]
            print(
                f"  {kind:26} {found:6.3f}  AUC {_auc(sound, values):.3f}  of {len(values):4}; "
                f"length alone {alone:.3f}; place named for {place.units}, F1 {place.f1:.2f}  {aim}"
            )


def _place(placement: Placement, document: Segments, case: Case, whole: Version) -> None:
    lost = lost_words(document, case, whole)
    if not lost:
        return
    for finding in chain(Omission().find(case.version), TruncatedSentence().find(case.version)):
        if finding.row == case.row and finding.source:
            placement.add(finding.source, lost)
            return


def _shortness(version: Version) -> list[float]:
    model = length_model(version)
    return [-model.z(size(pair.source), size(pair.target)) for pair in version.pairs]


def _signals(sound: Sequence[float], faulty: Sequence[float]) -> tuple[list[float], list[bool]]:
    return [*sound, *faulty], [False] * len(sound) + [True] * len(faulty)


def _recall(sound: Sequence[float], faulty: Sequence[float]) -> float:
    return recall_at(*_signals(sound, faulty)) or 0.0


def _auc(sound: Sequence[float], faulty: Sequence[float]) -> float:
    return auc(*_signals(sound, faulty)) or 0.0


def human(keep: Callable[[str], bool], read: Reading) -> None:
    """AUC of the risk against what people marked, set by set."""
    print("\nsets with human marks: AUC of the omission risk (of length alone)")
    means = []
    for path in FILES:
        signal: list[float] = []
        length: list[float] = []
        labels: dict[str, list[bool]] = defaultdict(list)
        for found in judged(path, keep):
            version = read(found.version)
            signal += [risk.omission for risk in risks(version)]
            length += _shortness(version)
            for kind in ("omission", "major omission"):
                labels[kind] += [segment.labels.get(kind, False) for segment in found.segments]
        for kind, marks in labels.items():
            if sum(marks) < 5:
                continue
            value, alone = auc(signal, marks) or 0.0, auc(length, marks) or 0.0
            recall = recall_at(signal, marks) or 0.0
            print(
                f"  {path:42} {kind:15} {value:.3f} ({alone:.3f})  recall at 1 % {recall:.2f} "
                f"({recall_at(length, marks) or 0.0:.2f})  {sum(marks)} of {len(marks)}"
            )
            if path.startswith("indicmt") and kind == "omission":
                means.append(value)
    if means:
        print(f"  IndicMT-Eval, mean of {len(means)} languages: {sum(means) / len(means):.3f}")


def alarms(language: str, keep: Callable[[str], bool], read: Reading) -> None:
    """Sound paragraphs with a major finding, as a reader of the report meets them."""
    checks = available(list(CHECKS))
    for label, size_ in (SIZES | LONG).items():
        flagged = units = 0
        for document in ntrex(language, keep):
            joined = rebuilt(document, size_)
            if not joined.source:
                continue
            units += len(joined.source)
            found = seen(checks, joined, read)
            flagged += len({f.row for f in found if PENALTY[f.severity] >= PENALTY["major"]})
        low, high = wilson(flagged, units)
        verdict = "" if flagged <= MAJOR * units else "  missed"
        print(
            f"{language}, {label}: any major finding on professional translations "
            f"{flagged / units:.1%} [{low:.1%}, {high:.1%}] of {units}, goal {MAJOR:.0%}{verdict}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tuning", action="store_true", help="the documents the fit saw")
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--encoder", choices=(BUILT_IN, NONE), default=BUILT_IN)
    parser.add_argument("--no-human", action="store_true", help="leave out the sets people marked")
    options = parser.parse_args()
    read = reading(options.encoder)
    keep = tuning if options.tuning else held_out
    for language in options.language:
        synthetic(language, keep, read)
        alarms(language, keep, read)
    if not options.no_human:
        human(keep, read)


if __name__ == "__main__":
    main()
