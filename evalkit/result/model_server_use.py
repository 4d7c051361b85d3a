"""What a model server was asked in a run and what came of it, for the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from evalkit.metrics.base import Score

if TYPE_CHECKING:
    from evalkit.llm.chat import Chat

JUDGE = "judge"
"""The manifest's entry on what a judge was asked."""
BACK_TRANSLATION = "back_translation"
"""The manifest's entry on what was translated back."""
ENTRIES = (JUDGE, BACK_TRANSLATION)
"""The manifest's entries on model servers."""


def served(
    chat: Chat, rows: Iterable[Score], before: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """What the run asked of a server and spent there, and what came of the `rows` it was to judge.

    A row that is held against another one too counts twice. What was spent
    `before` anything was judged is not counted. `unscored` of the rows have no
    verdict, `left_open` because nobody could be asked: the budget was spent, or
    the server gone. A later run asks for those.
    """
    found = list(rows)
    spent = apart(chat.spent.told(), before or {})
    return {
        "url": chat.server.shown,
        "model": chat.known_model,
        **spent,
        "rows": len(found),
        "unscored": sum(row.value is None for row in found),
        "left_open": sum(row.passing for row in found),
        "errors": sum(len(row.errors) for row in found),
        "dropped_quotes": sum(row.dropped for row in found),
    }


def left_open(manifest: Mapping[str, Any]) -> int:
    """How many questions of a run found nobody to ask: it is not done with.

    >>> left_open({"judge": {"left_open": 2}}), left_open({})
    (2, 0)
    """
    return sum(int(manifest.get(entry, {}).get("left_open", 0)) for entry in ENTRIES)


def apart(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What was spent since `before`.

    >>> apart({"calls": 5, "failures": {"status 500": 2}}, {"calls": 3, "failures": {}})
    {'calls': 2, 'failures': {'status 500': 2}}
    """
    left: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            counts = apart(value, before.get(name, {}))
            left[name] = {kind: count for kind, count in counts.items() if count}
        elif isinstance(value, bool | str):
            left[name] = value
        else:
            left[name] = round(value - before.get(name, 0), 3)
    return left


def summed(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The entries of several runs as one: counts added up, names joined.

    >>> summed([{"calls": 2, "model": "a", "failures": {"status 500": 1}},
    ...         {"calls": 3, "model": "a", "failures": {"status 500": 2}}])
    {'calls': 5, 'model': 'a', 'failures': {'status 500': 3}}
    """
    total: dict[str, Any] = {}
    for entry in entries:
        for name, value in entry.items():
            total[name] = _together(total[name], value) if name in total else value
    return total


def _together(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping):
        return summed([one, other])
    if isinstance(one, bool):
        return one or other
    if isinstance(one, int | float):
        return round(one + other, 3)
    return ", ".join(dict.fromkeys(part for part in (*str(one).split(", "), str(other)) if part))
