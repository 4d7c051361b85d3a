"""The steps' results put together: an evaluation of records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from evalkit.alignment import Article, Pair
from evalkit.back_translation.files import written
from evalkit.checks.base import Finding, Span
from evalkit.evaluation.checking import Checked
from evalkit.evaluation.fingerprint import fingerprint, unique
from evalkit.evaluation.reading import Texts
from evalkit.evaluation.scoring import Scored
from evalkit.metrics.base import Score
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import (
    BackTranslationRecord,
    FindingRecord,
    RowRecord,
    ScoreRecord,
    StatisticsRecord,
    Target,
)
from evalkit.result.row_risks import beside


def assemble(
    texts: Texts,
    article: Article,
    scored: Scored,
    checked: Checked,
    checks: Sequence[str],
    manifest: Any,
) -> Evaluation:
    """The evaluation of an article: its rows, scores, findings and risks as records."""
    name = article.name
    findings = _findings(name, checked.findings, article)
    return Evaluation(
        article=name,
        inputs=texts.inputs,
        rows=_rows(article),
        metrics=scored.metrics,
        checks=tuple(checks),
        score_records=tuple(_scores(article, scored)),
        finding_records=findings,
        manifest=manifest,
        statistics_records=tuple(_statistics(article, scored)),
        risk_records=beside(checked.risks, findings),
        back_translation_records=tuple(
            BackTranslationRecord(version, document.language, written(document))
            for version, document in texts.made.documents.items()
        ),
    )


def _rows(article: Article) -> tuple[RowRecord, ...]:
    rows = []
    for pairs in zip(*(v.pairs for v in article.versions), strict=True):
        first: Pair = pairs[0]
        paragraphs = first.source_paragraphs
        rows.append(
            RowRecord(
                row=first.row,
                kind=paragraphs[0].kind if paragraphs else _added_kind(pairs),
                level=paragraphs[0].level if paragraphs else 0,
                source=first.source,
                place=paragraphs[0].place if paragraphs else "",
                targets={
                    p.version: Target(
                        text=p.target,
                        alignment=p.alignment,
                        kinds=tuple(t.kind for t in p.target_paragraphs),
                        references=p.references,
                        back_translation=p.back_translation,
                        back_translated_by=p.back_translated_by,
                    )
                    for p in pairs
                },
            )
        )
    return tuple(rows)


def _added_kind(pairs: Sequence[Pair]) -> str:
    return next((p.kind for p in pairs if p.target_paragraphs), "paragraph")


def _scores(article: Article, scored: Scored) -> Iterable[ScoreRecord]:
    for metric, results in scored.results.items():
        for version in article.versions:
            result = results[version.id]
            yield replace(
                _score(article.name, None, version.id, metric, result.corpus, result.signature),
                rows_scored=sum(row.state == "scored" for row in result.rows),
                rows_total=len(result.rows),
            )
            of_row = result.row_signature or result.signature
            for pair, row in zip(version.pairs, result.rows, strict=True):
                yield _score(article.name, pair.row, version.id, metric, row, of_row)


def _statistics(article: Article, scored: Scored) -> Iterable[StatisticsRecord]:
    for metric, results in scored.results.items():
        for version in article.versions:
            # A metric without counts gives none.
            for pair, counts in zip(version.pairs, results[version.id].statistics, strict=False):
                if counts is not None:
                    yield StatisticsRecord(pair.row, version.id, metric, counts)


def _score(
    article: str, row: int | None, version: str, metric: str, score: Score, signature: str
) -> ScoreRecord:
    return ScoreRecord(
        article=article,
        row=row,
        version=version,
        metric=metric,
        value=score.value,
        state=score.state,
        reason=score.reason,
        signature=signature,
        low=score.low,
        high=score.high,
        detail=score.detail,
        **_windows(score),
    )


def _windows(score: Score) -> dict[str, Any]:
    windows = score.windows
    if windows is None:
        return {}
    return {
        "windows": windows.count,
        "covered": windows.covered,
        "worst": windows.worst,
        "worst_source_start": windows.source[0],
        "worst_source_end": windows.source[1],
        "worst_start": windows.target[0],
        "worst_end": windows.target[1],
    }


def _findings(
    name: str, findings: Sequence[Finding], article: Article
) -> tuple[FindingRecord, ...]:
    texts = {(p.row, v.id): (p.source, p.target) for v in article.versions for p in v.pairs}
    prints = unique(fingerprint(f, *texts[f.row, f.version]) for f in findings)
    records = []
    for mark, finding in zip(prints, findings, strict=True):
        source, target = texts[finding.row, finding.version]
        records.append(
            FindingRecord(
                fingerprint=mark,
                article=name,
                row=finding.row,
                version=finding.version,
                check=finding.check,
                category=finding.category,
                severity=finding.severity,
                confidence=round(finding.confidence, 3),
                message=finding.message,
                quote=_quote(finding.target, target),
                start=finding.target.start if finding.target else None,
                end=finding.target.end if finding.target else None,
                source_quote=_quote(finding.source, source),
                source_start=finding.source.start if finding.source else None,
                source_end=finding.source.end if finding.source else None,
                also_in=finding.also_in,
                attribution=finding.attribution,
                attribution_reason=finding.attribution_reason,
                symptoms=finding.symptoms,
                suggestion=finding.suggestion,
                more_source=tuple(f"{s.start}-{s.end}" for s in finding.more_source),
            )
        )
    return tuple(records)


def _quote(span: Span | None, text: str) -> str:
    return span.of(text) if span else ""
