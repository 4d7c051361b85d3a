"""A function over many items, in this process or in several, its results in the items' order.

Nothing piles up: items are taken as they are needed, and of the results that came early no more
wait than a few for each process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process, connection, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from evalkit.errors import in_a_line

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Results for each process that may wait for an earlier one."""
PATIENCE = 10.0
"""Seconds for a worker to end by itself."""
ENDED = ()
"""What a worker is sent when there is nothing more to do; an item comes in a tuple of one."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Failed:
    """An item without a result: why, and what to do, in a line; `trace` says where in the code."""

    reason: str
    remedy: str = ""
    trace: str = ""


def mapped(
    function: Callable[[T], R], items: Iterable[T], jobs: int = 1
) -> Generator[R | Failed, None, None]:
    """`function` of every item, `jobs` at once; the results come in the items' order.

    With one job it is called in this process. More are processes of their own:
    `function` and the results must be picklable then, and the items where
    processes do not begin as copies of this one. An item on which the function
    raises an exception, or its process dies, gives a `Failed`, and the others
    go on. No more items are taken than are being worked on or wait, at most
    `AHEAD` for each job. Close the iterator where the rest is not wanted: the
    processes are ended, and so they are where this process is interrupted or
    dies in whatever way.

    >>> list(mapped(abs, [-3, "x", 2]))[::2]
    [3, 2]
    """
    return _in_turn(function, items) if jobs <= 1 else _at_once(function, items, jobs)


def attempted(function: Callable[[T], R], item: T) -> R | Failed:
    """What the function gives, or what it failed by.

    >>> attempted(int, "x").reason
    "ValueError: invalid literal for int() with base 10: 'x'"
    """
    try:
        return function(item)
    except Exception as error:
        told = in_a_line(error)
        return Failed(told.what, told.remedy, traceback.format_exc())


def stop(workers: Collection[BaseProcess], patience: float = 2.0) -> None:
    """End processes, which get `patience` seconds to finish what they write.

    They are told more than once: one that has hardly begun still turns a signal into
    an exception, and an import may drop that. In the end they are killed.
    """
    for tell in (*(BaseProcess.terminate,) * 3, BaseProcess.kill):
        for worker in workers:
            if worker.is_alive():
                tell(worker)
        until = time.monotonic() + patience
        for worker in workers:
            worker.join(max(0.0, until - time.monotonic()))
        if not any(worker.is_alive() for worker in workers):
            return


@contextmanager
def undisturbed() -> Iterator[None]:
    """What ends a process ends it only afterwards: nothing stays half-written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    # Blocking the signal would not do: it would reach the threads of torch, and end all.
    before = signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(signal.SIGTERM)


def _in_turn(function: Callable[[T], R], items: Iterable[T]) -> Generator[R | Failed, None, None]:
    for item in items:
        yield attempted(function, item)


@dataclass(eq=False, slots=True)
class _Worker(Generic[R]):
    """A process and the way to it; `number` is that of the item it works on."""

    process: Process
    connection: Connection
    number: int | None = field(default=None)

    def give(self, number: int, item: object) -> None:
        self.number = number
        # Where it has died, asking for the answer tells so.
        with suppress(OSError):
            self.connection.send((item,))

    def answer(self) -> R | Failed:
        """What it has for its item; that it is dead is an answer too."""
        self.number = None
        try:
            found: R | Failed = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return _died(self.process.exitcode)
        return found


def _at_once(
    function: Callable[[T], R], items: Iterable[T], jobs: int
) -> Generator[R | Failed, None, None]:
    source = enumerate(items)
    workers: list[_Worker[R]] = []
    came: dict[int, R | Failed] = {}
    given = taken = 0
    more = True
    try:
        while True:
            while more and given - taken < AHEAD * jobs:
                workers = [w for w in workers if w.number is not None or w.process.is_alive()]
                free = next((w for w in workers if w.number is None), None)
                if free is None and len(workers) == jobs:
                    break
                item = next(source, None)
                if item is None:
                    more = False
                    break
                if free is None:
                    free = _started(function, jobs)
                    workers.append(free)
                free.give(*item)
                given += 1
            if taken in came:
                yield came.pop(taken)
                taken += 1
            elif taken < given:
                for worker, number in _ready(workers):
                    came[number] = worker.answer()
            else:
                break
        for worker in workers:
            with suppress(OSError):
                worker.connection.send(ENDED)
        for worker in workers:
            worker.process.join(PATIENCE)
    finally:
        # Interrupted, or nobody wants the rest: those that work shall not finish.
        stop([worker.process for worker in workers])


def _ready(workers: Iterable[_Worker[R]]) -> list[tuple[_Worker[R], int]]:
    """The workers that have an answer, with the number of what they worked on; waits for one."""
    busy = {w.connection: (w, w.number) for w in workers if w.number is not None}
    found = connection.wait(list(busy))
    return [(w, n) for w, n in (busy[c] for c in found) if n is not None]  # type: ignore[index]


def _started(function: Callable[[T], R], jobs: int) -> _Worker[R]:
    ours, theirs = Pipe()
    process = Process(target=_serve, args=(theirs, function, jobs), daemon=True)
    with _silenced():
        process.start()
    # Only the worker holds its end now: when it dies, reading ours says so.
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _silenced() -> Iterator[None]:
    """Signals wait, here and in a process that begins: until it is ready it has no answer."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(ours: Connection, function: Callable[[Any], Any], jobs: int) -> None:
    """What a worker does: one item after the other, until there are no more."""
    _prepare(jobs)
    with suppress(EOFError, OSError):  # nobody is there to give more, or to take it
        while (given := ours.recv()) != ENDED:
            result = attempted(function, *given)
            try:
                ours.send(result)
            except OSError:
                raise
            except Exception as error:  # what pickling may raise, too little memory included
                ours.send(Failed(f"no result that can be sent ({error})"))


def _prepare(jobs: int) -> None:
    """An interrupt of the terminal is the parent's to handle; the cores are shared fairly.

    What ends a worker ends it at once: an exception in its place may be lost in an import.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // jobs)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """End this process when its parent is gone, even if that was killed and could not say so.

    At once, for the parent's work is then begun again by somebody else. In processes that began
    as copies the youngest notices it first, and its end tells the next.
    """
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _died(status: int | None) -> Failed:
    if status is not None and status < 0:
        killed = "its worker process was killed, perhaps for want of memory"
        return Failed(killed, "use fewer --jobs")
    return Failed(f"its worker process ended with status {status}", "use fewer --jobs")
