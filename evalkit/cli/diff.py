"""`evalkit diff`: what has changed between two runs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.console import note, table
from evalkit.document import InputError
from evalkit.mqm import PENALTY
from evalkit.reports.energy_words import kwh

if TYPE_CHECKING:
    from evalkit.evaluation import Evaluation
    from evalkit.history import Difference
    from evalkit.history.difference import ParagraphChange, ScoreChange
    from evalkit.result.records import FindingRecord

LONGEST = 15
"""Lines of one list in the text; --format json has them all."""
WIDEST = 120
"""Characters of a finding's message in the text."""
FILE = "evaluation.json"


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  evalkit diff 12 15\n"
    "  evalkit diff main/evaluation.json branch/evaluation.json --fail-on-new major\n\n"
    "\b\nRUN is a run's number (evalkit history lists them), an evaluation.json, or a folder\n"
    "that holds one.",
)
@click.argument("old", metavar="RUN")
@click.argument("new", metavar="RUN")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--fail-on-new",
    type=click.Choice([s for s in PENALTY if PENALTY[s]]),
    help="Exit with status 1 when a finding at or above this severity is new, or was milder.",
)
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str, shape: str, fail_on_new: str | None) -> int:
    """Say what has changed from one RUN to another.

    Which paragraphs got better or worse, by which score or finding; which
    findings are new, gone or stayed. Paragraphs are matched by the source's
    text, so they may have moved.
    """
    from evalkit.history import compare

    names, sides = zip(*(_named(given) for given in (old, new)), strict=True)
    found = compare(*sides)
    if shape == "json":
        click.echo(json.dumps(_document(found, names), ensure_ascii=False, indent=1))
    else:
        click.echo(_text(found, names))
    grave = found.new_from(fail_on_new) if fail_on_new else []
    if grave:
        note(f"evalkit: {len(grave)} findings at or above {fail_on_new} are new or were milder")
    ctx.exit(1 if grave else 0)


def _named(given: str) -> tuple[str, Evaluation]:
    """What a RUN is called, and its evaluation."""
    from evalkit import history
    from evalkit.cli.evaluation_file import read_evaluation

    if given.isascii() and given.isdigit():
        number = int(given)
        evaluation = history.evaluation(number)
        times = {run.id: run.time for run in history.runs(evaluation.article)}
        time = times.get(number, "")[:16].replace("T", " ")
        return f"run {number} ({time} UTC)", evaluation
    path = Path(given)
    if not given or not path.exists():
        raise InputError(
            "neither a run's number nor a file",
            path=given or "RUN",
            remedy="evalkit history lists the runs",
        )
    return given, read_evaluation(str(path / FILE) if path.is_dir() else given)


def _document(found: Difference, names: Sequence[str]) -> dict[str, Any]:
    return {"old_run": names[0], "new_run": names[1], **asdict(found)}


def _text(found: Difference, names: Sequence[str]) -> str:
    parts = [f"{found.article}: {names[0]} → {names[1]}", *_cautions(found), _counts(found)]
    parts += [f"{change.version} {_score(change)}" for change in found.version_scores]
    parts += _energy(found)
    for verdict in ("worse", "mixed", "better"):
        changed = sorted(found.with_verdict(verdict), key=_gravity)
        parts += _listed(verdict, [_paragraph(p) for p in changed])
    reworded = [p for p in found.with_verdict("changed") if p.text_changed]
    parts += _listed(
        "text changed, nothing better or worse", [f"{_place(p)}{_unjudged(p)}" for p in reworded]
    )
    parts += _listed("new findings", [_finding(f) for f in _by_gravity(found.new)])
    risen = [s for s in found.stayed if s.risen]
    parts += _listed(
        "graver findings", [f"{_finding(s.new)} (was {s.old.severity})" for s in risen]
    )
    parts += _listed("gone findings", [_finding(f) for f in _by_gravity(found.gone)])
    for name, rows in (("added", found.added), ("removed", found.removed)):
        if rows:
            parts.append(f"paragraphs {name}: {', '.join(map(str, rows))}")
    return "\n".join(parts)


def _cautions(found: Difference) -> list[str]:
    """What the reader has to know before reading on."""
    lines = []
    if found.old_article != found.article:
        lines.append(f"note: two articles are compared, {found.old_article} with {found.article}")
    if not found.same_code:
        lines.append("note: another evalkit judged; findings may have changed for that alone")
    for kind, olds, news in (
        ("version", found.old_versions, found.new_versions),
        ("metric", found.old_metrics, found.new_metrics),
        ("check", found.old_checks, found.new_checks),
    ):
        for when, only in (("old", olds), ("new", news)):
            if only:
                s = "s" if len(only) > 1 else ""
                lines.append(
                    f"note: not compared, in the {when} run only: {kind}{s} {', '.join(only)}"
                )
    lines += [
        f"not comparable: {i.metric} of {i.version}, its signature differs: {i.old} → {i.new}"
        for i in found.incomparable
    ]
    return lines


def _counts(found: Difference) -> str:
    header = ["version", "better", "worse", "mixed", "text changed"]
    header += ["new findings", "gone", "stayed"]
    lines = []
    for version in found.versions:
        here = [p for p in found.paragraphs if p.version == version]
        counts = [sum(p.verdict == v for p in here) for v in ("better", "worse", "mixed")]
        counts.append(sum(p.text_changed for p in here))
        counts += [sum(f.version == version for f in side) for side in (found.new, found.gone)]
        counts.append(sum(s.new.version == version for s in found.stayed))
        lines.append([version, *map(str, counts)])
    return table(header, lines)


def _energy(found: Difference) -> list[str]:
    """What both runs used; two amounts that were found in different ways do not compare."""
    old, new = found.old_energy, found.energy
    if old is None or new is None:
        return []
    if old.method != new.method:
        return [f"not comparable: energy, it was found otherwise: {old.method} → {new.method}"]
    return [f"energy {kwh(old.kwh)} → {kwh(new.kwh)} kWh ({new.method})"]


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = len(lines) - LONGEST
    shown = [f"  {line}" for line in lines[:LONGEST]]
    return [f"{title}:", *shown, *([f"  … and {more} more"] if more > 0 else [])]


def _gravity(change: ParagraphChange) -> tuple[int, float, int]:
    leap = max((_leap(s) for s in change.scores), default=0.0)
    return -abs(change.points - change.old_points), -leap, change.row


def _leap(change: ScoreChange) -> float:
    """How far a score went, as a share of the greater."""
    if change.old is None or change.new is None:
        return 0.0
    return abs(change.new - change.old) / max(abs(change.old), abs(change.new))


def _paragraph(change: ParagraphChange) -> str:
    words = [_score(s) for s in change.scores]
    if change.points != change.old_points:
        old, new = change.old_worst or "none", change.worst or "none"
        words.insert(0, f"MQM points {change.old_points} ({old}) → {change.points} ({new})")
    if change.text_changed:
        words.append("text changed")
    if change.source_changed:
        words.append("source changed")
    return f"{_place(change)}: {'; '.join(words)}"


def _unjudged(change: ParagraphChange) -> str:
    return f": {'; '.join(map(_score, change.scores))}" if change.scores else ""


def _place(change: ParagraphChange) -> str:
    moved = f" (was {change.old_row})" if change.old_row != change.row else ""
    return f"row {change.row}{moved} {change.version}"


def _score(change: ScoreChange) -> str:
    # Scores of one scale get as many places as tell them apart.
    small = max(abs(v) for v in (change.old, change.new) if v is not None) <= 1
    shown = [
        "unscored" if v is None else f"{v:.4f}" if small else f"{v:.2f}"
        for v in (change.old, change.new)
    ]
    return f"{change.metric} {shown[0]} → {shown[1]}"


def _by_gravity(findings: Sequence[FindingRecord]) -> list[FindingRecord]:
    return sorted(findings, key=lambda f: (-PENALTY[f.severity], f.version, f.row))


def _finding(finding: FindingRecord) -> str:
    message = textwrap.shorten(finding.message, WIDEST, placeholder=" …")
    return f"row {finding.row} {finding.version} {finding.severity} {finding.check}: {message}"
