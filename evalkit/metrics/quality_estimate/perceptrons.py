"""The trained numbers: some small perceptrons, each reading a pair's traits, and their mean."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DIGITS = 16
FURTHEST = 6.0
"""Deviations from the middle beyond which a trait tells no more."""


@dataclass(frozen=True, slots=True)
class Perceptrons:
    """`members` of them, trained alike from other beginnings and lying side by side.

    `middle` and `spread` (traits,) put the traits on one scale. `weights[n]` is (members,
    inputs, outputs) of layer n, `biases[n]` (members, outputs); all layers but the last
    are followed by a rectifier. `digest` tells two sets of numbers apart.
    """

    middle: Floats
    spread: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    digest: str = ""

    @property
    def members(self) -> int:
        return len(self.biases[0])

    def each(self, traits: Floats) -> Floats:
        """Every member's raw score: (pairs, traits) to (pairs, members).

        Mean about 0 and deviation below 1 among judged translations, higher is better.
        """
        import numpy as np

        scaled = np.clip((traits - self.middle) / self.spread, -FURTHEST, FURTHEST)
        columns = []
        for member in range(self.members):
            hidden = scaled.astype(np.float32)
            for n, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
                if n:
                    hidden = np.maximum(hidden, 0)
                hidden = hidden @ weight[member] + bias[member]
            columns.append(hidden[:, 0])
        found: Floats = np.stack(columns, axis=1)
        return found

    def raw(self, traits: Floats) -> Floats:
        """The mean of the members: (pairs, traits) to (pairs,)."""
        found: Floats = self.each(traits).mean(1)
        return found


def dump(network: Perceptrons) -> bytes:
    """A network as the bytes of its file (NumPy's .npz): weights in half precision."""
    import numpy as np

    arrays: dict[str, Any] = {"middle": network.middle, "spread": network.spread}
    for n, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weight{n}"], arrays[f"bias{n}"] = weight.astype(np.float16), bias
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def load(stored: bytes) -> Perceptrons:
    """A network from the bytes of its file."""
    import numpy as np

    with np.load(BytesIO(stored)) as table:
        arrays = {name: table[name].astype(np.float32) for name in table.files}
    layers = sum(name.startswith("weight") for name in arrays)
    return Perceptrons(
        arrays["middle"],
        arrays["spread"],
        _all("weight", layers, arrays),
        _all("bias", layers, arrays),
        hashlib.sha256(stored).hexdigest()[:DIGITS],
    )


def _all(name: str, layers: int, arrays: dict[str, Floats]) -> tuple[Floats, ...]:
    found: Sequence[Floats] = [arrays[f"{name}{n}"] for n in range(layers)]
    return tuple(found)
