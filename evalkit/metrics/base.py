"""What a metric is, and what it answers: a value, or *unscored* with the reason."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from evalkit.alignment.rows import ErrorSpan, JudgedError, Pair
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.resources import Resources
from evalkit.languages import language_name
from evalkit.settings import seed
from evalkit.statistics import intervals
from evalkit.statistics.resampling import mean
from evalkit.store import Memory, NoMemory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.llm.chat import Chat
    from evalkit.statistics.resampling import Scoring

State = Literal["scored", "omitted", "unscored"]
Place = tuple[int, int]
Form = Literal["nfc"]
"""A Unicode normalisation form (UAX #15)."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How a text was scored piece by piece, which one longer than a model's window must be.

    `count` windows held the share `covered` (0 to 1) of both texts; `worst` is
    the least of their scores, or of the sentences' where a metric judges these
    on their own too, and `source` and `target` say where it lies
    (code points in the row's texts, end exclusive).
    """

    count: int
    covered: float
    worst: float
    source: Place
    target: Place


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's verdict on a row or on a whole version.

    `low` and `high` are its limits: those of confidence for a whole version, and
    those that a metric itself knows for a row. `value` is
    None exactly when `state` is "unscored", and `reason` then says why in
    words for the reader ("no reference in Bengali"). A row that the version
    leaves out is "omitted": it counts as the worst (see `RowMetric.worst`), and
    `reason` says what is missing; until that is known, its value is None too.
    `detail` is what a reader
    has to know of the value ("the model was not trained on Punjabi"). `errors` are
    what a judge marked, `dropped` how many of its quotes are in neither text. One
    that is `passing` holds for this run alone: nobody could be asked.

    >>> Score.unscored("no reference in Bengali").value is None
    True
    """

    value: float | None
    state: State = "scored"
    reason: str = ""
    low: float | None = None
    high: float | None = None
    detail: str = ""
    windows: Windows | None = None
    spans: tuple[ErrorSpan, ...] = ()
    errors: tuple[JudgedError, ...] = ()
    dropped: int = 0
    passing: bool = False

    @classmethod
    def unscored(cls, reason: str) -> Score:
        return cls(None, "unscored", reason)


def sourceless(pair: Pair) -> Score | None:
    """The verdict where the source has no text: that of metrics which compare with the source."""
    if pair.source.strip():
        return None
    if not pair.target.strip():
        return Score.unscored("empty against empty")
    return Score.unscored("nothing in the source faces it")


def omitted(pair: Pair) -> Score | None:
    """The verdict on a row that a metric would score if only the version had it."""
    if pair.target.strip():
        return None
    return Score(None, "omitted", missing(pair))


def missing(pair: Pair) -> str:
    """What a reader is told of a row that the version leaves out."""
    return f"missing in {language_name(pair.language)}"


def no_reference(pair: Pair) -> str:
    """Why a row has no reference to be compared with, in words."""
    return pair.unusable or f"no reference in {language_name(pair.language)}"


def nothing_scored(rows: Sequence[Score]) -> Score | None:
    """The verdict on a version no row of which has a score of its own; None where one has.

    A version that leaves out every row is as bad as can be, and that is a score.

    >>> nothing_scored([Score(0.0, "omitted"), Score.unscored("no reference")]).reason
    'no reference'
    """
    if any(row.state == "scored" for row in rows):
        return None
    reasons = [row.reason for row in rows if row.state == "unscored"]
    if rows and not reasons:
        return None
    return Score.unscored(next(iter(reasons), "no rows"))


def coverage(rows: Sequence[Score]) -> str:
    """Over which rows a version's score is, in words; "" where it is over them all."""
    states = Counter(row.state for row in rows)
    return covered(states["scored"], states["omitted"], len(rows))


def covered(scored: int, omitted: int, total: int) -> str:
    """The same of so many rows.

    >>> covered(4, 2, 7)
    '4 of 7 rows scored; 2 missing in the version, counted as the worst'
    """
    parts = [f"{scored} of {total} rows scored"] if scored < total else []
    parts += [f"{omitted} missing in the version, counted as the worst"] if omitted else []
    return "; ".join(parts)


def with_limits(whole: Score, statistics: NDArray[np.float64], scoring: Scoring) -> Score:
    """The score of a version as a whole with its 95 % limits, or with why it has none.

    `statistics` has a line per scored row, `scoring` makes scores of sums of lines.
    """
    found = intervals.limits(statistics, scoring, seed())
    if found is None:
        why = intervals.without_limits(len(statistics), "row")
        return replace(whole, detail="; ".join(part for part in (whole.detail, why) if part))
    return replace(whole, low=found[0], high=found[1])


@dataclass(frozen=True, slots=True)
class Scores:
    """A metric over a batch: `rows[i]` belongs to pair i, `corpus` to them all.

    Both come from one pass over the texts; `corpus` is not the mean of `rows`
    unless the metric is defined so. Where it is a function of summed counts,
    `statistics[i]` are those of pair i (None where it is unscored), and
    `Metric.of_sums` is the function. `row_signature` is the rows' own, "" where
    they are scored as the batch is.
    """

    rows: tuple[Score, ...]
    corpus: Score
    signature: str
    statistics: tuple[tuple[float, ...] | None, ...] = ()
    row_signature: str = ""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a metric may work with.

    `meaning` is the encoder's knowledge of texts, None for the reason in
    `no_meaning`; `chat` asks the model server of the run; `memory` is for what a
    metric knows besides its rows' scores (a file's hash), `progress` takes a line for the terminal.
    `normalise` is the Unicode form that texts are brought to before strings are compared, "" for
    none: they are compared as they are.
    """

    meaning: CachedEncoder | None = None
    no_meaning: str = ""
    resources: Resources = field(default_factory=Resources)
    memory: Memory = field(default_factory=NoMemory)
    progress: Callable[[str], None] = lambda _line: None
    chat: Chat | None = None
    normalise: Form | Literal[""] = ""


class Metric(ABC):
    """A metric scores a whole batch at once and never touches files.

    Class attributes: `name` as in ``-m NAME`` and the output columns; `label`
    as people write it; `needs`, a subset of {"source", "reference", "encoder", "server",
    "back-translation"}, where a reference may be a back-translation facing the source, made
    by a person; `languages` it knows
    (None: any); `higher_is_better`; `range`, the least and greatest value;
    `compares_versions`, whether the scores of two versions' rows can be held
    against each other; `no_whole`, why a whole version has no score, "" where it has
    one; `usual`, the parts of a row's detail that are nothing out of the ordinary. A
    metric that runs a named model has a name and needs of its own.
    """

    name: str
    label: ClassVar[str]
    description: ClassVar[str]
    needs: frozenset[str]
    languages: ClassVar[frozenset[str] | None] = None
    higher_is_better: ClassVar[bool] = True
    range: tuple[float, float] = (0.0, 100.0)
    compares_versions: ClassVar[bool] = True
    no_whole: ClassVar[str] = ""
    usual: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        """The metric; `model` is what stands behind the colon of its name, if anything."""
        return cls()

    @property
    def reads_reference(self) -> bool:
        """Whether it reads a reference where there is one."""
        return "reference" in self.needs

    @abstractmethod
    def score(self, pairs: Sequence[Pair]) -> Scores:
        """Score every pair and the batch as a whole. All pairs are of one version."""

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Corpus scores of sums of `Scores.statistics`, one sum a line."""
        raise NotImplementedError(f"{cls.__name__} has no statistics to sum")

    @abstractmethod
    def signature(self) -> str:
        """What must be equal for two scores to be comparable, in sacrebleu's style."""


class RowMetric(Metric):
    """A metric whose raw score of a row depends on that row's texts alone.

    Such scores are kept in the store under (signature, texts) and asked for
    once, for all versions together; `finish` then makes of one version's raw
    scores what the reader sees. Nothing but `rows` may load a model.
    """

    def unscored(self, pair: Pair) -> Score | None:
        """The verdict on a pair that the model need not see; None where it must.

        Without a value that of a row which is `omitted`, but would be scored.
        """
        del pair
        return None

    def worst(self, rows: Sequence[Score]) -> float:
        """What an omitted row counts: the worst value the metric can give.

        Where it has no bound on that side, the worst of 0 and of all it gave in `rows`, those
        of every version: left out, a row may not count for more than it did anywhere.
        """
        least, greatest = self.range
        bound = least if self.higher_is_better else greatest
        if math.isfinite(bound):
            return bound
        found = [0.0, *(row.value for row in rows if row.value is not None)]
        return min(found) if self.higher_is_better else max(found)

    def with_omissions(self, rows: Sequence[Score]) -> list[Score]:
        """The raw scores of all versions, with a value for the rows that a version leaves out."""
        worst = self.worst(rows)
        return [replace(row, value=worst) if row.state == "omitted" else row for row in rows]

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """All that the raw score of a pair depends on, for the store's key."""
        return (pair.source, pair.target, *pair.references)

    def stands(self, kept: Score) -> bool:
        """Whether a raw score that is remembered from an earlier run still counts."""
        del kept
        return True

    @abstractmethod
    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        """Raw scores by the pair's index, as batches are done, in any order.

        Pairs may be of several versions; none of them is one that `unscored`
        answers for.
        """

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:  # noqa: ARG002
        """One version's scores from its raw ones: the corpus score is their mean.

        Its limits are those of the mean, by bootstrap over rows.
        """
        if nothing := nothing_scored(rows):
            return Scores(tuple(rows), nothing, self.signature())
        import numpy as np

        values = [score.value for score in rows if score.value is not None]
        corpus = Score(sum(values) / len(values), reason=coverage(rows))
        lines = np.array([(value, 1.0) for value in values], dtype=np.float64)
        return Scores(tuple(rows), with_limits(corpus, lines, mean), self.signature())

    def score(self, pairs: Sequence[Pair]) -> Scores:
        found = [self.unscored(pair) for pair in pairs]
        asked = [n for n, known in enumerate(found) if known is None]
        for n, score in self.rows([pairs[n] for n in asked]):
            found[asked[n]] = score
        return self.finish(pairs, self.with_omissions([s for s in found if s is not None]))
