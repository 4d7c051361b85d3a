"""Word alignment across scripts, from the token vectors of an encoder's middle layer.

Two words are the likelier each other's counterparts the nearer their vectors
are (Jalili Sabet et al. 2020, SimAlign; Dou and Neubig 2021, awesome-align).
Whether a word has a counterpart at all is a matter of probability. For the built-in
encoder a small network was trained to say so (`counterparts`). For any other, either
the texts have nothing to do with each other, which a logistic model says of both as a
whole, or another says it of the word's evidence (`features`), read with its
neighbours' (`chain`).
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from evalkit.encoders.chain import Chain
from evalkit.encoders.counterpart_network import Counterparts, Sides, traits
from evalkit.encoders.long_texts import blocks, sentence_ends
from evalkit.encoders.word_alignment import Link, Place, WordAlignment, places
from evalkit.encoders.word_anchors import anchored
from evalkit.encoders.word_features import NAMES, OVERALL, features, overall, pooled, strengths
from evalkit.package_data import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.encoder import Tokens

VERSION = 6
"""Part of the store's key: raised whenever the same vectors give another alignment."""
WEAKEST_LINK = 0.3
DIGITS = 4
LARGE = 500.0
"""Log-odds beyond which a probability is 1."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """Log-odds from features: `weights` beside their names, `bias` with the prior in it."""

    bias: float
    weights: tuple[float, ...]

    def odds(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of every row of (rows, features)."""
        found: NDArray[np.float64] = self.bias + table @ self.weights
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted numbers.

    `word` gives the log-odds that a word of related texts is kept (even prior),
    `unrelated` those that two texts have nothing to do with each other.
    """

    word: Logistic
    unrelated: Logistic
    chain: Chain

    def support(
        self, text: str, words: Sequence[Place], table: NDArray[np.float64], related: float
    ) -> tuple[float, ...]:
        """How surely each word of a text has a counterpart; `table` is their evidence.

        `related` is the probability that the texts have to do with each other.
        A word without evidence proves nothing and is judged by its neighbours.
        """
        odds = self.word.odds(table) * table.any(axis=1)
        kept = self.chain.kept(odds.tolist(), self.chain.borders(text, words))
        return tuple(round(related * probability, DIGITS) for probability in kept)

    def related(self, ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
        """The probability that two texts say something in common."""
        odds = float(self.unrelated.odds(overall(ours, theirs)[None])[0])
        return 1 / (1 + math.exp(odds)) if odds < LARGE else 0.0


@cache
def model() -> Model:
    """The model shipped as data; `python -m benchmarks.words --fit` made it."""
    data = table("evalkit.encoders", "word_aligner.toml")
    word, unrelated = data["word"], data["unrelated"]
    return Model(
        Logistic(word["bias"], tuple(word[name] for name in NAMES)),
        Logistic(unrelated["bias"], tuple(unrelated[name] for name in OVERALL)),
        Chain(**data["chain"]),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts and how near each word of one is to each of the other.

    `similar` holds cosines of the middle layer's vectors, `linked` the strengths of
    links, `anchors` pairs of words that face each other by their spelling alone.
    """

    source: str
    target: str
    source_words: tuple[Place, ...]
    target_words: tuple[Place, ...]
    similar: NDArray[np.float32]
    linked: NDArray[np.float32]
    anchors: tuple[tuple[int, int], ...]


def compare(source: str, ours: Tokens, target: str, theirs: Tokens) -> Compared:
    """The words of both texts, and what the vectors and the spelling say of them."""
    left, right = places(source), places(target)
    similar = _middle(pooled(left, ours)) @ _middle(pooled(right, theirs)).T
    linked = strengths(similar) if left and right else similar
    return Compared(source, target, left, right, similar, linked, _anchors(source, target))


def _middle(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the layers' vectors, (words, layers, width), those of the one in the middle."""
    return vectors[:, vectors.shape[1] // 2]


def _anchors(source: str, target: str) -> tuple[tuple[int, int], ...]:
    ours, theirs = ([text[a:b] for a, b in places(text)] for text in (source, target))
    return tuple(anchored(ours, theirs))


def align(
    source: str,
    ours: Tokens,
    target: str,
    theirs: Tokens,
    network: Counterparts | None = None,
) -> WordAlignment:
    """The word alignment of two texts, given the tokens of both.

    `network` is what was trained on the encoder's vectors, if anything was; any
    other encoder's are judged by how near they lie. Where one of the texts has no
    words, nothing supports the other's.
    """
    left, right = places(source), places(target)
    if not left or not right:
        return WordAlignment(left, right, (0.0,) * len(left), (0.0,) * len(right), ())
    if network is None:
        return _by_nearness(compare(source, ours, target, theirs))
    return _by_network(source, ours, target, theirs, network)


def _by_nearness(compared: Compared) -> WordAlignment:
    left, right = compared.source_words, compared.target_words
    known = model()
    ours_table, theirs_table = evidence(compared), evidence(turned(compared))
    related = known.related(ours_table, theirs_table)
    source_support = known.support(compared.source, left, ours_table, related)
    target_support = known.support(compared.target, right, theirs_table, related)
    links = _links(compared.linked.copy(), compared.anchors, source_support, target_support)
    return WordAlignment(left, right, source_support, target_support, links)


def _by_network(
    source: str, ours: Tokens, target: str, theirs: Tokens, network: Counterparts
) -> WordAlignment:
    import numpy as np

    left, right = places(source), places(target)
    mine, its = pooled(left, ours), pooled(right, theirs)
    similar = network.projected(mine.reshape(len(left), -1)) @ (
        network.projected(its.reshape(len(right), -1)).T
    )
    anchors = _anchors(source, target)
    faced = np.zeros(similar.shape, np.bool_)
    if anchors:
        faced[tuple(map(list, zip(*anchors, strict=True)))] = True
    sides = Sides(
        similar, _middle(mine) @ _middle(its).T, traits(source, left), traits(target, right), faced
    )
    ours_lost, theirs_lost = np.zeros(len(left)), np.zeros(len(right))
    linked = np.zeros_like(similar)
    for rows, columns in blocks(similar, sentence_ends(source, left), sentence_ends(target, right)):
        block = sides.part(rows, columns)
        ours_lost[rows] = network.lost(block)
        theirs_lost[columns] = network.lost(block.turned())
        linked[rows, columns] = network.linked(block.similar)
    source_support, target_support = _kept(ours_lost), _kept(theirs_lost)
    links = _links(linked, anchors, source_support, target_support)
    return WordAlignment(left, right, source_support, target_support, links)


def _kept(lost: NDArray[np.float64]) -> tuple[float, ...]:
    import numpy as np

    return tuple(np.round(1 / (1 + np.exp(lost)), DIGITS).tolist())


def turned(compared: Compared) -> Compared:
    """The same the other way round."""
    return Compared(
        compared.target,
        compared.source,
        compared.target_words,
        compared.source_words,
        compared.similar.T,
        compared.linked.T,
        tuple((j, i) for i, j in compared.anchors),
    )


def evidence(compared: Compared) -> NDArray[np.float64]:
    """The features of the source's words; zeros where the encoder has no token for one."""
    words = [compared.source[a:b] for a, b in compared.source_words]
    anchors = [i for i, _ in compared.anchors]
    table = features(words, compared.similar, compared.linked, anchors)
    table[~compared.similar.any(axis=1)] = 0.0
    return table


def _links(
    strength: NDArray[np.float32],
    anchors: Sequence[tuple[int, int]],
    source_support: Sequence[float],
    target_support: Sequence[float],
) -> tuple[Link, ...]:
    """Pairs of words that prefer each other to all others, or are anchored.

    The strength is the geometric mean of both softmaxes, less where one of the
    words is likely to have no counterpart.
    """
    import numpy as np

    if anchors:
        rows, columns = map(list, zip(*anchors, strict=True))
        # Of several equal words the nearest is meant.
        strength[rows, columns] = np.sqrt(strength[rows, columns])
    strength *= np.sqrt(np.outer(source_support, target_support))
    return tuple(
        Link(int(i), int(j), round(float(strength[i, j]), DIGITS))
        for i, j in zip(*np.nonzero(strength >= WEAKEST_LINK), strict=True)
    )


def pack(alignment: WordAlignment) -> bytes:
    """What the texts themselves do not tell of an alignment, small."""
    unit = 10**DIGITS
    return zlib.compress(
        json.dumps(
            [
                [round(p * unit) for p in alignment.source_support],
                [round(p * unit) for p in alignment.target_support],
                [
                    number
                    for link in alignment.links
                    for number in (link.source, link.target, round(link.strength * unit))
                ],
            ],
            separators=(",", ":"),
        ).encode()
    )


def unpack(packed: bytes, source: str, target: str) -> WordAlignment:
    """The alignment of these texts from what `pack` made of it."""
    unit = 10**DIGITS
    ours, theirs, links = json.loads(zlib.decompress(packed))
    return WordAlignment(
        places(source),
        places(target),
        tuple(n / unit for n in ours),
        tuple(n / unit for n in theirs),
        tuple(
            Link(i, j, n / unit)
            for i, j, n in zip(links[::3], links[1::3], links[2::3], strict=True)
        ),
    )
