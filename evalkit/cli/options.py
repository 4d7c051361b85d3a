"""Options that several commands share, with one wording each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from evalkit.document import InputError
from evalkit.mqm import PENALTY
from evalkit.result.report_formats import FORMATS, OUTPUTS
from evalkit.settings import read_settings

F = TypeVar("F", bound=Callable[..., Any])


def complete_path(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Leave it to the shell to complete a file's name."""
    return [CompletionItem(incomplete, type="file")]


def _complete_metric(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from evalkit.metrics import METRICS, MODELS

    names = (*METRICS, *(f"{family}:" for family in MODELS), "none")
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _complete_check(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from evalkit.checks import CHECKS

    words = ("all", "fast", "none", *CHECKS)
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


# click allows "-check-id" as a value only behind "=" or as a separate word;
# both ways are wanted: --checks fast --checks -empty and --checks "fast -empty".
checks = click.option(
    "--checks",
    "checks",
    multiple=True,
    metavar="WORD",
    shell_complete=_complete_check,
    help="all, fast (those that read no encoder), none, check ids, or -id to leave one out, or "
    "MODULE:CLASS of one's own; repeatable, or several in one word with commas.",
)


class _ReportFormat(click.Choice[str]):
    """A format that is built in, or one of a package's."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return value if value in OUTPUTS else super().convert(value, param, ctx)


formats = click.option(
    "--format",
    "formats",
    multiple=True,
    type=_ReportFormat(FORMATS),
    help="Only these; repeatable (default: all).",
)
metrics = click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    shell_complete=_complete_metric,
    help="A metric to compute, repeatable; none for none (evalkit metrics lists them), or "
    "MODULE:CLASS of one's own.",
)
references = click.option(
    "-r",
    "--reference",
    "references",
    multiple=True,
    metavar="[LANG=]PATH",
    shell_complete=complete_path,
    help="The source (a text in another language than the versions) or a human translation in "
    "a version's own language; repeatable.",
)
back_translations = click.option(
    "--back-translation",
    "back_translations",
    multiple=True,
    metavar="LANG=PATH",
    help="A version translated back into the source's language; lexical metrics then run on it.",
)
back_translate = click.option(
    "--back-translate",
    is_flag=True,
    help="Have versions translated back by the model behind --judge-url, and the metrics that want "
    "a reference run on that too, as bt-bleu, bt-chrf …",
)
normalise = click.option(
    "--normalise",
    type=click.Choice(["nfc"]),
    help="Bring texts to this Unicode form before bleu, chrf and ter compare them; their "
    "signatures say so.",
)
glossary = click.option(
    "--glossary", type=click.Path(), metavar="FILE", help="Terms that must be kept: CSV or TBX."
)
config = click.option(
    "--config",
    type=click.Path(),
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, value: _configure(ctx, value),
    metavar="FILE",
    help="A TOML file with the same option names; the command line has the last word.",
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice([s for s in PENALTY if PENALTY[s]]),
    help="Exit with status 1 when there is a finding at or above this severity.",
)
fail_under = click.option(
    "--fail-under",
    multiple=True,
    metavar="METRIC=VALUE",
    help="Exit with status 1 when a version scores under this (over it, for ter), or is unscored.",
)
energy = click.option(
    "--energy",
    is_flag=True,
    callback=lambda ctx, _param, value: _measurable(ctx, value),
    help="Measure what the machine uses during the run, in kWh (codecarbon; docs/energy.md).",
)

decisions = click.option(
    "--decisions",
    "decision_files",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Reviewers' decisions, JSON or CSV as the report exports them; repeatable. False alarms "
    "then stay quiet.",
)


def reading(command: F) -> F:
    """The options on how files are read."""
    for option in (
        click.option("--source-column", metavar="NAME", help="The column of a table's source."),
        click.option("--target-column", metavar="NAME", help="The column of a table's version."),
    ):
        command = option(command)
    return lines(command)


def columns(command: F) -> F:
    """The options on a table's columns where it may hold several versions."""
    for option in (
        click.option(
            "--reference-column",
            "reference_columns",
            multiple=True,
            metavar="[LANG=]NAME",
            help="A column of human translations (default: reference, reference.LANG); repeatable.",
        ),
        click.option(
            "--target-column",
            "target_columns",
            multiple=True,
            metavar="[LANG=]NAME",
            help="A column of a version under test (default: by name); repeatable.",
        ),
        click.option(
            "--source-column",
            metavar="[LANG=]NAME",
            help="The column of the source (default: source, src, en …).",
        ),
    ):
        command = option(command)
    return command


def lines(command: F) -> F:
    """The options on how lines face each other, and how much is read."""
    for option in (
        click.option(
            "--aligned",
            is_flag=True,
            help="Line N faces line N: no alignment; unequal counts are an error.",
        ),
        click.option(
            "--max-size",
            type=click.IntRange(min=1),
            default=50,
            show_default=True,
            metavar="MB",
            help="Refuse larger files.",
        ),
    ):
        command = option(command)
    return command


def resources(command: F) -> F:
    """The options on models: which, on what, and what is remembered."""
    for option in (
        click.option(
            "--no-cache",
            "cached",
            is_flag=True,
            flag_value=False,
            default=True,
            help="Compute every score anew; remember nothing, not even this run.",
        ),
        click.option(
            "--offline", is_flag=True, help="Use models that are on this machine; ask no hub."
        ),
        click.option(
            "--precision",
            type=click.Choice(["float32", "bfloat16"]),
            default="float32",
            show_default=True,
            help="How precisely models compute; bfloat16 where the hardware has it.",
        ),
        click.option(
            "--device",
            default="auto",
            show_default=True,
            metavar="NAME",
            help="Where models run: auto, cpu, cuda, cuda:1, mps.",
        ),
        click.option(
            "--encoder",
            default=None,
            metavar="NAME",
            help="Another sentence encoder than the built-in one: a hub name or a folder; none for "
            "none, required to refuse a run without the built-in one.",
        ),
    ):
        command = option(command)
    return command


def common(command: F) -> F:
    """Hand a command the options of this module together, as `common` (`Common`)."""

    @wraps(command)
    def gathered(*args: Any, **given: Any) -> Any:
        from evalkit.cli.common_options import with_common

        return with_common(partial(command, *args), **given)

    return cast("F", gathered)


def _measurable(ctx: click.Context, wanted: bool) -> bool:
    """Asked before anything is read: nobody should wait to learn that it cannot be measured."""
    if wanted and not ctx.resilient_parsing:
        from evalkit.energy.metering import demand

        demand()
    return wanted


def _configure(ctx: click.Context, path: str | None) -> None:
    if path is None:
        return
    known = {
        name.lstrip("-"): parameter
        for parameter in ctx.command.params
        if isinstance(parameter, click.Option) and not parameter.is_eager
        for name in parameter.opts
    }
    values: dict[str, Any] = {}
    for name, value in read_settings(Path(path)).items():
        parameter = known.get(name.replace("_", "-"))
        if parameter is None or parameter.name is None:
            raise InputError(
                f"{ctx.info_name} has no option {name!r}",
                path=path,
                remedy="use the long option names without the dashes",
            )
        values[parameter.name] = _setting(ctx, parameter, name, value, path)
    ctx.default_map = {**(ctx.default_map or {}), **values}


def _setting(ctx: click.Context, option: click.Option, name: str, value: Any, path: str) -> Any:
    """The value as click takes it; what has another type is no value of this option."""
    several = option.multiple and isinstance(value, list)
    kind, wanted = _kind(option)
    if any(type(item) not in kind for item in (value if several else [value])):
        wanted += ", or a list of them" if option.multiple else ""
        raise InputError(
            f"{name} = {value!r} is not {wanted}", path=path, remedy="write it as such"
        )
    made = [value] if option.multiple and not several else value
    try:
        option.type_cast_value(ctx, made)
    except click.BadParameter as error:
        raise InputError(
            f"{name}: {error.message.rstrip('.')}", path=path, remedy="choose another value"
        ) from None
    return made


def _kind(option: click.Option) -> tuple[tuple[type, ...], str]:
    if option.is_flag:
        return (bool,), "true or false"
    if isinstance(option.type, click.types.IntParamType):
        return (int,), "a whole number"
    if isinstance(option.type, click.types.FloatParamType):
        return (int, float), "a number"
    return (str,), "a string"
