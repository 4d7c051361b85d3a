"""Long texts: read and compared in pieces as long as those the network of counterparts knows.

It was trained on sentences and on paragraphs of a few of them. In a text of
several hundred words a word's vector says less of the word and more of the
text, and there are many that might be its counterpart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalkit.encoders.chain import SENTENCE_MARKS
from evalkit.encoders.word_alignment import places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.encoder import Tokens
    from evalkit.encoders.word_alignment import Place

    Ints = NDArray[np.intp]

LONG = 150
"""Two texts of which one has more words are read in pieces; all here was chosen on NTREX's tuning
documents, as paragraphs of eight and twelve sentences in bn and pa."""
PIECE = 50
"""Words of a piece, if its sentences are no longer."""
BLOCK = 80
"""Words on either side of what is compared at a time, if it can be parted."""
CROSSING = 0.1
"""A cut parts at most this share of the words that are each other's nearest."""
UNEVEN = 0.2
"""What it costs a cut to lie elsewhere on one side than on the other, in such shares."""
MIDDLE = 0.25
"""Cuts lie so far from both ends, as a share of the source's words."""

Block = tuple[slice, slice]


def is_long(source: str, target: str) -> bool:
    """Whether two texts that face each other are read in pieces: both, or neither."""
    return max(len(places(source)), len(places(target))) > LONG


def pieces(text: str) -> list[Place]:
    """The places of a text's pieces, side by side.

    >>> pieces("One. Two.")
    [(0, 9)]
    """
    words = places(text)
    ends = sentence_ends(text, words)
    cuts, first = [0], 0
    for end, following in zip(ends, [*ends[1:], len(words)], strict=True):
        if following - first > PIECE and first < end < len(words):
            cuts.append(words[end][0])
            first = end
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def sentence_ends(text: str, words: Sequence[Place]) -> list[int]:
    """How many words there are up to the end of each sentence, by its marks.

    >>> sentence_ends("One two. Three", places("One two. Three"))
    [2, 3]
    """
    starts = [start for start, _ in words[1:]]
    inner = [
        n
        for n, ((_, end), start) in enumerate(zip(words, starts, strict=False), 1)
        if not SENTENCE_MARKS.isdisjoint(text[end:start])
    ]
    return [*inner, len(words)]


def whole(parts: Sequence[Place], tokens: Sequence[Tokens]) -> Tokens:
    """The tokens of a text from those of its pieces."""
    import numpy as np

    from evalkit.encoders.encoder import Tokens

    if len(parts) == 1:
        return tokens[0]
    moved = [t.places + start for t, (start, _) in zip(tokens, parts, strict=True)]
    return Tokens(np.concatenate(moved), np.concatenate([t.vectors for t in tokens]))


def blocks(
    similar: NDArray[np.float32], source_ends: Sequence[int], target_ends: Sequence[int]
) -> list[Block]:
    """Which words are compared with which: all with all, or in long texts part by part.

    `similar` is (words, words). A long text is cut in two at the ends of two
    sentences between which the fewest words face each other across, and the
    halves again; where too many would, it stays whole.
    """
    import numpy as np

    rows, columns = similar.shape
    if max(rows, columns) <= LONG:
        return [(slice(0, rows), slice(0, columns))]
    nearest, back = similar.argmax(axis=1), similar.argmax(axis=0)
    ours = np.flatnonzero(back[nearest] == np.arange(rows))
    mutual = np.stack([ours, nearest[ours]])
    ends = np.array(source_ends), np.array(target_ends)
    return list(_parted(mutual, range(rows), range(columns), *ends))


def _parted(
    mutual: Ints, ours: range, theirs: range, source_ends: Ints, target_ends: Ints
) -> Iterator[Block]:
    """`mutual` is (2, pairs): words of these ranges that are each other's nearest."""
    import numpy as np

    whole_block = slice(ours.start, ours.stop), slice(theirs.start, theirs.stop)
    margin = MIDDLE * len(ours)
    far = (source_ends >= ours.start + margin) & (source_ends <= ours.stop - margin)
    xs = source_ends[far]
    ys = target_ends[(target_ends > theirs.start) & (target_ends < theirs.stop)]
    if max(len(ours), len(theirs)) <= BLOCK or not xs.size or not ys.size:
        yield whole_block
        return
    # How many pairs lie before both places, and how many before one of them alone.
    grid = np.zeros((len(xs) + 1, len(ys) + 1))
    before_x, before_y = xs.searchsorted(mutual[0], "right"), ys.searchsorted(mutual[1], "right")
    np.add.at(grid, (before_x, before_y), 1)
    both = grid.cumsum(0).cumsum(1)
    crossing = (both[:-1, -1:] + both[-1:, :-1] - 2 * both[:-1, :-1]) / max(1, mutual.shape[1])
    shares = (xs - ours.start) / len(ours), (ys - theirs.start) / len(theirs)
    cost = crossing + UNEVEN * np.abs(shares[0][:, None] - shares[1])
    k, n = np.unravel_index(cost.argmin(), cost.shape)
    if crossing[k, n] > CROSSING:
        yield whole_block
        return
    x, y = int(xs[k]), int(ys[n])
    for first, second in (
        (range(ours.start, x), range(theirs.start, y)),
        (range(x, ours.stop), range(y, theirs.stop)),
    ):
        inside = (mutual[0] >= first.start) & (mutual[0] < first.stop)
        inside &= (mutual[1] >= second.start) & (mutual[1] < second.stop)
        yield from _parted(mutual[:, inside], first, second, source_ends, target_ends)
