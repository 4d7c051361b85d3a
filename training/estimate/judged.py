"""What is learnt from: segments and where people put them among those of their set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import rankdata

from evalkit.validation.human_judgement import Judged
from evalkit.validation.split import order
from lab.judged import FILES, measured, segments

UNIT = 12**0.5
"""Makes the deviation of a uniform variable from 0 to 1 one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A segment to learn from: `value` is its rank in its set, mean 0 and deviation 1.

    `collection` names the set ("qe_da en-gu"), `score` is what people gave, on its own scale.
    """

    collection: str
    languages: str
    source: str
    target: str
    score: float
    value: float


def measured_sources() -> set[str]:
    """The sources that figures are reported on, which nothing may learn from."""
    return {segment.source for path in FILES for segment in segments(path) if measured(segment)}


def targets(most: Mapping[str, int]) -> list[Target]:
    """Every segment that may be learnt from; of a set in `most` at most so many a language pair."""
    seen = measured_sources()
    return [target for path in FILES for target in _of(path, seen, most)]


def _of(path: str, seen: set[str], most: Mapping[str, int]) -> Iterator[Target]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for segment in segments(path):
        if not measured(segment) and segment.source not in seen:
            groups[f"{segment.set} {segment.languages}"].append(segment)
    for name, all_of_it in groups.items():
        chosen = sorted(all_of_it, key=lambda s: order(f"{s.document} {s.segment} {s.system}"))
        some = chosen[: most.get(name.split()[0])]
        scores = [float(segment.score or 0.0) for segment in some]
        for segment, score, value in zip(some, scores, ranks(scores), strict=True):
            yield Target(name, segment.languages, segment.source, segment.target, score, value)


def ranks(scores: Sequence[float]) -> list[float]:
    """The rank of every score among them, mean 0 and deviation about 1; ties share theirs.

    What raters mean by 70 of 100 differs between sets, and z-scores have long tails on
    the bad side; ranks have neither. On the development sets they were worth 0.01 to 0.02
    of Spearman's coefficient.

    >>> [round(rank, 2) for rank in ranks([70, 10, 10, 90])]
    [0.43, -0.87, -0.87, 1.3]
    """
    places = (rankdata(scores) - 0.5) / len(scores)
    values: list[float] = ((places - 0.5) * UNIT).tolist()
    return values
