"""A small trained network that says of every word whether the other text has its counterpart.

The words' vectors are projected so that counterparts come to lie near each other
(one matrix for all languages); what the projected and the plain vectors tell of a
word, its spelling and the marks behind it go through three narrow convolutions, so
that a word is read with its neighbours. It was trained on sound translations from
which words, clauses and sentences were taken out, on either side:
`python -m training.counterparts`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from evalkit.encoders.builtin import NAME
from evalkit.encoders.chain import INNER_MARKS, SENTENCE_MARKS
from evalkit.encoders.word_anchors import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.word_alignment import Place

    Floats = NDArray[np.float32]

FILES = {NAME: "counterparts.npz"}
"""Encoders by name, and what was trained on their vectors."""
LAYERS = 4
DIGITS = 16
RIVALS = 3
AROUND = 3
"""Words on either side whose places tell whether a word's own is odd."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two texts as the network reads them.

    `similar` and `plain` are (words, words) cosines, of projected vectors and of
    the encoder's own; `source` and `target` the traits of each side's words
    (`traits`); `anchors` is true where two words face each other by spelling.
    """

    similar: Floats
    plain: Floats
    source: Floats
    target: Floats
    anchors: NDArray[np.bool_]

    def turned(self) -> Sides:
        """The same the other way round."""
        return Sides(self.similar.T, self.plain.T, self.target, self.source, self.anchors.T)

    def part(self, rows: slice, columns: slice) -> Sides:
        """Some neighbouring words of either side."""
        return Sides(
            self.similar[rows, columns],
            self.plain[rows, columns],
            self.source[rows],
            self.target[columns],
            self.anchors[rows, columns],
        )


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The trained numbers: a projection (dims, width), a temperature, four convolutions.

    Each of `convolutions` is (weights, bias): (channels, channels before, words)
    and (channels,). `digest` tells two networks apart.
    """

    projection: Floats
    sharpness: float
    convolutions: tuple[tuple[Floats, Floats], ...]
    digest: str

    def projected(self, vectors: Floats) -> Floats:
        """Unit vectors in which counterparts are near: (words, width) to (words, dims)."""
        import numpy as np

        made = vectors @ self.projection.T
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        unit: Floats = made / np.maximum(lengths, 1e-12)
        return unit

    def lost(self, sides: Sides) -> Floats:
        """The log-odds that each word of the source has no counterpart; both sides have words."""
        import numpy as np

        if sides.similar.shape[0] == 0:
            return np.zeros(0, np.float32)
        hidden = self._features(sides)
        first, second, third, last = self.convolutions
        hidden = np.maximum(0, _convolved(hidden, *first))
        hidden = hidden + np.maximum(0, _convolved(hidden, *second))
        hidden = hidden + np.maximum(0, _convolved(hidden, *third))
        odds: Floats = _convolved(hidden, *last)[0]
        return odds

    def linked(self, similar: Floats) -> Floats:
        """How much words prefer each other to all others, 0 to 1: (words, words)."""
        import numpy as np

        strong: Floats = np.sqrt(
            np.maximum(_softmax(self.sharpness * similar, 1), 1e-12)
            * np.maximum(_softmax(self.sharpness * similar, 0), 1e-12)
        )
        return strong

    def _features(self, sides: Sides) -> Floats:
        """(features, words of the source), in the order that the network was trained on."""
        import numpy as np

        linked = self.linked(sides.similar)
        claim = linked.sum(1)
        sharp = self.sharpness * sides.similar
        highest = sharp.max(1)
        soft = (highest + np.log(np.exp(sharp - highest[:, None]).sum(1))) / self.sharpness
        anchored = sides.anchors.any(1).astype(np.float32)
        several = np.full(len(claim), np.log(sides.similar.shape[1] + 1) / 5)
        rows = [
            sides.similar.max(1),
            _margin(sides.similar),
            claim,
            np.clip(soft, -5, 5),
            sides.plain.max(1),
            _margin(sides.plain),
            _scatter(linked, claim),
            anchored,
            sides.source[:, 2] * (1 - anchored),
            several,
            *sides.source.T,
        ]
        made: Floats = np.stack(rows).astype(np.float32)
        return made


def traits(text: str, words: Sequence[Place]) -> Floats:
    """What a word's spelling tells, (words, 5).

    The logarithm of its characters; whether it begins with a capital, has digits,
    stands before a sentence's end, before another mark.
    """
    import numpy as np

    starts = [start for start, _ in words[1:]] + [len(text)]
    rows = []
    for (start, end), following in zip(words, starts, strict=True):
        word, between = text[start:end], text[end:following]
        rows.append(
            (
                np.log(len(word)),
                word[:1].isupper(),
                bool(figures(word)),
                not SENTENCE_MARKS.isdisjoint(between),
                not INNER_MARKS.isdisjoint(between),
            )
        )
    return np.array(rows, np.float32).reshape(-1, 5)


@cache
def trained(encoder: str) -> Counterparts | None:
    """The network that was trained on an encoder's vectors, if there is one."""
    if encoder not in FILES:
        return None
    return read(files("evalkit.encoders").joinpath(FILES[encoder]).read_bytes())


def read(stored: bytes) -> Counterparts:
    """A network from the bytes of its file (NumPy's .npz)."""
    import numpy as np

    with np.load(BytesIO(stored)) as table:
        arrays = {name: table[name].astype(np.float32) for name in table.files}
    convolutions = tuple((arrays[f"weight{n}"], arrays[f"bias{n}"]) for n in range(LAYERS))
    digest = hashlib.sha256(stored).hexdigest()[:DIGITS]
    return Counterparts(arrays["projection"], float(arrays["sharpness"]), convolutions, digest)


def _convolved(hidden: Floats, weights: Floats, bias: Floats) -> Floats:
    """A convolution over words, zeros beyond the ends."""
    import numpy as np

    wide = weights.shape[2]
    padded = np.pad(hidden, ((0, 0), (wide // 2, wide // 2)))
    around = np.lib.stride_tricks.sliding_window_view(padded, wide, axis=1)
    made: Floats = np.einsum("ock,cnk->on", weights, around, optimize=True) + bias[:, None]
    return made


def _softmax(values: Floats, axis: int) -> Floats:
    import numpy as np

    raised = np.exp(values - values.max(axis, keepdims=True))
    made: Floats = raised / raised.sum(axis, keepdims=True)
    return made


def _margin(similar: Floats) -> Floats:
    """Twice the best cosine, less what its match has to offer those it is nearest to."""
    import numpy as np

    rivals = np.sort(similar, axis=0)[-RIVALS:].mean(axis=0)
    made: Floats = (2 * similar - rivals).max(1)
    return made


def _scatter(linked: Floats, claim: Floats) -> Floats:
    """How far each word's place there lies from the mean of its neighbours' places."""
    import numpy as np

    at = (linked @ np.arange(linked.shape[1])) / np.maximum(claim, 1e-6) / linked.shape[1]
    weight = claim + 1e-3
    kernel = np.ones(2 * AROUND + 1)
    near = np.convolve(weight * at, kernel, "full")[AROUND:-AROUND] - weight * at
    total = np.convolve(weight, kernel, "full")[AROUND:-AROUND] - weight
    made: Floats = np.abs(at - near / np.maximum(total, 1e-3)).astype(np.float32)
    return made
