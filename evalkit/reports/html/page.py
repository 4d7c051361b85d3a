"""The pages as one file each: template, style and script put together."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from evalkit._version import __version__
from evalkit.energy import Energy
from evalkit.package_data import text
from evalkit.reports import looked_for, phrases
from evalkit.reports.charts import charts
from evalkit.reports.energy_words import sentence
from evalkit.reports.html import (
    both_versions,
    comparison_tables,
    overview,
    strips,
    text_setting,
)
from evalkit.reports.html.linking import linked
from evalkit.reports.html.page_data import LATIN_SCRIPTS, to_json
from evalkit.reports.safe_text import shown
from evalkit.reports.scorecard import scorecard
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.result.records import ComparisonRecord, SummaryRecord
from evalkit.store import Memory, NoMemory

if TYPE_CHECKING:
    from jinja2 import Environment

    from evalkit.reports.html.template_cache import Compiled
    from evalkit.result.not_looked_for import Unread
    from evalkit.result.records import Trend

MOST_UNFILTERED = 15  # lines of an index that need no filter
MOST_LISTED = 5000
"""Lines of an index: with four times as many a browser takes a quarter of a minute."""
STYLES = (
    "base.css", "scripts.css", "report.css", "map.css", "desk.css", "rows.css", "notes.css",
    "scores.css", "comparisons.css", "witnesses.css", "print.css",
)  # fmt: skip
DESK = "main.js"


def report(evaluation: Evaluation, memory: Memory | None = None) -> str:
    """The report of one article as a page that asks nothing of any network.

    `memory` may know its charts from an earlier run.
    """
    card = scorecard(evaluation)
    return _render(
        "report.html",
        STYLES,
        _desk(),
        memory,
        article=evaluation.article,
        heading=overview.heading(evaluation),
        inputs=evaluation.inputs,
        source_writing=text_setting.writing(evaluation.source),
        versions=evaluation.versions,
        glances=overview.glances(evaluation, card),
        about_limits=comparison_tables.about_limits(evaluation.summary_records, "paragraph"),
        compared=comparison_tables.compared(
            evaluation.comparison_records, {v.version: v.language_name for v in evaluation.versions}
        ),
        about_tests=comparison_tables.about_tests(evaluation.comparison_records),
        scores=overview.scores(evaluation, card),
        meanings_of_scores=overview.glossary(evaluation, card),
        languages=overview.languages(evaluation),
        encoder=overview.encoder(evaluation),
        judge=overview.judge(evaluation),
        back_translation=overview.back_translation(evaluation),
        energy=overview.energy(evaluation),
        unjudged=overview.unjudged(evaluation),
        unread=overview.unread(evaluation),
        checks_run=len(evaluation.checks),
        two_by_two=both_versions.two_by_two(evaluation),
        most_open=both_versions.MOST_PAIRS,
        most_rows=both_versions.MOST_ROWS,
        charts=charts(evaluation, phrases.check_name, memory),
        total=len(evaluation.rows),
        finding_count=len(evaluation.finding_records),
        has_latin=any(
            text_setting.writing(v).script not in LATIN_SCRIPTS for v in evaluation.versions
        ),
        legend=overview.legend(evaluation),
        manifest=evaluation.manifest,
        data=to_json(evaluation, card),
    )


def index(
    summaries: Sequence[SummaryRecord],
    whole: Sequence[SummaryRecord] = (),
    systems: Sequence[ComparisonRecord] = (),
    trends: Mapping[tuple[str, str], Trend] | None = None,
    energy: Energy | None = None,
    unread: Iterable[Unread] = (),
) -> str:
    """A page over many reports, those with the gravest findings first.

    `whole` has a line per version over all articles, `systems` their comparisons, `trends` by
    article and version how penalties went over earlier runs, `energy` is what this run used,
    `unread` what nobody looked for.
    Beyond `MOST_LISTED` lines the page names the number of the others and where they are.
    """
    listed = ordered(summaries)[:MOST_LISTED]
    keys = {(s.article, s.version) for s in listed}
    known = {key: trend for key, trend in (trends or {}).items() if key in keys}
    several = any(len(trend.penalties) > 1 for trend in known.values())
    return _render(
        "index.html",
        ("base.css", "scripts.css", "comparisons.css", "index.css"),
        _asset("index.js"),
        None,
        summaries=listed,
        total=len(summaries),
        most_unfiltered=MOST_UNFILTERED,
        trends=known if several else {},
        about_lines=comparison_tables.about_limits(summaries, "paragraph"),
        unlooked=looked_for.DASH if any(s.penalty is None for s in summaries) else "",
        articles=len({s.article for s in summaries}),
        pooled=whole,
        documents=Counter(s.version for s in summaries),
        about_pooled=comparison_tables.about_limits(whole, "document"),
        compared=comparison_tables.compared(
            systems, {s.version: s.language_name for s in summaries}
        ),
        about_tests=comparison_tables.about_tests(systems),
        energy=sentence(energy) if energy else "",
        unread=looked_for.unread(unread),
    )


def ordered(summaries: Sequence[SummaryRecord]) -> list[SummaryRecord]:
    """The gravest first: by critical, then major findings, then penalty."""
    return sorted(
        summaries,
        key=lambda s: (
            *(-(n or 0) for n in (s.critical, s.major, s.penalty, s.minor)),
            s.article,
            s.version,
        ),
    )


def policy(styles: str, script: str) -> str:
    """A content security policy that lets in this style and this script and nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(styles)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _render(
    template: str,
    styles: Sequence[str],
    script: str,
    memory: Memory | None,
    **values: object,
) -> str:
    style = "\n".join(_asset(name) for name in styles)
    page: str = (
        _environment(memory)
        .get_template(template)
        .render(
            policy=policy(style, script),
            style=Markup(style),
            script=Markup(script),
            evalkit=__version__,
            severities=SEVERITIES,
            letters=phrases.LETTERS,
            meanings=phrases.MEANINGS,
            **values,
        )
    )
    return page


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _environment(memory: Memory | None) -> Environment:
    from evalkit.reports.html.template_cache import Compiled

    return _made(Compiled(memory or NoMemory()))


@lru_cache(maxsize=2)
def _made(compiled: Compiled) -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    from evalkit.reports.html.template_cache import OPTIONS

    names = (
        "report.html", "glance.html", "desk.html", "numbers.html", "about.html", "scores.html",
        "macros.html", "comparisons.html", "witnesses.html", "index.html", "pooled.html",
    )  # fmt: skip
    made = Environment(
        loader=DictLoader({name: _asset(name) for name in names}),
        undefined=StrictUndefined,
        bytecode_cache=compiled,
        **OPTIONS,
    )
    made.filters |= {
        "shown": lambda words: shown(str(words)),
        "counted": phrases.counted,
        "listed": phrases.listed,
        "address": lambda name: f"./{quote(name, safe='', errors='replace')}/report.html",
        "address_part": lambda name: quote(name, safe=":", errors="replace"),
        "ranges": phrases.ranges,
        "thousands": lambda number: f"{number:,}",
        "or_dash": lambda number: "–" if number is None else number,
        "inline": Markup,
        "strip": strips.strip_drawing,
        "trend": strips.trend_drawing,
        "penalty_limits": comparison_tables.penalty_limits,
    }
    return made


@cache
def _asset(name: str) -> str:
    return text("evalkit.reports.html", name)


@cache
def _desk() -> str:
    return linked(DESK, lambda name: _asset(f"desk/{name}"))
