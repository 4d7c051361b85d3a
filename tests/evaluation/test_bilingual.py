"""Files that carry their own source, alone and beside others."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, evaluate
from tests.loaders.article import BENGALI, ENGLISH, PUNJABI, write_xliff20

ALONE = Resources(encoder="none")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """bn.xliff, pa.xliff and a table of all three."""
    write_xliff20(tmp_path / "bn.xliff", BENGALI, "bn")
    write_xliff20(tmp_path / "pa.xliff", PUNJABI, "pa")
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["en", "bn", "pa"])
        lines.writerows(zip(ENGLISH, BENGALI, PUNJABI, strict=True))
    return tmp_path


def facing(judged: Evaluation, version: str) -> list[tuple[str, str]]:
    return [(row.source, row.targets[version].text) for row in judged.rows]


def test_two_files_need_no_reference(folder: Path) -> None:
    judged = evaluate([folder / "bn.xliff", folder / "pa.xliff"], metrics=[], resources=ALONE)
    assert facing(judged, "bn") == list(zip(ENGLISH, BENGALI, strict=True))
    assert facing(judged, "pa") == list(zip(ENGLISH, PUNJABI, strict=True))


@pytest.mark.parametrize("order", [("bn", "pa"), ("pa", "bn")])
def test_a_unit_that_one_file_lacks_is_missing_there(folder: Path, order: tuple[str, str]) -> None:
    path = folder / "pa.xliff"
    less = re.sub(r'<unit id="u4">.*?</unit>', "", path.read_text(encoding="utf-8"), flags=re.S)
    path.write_text(less, encoding="utf-8")
    judged = evaluate([folder / f"{tag}.xliff" for tag in order], metrics=[], resources=ALONE)
    expected = list(zip(ENGLISH, PUNJABI, strict=True))
    expected[3] = (ENGLISH[3], "")
    assert facing(judged, "pa") == expected
    assert facing(judged, "bn") == list(zip(ENGLISH, BENGALI, strict=True))
    missing = [f for f in judged.finding_records if f.check == "missing-paragraph"]
    assert [(f.row, f.version) for f in missing] == [(4, "pa")]


@pytest.mark.parametrize("references", [[], ["en=table.csv"]])
def test_a_table_of_three_languages_is_named_for_each(
    folder: Path, references: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    judged = evaluate(["bn=table.csv", "pa=table.csv"], references, metrics=[], resources=ALONE)
    assert facing(judged, "bn") == list(zip(ENGLISH, BENGALI, strict=True))
    assert facing(judged, "pa") == list(zip(ENGLISH, PUNJABI, strict=True))
