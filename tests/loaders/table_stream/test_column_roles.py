"""Which column is the source, a version, its reference, its back-translation."""

from __future__ import annotations

import pytest

from evalkit.document import InputError
from evalkit.loaders.table_stream import Roles, Wanted, choose

ENGLISH = "We will begin the work tomorrow."
BENGALI = "আমরা আগামীকাল একটি নতুন কাজ শুরু করব।"
CELLS = {
    **dict.fromkeys(("source", "src", "Original"), ENGLISH),
    **dict.fromkeys(("mt", "target", "one"), BENGALI),
    **dict.fromkeys(("id", "score", "no", "sr"), "7"),
}


def roles(names: str, wanted: Wanted | None = None) -> Roles:
    """The roles of columns, where the texts of some tell their language."""
    return choose(names.split(), wanted or Wanted(), "t.csv", lambda c: [CELLS.get(c, "")])


def refused(names: str, wanted: Wanted | None = None) -> str:
    with pytest.raises(InputError) as error:
        roles(names, wanted)
    (line,) = str(error.value).splitlines()
    assert line.startswith("t.csv: ")
    return line.removeprefix("t.csv: ")


@pytest.mark.parametrize(
    ("names", "source", "language", "versions"),
    [
        ("en bn pa", "en", "en", {"bn": "bn", "pa": "pa"}),
        ("EN Bengali pan_Guru", "EN", "en", {"bn": "Bengali", "pa": "pan_Guru"}),
        ("en bn bn-x-two", "en", "en", {"bn": "bn", "bn-x-two": "bn-x-two"}),
        ("bn en", "en", "en", {"bn": "bn"}),
        ("source target", "source", "en", {"bn": "target"}),
        ("mt src", "src", "en", {"bn": "mt"}),
        ("source bn", "source", "en", {"bn": "bn"}),
        ("source en bn", "source", "en", {"bn": "bn"}),
        ("en mt", "en", "en", {"bn": "mt"}),
        ("en-GB pt-BR pt", "en-GB", "en-GB", {"pt-BR": "pt-BR", "pt": "pt"}),
    ],
)
def test_columns_are_found_by_name(
    names: str, source: str, language: str, versions: dict[str, str]
) -> None:
    found = roles(names)
    assert (found.source, found.source_language) == (source, language)
    assert found.versions == versions
    assert not found.references
    assert not found.back_translations


def test_what_is_no_text_under_test_is_left_alone() -> None:
    found = roles("id kind domain en bn score note doc.id reference.fr backtranslation.ta")
    assert found.columns == ("en", "bn")


@pytest.mark.parametrize(
    ("wanted", "source", "versions"),
    [
        (Wanted("original", ("bn=one",)), "Original", {"bn": "one"}),
        (Wanted("fr=Original", ("one",)), "Original", {"bn": "one"}),
        (Wanted(None, ("bn=one", "bn-x-two=two")), "src", {"bn": "one", "bn-x-two": "two"}),
        (Wanted(None, ("Bengali=two", "pa=one")), "src", {"bn": "two", "pa": "one"}),
    ],
)
def test_columns_that_are_named(wanted: Wanted, source: str, versions: dict[str, str]) -> None:
    found = roles("src Original one two", wanted)
    assert (found.source, found.versions) == (source, versions)
    assert found.source_language == ("fr" if "fr" in str(wanted) else "en")


def test_a_name_as_it_stands_goes_before_one_in_other_letters() -> None:
    wanted = Wanted("src", ("bn=mt", "bn-x-two=MT"))
    assert roles("src MT mt", wanted).versions == {"bn": "mt", "bn-x-two": "MT"}
    assert roles("src MT", Wanted("src", ("bn=mt",))).versions == {"bn": "MT"}


def test_a_column_whose_name_holds_an_equals_sign() -> None:
    assert roles("src bn=mt", Wanted(None, ("pa=bn=mt",))).versions == {"pa": "bn=mt"}
    assert refused("src bn=mt", Wanted(None, ("bn=mt",))).startswith("the language of the column")


def test_references_by_name_belong_to_the_versions_of_their_language() -> None:
    """As they do among the files of an article's folder: `evaluate` asks for the language."""
    found = roles("en bn bn-x-two pa reference.bn ref.bn REFERENCE.pa reference.fr")
    assert found.references == {
        "bn": ("reference.bn", "ref.bn"),
        "bn-x-two": ("reference.bn", "ref.bn"),
        "pa": ("REFERENCE.pa",),
    }


def test_a_plain_reference_is_that_of_the_only_language() -> None:
    assert roles("source target reference").references == {"bn": ("reference",)}
    found = roles("en bn bn-x-two ref reference.bn").references
    assert found == dict.fromkeys(("bn", "bn-x-two"), ("ref", "reference.bn"))
    assert roles("en bn pa reference").references == {}


@pytest.mark.parametrize(
    "wanted", [Wanted("en=reference", ("bn=mt",)), Wanted("en", ("bn=reference",))]
)
def test_what_is_source_or_version_is_no_reference_as_well(wanted: Wanted) -> None:
    assert roles("en reference mt", wanted).references == {}


def test_references_that_are_named() -> None:
    wanted = Wanted(references=("bn=human", "bn=other", "pa=third"))
    assert roles("en bn bn-x-two pa human other third reference.bn", wanted).references == {
        "bn": ("human", "other"),
        "bn-x-two": ("human", "other"),
        "pa": ("third",),
    }
    assert roles("en bn one", Wanted(references=("one",))).references == {"bn": ("one",)}


def test_back_translations_belong_to_a_version_or_to_its_language() -> None:
    found = roles("en bn bn-x-two backtranslation.bn BackTranslation.bn-x-two")
    assert found.back_translations == {
        "bn": "backtranslation.bn",
        "bn-x-two": "BackTranslation.bn-x-two",
    }
    found = roles("en bn-x-one bn-x-two pa backtranslation.bn")
    assert found.back_translations == dict.fromkeys(("bn-x-one", "bn-x-two"), "backtranslation.bn")


def test_each_column_is_read_once() -> None:
    found = roles("bn-x-two bn en reference.bn backtranslation.bn kind")
    assert found.columns == ("en", "bn-x-two", "bn", "backtranslation.bn", "reference.bn")


@pytest.mark.parametrize(
    ("names", "wanted", "line"),
    [
        (
            "bn pa",
            Wanted(),
            "no column is named for the source among 'bn', 'pa'; "
            "name it with --source-column [LANG=]NAME",
        ),
        (
            "en score",
            Wanted(),
            "no column is named for a version among 'en', 'score'; "
            "name it with --target-column [LANG=]NAME",
        ),
        (
            "en bn",
            Wanted("english"),
            "there is no column 'english'; name one of 'en', 'bn'",
        ),
        (
            "en bn",
            Wanted(None, ("bn=mt",)),
            "there is no column 'mt'; name one of 'en', 'bn'",
        ),
        (
            "en bn",
            Wanted(references=("bn=human",)),
            "there is no column 'human'; name one of 'en', 'bn'",
        ),
        (
            "source translation",
            Wanted(),
            "the language of the column 'translation' is not recognised; "
            "name it: --target-column LANG=translation",
        ),
        (
            "source_text bn",
            Wanted(),
            "the language of the column 'source_text' is not recognised; "
            "name it: --source-column LANG=source_text",
        ),
        (
            "en bn human",
            Wanted(references=("human",)),
            "the language of the column 'human' is not recognised; "
            "name it: --reference-column LANG=human",
        ),
        (
            "en bn Bengali",
            Wanted(),
            "two columns are bn: 'bn', 'Bengali'; "
            "tell them apart, as in --target-column bn-x-two=Bengali",
        ),
        (
            "en one two",
            Wanted(None, ("bn=one", "bn=two")),
            "two columns are bn: 'one', 'two'; tell them apart, as in --target-column bn-x-two=two",
        ),
        (
            "en bn human",
            Wanted(references=("fr=human",)),
            "the reference 'human' is in fr, and no version is; "
            "name its language, as in --reference-column bn=NAME",
        ),
        (
            "en bn",
            Wanted("en", ("bn=en",)),
            "the column 'en' is named for the source and for a version; "
            "name another with --source-column or --target-column",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_remedy(names: str, wanted: Wanted, line: str) -> None:
    assert refused(names, wanted) == line
