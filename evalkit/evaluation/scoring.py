"""Scores of all versions: from the store what is known, from the metric what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from evalkit.alignment import Article, Pair, Version
from evalkit.alignment.rows import ErrorSpan, JudgedError
from evalkit.metrics.base import Metric, RowMetric, Score, Scores, Windows
from evalkit.store import Memory, key

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """What metrics say of an article: by metric, in order, the scores of each version by its id.

    `judged_rows` are the scores of the rows that a model server was to judge.
    """

    results: Mapping[str, Mapping[str, Scores]]
    judged_rows: tuple[Score, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(self.results)

    def signatures(self, version: str) -> dict[str, str]:
        """How a version was scored, by metric."""
        return {metric: found[version].signature for metric, found in self.results.items()}

    def of_version(self, version: str) -> list[Scores]:
        """The scores of a version under every metric."""
        return [found[version] for found in self.results.values()]


def score_all(
    metrics: Sequence[Metric],
    article: Article,
    memory: Memory,
    progress: Progress,
    lap: Callable[[str], None],
) -> Scored:
    """Every metric's scores of every version; `lap` hears when a metric is done."""
    results: dict[str, Mapping[str, Scores]] = {}
    judged: list[Score] = []
    for metric in metrics:
        found = score_versions(metric, article.versions, memory, progress)
        results[metric.name] = found
        if "server" in metric.needs and isinstance(metric, RowMetric):
            judged += [
                row
                for version in article.versions
                for pair, row in zip(version.pairs, found[version.id].rows, strict=True)
                if metric.unscored(pair) is None
            ]
        lap(metric.name)
    return Scored(results, tuple(judged))


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


def with_marks(article: Article, scored: Scored) -> Article:
    """The article whose pairs carry what metrics marked in them."""
    versions = (with_errors(v, scored.of_version(v.id)) for v in article.versions)
    return replace(article, versions=tuple(versions))


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
