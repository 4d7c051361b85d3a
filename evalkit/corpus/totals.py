"""The parts of a table together: its summary, its scores and its versions compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evalkit.corpus.kept import Kept, VersionCounts
from evalkit.corpus.sums import Sums
from evalkit.evaluation import measures, resampling
from evalkit.evaluation.comparing import record
from evalkit.evaluation.gathering import gathered
from evalkit.evaluation.measures import Measure
from evalkit.evaluation.penalties import per_hundred_words
from evalkit.evaluation.records import ComparisonRecord, ScoreRecord, SummaryRecord
from evalkit.evaluation.served import summed
from evalkit.evaluation.tallies import Tallied, Tally
from evalkit.languages import language_name
from evalkit.metrics import load_class
from evalkit.metrics.bootstrap import RESAMPLES, SEED, interval

RESAMPLED = re.compile(r"bs:\d+\|seed:[^|]*\|")
REFERENCES = re.compile(r"^nrefs:[^|]*\|")
STRATA = "|strata:parts"
"""What the signature says of resamples that were drawn part by part."""


@dataclass(slots=True)
class Totals:
    """What all parts so far come to; `add` takes one more."""

    parts: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, int, str, str]] = field(default_factory=list)
    versions: dict[str, VersionCounts] = field(default_factory=dict)
    sums: dict[tuple[tuple[str, ...], str], Sums] = field(default_factory=dict)
    judge: dict[str, Any] = field(default_factory=dict)

    def add(self, kept: Kept) -> None:
        self.parts += 1
        self.rows[kept.table] += kept.rows
        self.broken += [(kept.table, *broken) for broken in kept.broken]
        self.judge = summed(entry for entry in (self.judge, kept.judge) if entry)
        for version in kept.versions:
            before = self.versions.get(version.version)
            self.versions[version.version] = _together(before, version) if before else version
        for sums in kept.sums:
            key = sums.versions, sums.measure
            plain = _without_resamples(sums)
            self.sums[key] = self.sums[key].plus(plain) if key in self.sums else plain

    def summaries(self, metrics: Sequence[str]) -> tuple[SummaryRecord, ...]:
        """A line per version; `strip` and `two_by_two`, which are about rows, are empty."""
        return tuple(self._summary(version, metrics) for version in self.versions.values())

    def scores(self, metrics: Sequence[str]) -> tuple[ScoreRecord, ...]:
        """Every version's score by every metric, with its 95 % limits."""
        return tuple(
            self._score(version, metric) for version in self.versions.values() for metric in metrics
        )

    def comparisons(self) -> tuple[ComparisonRecord, ...]:
        """Every two versions of one language by every measure, over the rows that both have."""
        found = []
        for (versions, _), sums in self.sums.items():
            if len(versions) == 2 and sums.rows:
                found.append(self._compared(sums))
        return tuple(found)

    @property
    def name(self) -> str:
        """The table's, "" where there are several."""
        return next(iter(self.rows)) if len(self.rows) == 1 else ""

    def _summary(self, version: VersionCounts, metrics: Sequence[str]) -> SummaryRecord:
        penalty = self.sums.get(((version.version,), measures.PENALTY))
        points, words = penalty.wholes[0] if penalty and penalty.rows else (0.0, 0.0)
        limits = None
        if penalty is not None and penalty.rows >= resampling.FEWEST:
            limits = resampling.percentiles(resampling.per_hundred(penalty.drawn[0]))
        scores = {metric: self._score(version, metric).value for metric in metrics}
        return SummaryRecord(
            article=self.name,
            version=version.version,
            language=version.language,
            language_name=language_name(version.language),
            file="",
            **version.counts,
            penalty=per_hundred_words(float(points), int(words)),
            penalty_low=round(limits[0], 2) if limits else None,
            penalty_high=round(limits[1], 2) if limits else None,
            strip="",
            two_by_two="",
            metrics=scores,
        )

    def _score(self, version: VersionCounts, metric: str) -> ScoreRecord:
        rows, scored = version.counts["rows"], version.scored.get(metric, 0)
        none = load_class(metric).no_whole
        if none or not scored:
            reasons = Counter(version.reasons.get(metric, {}))
            reason = none if scored else reasons.most_common(1)[0][0] if reasons else "no rows"
            signature = version.signatures.get(metric, "")
            return ScoreRecord(
                self.name, None, version.version, metric, None, "unscored", reason, signature
            )
        value = version.values[metric] / scored
        signature = RESAMPLED.sub("", version.signatures[metric])
        limits = None
        sums = self.sums.get(((version.version,), metric))
        measure = _measure(sums, (version.version,)) if sums and sums.rows else None
        if sums is not None and measure is not None:
            if sums.counted:
                value = float(measure.scoring(sums.wholes[0]))
            if sums.rows > 1:
                limits = interval(measure.scoring(sums.drawn[0]))
                signature = self._with_resamples(signature)
        return ScoreRecord(
            article=self.name,
            row=None,
            version=version.version,
            metric=metric,
            value=value,
            state="scored",
            reason=f"{scored} of {rows} rows scored" if scored < rows else "",
            signature=signature,
            low=limits[0] if limits else None,
            high=limits[1] if limits else None,
        )

    def _compared(self, sums: Sums) -> ComparisonRecord:
        against, version = sums.versions
        measure = _measure(sums, (version, against))
        assert measure is not None
        assert sums.swapped is not None
        found = resampling.of_sums(
            (sums.wholes[1], sums.wholes[0]),
            (sums.drawn[1], sums.drawn[0]),
            sums.swapped,
            measure.scoring,
            sums.rows,
        )
        language = self.versions[version].language
        return record(found, measure, version, against, self.name, "paragraph", language)

    def _with_resamples(self, signature: str) -> str:
        drawn = f"bs:{RESAMPLES}|seed:{SEED}|"
        found = REFERENCES.match(signature)
        at = found.end() if found else 0
        strata = STRATA if self.parts > 1 else ""
        return f"{signature[:at]}{drawn}{signature[at:]}{strata}"


def totals(parts: Iterable[Kept]) -> Totals:
    """All parts together, in their order."""
    found = Totals()
    for kept in parts:
        found.add(kept)
    return found


def _measure(sums: Sums, versions: Sequence[str]) -> Measure | None:
    """How the sums are scored and spoken of."""
    lines = tuple((tuple(map(float, whole)),) for whole in sums.wholes)
    nothing = tuple(() for _ in lines)
    tally = Tally(
        measure=sums.measure,
        versions=sums.versions,
        counts=lines if sums.counted else nothing,
        values=nothing if sums.counted else lines,
        rows=sums.rows,
        total=sums.total,
        counted=sums.counted,
        signatures=sums.signatures,
    )
    alone = gathered([Tallied({}, (), (tally,))])
    return measures.over(alone.tallies[frozenset(sums.versions), sums.measure], versions)


def _without_resamples(sums: Sums) -> Sums:
    """A part of one row has no limits, and a signature without them; scored alike it is."""
    from dataclasses import replace

    plain = {RESAMPLED.sub("", signature) for signature in sums.signatures}
    return replace(sums, signatures=tuple(sorted(plain)))


def _together(one: VersionCounts, other: VersionCounts) -> VersionCounts:
    return VersionCounts(
        version=one.version,
        language=one.language,
        counts=_added(one.counts, other.counts),
        signatures={**one.signatures, **_scored_ones(other)},
        scored=_added(one.scored, other.scored),
        values=_summed(one.values, other.values),
        reasons={
            metric: _added(one.reasons.get(metric, {}), other.reasons.get(metric, {}))
            for metric in dict.fromkeys((*one.reasons, *other.reasons))
        },
    )


def _scored_ones(counts: VersionCounts) -> dict[str, str]:
    """The signatures that scores were made with: they say more than those before any text."""
    return {m: s for m, s in counts.signatures.items() if counts.scored.get(m)}


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for counts in (one, other):
        for name, count in counts.items():
            found[name] += count
    return dict(found)


def _summed(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: one.get(name, 0.0) + other.get(name, 0.0) for name in {**one, **other}}
