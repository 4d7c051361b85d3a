"""Tables as the tests write and read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.loaders.table_stream import Broken, Record, opened

LONG = b"en,bn\n" + b"".join(b"%d,text %d\n" % (n, n * n) for n in range(20_000))


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path) -> list[list[str | None]]:
    """The header and the cells of every record, none of which may be broken."""
    with opened(path) as stream:
        found: list[list[str | None]] = [list(stream.names)]
        for entry in stream.entries:
            assert isinstance(entry, Record), entry
            found.append([entry.cells.get(name) for name in stream.names])
    return found


def told(path: Path) -> list[str | tuple[str, str]]:
    """The first cell of every record, or where it stands and what is wrong with it."""
    with opened(path) as stream:
        return [
            (entry.place, entry.reason)
            if isinstance(entry, Broken)
            else entry.cells[stream.names[0]] or ""
            for entry in stream.entries
        ]


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error, opened(path) as stream:
        for _ in stream.entries:
            pass
    (line,) = str(error.value).splitlines()
    assert line.startswith(str(path))
    return line.removeprefix(str(path))


def parquet(path: Path, rows: int = 5000) -> Path:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [f"text {n * n % 7919}" for n in range(rows)]
    table = pa.table({"en": texts, "bn": texts[::-1]})
    pq.write_table(table, path, row_group_size=1000, use_dictionary=False)
    return path
