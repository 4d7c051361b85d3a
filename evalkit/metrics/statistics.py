"""Row, corpus and bootstrap scores out of one statistics matrix.

A sacrebleu metric turns every segment into a short list of counts, and every
score of it is a function of a sum of such lists. Extracting the counts is
nearly all of the work, so it is done once here and all the rest derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Engine

# sacrebleu's own default for --confidence; the seed is its own too (12345, or
# the environment variable SACREBLEU_SEED).
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Statistics:
    """The segment statistics of one hypothesis stream against its references.

    `matrix[i]` belongs to segment i. `engine` is the sacrebleu metric that
    made it, `row_engine` the one that scores single segments (sentence BLEU
    stops at the highest order that has n-grams; the counts are the same).

    >>> from sacrebleu.metrics.chrf import CHRF
    >>> found = Statistics.extract(CHRF(), CHRF(), ["the cat"], [("the cat",)])
    >>> found.row(0), found.corpus()
    (100.0, 100.0)
    """

    engine: Engine
    row_engine: Engine
    matrix: tuple[list[float], ...]

    @classmethod
    def extract(
        cls,
        engine: Engine,
        row_engine: Engine,
        hypotheses: Sequence[str],
        references: Sequence[tuple[str, ...]],
    ) -> Statistics:
        """The statistics of hypotheses, each against its own references.

        `references[i]` are those of segment i; all have the same number.
        """
        streams = list(zip(*references, strict=True))
        matrix = engine._extract_corpus_statistics(hypotheses, streams)
        return cls(engine, row_engine, tuple(matrix))

    def row(self, index: int) -> float:
        """The score of one segment, as sacrebleu's sentence_score gives it."""
        return float(self.row_engine._aggregate_and_compute([list(self.matrix[index])]).score)

    def corpus(self) -> float:
        """The score of all segments together, as sacrebleu's corpus_score gives it."""
        return float(self.engine._aggregate_and_compute(list(self.matrix)).score)

    def limits(self) -> tuple[float, float] | None:
        """95 % confidence limits by bootstrap: sacrebleu's mean minus and plus its ±.

        sacrebleu resamples the segments 1,000 times and prints
        ``μ = mean ± ci``, where ci is half the width between the 2.5th and the
        97.5th percentile. One segment cannot be resampled into anything but
        itself: None, rather than an interval of no width.
        """
        if len(self.matrix) < 2:
            return None
        from sacrebleu.significance import _bootstrap_resample

        self.engine.n_bootstrap = RESAMPLES
        self.engine.seed, resampled = _bootstrap_resample(list(self.matrix), self.engine, RESAMPLES)
        if len({type(sample.score) for sample in resampled}) > 1:
            # From numpy 2 on chrF's scores are float32 where they are not a plain 0.0, and
            # sacrebleu's mean refuses the mixture.
            for sample in resampled:
                sample.score = float(sample.score)
        score = self.engine._aggregate_and_compute(list(self.matrix))
        score.estimate_ci(resampled)
        return float(score._mean - score._ci), float(score._mean + score._ci)
