"""What an encoder knows of texts: from memory, from the store, else from the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.encoders.word_alignment import WordAlignment
from evalkit.store import Memory, key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.counterpart_network import Counterparts
    from evalkit.encoders.encoder import Encoder

PAIRS = 256
"""Pairs aligned at once: what their tokens take in memory, and what a kill loses."""


class CachedEncoder:
    """Sentence vectors and word alignments, each text asked for once however many share it."""

    def __init__(
        self, encoder: Encoder, memory: Memory, network: Counterparts | None = None
    ) -> None:
        """`network` stands in for the one that ships for the encoder."""
        self._encoder, self._memory = encoder, memory
        self._network = network
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The encoder's name, by which its languages and its calibration are known."""
        return self._encoder.name

    @property
    def signature(self) -> str:
        return self._encoder.signature

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector for every text, row i for texts[i]; float32."""
        import numpy as np

        keys = self._recall(texts)
        missing = [text for text in keys if text not in self._known]
        if missing:
            made = self._encoder.sentences(missing)
            halves = made.astype(np.float16)
            self._memory.put({keys[t]: v.tobytes() for t, v in zip(missing, halves, strict=True)})
            # What is remembered is what the next run will see: the same rounding now.
            self._known.update(zip(missing, halves.astype(np.float32), strict=True))
        if not texts:
            return np.zeros((0, 0), np.float32)
        return np.stack([self._known[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, bytes]:
        """Take from the store what it has; the keys of the texts not known before."""
        import numpy as np

        name = f"vector|{self._encoder.signature}"
        keys = {text: key(name, text) for text in dict.fromkeys(texts) if text not in self._known}
        kept = self._memory.get(keys.values())
        for text, code in keys.items():
            if code in kept:
                self._known[text] = np.frombuffer(kept[code], np.float16).astype(np.float32)
        return keys

    def known(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """The vectors of texts if all are known in this run or the store; nothing is loaded."""
        self._recall(texts)
        return self.vectors(texts) if all(text in self._known for text in texts) else None

    def alignments(self, pairs: Sequence[tuple[str, str]]) -> list[WordAlignment]:
        """The word alignment of every (source, target) pair of texts."""
        from evalkit.encoders import counterpart_network, word_aligner

        network = self._network or counterpart_network.trained(self.name)
        by = network.digest if network else "nearness"
        name = f"words|{word_aligner.VERSION}|{by}|{self._encoder.signature}"
        keys = {pair: key(name, *pair) for pair in dict.fromkeys(pairs)}
        kept = self._memory.get(keys.values())
        found = {p: word_aligner.unpack(kept[c], *p) for p, c in keys.items() if c in kept}
        # Pairs with the same source stand together, so that no batch asks for it again.
        missing = sorted(pair for pair in keys if pair not in found)
        for start in range(0, len(missing), PAIRS):
            batch = missing[start : start + PAIRS]
            made = dict(zip(batch, self._aligned(batch, network), strict=True))
            self._memory.put({keys[pair]: word_aligner.pack(words) for pair, words in made.items()})
            found.update(made)
        return [found[pair] for pair in pairs]

    def _aligned(
        self, pairs: Sequence[tuple[str, str]], network: Counterparts | None
    ) -> list[WordAlignment]:
        from evalkit.encoders import long_texts, word_aligner

        # What no network was trained on is read as the encoder reads it.
        apart = {pair: network is not None and long_texts.is_long(*pair) for pair in pairs}
        parts = {
            (text, apart[pair]): long_texts.pieces(text) if apart[pair] else [(0, len(text))]
            for pair in pairs
            for text in pair
        }
        read = [text[start:end] for (text, _), places in parts.items() for start, end in places]
        found = iter(self._encoder.tokens(read))
        tokens = {
            key: long_texts.whole(places, [next(found) for _ in places])
            for key, places in parts.items()
        }
        return [
            word_aligner.align(s, tokens[s, apart[s, t]], t, tokens[t, apart[s, t]], network)
            for s, t in pairs
        ]
