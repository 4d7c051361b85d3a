"""Files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.reports.atomic import write_all

FILES = {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}


def found(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_writes_every_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    paths = write_all(tmp_path / "new" / "place", FILES)
    assert paths == [tmp_path / "new" / "place" / name for name in FILES]
    assert found(tmp_path / "new" / "place") == FILES


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
