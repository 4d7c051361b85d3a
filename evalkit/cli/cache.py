"""`evalkit cache`: what is remembered between runs, and how to forget it."""

from __future__ import annotations

import json

import click

from evalkit.cli.console import note, table
from evalkit.document import InputError

SETTINGS = {"help_option_names": ["-h", "--help"]}
WIDEST = 72
"""Characters of a signature that are shown in the table."""


@click.group(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit cache info\n  evalkit cache clear --older-than 30\n\n"
    "\b\nEVALKIT_CACHE moves the cache directory, EVALKIT_CACHE_SIZE (500MB, 2GB) limits the\n"
    "scores in it; compare, score and batch go without it with --no-cache.",
)
def cache() -> None:
    """Say what is remembered between runs, or forget it.

    Scores and vectors are kept under what they depend on: the metric with its
    version, the checkpoint's content, and the texts. After an edit only what
    was edited is scored again.
    """


@cache.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit cache info\n  evalkit cache info --format json",
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def info(shape: str) -> None:
    """Say where the cache lies, what it holds and how large it may grow."""
    from evalkit.history import history_path
    from evalkit.store.database import UnavailableError
    from evalkit.store.sizes import show_size
    from evalkit.store.upkeep import contents, size

    try:
        found = contents()
    except UnavailableError as trouble:
        raise InputError(
            str(trouble), remedy="check the disk and the permissions, or evalkit cache clear"
        ) from None
    past = history_path()
    if shape == "json":
        document = {
            "path": str(found.path),
            "size": found.size,
            "limit": found.limit,
            "entries": found.entries,
            "oldest": found.oldest,
            "newest": found.newest,
            "kinds": [
                {"signature": k.signature, "entries": k.entries, "size": k.size}
                for k in found.kinds
            ],
            "damaged": [str(path) for path in found.damaged],
            "other_versions": [str(path) for path in found.others],
            "encoders": [{"path": str(path), "size": size} for path, size in found.encoders],
            "history": {"path": str(past), "size": size(past)},
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    click.echo(f"scores: {show_size(found.size)} of at most {show_size(found.limit)}, {found.path}")
    if found.kinds:
        lines = [
            [_short(kind.signature), f"{kind.entries:,}", show_size(kind.size)]
            for kind in found.kinds
        ]
        click.echo(table(["  signature", "entries", "size"], lines))
        click.echo(f"  last used between {found.oldest} and {found.newest}")
    for path in found.damaged:
        click.echo(f"damaged, set aside: {show_size(size(path))}, {path}")
    for path in found.others:
        click.echo(f"of another version of evalkit: {show_size(size(path))}, {path}")
    for path, count in found.encoders:
        click.echo(f"encoder: {show_size(count)}, {path}")
    click.echo(f"history: {show_size(size(past))}, {past} (never cleared)")


@cache.command(
    context_settings=SETTINGS,
    epilog="\b\nExamples:\n  evalkit cache clear\n  evalkit cache clear --older-than 30\n"
    "  evalkit cache clear --encoders",
)
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Only what was not used for so many days.",
)
@click.option("--encoders", is_flag=True, help="The unpacked encoders too.")
def clear(older_than: int | None, encoders: bool) -> None:
    """Forget the scores; they are computed again when they are needed.

    The history of runs stays.
    """
    from evalkit.store import upkeep
    from evalkit.store.database import UnavailableError
    from evalkit.store.sizes import show_size

    try:
        gone, freed = upkeep.clear(older_than)
        if encoders:
            freed += upkeep.clear_encoders()
    except UnavailableError as trouble:
        raise InputError(str(trouble), remedy="check the disk and the permissions") from None
    note(f"{gone:,} entries forgotten, {show_size(freed)} freed")


def _short(signature: str) -> str:
    words = signature or "(no signature)"
    return "  " + (words if len(words) <= WIDEST else f"{words[: WIDEST - 1]}…")
