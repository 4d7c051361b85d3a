"""Batches that go through a network side by side, each on its share of the processor.

Two cores that work on one batch wait for each other at every matrix, and while
Python gets the next one ready; with a batch each they do not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")

MOST = 4
"""From twice so many threads on, a batch has several: more batches would fill the caches."""


def split(threads: int) -> tuple[int, int]:
    """How many streams for so many threads, and the threads of each.

    >>> [split(threads) for threads in (1, 2, 3, 4, 8, 64)]
    [(1, 1), (2, 1), (3, 1), (4, 1), (4, 2), (4, 16)]
    """
    own = max(1, threads // MOST)
    return threads // own, own


def through(
    work: Callable[[Batch], Result], batches: Iterable[Batch], streams: int
) -> Iterator[Result]:
    """The result of every batch, in order; `streams` of them are worked on at a time.

    `batches` are taken as they are needed, by the caller's own thread: what
    must not run twice at once belongs there. `work` runs in others. What it
    raises is raised here, and then no further batch is begun.
    """
    if streams < 2:
        yield from map(work, batches)
        return
    import torch

    before = torch.get_num_threads()
    _, own = split(before)
    pool = ThreadPoolExecutor(streams, initializer=torch.set_num_threads, initargs=(own,))
    pending: deque[Future[Result]] = deque()
    try:
        for batch in batches:
            pending.append(pool.submit(work, batch))
            if len(pending) > streams:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        # The number holds for the process: MKL knows only one.
        torch.set_num_threads(before)
