"""Articles: rows with what faces them of references and back-translations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.alignment import build, build_aligned, source_from
from evalkit.document import BackTranslation, Document, InputError, Paragraph
from tests.alignment.texts import BENGALI, ENGLISH, GERMAN, PUNJABI, STRANGERS
from tests.builders import document

SOURCE = document(*ENGLISH)
BN, PA = document(*BENGALI, language="bn"), document(*PUNJABI, language="pa")


def test_every_version_has_a_pair_for_every_row() -> None:
    merged = document(BENGALI[0], " ".join(BENGALI[1:3]), *BENGALI[3:], language="bn")
    added = document(*PUNJABI[:5], STRANGERS["pa"], *PUNJABI[5:], language="pa")
    article = build("bridge", SOURCE, {"bn": merged, "pa": added})
    bn, pa = article.versions
    assert [p.row for p in bn.pairs] == [p.row for p in pa.pairs] == list(range(1, 11))
    assert (bn.pairs[1].alignment, pa.pairs[1].alignment) == ("2:1", "2:2")
    assert pa.pairs[1].source == f"{ENGLISH[1]}\n{ENGLISH[2]}"
    assert (bn.pairs[4].alignment, pa.pairs[4].alignment) == ("0:0", "0:1")
    assert pa.pairs[4].target == STRANGERS["pa"]
    assert (bn.pairs[-1].target, pa.pairs[-1].target) == (BENGALI[-1], PUNJABI[-1])


def test_identifiers_and_languages_are_kept_apart() -> None:
    article = build("bridge", SOURCE, {"bn": BN, "bn-x-two": BN})
    pair = article.versions[1].pairs[0]
    assert (pair.version, pair.language, pair.source_language) == ("bn-x-two", "bn", "en")
    assert article.versions[1].id == "bn-x-two"


def test_references_face_the_rows() -> None:
    short = document(*BENGALI[:3], *BENGALI[4:], language="bn")
    article = build("bridge", SOURCE, {"bn": BN, "pa": PA}, references={"bn": [BN, BN], "pa": [PA]})
    assert article.versions[0].pairs[3].references == (BENGALI[3], BENGALI[3])
    assert article.versions[1].pairs[3].references == (PUNJABI[3],)
    article = build("bridge", SOURCE, {"bn": BN}, references={"bn": [BN, short]})
    counts = [len(p.references) for p in article.versions[0].pairs]
    assert counts == [2, 2, 2, 1, 2, 2, 2, 2, 2, 2]


def lined(*texts: str, language: str) -> Document:
    """A plain text as it is loaded: its blank lines are no paragraphs, but are counted."""
    kept = [Paragraph(t, place=f"line {n}") for n, t in enumerate(texts, 1) if t]
    return replace(document(*kept, language=language), lines=len(texts))


def test_blank_lines_of_a_reference_are_what_it_lacks() -> None:
    source, version = lined(*ENGLISH, language="en"), lined(*BENGALI, language="bn")
    gaps = [text if n in (0, 4, 9) else "" for n, text in enumerate(BENGALI)]
    article = build(
        "bridge", source, {"bn": version}, references={"bn": [lined(*gaps, language="bn")]}
    )
    assert [p.references for p in article.versions[0].pairs] == [(t,) if t else () for t in gaps]


def test_blank_lines_of_a_version_are_what_it_lacks() -> None:
    source = lined(*ENGLISH, language="en")
    gaps = [text if n in (0, 4, 9) else "" for n, text in enumerate(BENGALI)]
    article = build("bridge", source, {"bn": lined(*gaps, language="bn")})
    assert [p.target for p in article.versions[0].pairs] == gaps


def test_a_reference_that_is_split_is_put_together() -> None:
    source = document(*ENGLISH[:5], " ".join(ENGLISH[5:7]), *ENGLISH[7:])
    version = document(*BENGALI[:5], " ".join(BENGALI[5:7]), *BENGALI[7:], language="bn")
    article = build("bridge", source, {"bn": version}, references={"bn": [BN]})
    assert article.versions[0].pairs[5].references == (f"{BENGALI[5]}\n{BENGALI[6]}",)


def test_a_reference_that_merges_two_rows_is_none_for_them() -> None:
    merged = document(*BENGALI[:7], " ".join(BENGALI[7:9]), BENGALI[9], language="bn")
    article = build("bridge", SOURCE, {"bn": BN}, references={"bn": [merged]})
    counts = [len(p.references) for p in article.versions[0].pairs]
    assert counts == [1, 1, 1, 1, 1, 1, 1, 0, 0, 1]


def test_a_back_translation_faces_its_version() -> None:
    lost = document(*BENGALI[:2], *BENGALI[3:], language="bn")
    back = document(*(text.upper() for n, text in enumerate(ENGLISH) if n != 2))
    article = build("bridge", SOURCE, {"bn": lost, "pa": PA}, back_translations={"bn": back})
    found = [p.back_translation for p in article.versions[0].pairs]
    assert found[1:4] == [ENGLISH[1].upper(), None, ENGLISH[3].upper()]
    assert all(p.back_translation is None for p in article.versions[1].pairs)


def test_a_back_translation_of_another_length_is_aligned() -> None:
    back = document(*ENGLISH[:6], *ENGLISH[7:])
    article = build("bridge", SOURCE, {"bn": BN}, back_translations={"bn": back})
    found = [p.back_translation for p in article.versions[0].pairs]
    assert found == [*ENGLISH[:6], None, *ENGLISH[7:]]


def test_a_bilingual_file_is_aligned_through_its_own_source() -> None:
    # Four texts alike: only the source says which of them is not there.
    source = document("One boat.", "Two boats.", "Three boats.", "Four boats.", "No boat.")
    own = document("One boat.", "Two boats.", "Four boats.", "No boat.")
    version = replace(document("ক।", "খ।", "গ।", "ঘ।", language="bn"), source=own)
    pairs = build("boats", source, {"bn": version}).versions[0].pairs
    assert [(p.source, p.target) for p in pairs] == [
        ("One boat.", "ক।"),
        ("Two boats.", "খ।"),
        ("Three boats.", ""),
        ("Four boats.", "গ।"),
        ("No boat.", "ঘ।"),
    ]


def test_a_bilingual_file_faces_its_own_source() -> None:
    """Even where its texts are in another order than any alignment would allow."""
    version = replace(document(*reversed(BENGALI), language="bn"), source=SOURCE)
    pairs = build("bridge", source_from(version), {"bn": version}).versions[0].pairs
    assert [p.target for p in pairs] == list(reversed(BENGALI))
    assert {p.alignment for p in pairs} == {"1:1"}


def test_a_bilingual_file_without_source_is_refused() -> None:
    with pytest.raises(InputError, match=r"^bn\.txt: .*no source text.*-r$"):
        source_from(BN)


# Line N faces line N


def test_lines_face_lines_whatever_they_say() -> None:
    lines = ("", BENGALI[5], BENGALI[0])
    article = build_aligned("a", document("", *ENGLISH[:2]), {"bn": document(*lines)})
    assert [p.target for p in article.versions[0].pairs] == list(lines)
    assert [p.row for p in article.versions[0].pairs] == [1, 2, 3]


def test_references_and_back_translations_face_lines_too() -> None:
    article = build_aligned(
        "a",
        SOURCE,
        {"de": document(*GERMAN, language="de")},
        references={"de": [document(*reversed(GERMAN), language="de")]},
        back_translations={"de": document(*reversed(ENGLISH))},
    )
    pair = article.versions[0].pairs[0]
    assert pair.references == (GERMAN[-1],)
    assert pair.back_translation == ENGLISH[-1]


@pytest.mark.parametrize("role", ["version", "reference", "back-translation"])
def test_unequal_counts_name_both_files_and_their_lines(role: str) -> None:
    short = replace(document(*BENGALI[:-1], language="bn"), path="short.bn.txt")
    with pytest.raises(InputError) as error:
        build_aligned(
            "a",
            SOURCE,
            {"bn": short if role == "version" else BN},
            references={"bn": [short]} if role == "reference" else {},
            back_translations={"bn": short} if role == "back-translation" else {},
        )
    assert str(error.value).startswith(
        "short.bn.txt: it has 9 lines and en.txt has 10, so line N cannot face line N; "
    )


class TestMadeByAModel:
    def made(self, *paragraphs: str, untranslated: tuple[tuple[int, str], ...]) -> BackTranslation:
        return BackTranslation(
            tuple(map(Paragraph, paragraphs)), "en", model="granite", untranslated=untranslated
        )

    def test_rows_know_the_model_and_why_one_has_no_text(self) -> None:
        back = self.made("One.", "", *ENGLISH[2:], untranslated=((1, "gone"),))
        article = build("bridge", SOURCE, {"bn": BN, "pa": PA}, back_translations={"bn": back})
        bengali, punjabi = (version.pairs for version in article.versions)
        assert {pair.back_translated_by for pair in bengali} == {"granite"}
        assert [(p.back_translation, p.untranslated) for p in bengali[:3]] == [
            ("One.", ""), (None, "gone"), (ENGLISH[2], ""),
        ]  # fmt: skip
        assert {pair.back_translated_by for pair in punjabi} == {""}

    def test_half_a_text_is_none(self) -> None:
        split = document("One sentence. And another.", "Three.")
        version = document("প্রথম বাক্য।", "দ্বিতীয় বাক্য।", "তিন।", language="bn")
        back = self.made("The first sentence.", "", "Three.", untranslated=((1, "gone"),))
        article = build("short", split, {"bn": version}, back_translations={"bn": back})
        joined = next(p for p in article.versions[0].pairs if len(p.target_paragraphs) == 2)
        assert (joined.back_translation, joined.untranslated) == (None, "gone")

    def test_line_by_line_too(self) -> None:
        back = self.made("", "Two.", untranslated=((0, "gone"),))
        pair, other = (
            build_aligned(
                "lines",
                document("One.", "Two."),
                {"bn": document("এক।", "দুই।", language="bn")},
                back_translations={"bn": back},
            )
            .versions[0]
            .pairs
        )
        assert (pair.back_translation, pair.untranslated) == (None, "gone")
        assert (other.back_translation, other.untranslated) == ("Two.", "")

    def test_one_of_another_length_is_aligned(self) -> None:
        back = self.made(*ENGLISH[:6], "", *ENGLISH[8:], untranslated=((6, "gone"),))
        article = build("bridge", SOURCE, {"bn": BN}, back_translations={"bn": back})
        found = [p.back_translation for p in article.versions[0].pairs]
        assert found[:6] == list(ENGLISH[:6])
        assert not any(text == "" for text in found)
