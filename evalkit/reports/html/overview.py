"""The top of the page: verdicts, the summary, and what was not judged and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.checks import CHECKS
from evalkit.evaluation.evaluation import SEVERITIES, Evaluation
from evalkit.evaluation.records import FindingRecord, Input, ScoreRecord, SummaryRecord
from evalkit.reports.html import words
from evalkit.reports.html.view import Row, Writing, writing


@dataclass(frozen=True, slots=True)
class Verdict:
    """One version in words, and the findings to look at first.

    `attention` paragraphs hold a major or critical finding, `slight` ones
    nothing worse than minor ones.
    """

    version: Input
    writing: Writing
    attention: int
    slight: int
    sentence: str
    counts: tuple[tuple[str, int], ...]
    first: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric's column of the summary: a cell per version, None where unscored."""

    label: str
    cells: tuple[ScoreRecord | None, ...]


MOST_FIRST = 3
GRAVE = frozenset({"critical", "major"})
TOP = 3  # rows in which a heading counts as the article's title


def verdicts(evaluation: Evaluation) -> tuple[Verdict, ...]:
    return tuple(_verdict(evaluation, version) for version in evaluation.versions)


def _verdict(evaluation: Evaluation, version: Input) -> Verdict:
    found = [f for f in evaluation.finding_records if f.version == version.version]
    weighty = [f for f in found if f.severity != "neutral"]
    grave = {f.row for f in weighty if f.severity in GRAVE}
    slight = {f.row for f in weighty} - grave
    counts = Counter[str](f.severity for f in found)
    total = len(evaluation.rows)
    if weighty:
        sentence = _sentence(len(grave), len(slight), total)
    elif not evaluation.checks:
        sentence = "Not checked"
    else:
        sentence = f"Nothing found that needs attention in {words.counted(total, 'paragraph')}"
    ranked = sorted(weighty, key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.row))
    first: dict[int, FindingRecord] = {}
    for finding in ranked:
        first.setdefault(finding.row, finding)
    return Verdict(
        version=version,
        writing=writing(version),
        attention=len(grave),
        slight=len(slight),
        sentence=sentence,
        counts=tuple((s, counts[s]) for s in SEVERITIES),
        first=tuple(first.values())[:MOST_FIRST],
    )


def _sentence(grave: int, slight: int, total: int) -> str:
    """The verdict on a version that has findings.

    >>> _sentence(4, 1, 20)
    '4 of 20 paragraphs need attention, 1 more has minor findings'
    >>> _sentence(0, 3, 20)
    'No major finding; 3 of 20 paragraphs have minor ones'
    """
    whole = words.counted(total, "paragraph")
    if not grave:
        return (
            f"No major finding; {slight} of {whole} {'has' if slight == 1 else 'have'} minor ones"
        )
    said = f"{grave} of {whole} {'needs' if grave == 1 else 'need'} attention"
    if slight:
        said += f", {slight} more {'has' if slight == 1 else 'have'} minor findings"
    return said


def summary(evaluation: Evaluation) -> tuple[SummaryRecord, ...]:
    return evaluation.summary_records


def measures(evaluation: Evaluation) -> tuple[Measure, ...]:
    """The metrics that were scored for at least one version."""
    whole = {(s.version, s.metric): s for s in evaluation.score_records if s.row is None}
    found = []
    for metric in evaluation.metrics:
        cells = tuple(
            score if (score := whole.get((v.version, metric))) and score.value is not None else None
            for v in evaluation.versions
        )
        if any(cells):
            found.append(Measure(words.metric_label(metric), cells))
    return tuple(found)


def unjudged(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """What was left unjudged, with its reason: metrics of a version, of some rows."""
    names = {v.version: v.language_name for v in evaluation.versions}
    whole: dict[tuple[str, str], list[str]] = {}
    rows: dict[tuple[str, str, str], list[int]] = {}
    for score in evaluation.score_records:
        if score.value is None and score.row is None:
            label = words.metric_label(score.metric)
            whole.setdefault((score.version, score.reason), []).append(label)
        elif score.value is None and score.row is not None:
            rows.setdefault((score.version, score.reason, score.metric), []).append(score.row)
    left_whole = {
        (s.version, s.metric) for s in evaluation.score_records if s.value is None and s.row is None
    }
    partly: dict[tuple[str, str, tuple[int, ...]], list[str]] = {}
    for (version, reason, metric), missing in rows.items():
        if (version, metric) not in left_whole:
            label = words.metric_label(metric)
            partly.setdefault((version, reason, tuple(missing)), []).append(label)
    said = [
        (f"{words.listed(labels)} in {names.get(version, version)}", f"unscored: {reason}")
        for (version, reason), labels in whole.items()
    ]
    said += [
        (
            f"{words.listed(labels)} of {words.paragraphs(missing)} in "
            f"{names.get(version, version)}",
            f"unscored: {reason}",
        )
        for (version, reason, missing), labels in partly.items()
    ]
    left_out = [words.check_name(c) for c in CHECKS if c not in evaluation.checks]
    if left_out and len(left_out) == len(CHECKS):
        said.append(("All checks", "none was chosen for this run"))
    elif left_out:
        label = "Check" if len(left_out) == 1 else "Checks"
        said.append((f"{label}: {'; '.join(left_out)}", "not run"))
    return tuple(said)


def legend(rows: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    """The checks that found something here: id, name, description."""
    seen = {note.finding.check for row in rows for cell in row.cells for note in cell.notes}
    return tuple(
        (check, words.check_name(check), words.check_description(check))
        for check in sorted(seen, key=words.check_name)
    )


def heading(evaluation: Evaluation) -> str:
    """The article's title: a heading near its top, else its first words, else its name."""
    top = [r for r in evaluation.rows if r.source.strip()][:TOP]
    title = next((r for r in top if r.kind == "heading"), next(iter(top), None))
    return words.title(title.source if title else evaluation.article)
