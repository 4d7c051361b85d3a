"""What a run has spent on a model server, and whether it may spend more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from evalkit.llm.server import Server

if TYPE_CHECKING:
    import sqlite3

WAIT = 30.0
"""Seconds to wait for other processes that write into the same ledger."""


@dataclass(slots=True)
class Spent:
    """Counts of one run: every try is a call.

    `failures` are by kind, of tries; `seconds` are those spent waiting for
    answers, the calls' added up. `estimated` says that a server did not tell
    its tokens and they were reckoned from the texts' lengths. `without` are
    parameters that the model takes no value of, the temperature among them.
    """

    calls: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0
    estimated: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    without: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.answer_tokens

    def told(self) -> Mapping[str, Any]:
        """The counts for a manifest."""
        return {
            "calls": self.calls,
            "retries": self.retries,
            "prompt_tokens": self.prompt_tokens,
            "answer_tokens": self.answer_tokens,
            "tokens_estimated": self.estimated,
            "seconds": round(self.seconds, 3),
            "failures": dict(sorted(self.failures.items())),
            "without": ", ".join(self.without),
        }


class Budget(Protocol):
    """How much may be spent by all who share it."""

    def begin(self) -> str:
        """Count a call that is about to begin; why it must not, "" where it may."""

    def used(self, tokens: int) -> None:
        """Count the tokens of a call that has ended."""


@dataclass(slots=True)
class OwnBudget:
    """The budget of one process."""

    max_calls: int | None
    max_tokens: int | None
    calls: int = 0
    tokens: int = 0

    def begin(self) -> str:
        if why := spent(self.calls, self.max_calls, self.tokens, self.max_tokens):
            return why
        self.calls += 1
        return ""

    def used(self, tokens: int) -> None:
        self.tokens += tokens


class SharedBudget:
    """The budget of several processes, kept in a small SQLite file."""

    def __init__(self, path: Path, max_calls: int | None, max_tokens: int | None) -> None:
        self._path, self._max_calls, self._max_tokens = path, max_calls, max_tokens
        with closing(self._open()) as ledger, ledger:
            ledger.execute("CREATE TABLE IF NOT EXISTS spent (calls INTEGER, tokens INTEGER)")
            ledger.execute("BEGIN IMMEDIATE")
            if not ledger.execute("SELECT 1 FROM spent").fetchone():
                ledger.execute("INSERT INTO spent VALUES (0, 0)")

    def begin(self) -> str:
        with closing(self._open()) as ledger, ledger:
            ledger.execute("BEGIN IMMEDIATE")
            calls, tokens = ledger.execute("SELECT calls, tokens FROM spent").fetchone()
            if why := spent(calls, self._max_calls, tokens, self._max_tokens):
                return why
            ledger.execute("UPDATE spent SET calls = calls + 1")
        return ""

    def used(self, tokens: int) -> None:
        with closing(self._open()) as ledger, ledger:
            ledger.execute("UPDATE spent SET tokens = tokens + ?", (tokens,))

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(self._path, timeout=WAIT)


def spent(calls: int, max_calls: int | None, tokens: int, max_tokens: int | None) -> str:
    """Why no further call may begin, in words; "" where one may.

    >>> spent(3, 3, 0, None)
    'the budget of 3 calls is spent'
    >>> spent(3, 4, 900, 1000)
    ''
    """
    if max_calls is not None and calls >= max_calls:
        return f"the budget of {max_calls:,} calls is spent"
    if max_tokens is not None and tokens >= max_tokens:
        return f"the budget of {max_tokens:,} tokens is spent"
    return ""


def budget(server: Server) -> Budget:
    """The budget of those who ask a server."""
    if server.ledger:
        return SharedBudget(Path(server.ledger), server.max_calls, server.max_tokens)
    return OwnBudget(server.max_calls, server.max_tokens)
