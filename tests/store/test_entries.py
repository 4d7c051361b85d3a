"""The store keeps what it is given, within its limit, and gives nothing else back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.store import NoMemory, key, open_memory
from evalkit.store.entries import Store, store_path

MEGABYTE = 1_000_000


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "store.sqlite"


def values(count: int, size: int = 10, signature: str = "test") -> dict[bytes, bytes]:
    return {key(signature, str(n)): f"{n:0{size}}".encode() for n in range(count)}


def test_what_was_put_is_there_and_nothing_else(path: Path) -> None:
    kept = values(2000)
    store = Store(path)
    store.put(kept)
    assert store.get([*kept, key("test", "never put")]) == kept
    assert store.get([]) == {}


def test_the_next_process_knows_it_too(path: Path) -> None:
    kept = values(3)
    Store(path).put(kept)
    code = (
        "import sys; from pathlib import Path; from evalkit.store import key\n"
        "from evalkit.store.entries import Store\n"
        "print(Store(Path(sys.argv[1])).get([key('test', '2')]).popitem()[1].decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0000000002\n"


def test_a_value_that_is_put_again_is_replaced(path: Path) -> None:
    code = key("test", "one")
    store = Store(path)
    store.put({code: b"first"})
    store.put({code: b"", key("test", "other"): b"x"})
    assert store.get([code]) == {code: b""}


def test_nothing_is_made_before_it_is_asked(path: Path) -> None:
    store = Store(path)
    assert not path.parent.exists()
    assert store.get([key("test", "one")]) == {}
    assert path.exists()


def test_others_cannot_read_it(path: Path) -> None:
    store = Store(path)
    store.put(values(10))
    assert path.parent.stat().st_mode & 0o077 == 0
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name


def test_what_was_not_used_for_longest_goes_first(path: Path) -> None:
    day = 100
    store = Store(path, MEGABYTE, today=lambda: day)
    old, used, new = (values(180, 1000, name) for name in ("old", "used", "new"))
    store.put(old)
    store.put(used)
    day = 101
    assert store.get(used) == used
    day = 102
    store.put(new)
    for n in range(4):
        store.put(values(50, 1000, f"more {n}"))
    assert store.get(new) == new
    assert store.get(used) == used
    assert len(store.get(old)) < len(old)


def test_the_file_stays_within_its_limit(path: Path) -> None:
    store = Store(path, MEGABYTE)
    for n in range(60):
        store.put(values(50, 1000, f"batch {n}"))
    assert len(store.get(values(50, 1000, "batch 59"))) == 50, "the newest are there"
    assert not store.get(values(50, 1000, "batch 0")), "the oldest are not"
    store.close()
    assert path.stat().st_size < MEGABYTE + 100_000


def test_a_lower_limit_shrinks_the_file(path: Path) -> None:
    store = Store(path, 10 * MEGABYTE)
    store.put(values(5000, 1000))
    store.close()
    assert path.stat().st_size > 5 * MEGABYTE
    store = Store(path, MEGABYTE)
    store.put(values(1, signature="one more"))
    store.close()
    assert path.stat().st_size <= MEGABYTE
    assert len(Store(path).get(values(5000, 1000))) > 100


def test_reading_writes_at_most_once_a_day(path: Path) -> None:
    day = 100
    store = Store(path, today=lambda: day)
    kept = values(50)
    store.put(kept)
    watcher = sqlite3.connect(path)

    def changes() -> int:
        found: int = watcher.execute("PRAGMA data_version").fetchone()[0]
        return found

    before = changes()
    store.get(kept)
    assert changes() == before, "written today already"
    day = 101
    store.get(kept)
    noted = changes()
    assert noted != before
    store.get(kept)
    assert changes() == noted
    watcher.close()


def test_no_cache_forgets() -> None:
    memory = open_memory(cached=False)
    assert isinstance(memory, NoMemory)
    memory.put(values(1))
    assert memory.get(values(1)) == {}


def test_the_users_store_is_one_per_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path))
    open_memory().put(values(1))
    assert open_memory() is open_memory()
    assert open_memory().get(values(1)) == values(1)
    assert store_path().is_file()
    assert store_path().parent == tmp_path
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "other"))
    assert open_memory().get(values(1)) == {}


@pytest.mark.parametrize("given", ["much", "-1", "1 GB of it", "1..5MB"])
def test_a_limit_that_is_no_size_is_said(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_CACHE_SIZE", given)
    with pytest.raises(InputError, match=r"EVALKIT_CACHE_SIZE=.* is not a size; write it as 500MB"):
        open_memory()


def test_importing_the_store_does_not_import_sqlite() -> None:
    code = "import sys, evalkit.store; print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# Where it cannot be kept: one line, and the run goes on.


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the superuser's right to write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_store_that_may_only_be_read_is_read(tmp_path: Path, notes: list[str]) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and folder.stat().st_mode & 0o5 != 0o5:
            folder.chmod(0o755)
    shared = tmp_path / "shared" / "store.sqlite"
    kept = values(3)
    store = Store(shared)
    store.put(kept)
    store.close()
    for file in shared.parent.iterdir():
        file.chmod(0o444)
    shared.parent.chmod(0o555)
    with as_nobody():
        store = Store(shared, note=notes.append)
        assert store.get(kept) == kept
        assert notes == []
        store.put(values(1, signature="new"))
        store.put(values(2, signature="new"))
        assert store.get(values(2, signature="new")) == {}
        assert store.get(kept) == kept
        store.close()
    assert notes == [
        f"{shared}: attempt to write a readonly database; the scores of this run are not kept"
    ]
    shared.parent.chmod(0o755)


@pytest.mark.parametrize("below", ["", "deeper/"])
def test_a_home_that_cannot_be_written_is_one_line(
    tmp_path: Path, notes: list[str], below: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / below / "store.sqlite", note=notes.append)
    assert store.get(values(2)) == {}
    store.put(values(2))
    assert store.get(values(2)) == {}
    (line,) = notes
    assert "this run goes on without remembered scores" in line


def test_a_disk_that_fills_is_one_line_and_what_was_kept_stays(
    path: Path, notes: list[str]
) -> None:
    store = Store(path, note=notes.append)
    store.put(values(10))
    connection = store._database._connected()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages + 20}")
    for n in range(20):
        store.put(values(20, 1000, f"batch {n}"))
    assert notes == [f"{path}: database or disk is full; the scores of this run are not kept"]
    assert store.get(values(20, 1000, "batch 0")) == values(20, 1000, "batch 0")
    assert store.get(values(20, 1000, "batch 19")) == {}
    again = Store(path, note=notes.append)
    assert again.get(values(10)) == values(10)
    assert len(notes) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_write_that_fails_below_sqlite_is_one_line(path: Path) -> None:
    code = f"""
import resource, sys
from pathlib import Path
from evalkit.store.entries import Store
from evalkit.store import key
store = Store(Path({str(path)!r}), note=print)
store.put({{key("first"): b"1"}})
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for n in range(100):
    store.put({{key("test", str(n)): bytes(5000)}})
print(store.get([key("first")]).popitem()[1])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    line, kept = done.stdout.splitlines()
    assert line == f"{path}: disk I/O error; the scores of this run are not kept"
    assert kept == "b'1'"
    assert Store(path).get([key("first")]) == {key("first"): b"1"}
