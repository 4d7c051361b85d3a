"""A kept folder: made once by however many processes, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.encoders import folder_cache

pytest.importorskip("filelock")

SLOW_MAKER = """
import sys, time
from pathlib import Path
from evalkit.encoders import folder_cache

home, log = Path(sys.argv[1]), Path(sys.argv[2])

def make(directory):
    (directory / "weights").write_bytes(b"w" * 1000)
    with log.open("a") as stream:
        stream.write("made\\n")
    print("making", flush=True)
    time.sleep(float(sys.argv[3]))
    (directory / "config").write_text("{}")

folder_cache.keep(home, make, what="it", size=1)
assert not folder_cache.damage(home, thorough=True)
"""


def make(directory: Path) -> None:
    (directory / "weights").write_bytes(b"w" * 1000)
    (directory / "config").write_text("{}")


def keep(home: Path) -> None:
    folder_cache.keep(home, make, what="the encoder", size=1000)


def refuse(_directory: Path) -> None:
    pytest.fail("it is made again")


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def process(home: Path, log: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SLOW_MAKER, str(home), str(log), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_it_is_made_once(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    keep(home)
    folder_cache.keep(home, refuse, what="it", size=1)
    assert names(home) == {"weights", "config", "manifest.json"}
    assert names(home.parent) == {"home", ".lock"}


@pytest.mark.parametrize("damaged", ["config", "weights", "manifest.json"])
@pytest.mark.parametrize("how", ["gone", "shorter", "changed"])
def test_a_damaged_folder_is_made_again(tmp_path: Path, damaged: str, how: str) -> None:
    home = tmp_path / "home"
    keep(home)
    path = home / damaged
    before = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(before[: len(before) // 2] if how == "shorter" else b"x" * len(before))
    assert folder_cache.damage(home)
    keep(home)
    assert path.read_bytes() == before
    assert names(tmp_path) == {"home", ".lock"}


def test_large_files_are_read_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_cache, "SMALL", 100)
    keep(tmp_path / "home")
    (tmp_path / "home" / "weights").write_bytes(b"x" * 1000)
    assert folder_cache.damage(tmp_path / "home") == ""
    assert (
        folder_cache.damage(tmp_path / "home", thorough=True) == "weights is not what was written"
    )


def test_two_processes_at_once_make_one(tmp_path: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    both = [process(home, log, 0.5) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert log.read_text() == "made\n"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this platform")
def test_a_killed_process_leaves_nothing_that_counts(tmp_path: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    killed = process(home, log, 600)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "making\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(60)
    assert not home.exists()
    assert any(name.startswith(folder_cache.UNFINISHED) for name in names(tmp_path))
    keep(home)
    assert names(tmp_path) == {"home", ".lock", "log"}


def test_a_maker_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(directory: Path) -> None:
        (directory / "half").write_text("h")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(InputError, match="No space left on device") as refused:
        folder_cache.keep(tmp_path / "home", fail, what="the encoder", size=2_000_000)
    assert names(tmp_path) == {".lock"}
    assert "it takes 2 MB" in str(refused.value)
    assert "EVALKIT_CACHE" in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_a_full_disk_is_known_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 12_000_000))
    with pytest.raises(InputError, match=r"the disk is full \(it takes 488 MB, 12 MB are free\)"):
        folder_cache.keep(tmp_path / "home", refuse, what="it", size=488_000_000)


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be unpacked here"):
        keep(tmp_path / "file" / "home")
