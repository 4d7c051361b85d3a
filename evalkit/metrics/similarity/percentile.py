"""How near a version is to its source in meaning, among sound translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from evalkit.alignment.rows import Pair
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.language_coverage import judge
from evalkit.encoders.word_alignment import places
from evalkit.languages import language_name, primary
from evalkit.metrics.base import (
    Metric,
    RowMetric,
    Score,
    Scores,
    Tools,
    omitted,
    sourceless,
)
from evalkit.metrics.similarity.calibration import Scale, calibration, shift
from evalkit.metrics.similarity.closeness import Sentences, closeness
from evalkit.text.sentences import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 3
"""Words of the source below which closeness says nothing."""
BATCH = 64
"""Rows scored at once: what a kill loses."""
COPIED = 90
"""A version this like its source (0 to 100, by characters) was left as it is."""
UNUSUAL, FAR = 1.0, 5.0
"""Percentiles below which a row is told to be unusually far, and far."""
CLEARLY = 0.02
"""A cosine so much nearer to another paragraph tells a swap: found 97 % of them at 1 false
alarm in 1,000 rows, on the tuning documents and before the percentile is asked."""


class Similarity(RowMetric):
    """The percentile of a row's closeness among sound translations of its length.

    0 to 100: a value of 4 says that 4 in 100 sound translations of that length
    are as far from their source. Closeness is that of sentence vectors
    (`evalkit.metrics.similarity.closeness`), set against professional translations of the
    same language pair, or of several where this one was not measured, and
    against the document's own rows: its median moves the scale.

    It is no verdict on quality. Among complete translations the cosine of
    sentence vectors does not agree with human judges at all (Spearman about 0).
    It tells rows whose text is detached, swapped, or largely missing.
    """

    name = "similarity"
    label = "similarity"
    description = (
        "How near a row is to its source in meaning, as a percentile among sound translations "
        "of that length. It finds text that is detached, swapped or largely missing. It is not "
        "a measure of quality: between complete translations it does not agree with human judges."
    )
    needs = frozenset({"source", "encoder"})
    compares_versions = False  # each version's own median moves its scale
    no_whole = "a percentile is each row's own; a whole version has none"

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools)

    def signature(self) -> str:
        meaning = self._tools.meaning
        encoder = meaning.signature if meaning else "none"
        return f"similarity|calibration:{calibration().version}|{encoder}"

    def unscored(self, pair: Pair) -> Score | None:
        meaning = self._tools.meaning
        if meaning is None:
            return Score.unscored(self._tools.no_meaning or "no encoder")
        if nothing := sourceless(pair):
            return nothing
        languages = judge((pair.source_language, pair.language), meaning.name, "the encoder")
        if languages.unscored:
            return Score.unscored(languages.unscored)
        if _is_copied(pair):
            return Score.unscored(f"left in {language_name(pair.source_language)}")
        lacking = omitted(pair)
        if len(places(pair.source)) < SHORTEST or (_is_short(pair) and not lacking):
            return Score.unscored("too few words to say")
        return lacking

    def texts(self, pair: Pair) -> tuple[str, ...]:
        # Languages decide where sentences end.
        return (pair.source_language, pair.language, pair.source, pair.target)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        """The raw closeness of every pair, about 0.7 to 1."""
        meaning = self._tools.meaning
        # Without an encoder every pair is unscored, and none is asked for.
        if meaning is None:
            return
        for start in range(0, len(pairs), BATCH):
            batch = pairs[start : start + BATCH]
            meaning.vectors([text for pair in batch for side in sides(pair) for text in side])
            for n, pair in enumerate(batch, start):
                ours, theirs = (_sentences(side, meaning.vectors(side)) for side in sides(pair))
                yield n, Score(closeness(ours, theirs))

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        """Percentiles for raw closeness; a whole version has none, and is told of its rows."""
        judged = [n for n, score in enumerate(rows) if score.state == "scored"]
        if not judged:
            return super().finish(pairs, rows)
        first = pairs[judged[0]]
        scale, measured = calibration().scale(first.source_language, first.language)
        measured = measured and self._is_calibrated()
        deviations = {n: _deviation(scale, pairs[n], rows[n]) for n in judged}
        moved = shift(list(deviations.values()), scale.between, measured)
        nearer = self._nearer([pairs[n] for n in judged])
        basis = "" if measured else _basis(first, self._is_calibrated())
        scored = list(rows)
        for n, elsewhere in zip(judged, nearer, strict=True):
            value = round(scale.percentile(deviations[n] - moved), 2)
            swap = elsewhere if value < 2 * FAR else ""
            told = [words(value), f"closer to {swap} than to its own" if swap else ""]
            scored[n] = Score(value, detail="; ".join(t for t in (*told, basis) if t))
        corpus = _corpus(scored, basis)
        return Scores(tuple(scored), corpus, self.signature())

    def _is_calibrated(self) -> bool:
        meaning = self._tools.meaning
        return meaning is not None and meaning.name == calibration().encoder

    def _nearer(self, pairs: Sequence[Pair]) -> list[str]:
        """What other paragraph each target is clearly nearer to, in words; "" where none is."""
        meaning = self._tools.meaning
        both = [sides(pair) for pair in pairs]
        known = meaning and meaning.known([t for two in both for side in two for t in side])
        # Without a vector for each sentence the remark is left out: it is worth no model.
        if known is None or meaning is None:
            return [""] * len(pairs)
        ours = _version_scores([side for side, _ in both], meaning)
        theirs = _version_scores([side for _, side in both], meaning)
        return [
            f"row {pairs[other].row}'s {language_name(pairs[other].source_language)}"
            if other is not None and pairs[other].source != pairs[n].source
            else ""
            for n, other in enumerate(swapped(theirs @ ours.T))
        ]


def swapped(cosines: NDArray[np.float32]) -> list[int | None]:
    """For each row's target the source of another row that it is clearly nearer to.

    `cosines[i, j]` is that of target i and source j.
    """
    own = cosines.diagonal()
    best = cosines.argmax(axis=1)
    return [
        int(j) if cosines[i, j] - own[i] >= CLEARLY else None for i, j in enumerate(best.tolist())
    ]


def words(percentile: float) -> str:
    """A percentile in words for the reader, "" where it is nothing to remark on.

    >>> words(0.2)
    'unusually far: fewer than 1 in 100 sound translations of this length are this far'
    >>> words(3.2)
    'far: 3 in 100 sound translations of this length are this far'
    """
    if percentile < UNUSUAL:
        return "unusually far: fewer than 1 in 100 sound translations of this length are this far"
    if percentile < FAR:
        return f"far: {percentile:.0f} in 100 sound translations of this length are this far"
    if percentile < 2 * FAR:
        return "farther than 9 in 10 sound translations of this length"
    return ""


def _corpus(rows: Sequence[Score], basis: str) -> Score:
    """No score of the whole version, and how many of its rows are not unusually far.

    A mean of percentiles is no percentile, and a median would say nothing: the
    document's own has moved the scale.
    """
    values = [score.value for score in rows if score.value is not None]
    usual = sum(value >= UNUSUAL for value in values)
    told = f"{usual} of {len(values)} rows are as close as 99 in 100 sound translations"
    detail = "; ".join(t for t in (told, basis) if t)
    return replace(Score.unscored(Similarity.no_whole), detail=detail)


def _basis(pair: Pair, calibrated: bool) -> str:
    if not calibrated:
        return "this encoder was not measured: judged by the document's own rows"
    return (
        f"not measured on {language_name(pair.language)}: judged by other languages and by the "
        "document's own rows"
    )


def _is_short(pair: Pair) -> bool:
    return 2 * len(places(pair.target)) < SHORTEST


def _is_copied(pair: Pair) -> bool:
    if primary(pair.language) == primary(pair.source_language):
        return False
    return fuzz.ratio(pair.source.casefold(), pair.target.casefold()) >= COPIED


def _deviation(scale: Scale, pair: Pair, score: Score) -> float:
    assert score.value is not None
    return scale.deviation(
        score.value, len(places(pair.source)), max(len(side) for side in sides(pair))
    )


def sides(pair: Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of both texts."""
    return (
        _split(pair.source, pair.source_language),
        _split(pair.target, pair.language),
    )


@lru_cache(maxsize=4096)
def _split(text: str, language: str) -> tuple[str, ...]:
    return tuple(sentence.of(text) for sentence in split(text, language))


def _sentences(side: Sequence[str], vectors: NDArray[np.float32]) -> Sentences:
    return Sentences(vectors, [len(text) for text in side])


def _version_scores(sides: Iterable[Sequence[str]], meaning: CachedEncoder) -> NDArray[np.float32]:
    import numpy as np

    return np.stack([_sentences(side, meaning.vectors(side)).whole() for side in sides])
