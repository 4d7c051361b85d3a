"""`write`: which files there are, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.reports import write
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import ScoreRecord
from tests.reports import sample

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


def test_importing_reports_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'matplotlib', 'numpy', 'openpyxl', 'jinja2'}"
    code = f"import sys, evalkit.reports; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
