"""Which paragraphs face each other: whatever happens to one row, the others stay in place."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment import AlignmentUnit, align
from evalkit.document import Document, Kind, Paragraph
from tests.alignment.texts import ENGLISH, STRANGERS, TRANSLATIONS
from tests.builders import SHARED, document, needs_shared_article, needs_shared_data

languages = pytest.mark.parametrize("language", sorted(TRANSLATIONS))


def shapes(beads: Sequence[AlignmentUnit]) -> list[str]:
    return [bead.shape for bead in beads]


def aligned(target: Sequence[str], language: str) -> tuple[AlignmentUnit, ...]:
    return align(document(*ENGLISH), document(*target, language=language))


def is_complete(beads: Sequence[AlignmentUnit], source: Document, target: Document) -> bool:
    """Every paragraph of both sides once, in order."""
    return list(chain.from_iterable(b.source for b in beads)) == list(
        range(len(source.paragraphs))
    ) and list(chain.from_iterable(b.target for b in beads)) == list(range(len(target.paragraphs)))


# A row that differs, in every language and every place


@languages
def test_equal_structure_is_one_to_one(language: str) -> None:
    beads = aligned(TRANSLATIONS[language], language)
    assert beads == tuple(AlignmentUnit((n,), (n,)) for n in range(len(ENGLISH)))


@languages
@pytest.mark.parametrize("lost", range(len(ENGLISH)))
def test_a_missing_paragraph_shifts_nothing(language: str, lost: int) -> None:
    texts = list(TRANSLATIONS[language])
    del texts[lost]
    beads = aligned(texts, language)
    assert beads[lost] == AlignmentUnit((lost,), ())
    assert shapes(beads).count("1:1") == len(ENGLISH) - 1


@languages
@pytest.mark.parametrize("place", range(len(ENGLISH) + 1))
def test_an_added_paragraph_shifts_nothing(language: str, place: int) -> None:
    texts = list(TRANSLATIONS[language])
    texts.insert(place, STRANGERS[language])
    beads = aligned(texts, language)
    assert beads[place] == AlignmentUnit((), (place,))
    assert shapes(beads).count("1:1") == len(ENGLISH)


@languages
@pytest.mark.parametrize("first", range(len(ENGLISH) - 1))
def test_merged_paragraphs_share_a_row(language: str, first: int) -> None:
    texts = list(TRANSLATIONS[language])
    texts[first : first + 2] = [" ".join(texts[first : first + 2])]
    beads = aligned(texts, language)
    assert beads[first] == AlignmentUnit((first, first + 1), (first,))
    assert shapes(beads).count("1:1") == len(ENGLISH) - 2


@languages
@pytest.mark.parametrize(("first", "size"), [(0, 4), (2, 5), (5, 5), (1, 8)])
def test_many_merged_or_split_paragraphs_share_a_row(language: str, first: int, size: int) -> None:
    translated = TRANSLATIONS[language]
    merged = " ".join(translated[first : first + size])
    texts = [*translated[:first], merged, *translated[first + size :]]
    there, here = document(*ENGLISH), document(*texts, language=language)
    beads = align(there, here)
    assert beads[first] == AlignmentUnit(tuple(range(first, first + size)), (first,))
    assert shapes(beads).count("1:1") == len(ENGLISH) - size
    assert [AlignmentUnit(bead.target, bead.source) for bead in align(here, there)] == list(beads)


@languages
@pytest.mark.parametrize("first", range(len(ENGLISH) - 4))
def test_many_paragraphs_lost_are_no_merge(language: str, first: int) -> None:
    translated = TRANSLATIONS[language]
    beads = aligned([*translated[:first], *translated[first + 4 :]], language)
    assert shapes(beads).count("1:0") == 4
    assert shapes(beads).count("1:1") == len(ENGLISH) - 4


@languages
def test_a_document_of_one_stray_sentence_is_no_merge_of_all(language: str) -> None:
    beads = aligned([STRANGERS[language][:30]], language)
    assert shapes(beads).count("1:0") >= len(ENGLISH) - 2


@languages
def test_a_split_paragraph_stays_in_one_row(language: str) -> None:
    source = document(*ENGLISH[:3], " ".join(ENGLISH[3:6]), *ENGLISH[6:])
    texts = list(TRANSLATIONS[language])
    whole = align(source, document(*texts[:3], " ".join(texts[3:6]), *texts[6:], language=language))
    assert set(shapes(whole)) == {"1:1"}
    two = [*texts[:3], " ".join(texts[3:5]), *texts[5:]]
    assert align(source, document(*two, language=language))[3] == AlignmentUnit((3,), (3, 4))
    three = align(source, document(*texts, language=language))
    assert three[3] == AlignmentUnit((3,), (3, 4, 5))


@languages
def test_equal_counts_are_not_forced_to_one_to_one(language: str) -> None:
    """One paragraph lost and another split: as many paragraphs as before."""
    source = document(*ENGLISH[:6], " ".join(ENGLISH[6:8]), *ENGLISH[8:])
    texts = list(TRANSLATIONS[language])
    del texts[1]
    beads = align(source, document(*texts, language=language))
    assert beads[1] == AlignmentUnit((1,), ())
    assert AlignmentUnit((6,), (5, 6)) in beads


# What is wrong with a text does not take it from its row


@languages
@pytest.mark.parametrize("place", range(len(ENGLISH)))
def test_an_untranslated_paragraph_faces_its_source(language: str, place: int) -> None:
    texts = list(TRANSLATIONS[language])
    texts[place] = ENGLISH[place]
    assert set(shapes(aligned(texts, language))) == {"1:1"}


@languages
@pytest.mark.parametrize("place", range(len(ENGLISH)))
def test_a_truncated_paragraph_faces_its_source(language: str, place: int) -> None:
    texts = list(TRANSLATIONS[language])
    words = texts[place].split()
    texts[place] = " ".join(words[: len(words) // 2])
    assert set(shapes(aligned(texts, language))) == {"1:1"}


@languages
def test_an_empty_paragraph_faces_its_source(language: str) -> None:
    texts = list(TRANSLATIONS[language])
    texts[4] = ""
    assert set(shapes(aligned(texts, language))) == {"1:1"}


# Kinds


def structured(texts: Sequence[str], headings: Sequence[int], language: str) -> Document:
    def kind(n: int) -> Kind:
        return "heading" if n in headings else "paragraph"

    return Document(tuple(Paragraph(text, kind(n)) for n, text in enumerate(texts)), language)


def test_a_heading_is_not_merged_with_the_paragraph_below() -> None:
    english = ["Prices", "They rose.", "Wages", "They fell.", "Rents", "They doubled."]
    bengali = ["দাম", "বেড়েছে।", "মজুরি কমেছে।", "ভাড়া", "দ্বিগুণ হয়েছে।"]
    beads = align(structured(english, (0, 2, 4), "en"), structured(bengali, (0, 3), "bn"))
    assert beads[2:4] == (AlignmentUnit((2,), ()), AlignmentUnit((3,), (2,)))
    assert shapes(beads).count("1:1") == 5


def test_kinds_that_one_file_does_not_tell_are_no_evidence() -> None:
    beads = align(
        structured(ENGLISH, (0, 3, 6), "en"), document(*TRANSLATIONS["bn"], language="bn")
    )
    assert set(shapes(beads)) == {"1:1"}


def test_numbered_items_keep_their_numbers() -> None:
    english = [f"{n}. Press the button." for n in range(1, 9)]
    bengali = [f"{n}. বোতামটি টিপুন।" for n in "১২৩৫৬৭৮"]
    assert align(document(*english), document(*bengali, language="bn"))[3] == AlignmentUnit(
        (3,), ()
    )


# Length ratios nobody told us


def test_a_ratio_the_profiles_do_not_know_is_learnt() -> None:
    """Fifty short lines that stand for long ones, in a language without profile."""
    chance = random.Random(1)
    sizes = [chance.randint(3, 40) for _ in range(50)]
    source = document(*("word " * size for size in sizes))
    target = document(*("w " * size for size in sizes if size != sizes[20]), language="tlh")
    lost = [n for n, size in enumerate(sizes) if size == sizes[20]]
    beads = align(source, target)
    assert [b.source for b in beads if not b.target] == [(n,) for n in lost]


# Edges


def test_documents_without_paragraphs() -> None:
    some, none = document("One.", "Two."), document(language="bn")
    assert align(some, none) == (AlignmentUnit((0,), ()), AlignmentUnit((1,), ()))
    assert align(none, some) == (AlignmentUnit((), (0,)), AlignmentUnit((), (1,)))
    assert align(none, none) == ()


def test_paragraphs_of_one_character_come_to_an_end() -> None:
    source = document("a" * 50_000, "(" * 50_000)
    target = document("ক" * 50_000, "।" * 50_000, language="bn")
    assert align(source, target) == (AlignmentUnit((0,), (0,)), AlignmentUnit((1,), (1,)))


@pytest.mark.slow
def test_thousands_of_paragraphs() -> None:
    chance = random.Random(2)
    names = ["".join(chance.choices("bdgklmnprst", k=5)) for _ in range(900)]
    source = [
        " ".join([f"On day {n}", *chance.choices(names, k=chance.randint(3, 20))]) + "."
        for n in range(3_000)
    ]
    lost = set(chance.sample(range(3_000), 90)) | set(range(1200, 1400))
    target = [text for n, text in enumerate(source) if n not in lost]
    beads = align(document(*source), document(*target, language="de"))
    assert {b.source[0] for b in beads if b.shape == "1:0"} == lost


# Properties

words = st.text(alphabet="abcdefghijklmnoprstuvwz", min_size=2, max_size=9)
paragraphs = st.lists(words, min_size=4, max_size=12).map(lambda found: " ".join(found) + ".")
scripts = st.text(max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.lists(scripts, max_size=9), st.lists(scripts, max_size=9))
def test_every_paragraph_is_in_one_bead_in_order(ours: list[str], theirs: list[str]) -> None:
    source, target = document(*ours), document(*theirs, language="bn")
    assert is_complete(align(source, target), source, target)


@settings(max_examples=30, deadline=None)
@given(st.lists(scripts, min_size=1, max_size=12))
def test_a_document_faces_itself(texts: list[str]) -> None:
    same = document(*texts)
    assert set(shapes(align(same, same))) == {"1:1"}


@settings(max_examples=40, deadline=None)
@given(st.lists(paragraphs, min_size=2, max_size=14, unique=True), st.data())
def test_one_of_distinct_paragraphs_lost_is_one_omission(
    texts: list[str], data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(texts) - 1))
    kept = [text for n, text in enumerate(texts) if n != lost]
    beads = align(document(*texts), document(*kept, language="de"))
    assert [b for b in beads if b.shape != "1:1"] == [AlignmentUnit((lost,), ())]


@settings(max_examples=20, deadline=None)
@given(st.lists(paragraphs, min_size=60, max_size=90, unique=True), st.data())
def test_long_documents_too(texts: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(texts) - 1), max_size=25))
    kept = [text for n, text in enumerate(texts) if n not in lost]
    beads = align(document(*texts), document(*kept, language="de"))
    assert {b.source[0] for b in beads if b.shape == "1:0"} == lost


# Real texts


@pytest.mark.shared
@needs_shared_article
@pytest.mark.parametrize("language", ["bn", "pa"])
def test_the_article_is_one_to_one(language: str) -> None:
    def load(name: str) -> list[str]:
        text = (SHARED / "article" / f"{name}.txt").read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line.strip()]

    beads = align(document(*load("en")), document(*load(language), language=language))
    assert set(shapes(beads)) == {"1:1"}
    assert len(beads) == 19


KINDS_OF_GUIDES: dict[str, Kind] = {"h2": "heading", "h3": "heading", "list": "list-item"}


@pytest.mark.shared
@needs_shared_data
def test_a_guide_with_headings_and_lists_survives_what_it_loses() -> None:
    """A volunteers' guide in Hindi: every eighth block lost, and none of the others moved."""
    path = SHARED / "data" / "docs" / "paragraphs.tsv"
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [
            line
            for line in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if (line["doc"], line["lang"]) == ("getting-paid.md", "hi")
        ]

    def side(column: str, kept: Sequence[int]) -> Document:
        return Document(
            tuple(
                Paragraph(lines[n][column], KINDS_OF_GUIDES.get(lines[n]["kind"], "paragraph"))
                for n in kept
            ),
            "en" if column == "en" else "hi",
        )

    everything = list(range(len(lines)))
    source = side("en", everything)
    assert set(shapes(align(source, side("translation", everything)))) == {"1:1"}
    kept = [n for n in everything if n % 8 != 5]
    beads = align(source, side("translation", kept))
    assert [b.source for b in beads if b.shape != "1:1"] == [(n,) for n in everything if n % 8 == 5]
