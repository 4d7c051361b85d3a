"""TMX: a unit per row, valid by the standard's own content models."""

from __future__ import annotations

import io

import pytest
from lxml import etree

from evalkit.document import InputError
from evalkit.export import ExportedPair
from evalkit.export.memory_tmx import write
from tests.export.judged import pair

# The element types and attributes of TMX 1.4b that are used here, and their content models.
DTD = etree.DTD(
    io.StringIO("""
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note|prop|ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note|prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT seg (#PCDATA)> <!ELEMENT note (#PCDATA)> <!ELEMENT ude EMPTY>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
""")
)
RIVER = (
    pair(
        "Three came.",
        "৫ জন এলেন।",
        corrected="৩ জন এলেন।",
        checks=("number-mismatch",),
        reviewers=("Asha", "Binta"),
        notes=("see <the table>", "twice"),
        changed="2026-11-25T09:30:00.250+05:30",
    ),
    pair("Four left.", "চারজন গেলেন।", row=2),
    pair("Four left.", "ਚਾਰ ਗਏ।", row=2, version="pa-x-new", language="pa"),
    pair("The sea.", "সাগর।", article="sea"),
)


def tree(*pairs: ExportedPair) -> etree._Element:
    return etree.fromstring(write(pairs))


def test_it_is_valid() -> None:
    assert DTD.validate(tree(*RIVER)), DTD.error_log


def test_only_a_segment_whose_space_might_be_lost_says_that_it_counts() -> None:
    root = tree(*RIVER, pair("One\nTwo.", " এক ", row=3))
    kept = root.findall(".//seg[@{http://www.w3.org/XML/1998/namespace}space='preserve']")
    assert [seg.text for seg in kept] == ["One\nTwo.", " এক "]


def test_a_unit_holds_a_row_in_all_its_languages() -> None:
    units = tree(*RIVER).findall(".//tu")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(u.get("tuid"), [v.get(lang) for v in u.findall("tuv")]) for u in units] == [
        ("river:1", ["en", "bn"]),
        ("river:2", ["en", "bn", "pa"]),
        ("sea:1", ["en", "bn"]),
    ]


def test_a_variant_says_who_changed_it_when_and_why() -> None:
    variant = tree(*RIVER).findall(".//tuv")[1]
    # 09:30 at +05:30 is 04:00 in UTC.
    assert (variant.get("changedate"), variant.get("changeid")) == (
        "20261125T040000Z",
        "Asha, Binta",
    )
    assert [note.text for note in variant.findall("note")] == ["see <the table>", "twice"]
    properties = [(prop.get("type"), prop.text) for prop in variant.findall("prop")]
    assert properties == [("x-version", "bn"), ("x-check", "number-mismatch")]


def test_what_nobody_changed_has_no_date() -> None:
    variant = tree(RIVER[1]).findall(".//tuv")[1]
    assert variant.get("changedate") is variant.get("changeid") is None
    assert tree(pair(changed="yesterday")).find(".//tuv[@changedate]") is None


def test_the_languages_are_declared_as_translate_toolkit_reads_them() -> None:
    store = pytest.importorskip("translate.storage.tmx").tmxfile
    read = store.parsestring(write(RIVER))
    header = read.document.getroot().find("header")
    assert (header.get("srclang"), header.get("segtype")) == ("en", "paragraph")
    assert read.translate("Four left.", "en", "pa") == "ਚਾਰ ਗਏ।"
    assert read.units[0].gettarget("bn") == "৩ জন এলেন।"


@pytest.mark.parametrize("other", ["bn-x-new", "bn-BD"])
def test_of_two_versions_of_one_language_one_is_to_be_chosen(other: str) -> None:
    language = other.partition("-x-")[0]
    with pytest.raises(InputError, match=f"bn and {other} are of one; choose with --version bn or"):
        write([pair(), pair(version=other, language=language)])


def test_a_version_in_its_sources_language_is_refused() -> None:
    with pytest.raises(InputError, match="en-GB is in the language of its source"):
        write([pair(version="en-GB", language="en-GB")])


def test_hostile_names_stay_text() -> None:
    evil = pair(
        article="\x07</tu><!--", version="bn", reviewers=('"><x\x00',), notes=("]]>\x1b",),
        checks=("a&b",), changed="2026-11-25T04:30:00Z",
    )  # fmt: skip
    root = tree(evil)
    assert DTD.validate(root), DTD.error_log
    unit = root.find(".//tu")
    assert unit is not None
    assert unit.get("tuid") == "\ufffd</tu><!--:1"
