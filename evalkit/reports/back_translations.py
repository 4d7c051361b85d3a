"""Back-translations beside the reports: their files, and what is said of how they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation


def contents(evaluation: Evaluation) -> dict[str, bytes]:
    """The files of what a model translated back in the run: name to content."""
    kept = evaluation.back_translation_records
    if not kept:
        return {}
    from evalkit.back_translation.files import file_name

    return {file_name(made.version): made.text.encode() for made in kept}


def demand_replaceable(directory: Path, names: Collection[str]) -> None:
    """Raise InputError where a file of such a name holds what evalkit did not make.

    A person wrote it, or went over one of evalkit's.
    """
    from evalkit.back_translation.files import STEM, SUFFIX, may_be_replaced

    for name in names:
        own = name.startswith(f"{STEM}.") and name.endswith(SUFFIX)
        if own and not may_be_replaced(directory / name):
            tag = name.removeprefix(f"{STEM}.").removesuffix(SUFFIX)
            raise InputError(
                "evalkit did not write it as it stands, and --back-translate would replace it",
                path=str(directory / name),
                remedy=f"give it with --back-translation {tag}=…, move it, or name another "
                "directory with -o",
            )


def entry(manifests: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What one or several runs say of their back-translations, counts added up; empty for none."""
    from evalkit.result.model_server_use import BACK_TRANSLATION, summed

    return summed(found for m in manifests if (found := m.get(BACK_TRANSLATION)))


def sentence(told: Mapping[str, Any]) -> str:
    """It in words.

    >>> sentence({"model": "granite", "url": "http://localhost:8080/v1", "calls": 12, "retries": 0,
    ...     "prompt_tokens": 4000, "answer_tokens": 300, "seconds": 8.25, "paragraphs": 40,
    ...     "failed": 1, "left_open": 0, "failures": {}})
    'granite at http://localhost:8080/v1: 12 calls, 4,300 tokens, 8.2 s of answers; \
39 of 40 paragraphs translated back'
    """
    from evalkit.reports.judge_use import calls

    total, left_open = int(told.get("paragraphs", 0)), int(told.get("left_open", 0))
    done = total - int(told.get("failed", 0)) - left_open
    if not total:
        return "no model, since no version was without a back-translation"
    parts = [f"{told.get('model') or 'a model'} at {told.get('url', '')}: {calls(told)}"]
    parts.append(f"{done:,} of {total:,} paragraphs translated back")
    if left_open:
        parts.append(f"{left_open:,} left open: run the same again")
    return "; ".join(parts)
