"""An encoder: texts in, sentence vectors and token vectors out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.encoders import builtin, named_encoder, parallel
from evalkit.encoders.batching import batches
from evalkit.encoders.network import Layers, Network
from evalkit.encoders.resources import Resources

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

SPACES = " ▁Ġ"
"""How tokenizers write the space that a token begins with."""
SURROGATES = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_IN_MEMORY: dict[tuple[str, str, str], Network] = {}
"""What this process has loaded: the articles of a batch share it."""

Progress = Callable[[int, int], None]
"""Told how many distinct texts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: places (code points, end exclusive) and unit vectors.

    `places` is (tokens, 2) integers in reading order, without the space around
    a token; `vectors` is (tokens, layers, width) float32, a unit vector of every
    layer that was asked. Tokens that are nothing but space are left out. One
    character may be several tokens, which then share its place.
    """

    places: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Window:
    """What of a text goes through the network at once: its tokens from `start` on."""

    text: int
    start: int
    ids: Sequence[int]


class Encoder:
    """A sentence encoder, loaded when it is first asked.

    `signature` tells two encoders apart whose vectors may differ; it is known
    without loading anything. InputError where the encoder cannot be had; from
    the first `sentences` or `tokens` where only loading shows it.

    A text longer than the model's window is cut between tokens into windows,
    none of it is left out.
    """

    def __init__(self, resources: Resources) -> None:
        recipe = builtin.recipe if resources.built_in else named_encoder.recipe
        self._recipe = recipe(resources)
        self.name = self._recipe.name
        self.signature = self._recipe.signature
        self._key = (self.signature, resources.encoder, resources.device)

    def sentences(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """A unit vector for every text, in order; (texts, width) float32.

        The vector of a text of several windows is the mean of theirs, weighted
        by their tokens.
        """
        import numpy as np

        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return np.zeros((0, 0), np.float32)
        network = self._loaded()
        import torch

        encoded = [self._encoded(network, text) for text in distinct]
        sums: Any = 0
        weights = np.zeros(len(distinct), np.float32)
        for windows, hidden, mask in _through(network, encoded, None, progress):
            pooled = self._pooled(hidden, mask)
            if not weights.any():
                sums = np.zeros((len(distinct), pooled.shape[1]), np.float32)
            for window, vector in zip(windows, pooled, strict=True):
                weight = max(1, len(window.ids))
                sums[window.text] += weight * vector
                weights[window.text] += weight
        made = torch.from_numpy(sums / weights[:, None])
        with torch.inference_mode():
            if network.finish:
                made = network.finish(made)
            made = torch.nn.functional.normalize(made, dim=-1)
        row = {text: n for n, text in enumerate(distinct)}
        vectors: NDArray[np.float32] = made.numpy()[[row[text] for text in texts]]
        return vectors

    def tokens(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        layers: Layers | None = None,
    ) -> list[Tokens]:
        """The token vectors of every text, in order.

        Those of the middle layers, which align words best, or of `layers`
        (counted from 1, ascending).
        """
        import numpy as np

        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return []
        network = self._loaded()
        import torch

        encoded = [self._encoded(network, text) for text in distinct]
        vectors: list[Any] = [None] * len(distinct)
        head = len(network.frame.head)
        asked = layers or self._recipe.layers
        for windows, hidden, _mask in _through(network, encoded, asked, progress):
            layered = hidden.float().view(*hidden.shape[:2], len(asked), -1)
            unit = torch.nn.functional.normalize(layered, dim=-1).cpu().numpy()
            for row, window in enumerate(windows):
                if vectors[window.text] is None:
                    size = (len(encoded[window.text].ids), *unit.shape[2:])
                    vectors[window.text] = np.zeros(size, np.float32)
                end = window.start + len(window.ids)
                vectors[window.text][window.start : end] = unit[row, head:][: len(window.ids)]
        found = {}
        for text, code, all_vectors in zip(distinct, encoded, vectors, strict=True):
            kept, places = _places(code, text, len(self._recipe.prefix))
            found[text] = Tokens(np.array(places, np.int64).reshape(-1, 2), all_vectors[kept])
        return [found[text] for text in texts]

    def count(self, text: str) -> int:
        """How many tokens a text is for the model, with its prefix and its frame."""
        network = self._loaded()
        frame = network.frame
        return len(self._encoded(network, text).ids) + len(frame.head) + len(frame.tail)

    def _encoded(self, network: Network, text: str) -> Any:
        # Half a surrogate pair is no character; in its place offsets stay right.
        whole = self._recipe.prefix + SURROGATES.sub(REPLACEMENT, text)
        return network.tokenizer.encode(whole, add_special_tokens=False)

    def _pooled(self, hidden: torch.Tensor, mask: torch.Tensor) -> NDArray[np.float32]:
        """(texts, tokens, width) to (texts, width), as the model was trained."""
        hidden = hidden.float()
        if self._recipe.pooling == "cls":
            pooled = hidden[:, 0]
        else:
            weights = mask.to(hidden.device)[..., None].float()
            pooled = (hidden * weights).sum(1) / weights.sum(1)
        made: NDArray[np.float32] = pooled.cpu().numpy()
        return made

    def _loaded(self) -> Network:
        if self._key not in _IN_MEMORY:
            try:
                _IN_MEMORY[self._key] = self._recipe.load()
            except (ImportError, OSError, RuntimeError, MemoryError) as error:
                said = str(error).strip().splitlines() or [type(error).__name__]
                raise InputError(
                    f"the encoder {self.name} does not load ({said[0]})",
                    remedy="evalkit doctor says what is amiss; --encoder none does without",
                ) from error
        return _IN_MEMORY[self._key]


def _through(
    network: Network, encoded: Sequence[Any], layers: Layers | None, progress: Progress | None
) -> Iterator[tuple[list[_Window], torch.Tensor, torch.Tensor]]:
    """Every batch of windows with its hidden states (windows, tokens, width) and its mask."""
    import torch

    frame = network.frame
    around = len(frame.head) + len(frame.tail)
    windows = [w for n, code in enumerate(encoded) for w in _windows(n, code.ids, frame.room)]
    open_windows = [0] * len(encoded)
    for window in windows:
        open_windows[window.text] += 1

    def run(some: list[_Window]) -> tuple[list[_Window], torch.Tensor, torch.Tensor]:
        longest = len(some[0].ids) + around
        ids = torch.full((len(some), longest), frame.pad)
        mask = torch.zeros((len(some), longest), dtype=torch.bool)
        for row, window in enumerate(some):
            framed = (*frame.head, *window.ids, *frame.tail)
            ids[row, : len(framed)] = torch.tensor(framed)
            mask[row, : len(framed)] = True
        with torch.inference_mode():
            return some, network.run(ids, mask, layers), mask

    lengths = [len(window.ids) + around for window in windows]
    together = [[windows[n] for n in batch] for batch in batches(lengths, network.budget)]
    done = 0
    for some, hidden, mask in parallel.through(run, together, network.streams):
        with torch.inference_mode():
            yield some, hidden, mask
        for window in some:
            open_windows[window.text] -= 1
            done += not open_windows[window.text]
        if progress:
            progress(done, len(encoded))


def _windows(text: int, ids: Sequence[int], room: int) -> Iterator[_Window]:
    """A text's windows, side by side; one without tokens where the text has none."""
    for start in range(0, max(1, len(ids)), room):
        yield _Window(text, start, ids[start : start + room])


def _places(encoding: Any, text: str, prefix: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Which tokens stand for something in the text, and where."""
    kept: list[int] = []
    places: list[tuple[int, int]] = []
    covered = 0
    # Each reading of these makes the whole list anew.
    tokens, offsets = encoding.tokens, [*encoding.offsets, (prefix + len(text),) * 2]
    for n, (start, end) in enumerate(offsets[:-1]):
        first, last = max(0, start - prefix), min(len(text), end - prefix)
        if first < last:
            # é is one token and has the place of its e; ´ is a space and an accent, and the
            # space is left out. So what lies between two tokens belongs to the one before it,
            # or else to the one behind it; white space at the ends of a place to none.
            first, last = min(first, covered), max(last, offsets[n + 1][0] - prefix)
        while first < last and text[first].isspace():
            first += 1
        while first < last and text[last - 1].isspace():
            last -= 1
        # A text may itself be written with the marks that tokenizers have for a space.
        if first < last and (tokens[n].strip(SPACES) or set(SPACES) & set(text[first:last])):
            kept.append(n)
            places.append((first, last))
            covered = max(covered, last)
    return kept, places
