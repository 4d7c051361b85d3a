"""XLIFF 1.2: a file per version, a unit per row, with what was judged beside what was made of it."""

from __future__ import annotations

import pytest
from lxml import etree

from evalkit.document import InputError
from evalkit.export.corrected_xliff import NAMESPACE, write
from tests.export.judged import pair

CHANGED = pair(
    "Three came.",
    "৫ জন এলেন।",
    corrected="৩ জন এলেন।",
    checks=("number-mismatch",),
    reviewers=("Asha",),
    notes=("see <the table>",),
    changed="2026-11-25T04:30:00Z",
)
RIVER = (
    CHANGED,
    pair("Four left.", "চারজন গেলেন।", row=2),
    pair("Four left.", "চার জন।", row=2, version="bn-x-new"),
    pair("The sea.", "সাগর।", article="sea"),
)
# Children in the order that the schema's sequences ask for; what may come in any order is a set.
UNIT = (("source",), ("target",), ("note", "alt-trans"))


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path, {"x": NAMESPACE})


def test_there_is_a_file_per_version_and_in_it_one_per_article() -> None:
    files = write(RIVER)
    assert list(files) == ["bn.xlf", "bn-x-new.xlf"]
    inside = found(tree(files["bn.xlf"]), "x:file")
    assert [file.get("original") for file in inside] == ["river", "sea"]
    (other,) = found(tree(files["bn-x-new.xlf"]), "x:file")
    assert (other.get("source-language"), other.get("target-language")) == ("en", "bn")
    assert [note.text for note in found(other, "x:header/x:note")] == ["version bn-x-new"]


def test_it_has_the_attributes_and_the_order_that_the_schema_demands() -> None:
    root = tree(write(RIVER)["bn.xlf"])
    assert (root.tag, root.get("version")) == (f"{{{NAMESPACE}}}xliff", "1.2")
    for file in found(root, "x:file"):
        assert {"original", "source-language", "target-language", "datatype"} <= {*file.attrib}
        assert [etree.QName(child).localname for child in file] == ["header", "body"]
    for unit in found(root, ".//x:trans-unit"):
        names = [etree.QName(child).localname for child in unit]
        places = [next(n for n, group in enumerate(UNIT) if name in group) for name in names]
        assert places == sorted(places)
        assert names[:2] == ["source", "target"]


def test_what_reviewers_changed_is_approved_and_keeps_what_was_judged() -> None:
    unit, other = found(tree(write(RIVER[:2])["bn.xlf"]), ".//x:trans-unit")
    assert (unit.get("approved"), other.get("approved")) == ("yes", None)
    states = [found(u, "x:target")[0].get("state") for u in (unit, other)]
    assert states == ["final", "translated"]
    (before,) = found(unit, "x:alt-trans")
    assert before.get("alttranstype") == "previous-version"
    assert found(before, "x:target")[0].text == "৫ জন এলেন।"
    assert found(other, "x:alt-trans") == []
    assert [(note.get("from"), note.text) for note in found(unit, "x:note")] == [
        (None, "see <the table>"),
        ("evalkit", "corrected by Asha at 2026-11-25T04:30:00Z: number-mismatch"),
    ]


def test_translate_toolkit_takes_the_changed_for_final_and_the_rest_for_unreviewed() -> None:
    module = pytest.importorskip("translate.storage.xliff")
    first, second = module.xlifffile.parsestring(write(RIVER[:2])["bn.xlf"]).units
    assert (first.isapproved(), second.isapproved()) == (True, False)
    assert first.get_state_id() == first.S_SIGNED_OFF
    assert second.get_state_id() == second.S_TRANSLATED
    assert [alt.target for alt in first.getalttrans()] == ["৫ জন এলেন।"]
    assert "see <the table>" in first.getnotes()
    assert (first.getid(), second.getid()) == ("river\x041", "river\x042")


@pytest.mark.parametrize("version", ["../../etc", "a/b", "", "bn\x00", "bn.xlf/x"])
def test_a_version_that_is_no_tag_names_no_file(version: str) -> None:
    with pytest.raises(InputError, match="is no language tag"):
        write([pair(version=version)])


def test_hostile_text_stays_text() -> None:
    evil = pair(article="a</file>\x07", reviewers=("<x>",), notes=("]]>\x1b[31m",), checks=("&",))
    (file,) = found(tree(write([evil])["bn.xlf"]), "x:file")
    assert file.get("original") == "a</file>\ufffd"
    assert [note.text for note in found(file, ".//x:trans-unit/x:note")] == ["]]>\ufffd[31m"]
