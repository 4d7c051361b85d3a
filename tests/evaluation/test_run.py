"""`evaluate()`: what goes in, what comes out, in the columns that others rely on."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

import evalkit
from evalkit.document import Document, InputError
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, Reading, evaluate
from tests.builders import SAMPLE, document

ENGLISH = document(
    "The river rose by 3 metres.",
    "None of the 40 people in Khulna was hurt.",
    "The bridge is open again.",
)
BENGALI = document(
    "নদীর পানি ৩ মিটার বেড়েছে।", "খুলনার ৪০ জনের কেউ আহত হননি।", "সেতুটি আবার খোলা হয়েছে।", language="bn"
)
PUNJABI = document(
    "ਦਰਿਆ ਦਾ ਪਾਣੀ 5 ਮੀਟਰ ਚੜ੍ਹ ਗਿਆ।", "ਖੁਲਨਾ ਦੇ 40 ਲੋਕਾਂ ਵਿੱਚੋਂ ਕੋਈ ਜ਼ਖਮੀ ਨਹੀਂ ਹੋਇਆ।", "ਪੁਲ ਫਿਰ ਖੁੱਲ੍ਹ ਗਿਆ ਹੈ।",
    language="pa",
)  # fmt: skip


ALONE = Resources(encoder="none")


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    return evaluate(
        [BENGALI, PUNJABI], [ENGLISH], metrics=["chrf++", "bleu"], article="river", resources=ALONE
    )


def test_the_package_offers_it() -> None:
    assert evalkit.evaluate is evaluate


def test_paragraphs_have_the_columns_of_the_contract(judged: Evaluation) -> None:
    assert list(judged.paragraphs.columns) == [
        "article", "row", "version", "kind", "alignment", "source", "target", "chrf++", "bleu",
        "omission_risk", "addition_risk", "findings", "worst_severity", "penalty",
    ]  # fmt: skip
    assert len(judged.paragraphs) == 6


def test_findings_have_the_columns_of_the_contract_first(judged: Evaluation) -> None:
    assert list(judged.findings.columns)[:17] == [
        "fingerprint", "article", "row", "version", "check", "category", "severity", "confidence",
        "message", "quote", "start", "end", "source_quote", "source_start", "source_end", "also_in",
        "attribution",
    ]  # fmt: skip


def test_scores_have_the_columns_of_the_contract(judged: Evaluation) -> None:
    assert list(judged.scores.columns) == [
        "article", "row", "version", "metric", "value", "state", "reason", "signature", "low", "high",
        "detail", "windows", "covered", "worst", "worst_source_start", "worst_source_end",
        "worst_start", "worst_end", "rows_scored", "rows_total",
    ]  # fmt: skip
    assert len(judged.scores) == 2 * 2 * (3 + 1)


def test_without_a_reference_in_the_language_every_cell_says_why(judged: Evaluation) -> None:
    assert set(judged.scores["state"]) == {"unscored"}
    assert set(judged.scores["reason"]) == {"no reference in Bengali", "no reference in Punjabi"}
    assert judged.scores["value"].isna().all()


def test_offsets_cut_the_quote_out_of_the_texts(judged: Evaluation) -> None:
    texts = {(p.row, p.version): (p.source, p.target) for p in judged.paragraph_records}
    assert judged.finding_records
    for f in judged.finding_records:
        source, target = texts[f.row, f.version]
        assert f.start is None or target[f.start : f.end] == f.quote
        assert f.source_start is None or source[f.source_start : f.source_end] == f.source_quote


def test_a_changed_number_is_found_and_attributed(judged: Evaluation) -> None:
    (found,) = [f for f in judged.finding_records if f.check == "number-mismatch"]
    assert (found.row, found.version, found.source_quote, found.quote) == (1, "pa", "3", "5")
    assert found.attribution == "version"


def test_penalties_are_points_per_hundred_source_words(judged: Evaluation) -> None:
    (line,) = [p for p in judged.paragraph_records if (p.row, p.version) == (1, "pa")]
    assert line.worst_severity == "major"
    assert line.penalty == round(5 * 100 / 6, 2)


def test_json_brings_everything_back(judged: Evaluation) -> None:
    again = Evaluation.from_json(judged.to_json())
    assert again == judged
    assert json.loads(judged.to_json())["schema_version"] == 1


@pytest.mark.parametrize("version", [1, 1.2, "1.10"])
def test_what_a_later_minor_schema_adds_is_left_out(judged: Evaluation, version: object) -> None:
    table = json.loads(judged.to_json())
    added = {"mood": ["calm"]}
    for name in ("inputs", "rows", "scores", "findings", "risks"):
        table[name] = [entry | added for entry in table[name]]
    again = Evaluation.from_json(json.dumps(table | added | {"schema_version": version}))
    assert again == judged


@pytest.mark.parametrize("version", [0, 2, 11, "2.0", True, None, [1]])
def test_another_schema_is_refused(judged: Evaluation, version: object) -> None:
    table = json.loads(judged.to_json()) | {"schema_version": version}
    with pytest.raises(InputError, match="schema version"):
        Evaluation.from_json(json.dumps(table))


def test_the_manifest_says_how_it_was_made(judged: Evaluation) -> None:
    manifest = judged.manifest
    assert manifest["options"]["metrics"] == ["chrf++", "bleu"]
    assert "number-mismatch" in manifest["options"]["checks"]
    assert manifest["evalkit"] == evalkit.__version__
    assert set(manifest["packages"]) >= {"sacrebleu"}
    assert manifest["seconds"]
    assert manifest["seed"] == judged.seed == 12345


def test_a_human_translation_is_scored_and_has_no_limits_of_three_rows() -> None:
    judged = evaluate([BENGALI, PUNJABI], [ENGLISH, BENGALI], metrics=["chrf"], checks=["none"])
    whole = {s.version: s for s in judged.score_records if s.row is None}
    assert whole["bn"].value == 100.0
    assert whole["bn"].low is None
    assert whole["bn"].detail == "no limits: 3 rows, 6 are needed"
    assert whole["pa"].reason == "no reference in Punjabi"


def test_equal_findings_keep_equal_fingerprints_between_runs(judged: Evaluation) -> None:
    again = evaluate([BENGALI, PUNJABI], [ENGLISH], metrics=[], article="river", resources=ALONE)
    prints = [f.fingerprint for f in again.finding_records]
    assert prints == [f.fingerprint for f in judged.finding_records]
    assert len(set(prints)) == len(prints)


def test_a_missing_paragraph_leaves_the_rows_below_in_place() -> None:
    shorter = document(*BENGALI.texts[:1], *BENGALI.texts[2:], language="bn")
    judged = evaluate([shorter, PUNJABI], [ENGLISH], metrics=[], resources=ALONE)
    assert [r.targets["bn"].alignment for r in judged.rows] == ["1:1", "1:0", "1:1"]
    (missing,) = [f for f in judged.finding_records if f.version == "bn"]
    assert (missing.check, missing.row) == ("missing-paragraph", 2)


@pytest.mark.parametrize(
    ("versions", "references", "words"),
    [
        ([BENGALI], [], "no reference"),
        ([BENGALI, BENGALI], [ENGLISH], "the same language twice"),
        ([BENGALI], [ENGLISH, document("Ein Satz.", language="de")], "a second source"),
        ([document("???", language="und")], [ENGLISH], "its language is not recognised"),
    ],
)
def test_what_does_not_fit_is_refused(
    versions: list[Document], references: list[Document], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        evaluate(versions, references, resources=ALONE)


def test_documents_of_one_language_are_told_apart_by_their_tags() -> None:
    one, two = (replace(BENGALI, language=f"bn-x-{name}") for name in ("one", "two"))
    judged = evaluate([one, two], [ENGLISH], metrics=[], resources=ALONE)
    assert [(i.version, i.language) for i in judged.inputs if i.role == "version"] == [
        ("bn-x-one", "bn"),
        ("bn-x-two", "bn"),
    ]


def numbered_from(first: int) -> Evaluation:
    """The sample's lines doubled, moved by one line and cut, so that much is wrong in it."""
    english, bengali = (
        [line for line in (SAMPLE / name).read_text(encoding="utf-8").split("\n") if line]
        for name in ("en.txt", "bn.txt")
    )
    count = min(len(english), len(bengali))
    english, bengali = english[:count] * 2, bengali[:count]
    moved = [*bengali[1:], bengali[0], *(line[: len(line) // 2] for line in bengali)]
    other = [*bengali, *(line.replace("হ", "হ্ব") for line in bengali)]
    return evaluate(
        [document(*moved, language="bn"), replace(document(*other, language="bn-x-two"))],
        [document(*english)],
        metrics=["chrf"],
        checks=["fast"],
        reading=Reading(aligned=True, first_row=first),
    )


def test_rows_of_a_part_are_numbered_from_where_it_begins() -> None:
    one, other = numbered_from(1), numbered_from(1001)

    def moved(message: str) -> str:
        return re.sub(
            r"\brows? \d+(?:(?:, | and )\d+)*",
            lambda m: re.sub(r"\d+", lambda n: str(int(n[0]) + 1000), m[0]),
            message,
        )

    assert [p.row + 1000 for p in one.paragraph_records] == [p.row for p in other.paragraph_records]
    assert len(one.finding_records) > 40
    assert sum("row" in f.message for f in one.finding_records) > 3
    expected = [
        replace(
            f,
            row=f.row + 1000,
            message=moved(f.message),
            attribution_reason=moved(f.attribution_reason),
            symptoms=tuple(map(moved, f.symptoms)),
        )
        for f in one.finding_records
    ]
    assert list(other.finding_records) == expected
