"""What a model server was asked in a run and what came of it, for the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evalkit.llm.chat import Chat
from evalkit.metrics.base import Score


def served(chat: Chat, rows: Iterable[Score]) -> Mapping[str, Any]:
    """What the run asked of a server and spent there, and what became of the `rows` it judged.

    `unscored` of the rows have no verdict, `left_open` because nobody could be
    asked: the budget was spent, or the server gone. A later run asks for those.
    """
    found = list(rows)
    return {
        "url": chat.server.shown,
        "model": chat.model if chat.spent.calls else chat.server.model,
        **chat.spent.told(),
        "rows": len(found),
        "unscored": sum(row.value is None for row in found),
        "left_open": sum(row.passing for row in found),
        "errors": sum(len(row.errors) for row in found),
        "dropped_quotes": sum(row.dropped for row in found),
    }
