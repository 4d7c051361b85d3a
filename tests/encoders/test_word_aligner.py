"""Word alignments: hand-made gold for the real encoder, hand-made vectors for the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.encoders.counterpart_network import trained
from evalkit.encoders.word_aligner import align, model, pack, unpack
from evalkit.encoders.word_alignment import Link, WordAlignment, places
from evalkit.encoders.word_features import NAMES, OVERALL, pooled
from lab.unaligned import missing, source_shares, target_shares

Gold = dict[str, tuple[str, ...]]

GOLD: list[tuple[str, str, Gold]] = [
    (
        "Three engineers repaired the bridge before the rain.",
        "বৃষ্টির আগে তিনজন প্রকৌশলী সেতুটি মেরামত করেছেন।",
        {
            "Three": ("তিনজন",), "engineers": ("প্রকৌশলী",), "repaired": ("মেরামত", "করেছেন"),
            "bridge": ("সেতুটি",), "before": ("আগে",), "rain": ("বৃষ্টির",),
        },
    ),
    (
        "The hospital in Dhaka opened 25 new beds on Monday.",
        "সোমবার ঢাকার হাসপাতালটি ২৫টি নতুন শয্যা চালু করেছে।",
        {
            "hospital": ("হাসপাতালটি",), "Dhaka": ("ঢাকার",), "opened": ("চালু", "করেছে"),
            "25": ("২৫টি",), "new": ("নতুন",), "beds": ("শয্যা",), "Monday": ("সোমবার",),
        },
    ),
    (
        "Rahim said that his sister writes books for children.",
        "রহিম বললেন যে তার বোন শিশুদের জন্য বই লেখেন।",
        {
            "Rahim": ("রহিম",), "said": ("বললেন",), "that": ("যে",), "his": ("তার",),
            "sister": ("বোন",), "writes": ("লেখেন",), "books": ("বই",), "for": ("জন্য",),
            "children": ("শিশুদের",),
        },
    ),
    (
        "The farmers sold 40 tonnes of wheat in Amritsar.",
        "ਕਿਸਾਨਾਂ ਨੇ ਅੰਮ੍ਰਿਤਸਰ ਵਿੱਚ 40 ਟਨ ਕਣਕ ਵੇਚੀ।",
        {
            "farmers": ("ਕਿਸਾਨਾਂ",), "sold": ("ਵੇਚੀ",), "40": ("40",), "tonnes": ("ਟਨ",),
            "wheat": ("ਕਣਕ",), "in": ("ਵਿੱਚ",), "Amritsar": ("ਅੰਮ੍ਰਿਤਸਰ",),
        },
    ),
    (
        "My mother drinks tea without sugar every morning.",
        "ਮੇਰੀ ਮਾਂ ਹਰ ਸਵੇਰ ਖੰਡ ਤੋਂ ਬਿਨਾਂ ਚਾਹ ਪੀਂਦੀ ਹੈ।",
        {
            "My": ("ਮੇਰੀ",), "mother": ("ਮਾਂ",), "drinks": ("ਪੀਂਦੀ", "ਹੈ"), "tea": ("ਚਾਹ",),
            "without": ("ਬਿਨਾਂ",), "sugar": ("ਖੰਡ",), "every": ("ਹਰ",), "morning": ("ਸਵੇਰ",),
        },
    ),
]  # fmt: skip
PARAGRAPH = (
    "The hospital in Dhaka opened 25 new beds on Monday.",
    "Three engineers repaired the bridge before the rain.",
    "Rahim said that his sister writes books for children.",
)
BENGALI = tuple(target for _, target, _ in (GOLD[1], GOLD[0], GOLD[2]))


def aligned(encoder: Any, source: str, target: str) -> WordAlignment:
    ours, theirs = encoder.tokens([source, target])
    return align(source, ours, target, theirs, trained(encoder.name))


@pytest.mark.neural
class TestTheBuiltInEncoder:
    def test_links_agree_with_hand_made_alignments(self, encoder: Any) -> None:
        right = found = wanted = 0
        for source, target, gold in GOLD:
            words = aligned(encoder, source, target)
            links = {
                (source[slice(*words.source[k.source])], target[slice(*words.target[k.target])])
                for k in words.links
            }
            links = {link for link in links if link[0] in gold}
            expected = {(word, other) for word, others in gold.items() for other in others}
            right += len(links & expected)
            found, wanted = found + len(links), wanted + len(expected)
        assert right / found > 0.9
        assert right / wanted > 0.7

    def test_figures_and_names_are_linked_across_scripts(self, encoder: Any) -> None:
        source, target, _ = GOLD[1]
        words = aligned(encoder, source, target)
        links = {
            source[slice(*words.source[k.source])]: target[slice(*words.target[k.target])]
            for k in words.links
        }
        assert links["25"] == "২৫টি"
        assert links["Dhaka"] == "ঢাকার"

    def test_every_word_of_a_full_translation_is_supported(self, encoder: Any) -> None:
        words = aligned(encoder, " ".join(PARAGRAPH), " ".join(BENGALI))
        assert min(words.source_support) > 0.5
        assert min(words.target_support) > 0.5
        assert missing(words) == ()

    @pytest.mark.parametrize("lost", [0, 1, 2])
    def test_the_sentence_that_is_missing_is_the_gap(self, encoder: Any, lost: int) -> None:
        source = " ".join(PARAGRAPH)
        kept = " ".join(BENGALI[:lost] + BENGALI[lost + 1 :])
        start, end = missing(aligned(encoder, source, kept))[0].place
        begin = source.index(PARAGRAPH[lost])
        assert abs(start - begin) <= len("The ")
        assert abs(end - (begin + len(PARAGRAPH[lost]) - 1)) <= len(" before")

    def test_an_added_sentence_is_a_gap_of_the_target(self, encoder: Any) -> None:
        words = aligned(encoder, PARAGRAPH[0], " ".join(BENGALI[:2]))
        assert target_shares(words).longest > 0.3
        assert source_shares(words).longest < 0.2

    def test_a_translation_of_something_else_supports_little(self, encoder: Any) -> None:
        for n in range(3):
            words = aligned(encoder, PARAGRAPH[n], BENGALI[n - 1])
            assert source_shares(words).overall > 0.8
            assert not words.links

    def test_odd_texts_are_aligned_without_complaint(self, encoder: Any) -> None:
        for source, target in [
            ("", ""), ("Hello", ""), ("", "নমস্কার"), ("👍", "👍"), ("…", "নমস্কার"),
            ("a", "b"), ("word " * 600, "শব্দ"), ("\u200d", "x"),
        ]:  # fmt: skip
            words = aligned(encoder, source, target)
            assert words.source == places(source)
            assert len(words.source_support) == len(words.source)
            assert len(words.target_support) == len(words.target)


class _Tokens:
    """Tokens as an encoder gives them, with vectors made by hand."""

    def __init__(self, spans: Sequence[tuple[int, int]], vectors: Sequence[Sequence[float]]):
        import numpy as np

        self.places = np.array(spans, np.int64).reshape(-1, 2)
        self.vectors = np.array(vectors, np.float32).reshape(len(spans), 1, -1)


def test_a_word_is_the_mean_of_its_tokens_and_punctuation_is_nobodys() -> None:
    text = "un-done."
    tokens: Any = _Tokens([(0, 2), (2, 7), (7, 8)], [[1, 0], [0, 1], [-1, 0]])
    assert places(text) == ((0, 7),)
    assert pooled(places(text), tokens)[0, 0].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_a_word_without_a_token_is_judged_by_its_neighbours() -> None:
    text = "one two six"
    spans = [(0, 3), (8, 11)]
    vectors = [[1.0, 0.0], [0.0, 1.0]]
    ours: Any = _Tokens(spans, vectors)
    words = align(text, ours, text, ours)
    assert min(words.source_support) > 0.5


def test_the_model_has_a_weight_for_every_feature() -> None:
    assert len(model().word.weights) == len(NAMES)
    assert len(model().unrelated.weights) == len(OVERALL)


@st.composite
def texts_with_tokens(draw: st.DrawFn) -> tuple[str, Any]:
    """A text, and tokens that cover its words with arbitrary unit vectors."""
    import numpy as np

    text = draw(st.text("ab কখ1.,।\n", max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=20)))
    spans = [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]
    seed = draw(st.integers(0, 2**32 - 1))
    vectors = np.random.default_rng(seed).normal(size=(len(spans), 4))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return text, _Tokens(spans, vectors.tolist()) if spans else _Tokens([(0, 0)], [[0.0] * 4])


@settings(max_examples=60, deadline=None)
@given(texts_with_tokens(), texts_with_tokens())
def test_offsets_supports_and_links_hold_for_any_texts(
    ours: tuple[str, Any], theirs: tuple[str, Any]
) -> None:
    words = align(ours[0], ours[1], theirs[0], theirs[1])
    for text, side, support in (
        (ours[0], words.source, words.source_support),
        (theirs[0], words.target, words.target_support),
    ):
        assert len(side) == len(support)
        assert all(0 <= value <= 1 for value in support)
        assert list(side) == sorted(side)
        assert all(0 <= start < end <= len(text) for start, end in side)
    for link in words.links:
        assert link.source < len(words.source)
        assert link.target < len(words.target)
        assert 0 < link.strength <= 1
    assert unpack(pack(words), ours[0], theirs[0]) == words


def test_what_is_packed_is_small() -> None:
    text = " ".join(["word"] * 100)
    words = WordAlignment(
        places(text), places(text), (0.9876,) * 100, (0.5,) * 100,
        tuple(Link(n, n, 0.75) for n in range(100)),
    )  # fmt: skip
    assert unpack(pack(words), text, text) == words
    assert len(pack(words)) < 1000
