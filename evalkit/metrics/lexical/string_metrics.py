"""Metrics that compare strings, by sacrebleu: BLEU, chrF, chrF++ and TER.

All of them compare texts in one language (`evalkit.metrics.lexical.segments` says what
with what); what a model translated back is compared under names of its own
(`evalkit.metrics.lexical.back_translated`). A version that has neither reference nor
back-translation is left unscored: comparing Bengali with English would only
count the names.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from evalkit.alignment.rows import Pair
from evalkit.languages import primary
from evalkit.metrics.base import (
    Form,
    Metric,
    Score,
    Scores,
    Tools,
    coverage,
    missing,
    no_reference,
    nothing_scored,
    with_limits,
)
from evalkit.metrics.lexical import counting
from evalkit.metrics.lexical import score_sums as of_many
from evalkit.metrics.lexical.counting import Counts
from evalkit.metrics.lexical.segments import Comparison, Segment, compare, why_unscored
from evalkit.settings import seed
from evalkit.statistics.intervals import FEWEST
from evalkit.statistics.resampling import RESAMPLES
from evalkit.text.unspaced import CHARACTERS, Unspaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sacrebleu.metrics.base import Metric as Engine

# BLEU's tokenizer where a language puts spaces between words, but not where BLEU needs them; of
# languages without spaces `evalkit.text.unspaced` knows. sacrebleu's own choice for Korean is
# MeCab, an optional program: characters give the same score on every machine.
TOKENIZERS: Mapping[str, str] = {"ko": CHARACTERS}
DEFAULT_TOKENIZER = "13a"

CUT_MARK = f"|cut:{CHARACTERS}"
"""Of a signature whose texts were cut into characters first, as sacrebleu's `char` cuts them."""


class LexicalMetric(Metric):
    """What BLEU, chrF, chrF++ and TER share: everything but what is counted.

    A segment's counts are extracted once; row scores, the corpus score, its
    limits and comparisons are functions of them. Row scores equal sacrebleu's
    `sentence_*` and the corpus score its `corpus_score`, to the last digit.
    """

    needs = frozenset({"reference"})

    def __init__(self, normalise: Form | Literal[""] = "") -> None:
        self._normalise = normalise

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools.normalise)

    def comparison(self, pairs: Sequence[Pair]) -> Comparison | None:
        """What a batch is compared with; None where there is nothing."""
        return compare(pairs)

    def why_unscored(self, pair: Pair) -> str:
        """The reason for a row that has nothing to be compared with, where others have."""
        return why_unscored(pair)

    def nothing_to_compare(self, pairs: Sequence[Pair]) -> Scores:
        """The scores of a batch that has nothing to be compared with."""
        reason = no_reference(pairs[0])
        if model := next((pair.back_translated_by for pair in pairs), ""):
            reason += f"; bt-{self.name} scores its back-translation by {model}"
        nothing = Score.unscored(reason)
        return Scores((nothing,) * len(pairs), nothing, self.signature())

    @abstractmethod
    def engine(self, language: str, script: Unspaced | None) -> Engine:
        """sacrebleu's metric for texts in that language, which may put no spaces between words."""

    def cuts(self, script: Unspaced) -> bool:  # noqa: ARG002
        """Whether texts have to be cut into characters before sacrebleu sees them."""
        return False

    @abstractmethod
    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        """The statistics of hypotheses, each against its own references."""

    @classmethod
    def of_rows(cls, statistics: NDArray[np.float64]) -> list[float]:
        """The scores of single segments, a line of statistics each."""
        return [float(score) for score in cls.of_sums(statistics)]

    def row_signature(self, signature: str) -> str:
        """That of single segments, from the batch's before it was resampled."""
        return signature

    def score(self, pairs: Sequence[Pair]) -> Scores:
        if not pairs:
            return Scores((), Score.unscored("no rows"), self.signature())
        comparison = self.comparison(pairs)
        if comparison is None:
            return self.nothing_to_compare(pairs)
        if self._normalise:
            comparison = comparison.normalised(self._normalise)
        rows = [Score.unscored(self.why_unscored(pair)) for pair in pairs]
        for segment in comparison.segments:
            rows[segment.index] = Score.unscored("empty against empty")
        segments = [s for s in comparison.segments if not s.is_empty]
        if not segments:
            return Scores(tuple(rows), Score.unscored("no row to score"), self.signature())
        engine = self.engine(comparison.language, comparison.script)
        cut = comparison.script is not None and self.cuts(comparison.script)
        found = self._counted(engine, segments, cut)
        statistics = _matrix(found)
        counts: list[tuple[float, ...] | None] = [None] * len(pairs)
        values = self.of_rows(statistics)
        notes = self._notes(comparison, segments, values, cut)
        for n, segment in enumerate(segments):
            rows[segment.index] = _row(pairs[segment.index], segment, values[n], notes.get(n, ""))
            counts[segment.index] = found[n]
        mark = (CUT_MARK if cut else "") + comparison.mark
        of_row = self.row_signature(_signature(engine)) + mark
        whole = engine._compute_score_from_stats(statistics.sum(axis=0).tolist())
        if len(segments) >= FEWEST:
            engine.n_bootstrap, engine.seed = RESAMPLES, str(seed()).lower()
        corpus = nothing_scored(rows) or with_limits(
            Score(float(whole.score), reason=coverage(rows)), statistics, self.of_sums
        )
        return Scores(tuple(rows), corpus, _signature(engine) + mark, tuple(counts), of_row)

    def _counted(self, engine: Engine, segments: Sequence[Segment], cut: bool) -> Counts:
        if cut:
            segments = [segment.altered(" ".join) for segment in segments]
        return self.counts(
            engine, [s.hypothesis for s in segments], [s.references for s in segments]
        )

    def _notes(
        self,
        comparison: Comparison,
        segments: Sequence[Segment],
        values: Sequence[float],
        cut: bool,
    ) -> dict[int, str]:
        """What to know of rows that write the same letters in two ways, by their place."""
        if self._normalise:
            return {}
        normal = {n: made for n, s in enumerate(segments) if (made := s.normalised("nfc")) is not s}
        if not normal:
            return {}
        engine = self.engine(comparison.language, comparison.script)
        again = self.of_rows(_matrix(self._counted(engine, list(normal.values()), cut)))
        return {
            n: f"letters in two Unicode forms: {value:.2f} with --normalise nfc"
            for n, value in zip(normal, again, strict=True)
            if (value > values[n] if self.higher_is_better else value < values[n])
        }

    def signature(self) -> str:
        """sacrebleu's signature before any text is seen: ``nrefs:var``, no bootstrap.

        `score` returns the one that was really used, with the number of
        references, the bootstrap and the tokenizer of the language.
        """
        engine = self.engine("und", None)
        engine.num_refs = -1
        return _signature(engine)


def _row(pair: Pair, segment: Segment, value: float, note: str) -> Score:
    if segment.is_omitted:
        return Score(value, "omitted", missing(pair))
    return Score(value, detail=note)


def _matrix(counts: Counts) -> NDArray[np.float64]:
    import numpy as np

    return np.array(counts, dtype=np.float64)


def _signature(engine: Engine) -> str:
    return str(engine.get_signature().format())


class Bleu(LexicalMetric):
    """BLEU (Papineni et al. 2002), sacrebleu's defaults.

    The tokenizer is 13a, sacrebleu's default, so that scores compare with
    published ones; `zh` for Chinese and characters for Korean and for languages
    that put no spaces between words (Japanese, Thai, Burmese …).
    13a knows ASCII punctuation only: in Bengali or Punjabi the danda stays
    glued to the word before it, and a decimal in native digits (৩.৫) falls
    apart at its point. A wrong sentence end therefore costs a word; chrF
    hardly notices. Rows are sentence BLEU with effective order.

    >>> Bleu().signature()[:55]
    'nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp|version:'
    """

    name = "bleu"
    label = "BLEU"
    description = (
        "Word n-gram precision against a reference in the version's language, or of a "
        "back-translation against the source; 0 to 100. Coarse for a single paragraph."
    )

    def engine(self, language: str, script: Unspaced | None) -> Engine:
        from sacrebleu.metrics.bleu import BLEU

        usual = TOKENIZERS.get(primary(language), DEFAULT_TOKENIZER)
        return BLEU(tokenize=script.bleu if script else usual, force=True)

    def row_signature(self, signature: str) -> str:
        return signature.replace("|eff:no|", "|eff:yes|")

    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        return counting.bleu(engine, hypotheses, references)

    @classmethod
    def of_rows(cls, statistics: NDArray[np.float64]) -> list[float]:
        return [of_many.sentence_bleu(line) for line in statistics.tolist()]

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return of_many.bleu(sums)


class Chrf(LexicalMetric):
    """chrF (Popović 2015): character n-grams up to 6, recall counting twice."""

    name = "chrf"
    label = "chrF"
    description = (
        "Character n-gram F-score against a reference in the version's language, or of a "
        "back-translation against the source; 0 to 100. Kind to inflection, so a good "
        "choice for languages rich in it."
    )
    word_order: ClassVar[int] = 0

    def engine(self, language: str, script: Unspaced | None) -> Engine:  # noqa: ARG002
        from sacrebleu.metrics.chrf import CHRF

        return CHRF(word_order=self.word_order)

    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        return counting.chrf(engine, hypotheses, references)

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return of_many.chrf(sums)


class ChrfPlusPlus(Chrf):
    """chrF++ (Popović 2017): chrF with words and pairs of words.

    Words are what stands between spaces; where a language puts none, every
    character is one (``cut:char``).
    """

    name = "chrf++"
    label = "chrF++"
    description = (
        "chrF with words and word pairs added: it also sees word order. Needs a reference "
        "in the version's language or a back-translation; 0 to 100."
    )
    word_order = 2

    def cuts(self, script: Unspaced) -> bool:  # noqa: ARG002
        return True


class Ter(LexicalMetric):
    """TER (Snover et al. 2006): edits and shifts per hundred reference words.

    sacrebleu's defaults; Chinese and Japanese are normalised and split into
    characters by it (``norm:yes|asian:yes``), other languages without spaces
    before it sees them (``cut:char``).
    """

    name = "ter"
    label = "TER"
    description = (
        "Edits, shifts of phrases among them, that turn the version into the reference, per "
        "100 words of it; 0 is best, above 100 is possible. Needs a reference in the "
        "version's language or a back-translation."
    )
    higher_is_better = False
    range = (0.0, math.inf)

    def engine(self, language: str, script: Unspaced | None) -> Engine:  # noqa: ARG002
        from sacrebleu.metrics.ter import TER

        asian = script is not None and script.ter == "asian"
        return TER(normalized=asian, asian_support=asian)

    def cuts(self, script: Unspaced) -> bool:
        return script.ter == CHARACTERS

    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        return counting.ter(engine, hypotheses, references)

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return of_many.ter(sums)
