"""junit.xml: the shape that CI servers read, right counts, texts that XML can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from evalkit.reports import write
from evalkit.reports.junit import to_junit
from evalkit.result.evaluation import Evaluation
from tests.reports import big, sample
from tests.reports.reading import find

# What Jenkins' schema and GitLab's reader have in common; of more than one failure
# in a case some show the first only, so here is one at most.
SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:attributeGroup name="counts">
  <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="time" type="xs:decimal"/>
 </xs:attributeGroup>
 <xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attributeGroup ref="counts"/>
 </xs:complexType></xs:element>
 <xs:element name="testsuite"><xs:complexType>
  <xs:sequence>
   <xs:element name="properties" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="property" maxOccurs="unbounded"><xs:complexType>
     <xs:attribute name="name" type="xs:string" use="required"/>
     <xs:attribute name="value" type="xs:string" use="required"/>
    </xs:complexType></xs:element>
   </xs:sequence></xs:complexType></xs:element>
   <xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence>
  <xs:attributeGroup ref="counts"/>
 </xs:complexType></xs:element>
 <xs:element name="testcase"><xs:complexType>
  <xs:sequence>
   <xs:choice minOccurs="0">
    <xs:element name="skipped"><xs:complexType>
     <xs:attribute name="message" type="xs:string"/>
    </xs:complexType></xs:element>
    <xs:element name="failure"><xs:complexType mixed="true">
     <xs:attribute name="type" type="xs:string" use="required"/>
     <xs:attribute name="message" type="xs:string" use="required"/>
    </xs:complexType></xs:element>
   </xs:choice>
   <xs:element name="system-out" type="xs:string" minOccurs="0"/>
  </xs:sequence>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="classname" type="xs:string" use="required"/>
  <xs:attribute name="time" type="xs:decimal"/>
 </xs:complexType></xs:element>
</xs:schema>
"""


def read(evaluation: Evaluation) -> etree._Element:
    return etree.fromstring(to_junit(evaluation))


def case(root: etree._Element, version: str, row: int) -> Any:
    (found,) = find(root, f"//testcase[@classname='village-library.{version}'][{row}]")
    return found


def counts(suite: etree._Element) -> dict[str, int]:
    return {name: int(suite.get(name, "-1")) for name in ("tests", "failures", "errors", "skipped")}


def renamed(evaluation: Evaluation, text: str) -> Evaluation:
    return replace(
        evaluation,
        article=text,
        rows=tuple(replace(r, source=r.source and text, place=text) for r in evaluation.rows),
        finding_records=tuple(
            replace(f, message=text, quote=text, source_quote=text, suggestion=text)
            for f in evaluation.finding_records
        ),
    )


@pytest.mark.parametrize("made", [sample.evaluation, sample.quiet, sample.neural])
def test_it_has_the_common_shape(made: Any) -> None:
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    schema.assertValid(read(made()))


def test_a_suite_for_each_version_and_a_case_for_each_row() -> None:
    root = read(sample.evaluation())
    assert find(root, "/testsuites/testsuite/@name") == ["village-library.bn", "village-library.pa"]
    assert len(find(root, "//testcase")) == 40
    assert case(root, "bn", 3).get("name") == (
        "paragraph 3: It had been closed for 3.5 years after a flood."
    )
    assert case(root, "pa", 11).get("name").startswith("paragraph 11: ਹੋਰ ਪੜ੍ਹਨ")


def test_the_counts_are_right() -> None:
    root = read(sample.evaluation())
    for suite in (root, *root):
        assert counts(suite) == {
            "tests": len(find(suite, ".//testcase")),
            "failures": len(find(suite, ".//failure")),
            "errors": 0,
            "skipped": len(find(suite, ".//skipped")),
        }
    assert counts(root) == {"tests": 40, "failures": 6, "errors": 0, "skipped": 1}


def test_a_major_finding_fails_its_row_with_quotes_and_places() -> None:
    (failure,) = case(read(sample.evaluation()), "bn", 2)
    assert failure.get("type") == "number-mismatch"
    assert failure.get("message") == "The source says 300; Bengali has 200 instead."
    assert "paragraph 2 (line 2 of the source)\nversion 45-48: ২০০\nsource 61-64: 300\n" in (
        failure.text
    )


def test_of_several_grave_findings_the_worst_gives_the_failure_its_name() -> None:
    (failure,) = case(read(sample.evaluation()), "pa", 4)
    assert failure.get("type") == "truncated-sentence"
    assert failure.get("message").endswith("(and 1 more)")
    assert "critical truncated-sentence" in failure.text
    assert "major link-text-lost" in failure.text


def test_slight_findings_are_output_and_fail_nothing() -> None:
    (output,) = case(read(sample.evaluation()), "bn", 10)
    assert output.tag == "system-out"
    assert output.text.startswith("minor doubled-punctuation: Two sentence ends in a row.")
    failed = case(read(sample.evaluation()), "bn", 4)
    assert [child.tag for child in failed] == ["failure", "system-out"]


def test_without_checks_every_row_is_skipped() -> None:
    root = read(replace(sample.quiet(), checks=()))
    assert counts(root) == {"tests": 40, "failures": 0, "errors": 0, "skipped": 40}
    assert set(find(root, "//skipped/@message")) == {"no check was run"}


def test_a_row_in_which_there_is_nothing_to_judge_is_skipped() -> None:
    """Row 11 is a paragraph that only the Punjabi version has."""
    (skipped,) = case(read(sample.quiet()), "bn", 11)
    assert skipped.tag == "skipped"
    assert not len(case(read(sample.quiet()), "pa", 11))


def test_the_suite_says_what_was_judged() -> None:
    suite = read(sample.evaluation())[0]
    known = dict(
        zip(find(suite, ".//property/@name"), find(suite, ".//property/@value"), strict=True)
    )
    bn = sample.evaluation().versions[0]
    assert known["evalkit"] == "0.0"
    assert known["version bn sha256"] == bn.sha256
    assert "source en sha256" in known
    assert "version pa sha256" not in known


def texts(root: etree._Element) -> Sequence[str]:
    return [str(t) for t in find(root, "//@* | //text()")]


def test_what_cannot_be_seen_or_held_is_shown_as_a_token() -> None:
    said = "\n".join(texts(read(renamed(sample.evaluation(), "a\u202eb\x07c\ud800d\ufffee"))))
    assert "a⟦U+202E⟧b⟦U+0007⟧c⟦U+D800⟧d\ufffde" in said
    assert "\u202e" not in said


@given(st.text(st.characters(), max_size=30))
def test_any_text_gives_xml(text: str) -> None:
    assert len(find(read(renamed(sample.evaluation(), text)), "//testcase")) == 40


def test_ten_thousand_paragraphs_are_written(tmp_path: Path) -> None:
    (path,) = write(big.big(10_000), tmp_path, ["junit"])
    assert path.name == "junit.xml"
    assert counts(etree.parse(path).getroot())["tests"] == 20_000
