"""`evalkit score`: one file, to standard output."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from evalkit.cli import options
from evalkit.cli.console import decisions, progress, table, verdict
from evalkit.evaluation import Evaluation
from evalkit.evaluation.evaluation import columns, flat
from evalkit.evaluation.records import ScoreRecord


def as_table(evaluation: Evaluation) -> str:
    """A line per row and one for the whole version; reasons below, each once."""
    metrics = evaluation.metrics
    lines = [
        [str(p.row), p.kind]
        + [_number(p.metrics[m]) for m in metrics]
        + [str(p.findings), p.worst_severity or "-"]
        for p in evaluation.paragraph_records
    ]
    for whole in evaluation.summary_records:
        lines.append(
            ["all", whole.version]
            + [_number(whole.metrics[m]) for m in metrics]
            + [str(whole.findings), f"penalty {whole.penalty:.2f}"]
        )
    shown = [table(["row", "kind", *metrics, "findings", "worst"], lines)]
    reasons = {
        f"{s.metric}: {s.reason}" if s.row is None else ""
        for s in evaluation.score_records
        if s.state == "unscored"
    } - {""}
    limits = [
        f"{s.metric}: {s.value:.2f}, 95 % limits {s.low:.2f} to {s.high:.2f}"
        for s in evaluation.score_records
        if s.row is None and s.value is not None and s.low is not None and s.high is not None
    ]
    shown += sorted(f"unscored: {r}" for r in reasons) + limits
    return "\n".join(shown) + "\n"


def as_csv(evaluation: Evaluation) -> str:
    """The lines of scores.csv."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns(ScoreRecord), lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat(record) for record in evaluation.score_records)
    return stream.getvalue()


def as_jsonl(evaluation: Evaluation) -> str:
    """One JSON object per row: its texts, scores and findings."""
    lines = []
    for paragraph in evaluation.paragraph_records:
        line = flat(paragraph, ())
        line["scores"] = dict(paragraph.metrics)
        line["findings"] = [
            flat(f) for f in evaluation.findings_by_cell.get((paragraph.row, paragraph.version), ())
        ]
        lines.append(json.dumps(line, ensure_ascii=False))
    return "\n".join(lines) + "\n"


FORMATS: Mapping[str, Callable[[Evaluation], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": Evaluation.to_json,
    "jsonl": as_jsonl,
}


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit score bn.txt -r en.txt\n"
    "  evalkit score bn.txt -r en.txt -r bn=human.txt -m bleu -m chrf++ --format csv\n"
    "  cat out.txt | evalkit score bn=- -r en.txt --checks none --format jsonl\n"
    "  evalkit score pa.txt -r en.txt -r pa=human.txt -m chrf++ --fail-under chrf++=45",
)
@click.argument("version", metavar="[LANG=]VERSION", shell_complete=options.complete_path)
@options.references
@options.metrics
@options.checks
@options.back_translations
@options.glossary
@options.reading
@options.resources
@click.option(
    "--format", "shape", type=click.Choice(list(FORMATS)), default="table", show_default=True,
    help="How the scores are printed.",
)  # fmt: skip
@options.fail_on
@options.fail_under
@options.config
@click.pass_context
def score(
    ctx: click.Context,
    /,
    version: str,
    references: tuple[str, ...],
    metrics: tuple[str, ...],
    checks: tuple[str, ...],
    back_translations: tuple[str, ...],
    glossary: str | None,
    shape: str,
    fail_on: str | None,
    fail_under: tuple[str, ...],
    cached: bool,
    encoder: str | None,
    device: str,
    precision: str,
    offline: bool,
    **reading: object,
) -> int:
    """Score one VERSION against its references, row by row, to standard output."""
    from evalkit.cli.reading import reading_from
    from evalkit.cli.resources import resources_from
    from evalkit.evaluation import evaluate
    from evalkit.loaders import parse_spec
    from evalkit.store import open_memory

    limits = options.thresholds(fail_under)
    chosen = options.chosen_metrics(metrics)
    options.demand_scored(limits, chosen)
    judged = evaluate(
        [version],
        references,
        chosen,
        options.listed(checks),
        article=Path(parse_spec(version)[1]).stem,
        back_translations=options.by_language(back_translations),
        glossary=glossary,
        reading=reading_from(**reading),
        resources=resources_from(
            encoder=encoder, device=device, precision=precision, offline=offline
        ),
        memory=open_memory(cached),
        progress=progress,
    )
    decisions(judged)
    click.echo(FORMATS[shape](judged), nl=False)
    ctx.exit(verdict([judged], fail_on, limits))


def _number(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.2f}"
