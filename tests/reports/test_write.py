"""`write` and `write_index`: which files there are, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.reports import write, write_index
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import ScoreRecord
from tests.reports import sample
from tests.reports.reading import find, parse

CSV = {"paragraphs.csv", "findings.csv", "scores.csv", "summary.csv", "witnesses.csv"}


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_writes_all_that_can_be_made(tmp_path: Path) -> None:
    paths = write(sample.evaluation(), tmp_path)
    assert {p.name for p in paths} == names(tmp_path)
    assert names(tmp_path) >= CSV | {"report.html", "evaluation.json", "report.md", "junit.xml"}


def test_writes_only_what_is_asked_for(tmp_path: Path) -> None:
    write(sample.evaluation(), tmp_path, ["csv"])
    assert names(tmp_path) == CSV


def test_the_json_reads_back(tmp_path: Path) -> None:
    (path,) = write(sample.evaluation(), tmp_path, ["json"])
    assert Evaluation.from_json(path.read_text("utf-8")) == sample.evaluation()


def test_scores_of_models_read_back(tmp_path: Path) -> None:
    (path,) = write(sample.neural(), tmp_path, ["json"])
    assert Evaluation.from_json(path.read_text("utf-8")) == sample.neural()


def test_an_evaluation_of_an_older_release_reads_back(tmp_path: Path) -> None:
    """Before there were models a score ended with its limits and the manifest named no encoder."""
    old = json.loads(sample.evaluation().to_json())
    later = {f.name for f in fields(ScoreRecord)} - BEFORE_MODELS
    for score in old["scores"]:
        for name in later:
            del score[name]
    assert len(later) == 10
    read = Evaluation.from_json(json.dumps(old))
    assert read == sample.evaluation()
    assert names_of(write(read, tmp_path)) >= CSV | {"report.html"}


BEFORE_MODELS = {
    "article", "row", "version", "metric", "value", "state", "reason", "signature", "low", "high",
}  # fmt: skip


def names_of(paths: list[Path]) -> set[str]:
    return {path.name for path in paths}


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pdf.*html, csv, json, md, junit, xlsx"):
        write(sample.evaluation(), tmp_path / "x", ["html", "pdf"])
    assert not (tmp_path / "x").exists()


def test_a_report_that_cannot_be_rendered_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("old")

    def broken(*_given: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("evalkit.reports.html.page.report", broken)
    with pytest.raises(RuntimeError):
        write(sample.evaluation(), tmp_path)
    assert names(tmp_path) == {"report.html"}
    assert (tmp_path / "report.html").read_text() == "old"


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    one = write(sample.evaluation(), tmp_path / "one")
    two = write(sample.evaluation(), tmp_path / "two")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_the_index_lists_versions_worst_first_with_links(tmp_path: Path) -> None:
    path = write_index(
        [replace(sample.quiet(), article="quiet/../one"), sample.evaluation()], tmp_path
    )
    page = parse(path.read_text("utf-8"))
    rows = [[c.text_content().strip() for c in r] for r in find(page, "//tbody/tr")]
    assert [(r[0], r[1], *r[5:9]) for r in rows] == [
        ("village-library", "Punjabi", "1", "3", "2", "1"),
        ("village-library", "Bengali", "1", "2", "4", "1"),
        ("quiet/../one", "Bengali", "0", "0", "0", "0"),
        ("quiet/../one", "Punjabi", "0", "0", "0", "0"),
    ]
    assert set(find(page, "//@href")) == {
        "./village-library/report.html",
        "./quiet%2F..%2Fone/report.html",
    }


def test_the_index_takes_summary_records(tmp_path: Path) -> None:
    whole = sample.evaluation()
    one = write_index([whole], tmp_path / "one").read_bytes()
    assert write_index(whole.summary_records, tmp_path / "two").read_bytes() == one


def test_an_index_of_nothing_is_a_page(tmp_path: Path) -> None:
    assert "0 articles" in write_index([], tmp_path).read_text("utf-8")


def test_importing_reports_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'matplotlib', 'numpy', 'openpyxl', 'jinja2'}"
    code = f"import sys, evalkit.reports; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
