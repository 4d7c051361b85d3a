"""The network of counterparts: the same arithmetic as in training, and what it says of words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evalkit.encoders.builtin import NAME
from evalkit.encoders.counterpart_network import Sides, read, trained, traits
from evalkit.encoders.word_aligner import align
from evalkit.encoders.word_alignment import places

FEATURES, TRAITS = 15, 5
ENGLISH = "The hospital in Dhaka opened 25 new beds on Monday, and nobody had to wait outside."
WHOLE = "সোমবার ঢাকার হাসপাতালটি ২৫টি নতুন শয্যা চালু করেছে, এবং কাউকে বাইরে অপেক্ষা করতে হয়নি।"
SHORT = "সোমবার ঢাকার হাসপাতালটি ২৫টি নতুন শয্যা চালু করেছে।"


def sides(words: int, others: int, seed: int) -> Sides:
    drawn = np.random.default_rng(seed)
    return Sides(
        drawn.uniform(-0.2, 1, (words, others)).astype(np.float32),
        drawn.uniform(0.5, 1, (words, others)).astype(np.float32),
        drawn.uniform(0, 1, (words, TRAITS)).astype(np.float32),
        drawn.uniform(0, 1, (others, TRAITS)).astype(np.float32),
        drawn.uniform(size=(words, others)) > 0.9,
    )


@pytest.mark.neural
@pytest.mark.parametrize(("words", "others"), [(1, 1), (2, 7), (9, 4), (30, 33)])
def test_it_computes_what_was_trained(words: int, others: int) -> None:
    torch = pytest.importorskip("torch")
    from training.losses import Example
    from training.network import Network, batch

    torch.manual_seed(words)
    theirs = Network(24, 3)
    ours = read(_stored(theirs))
    drawn = np.random.default_rng(others)
    left, right = (_unit(drawn.normal(size=(n, 3, 8))) for n in (words, others))
    known = sides(words, others, 1)
    anchors = np.argwhere(known.anchors)
    flat = (left.reshape(words, -1), right.reshape(others, -1))

    def repeated(times: int) -> Example:
        here, there = np.zeros(words * times, np.float32), np.zeros(others * times, np.float32)
        texts = [np.tile(side, (times, 1)) for side in (*flat, known.source, known.target)]
        parts: list[Any] = [*texts, anchors, here, there, here, there]
        return Example(*parts)

    with torch.inference_mode():
        # Beside a longer pair: what fills the batch must not count.
        source, target = theirs(batch([repeated(1), repeated(3)]))
    similar = ours.projected(flat[0]) @ ours.projected(flat[1]).T
    plain = left[:, 1] @ right[:, 1].T
    same = Sides(similar, plain, known.source, known.target, known.anchors)
    assert ours.lost(same) == pytest.approx(source[0, :words].numpy(), abs=5e-3)
    assert ours.lost(same.turned()) == pytest.approx(target[0, :others].numpy(), abs=5e-3)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    made: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return made.astype(np.float32)


def _stored(network: Any) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    np.savez(stream, **network.arrays())
    return stream.getvalue()


def test_what_ships_fits_the_built_in_encoder_and_no_other() -> None:
    network = trained(NAME)
    assert network is not None
    assert network.projection.shape[1] == 3 * 384
    assert network.convolutions[0][0].shape[1] == FEATURES
    assert trained("some/other-encoder") is None


def test_links_are_strong_where_two_words_prefer_each_other() -> None:
    network = trained(NAME)
    assert network is not None
    linked = network.linked(np.array([[0.9, 0.1], [0.1, 0.8]], np.float32))
    assert linked[0, 0] > 0.9
    assert linked[1, 1] > 0.9
    assert linked[0, 1] < 0.1


def test_a_text_without_words_has_no_odds() -> None:
    network = trained(NAME)
    assert network is not None
    assert network.lost(sides(0, 3, 1)).shape == (0,)


def test_traits_of_words() -> None:
    text = "Dhaka, 25 beds."
    assert traits(text, places(text)).round(2).tolist() == [
        [pytest.approx(1.61), 1, 0, 0, 1],
        [pytest.approx(0.69), 0, 1, 0, 0],
        [pytest.approx(1.39), 0, 0, 1, 0],
    ]


@pytest.mark.neural
def test_the_words_of_a_clause_that_is_gone_lose_their_support(encoder: Any) -> None:
    ours, whole, short = encoder.tokens([ENGLISH, WHOLE, SHORT])
    kept = align(ENGLISH, ours, WHOLE, whole, trained(NAME))
    lost = align(ENGLISH, ours, SHORT, short, trained(NAME))
    clause = [n for n, (start, _) in enumerate(kept.source) if start > ENGLISH.index(", and")]
    assert min(kept.source_support) > 0.5
    assert max(lost.source_support[n] for n in clause[1:]) < 0.3
    assert min(lost.source_support[n] for n in range(clause[0])) > 0.5
