"""`evalkit review`: what several reviewers decided, merged and compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli import options
from evalkit.cli.console import note, table
from evalkit.cli.harmless import harmless
from evalkit.cli.outputs import output_file

if TYPE_CHECKING:
    from evalkit.review.agreement import Agreement, Conflict, Precision
    from evalkit.review.summary import Article, Summary

SETTINGS = {"help_option_names": ["-h", "--help"]}


@click.group(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit review merge asha.json binta.json -o merged.json\n"
    "  evalkit compare -r en.txt bn.txt pa.txt -o report --decisions merged.json\n\n"
    "\b\nReviewers accept, dismiss or mark findings as fixed in report.html, which exports\n"
    "what they decided. compare, batch and report take that with --decisions.",
)
def review() -> None:
    """Merge reviewers' decisions; say how far they agree."""


@review.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit review merge asha.json binta.json -o merged.json\n"
    "  evalkit review merge decisions/*.csv --format json",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    shell_complete=options.complete_path,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write all entries of all reviewers there, as JSON or CSV by its suffix.",
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def merge(files: tuple[str, ...], output: str | None, shape: str) -> None:
    """Join decision FILES of several reviewers and say where they disagree.

    Prints who judged how many findings, each conflict, Krippendorff's alpha
    (with the extra review), and how often each check was right by the
    reviewers' word, with a 95 % interval. An entry that names no reviewer is by
    the file's, else by the file's name.
    """
    from evalkit.atomic_files import write_all
    from evalkit.review import content, merged, read_decisions
    from evalkit.review.summary import summary

    target = _target(output) if output is not None else None
    joined = merged(read_decisions(path) for path in files)
    found = summary(joined.records)
    if target is not None:
        write_all(target.parent, {target.name: content(joined, str(target))})
    click.echo(_json(found) if shape == "json" else _text(found))
    if target is not None:
        note(f"written: {target}")


def _target(given: str) -> Path:
    """The file to write; InputError where it cannot be one, before anything is read."""
    from evalkit.review.decision_files import suffix_of

    suffix_of(given)
    return output_file(given)


def _json(found: Summary) -> str:
    document: dict[str, Any] = asdict(found)
    document["conflicts"] = [_conflict(conflict) for conflict in found.conflicts]
    return json.dumps(document, ensure_ascii=False, indent=1)


def _conflict(conflict: Conflict) -> dict[str, Any]:
    about = conflict.about
    names = ("fingerprint", "article", "version", "row", "check", "severity", "message")
    return {**{name: getattr(about, name) for name in names}, "said": dict(conflict.said)}


def _text(found: Summary) -> str:
    parts = [_articles(found.articles, found.reviewers)]
    if found.conflicts:
        parts.append("\n".join(["conflicts:", *map(_line, found.conflicts)]))
    shared = found.real.shared
    s = "" if shared == 1 else "s"
    parts.append(
        f"agreement (Krippendorff's alpha, nominal; {shared} finding{s} judged by two or more):\n"
        f"  real or false alarm: {_alpha(found.real)}\n"
        f"  accepted, dismissed or fixed: {_alpha(found.decisions)}"
    )
    if found.precisions:
        parts.append("\n".join(["right by the reviewers' word:", *map(_right, found.precisions)]))
    return "\n".join(parts)


def _articles(articles: Sequence[Article], reviewers: Sequence[str]) -> str:
    """A line per article: how many findings each reviewer judged."""
    if not articles:
        return "no findings were judged"
    header = ["judged", *(_name(reviewer, 24) for reviewer in reviewers)]
    header += ["two or more", "conflicts", "alpha"]
    lines = []
    for article in articles:
        counts: Counter[str] = Counter(article.judged)
        lines.append(
            [
                harmless(article.article, 40) or "(any article)",
                *(str(counts[reviewer]) for reviewer in reviewers),
                str(article.real.shared),
                str(article.conflicts),
                "-" if article.real.alpha is None else _alpha(article.real),
            ]
        )
    return table(header, lines)


def _line(conflict: Conflict) -> str:
    about = conflict.about
    place = " ".join(
        harmless(word, 40)
        for word in (
            f"{about.article}:" if about.article else "",
            f"row {about.row} {about.version} {about.severity} {about.check}:",
        )
        if word
    )
    said = ", ".join(f"{_name(who, 24)} {decision}" for who, decision in conflict.said.items())
    return f"  {place} {harmless(about.message or about.quote)} ({said})"


def _name(reviewer: str, widest: int) -> str:
    return harmless(reviewer, widest) or "(nobody)"


def _alpha(agreement: Agreement) -> str:
    # The sum keeps a small negative number from being "-0.000".
    return agreement.reason if agreement.alpha is None else f"{round(agreement.alpha, 3) + 0:.3f}"


def _right(precision: Precision) -> str:
    apart = f"; {precision.conflicts} in conflict" if precision.conflicts else ""
    check = harmless(precision.check, 40) or "(no check named)"
    if not precision.judged:
        return f"  {check}: none settled{apart}"
    share = precision.confirmed / precision.judged
    return (
        f"  {check}: {precision.confirmed} of {precision.judged}, {share:.0%}"
        f" [{precision.low:.0%}, {precision.high:.0%}]{apart}"
    )
