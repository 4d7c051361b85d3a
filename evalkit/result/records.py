"""What an evaluation is made of once it is done: flat records, ready for any report.

The field names of `ScoreRecord`, `FindingRecord`, `SummaryRecord` and
`WitnessRecord` are the columns of the CSV files, in their order; a summary has
two more at its end, on the energy of the run (`evalkit.energy.record.COLUMNS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evalkit.checks.base import Attribution, Severity
from evalkit.metrics.base import State

SCHEMA_VERSION = 1
Unit = Literal["paragraph", "document"]
"""What is drawn whole when numbers are resampled."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that went in: `role` is source, version, reference or back-translation.

    `warnings` say what speaks against what it was taken for.
    """

    role: str
    version: str
    language: str
    language_name: str
    name: str
    path: str
    sha256: str
    format: str
    paragraphs: int
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What one version has in a row: its text (paragraphs joined by a line break).

    `back_translated_by` is the model that made its back-translation, "" for a person.
    """

    text: str
    alignment: str
    kinds: tuple[str, ...]
    references: tuple[str, ...] = ()
    back_translation: str | None = None
    back_translated_by: str = ""


@dataclass(frozen=True, slots=True)
class RowRecord:
    """One row: the source's text and, by version id, what faces it."""

    row: int
    kind: str
    level: int
    source: str
    place: str
    targets: Mapping[str, Target]


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """A metric's verdict; `row` is None for the version as a whole.

    `detail` is what a reader has to know of the value. Of a text longer than
    the model's window: in how many `windows` it was scored, which share of it
    they `covered`, the `worst` window's score and where it lies in the source
    and in the version (code points). `rows_scored` of `rows_total` rows have a
    score of their own, where `row` is None: the others are unscored, or omitted
    by the version and counted as the worst.
    """

    article: str
    row: int | None
    version: str
    metric: str
    value: float | None
    state: State
    reason: str
    signature: str
    low: float | None = None
    high: float | None = None
    detail: str = ""
    windows: int | None = None
    covered: float | None = None
    worst: float | None = None
    worst_source_start: int | None = None
    worst_source_end: int | None = None
    worst_start: int | None = None
    worst_end: int | None = None
    rows_scored: int | None = None
    rows_total: int | None = None


@dataclass(frozen=True, slots=True)
class BackTranslationRecord:
    """The file of a version that was translated back in the run: its text, provenance included."""

    version: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class StatisticsRecord:
    """The counts of one row from whose sums a metric computes its corpus score."""

    row: int
    version: str
    metric: str
    counts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RiskRecord:
    """How probable it is (0 to 1) that a row of a version leaves something out, or adds something.

    Neither is lower than the confidence of a finding of the row that says so;
    `omission_alone` and `addition_alone` are what the row's own evidence says without
    the findings, None where the risks are that. `omission_evidence` and
    `addition_evidence` say in words what a risk rests on.
    """

    row: int
    version: str
    omission_risk: float
    addition_risk: float
    omission_evidence: tuple[str, ...] = ()
    addition_evidence: tuple[str, ...] = ()
    omission_alone: float | None = None
    addition_alone: float | None = None


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding with its quotes cut out and its identity fixed.

    `start`, `end` count code points in the row's target text, `source_start`,
    `source_end` in its source text; None where there is nothing to point at.
    `more_source` are the source places ("30-42") of symptoms that lie elsewhere.

    `decision` is what reviewers made of it: "accepted", "dismissed", "fixed",
    "conflict" where they disagree, "" where nobody decided. `reviewer` names
    them, joined by ", "; `note` and `correction` are what they wrote.
    """

    fingerprint: str
    article: str
    row: int
    version: str
    check: str
    category: str
    severity: Severity
    confidence: float
    message: str
    quote: str
    start: int | None
    end: int | None
    source_quote: str
    source_start: int | None
    source_end: int | None
    also_in: tuple[str, ...]
    attribution: Attribution
    attribution_reason: str = ""
    symptoms: tuple[str, ...] = ()
    suggestion: str = ""
    more_source: tuple[str, ...] = ()
    decision: str = ""
    note: str = ""
    correction: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What one reviewer made of one finding; the fields are a decision file's, in its order.

    `decision` is "accepted" (a fault), "dismissed" (a false alarm), "fixed" or
    "" (only a note, or a decision taken back). `time` is ISO 8601 in UTC, or ""
    where it is not known; `edition` is that of the texts it was taken on (see
    `Evaluation.edition`). An empty `article` stands for any article.
    """

    fingerprint: str
    article: str
    version: str
    row: int
    check: str
    severity: str
    message: str
    quote: str
    source_quote: str
    decision: str
    note: str
    correction: str
    reviewer: str
    time: str
    edition: str


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """One version in one line, over a whole batch where `article` is "".

    `penalty` is MQM points per 100 source words; `penalty_low` and
    `penalty_high` are its 95 % limits, resampled by paragraph, over a batch by
    document (None: too little to resample). Where no check was run, nothing was
    looked for: all that counts findings is None then, and `strip` is "".

    `attributed_*` count the findings above neutral by their verdict; `strip` is a
    character per row, `two_by_two` for exactly two versions the rows that each
    check marks: both/only this/only the other/neither (`side_by_side.two_by_two`).
    `partly_scored` names the metrics whose scores are not over all rows: "bleu 4/7".
    """

    article: str
    version: str
    language: str
    language_name: str
    file: str
    paragraphs: int
    rows: int
    rows_with_findings: int | None
    findings: int | None
    critical: int | None
    major: int | None
    minor: int | None
    neutral: int | None
    penalty: float | None
    penalty_low: float | None
    penalty_high: float | None
    attributed_version: int | None
    attributed_pipeline: int | None
    attributed_unclear: int | None
    strip: str
    two_by_two: str
    metrics: Mapping[str, float | None]
    partly_scored: tuple[str, ...] = ()


COUNTED = (
    "rows_with_findings", "findings", "critical", "major", "minor", "neutral",
    "attributed_version", "attributed_pipeline", "attributed_unclear",
)  # fmt: skip
"""The columns of a summary that count findings."""


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """Two versions of one language compared; `article` is "" for a whole batch.

    `metric` is "penalty" or a metric's name, `difference` is `value` minus
    `against_value`, `low` and `high` are its 95 % limits. `clusters` is how
    many paragraphs or documents (`unit`) were drawn whole. The p of the paired
    bootstrap and of approximate randomisation are two-sided; `p_adjusted` is the
    latter after Holm's correction for all pairs of the language that the metric
    compares. They and the limits are None where there are too few clusters, the limits also
    where no resample differs, all numbers where the two were not scored alike.
    `words` say what it comes to, by `p_adjusted`.
    """

    article: str
    language: str
    version: str
    against: str
    metric: str
    value: float | None
    against_value: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_bootstrap: float | None
    p_randomisation: float | None
    clusters: int
    unit: Unit
    words: str
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class WitnessRecord:
    """In how many rows a check marks both of two versions, one of them, or neither."""

    article: str
    check: str
    version: str
    against: str
    both: int
    only_version: int
    only_against: int
    neither: int


@dataclass(frozen=True, slots=True)
class ParagraphRecord:
    """One row of one version, as in paragraphs.csv.

    Where no check was run, risks, `findings` and `penalty` are None.
    """

    article: str
    row: int
    version: str
    kind: str
    alignment: str
    source: str
    target: str
    metrics: Mapping[str, float | None]
    omission_risk: float | None
    addition_risk: float | None
    findings: int | None
    worst_severity: str
    penalty: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The penalties of one version of an article, the oldest first; `last` is a time in UTC.

    Runs that gave the same penalty are points of their own.
    """

    article: str
    version: str
    penalties: tuple[float, ...]
    last: str

    @property
    def change(self) -> float:
        """The last penalty less the first."""
        return self.penalties[-1] - self.penalties[0]
