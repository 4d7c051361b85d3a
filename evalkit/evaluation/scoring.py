"""Scores of all versions: from the store what is known, from the metric what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from evalkit.alignment import Pair, Version
from evalkit.alignment.rows import ErrorSpan
from evalkit.metrics.base import Metric, RowMetric, Score, Scores, Windows
from evalkit.store import Memory, key

Progress = Callable[[str], None]


def score_versions(
    metric: Metric, versions: Sequence[Version], memory: Memory, progress: Progress
) -> dict[str, Scores]:
    """Every version's scores by its id.

    A row metric is asked for all versions at once, and only for rows that the
    store does not know; what it answers is kept batch by batch.
    """
    progress(f"scoring: {metric.name}")
    if not isinstance(metric, RowMetric):
        return {version.id: metric.score(version.pairs) for version in versions}
    pairs = [pair for version in versions for pair in version.pairs]
    rows = _rows(metric, pairs, memory, progress)
    found: dict[str, Scores] = {}
    start = 0
    for version in versions:
        end = start + len(version.pairs)
        found[version.id] = metric.finish(version.pairs, rows[start:end])
        start = end
    return found


def _rows(
    metric: RowMetric, pairs: Sequence[Pair], memory: Memory, progress: Progress
) -> list[Score]:
    known: list[Score | None] = [metric.unscored(pair) for pair in pairs]
    open_rows = [n for n, score in enumerate(known) if score is None]
    if open_rows:
        signature = metric.signature()
        keys = {n: key(signature, *metric.texts(pairs[n])) for n in open_rows}
        kept = memory.get(dict.fromkeys(keys.values()))
        for n, code in keys.items():
            if code in kept:
                known[n] = decoded(kept[code], metric.name)
        missing: dict[bytes, int] = {}
        for n in open_rows:
            if known[n] is None:
                # Rows with the same texts are one question.
                missing.setdefault(keys[n], n)
        asked = list(missing.values())
        answers: dict[bytes, Score] = {}
        for n, score in metric.rows([pairs[n] for n in asked]):
            code = keys[asked[n]]
            memory.put({code: encoded(score)})
            answers[code] = score
            progress(f"scoring: {metric.name} {len(answers)}/{len(asked)}")
        for n in open_rows:
            if known[n] is None:
                known[n] = answers[keys[n]]
    return [score for score in known if score is not None]


def encoded(score: Score) -> bytes:
    """A raw score as bytes for the store.

    >>> decoded(encoded(Score(0.5)), "comet:x").value
    0.5
    """
    return json.dumps(asdict(score), ensure_ascii=False).encode("utf-8", "surrogatepass")


def decoded(kept: bytes, metric: str) -> Score:
    """The score that `encoded` wrote; `metric` names the model of its spans."""
    table: Mapping[str, Any] = json.loads(kept.decode("utf-8", "surrogatepass"))
    windows = table["windows"]
    if windows:
        places = {name: tuple(windows[name]) for name in ("source", "target")}
        windows = Windows(**{**windows, **places})
    spans = tuple(ErrorSpan(**{**span, "model": metric}) for span in table["spans"])
    return Score(**{**table, "windows": windows, "spans": spans})


def with_spans(version: Version, results: Sequence[Scores]) -> Version:
    """The version whose pairs carry the error spans that metrics marked in them."""
    marked = [
        tuple(span for result in results for span in result.rows[n].spans)
        for n in range(len(version.pairs))
    ]
    pairs = tuple(
        replace(pair, error_spans=spans) if spans else pair
        for pair, spans in zip(version.pairs, marked, strict=True)
    )
    return replace(version, pairs=pairs)
