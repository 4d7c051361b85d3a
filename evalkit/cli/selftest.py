"""`evalkit selftest`: what the silence of a report is worth on a user's own document."""

from __future__ import annotations

import csv
import io
import json
import os
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from evalkit.atomic_files import write_all
from evalkit.cli import options
from evalkit.cli.console import decisions, progress
from evalkit.cli.outputs import output_directory
from evalkit.document import InputError
from evalkit.reports.encoder_use import encoder_name
from evalkit.validation.damage import EVERY, kinds
from evalkit.validation.damage_recall import ROUNDS, SelfTest, Sound
from evalkit.validation.damage_recall import selftest as run
from evalkit.validation.detected import Tally, odds, unseen

if TYPE_CHECKING:
    from evalkit.cli.common_options import Common

WIDTH = 96
SMALLEST_RISE = 0.005
"""A risk that rises less is not worth a word."""


def as_table(tested: SelfTest) -> str:
    """For each version a line per kind of damage, then what its silence is worth in words."""
    parts = [_version(tested, sound) for sound in tested.versions]
    return "\n\n".join([*parts, "\n".join(_remarks(tested))]) + "\n"


def _version(tested: SelfTest, sound: Sound) -> str:
    name = f"{sound.language} ({sound.version})"
    lines = [
        f"{name}, {_count(sound.paragraphs, 'paragraph')}; as it stands: "
        f"{_count(sound.alarms, 'finding')} above neutral, {sound.grave} of them major or worse"
    ]
    tallies = tested.of(sound.version)
    lines += [f"  {line(counted)}" for counted in tallies if counted.tried]
    without = [kinds()[t.damage].label for t in tallies if not t.tried]
    if without:
        lines += _wrapped(f"no place for: {'; '.join(without)}", "  ")
    lines += _silence(name, tallies)
    return "\n".join(lines)


def _silence(name: str, tallies: Sequence[Tally]) -> list[str]:
    """What it means that the report says nothing, in a sentence or two."""
    counted = unseen(tallies)
    missed = [f"{odds(count, total)} {many}" for many, count, total in counted if count]
    found = [f"{many} ({total})" for many, count, total in counted if not count]
    said = []
    if missed:
        said.append(
            f"Where this report is silent about {name}, so much would have gone unseen: "
            f"{'; '.join(missed)}."
        )
    if found:
        said.append(f"Nothing went unseen of what was tried of {', '.join(found)}.")
    return _wrapped(" ".join(said))


def line(counted: Tally) -> str:
    """One kind of damage in one version, in words.

    >>> line(Tally("bn", "cut", 20, 18, 17, 0.699, 0.972, {"truncated-sentence": 15,
    ...     "length-outlier": 9}, 0.98, 0, 0, 0.4, None))  # doctest: +NORMALIZE_WHITESPACE
    'last 30 % of the words gone: 18 of 20 found (90 %, 95 % interval 70-97), 17 major; by
    truncated-sentence 15, length-outlier 9; confidence 0.98; omission risk +0.40'
    """
    kind = kinds()[counted.damage]
    said = [
        f"{kind.label}: {counted.found} of {counted.tried} {'found' if kind.many else 'marked'} "
        f"({_percent(counted.found / counted.tried)} %, 95 % interval "
        f"{_percent(counted.low or 0.0)}-{_percent(counted.high or 0.0)}), {counted.major} major"
    ]
    if counted.checks:
        said.append("by " + ", ".join(f"{check} {n}" for check, n in counted.checks.items()))
    if counted.confidence is not None:
        said.append(f"confidence {counted.confidence:.2f}")
    for risk, rise in (("omission", counted.omission_risk), ("addition", counted.addition_risk)):
        if rise is not None and abs(rise) >= SMALLEST_RISE:
            said.append(f"{risk} risk {rise:+.2f}")
    return "; ".join(said)


def _remarks(tested: SelfTest) -> Iterator[str]:
    yield from _wrapped(
        f"{_count(tested.evaluations - 1, 'damaged copy', 'damaged copies')} judged, one paragraph "
        f"in {EVERY} of each damaged, seed {tested.seed}. Found is what has a finding above "
        "neutral that speaks of the damage and did not stand there before; confidence and risks "
        "are medians."
    )
    if tested.rounds_in_all > tested.rounds:
        yield f"Not every paragraph had its turn; with --rounds {tested.rounds_in_all} it has."
    yield (
        f"encoder: {encoder_name(tested.encoder)}"
        if tested.encoder
        else f"encoder: none: {tested.without_encoder}"
    )


def _wrapped(text: str, indent: str = "") -> list[str]:
    # A number and its sign stay on one line.
    tied = text.replace(" %", "\N{NO-BREAK SPACE}%")
    lines = textwrap.wrap(
        tied, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [wrapped.replace("\N{NO-BREAK SPACE}", " ") for wrapped in lines]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def as_csv(tested: SelfTest) -> str:
    """A line per version and kind of damage; the checks with their counts in one cell."""
    stream = io.StringIO()
    names = [field.name for field in fields(Tally)]
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for counted in tested.tallies:
        checks = "; ".join(f"{check} {n}" for check, n in counted.checks.items())
        writer.writerow({**asdict(counted), "checks": checks})
    return stream.getvalue()


def as_json(tested: SelfTest) -> str:
    """All of it, damage by damage."""
    document = asdict(tested)
    document["damages"] = {name: kind.label for name, kind in kinds().items()}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[str, Callable[[SelfTest], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}


def _complete_damage(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in kinds() if name.startswith(incomplete)]


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nKinds of damage:\n"
    + "\n".join(f"  {kind.name:16} {kind.label}" for kind in kinds().values())
    + "\n\n\b\nExamples:\n"
    "  evalkit selftest -r en.txt bn.txt pa.txt\n"
    "  evalkit selftest -r en.txt bn.txt --damage cut --damage clause --rounds 6\n"
    "  evalkit selftest -r en.txt pa.txt --checks fast --format csv -o found.csv",
)
@click.argument(
    "versions",
    nargs=-1,
    required=True,
    metavar="[LANG=]VERSION...",
    shell_complete=options.complete_path,
)
@options.references
@click.option(
    "--damage",
    "damages",
    multiple=True,
    metavar="NAME",
    shell_complete=_complete_damage,
    help="Only this kind of damage; repeatable, or several with commas.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=ROUNDS,
    show_default=True,
    metavar="N",
    help="Judge at most so many damaged copies for each kind of damage.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, metavar="N", help="Which words are damaged."
)
@click.option(
    "--format", "shape", type=click.Choice(list(FORMATS)), default="table", show_default=True,
    help="How the result is printed.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="Write into FILE, print nothing."
)
@options.metrics
@options.checks
@options.glossary
@options.reading
@options.resources
@options.config
@click.pass_context
@options.common
def selftest(
    ctx: click.Context,
    /,
    versions: tuple[str, ...],
    references: tuple[str, ...],
    damages: tuple[str, ...],
    rounds: int,
    seed: int,
    shape: str,
    output: str | None,
    common: Common,
) -> int:
    """Damage VERSIONS in every known way and say how much of it is found.

    What is printed says what it is worth that a report is silent about a
    paragraph of this document. The files are only read.
    """
    from evalkit.cli.common_options import listed
    from evalkit.store import open_memory

    place = _output_file(output) if output is not None else None
    tested = run(
        versions,
        references,
        listed(damages),
        rounds=rounds,
        seed=seed,
        metrics=common.metrics or (),
        checks=common.checks,
        glossary=common.glossary,
        reading=common.reading,
        resources=common.resources,
        memory=open_memory(common.cached),
        progress=progress,
    )
    decisions(tested.inputs)
    printed = FORMATS[shape](tested)
    if place is None:
        click.echo(printed, nl=False)
    else:
        write_all(place.parent, {place.name: printed.encode("utf-8", "surrogatepass")})
    ctx.exit(0)


def _output_file(given: str) -> Path:
    """The file to write; InputError where that cannot be one, before anybody has waited."""
    path = Path(given)
    if not given.strip() or path.is_dir() or given.endswith(os.sep):
        raise InputError("-o names no file", path=given.strip(), remedy="name a file to write")
    output_directory(str(path.parent))
    return path
