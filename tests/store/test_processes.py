"""Several processes at once, and killed ones: what was put stays, what is read is right."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest

from evalkit.store import key
from evalkit.store.database import set_aside
from evalkit.store.entries import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else None
ROWS = 20


def batch(writer: int, number: int) -> dict[bytes, bytes]:
    """What a writer puts in one call: some rows of different sizes."""
    name = f"{writer}/{number}/"
    return {
        key("test", name, str(n)): f"{name}{n} ".encode() * (1 + 37 * n % 90) for n in range(ROWS)
    }


def started(work: Callable[..., None], *arguments: object) -> multiprocessing.Process:
    assert FORK is not None
    process = FORK.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process  # type: ignore[return-value]


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def write_and_read(path: Path, writer: int, gate: Connection) -> None:
    """Put batches, and see every one of one's own at once; ends with 1 where that fails."""
    gate.recv()
    notes: list[str] = []
    store = Store(path, note=notes.append)
    for number in range(25):
        store.put(batch(writer, number))
        if store.get(batch(writer, number)) != batch(writer, number):
            os._exit(1)
        others = batch((writer + 1) % 4, number)
        if not store.get(others).items() <= others.items():
            os._exit(2)
    os._exit(3 if notes else 0)


def test_processes_write_and_read_at_once_from_the_files_first_moment(tmp_path: Path) -> None:
    assert FORK is not None
    for attempt in range(3):
        path = tmp_path / str(attempt) / "store.sqlite"
        gates = [FORK.Pipe() for _ in range(4)]
        writers = [started(write_and_read, path, n, gates[n][1]) for n in range(4)]
        for gate, _ in gates:
            gate.send("go")
        for process in writers:
            process.join(60)
        assert [process.exitcode for process in writers] == [0, 0, 0, 0]
        assert sound(path)
        store = Store(path)
        everything = {k: v for w in range(4) for n in range(25) for k, v in batch(w, n).items()}
        assert store.get(everything) == everything
        assert set_aside(path) == []


def write_until_killed(path: Path, writer: int, said: Connection) -> None:
    store = Store(path, 2_000_000)
    number = 0
    while True:
        store.put(batch(writer, number))
        said.send(number)
        number += 1


def test_a_kill_at_any_moment_loses_nothing_that_was_put(tmp_path: Path) -> None:
    assert FORK is not None
    path = tmp_path / "store.sqlite"
    chance = random.Random(3)
    for writer in range(30):
        here, there = FORK.Pipe()
        process = started(write_until_killed, path, writer, there)
        for _ in range(chance.randrange(6)):
            here.recv()
        # Without a pause: the child is in the middle of its next batch, or of making the file.
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)
        there.close()
        last = -1
        try:
            while True:
                last = here.recv()
        except EOFError:
            pass
        store = Store(path)
        for number in range(last + 1):
            assert store.get(batch(writer, number)) == batch(writer, number)
        half = store.get(batch(writer, last + 1))
        assert half in ({}, batch(writer, last + 1)), "all of a put, or nothing"
        store.close()
        assert sound(path)
    assert set_aside(path) == []


def use_inherited(store: Store, path: Path) -> None:
    store.put(batch(1, 0))
    right = store.get([*batch(0, 0), *batch(1, 0)]) == batch(0, 0) | batch(1, 0)
    store.close()
    os._exit(0 if right else 1)


def test_a_fork_does_not_use_its_parents_connection(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = Store(path)
    store.put(batch(0, 0))
    children = [started(use_inherited, store, path) for _ in range(3)]
    store.put(batch(2, 0))
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    store.put(batch(3, 0))
    everything = {k: v for n in range(4) for k, v in batch(n, 0).items()}
    assert store.get(everything) == everything
    store.close()
    assert sound(path)


def test_threads_share_a_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    wrong: list[int] = []

    def work(writer: int) -> None:
        for number in range(10):
            store.put(batch(writer, number))
            if store.get(batch(writer, number)) != batch(writer, number):
                wrong.append(number)

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_two_that_find_the_damage_at_once_set_it_aside_once(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"damage" * 1000)
    assert FORK is not None
    gates = [FORK.Pipe() for _ in range(4)]
    writers = [started(read_and_write, path, n, gates[n][1]) for n in range(4)]
    for gate, _ in gates:
        gate.send("go")
    for process in writers:
        process.join(60)
    assert [process.exitcode for process in writers] == [0, 0, 0, 0]
    assert len(set_aside(path)) == 1
    assert sound(path)


def read_and_write(path: Path, writer: int, gate: Connection) -> None:
    """Whoever cannot have the store goes without it; nobody reads a wrong value."""
    gate.recv()
    store = Store(path, note=lambda _line: None)
    for number in range(5):
        store.put(batch(writer, number))
        if store.get(batch(writer, number)) not in (batch(writer, number), {}):
            os._exit(1)
    os._exit(0)
