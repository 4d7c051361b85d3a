"""Scores of all versions: from the store what is known, from the metric what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from evalkit.alignment import Pair, Version
from evalkit.alignment.rows import ErrorSpan, JudgedError
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
            if code in kept and metric.stands(score := decoded(kept[code], metric.name)):
                known[n] = score
        missing: dict[bytes, int] = {}
        for n in open_rows:
            if known[n] is None:
                # Rows with the same texts are one question.
                missing.setdefault(keys[n], n)
        asked = list(missing.values())
        answers: dict[bytes, Score] = {}
        for n, score in metric.rows([pairs[n] for n in asked]):
            code = keys[asked[n]]
            if not score.passing:
                memory.put({code: encoded(score)})
            answers[code] = score
            progress(f"scoring: {metric.name} {len(answers)}/{len(asked)}")
        for n in open_rows:
            if known[n] is None:
                known[n] = answers[keys[n]]
    return metric.with_omissions([score for score in known if score is not None])


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
    errors = tuple(_error(error, metric) for error in table.get("errors", ()))
    return Score(**{**table, "windows": windows, "spans": spans, "errors": errors})


def _error(kept: Mapping[str, Any], metric: str) -> JudgedError:
    places = {side: kept[side] and tuple(kept[side]) for side in ("source", "target")}
    return JudgedError(**{**kept, **places, "model": metric})


def with_errors(version: Version, results: Sequence[Scores]) -> Version:
    """The version whose pairs carry what metrics marked in them: error spans, judged errors."""
    pairs = []
    for n, pair in enumerate(version.pairs):
        rows = [result.rows[n] for result in results]
        spans = tuple(span for row in rows for span in row.spans)
        errors = tuple(error for row in rows for error in row.errors)
        marked = replace(pair, error_spans=spans, judged_errors=errors)
        pairs.append(marked if spans or errors else pair)
    return replace(version, pairs=tuple(pairs))
