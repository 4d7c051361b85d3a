"""What the checks find in an article: attributed, folded, in reading order; and its risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalkit.alignment import Article, Version
from evalkit.attribution.attribute import attribute
from evalkit.attribution.folding import fold
from evalkit.checks.base import Check, Finding, PairCheck, VersionCheck
from evalkit.checks.loss.risk import risks
from evalkit.languages import language_name
from evalkit.result.records import RiskRecord


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of an article in reading order, and the risks of each row of each version."""

    findings: tuple[Finding, ...] = ()
    risks: tuple[RiskRecord, ...] = ()


def check(checks: Sequence[Check], article: Article) -> Checked:
    """What the checks find in an article; nothing, no risk either, where there is no check."""
    if not checks:
        return Checked()
    lengths = {(p.row, v.id): len(p.target) for v in article.versions for p in v.pairs}
    order = {v.id: n for n, v in enumerate(article.versions)}
    sources = {p.row: p.source for v in article.versions for p in v.pairs}
    # Symptoms are judged before they are folded: a sentence that one version lost may hold a name
    # that they all lost.
    judged = attribute(run_checks(checks, article), article, _reader_names(article.versions))
    folded = fold(judged, lengths, sources)
    return Checked(
        tuple(sorted(folded, key=lambda f: (f.row, order[f.version], *_place(f)))),
        tuple(_risks(article)),
    )


def run_checks(checks: Iterable[Check], article: Article) -> list[Finding]:
    """Every finding of every check, whatever its scope, as they come."""
    found: list[Finding] = []
    for check in checks:
        for version in article.versions:
            if isinstance(check, VersionCheck):
                if check.applies(version):
                    found.extend(check.find(version))
            elif isinstance(check, PairCheck):
                found.extend(f for p in version.pairs if check.applies(p) for f in check.find(p))
    return found


def _risks(article: Article) -> Iterable[RiskRecord]:
    for version in article.versions:
        for pair, risk in zip(version.pairs, risks(version), strict=True):
            yield RiskRecord(
                pair.row, version.id, risk.omission, risk.addition, risk.omitted, risk.added
            )


def _place(finding: Finding) -> tuple[int, int, str]:
    start = finding.target.start if finding.target else -1
    source = finding.source.start if finding.source else -1
    return start, source, finding.check


def _reader_names(versions: Sequence[Version]) -> dict[str, str]:
    languages = [v.language for v in versions]
    return {
        v.id: language_name(v.language) if languages.count(v.language) == 1 else v.id
        for v in versions
    }
