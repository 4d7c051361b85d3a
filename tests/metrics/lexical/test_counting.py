"""What the compiled module counts, held against sacrebleu: equal, or wrong."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.lib_ter import translation_edit_rate
from sacrebleu.metrics.ter import TER
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

from benchmarks import kernels
from evalkit.metrics.lexical import counting
from tests.builders import SHARED, needs_shared_data

TEXTS = st.text("aAbক া।.,-–1২9 &;<>\n\t\"'()[]{}/\u00a0\u2003\x1c\U0001f600\ud800", max_size=40)
THIRTEEN_A: Any = Tokenizer13a()  # type: ignore[no-untyped-call]
ANY_TEXT = st.text(max_size=60)
PIECES = st.lists(
    st.sampled_from(["<skipped>", "&amp;", "&quot;", "-\n", "3.5", ".", ",", "-", "9-", "x", " "]),
    max_size=12,
).map("".join)


@pytest.fixture(scope="module")
def native() -> Any:
    found = counting.compiled()
    if found is None:
        pytest.skip("the compiled module is not installed: there is no C compiler")
    return found


def test_it_is_there_where_it_can_be_built() -> None:
    if not any(map(shutil.which, ("cc", "gcc", "clang"))):
        pytest.skip("there is no C compiler")
    assert counting.compiled() is not None


def test_white_space_is_what_python_splits_at(native: Any) -> None:
    spaces = {chr(c) for c in range(sys.maxunicode + 1) if chr(c).isspace()}
    found = {chr(c) for c in range(sys.maxunicode + 1) if native.ter("", f"a{chr(c)}b")[1] == 2}
    assert found == spaces


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, PIECES, ANY_TEXT))
@example("a..b,,1")
@example("1-2--3.4.")
def test_tokens_are_those_of_13a(text: str) -> None:
    native = counting.compiled()
    if native is None:
        pytest.skip("the compiled module is not installed")
    assert counting._tokens_13a(native)(text) == THIRTEEN_A(text.rstrip())


@pytest.mark.parametrize("name", kernels.KERNELS)
def test_short_texts_count_as_in_sacrebleu(native: Any, name: str) -> None:
    short = kernels.every(kernels.ALPHABET, 2)
    others = islice(kernels.at_random(random.Random(name)), 200)
    assert kernels.KERNELS[name].differing([*short, *others]) == []


@pytest.mark.parametrize("text", ["..1", ".,1", ",.1", ",,1"])
def test_ter_cuts_a_reference_twice_as_sacrebleu_does(text: str) -> None:
    engine = TER(normalized=True, asian_support=True)
    assert counting.ter(engine, [text], [(text,)]) == [(2, 3.0)]
    assert engine.sentence_score(text, [text]).score == pytest.approx(200 / 3)


@settings(max_examples=200, deadline=None)
@example([("..1", (".,1", ",.1", ",,1"))], 3)
@given(
    st.lists(st.tuples(TEXTS, st.tuples(TEXTS, TEXTS, TEXTS)), min_size=1, max_size=3),
    st.sampled_from([1, 2, 3]),
)
@pytest.mark.parametrize(
    ("count", "engine"),
    [
        (counting.bleu, lambda: BLEU(force=True)),
        (counting.bleu, lambda: BLEU(force=True, tokenize="char")),
        (counting.bleu, lambda: BLEU(force=True, lowercase=True, tokenize="none")),
        (counting.chrf, CHRF),
        (counting.chrf, lambda: CHRF(word_order=2)),
        (counting.chrf, lambda: CHRF(char_order=3, word_order=1)),
        (counting.ter, TER),
        (counting.ter, lambda: TER(normalized=True, asian_support=True)),
    ],
    ids=["bleu", "bleu-char", "bleu-none", "chrf", "chrf++", "chrf-3-1", "ter", "ter-asian"],
)
def test_counts_are_sacrebleus(
    count: Any, engine: Any, texts: list[tuple[str, tuple[str, str, str]]], many: int
) -> None:
    ours, theirs = engine(), engine()
    hypotheses = [text for text, _ in texts]
    references = [others[:many] for _, others in texts]
    found = count(ours, hypotheses, references)
    assert found == counting.by_sacrebleu(theirs, hypotheses, references)
    assert ours.get_signature().format() == theirs.get_signature().format()


def shuffled(words: list[str], by: random.Random) -> list[str]:
    """The words after a few phrases were moved and a few words changed."""
    made = list(words)
    for _ in range(by.randint(0, 4)):
        start, end, place = (by.randrange(len(made) + 1) for _ in range(3))
        start, end = min(start, end), max(start, end)
        phrase, rest = made[start:end], made[:start] + made[end:]
        made = rest[:place] + phrase + rest[place:]
    return [by.choice(words) if by.random() < 0.1 else word for word in made]


@pytest.mark.parametrize("seed", range(12))
def test_edits_are_sacrebleus(native: Any, seed: int) -> None:
    by = random.Random(seed)
    for _ in range(25):
        vocabulary = "abcdefghijklmnop"[: by.randint(1, 16)]
        theirs = [by.choice(vocabulary) for _ in range(by.choice((1, 4, 15, 40)))]
        ours = shuffled(theirs, by)
        if by.random() < 0.3:
            ours = [by.choice(vocabulary) for _ in range(by.choice((0, 3, 30)))]
        expected = translation_edit_rate(ours, theirs)
        assert native.ter(" ".join(ours), " ".join(theirs)) == expected, (ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(1, 120), (120, 1), (3, 170), (90, 30), (30, 90), (75, 75)],
)
def test_edits_are_sacrebleus_where_the_beam_is_narrow(native: Any, ours: int, theirs: int) -> None:
    by = random.Random(ours * 1000 + theirs)
    one = [by.choice("abcdefg") for _ in range(ours)]
    other = [by.choice("abcdefg") for _ in range(theirs)]
    assert native.ter(" ".join(one), " ".join(other)) == translation_edit_rate(one, other)


def test_a_long_document_is_no_trouble(native: Any) -> None:
    words = [str(n % 997) for n in range(20_000)]
    assert native.ter(" ".join(words), " ".join(words)) == (0, 20_000)
    assert native.ter("", " ".join(words)) == (20_000, 20_000)
    assert native.ter(" ".join(words), "") == (20_000, 0)


def test_what_is_no_text_is_refused(native: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: native.tokenize_13a(b"bytes"),
        lambda: native.ter("a", None),
        lambda: native.bleu("a", ("b", 3)),
        lambda: native.bleu("a", ["b"]),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()
    with pytest.raises(ValueError, match="no reference"):
        native.bleu("a", ())
    with pytest.raises(ValueError, match="an order must be"):
        native.chrf("a", "b", 99, 0)


def test_a_module_of_another_edition_is_not_used(
    native: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "EDITION", counting.EDITION - 1)
    counting.compiled.cache_clear()
    try:
        assert counting.compiled() is None
        assert counting.ter(TER(), ["a b"], [("b a",)]) == [(1, 2.0)]
    finally:
        counting.compiled.cache_clear()


@pytest.mark.shared
@pytest.mark.slow
@needs_shared_data
def test_edits_of_real_paragraphs_are_sacrebleus(native: Any) -> None:
    ours, theirs = (
        (SHARED / "data/perf" / f"wmt23_ende_{stream}.txt").read_text(encoding="utf-8").split("\n")
        for stream in ("online-a", "reference")
    )
    texts = [t for t in zip(ours, theirs, strict=True) if all(t)][::48]
    engine = TER()
    for one, other in texts:
        words = engine._preprocess_segment(one), engine._preprocess_segment(other)
        assert native.ter(*words) == translation_edit_rate(words[0].split(), words[1].split())
