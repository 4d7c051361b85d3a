"""`evalkit checks`, `metrics` and `languages`: what there is."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict

import click

SETTINGS = {"help_option_names": ["-h", "--help"]}
WIDTH = 96
as_json = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")


@click.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit checks\n  evalkit checks --format json",
)
@as_json
def checks(shape: str) -> None:
    """List the checks: what each finds, its category and severity, where it errs."""
    from evalkit.checks import CHECKS, load_class
    from evalkit.checks.measured import figures, in_words, provenance

    found = [load_class(check) for check in CHECKS]
    entries = [
        {
            "id": c.id, "name": c.name, "category": c.category, "severity": c.severity,
            "needs": c.needs, "description": " ".join(c.description.split()),
        }
        for c in found
    ]  # fmt: skip
    if shape == "json":
        measured = ([asdict(figure) for figure in figures(c.id)] for c in found)
        full = [{**e, "measured": m} for e, m in zip(entries, measured, strict=True)]
        click.echo(json.dumps(full, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        needs = "" if entry["needs"] == "text" else f"; needs {entry['needs']}"
        click.echo(f"{entry['id']}  ({entry['category']}, {entry['severity']}{needs})")
        _paragraph(entry["description"])
        _paragraph(f"Measured: {in_words(figures(entry['id']))}.")
    source = provenance()
    if source.evalkit:
        click.echo(
            f"Measured with evalkit {source.evalkit} on {source.date}; {source.documents}.\n"
            "Recall is of what people marked; evalkit checks --format json has every count."
        )


@click.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit metrics\n  evalkit metrics --format json",
)
@as_json
def metrics(shape: str) -> None:
    """List the metrics: what each needs and how its numbers read."""
    from evalkit.metrics import METRICS, MODELS, load_class

    names = (*METRICS, *(f"{family}:NAME_OR_PATH" for family in MODELS))
    entries = [
        {
            "id": name, "name": m.label, "needs": ", ".join(sorted(m.needs)),
            "better": "higher" if m.higher_is_better else "lower",
            "description": " ".join(m.description.split()),
        }
        for name, m in ((name, load_class(name)) for name in names)
    ]  # fmt: skip
    _print(entries, shape, lambda e: f"{e['id']}  (needs {e['needs']}; {e['better']} is better)")


@click.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit languages\n  evalkit languages --format json",
)
@as_json
def languages(shape: str) -> None:
    """List the languages with a profile; any other language gets a neutral one."""
    from evalkit.languages import codes, profile

    found = [profile(code) for code in codes()]
    if shape == "json":
        entries = [
            {"code": p.code, "name": p.name, "script": p.script, "direction": p.direction}
            for p in found
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    for p in found:
        click.echo(f"{p.code}  {p.name:12} {p.script}  sentence ends: {' '.join(p.sentence_ends)}")


def _print(entries: list[dict[str, str]], shape: str, title: object) -> None:
    if shape == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        click.echo(title(entry) if callable(title) else "")
        _paragraph(entry["description"])


def _paragraph(text: str) -> None:
    click.echo(textwrap.indent(textwrap.fill(text, WIDTH), "    "))
