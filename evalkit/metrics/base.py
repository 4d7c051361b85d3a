"""What a metric is, and what it answers: a value, or *unscored* with the reason."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from evalkit.alignment.rows import ErrorSpan, JudgedError, Pair
from evalkit.languages import language_name
from evalkit.metrics.sums import mean
from evalkit.neural.meaning import Meaning
from evalkit.neural.resources import Resources
from evalkit.settings import seed
from evalkit.statistics import intervals
from evalkit.store import Forgetful, Memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.llm.chat import Chat
    from evalkit.statistics.resampling import Scoring

State = Literal["scored", "unscored"]
Place = tuple[int, int]


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
    words for the reader ("no reference in Bengali"). `detail` is what a reader
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


def empty(pair: Pair) -> Score | None:
    """The verdict where a side has no text: that of metrics which compare a text and its source."""
    if not pair.source.strip() and not pair.target.strip():
        return Score.unscored("empty against empty")
    if not pair.target.strip():
        return Score.unscored(f"missing in {language_name(pair.language)}")
    if not pair.source.strip():
        return Score.unscored("nothing in the source faces it")
    return None


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
    `Metric.of_sums` is the function.
    """

    rows: tuple[Score, ...]
    corpus: Score
    signature: str
    statistics: tuple[tuple[float, ...] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What a metric may work with.

    `meaning` is the encoder's knowledge of texts, None for the reason in
    `no_meaning`; `chat` asks the model server of the run; `memory` is for what a
    metric knows besides its rows' scores (a file's hash), `progress` takes a line for the terminal.
    """

    meaning: Meaning | None = None
    no_meaning: str = ""
    resources: Resources = field(default_factory=Resources)
    memory: Memory = field(default_factory=Forgetful)
    progress: Callable[[str], None] = lambda _line: None
    chat: Chat | None = None


class Metric(ABC):
    """A metric scores a whole batch at once and never touches files.

    Class attributes: `name` as in ``-m NAME`` and the output columns; `label`
    as people write it; `needs`, a subset of {"source", "reference", "encoder", "server",
    "back-translation"}, where a reference may be a back-translation facing the source, made
    by a person; `languages` it knows
    (None: any); `higher_is_better`; `range`, the least and greatest value;
    `compares_versions`, whether the scores of two versions' rows can be held
    against each other; `usual`, the parts of a row's detail that are nothing
    out of the ordinary. A metric that runs a named model has a name and needs
    of its own.
    """

    name: str
    label: ClassVar[str]
    description: ClassVar[str]
    needs: frozenset[str]
    languages: ClassVar[frozenset[str] | None] = None
    higher_is_better: ClassVar[bool] = True
    range: ClassVar[tuple[float, float]] = (0.0, 100.0)
    compares_versions: ClassVar[bool] = True
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
        """The verdict on a pair that the model need not see; None where it must."""
        del pair
        return None

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

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        """One version's scores from its raw ones: the corpus score is their mean.

        Its limits are those of the mean, by bootstrap over rows.
        """
        values = [score.value for score in rows if score.value is not None]
        if not values:
            reason = rows[0].reason if rows else "no rows"
            return Scores(tuple(rows), Score.unscored(reason), self.signature())
        import numpy as np

        covered = f"{len(values)} of {len(pairs)} rows scored" if len(values) < len(pairs) else ""
        corpus = Score(sum(values) / len(values), reason=covered)
        lines = np.array([(value, 1.0) for value in values], dtype=np.float64)
        return Scores(tuple(rows), with_limits(corpus, lines, mean), self.signature())

    def score(self, pairs: Sequence[Pair]) -> Scores:
        found = [self.unscored(pair) for pair in pairs]
        asked = [n for n, known in enumerate(found) if known is None]
        for n, score in self.rows([pairs[n] for n in asked]):
            found[asked[n]] = score
        return self.finish(pairs, [score for score in found if score is not None])
