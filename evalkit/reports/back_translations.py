"""What is said of how back-translations were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


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
