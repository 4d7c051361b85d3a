"""What is kept of a part that is done: what it was made for, and its sums for the whole.

It lies beside the results and is written last: where it is and fits, the part
is done; where it is missing, damaged or made for other lines, the part is
judged again.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from evalkit.batch.tables.part_sums import Sums
from evalkit.result.records import COUNTED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

META = "meta"
MARK = hashlib.sha256().digest_size
"""Bytes at the end of the file, which tell whether those before are what was written."""


@dataclass(frozen=True, slots=True)
class VersionCounts:
    """What adds up of a version's rows: `counts` are those of a summary's columns in `ADDED`,
    without those that count findings where nothing was looked for.

    By metric: its `signatures`, how many rows were `scored`, those counted as the
    worst because the version has them not among them (`omitted`), the sum of their
    scores (`values`), and the `reasons` why others were not, with their number.
    """

    ADDED: ClassVar[tuple[str, ...]] = ("paragraphs", "rows", *COUNTED)

    version: str
    language: str
    counts: Mapping[str, int]
    signatures: Mapping[str, str]
    scored: Mapping[str, int]
    values: Mapping[str, float]
    reasons: Mapping[str, Mapping[str, int]]
    omitted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A part that is done. `sizes` are those of its files in bytes, `broken` rows with the place
    and the reason, `judge` what a model server was asked for it, empty where nothing was."""

    made_for: str
    table: str
    first_row: int
    rows: int
    sizes: Mapping[str, int]
    broken: tuple[tuple[int, str, str], ...]
    versions: tuple[VersionCounts, ...]
    sums: tuple[Sums, ...]
    judge: Mapping[str, Any] = field(default_factory=dict)


def place(number: int) -> str:
    """Where it lies below the output directory.

    >>> place(12)
    'parts/00012.npz'
    """
    return f"parts/{number:05}.npz"


def pack(kept: Kept) -> bytes:
    """Its bytes: the same for the same part."""
    import numpy as np

    arrays: dict[str, NDArray[Any]] = {}
    described = []
    for n, sums in enumerate(kept.sums):
        described.append(
            {
                "measure": sums.measure,
                "versions": sums.versions,
                "counted": sums.counted,
                "rows": sums.rows,
                "total": sums.total,
                "signatures": sums.signatures,
            }
        )
        for k, (whole, drawn) in enumerate(zip(sums.totals, sums.drawn, strict=True)):
            arrays[f"{n}-whole-{k}"] = whole
            arrays[f"{n}-drawn-{k}"] = _small(drawn)
        if sums.swapped is not None:
            arrays[f"{n}-swapped"] = _small(sums.swapped)
    meta = {
        "made_for": kept.made_for,
        "table": kept.table,
        "first_row": kept.first_row,
        "rows": kept.rows,
        "sizes": kept.sizes,
        "broken": kept.broken,
        "versions": [asdict(version) for version in kept.versions],
        "sums": described,
        "judge": kept.judge,
    }
    arrays[META] = np.frombuffer(json.dumps(meta, ensure_ascii=True).encode(), dtype=np.uint8)
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    data = stream.getvalue()
    return data + hashlib.sha256(data).digest()


def read_kept(path: Path) -> Kept | None:
    """What `pack` wrote into a file; None where there is none, or it is damaged."""
    import numpy as np

    try:
        with np.load(_undamaged(path), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
            meta = json.loads(arrays[META].tobytes())
            sums = tuple(_sums(n, table, arrays) for n, table in enumerate(meta["sums"]))
        return Kept(
            made_for=meta["made_for"],
            table=meta["table"],
            first_row=meta["first_row"],
            rows=meta["rows"],
            sizes=meta["sizes"],
            broken=tuple((row, where, reason) for row, where, reason in meta["broken"]),
            versions=tuple(VersionCounts(**version) for version in meta["versions"]),
            sums=sums,
            judge=meta.get("judge", {}),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def made_for(path: Path) -> tuple[str, Mapping[str, int]] | None:
    """What a part in a file was made for and its files' sizes, without its sums."""
    import numpy as np

    try:
        with np.load(_undamaged(path), allow_pickle=False) as arrays:
            meta = json.loads(arrays[META].tobytes())
        return meta["made_for"], meta["sizes"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _undamaged(path: Path) -> io.BytesIO:
    """What was packed into a file; ValueError where it is not that any more."""
    content = path.read_bytes()
    data, mark = content[:-MARK], content[-MARK:]
    if hashlib.sha256(data).digest() != mark:
        raise ValueError(f"{path} is damaged")
    return io.BytesIO(data)


def _sums(n: int, table: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Sums:
    import numpy as np

    sides = range(len(table["versions"]))
    swapped = arrays.get(f"{n}-swapped")
    return Sums(
        measure=table["measure"],
        versions=tuple(table["versions"]),
        counted=table["counted"],
        rows=table["rows"],
        total=table["total"],
        signatures=tuple(table["signatures"]),
        totals=tuple(arrays[f"{n}-whole-{k}"] for k in sides),
        drawn=tuple(arrays[f"{n}-drawn-{k}"].astype(np.float64) for k in sides),
        swapped=None if swapped is None else swapped.astype(np.float64),
    )


def _small(matrix: NDArray[np.float64]) -> NDArray[Any]:
    """In as few bytes as the numbers need: most are whole."""
    import numpy as np

    whole = matrix.astype(np.int32) if abs(matrix).max(initial=0) < 2**31 else matrix
    return whole if (whole == matrix).all() else matrix
