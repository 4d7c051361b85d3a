"""What is said of the model that judged: which, how often it was asked, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evalkit.result.model_server_use import JUDGE, summed


def entry(manifests: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What one or several runs say of their judge, counts added up; empty where none was asked."""
    return summed(found for manifest in manifests if (found := manifest.get(JUDGE)))


def sentence(told: Mapping[str, Any]) -> str:
    """It in words.

    >>> sentence({"model": "granite", "url": "http://localhost:8080/v1", "calls": 12, "retries": 2,
    ...     "prompt_tokens": 4000, "answer_tokens": 300, "seconds": 8.25, "rows": 11, "unscored": 1,
    ...     "left_open": 0, "dropped_quotes": 3, "failures": {"status 500": 2}})
    'granite at http://localhost:8080/v1: 12 calls (2 again after status 500: 2), 4,300 tokens, \
8.2 s of answers; 10 of 11 rows judged; 3 of its quotes in neither text'
    >>> sentence({"model": "granite", "url": "http://localhost:8080/v1", "calls": 0, "rows": 11})
    'granite at http://localhost:8080/v1: no call, all answers are from earlier runs; 11 of 11 \
rows judged'
    """
    rows, unscored = int(told.get("rows", 0)), int(told.get("unscored", 0))
    parts = [f"{told.get('model') or 'a model'} at {told.get('url', '')}: {calls(told)}"]
    parts.append(f"{rows - unscored:,} of {rows:,} rows judged")
    if told.get("left_open"):
        parts.append(f"{told['left_open']:,} left open: run the same again")
    if told.get("dropped_quotes"):
        parts.append(f"{told['dropped_quotes']:,} of its quotes in neither text")
    return "; ".join(parts)


def calls(told: Mapping[str, Any]) -> str:
    """How often a server was asked, what went wrong, and what it took."""
    count = int(told.get("calls", 0))
    if not count:
        return "no call, all answers are from earlier runs"
    failures = ", ".join(f"{kind}: {n}" for kind, n in told.get("failures", {}).items())
    again = int(told.get("retries", 0))
    after = f" after {failures}" if failures else ""
    said = f" ({again:,} again{after})" if again else f" (failed{after})" if failures else ""
    tokens = int(told.get("prompt_tokens", 0)) + int(told.get("answer_tokens", 0))
    about = "about " if told.get("tokens_estimated") else ""
    counted = "1 call" if count == 1 else f"{count:,} calls"
    seconds = float(told.get("seconds", 0.0))
    return f"{counted}{said}, {about}{tokens:,} tokens, {seconds:.1f} s of answers"
