"""What a metric said of a version, gathered: its score, its coverage, what to know of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.metrics.signatures import preparation
from evalkit.reports import metric_labels
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import ScoreRecord

Rows = tuple[int, ...]
# The parts of a detail that are about the windows, as the metrics write them.
_ABOUT_WINDOWS = re.compile(r"\d+ windows?\b.*|worst -?\d.*")


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric of one version.

    `whole` is the version's own score. Of `total` rows `scored` have a value of their
    own, `omitted` count as the worst because the version has them not; `unscored`
    says why the others have none. `general` holds for every scored
    row; `remarks` hold for some. `windowed` rows were scored in several pieces,
    of `partly` covered ones some text was not scored.
    """

    version: str
    metric: str
    label: str
    whole: ScoreRecord
    total: int
    scored: int
    omitted: int
    unscored: tuple[tuple[str, Rows], ...]
    general: tuple[str, ...]
    remarks: tuple[tuple[str, Rows], ...]
    windowed: Rows
    partly: Rows

    @property
    def noted(self) -> bool:
        """Whether there is anything to know of these scores."""
        found = (self.general, self.remarks, self.unscored, self.windowed, self.partly)
        return self.whole.value is None or any(found)

    @property
    def score(self) -> str:
        """The version's score in words, "unscored" where it has none."""
        if self.whole.value is None:
            return "unscored"
        return metric_labels.value(self.metric, self.whole.value)

    @property
    def reason(self) -> str:
        """Why the version has no score, "" where it has one."""
        if self.whole.value is not None:
            return ""
        return self.whole.reason or next(iter(self.unscored), ("", ()))[0]

    @property
    def coverage(self) -> str:
        """Over how many rows the score is, where not every row has one: "4 of 7 rows"."""
        return f"{self.scored} of {self.total} rows" if self.scored < self.total else ""

    @property
    def preparation(self) -> str:
        """How texts were prepared before they were compared, in words, "" where none is said."""
        return preparation(self.whole.signature)

    @property
    def limits(self) -> str:
        """Its 95 % confidence limits, "" where there are none."""
        if self.whole.value is None or self.whole.low is None or self.whole.high is None:
            return ""
        low, high = (
            metric_labels.number(self.metric, v) for v in (self.whole.low, self.whole.high)
        )
        return f"{low} to {high}"


def remarks(score: ScoreRecord) -> tuple[str, ...]:
    """What a reader has to know of a score, without what its windows say.

    >>> score = ScoreRecord("", 1, "bn", "comet:x", 0.5, "scored", "", "", windows=3,
    ...     detail="3 windows, all of the text covered; worst 0.31; not trained on Punjabi")
    >>> remarks(score)
    ('not trained on Punjabi',)
    """
    if score.state == "omitted":
        return (f"{score.reason}, counted as the worst",)
    return tuple(part for part in _parts(score) if not _about_windows(score, part))


def _parts(score: ScoreRecord) -> list[str]:
    return [part for part in score.detail.split("; ") if part]


def _about_windows(score: ScoreRecord, part: str) -> bool:
    return score.windows is not None and bool(_ABOUT_WINDOWS.fullmatch(part))


def windows(score: ScoreRecord) -> str:
    """How a text longer than the model's window was scored; "" for one that fits.

    In the metric's own words where it has any.
    """
    if score.windows is None:
        return ""
    told = [part for part in _parts(score) if _about_windows(score, part)]
    if told:
        return " · ".join(told)
    said = ["1 window" if score.windows == 1 else f"{score.windows} windows"]
    if score.covered is not None:
        said.append(metric_labels.covered(score.covered))
    if score.worst is not None:
        said.append(f"worst {metric_labels.number(score.metric, score.worst)}")
    return " · ".join(said)


def scorecard(evaluation: Evaluation) -> tuple[Measure, ...]:
    """Every metric of every version, version by version, metrics in the order chosen."""
    by_measure: dict[tuple[str, str], list[ScoreRecord]] = defaultdict(list)
    for score in evaluation.score_records:
        by_measure[score.version, score.metric].append(score)
    labels = metric_labels.labels(evaluation.metrics)
    return tuple(
        _measure(labels[metric], found)
        for version in evaluation.versions
        for metric in evaluation.metrics
        if (found := by_measure.get((version.version, metric)))
        and any(score.row is None for score in found)
    )


def general(card: Sequence[Measure]) -> Mapping[tuple[str, str], frozenset[str]]:
    """By version and metric, the remarks that every scored row shares."""
    return {(m.version, m.metric): frozenset(m.general) for m in card}


def _measure(label: str, scores: Sequence[ScoreRecord]) -> Measure:
    whole = next(score for score in scores if score.row is None)
    rows = [score for score in scores if score.row is not None]
    scored = [score for score in rows if score.state == "scored"]
    said = {score.row: remarks(score) for score in rows if score.value is not None}
    counts = Counter(part for score in scored for part in said[score.row])
    shared = tuple(p for p, count in counts.items() if count == len(scored) > 1)
    some: dict[str, list[int]] = defaultdict(list)
    for row, parts in said.items():
        # "unusually far: 1 in 90 …" and "unusually far: 1 in 300 …" are one kind of remark.
        heads = dict.fromkeys(p.partition(":")[0] for p in parts if p not in shared)
        for head in heads:
            some[head].append(row or 0)
    missing: dict[str, list[int]] = defaultdict(list)
    for score in rows:
        if score.value is None:
            missing[score.reason].append(score.row or 0)
    return Measure(
        version=whole.version,
        metric=whole.metric,
        label=label,
        whole=whole,
        total=len(rows),
        scored=len(scored),
        omitted=sum(score.state == "omitted" for score in rows),
        unscored=_frozen(missing),
        general=tuple(dict.fromkeys([*remarks(whole), *shared])),
        remarks=_frozen(some),
        windowed=tuple(s.row or 0 for s in scored if s.windows is not None and s.windows > 1),
        partly=tuple(s.row or 0 for s in scored if s.covered is not None and s.covered < 1),
    )


def _frozen(found: Mapping[str, Sequence[int]]) -> tuple[tuple[str, Rows], ...]:
    return tuple((words, tuple(rows)) for words, rows in found.items())
