"""`evalkit validate` as a user calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.validation import tables
from tests.validation.tables import ENGLISH, HINDI, SHORT, changed, write

FAST = ("--encoder", "none")


@pytest.fixture
def esa(tmp_path: Path) -> Path:
    rows = [
        changed(
            tables.ESA,
            doc_id=f"doc.{document}",
            system=system,
            hypothesis=target,
            has_missing=missing,
            esa_score=score,
        )
        for document in range(6)
        for system, target, missing, score in (
            ("A", HINDI + " ठीक।", "0", "90"),
            ("B", SHORT, "1", "40"),
            ("C", ENGLISH, "0", "5"),
        )
    ]
    return write(tmp_path / "esa.tsv", *rows)


def test_a_table_for_people(run: Run, esa: Path) -> None:
    result = run("validate", esa, "-m", "chrf", *FAST)
    assert result.status == 0, result.err
    assert result.out.startswith("esa_wmt24-general en-hi\n")
    assert "chrf: human score" in result.out
    assert "truncated-sentence: omission" in result.out
    assert "18 segments, 6 documents, 3 systems" in result.err


def test_csv_has_a_line_per_figure(run: Run, esa: Path) -> None:
    result = run("validate", esa, "-m", "chrf", *FAST, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.out)))
    assert list(lines[0]) == [
        "set", "languages", "subject", "name", "against", "measure", "value", "low", "high",
        "part", "whole",
    ]  # fmt: skip
    (found,) = [
        line
        for line in lines
        if (line["name"], line["measure"]) == ("chrf", "soft pairwise accuracy")
    ]
    assert float(found["value"]) == 1


def test_json(run: Run, esa: Path) -> None:
    table = json.loads(run("validate", esa, "-m", "chrf", *FAST, "--format", "json").out)
    assert table["schema_version"] == 1
    assert {"metric", "check", "risk"} == {figure["subject"] for figure in table["figures"]}


def test_into_a_file(run: Run, esa: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "figures.csv"
    result = run("validate", esa, *FAST, "--format", "csv", "-o", place)
    assert (result.status, result.out) == (0, "")
    assert place.read_text(encoding="utf-8").startswith("set,languages,")


def test_one_label_and_a_limit(run: Run, esa: Path) -> None:
    result = run(
        "validate", esa, *FAST, "--label", "major omission", "--limit", "3", "--format", "csv"
    )
    lines = list(csv.DictReader(io.StringIO(result.out)))
    assert {line["against"] for line in lines} == {"major omission"}
    assert "3 of 18 segments, 1 documents" in result.err


def test_a_folder_names_what_it_leaves_out(run: Run, esa: Path) -> None:
    (esa.parent / "notes.txt").write_text("notes\n", encoding="utf-8")
    result = run("validate", esa.parent, *FAST)
    assert result.status == 0
    assert "no sets, left out: notes.txt" in result.err


def test_held_out_documents_only(run: Run, esa: Path) -> None:
    from evalkit.validation.split import held_out

    kept = sum(held_out(f"doc.{n}") for n in range(6))
    result = run("validate", esa, *FAST, "--documents", "held-out")
    if kept:
        assert f"{3 * kept} segments, {kept} documents" in result.err
    else:
        assert result.status == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--label", "glitter"), "labels here are major omission, omission"),
        (("-m", "nonsense"), "there is no metric called 'nonsense'"),
        (("--checks", "none"), "nothing to measure"),
        (("-o", "."), "it is a directory"),
    ],
)
def test_what_cannot_be_measured(
    run: Run, esa: Path, arguments: tuple[str, ...], problem: str
) -> None:
    words = arguments if "--checks" in arguments else (*FAST, *arguments)
    result = run("validate", esa, *words)
    assert (result.status, result.out) == (2, "")
    assert problem in result.err
    assert result.err.count("\n") == 1


def test_a_malformed_line_stops_before_anything_is_judged(run: Run, esa: Path) -> None:
    with esa.open("a", encoding="utf-8") as stream:
        stream.write("en-hi\tbroken\n")
    result = run("validate", esa, *FAST, "-o", esa.parent / "out.csv")
    assert result.status == 2
    assert f"{esa}, line 20: 2 cells, and the header names 15" in result.err
    assert not (esa.parent / "out.csv").exists()


def test_checks_say_how_reliable_they_are(run: Run) -> None:
    text = run("checks").out
    assert "Measured: false alarms on " in text
    entries = json.loads(run("checks", "--format", "json").out)
    known = {entry["id"]: entry["measured"] for entry in entries}
    assert {"set", "languages", "against", "hits", "faulty", "false_alarms", "sound"} == set(
        known["truncated-sentence"][0]
    )
