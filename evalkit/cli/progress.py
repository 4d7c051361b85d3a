"""One line on a terminal that says how far a run is, and is gone when it is done."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

import click

PAUSE = 0.1
"""Seconds between two drawings of the same step: a terminal shows no more."""
_COUNTED = re.compile(r"(?P<step>.*?) (?P<done>\d+)/(?P<all>\d+)")


class Progress:
    """Rewrites one line in place; writes nothing where `stream` is no terminal.

    Called with a step of the run; a step that ends in a count ("scoring: comet:x
    128/2000") also gets its rate and the time left. `stream` is asked for at
    every call: standard error may have been replaced.
    """

    def __init__(
        self,
        stream: Callable[[], TextIO] = lambda: sys.stderr,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._stream, self._clock, self._columns = stream, clock, columns
        self._shown = 0
        self._step, self._counting, self._drawn = "", False, 0.0
        self._since, self._first = 0.0, 0

    def __call__(self, step: str) -> None:
        if not self._stream().isatty():
            return
        counted = _COUNTED.fullmatch(step)
        now = self._clock()
        name = counted["step"] if counted else step
        same = name == self._step
        if counted and not (same and self._counting):
            # The first batch has waited for its model: the rate counts from there on.
            self._since, self._first = now, int(counted["done"])
        self._step, self._counting = name, counted is not None
        last = counted is not None and counted["done"] == counted["all"]
        if same and not last and now - self._drawn < PAUSE:
            return
        self._drawn = now
        tail = self._tail(int(counted["done"]), int(counted["all"]), now) if counted else " …"
        self._draw(name, tail)

    def clear(self) -> None:
        """Take the line away, if one stands there."""
        if self._shown:
            self._write(f"\r{' ' * self._shown}\r")
            self._shown, self._step = 0, ""

    def _tail(self, done: int, total: int, now: float) -> str:
        said = f" {done}/{total}"
        elapsed, made = now - self._since, done - self._first
        if elapsed <= 0 or made <= 0:
            return said
        rate = made / elapsed
        said += f", {rate:.0f}/s" if rate >= 10 else f", {rate:.1f}/s"
        return f"{said}, {duration((total - done) / rate)} left" if done < total else said

    def _draw(self, name: str, tail: str) -> None:
        if not self._shown:
            context = click.get_current_context(silent=True)
            if context:
                # However the command ends, its last words stand on a line of their own.
                context.call_on_close(self.clear)
        line = fitted(f"evalkit: {name}", tail, self._columns() - 1)
        self._write(f"\r{line.ljust(self._shown)}")
        self._shown = len(line)

    def _write(self, text: str) -> None:
        stream = self._stream()
        stream.write(text)
        stream.flush()


def fitted(line: str, tail: str, width: int) -> str:
    """Both in one line of at most `width` characters; the count at its end is kept.

    >>> fitted("evalkit: scoring: comet:/a/long/path", " 5/9", 24)
    'evalkit: scoring: c… 5/9'
    """
    plain = "".join(c if c.isprintable() else "?" for c in line)
    room = max(width - len(tail), 1)
    if len(plain) > room:
        plain = f"{plain[: room - 1]}…"
    return f"{plain}{tail}"[: max(width, 0)]


def duration(seconds: float) -> str:
    """
    >>> duration(4.2), duration(75), duration(7300)
    ('5 s', '1 min 15 s', '2 h 1 min')
    """
    whole = int(seconds) + 1 if seconds % 1 else int(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
