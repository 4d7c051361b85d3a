"""The top of the page: verdicts, the summary, and what was not judged and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.energy import energy_in
from evalkit.package_data import table
from evalkit.reports import back_translations, looked_for, phrases
from evalkit.reports import energy_words as energy_report
from evalkit.reports.charts import primary
from evalkit.reports.encoder_use import help_given, without
from evalkit.reports.html.text_setting import Writing, writing
from evalkit.reports.judge_use import entry, sentence
from evalkit.reports.looked_for import left_out
from evalkit.reports.scorecard import Measure
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.result.not_looked_for import unread as unread_in
from evalkit.result.records import FindingRecord, Input, SummaryRecord


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
    slight_rows: tuple[int, ...]
    sentence: str
    counts: tuple[tuple[str, int], ...]
    first: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """One version at a glance: its verdict, its line of the summary, what its metrics say.

    `measures` have scored something; `unscored` names the others with the reason.
    `dismissed` counts the findings that reviewers called false alarms.
    """

    verdict: Verdict
    line: SummaryRecord
    measures: tuple[Measure, ...]
    unscored: tuple[tuple[str, str], ...]
    dismissed: int


@dataclass(frozen=True, slots=True)
class Scores:
    """One version's scores: its measures by their anchor, and what was not scored and why."""

    version: Input
    measures: tuple[tuple[str, Measure], ...]
    unscored: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CachedEncoder:
    """A metric in full: its name as given, what its numbers say, its signatures.

    They are by the versions that were scored so, none named where all were.
    """

    metric: str
    label: str
    description: str
    signatures: tuple[tuple[str, str], ...]


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
    if evaluation.checks or weighty:
        sentence = _sentence(len(grave), len(slight), total)
    else:
        sentence = sentences()["unchecked"]
    ranked = sorted(weighty, key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.row))
    first: dict[int, FindingRecord] = {}
    for finding in ranked:
        first.setdefault(finding.row, finding)
    return Verdict(
        version=version,
        writing=writing(version),
        attention=len(grave),
        slight=len(slight),
        slight_rows=tuple(sorted(slight)),
        sentence=sentence,
        counts=tuple((s, counts[s]) for s in SEVERITIES),
        first=tuple(first.values())[:MOST_FIRST],
    )


def sentences() -> Mapping[str, Any]:
    """The forms of the verdict's sentence; see verdict.toml."""
    return table("evalkit.reports.html", "verdict.toml")


def _sentence(grave: int, slight: int, total: int) -> str:
    """The verdict on a version that was checked.

    >>> _sentence(4, 1, 20)
    '4 of 20 paragraphs need attention, 1 more has minor findings'
    >>> _sentence(0, 3, 20)
    'No major finding; 3 of 20 paragraphs have minor ones'
    """
    said = sentences()
    if grave:
        form = said["grave"][grave != 1] + (said["more"][slight != 1] if slight else "")
    else:
        form = said["slight"][slight != 1] if slight else said["clean"]
    filled: str = form.format(grave=grave, slight=slight, whole=phrases.counted(total, "paragraph"))
    return filled


def glances(evaluation: Evaluation, card: Sequence[Measure]) -> tuple[Glance, ...]:
    """Every version at a glance, in the order of the versions."""
    scored = {entry.version.version: entry for entry in scores(evaluation, card)}
    dismissed = Counter(f.version for f in evaluation.dismissed_records)
    return tuple(
        Glance(
            verdict=verdict,
            line=line,
            measures=tuple(m for _, m in found.measures) if found else (),
            unscored=found.unscored if found else (),
            dismissed=dismissed[line.version],
        )
        for verdict, line in zip(verdicts(evaluation), evaluation.summary_records, strict=True)
        for found in (scored.get(line.version),)
    )


def scores(evaluation: Evaluation, card: Sequence[Measure]) -> tuple[Scores, ...]:
    """Every version's scores, in the order of the versions."""
    found = []
    for version in evaluation.versions:
        own = [(n, m) for n, m in enumerate(card) if m.version == version.version]
        absent: dict[str, list[str]] = {}
        for _, measure in own:
            if not measure.scored:
                absent.setdefault(_why(measure), []).append(measure.label)
        if own:
            found.append(
                Scores(
                    version=version,
                    measures=tuple((phrases.note_anchor(n), m) for n, m in own if m.scored),
                    unscored=tuple((phrases.listed(names), why) for why, names in absent.items()),
                )
            )
    return tuple(found)


def _why(measure: Measure) -> str:
    return measure.whole.reason or next(iter(measure.unscored), ("", ()))[0]


def glossary(evaluation: Evaluation, card: Sequence[Measure]) -> tuple[CachedEncoder, ...]:
    """What each metric that scored anything means."""
    scored = {m.metric: m for m in card if m.scored}
    return tuple(
        CachedEncoder(
            metric=metric,
            label=scored[metric].label,
            description=phrases.metric_description(metric),
            signatures=_signatures([m for m in card if m.metric == metric and m.scored]),
        )
        for metric in evaluation.metrics
        if metric in scored
    )


def _signatures(measures: Sequence[Measure]) -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = {}
    for measure in measures:
        found.setdefault(measure.whole.signature, []).append(measure.version)
    if len(found) == 1:
        return tuple(("", signature) for signature in found)
    return tuple((phrases.listed(versions), signature) for signature, versions in found.items())


def languages(evaluation: Evaluation) -> int:
    """How many languages the versions are in: scores of several do not compare."""
    return len({primary(v.language) for v in evaluation.versions})


def encoder(evaluation: Evaluation) -> str:
    """One sentence on which encoder read the texts, "" where nothing is recorded of it."""
    given = help_given(evaluation)
    if given is None:
        return ""
    if not given.encoder:
        reason = given.missing or "no reason is recorded"
        named = (tuple(map(phrases.check_name, ids)) for ids in (given.checks, given.blind))
        return ". ".join((f"No encoder helped ({reason})", *without(given, *named))) + "."
    helped = phrases.listed(
        ["to align the paragraphs"] * given.alignment
        + [f"to score {phrases.listed(given.metrics)}"] * bool(given.metrics)
        + [f"with {phrases.counted(len(given.checks), 'check')} ({_names(given.checks)})"]
        * bool(given.checks)
    )
    if not helped:
        return f"The encoder {given.encoder} was at hand; nothing asked for it."
    return f"The encoder {given.encoder}, which compares meaning across languages, helped {helped}."


def judge(evaluation: Evaluation) -> str:
    """One sentence on the model that judged, "" where none was asked."""
    told = entry([evaluation.manifest])
    return f"The judge is a language model, {sentence(told)}." if told else ""


def back_translation(evaluation: Evaluation) -> str:
    """One sentence on the model that translated back, "" where none did in the run."""
    told = back_translations.entry([evaluation.manifest])
    return f"Translated back by {back_translations.sentence(told)}." if told else ""


def energy(evaluation: Evaluation) -> str:
    """What the run used, "" where it was not measured."""
    found = energy_in(evaluation.manifest)
    return energy_report.sentence(found) if found else ""


def _names(checks: Sequence[str]) -> str:
    return phrases.listed([phrases.check_name(check) for check in checks])


def unread(evaluation: Evaluation) -> tuple[str, ...]:
    """What was not looked for, in whole sentences; none where all was read."""
    return looked_for.unread(unread_in(evaluation))


def unjudged(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """The checks that were not run, with the reason."""
    missing = left_out(evaluation.checks)
    if missing is None:
        return ()
    names = [phrases.check_name(check) for check in missing.checks]
    if not evaluation.checks:
        return (("All checks", missing.why),)
    label = "Check" if len(names) == 1 else "Checks"
    return ((f"{label}: {'; '.join(names)}", missing.why),)


def legend(evaluation: Evaluation) -> tuple[tuple[str, str, str], ...]:
    """The checks that found something here: id, name, description."""
    seen = {f.check for f in (*evaluation.finding_records, *evaluation.dismissed_records)}
    return tuple(
        (check, phrases.check_name(check), phrases.check_description(check))
        for check in sorted(seen, key=phrases.check_name)
    )


def heading(evaluation: Evaluation) -> str:
    """The article's title: a heading near its top, else its first words, else its name."""
    top = [r for r in evaluation.rows if r.source.strip()][:TOP]
    title = next((r for r in top if r.kind == "heading"), next(iter(top), None))
    return phrases.title(title.source if title else evaluation.article)
