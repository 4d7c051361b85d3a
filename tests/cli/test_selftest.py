"""`evalkit selftest`: what it prints and writes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.validation.texts import BENGALI, ENGLISH

FAST = ("--encoder", "none", "-m", "none", "--no-cache", "--rounds", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text("\n".join(ENGLISH) + "\n", encoding="utf-8")
    (tmp_path / "bn.txt").write_text("\n".join(BENGALI) + "\n", encoding="utf-8")
    return tmp_path


def test_a_line_per_kind_and_what_silence_is_worth(run: Run, folder: Path) -> None:
    found = run(
        "selftest", "-r", folder / "en.txt", folder / "bn.txt", *FAST,
        "--damage", "number,untranslated", "--damage", "verb",
    )  # fmt: skip
    assert found.status == 0, found.err
    lines = found.out.splitlines()
    assert lines[0] == (
        "Bengali (bn), 4 paragraphs; as it stands: 0 findings above neutral, 0 of them major or "
        "worse"
    )
    assert lines[1].startswith(
        "  a digit of a number changed: 1 of 1 found (100 %, 95 % interval 21-100), 1 major; by "
        "number-mismatch 1; confidence "
    )
    assert lines[2].startswith("  the source in place of the paragraph: 1 of 1 found")
    assert lines[3].startswith("  the verb at a sentence's end dropped: ")
    assert "went unseen" in found.out or "would have gone unseen" in found.out
    assert "encoder: none: no encoder was wanted" in lines
    assert "bn.txt: Bengali" in found.err


def test_csv_and_json_say_the_same(run: Run, folder: Path) -> None:
    given = (
        "selftest", "-r", folder / "en.txt", folder / "bn.txt", *FAST, "--damage", "number",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(run(*given, "--format", "csv").out))
    whole = json.loads(run(*given, "--format", "json").out)
    (counted,) = whole["tallies"]
    assert (row["damage"], row["tried"], row["checks"]) == ("number", "1", "number-mismatch 1")
    assert (counted["tried"], counted["checks"]) == (1, {"number-mismatch": 1})
    assert whole["trials"][0]["placed"] is True
    assert whole["damages"]["number"] == "a digit of a number changed"


def test_it_writes_into_a_file(run: Run, folder: Path) -> None:
    place = folder / "found.csv"
    found = run(
        "selftest", "-r", folder / "en.txt", folder / "bn.txt", *FAST, "--damage", "number",
        "--format", "csv", "-o", place,
    )  # fmt: skip
    assert (found.status, found.out) == (0, "")
    assert place.read_text(encoding="utf-8").startswith("version,damage,tried,found,major,low,high")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("bn.txt", "-r", "en.txt", "--damage", "torn"), "no damage 'torn'; choose from cut, "),
        (("bn.txt", "-r", "gone.txt"), "gone.txt: there is no such file"),
        (("bn.txt",), "no reference"),
        (("bn.txt", "bn=en.txt", "-r", "en.txt"), "the same language twice"),
        (("bn.txt", "-r", "en.txt", "--rounds", "0"), "--rounds"),
        (("bn.txt", "-r", "en.txt", "-o", "."), "-o names no file"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], line: str
) -> None:
    monkeypatch.chdir(folder)
    found = run("selftest", *arguments)
    assert found.status == 2
    assert line in found.err
    assert found.err.count("\n") == 1
    assert found.out == ""
