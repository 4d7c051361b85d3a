"""COMET of back-translations: ``-m bt-comet:NAME_OR_PATH``.

What was said of ``bt-`` metrics in `evalkit.metrics.lexical.back_translated` holds here
too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evalkit.alignment.rows import Pair
from evalkit.document import InputError, Paragraph
from evalkit.metrics.base import Score, Scores, Tools, omitted
from evalkit.metrics.comet import checkpoint_metric
from evalkit.metrics.comet.checkpoints import Checkpoint
from evalkit.metrics.lexical.back_translated import LABEL, WORTH, made_by, told, why_none
from evalkit.metrics.lexical.segments import BACK_TRANSLATION_MARK, left_as_it_stood


class Comet(checkpoint_metric.Comet):
    """A checkpoint that reads references, over the translation back.

    Its source is the version, its hypothesis the back-translation, its
    reference the source. Errors that it marks are not taken over: they lie in
    the back-translation, which nobody is to correct.
    """

    name = "bt-comet"
    label = f"COMET {LABEL}"
    description = (
        "A checkpoint of unbabel-comet that reads references, with the version as source, its "
        f"back-translation as hypothesis and the source as reference. {WORTH}"
    )
    needs = frozenset({"back-translation"})

    def __init__(self, checkpoint: Checkpoint, tools: Tools) -> None:
        super().__init__(checkpoint, tools)
        self.name = f"bt-{self.name}"
        if not self.reads_reference:
            raise InputError(
                "a checkpoint that reads no reference has no use for a back-translation",
                path=self.name,
                remedy=f"take comet:{checkpoint.name}, which judges the version itself",
            )

    def signature(self) -> str:
        return super().signature() + BACK_TRANSLATION_MARK

    def unscored(self, pair: Pair) -> Score | None:
        if not pair.source.strip() or left_as_it_stood(pair):
            return Score.unscored(why_none(pair))
        if lacking := omitted(pair):
            coverage = self._coverage(turned(pair))
            return Score.unscored(coverage.unscored) if coverage.unscored else lacking
        if pair.back_translation is None:
            return Score.unscored(why_none(pair))
        return super().unscored(turned(pair))

    def texts(self, pair: Pair) -> tuple[str, ...]:
        return super().texts(turned(pair))

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        for n, score in super().rows([turned(pair) for pair in pairs]):
            yield n, _placed(score)

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        found = super().finish([turned(pair) for pair in pairs], rows)
        return replace(
            found,
            rows=tuple(map(told, pairs, found.rows)),
            corpus=told(pairs[0], found.corpus) if pairs else found.corpus,
            signature=found.signature + made_by(pairs),
        )


def turned(pair: Pair) -> Pair:
    """The row seen from the other side: the way back is the translation, the source its reference.

    >>> row = Pair(1, "bn", "bn", "en", (Paragraph("Water"),), (Paragraph("জল"),),
    ...     back_translation="The water")
    >>> turned(row).source, turned(row).target, turned(row).references
    ('জল', 'The water', ('Water',))
    """
    there = pair.back_translation is not None
    return replace(
        pair,
        language=pair.source_language,
        source_language=pair.language,
        source_paragraphs=pair.target_paragraphs,
        target_paragraphs=(Paragraph(pair.back_translation or ""),) if there else (),
        references=(pair.source,) if there else (),
        back_translation=None,
    )


def _placed(score: Score) -> Score:
    """The score without places in the back-translation, and those in the version where they are."""
    windows = score.windows and replace(score.windows, source=(0, 0), target=score.windows.source)
    return replace(score, windows=windows, spans=())
