"""Whatever happens to the file: a right value or none, one line, never a crash."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evalkit.store import key
from evalkit.store.database import LOCK, remove, set_aside
from evalkit.store.entries import Store

KEPT = {key("test", str(n)): f"value {n} ".encode() * 40 for n in range(60)}
LATER = {key("test", "later", str(n)): f"later {n} ".encode() * 40 for n in range(20)}
MAIN, WAL = "store.sqlite", "store.sqlite-wal"


@dataclass(frozen=True)
class Files:
    """A store's files as they lie on the disk while a writer has it open."""

    main: bytes
    wal: bytes


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("files")
    store = Store(folder / MAIN)
    store.put(KEPT)
    store.close()
    store.put(LATER)
    shutil.copytree(folder, folder / "copy")
    store.close()
    return Files((folder / "copy" / MAIN).read_bytes(), (folder / "copy" / WAL).read_bytes())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place") / MAIN


def laid(path: Path, main: bytes, wal: bytes = b"") -> Path:
    for file in path.parent.iterdir():
        file.unlink()
    path.write_bytes(main)
    if wal:
        path.with_name(WAL).write_bytes(wal)
    return path


def usable_after(path: Path) -> tuple[Mapping[bytes, bytes], list[str]]:
    """What a store in that state answers; it must then work, in this run or in the next."""
    notes: list[str] = []
    store = Store(path, note=notes.append)
    found = store.get([*KEPT, *LATER])
    new = {key("new"): b"new"}
    store.put(new)
    assert store.get(new) in (new, {})
    store.close()
    assert len(notes) <= 1, notes
    return found, notes


def right(found: Mapping[bytes, bytes]) -> bool:
    return found.items() <= (KEPT | LATER).items()


def test_sound_files_give_everything(files: Files, place: Path) -> None:
    assert usable_after(laid(place, files.main, files.wal)) == (KEPT | LATER, [])
    assert usable_after(laid(place, files.main)) == (KEPT, [])


@settings(max_examples=60, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_a_flipped_byte_never_gives_a_wrong_value(
    files: Files, place: Path, where: float, mask: int
) -> None:
    damaged = bytearray(files.main)
    damaged[int(where * len(damaged))] ^= mask
    found, _ = usable_after(laid(place, bytes(damaged)))
    assert right(found)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99) | st.integers(3600, 4095), st.integers(1, 255))
@example(3723, 0xFF)
def test_nor_does_one_in_the_header_or_in_the_tables_names(
    files: Files, place: Path, where: int, mask: int
) -> None:
    damaged = bytearray(files.main)
    damaged[where] ^= mask
    found, _ = usable_after(laid(place, bytes(damaged)))
    assert right(found)


@settings(max_examples=30, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_nor_does_one_in_the_write_ahead_log(
    files: Files, place: Path, where: float, mask: int
) -> None:
    damaged = bytearray(files.wal)
    damaged[int(where * len(damaged))] ^= mask
    found, _ = usable_after(laid(place, files.main, bytes(damaged)))
    assert right(found)
    assert found.items() >= KEPT.items()


@settings(max_examples=30, deadline=None)
@given(main=st.floats(0, 1), wal=st.floats(0, 1), places=st.lists(st.floats(0, 0.99), max_size=30))
def test_nor_does_a_file_cut_short_or_full_of_errors(
    files: Files, place: Path, main: float, wal: float, places: list[float]
) -> None:
    damaged = bytearray(files.main[: int(main * len(files.main))])
    for where in places if damaged else []:
        damaged[int(where * len(damaged))] ^= 0xFF
    found, _ = usable_after(laid(place, bytes(damaged), files.wal[: int(wal * len(files.wal))]))
    assert right(found)


def put_a_directory(path: Path) -> None:
    (path / "inside").mkdir(parents=True)


def put_another_programs_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE other (x); PRAGMA user_version=7;")
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(os.urandom(20_000)),
        lambda path: path.write_text("scores\n" * 1000),
        put_a_directory,
        put_another_programs_file,
        os.mkfifo,
    ],
)
def test_what_is_no_store_is_set_aside_with_a_word(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path = tmp_path / MAIN
    damage(path)
    notes: list[str] = []
    store = Store(path, note=notes.append)
    assert store.get(KEPT) == {}
    store.put(KEPT)
    assert store.get(KEPT) == KEPT
    (line,) = notes
    (moved,) = set_aside(path)
    assert line.startswith(f"{path} is damaged (")
    assert line.endswith(f"); set aside as {moved.name}, a new one begins")
    assert usable_after(path) == (KEPT, [])


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    path.write_bytes(b"")
    assert usable_after(path) == ({}, [])
    assert set_aside(path) == []


def test_a_table_that_is_gone_is_damage_too(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    store = Store(path)
    store.put(KEPT)
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE entries")
    connection.close()
    found, notes = usable_after(path)
    assert found == {}
    assert "no such table" in notes[0]


def test_the_store_of_a_newer_evalkit_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    Store(path).put(KEPT)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    found, notes = usable_after(path)
    assert found == {}
    assert "made by a newer evalkit" in notes[0]
    assert set_aside(path) == []


def test_only_the_newest_damaged_store_is_kept(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    for n in range(3):
        path.write_bytes(b"damage" * 1000 + bytes([n]))
        store = Store(path, note=lambda _: None)
        store.get(KEPT)
        store.close()
    (kept,) = set_aside(path)
    assert kept.read_bytes()[-1] == 2


def test_a_damaged_store_that_others_have_open_is_not_pulled_away(tmp_path: Path) -> None:
    path = tmp_path / MAIN
    other = Store(path)
    other.put(KEPT)
    remove(path)
    path.write_bytes(b"damage" * 1000)
    notes: list[str] = []
    assert Store(path, note=notes.append).get(KEPT) == {}
    assert "in use: it cannot be moved" in notes[0]
    assert set_aside(path) == []
    other.close()
    assert Store(path, note=notes.append).get(KEPT) == {}
    assert len(set_aside(path)) == 1
    assert path.with_name(MAIN + LOCK).exists()
