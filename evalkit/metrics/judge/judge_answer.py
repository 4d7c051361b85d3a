"""A judge's answer read: errors with their places, quotes that are not there left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evalkit.alignment.rows import ErrorSeverity, JudgedError, Pair
from evalkit.llm.json_answer import UnreadableError, object_in
from evalkit.metrics.base import Score
from evalkit.metrics.judge.categories import category_of
from evalkit.metrics.judge.prompts import MOST_ERRORS
from evalkit.metrics.judge.quotes import place_of
from evalkit.mqm import PENALTY

SEVERITIES: Mapping[str, ErrorSeverity] = {
    "minor": "minor", "major": "major", "critical": "critical",
}  # fmt: skip
WORST = 25.0
"""Points that a row loses at most (Freitag et al. 2021; Kocmi and Federmann 2023)."""
REASON = 300
"""Characters of a reason."""
PREFERENCES = ("first", "second", "neither")


def marked(answer: str) -> list[Mapping[str, Any]]:
    """The errors of an answer as it tells them; UnreadableError where it is none."""
    errors = object_in(answer).get("errors")
    if not isinstance(errors, list):
        raise UnreadableError("it has no list of errors")
    if len(errors) > MOST_ERRORS:
        raise UnreadableError(f"it lists more than {MOST_ERRORS} errors")
    for error in errors:
        if not isinstance(error, dict):
            raise UnreadableError("an error in it is no object")
        if _word(error.get("severity")) not in SEVERITIES:
            raise UnreadableError(f"a severity in it is {str(error.get('severity'))[:20]!r}")
        if not isinstance(error.get("category"), str):
            raise UnreadableError("an error in it has no category")
        for name in ("source_quote", "translation_quote", "reason"):
            if not isinstance(error.get(name) or "", str):
                raise UnreadableError(f"a {name} in it is no text")
    return errors


def preferred(answer: str) -> str:
    """Which of two an answer prefers: "first", "second" or "neither"."""
    better = _word(object_in(answer).get("better"))
    if better not in PREFERENCES:
        raise UnreadableError('"better" in it is not first, second or neither')
    return better


def why_unmarked(answer: str) -> str:
    """What is wrong with an answer that should mark errors; "" where nothing is."""
    try:
        marked(answer)
    except UnreadableError as error:
        return str(error)
    return ""


def why_undecided(answer: str) -> str:
    """What is wrong with an answer that should prefer one of two; "" where nothing is."""
    try:
        preferred(answer)
    except UnreadableError as error:
        return str(error)
    return ""


def score(answer: str, pair: Pair, model: str) -> Score:
    """The row's score: MQM points lost, at most `WORST`, with the errors and where they are.

    An error that is nowhere to be seen costs nothing and is counted as dropped.
    Where all of them are, the judge has read something else than the row: unscored.
    """
    errors: list[JudgedError] = []
    dropped = quotes = 0
    for said in marked(answer):
        error, given, placed = _error(said, pair, model, errors)
        quotes += given
        dropped += given - placed
        if error is not None:
            errors.append(error)
        elif not given:
            quotes, dropped = quotes + 1, dropped + 1
    if dropped and not errors:
        reason = f"nothing that the judge marks is in the texts ({_quotes(dropped)} dropped)"
        return Score(None, "unscored", reason, dropped=dropped)
    lost = min(sum(PENALTY[error.severity] for error in errors), WORST)
    detail = f"{dropped} of {_quotes(quotes)} of the judge not in the texts" if dropped else ""
    return Score(0.0 - lost, detail=detail, errors=tuple(errors), dropped=dropped)


def _quotes(count: int) -> str:
    return "1 quote" if count == 1 else f"{count} quotes"


def _error(
    said: Mapping[str, Any], pair: Pair, model: str, before: list[JudgedError]
) -> tuple[JudgedError | None, int, int]:
    """An error in its place, how many quotes it gave, and how many of them stand in the texts."""
    quotes = {side: str(said.get(f"{side}_quote") or "") for side in ("source", "translation")}
    given = sum(bool(quote.strip()) for quote in quotes.values())
    source = place_of(quotes["source"], pair.source, [e.source for e in before if e.source])
    target = place_of(quotes["translation"], pair.target, [e.target for e in before if e.target])
    if source is None and target is None:
        return None, given, 0
    error = JudgedError(
        category=category_of(said["category"]),
        severity=SEVERITIES[_word(said["severity"])],
        target=target,
        source=source,
        reason=_line(str(said.get("reason") or "")),
        model=model,
    )
    return error, given, sum(place is not None for place in (source, target))


def _word(said: object) -> str:
    return said.strip().casefold() if isinstance(said, str) else ""


def _line(words: str) -> str:
    """A model's words as one line of text, and not too long."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return plain if len(plain) <= REASON else f"{plain[: REASON - 1]}…"
