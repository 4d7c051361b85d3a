"""The pairs that an export is of: the options that choose them, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evalkit.cli import options
from evalkit.cli.console import note
from evalkit.cli.harmless import harmless
from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.evaluation import Evaluation
    from evalkit.export import ExportedPair, Selection

F = TypeVar("F", bound=Callable[..., Any])


def selecting(command: F) -> F:
    """The arguments that `pairs_from` takes."""
    for parameter in (
        click.option(
            "--corrected",
            is_flag=True,
            help="Only the rows that reviewers changed.",
        ),
        click.option(
            "--all",
            "faulty",
            is_flag=True,
            help="Also the rows in which a fault is open.",
        ),
        click.option(
            "--version",
            "versions",
            multiple=True,
            metavar="LANG",
            help="Only this version, as in bn or bn-x-system2; repeatable.",
        ),
        options.decisions,
        click.argument(
            "evaluations",
            nargs=-1,
            required=True,
            metavar="EVALUATION.json...",
            shell_complete=options.complete_path,
        ),
    ):
        command = parameter(command)
    return command


def pairs_from(
    evaluations: Sequence[str],
    decision_files: Sequence[str],
    versions: Sequence[str],
    faulty: bool,
    corrected: bool,
) -> tuple[ExportedPair, ...]:
    """The pairs asked for; what stays behind is said, and InputError where that is all."""
    from evalkit.export import Wanted, selected

    wanted = Wanted(tuple(versions), faulty, corrected)
    selection = selected(_reviewed(evaluations, decision_files), wanted)
    _say(selection)
    if not selection.pairs:
        raise InputError(
            "nothing is left to export",
            remedy="give what reviewers decided with --decisions, or take all rows with --all",
        )
    return selection.pairs


def _reviewed(paths: Sequence[str], decision_files: Sequence[str]) -> list[Evaluation]:
    """The evaluations with the decisions applied; one line says what these did."""
    from evalkit.cli.decided import decided, say_effect
    from evalkit.cli.evaluation_file import read_evaluation
    from evalkit.review import applied, settled

    given = decided(decision_files)
    found = [read_evaluation(path) for path in paths]
    if not given.paths:
        return found
    found = [applied(evaluation, given.records, given.reviewers) for evaluation in found]
    known = (record for evaluation in found for record in evaluation.decision_records)
    every = replace(given, records=tuple(dict.fromkeys((*known, *given.records))))
    say_effect([settled(evaluation, given.reviewers) for evaluation in found], every)
    return found


def _say(selection: Selection) -> None:
    for lost in selection.unplaced:
        version, check = harmless(lost.version, 40), harmless(lost.check, 40)
        note(
            f"not placed: {harmless(lost.article, 40)} row {lost.row} {version} {check}: "
            f"{lost.reason}: {harmless(lost.correction)}"
        )
    pairs = len(selection.pairs)
    changed = sum(pair.is_corrected for pair in selection.pairs)
    note(f"exported: {pairs} pair{'' if pairs == 1 else 's'}, {changed} of them corrected")
    behind = [
        f"{count} {words}"
        for count, words in (
            (selection.faulty, "with an open finding at or above major"),
            (selection.awaiting, "with a correction that is not placed"),
            (selection.untouched, "that nobody corrected"),
            (selection.without_text, "without a paragraph on one side"),
        )
        if count
    ]
    if behind:
        note(f"left out: {'; '.join(behind)}")


def say_altered(pairs: Sequence[ExportedPair], writable: Callable[[str], str]) -> None:
    """A line on the rows with characters that the format cannot hold, where there are any."""
    from evalkit.export.pairs import altered

    rows = [f"{harmless(p.article, 40)} row {p.row} {p.version}" for p in altered(pairs, writable)]
    if rows:
        note(f"characters that the format cannot hold are written as U+FFFD: {', '.join(rows)}")
