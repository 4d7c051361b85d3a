"""The parts of a table together: its summary, its scores and its versions compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evalkit.batch.tables.part_checkpoint import Kept, VersionCounts
from evalkit.batch.tables.part_sums import Sums
from evalkit.comparison import measures
from evalkit.comparison.article_statistics import gathered
from evalkit.comparison.measures import Measure
from evalkit.comparison.sufficient_statistics import PENALTY, RESAMPLED, Tallied, Tally
from evalkit.comparison.versions import Contest, records
from evalkit.languages import language_name
from evalkit.metrics import load_class
from evalkit.metrics.base import covered
from evalkit.metrics.signatures import joined
from evalkit.result.evaluation import partly_scored
from evalkit.result.model_server_use import summed
from evalkit.result.penalties import per_hundred, per_hundred_words, rounded
from evalkit.result.records import ComparisonRecord, ScoreRecord, SummaryRecord
from evalkit.statistics import paired
from evalkit.statistics.intervals import FEWEST, around, without_limits
from evalkit.statistics.resampling import RESAMPLES

REFERENCES = re.compile(r"^nrefs:[^|]*\|")
STRATA = "|strata:parts"
"""What the signature says of resamples that were drawn part by part."""


@dataclass(slots=True)
class Totals:
    """What all parts so far come to; `add` takes one more. `seed` is what they were drawn from."""

    seed: int | None
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
            self.sums[key] = self.sums[key].plus(sums) if key in self.sums else sums

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
        contests = [
            self._compared(sums)
            for (versions, _), sums in self.sums.items()
            if len(versions) == 2 and sums.rows
        ]
        return records(contests, self.name, "paragraph")

    @property
    def name(self) -> str:
        """The table's, "" where there are several."""
        return next(iter(self.rows)) if len(self.rows) == 1 else ""

    def _summary(self, version: VersionCounts, metrics: Sequence[str]) -> SummaryRecord:
        found = self.sums.get(((version.version,), PENALTY))
        penalty, limits = None, None
        if found is not None:
            points, words = found.totals[0] if found.rows else (0.0, 0.0)
            penalty = per_hundred_words(float(points), int(words))
            if found.rows:
                value = float(per_hundred(found.totals[0]))
                limits = around(value, per_hundred(found.drawn[0]), found.rows)
        low, high = rounded(limits)
        counts: dict[str, Any] = {name: version.counts.get(name) for name in version.ADDED}
        scores = [self._score(version, metric) for metric in metrics]
        return SummaryRecord(
            article=self.name,
            version=version.version,
            language=version.language,
            language_name=language_name(version.language),
            file="",
            **counts,
            penalty=penalty,
            penalty_low=low,
            penalty_high=high,
            strip="",
            two_by_two="",
            metrics={score.metric: score.value for score in scores},
            partly_scored=partly_scored(scores),
        )

    def _score(self, version: VersionCounts, metric: str) -> ScoreRecord:
        rows, scored = version.counts["rows"], version.scored.get(metric, 0)
        omitted = version.omitted.get(metric, 0)
        none = load_class(metric).no_whole
        if none or (scored == omitted and (version.reasons.get(metric) or not scored)):
            reasons = Counter(version.reasons.get(metric, {}))
            reason = none if scored else reasons.most_common(1)[0][0] if reasons else "no rows"
            signature = version.signatures.get(metric, "")
            return ScoreRecord(
                self.name,
                None,
                version.version,
                metric,
                None,
                "unscored",
                reason,
                signature,
                rows_scored=0,
                rows_total=rows,
            )
        value = version.values[metric] / scored
        signature = _without(version.signatures[metric])
        limits, detail = None, ""
        sums = self.sums.get(((version.version,), metric))
        measure = _measure(sums, (version.version,)) if sums and sums.rows else None
        if sums is not None and measure is not None:
            if sums.counted:
                value = float(measure.scoring(sums.totals[0]))
            limits = around(value, measure.scoring(sums.drawn[0]), sums.rows)
            if limits is None:
                detail = without_limits(sums.rows, "row")
            if sums.rows >= FEWEST:
                signature = self._with_resamples(signature)
        return ScoreRecord(
            article=self.name,
            row=None,
            version=version.version,
            metric=metric,
            value=value,
            state="scored",
            reason=covered(scored - omitted, omitted, rows),
            signature=signature,
            low=limits[0] if limits else None,
            high=limits[1] if limits else None,
            detail=detail,
            rows_scored=scored - omitted,
            rows_total=rows,
        )

    def _compared(self, sums: Sums) -> Contest:
        against, version = sums.versions
        measure = _measure(sums, (version, against))
        assert measure is not None
        assert sums.swapped is not None
        found = paired.of_sums(
            (sums.totals[1], sums.totals[0]),
            (sums.drawn[1], sums.drawn[0]),
            sums.swapped,
            measure.scoring,
            sums.rows,
        )
        return Contest(found, measure, version, against, self.versions[version].language)

    def _with_resamples(self, signature: str) -> str:
        drawn = f"bs:{RESAMPLES}|seed:{str(self.seed).lower()}|"
        found = REFERENCES.match(signature)
        at = found.end() if found else 0
        strata = STRATA if self.parts > 1 else ""
        return f"{signature[:at]}{drawn}{signature[at:]}{strata}"


def totals(parts: Iterable[Kept], seed: int | None) -> Totals:
    """All parts together, in their order, drawn from that seed."""
    found = Totals(seed)
    for kept in parts:
        found.add(kept)
    return found


def _measure(sums: Sums, versions: Sequence[str]) -> Measure | None:
    """How the sums are scored and spoken of."""
    lines = tuple((tuple(map(float, whole)),) for whole in sums.totals)
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


def _together(one: VersionCounts, other: VersionCounts) -> VersionCounts:
    return VersionCounts(
        version=one.version,
        language=one.language,
        counts=_added(one.counts, other.counts),
        signatures=_signatures(one, other),
        scored=_added(one.scored, other.scored),
        values=_summed(one.values, other.values),
        omitted=_added(one.omitted, other.omitted),
        reasons={
            metric: _added(one.reasons.get(metric, {}), other.reasons.get(metric, {}))
            for metric in dict.fromkeys((*one.reasons, *other.reasons))
        },
    )


def _signatures(one: VersionCounts, other: VersionCounts) -> dict[str, str]:
    """By metric the signature of both together; where that is not one, the later one's."""
    ours, theirs = _scored_ones(one), _scored_ones(other)
    both = {
        metric: joined([_without(ours[metric])], [_without(theirs[metric])])[-1]
        for metric in ours.keys() & theirs.keys()
    }
    return {**one.signatures, **theirs, **both}


def _without(signature: str) -> str:
    """A signature that says nothing of resamples."""
    return RESAMPLED.sub("", signature)


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
