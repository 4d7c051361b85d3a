"""Directives that list what the code says of itself: checks, metrics, records, the schema."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterator
from dataclasses import fields

import click
from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.application import Sphinx

from evalkit import checks, metrics
from evalkit.checks.measured import figures, in_words
from evalkit.cli import cli
from evalkit.result import records
from evalkit.result.schema import LISTS, schema

COLUMNS = {
    "paragraphs.csv": records.ParagraphRecord,
    "findings.csv": records.FindingRecord,
    "scores.csv": records.ScoreRecord,
    "summary.csv": records.SummaryRecord,
    "witnesses.csv": records.WitnessRecord,
    "comparisons.csv": records.ComparisonRecord,
}
EVALUATION = {**LISTS, "targets of a row, by version": records.Target}


def of_checks() -> Iterator[str]:
    """A section a check, in the order they are listed."""
    for name in checks.CHECKS:
        check = checks.load_class(name)
        head = f"**{check.name}**, {check.category}, {check.severity}."
        yield f"## {name}\n\n{head} {check.description}\n"
        yield f"{in_words(figures(name))}\n"


def of_metrics() -> Iterator[str]:
    """A section a metric."""
    for name in (*metrics.METRICS, *(f"{family}:NAME" for family in metrics.MODELS)):
        metric = metrics.load_class(name)
        yield f"## {name}\n\n**{metric.label}**. {metric.description}\n"


def of_records(which: str) -> Iterator[str]:
    """A section a kind of record: its docstring, and its fields with their types."""
    for name, record in (COLUMNS if which == "columns" else EVALUATION).items():
        told = inspect.cleandoc(record.__doc__ or "")
        yield f"### {name}\n\n{told}\n\n| name | type |\n|---|---|"
        hints = typing.get_type_hints(record)
        for field in fields(record):
            kind = inspect.formatannotation(hints[field.name]).rpartition("evalkit.result.records.")
            yield f"| `{field.name}` | `{(kind[0] + kind[2]).replace('|', 'or')}` |"
        yield ""


def of_commands() -> Iterator[str]:
    """What `--help` says of each command, those of `export` and `review` too."""
    yield from _help(cli, click.Context(cli, info_name="evalkit", **cli.context_settings))


def _help(command: click.Command, context: click.Context) -> Iterator[str]:
    context.terminal_width = 90
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                settings = below.context_settings
                within = click.Context(below, info_name=name, parent=context, **settings)
                yield from _help(below, within)


class Listed(Directive):
    """Markdown that the code gives, read as if it stood in the page."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        made = {"checks": of_checks, "metrics": of_metrics, "commands": of_commands}.get(self.name)
        text = "\n".join(made() if made else of_records(self.arguments[0]))
        here = nodes.section()
        here.document = self.state.document
        lines = StringList(text.splitlines(), self.name)
        self.state.nested_parse(lines, 0, here, match_titles=True)
        return here.children


class Schema(Directive):
    """The schema of evaluation.json as JSON."""

    def run(self) -> list[nodes.Node]:
        text = json.dumps(schema(), indent=1)
        return [nodes.literal_block(text, text, language="json")]


def setup(app: Sphinx) -> dict[str, bool]:
    """The directives, for Sphinx."""
    for name in ("checks", "commands", "metrics", "records"):
        app.add_directive(name, Listed)
    app.add_directive("schema", Schema)
    return {"parallel_read_safe": True}
