"""`evalkit review merge`: who judged what, where they differ, how far they agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.review import read_decisions
from tests.cli.conftest import Run
from tests.review.entries import entry, write


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Asha's and Binta's files: they differ on f2."""
    monkeypatch.chdir(tmp_path)
    asha = [entry("accepted"), entry("dismissed", fingerprint="f2", row=2, check="omission")]
    binta = [entry("accepted", ""), entry("fixed", "", fingerprint="f2", row=2, check="omission")]
    binta += [entry("dismissed", "", fingerprint="f3", row=3)]
    write(tmp_path / "asha.json", *asha)
    write(tmp_path / "binta.json", *binta)
    return tmp_path


def test_it_says_who_judged_what_and_where_they_differ(run: Run, two: Path) -> None:
    pytest.importorskip("nltk")
    result = run("review", "merge", "asha.json", "binta.json")
    assert result.status == 0, result.err
    # Alpha of two findings, one of which is judged alike: of four values three are "real";
    # observed disagreement 1/2, expected 2 * 3 * 1 / (4 * 3) = 1/2. Of the three decisions:
    # 1 - (1/2) / (10/12) = 0.4.
    assert result.out == (
        "judged  Asha  binta  two or more  conflicts  alpha\n"
        "river      2      3            2          1  0.000\n"
        "conflicts:\n"
        "  river: row 2 bn major omission: The source says 3; Bengali has 5 instead."
        " (Asha dismissed, binta fixed)\n"
        "agreement (Krippendorff's alpha, nominal; 2 findings judged by two or more):\n"
        "  real or false alarm: 0.000\n"
        "  accepted, dismissed or fixed: 0.400\n"
        "right by the reviewers' word:\n"
        "  number-mismatch: 1 of 2, 50% [9%, 91%]\n"
        "  omission: none settled; 1 in conflict\n"
    )


def test_the_merged_file_holds_all_and_goes_back_in(run: Run, two: Path) -> None:
    files = ("asha.json", "binta.json")
    assert run("review", "merge", *files, "-o", "merged.json").err == "written: merged.json\n"
    assert run("review", "merge", *files[::-1], "-o", "again.csv").status == 0
    assert run("review", "merge", "again.csv", "merged.json", "-o", "third.json").status == 0
    assert Path("third.json").read_bytes() == Path("merged.json").read_bytes()
    found = read_decisions("merged.json")
    assert found.reviewer == ""
    assert [r.reviewer for r in found.records] == ["Asha", "binta", "Asha", "binta", "binta"]


def test_json_for_programs(run: Run, two: Path) -> None:
    result = run("review", "merge", "asha.json", "binta.json", "--format", "json")
    found = json.loads(result.out)
    assert found["reviewers"] == ["Asha", "binta"]
    assert found["articles"][0]["judged"] == {"Asha": 2, "binta": 3}
    assert found["conflicts"][0]["said"] == {"Asha": "dismissed", "binta": "fixed"}
    assert [(p["check"], p["confirmed"], p["judged"]) for p in found["precisions"]] == [
        ("number-mismatch", 1, 2),
        ("omission", 0, 0),
    ]


def test_one_file_is_no_agreement(run: Run, two: Path) -> None:
    result = run("review", "merge", "asha.json")
    assert "real or false alarm: not computed: fewer than two reviewers decided" in result.out


def test_who_judge_all_alike_have_no_alpha(run: Run, two: Path) -> None:
    write(two / "a.json", entry("accepted", "A"))
    write(two / "b.json", entry("accepted", "B"))
    assert "real or false alarm: all judged alike" in run("review", "merge", "a.json", "b.json").out


def test_words_of_a_file_do_not_steer_the_terminal(run: Run, two: Path) -> None:
    hostile = "\x1b[2J\u202eevil\n\nlines " + "x" * 500
    for name in ("a", "b"):
        decision = "accepted" if name == "a" else "dismissed"
        write(
            two / f"{name}.json",
            entry(decision, hostile + name, article=hostile, check=hostile, message=hostile),
        )
    result = run("review", "merge", "a.json", "b.json")
    assert result.status == 0, result.err
    assert not {"\x1b", "\u202e"} & set(result.out)
    assert all(len(line) < 400 for line in result.out.splitlines())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["asha.json", "gone.json", "-o", "m.json"], "gone.json: there is no such file"),
        (["asha.json", "report.html", "-o", "m.json"], "report.html: neither .json nor .csv"),
        (["asha.json", "-o", "m.xlsx"], "m.xlsx: neither .json nor .csv"),
        (["asha.json", "-o", "gone/m.json"], "gone/m.json: its directory is not there"),
        (["asha.json", "-o", "d.json"], "d.json: a directory"),
        (["asha.json", "-o", ""], "neither .json nor .csv"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    run: Run, two: Path, given: list[str], words: str
) -> None:
    (two / "d.json").mkdir()
    before = sorted(two.iterdir())
    result = run("review", "merge", *given)
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert words in result.err
    assert sorted(two.iterdir()) == before


def test_help_has_examples(run: Run) -> None:
    assert "evalkit review merge asha.json" in run("review", "merge", "--help").out
