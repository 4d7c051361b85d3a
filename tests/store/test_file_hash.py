"""A large file is read once, and again as soon as it may have changed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.store import NoMemory
from evalkit.store.entries import Store
from evalkit.store.file_hash import PIECE, file_hash
from tests.remembering import Remembering

OLD = time.time() - 3600


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"weights" * PIECE)
    return path


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on: what was written just now is long settled."""
    now = time.time
    monkeypatch.setattr("evalkit.store.file_hash.time.time", lambda: now() + 3600)


def test_it_is_the_sha256_of_the_content(checkpoint: Path) -> None:
    expected = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert file_hash(checkpoint, NoMemory()) == expected
    assert file_hash(str(checkpoint), Remembering()) == expected


@pytest.mark.usefixtures("later")
def test_it_is_computed_once(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Store(tmp_path / "cache" / "store.sqlite")
    first = file_hash(checkpoint, memory)
    monkeypatch.setattr("evalkit.store.file_hash._content", lambda _path: "read again")
    assert file_hash(checkpoint, memory) == first
    monkeypatch.chdir(checkpoint.parent)
    assert file_hash(checkpoint.name, memory) == first


@pytest.mark.usefixtures("later")
def test_another_content_has_another_hash_even_with_the_same_size_and_time(
    checkpoint: Path,
) -> None:
    memory = Remembering()
    first = file_hash(checkpoint, memory)
    times = checkpoint.stat()
    checkpoint.write_bytes(b"WEIGHTS" * PIECE)
    os.utime(checkpoint, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert file_hash(checkpoint, memory) == hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert file_hash(checkpoint, memory) != first


def test_a_file_just_changed_is_not_remembered(checkpoint: Path) -> None:
    memory = Remembering()
    file_hash(checkpoint, memory)
    assert memory.kept == {}
    os.utime(checkpoint, (OLD, OLD))
    file_hash(checkpoint, memory)
    assert memory.kept == {}, "an old date may have been put on it just now"


@pytest.mark.usefixtures("later")
def test_a_file_that_changes_while_it_is_read_is_not_remembered(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def content(path: Path) -> str:
        path.write_bytes(b"more")
        return "the hash of something between"

    monkeypatch.setattr("evalkit.store.file_hash._content", content)
    memory = Remembering()
    file_hash(checkpoint, memory)
    assert memory.kept == {}


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.ckpt: cannot be read \(No such file"):
        file_hash(tmp_path / "gone.ckpt", NoMemory())
    with pytest.raises(InputError, match="Is a directory"):
        file_hash(tmp_path, NoMemory())
