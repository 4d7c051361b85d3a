"""Metrics that compare strings, by sacrebleu: BLEU, chrF, chrF++ and TER.

All of them compare texts in one language. A version is compared with the
references in its own language where there are any; otherwise its
back-translation is compared with the source, where a person made it: what a
model made is compared under names of its own (`evalkit.metrics.back_translated`).
A version that has neither is left unscored: comparing Bengali with English
would only count the names.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from evalkit.alignment.rows import Pair
from evalkit.document import InputError
from evalkit.languages import language_name, primary
from evalkit.metrics import counting
from evalkit.metrics import sums as of_many
from evalkit.metrics.base import Metric, Score, Scores, with_limits
from evalkit.metrics.counting import Counts
from evalkit.settings import seed
from evalkit.statistics.intervals import FEWEST
from evalkit.statistics.resampling import RESAMPLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sacrebleu.metrics.base import Metric as Engine

# BLEU's tokenizer for languages that do not put spaces between words, or not
# where BLEU needs them. sacrebleu's own choice for Japanese and Korean is MeCab,
# an optional program: characters give the same score on every machine.
TOKENIZERS: Mapping[str, str] = {"zh": "zh", "ja": "char", "ko": "char"}
DEFAULT_TOKENIZER = "13a"

# Languages whose text TER has to split into characters, or a clause is one word.
UNSPACED: frozenset[str] = frozenset({"zh", "ja"})

# From this likeness (0 to 1) on, a version's text counts as the source's own words.
LEFT_AS_IT_STOOD = 0.85

BACK_TRANSLATION_MARK = "|input:back-translation"


@dataclass(frozen=True, slots=True)
class Segment:
    """A hypothesis and what it is compared with; `index` is its place in the batch."""

    index: int
    hypothesis: str
    references: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.hypothesis.strip() and not any(r.strip() for r in self.references)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a batch is compared with: one kind of text, in one language, throughout.

    `mark` is what the signature says about the hypotheses.
    """

    language: str
    segments: tuple[Segment, ...]
    mark: str = ""


def compare(pairs: Sequence[Pair]) -> Comparison | None:
    """The texts to compare in a batch; None where there is nothing to compare with.

    References win over back-translations for the batch as a whole: a corpus
    score over both would add up two languages.

    Raises InputError where rows have different numbers of references.
    """
    referenced = [(i, pair) for i, pair in enumerate(pairs) if pair.references]
    if referenced:
        _demand_equal_counts([pair for _, pair in referenced])
        return Comparison(
            referenced[0][1].language,
            tuple(Segment(i, pair.target, pair.references) for i, pair in referenced),
        )
    if any(pair.back_translated_by for pair in pairs):
        return None
    return against_source(pairs)


def against_source(pairs: Sequence[Pair]) -> Comparison | None:
    """A batch's back-translations, each to be compared with its source; None for none."""
    translated_back = tuple(
        Segment(i, pair.back_translation, (pair.source,))
        for i, pair in enumerate(pairs)
        if pair.back_translation is not None and not left_as_it_stood(pair)
    )
    if not translated_back:
        return None
    return Comparison(pairs[0].source_language, translated_back, BACK_TRANSLATION_MARK)


def left_as_it_stood(pair: Pair) -> bool:
    """Whether the version's text is the source's, untranslated.

    Translated back it stays what it is, and a comparison with the source would
    praise the one paragraph that nobody translated.
    """
    from rapidfuzz.fuzz import ratio

    return ratio(pair.source, pair.target) / 100 >= LEFT_AS_IT_STOOD


def why_unscored(pair: Pair) -> str:
    """The reason for a row that has nothing to be compared with, in words."""
    language = language_name(pair.language)
    if pair.back_translation is not None and left_as_it_stood(pair):
        return f"left in {language_name(pair.source_language)}"
    if pair.source_paragraphs and not pair.target_paragraphs:
        return f"missing in {language}"
    if pair.target_paragraphs and not pair.source_paragraphs:
        return "nothing in the source faces it"
    return f"no reference in {language}"


def _demand_equal_counts(pairs: Sequence[Pair]) -> None:
    first = pairs[0]
    for pair in pairs:
        if len(pair.references) != len(first.references):
            raise InputError(
                "the numbers of references differ: "
                f"row {pair.row} of {pair.version} has {len(pair.references)}, "
                f"row {first.row} has {len(first.references)}",
                remedy="give every row the same number of references",
            )


class LexicalMetric(Metric):
    """What BLEU, chrF, chrF++ and TER share: everything but what is counted.

    A segment's counts are extracted once; row scores, the corpus score, its
    limits and comparisons are functions of them. Row scores equal sacrebleu's
    `sentence_*` and the corpus score its `corpus_score`, to the last digit.
    """

    needs = frozenset({"reference"})

    def comparison(self, pairs: Sequence[Pair]) -> Comparison | None:
        """What a batch is compared with; None where there is nothing."""
        return compare(pairs)

    def why_unscored(self, pair: Pair) -> str:
        """The reason for a row that has nothing to be compared with, where others have."""
        return why_unscored(pair)

    def nothing_to_compare(self, pairs: Sequence[Pair]) -> Scores:
        """The scores of a batch that has nothing to be compared with."""
        reason = f"no reference in {language_name(pairs[0].language)}"
        if model := next((pair.back_translated_by for pair in pairs), ""):
            reason += f"; bt-{self.name} scores its back-translation by {model}"
        missing = Score.unscored(reason)
        return Scores((missing,) * len(pairs), missing, self.signature())

    @abstractmethod
    def engine(self, language: str) -> Engine:
        """sacrebleu's metric for texts in that language."""

    @abstractmethod
    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        """The statistics of hypotheses, each against its own references."""

    @classmethod
    def of_rows(cls, statistics: NDArray[np.float64]) -> list[float]:
        """The scores of single segments, a line of statistics each."""
        return [float(score) for score in cls.of_sums(statistics)]

    def score(self, pairs: Sequence[Pair]) -> Scores:
        if not pairs:
            return Scores((), Score.unscored("no rows"), self.signature())
        comparison = self.comparison(pairs)
        if comparison is None:
            return self.nothing_to_compare(pairs)
        rows = [Score.unscored(self.why_unscored(pair)) for pair in pairs]
        for segment in comparison.segments:
            rows[segment.index] = Score.unscored("empty against empty")
        segments = [s for s in comparison.segments if not s.is_empty]
        if not segments:
            return Scores(tuple(rows), Score.unscored("no row to score"), self.signature())
        engine = self.engine(comparison.language)
        found = self.counts(
            engine, [s.hypothesis for s in segments], [s.references for s in segments]
        )
        statistics = _matrix(found)
        counts: list[tuple[float, ...] | None] = [None] * len(pairs)
        for segment, line, value in zip(segments, found, self.of_rows(statistics), strict=True):
            rows[segment.index] = Score(value)
            counts[segment.index] = line
        covered = (
            f"{len(segments)} of {len(pairs)} rows scored" if len(segments) < len(pairs) else ""
        )
        whole = engine._compute_score_from_stats(statistics.sum(axis=0).tolist())
        if len(segments) >= FEWEST:
            engine.n_bootstrap, engine.seed = RESAMPLES, str(seed()).lower()
        signature = _signature(engine) + comparison.mark
        score = Score(float(whole.score), reason=covered)
        corpus = with_limits(score, statistics, self.of_sums)
        return Scores(tuple(rows), corpus, signature, tuple(counts))

    def signature(self) -> str:
        """sacrebleu's signature before any text is seen: ``nrefs:var``, no bootstrap.

        `score` returns the one that was really used, with the number of
        references, the bootstrap and the tokenizer of the language.
        """
        engine = self.engine("und")
        engine.num_refs = -1
        return _signature(engine)


def _matrix(counts: Counts) -> NDArray[np.float64]:
    import numpy as np

    return np.array(counts, dtype=np.float64)


def _signature(engine: Engine) -> str:
    return str(engine.get_signature().format())


class Bleu(LexicalMetric):
    """BLEU (Papineni et al. 2002), sacrebleu's defaults.

    The tokenizer is 13a, sacrebleu's default, so that scores compare with
    published ones; `zh` for Chinese and characters for Japanese and Korean.
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

    def engine(self, language: str) -> Engine:
        from sacrebleu.metrics.bleu import BLEU

        return BLEU(tokenize=_tokenizer(language), force=True)

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


def _tokenizer(language: str) -> str:
    return TOKENIZERS.get(primary(language), DEFAULT_TOKENIZER)


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

    def engine(self, language: str) -> Engine:  # noqa: ARG002
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

    Words are what stands between spaces, in Chinese and Japanese too, where
    chrF is the better choice.
    """

    name = "chrf++"
    label = "chrF++"
    description = (
        "chrF with words and word pairs added: it also sees word order. Needs a reference "
        "in the version's language or a back-translation; 0 to 100."
    )
    word_order = 2


class Ter(LexicalMetric):
    """TER (Snover et al. 2006): edits and shifts per hundred reference words.

    sacrebleu's defaults; Chinese and Japanese are normalised and split into
    characters (``norm:yes|asian:yes``).
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

    def engine(self, language: str) -> Engine:
        from sacrebleu.metrics.ter import TER

        unspaced = primary(language) in UNSPACED
        return TER(normalized=unspaced, asian_support=unspaced)

    def counts(
        self, engine: Any, hypotheses: Sequence[str], references: Sequence[tuple[str, ...]]
    ) -> Counts:
        return counting.ter(engine, hypotheses, references)

    @classmethod
    def of_sums(cls, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return of_many.ter(sums)
