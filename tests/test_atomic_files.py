"""Files appear whole or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalkit.atomic_files import clear_leftovers, write_all
from evalkit.document import InputError

FILES = {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}


def found(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_writes_every_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    paths = write_all(tmp_path / "new" / "place", FILES)
    assert paths == [tmp_path / "new" / "place" / name for name in FILES]
    assert found(tmp_path / "new" / "place") == FILES


def test_a_name_may_lead_into_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = {"task.yaml": b"1", "skills/writing/qna.yaml": b"2"}
    assert write_all(tmp_path, nested) == [tmp_path / name for name in nested]
    assert (tmp_path / "skills" / "writing" / "qna.yaml").read_bytes() == b"2"

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_all(tmp_path, {"other/deep/a": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["skills", "task.yaml"]


def test_replaces_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "other.txt").write_bytes(b"kept")
    write_all(tmp_path, FILES)
    assert found(tmp_path) == {**FILES, "other.txt": b"kept"}


def test_a_full_disk_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    synced = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_all(tmp_path, FILES)
    assert found(tmp_path) == {"a.csv": b"old"}


def test_a_move_that_fails_is_taken_back(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old a")
    (tmp_path / "c.csv").mkdir()  # a directory cannot be replaced by a file
    with pytest.raises(InputError):
        write_all(tmp_path, FILES)
    assert (tmp_path / "a.csv").read_bytes() == b"old a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "c.csv"]


def test_a_late_failure_restores_old_files_and_removes_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"old a")
    move = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "c.csv":
            raise OSError(5, "Input/output error")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(InputError, match="Input/output error"):
        write_all(tmp_path, FILES)
    assert found(tmp_path) == {"a.csv": b"old a"}


def test_a_file_in_the_directorys_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(InputError, match=r"taken.*choose a directory"):
        write_all(tmp_path / "taken", FILES)


def test_files_get_the_usual_permissions(tmp_path: Path) -> None:
    (path,) = write_all(tmp_path, {"a.csv": b""})
    (tmp_path / "usual").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


OLD = {"a.csv": b"old a", "b.csv": b"old b", "c.csv": b"old c", "gone.csv": b"old"}
SEAL = "c.csv"


def killed_at(step: int, directory: Path) -> bool:
    """Write in a process that dies at some step on the way; whether it came so far."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    left = [step]

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **more: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return work(*given, **more)

        return done

    try:
        for name in ("open", "replace", "unlink"):
            setattr(Path, name, counted(getattr(Path, name)))
        os.link = counted(os.link)
        write_all(directory, FILES, seal=SEAL, without=["gone.csv"])
    finally:
        os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a copy of the process")
def test_killed_anywhere_while_the_seal_is_there_the_files_are_of_one_piece(
    tmp_path: Path,
) -> None:
    sealed = set()
    for step in range(1, 100):
        directory = tmp_path / str(step)
        write_all(directory, OLD)
        died = killed_at(step, directory)
        clear_leftovers(directory)
        left = found(directory)
        assert set(left) <= {*FILES, "gone.csv"}
        if SEAL in left:
            assert left in (OLD, FILES), step
            sealed.add(left[SEAL])
        if not died:
            break
    assert step > len(FILES) * 3
    assert sealed == {OLD[SEAL], FILES[SEAL]}


def test_a_failure_brings_back_the_seal_and_what_was_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path, OLD)
    move = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".new" and target.name == "b.csv":
            raise OSError(5, "Input/output error")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(InputError, match="Input/output error"):
        write_all(tmp_path, FILES, seal=SEAL, without=["gone.csv", "never.csv"])
    assert found(tmp_path) == OLD


def test_what_another_process_writes_now_is_no_leftover(tmp_path: Path) -> None:
    for name in (".a.csv.4711.new", ".a.csv.4711.old", ".gitkeep", "a.4711.new", ".b.csv.new"):
        (tmp_path / name).write_bytes(b"")
    clear_leftovers(tmp_path, since=time.time() - 3600)
    assert len(found(tmp_path)) == 5
    clear_leftovers(tmp_path)
    assert set(found(tmp_path)) == {".gitkeep", "a.4711.new", ".b.csv.new"}
    clear_leftovers(tmp_path / "nowhere")
