"""The pages as one file each: template, style and script put together."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from evalkit._version import __version__
from evalkit.evaluation.evaluation import SEVERITIES, Evaluation
from evalkit.evaluation.records import SummaryRecord
from evalkit.reports.charts import charts
from evalkit.reports.html import overview, view, witnesses, words
from evalkit.reports.html.marks import shown
from evalkit.reports.html.readings import readings
from evalkit.reports.scorecard import scorecard

if TYPE_CHECKING:
    from jinja2 import Environment

BAND = 25  # rows in one band of the map


def report(evaluation: Evaluation) -> str:
    """The report of one article as a page that asks nothing of any network."""
    card = scorecard(evaluation)
    rows = view.rows(evaluation, readings(evaluation, card))
    return _render(
        "report.html",
        (
            "base.css",
            "scripts.css",
            "report.css",
            "scores.css",
            "rows.css",
            "witnesses.css",
            "print.css",
        ),
        ("report.js",),
        article=evaluation.article,
        heading=overview.heading(evaluation),
        inputs=evaluation.inputs,
        source=evaluation.source,
        source_writing=view.writing(evaluation.source),
        versions=evaluation.versions,
        verdicts=overview.verdicts(evaluation),
        summary=overview.summary(evaluation),
        scores=overview.scores(evaluation, card),
        meanings_of_scores=overview.glossary(evaluation, card),
        languages=overview.languages(evaluation),
        encoder=overview.encoder(evaluation),
        unjudged=overview.unjudged(evaluation),
        checks_run=len(evaluation.checks),
        bands=[rows[i : i + BAND] for i in range(0, len(rows), BAND)],
        two_by_two=witnesses.two_by_two(evaluation),
        most_open=witnesses.MOST_PAIRS,
        charts=charts(evaluation, words.check_name),
        rows=view.worst_first(rows),
        total=len(rows),
        clean=sum(1 for row in rows if not row.note_count),
        finding_count=len(evaluation.finding_records),
        legend=overview.legend(rows),
        manifest=evaluation.manifest,
    )


def index(summaries: Sequence[SummaryRecord]) -> str:
    """A page over many reports, those with the gravest findings first."""
    ordered = sorted(
        summaries,
        key=lambda s: (-s.critical, -s.major, -s.penalty, -s.minor, s.article, s.version),
    )
    return _render(
        "index.html",
        ("base.css", "scripts.css", "index.css"),
        ("index.js",),
        summaries=ordered,
        articles=len({s.article for s in summaries}),
    )


def policy(styles: str, script: str) -> str:
    """A content security policy that lets in this style and this script and nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(styles)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _render(template: str, styles: Sequence[str], scripts: Sequence[str], **values: object) -> str:
    style = "\n".join(_asset(name) for name in styles)
    script = "\n".join(_asset(name) for name in scripts)
    page: str = (
        _environment()
        .get_template(template)
        .render(
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            evalkit=__version__,
            severities=SEVERITIES,
            letters=words.LETTERS,
            meanings=words.MEANINGS,
            **values,
        )
    )
    return page


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    names = (
        "report.html", "index.html", "overview.html", "scores.html", "rows.html", "macros.html",
        "witnesses.html",
    )  # fmt: skip
    made = Environment(
        loader=DictLoader({name: _asset(name) for name in names}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "shown": lambda text: shown(str(text)),
        "rank": view.severity_rank,
        "counted": words.counted,
        "listed": words.listed,
        "address": lambda name: f"./{quote(name, safe='', errors='replace')}/report.html",
        "inline": Markup,
    }
    return made


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
