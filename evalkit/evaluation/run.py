"""`evaluate`: the one place that knows the whole way from files to an evaluation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit import checks as check_registry
from evalkit import metrics as metric_registry
from evalkit.alignment import Article, Pair, Version
from evalkit.attribution.attribute import attribute
from evalkit.attribution.folding import fold
from evalkit.back_translation.files import written
from evalkit.checks.base import ArticleCheck, Check, Finding, PairCheck, Span, VersionCheck
from evalkit.checks.loss.risk import risks
from evalkit.document import Document
from evalkit.encoders.resources import Resources
from evalkit.evaluation.encoder_choice import understanding, with_words
from evalkit.evaluation.fingerprint import fingerprint, unique
from evalkit.evaluation.manifest import manifest
from evalkit.evaluation.preferences import PREFERENCE, with_preference, with_rivals
from evalkit.evaluation.reading import Gathered, Reading, Translate, gather
from evalkit.evaluation.scoring import score_versions, with_errors
from evalkit.metrics.back_translated_forms import back_translated
from evalkit.metrics.base import Form, RowMetric, Score, Scores, Tools
from evalkit.metrics.signatures import by_version as of_versions
from evalkit.result.evaluation import Evaluation
from evalkit.result.model_server_use import served
from evalkit.result.records import (
    BackTranslationRecord,
    FindingRecord,
    RiskRecord,
    RowRecord,
    ScoreRecord,
    StatisticsRecord,
    Target,
)
from evalkit.result.row_risks import beside
from evalkit.settings import seed
from evalkit.store import Forgetful, Memory

if TYPE_CHECKING:
    from evalkit.llm.chat import Chat

DEFAULT_METRICS = ("bleu", "chrf", "chrf++", "ter", "similarity", "qe")
Progress = Callable[[str], None]


def evaluate(
    versions: Sequence[str | Path | Document],
    references: Sequence[str | Path | Document] = (),
    metrics: Sequence[str] | None = None,
    checks: Sequence[str] | None = None,
    *,
    article: str = "",
    back_translations: Mapping[str, str | Path | Document] | None = None,
    back_translate: bool = False,
    glossary: str | Path | None = None,
    normalise: Form | None = None,
    reading: Reading | None = None,
    resources: Resources | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Align, score and check versions of one article against its references.

    `versions` and `references` are paths, ``LANG=path`` or `Document`s; a
    reference in another language than the versions is their source. `metrics`
    names what to score (None: the lexical metrics and similarity), `checks` chooses as
    ``--checks`` does (None: all). `back_translations` maps a version to its
    translation back into the source's language; `back_translate` has those made
    that are not given, by the model behind `resources.server`, and scored by the
    metrics' ``bt-`` forms. `normalise` brings texts to a Unicode form before strings are
    compared. `resources` says what models may use, `memory` what
    is remembered between runs (None: nothing; see `evalkit.store.open_memory`).
    Raises InputError for anything wrong with what was given.

    >>> from evalkit.document import Document, Paragraph
    >>> english = Document((Paragraph("The model has 7 layers."),), "en", name="en.txt")
    >>> bengali = Document((Paragraph("মডেলটির ৯টি স্তর আছে।"),), "bn", name="bn.txt")
    >>> judged = evaluate([bengali], [english], metrics=[])
    >>> [(f.check, f.source_quote) for f in judged.finding_records]
    [('number-mismatch', '7')]
    """
    report = progress or (lambda _step: None)
    clock = _Clock()
    drawn_from = seed()
    chosen = tuple(map(metric_registry.canonical, DEFAULT_METRICS if metrics is None else metrics))
    selected = check_registry.select(checks or ())
    resources, memory = resources or Resources(), memory or Forgetful()
    understood = understanding(chosen, selected, resources, memory)
    chat = _chat(chosen, resources, back_translate)
    tools = Tools(
        understood.meaning, understood.missing, resources, memory, report, chat, normalise or ""
    )
    scorers = _scorers(chosen, tools, back_translate)
    chosen = tuple(scorer.name for scorer in scorers)
    finders = [_create(check, glossary) for check in selected]
    report("reading and aligning")
    gathered = gather(
        versions,
        references,
        back_translations or {},
        article,
        reading or Reading(),
        understood.of_findings,
        memory,
        _translate(chat, memory, report) if chat and back_translate else None,
    )
    clock.lap("reading and alignment")
    versions_read = gathered.article.versions
    if (found := with_preference(chosen, (v.language for v in versions_read))) != chosen:
        chosen = found
        scorers = [metric_registry.create(name, tools) for name in chosen]
    if PREFERENCE in chosen:
        gathered = replace(gathered, article=with_rivals(gathered.article))
    scores: list[ScoreRecord] = []
    statistics: list[StatisticsRecord] = []
    signatures: dict[str, dict[str, str]] = {v.id: {} for v in gathered.article.versions}
    by_version: dict[str, list[Scores]] = {v.id: [] for v in gathered.article.versions}
    judged_rows: list[Score] = []
    for scorer in scorers:
        results = score_versions(scorer, gathered.article.versions, memory, report)
        for judged in gathered.article.versions:
            result = results[judged.id]
            by_version[judged.id].append(result)
            if "server" in scorer.needs and isinstance(scorer, RowMetric):
                judged_rows.extend(
                    row
                    for pair, row in zip(judged.pairs, result.rows, strict=True)
                    if scorer.unscored(pair) is None
                )
            signatures[judged.id][scorer.name] = result.signature
            scores.append(
                replace(
                    _score(article, None, judged.id, scorer.name, result.corpus, result.signature),
                    rows_scored=sum(row.state == "scored" for row in result.rows),
                    rows_total=len(result.rows),
                )
            )
            of_row = result.row_signature or result.signature
            scores.extend(
                _score(article, p.row, judged.id, scorer.name, s, of_row)
                for p, s in zip(judged.pairs, result.rows, strict=True)
            )
            statistics.extend(
                StatisticsRecord(p.row, judged.id, scorer.name, counts)
                for p, counts in zip(judged.pairs, result.statistics, strict=False)
                if counts is not None
            )
        clock.lap(scorer.name)
    if chat:
        chat.close()
    checked = replace(
        gathered.article,
        versions=tuple(with_errors(v, by_version[v.id]) for v in gathered.article.versions),
    )
    if understood.of_findings and any(finder.reads_encoder() for finder in finders):
        report("aligning words")
        checked = with_words(checked, understood.of_findings)
        clock.lap("word alignment")
    report("checking")
    findings = _findings(finders, checked)
    known_risks = _risks(checked) if finders else ()
    told = _finding_records(article, findings, gathered)
    clock.lap("checks")
    return Evaluation(
        article=article,
        inputs=gathered.inputs,
        rows=_rows(gathered.article),
        metrics=chosen,
        checks=selected,
        score_records=tuple(scores),
        finding_records=told,
        manifest=manifest(
            gathered.inputs,
            chosen,
            selected,
            glossary,
            normalise,
            reading,
            drawn_from,
            of_versions(signatures),
            clock.laps,
            understood,
            served(chat, judged_rows, gathered.made.told) if chat and judged_rows else None,
            gathered.made.told,
        ),
        statistics_records=tuple(statistics),
        risk_records=beside(known_risks, told),
        back_translation_records=tuple(
            BackTranslationRecord(version, document.language, written(document))
            for version, document in gathered.made.documents.items()
        ),
    )


def _scorers(
    names: Sequence[str], tools: Tools, back_translate: bool
) -> list[metric_registry.Metric]:
    """The metrics; where versions are translated back, also what is scored on that."""
    scorers = [metric_registry.create(name, tools) for name in names]
    added = back_translated(scorers) if back_translate else ()
    return [*scorers, *(metric_registry.create(name, tools) for name in added)]


def _translate(chat: Chat, memory: Memory, report: Progress) -> Translate:
    """Who translates versions back."""
    from evalkit.back_translation.translating import translate_back

    return partial(translate_back, chat=chat, memory=memory, progress=report)


def _chat(metrics: Sequence[str], resources: Resources, back_translate: bool) -> Chat | None:
    """Who asks the model server, where anything that was chosen needs one."""
    judges = any("server" in metric_registry.load_class(name).needs for name in metrics)
    if not (judges or back_translate):
        return None
    from evalkit.llm.chat import Chat

    return Chat(resources.server)


class _Clock:
    """Wall seconds per step, in the order they were taken."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._since, 3)
        self._since = now


def _create(check: str, glossary: str | Path | None) -> Check:
    if check == "glossary" and glossary is not None:
        from evalkit.checks.terms.glossary import Glossary, read_glossary

        return Glossary(read_glossary(str(glossary)))
    return check_registry.load_class(check)()


def run_checks(checks: Iterable[Check], article: Article) -> list[Finding]:
    """Every finding of every check, whatever its scope, as they come."""
    found: list[Finding] = []
    for check in checks:
        if isinstance(check, ArticleCheck):
            if check.applies(article):
                found.extend(check.find(article))
            continue
        for version in article.versions:
            if isinstance(check, VersionCheck):
                if check.applies(version):
                    found.extend(check.find(version))
            elif isinstance(check, PairCheck):
                found.extend(f for p in version.pairs if check.applies(p) for f in check.find(p))
    return found


def _findings(checks: Iterable[Check], article: Article) -> list[Finding]:
    lengths = {(p.row, v.id): len(p.target) for v in article.versions for p in v.pairs}
    order = {v.id: n for n, v in enumerate(article.versions)}
    sources = {p.row: p.source for v in article.versions for p in v.pairs}
    # Symptoms are judged before they are folded: a sentence that one version lost may hold a name
    # that they all lost.
    judged = attribute(run_checks(checks, article), article, _reader_names(article.versions))
    return sorted(
        fold(judged, lengths, sources), key=lambda f: (f.row, order[f.version], *_place(f))
    )


def _risks(article: Article) -> tuple[RiskRecord, ...]:
    return tuple(
        RiskRecord(pair.row, version.id, risk.omission, risk.addition, risk.omitted, risk.added)
        for version in article.versions
        for pair, risk in zip(version.pairs, risks(version), strict=True)
    )


def _place(finding: Finding) -> tuple[int, int, str]:
    start = finding.target.start if finding.target else -1
    source = finding.source.start if finding.source else -1
    return start, source, finding.check


def _reader_names(versions: Sequence[Version]) -> dict[str, str]:
    from evalkit.languages import language_name

    languages = [v.language for v in versions]
    return {
        v.id: language_name(v.language) if languages.count(v.language) == 1 else v.id
        for v in versions
    }


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


def _finding_records(
    article: str, findings: Sequence[Finding], gathered: Gathered
) -> tuple[FindingRecord, ...]:
    texts = {
        (p.row, v.id): (p.source, p.target) for v in gathered.article.versions for p in v.pairs
    }
    prints = unique(fingerprint(f, *texts[f.row, f.version]) for f in findings)
    records = []
    for mark, finding in zip(prints, findings, strict=True):
        source, target = texts[finding.row, finding.version]
        records.append(
            FindingRecord(
                fingerprint=mark,
                article=article,
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
