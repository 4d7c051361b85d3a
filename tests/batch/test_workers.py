"""A function over many items in several processes: in order, bounded, and none survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children, get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from evalkit.batch.workers import AHEAD, Failed, mapped, stop, undisturbed
from evalkit.document import InputError


def slow_when_even(number: int) -> int:
    time.sleep(0.05 if number % 2 == 0 else 0)
    return number * number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_items_order(jobs: int) -> None:
    assert list(mapped(slow_when_even, range(20), jobs)) == [n * n for n in range(20)]
    assert active_children() == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_of_nothing_comes_nothing(jobs: int) -> None:
    assert list(mapped(slow_when_even, (), jobs)) == []


class Counted:
    """Numbers without end that know how many of them were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[int]:
        while True:
            self.taken += 1
            yield self.taken


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_no_more_is_taken_than_is_worked_on_or_waits(jobs: int) -> None:
    numbers = Counted()
    results = mapped(slow_when_even, numbers, jobs)
    for done in range(1, 12):
        next(results)
        time.sleep(0.02)
        assert numbers.taken <= done + AHEAD * jobs
    results.close()
    assert active_children() == []


def first_is_slow(number: int) -> int:
    time.sleep(1 if number == 0 else 0)
    return number


def test_results_that_wait_for_an_earlier_one_are_few() -> None:
    numbers = Counted()
    source = (number - 1 for number in numbers)
    results = mapped(first_is_slow, source, 2)
    assert next(results) == 0
    assert numbers.taken <= AHEAD * 2 + 1
    results.close()


def breaks(number: int) -> object:
    if number == 1:
        raise ValueError("a\nlong story")
    if number == 2:
        raise InputError("not a number", path="two.txt")
    if number == 3:
        raise FileNotFoundError(2, "No such file or directory", "three.txt")
    return (lambda: None) if number == 4 else number


def test_what_fails_is_told_and_the_others_go_on() -> None:
    zero, one, two, three, four, five = mapped(breaks, range(6), 2)
    assert (zero, five) == (0, 5)
    assert isinstance(one, Failed)
    assert one.reason.startswith("ValueError: a")
    assert "in breaks" in one.trace
    assert isinstance(two, Failed)
    assert two.reason == "two.txt: not a number"
    assert isinstance(three, Failed)
    assert three.reason == "three.txt: No such file or directory"
    assert isinstance(four, Failed)
    assert "no result that can be sent" in four.reason


def dies(number: int) -> int:
    if number in (2, 3):
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 4:
        os._exit(7)
    return number


def test_a_worker_that_is_killed_takes_nothing_with_it_but_its_item() -> None:
    found = list(mapped(dies, range(8), 2))
    assert [f for f in found if not isinstance(f, Failed)] == [0, 1, 5, 6, 7]
    two, three, four = found[2:5]
    assert (
        two
        == three
        == Failed("its worker process was killed, perhaps for want of memory", "use fewer --jobs")
    )
    assert isinstance(four, Failed)
    assert four.reason == "its worker process ended with status 7"
    assert active_children() == []


def items_that_end_badly() -> Iterator[int]:
    yield 1
    raise InputError("cannot be read", path="table.csv")


def test_an_error_of_the_items_ends_the_workers() -> None:
    with pytest.raises(InputError, match=r"table.csv"):
        list(mapped(slow_when_even, items_that_end_badly(), 2))
    assert active_children() == []


def test_who_closes_early_waits_for_no_worker() -> None:
    results = mapped(time.sleep, [0, 600, 600], 2)
    next(results)
    since = time.monotonic()
    results.close()
    assert time.monotonic() - since < 60
    assert active_children() == []


ORPHANED = """
import os, sys, time
from evalkit.batch.workers import mapped

def work(number):
    print(os.getpid(), flush=True)
    # Busy, and not only waiting for more.
    until = time.monotonic() + 120
    while time.monotonic() < until:
        sum(range(1000))

if __name__ == "__main__":
    list(mapped(work, range(9), 3))
"""


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by number")
def test_workers_do_not_survive_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphaned.py"
    script.write_text(ORPHANED)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent:
        workers = [int(parent.stdout.readline()) for _ in range(3)]
        parent.kill()
    until = time.monotonic() + 30
    while time.monotonic() < until and not all(map(gone, workers)):
        time.sleep(0.05)
    assert all(map(gone, workers))


def _heeds(signals: int, ready: Event) -> None:
    """A worker that drops all signals to end but the last of so many."""
    left = [signals]

    def heed(*_: object) -> None:
        left[0] -= 1
        if not left[0]:
            # At once: while Python winds up, the next signal would find no handler any more.
            os._exit(1)

    signal.signal(signal.SIGTERM, heed)
    ready.set()
    while True:
        time.sleep(0.01)


@pytest.mark.parametrize(("signals", "status"), [(1, 1), (2, 1), (100, -signal.SIGKILL)])
def test_a_worker_that_drops_a_signal_is_stopped_all_the_same(signals: int, status: int) -> None:
    processes = get_context("spawn")
    ready = processes.Event()
    worker = processes.Process(target=_heeds, args=(signals, ready), daemon=True)
    worker.start()
    assert ready.wait(60)
    stop([worker], patience=0.5)
    assert worker.exitcode == status


def _writes(file: Path, ready: Event) -> None:
    """A worker that writes in two steps, with a second thread that would take the signal."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    with undisturbed():
        file.write_text("half", encoding="utf-8")
        ready.set()
        time.sleep(1)
        file.write_text("whole", encoding="utf-8")
    time.sleep(60)


def test_what_is_being_written_is_finished_before_a_worker_ends(tmp_path: Path) -> None:
    processes = get_context("spawn")
    ready = processes.Event()
    worker = processes.Process(target=_writes, args=(tmp_path / "file", ready), daemon=True)
    worker.start()
    assert ready.wait(60)
    worker.terminate()
    worker.join(30)
    assert worker.exitcode == -signal.SIGTERM
    assert (tmp_path / "file").read_text(encoding="utf-8") == "whole"
