"""Tests that measure time have the machine to themselves."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.timing import turn

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no flock here")
SOON = 0.05


class Running(Thread):
    """A test that runs until it is told to end."""

    def __init__(self, place: Path, *, quiet: bool) -> None:
        super().__init__(daemon=True)
        self.begun, self.told = Event(), Event()
        self._place, self._quiet = place, quiet
        self.start()

    def run(self) -> None:
        with turn(self._place, quiet=self._quiet):
            self.begun.set()
            self.told.wait(60)

    def end(self) -> None:
        self.told.set()
        self.join(60)


def stands_in_the_turnstile(place: Path) -> bool:
    import fcntl

    with (place / "turnstile").open("w") as turnstile:
        try:
            fcntl.flock(turnstile, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_others_run_side_by_side(tmp_path: Path) -> None:
    one, other = Running(tmp_path, quiet=False), Running(tmp_path, quiet=False)
    assert one.begun.wait(60)
    assert other.begun.wait(60)
    one.end()
    other.end()


def test_a_quiet_one_waits_for_those_before_it_and_those_behind_wait_for_it(
    tmp_path: Path,
) -> None:
    before = Running(tmp_path, quiet=False)
    assert before.begun.wait(60)
    quiet = Running(tmp_path, quiet=True)
    while not stands_in_the_turnstile(tmp_path):
        time.sleep(SOON)
    assert not quiet.begun.is_set()
    behind = Running(tmp_path, quiet=False)
    assert not behind.begun.wait(SOON)
    before.end()
    assert quiet.begun.wait(60)
    assert not behind.begun.wait(SOON)
    quiet.end()
    assert behind.begun.wait(60)
    behind.end()
