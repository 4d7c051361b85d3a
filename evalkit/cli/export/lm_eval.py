"""`evalkit export lm-eval`: reviewed translations as an evaluation task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evalkit.cli.export.selecting import pairs_from, selecting
from evalkit.cli.export.writing import overwrite, write_files
from evalkit.llm.server import DEFAULT_URL


@click.command(
    "lm-eval",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  evalkit export lm-eval reports/*/evaluation.json --decisions asha.json -o tasks\n"
    "  lm_eval --include_path tasks --tasks evalkit --model local-chat-completions \\\n"
    "      --apply_chat_template \\\n"
    "      --model_args model=granite,base_url=http://localhost:8080/v1/chat/completions",
)
@selecting
@click.option("-o", "--output", required=True, type=click.Path(), metavar="DIR", help="Where to.")
@click.option(
    "--data-dir",
    metavar="DIR",
    help="Where the data will lie when the task is run (default: where it is written).",
)
@click.option(
    "--trustyai",
    is_flag=True,
    help="Also lmevaljob.yaml for TrustyAI's LM-Eval service; the data is then expected where the "
    "job mounts it.",
)
@click.option(
    "--model", default="granite", show_default=True, metavar="NAME", help="The job's model."
)
@click.option(
    "--url", default=DEFAULT_URL, show_default=True, metavar="URL", help="Where the job asks it."
)
@overwrite
def lm_eval(
    output: str,
    data_dir: str | None,
    trustyai: bool,
    model: str,
    url: str,
    overwrite: bool,
    **given: Any,
) -> None:
    """Write reviewed translations as tasks for lm-evaluation-harness.

    DIR gets for each language a task (YAML) and its data (JSON Lines: source and reviewed
    translation). All of them have the tag evalkit. Scores are lm-eval's bleu, chrf and ter.

    Rows with an open finding at or above major are no references, and stay out.
    """
    from evalkit.export.lm_eval_task import MOUNTED, job, write

    pairs = pairs_from(**given)
    where = data_dir or (MOUNTED if trustyai else str(Path(output).absolute()))
    files = dict(write(pairs, where.rstrip("/")))
    if trustyai:
        files["lmevaljob.yaml"] = job(model, url)
    write_files(files, output, overwrite)
