"""IndicMT-Eval: MQM of English into five Indian languages, with named errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets.lines import Line

COLUMNS = frozenset(
    {"lang", "system", "source", "reference", "hypothesis", "mqm_norm", "has_omission",
     "has_addition", "has_untranslated", "errors", "ref_suspect"}
)  # fmt: skip
GRAVE = frozenset({"High", "Very High"})


def read(line: Line) -> Iterator[Judged]:
    """The segment; `major omission` is one that its annotator calls high or very high.

    The set names no documents and numbers no segments: the source's text does.
    A reference that may not belong to its source is left out.
    """
    source, reference = line.text("source"), line.any_text("reference")
    errors = [error for error in line.list_in("errors") if isinstance(error, dict)]
    trusted = reference.strip() and not line.flag("ref_suspect")
    yield Judged(
        set="indicmt_eval",
        source_language="en",
        target_language=line.language("lang"),
        document="",
        segment=source,
        system=line.any_text("system") or "unnamed",
        source=source,
        target=line.any_text("hypothesis"),
        references=(reference,) if trusted else (),
        score=line.number_in("mqm_norm"),
        labels={
            "omission": line.flag("has_omission"),
            "major omission": any(_grave_omission(error) for error in errors),
            "addition": line.flag("has_addition"),
            "untranslated": line.flag("has_untranslated"),
        },
    )


def _grave_omission(error: dict[str, Any]) -> bool:
    return error.get("type") == "Accuracy_Omission" and error.get("severity") in GRAVE
