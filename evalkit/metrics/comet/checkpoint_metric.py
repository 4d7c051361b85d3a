"""COMET checkpoints as metrics: ``-m comet:NAME_OR_PATH``."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evalkit.alignment.rows import ErrorSpan, Pair
from evalkit.document import InputError
from evalkit.encoders.language_coverage import Coverage, judge
from evalkit.encoders.requirements import EXTRA, installed
from evalkit.languages import primary
from evalkit.metrics import windows
from evalkit.metrics.base import (
    Metric,
    RowMetric,
    Score,
    Scores,
    Tools,
    no_reference,
    omitted,
    sourceless,
)
from evalkit.metrics.comet.checkpoints import Checkpoint, resolve

if TYPE_CHECKING:
    from evalkit.metrics.comet.samples import Mark, Scorer, Verdict

PACKAGE = "unbabel-comet"
RANKING = "ranking_metric"
UNIFIED = "unified_metric"
OTHER_SEVERITY: Literal["major"] = "major"
"""Of an error whose label is none of MQM's: a checkpoint may have labels of its own."""
WINDOWS = 1
"""Raised when texts beyond a model's window are cut in another way."""
RESERVED = 2
"""Positions of an XLM-RoBERTa that hold no token."""
NEEDS: dict[str, frozenset[str]] = {
    "regression_metric": frozenset({"source", "reference"}),
    "referenceless_regression_metric": frozenset({"source"}),
    "xcomet_metric": frozenset({"source"}),
}
"""By class; what a unified checkpoint needs says its `input_segments`."""


class Comet(RowMetric):
    """A checkpoint of unbabel-comet, scored as its own `predict` scores.

    What a score means is the checkpoint's to say: most of the published ones
    give 0 to 1, higher is better. A regression checkpoint compares with source
    and reference; a referenceless one with the source; a unified one and XCOMET
    use a reference where there is one. A reference is a text in the version's
    own language: a back-translation does not stand in for it. Of several
    references the first counts, since unbabel-comet takes one and a mean over
    several is no score that anybody published. Texts longer than the
    checkpoint's window are scored window by window.
    """

    name = "comet"
    label = "COMET"
    description = (
        "A trained metric: comet:NAME_OR_PATH runs a checkpoint of unbabel-comet, from the hub, "
        "its local cache or a path. Most give 0 to 1. XCOMET marks errors too. Not comparable "
        "between languages or checkpoints."
    )
    needs = frozenset({"source", "reference"})
    range = (-math.inf, math.inf)

    def __init__(self, checkpoint: Checkpoint, tools: Tools) -> None:
        if checkpoint.class_identifier == RANKING:
            raise InputError(
                "a ranking checkpoint orders translations and gives none of them a score",
                path=checkpoint.name,
                remedy="take a regression, referenceless, unified or XCOMET checkpoint",
            )
        self.name = f"comet:{checkpoint.name}"
        self.needs = _needs(checkpoint)
        if checkpoint.hparams.get("final_activation") == "Sigmoid":
            self.range = (0.0, 1.0)
        self._checkpoint, self._tools = checkpoint, tools

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:
        """The metric of a checkpoint by name or path; InputError where there is none."""
        if not installed(PACKAGE):
            raise InputError(f"{PACKAGE} is not installed", path=f"comet:{model}", remedy=EXTRA)
        offline = tools.resources.offline
        found = resolve(model, offline=offline, memory=tools.memory, progress=tools.progress)
        return cls(found, tools)

    @property
    def reads_reference(self) -> bool:
        return "reference" in self.needs or _may_read_reference(self._checkpoint)

    def signature(self) -> str:
        checkpoint = self._checkpoint
        parts = [
            "comet",
            checkpoint.signature,
            f"class:{checkpoint.class_identifier}",
            f"version:{PACKAGE}-{installed(PACKAGE)}",
            f"precision:{self._tools.resources.precision}",
            f"window:{_window(checkpoint)}.{WINDOWS}",
        ]
        if self.reads_reference:
            parts.append("refs:first")
        return "|".join(parts)

    def unscored(self, pair: Pair) -> Score | None:
        if nothing := sourceless(pair):
            return nothing
        coverage = self._coverage(pair)
        if coverage.unscored:
            return Score.unscored(coverage.unscored)
        if "reference" in self.needs and self._reference(pair) is None:
            lacking = omitted(pair)
            return Score.unscored(lacking.reason if lacking else no_reference(pair))
        return omitted(pair)

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """The texts that are read; and the languages, by whose rules long ones are split."""
        languages = (primary(pair.source_language), primary(pair.language))
        reference = self._reference(pair)
        read = () if reference is None else (reference,)
        return (*languages, pair.source, pair.target, *read)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        from evalkit.metrics.comet.samples import Sample

        if not pairs:
            return
        scorer = self._scorer
        rows = [(pair, self._reference(pair)) for pair in pairs]
        cut = windows.split(rows, scorer.count, scorer.fits)
        samples: list[Sample] = []
        homes: list[tuple[int, int]] = []
        for n, (windowing, (pair, reference)) in enumerate(zip(cut, rows, strict=True)):
            if not windowing.windows:
                yield n, windows.aggregate(windowing, [])
            for place, window in enumerate(windowing.windows):
                samples.append(Sample(*window.texts(pair, reference)))
                homes.append((n, place))
        found: dict[int, dict[int, Verdict]] = {}
        for batch in scorer.score(samples):
            for index, verdict in batch:
                n, place = homes[index]
                own = found.setdefault(n, {})
                own[place] = verdict
                if len(own) == len(cut[n].windows):
                    del found[n]
                    yield n, self._score(cut[n], [own[at] for at in range(len(own))])

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        """Rows with what a reader has to know of them; their mean, over rows scored alike.

        Where a reference is used but not every row has one, the mean is over
        those that have.
        """
        told = [self._told(pair, row) for pair, row in zip(pairs, rows, strict=True)]
        counted = list(told)
        if any(self._reference(p) for p in pairs):
            for n, pair in enumerate(pairs):
                if self._reference(pair) is None and told[n].state == "scored":
                    told[n] = _with_detail(told[n], "scored without a reference")
                    counted[n] = Score.unscored("scored without a reference")
        corpus = super().finish(pairs, counted).corpus
        coverage = next((self._coverage(p).detail for p in pairs), "")
        if corpus.value is not None and coverage:
            corpus = _with_detail(corpus, coverage)
        return Scores(tuple(told), corpus, self.signature())

    @cached_property
    def _scorer(self) -> Scorer:
        from evalkit.metrics.comet.checkpoint_loading import load

        self._tools.progress(f"loading {self._checkpoint.label}")
        return load(self._checkpoint, self._tools.resources)

    def _reference(self, pair: Pair) -> str | None:
        """The reference that is used, None where there is none or the checkpoint reads none."""
        if not self.reads_reference:
            return None
        return next((text for text in pair.references if text.strip()), None)

    def _coverage(self, pair: Pair) -> Coverage:
        languages = (pair.source_language, pair.language)
        return judge(languages, self._checkpoint.encoder.name, "COMET's encoder")

    def _score(self, windowing: windows.Windowing, verdicts: Sequence[Verdict]) -> Score:
        score = windows.aggregate(windowing, [verdict.value for verdict in verdicts])
        spans = tuple(
            self._span(mark, window.target[0])
            for window, verdict in zip(windowing.windows, verdicts, strict=True)
            for mark in verdict.marks
        )
        return replace(score, spans=spans)

    def _span(self, mark: Mark, shift: int) -> ErrorSpan:
        severity: Literal["minor", "major", "critical"] = OTHER_SEVERITY
        if mark.severity in ("minor", "critical"):
            severity = mark.severity  # type: ignore[assignment]
        return ErrorSpan(mark.start + shift, mark.end + shift, severity, mark.confidence, self.name)

    def _told(self, pair: Pair, score: Score) -> Score:
        if score.state != "scored":
            return score
        told = _with_detail(score, self._coverage(pair).detail)
        if self.reads_reference and len(pair.references) > 1:
            told = _with_detail(told, f"the first of {len(pair.references)} references")
        return told


def _with_detail(score: Score, detail: str) -> Score:
    return replace(score, detail="; ".join(part for part in (score.detail, detail) if part))


def _needs(checkpoint: Checkpoint) -> frozenset[str]:
    """What a score cannot do without."""
    identifier = checkpoint.class_identifier
    if identifier != UNIFIED:
        return NEEDS[identifier]
    read = _segments(checkpoint)
    return frozenset({"source"} if "src" in read else {"reference"})


def _segments(checkpoint: Checkpoint) -> Sequence[str]:
    found: Sequence[str] = checkpoint.hparams.get("input_segments", ("mt", "src", "ref"))
    return found


def _may_read_reference(checkpoint: Checkpoint) -> bool:
    identifier = checkpoint.class_identifier
    return identifier == "xcomet_metric" or (
        identifier == UNIFIED and "ref" in _segments(checkpoint)
    )


def _window(checkpoint: Checkpoint) -> int | str:
    """The tokens that the encoder reads at once, as its configuration says."""
    config = next((f for f in checkpoint.encoder.files if f.name == "config.json"), None)
    if config is None:
        return "unknown"
    positions = json.loads(Path(config).read_text(encoding="utf-8"))["max_position_embeddings"]
    return int(positions) - RESERVED
