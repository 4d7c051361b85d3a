"""Whose fault a finding is: one version's own, or that of the source or the pipeline.

What every other version lost too points to the source or to the pipeline that
fed them; what every other version kept, to the one that lost it. A version that
neither kept nor lost it for sure leaves the verdict open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evalkit.alignment.rows import Article
from evalkit.attribution.cross_version import VersionEvidence, VersionFindings, is_loss, of_fault
from evalkit.attribution.lost_words import of_loss
from evalkit.attribution.source_places import named
from evalkit.checks import traits_of
from evalkit.checks.base import Finding
from evalkit.checks.evidence.sentence_pairs import split


def attribute(
    findings: Iterable[Finding], article: Article, names: Mapping[str, str]
) -> list[Finding]:
    """The findings with `also_in`, `attribution` and its reason filled in.

    Each finding is judged by what the other versions of the article say of its
    place; symptoms that are yet to be folded into one finding keep their own
    verdicts. `names` gives the versions' names for readers, by id, in order. A
    single version has no other to be held against: its findings stay "unclear".
    """
    findings = list(findings)
    versions = {v.id: VersionFindings.of(v, findings) for v in article.versions}
    return [_judge(finding, versions, names) for finding in findings]


def _judge(
    finding: Finding, versions: Mapping[str, VersionFindings], names: Mapping[str, str]
) -> Finding:
    others = [versions[v] for v in names if v != finding.version and v in versions]
    if not others:
        return replace(finding, attribution="unclear", attribution_reason="no other version to ask")
    if traits_of(finding.check).own_habit:
        return replace(
            finding, attribution="version", attribution_reason="a habit of this version's own"
        )
    pair = versions[finding.version].pairs[finding.row]
    if finding.place is not None and is_loss(finding):
        sentences = split(pair.source, pair.source_language)
        what, plural = named(pair.source, finding.place, sentences)
        evidence = [
            of_loss(other_version, finding, versions[finding.version], what)
            for other_version in others
        ]
        whole = not what.startswith("“")
        partly = finding.partly or (traits_of(finding.check).incomplete and whole)
        gone = "incomplete" if partly else "lost"
        reason = _of_loss(what, f"{'are' if plural else 'is'} {gone}", evidence, names)
    else:
        evidence = [of_fault(other_version, finding, pair) for other_version in others]
        reason = _of_fault(evidence, names)
    shared = tuple(said_by.version for said_by in evidence if said_by.says == "lost")
    said = {said_by.says for said_by in evidence}
    return replace(
        finding,
        also_in=shared,
        attribution=(
            "source-or-pipeline"
            if said == {"lost"}
            else "version"
            if said == {"kept"}
            else "unclear"
        ),
        attribution_reason=reason,
    )


def _of_loss(
    what: str, is_gone: str, evidence: Sequence[VersionEvidence], names: Mapping[str, str]
) -> str:
    """Who kept and who lost the words that a finding misses: "Punjabi keeps “Red Hat”"."""
    _, lost, unsure = _sorted(evidence, names)
    unmarked = [names[t.version] for t in evidence if t.says == "lost" and not t.marked]
    parts = []
    for part in dict.fromkeys(t.kept for t in evidence if t.says == "kept"):
        alike = [names[t.version] for t in evidence if t.says == "kept" and t.kept == part]
        keeps = "keeps" if len(alike) == 1 else "keep"
        parts.append(f"{_listed(alike)} {keeps} {part or what}")
    if lost and len(lost) == len(evidence):
        everywhere = "both" if len(evidence) == 1 else f"all {len(evidence) + 1} versions"
        parts.append(f"{what} {is_gone} in {everywhere}")
    elif lost:
        parts.append(f"{what} {is_gone} in {_listed(lost)} too")
    if unmarked:
        parts[-1] += f", though no check marks it in {_listed(unmarked)}"
    return "; ".join([*parts, *(f"{name} {why}" for name, why in unsure)])


def _of_fault(evidence: Sequence[VersionEvidence], names: Mapping[str, str]) -> str:
    kept, lost, unsure = _sorted(evidence, names)
    parts = []
    if lost:
        have = "has" if len(lost) == 1 else "have"
        parts.append(f"{_listed(lost)} {have} the same fault at the same place")
    if kept:
        parts.append(f"{_listed(kept)} {'is' if len(kept) == 1 else 'are'} quiet at this place")
    return "; ".join([*parts, *(f"{name} {why}" for name, why in unsure)])


def _sorted(
    evidence: Sequence[VersionEvidence], names: Mapping[str, str]
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The names of those who kept it and of those who lost it, and who does not know, and why."""
    return (
        [names[t.version] for t in evidence if t.says == "kept"],
        [names[t.version] for t in evidence if t.says == "lost"],
        [(names[t.version], t.why) for t in evidence if t.says == "unknown"],
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
