"""A function over many items on the workers of a Dask cluster.

What `evalkit.batch.workers.mapped` does with processes of this machine, with
workers that may be anywhere, may come and go, and share no disk with it: an
item goes there, its result comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from evalkit.batch.workers import AHEAD, Failed, attempted
from evalkit.document import InputError
from evalkit.settings import seed, seeded
from evalkit.store.code_hash import code_hash

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")

ANSWERS_WITHIN = 20.0
"""Seconds for the scheduler to answer."""
JOINS_WITHIN = 120.0
"""Seconds for the first worker to join, and for another when all are gone."""
LOOKS = 0.5
"""Seconds between two looks at which workers there are."""

_ONE_AT_A_TIME = threading.Lock()
"""Threads of a worker share what is loaded, and take turns."""


@dataclass(frozen=True, slots=True)
class _There(Generic[T, R]):
    """What a worker does with an item, drawing from the `seed` of who asks.

    `code` is what it must run, or its results are others.
    """

    function: Callable[[T], R]
    code: str
    seed: int | None = field(default_factory=seed)

    def __call__(self, item: T) -> R | Failed:
        if code_hash() != self.code:
            return Failed(
                "a worker has another evalkit than this one",
                "install the same version on every worker",
            )
        with _ONE_AT_A_TIME, seeded(self.seed):
            return attempted(self.function, item)


@dataclass(frozen=True, slots=True)
class In(Generic[T, R]):
    """A function that works with paths as they are seen from a directory, on a worker too."""

    directory: Path
    function: Callable[[T], R]

    def __call__(self, item: T) -> R:
        if not self.directory.is_dir():
            raise InputError(
                "a worker does not see this directory",
                path=str(self.directory),
                remedy="articles want a disk that all workers share; tables do not",
            )
        before = Path.cwd()
        os.chdir(self.directory)
        try:
            return self.function(item)
        finally:
            os.chdir(before)


def mapped_on(
    address: str, function: Callable[[T], R], items: Iterable[T]
) -> Generator[R | Failed, None, None]:
    """`function` of every item on the cluster whose scheduler is at `address`.

    Results come in the items' order, and no more items are taken than keep the
    workers busy. An item whose worker is lost goes to another; one that has
    cost several workers their lives gives a `Failed`. Raises InputError where
    there is no Dask here, no scheduler at the address, or no worker in time.
    """
    client = _connected(address)
    try:
        with _unlogged():
            yield from _through(client, _There(function, code_hash()), items, address)
    finally:
        # What nobody waits for any more is not worth a word.
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "a cluster needs Dask, which is not installed",
            path=f"--scheduler {address}",
            remedy="pip install 'evalkit[dask]'",
        ) from None
    try:
        # Where something else answers, or the address is none, a client would hang when it ends.
        asyncio.run(_reached(address))
        return Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except Exception as error:
        # Whatever came of what is no scheduler: bytes that are none, a service that says nothing.
        raise InputError(
            f"no Dask scheduler answers ({str(error) or type(error).__name__})",
            path=f"--scheduler {address}",
            remedy="start one (dask scheduler) and give its address, as in tcp://10.0.0.5:8786",
        ) from None


async def _reached(address: str) -> None:
    """Connect to a scheduler, and let it go again."""
    from distributed.comm import connect
    from distributed.security import Security

    how = Security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, ANSWERS_WITHIN, **how), 2 * ANSWERS_WITHIN)
    comm.abort()


def _through(
    client: Client, there: _There[T, R], items: Iterable[T], address: str
) -> Generator[R | Failed, None, None]:
    source = iter(items)
    came: dict[int, R | Failed] = {}
    open_: dict[Future, tuple[int, T]] = {}
    done: SimpleQueue[Future] = SimpleQueue()
    given = taken = 0
    more = True
    room = _Room(client, address)

    def submit(number: int, item: T) -> None:
        _demand_scheduler(client, address)
        future = client.submit(there, item, pure=False)
        open_[future] = number, item
        future.add_done_callback(done.put)

    while more or open_ or came:
        at_most = room.now()
        while more and given - taken < at_most:
            try:
                item = next(source)
            except StopIteration:
                more = False
                break
            submit(given, item)
            given += 1
        if taken in came:
            yield came.pop(taken)
            taken += 1
        elif open_:
            with contextlib.suppress(Empty):
                future = done.get(timeout=LOOKS)
                number, item = open_.pop(future)
                try:
                    came[number] = _result(future)
                except (CancelledError, OSError, asyncio.TimeoutError):
                    # It went with its worker, or the scheduler was not to be reached for a while.
                    submit(number, item)


def _result(future: Future) -> Any:
    if future.status == "error":
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            return Failed(
                "several workers died of it, perhaps for want of memory",
                "give workers more memory, or parts fewer lines (--part-size)",
            )
        return Failed(f"{type(error).__name__}: {error}")
    return future.result(JOINS_WITHIN)


def _demand_scheduler(client: Client, address: str) -> None:
    """Refuse to wait for ever: a client that gave up has cancelled all that is open."""
    if client.status not in ("running", "connecting"):
        raise InputError(
            "the scheduler is gone",
            path=f"--scheduler {address}",
            remedy="start it and run the same again: what is written stays done",
        )


@contextlib.contextmanager
def _unlogged() -> Iterator[None]:
    """What the client logs (workers that are lost, a scheduler that is gone) is seen to here."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class _Room:
    """How many items may be on their way: as many as keep the workers there are busy."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._looked = 0.0
        self._threads = 0

    def now(self) -> int:
        if time.monotonic() - self._looked > LOOKS:
            self._threads = self._count()
            self._looked = time.monotonic()
        return AHEAD * self._threads

    def _count(self) -> int:
        until = time.monotonic() + JOINS_WITHIN
        while time.monotonic() < until:
            _demand_scheduler(self._client, self._address)
            with contextlib.suppress(OSError):
                threads = sum(map(int, self._client.nthreads().values()))
                if threads:
                    return threads
            time.sleep(LOOKS)
        raise InputError(
            f"no worker in {JOINS_WITHIN:.0f} seconds",
            path=f"--scheduler {self._address}",
            remedy=f"start some, as in: dask worker {self._address} --nworkers auto --nthreads 1",
        )
