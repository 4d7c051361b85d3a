"""`evalkit export instructlab` and `lm-eval` as a user calls them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from evalkit.evaluation import Evaluation
from tests.cli.conftest import Run
from tests.export.judged import corrected
from tests.review.entries import write

OWNER = ("--creator", "asha", "--licence", "CC-BY-4.0")


@pytest.fixture
def report(judged_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample judged, and every fault of its Bengali that has a place corrected."""
    shutil.copytree(judged_sample, tmp_path, dirs_exist_ok=True)
    judged = Evaluation.from_json((tmp_path / "evaluation.json").read_text(encoding="utf-8"))
    marked = [f for f in judged.finding_records if f.version == "bn" and f.quote.strip()]
    entries = [corrected(finding, f"{finding.quote}।") for finding in marked]
    assert len({f.row for f in marked}) >= 6
    write(tmp_path / "asha.json", *entries, reviewer="Asha")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_skill_for_the_language_with_enough_corrections(run: Run, report: Path) -> None:
    done = run(
        "export", "instructlab", "evaluation.json", "--decisions", "asha.json", "-o", "taxonomy",
        *OWNER,
    )  # fmt: skip
    assert done.status == 0, done.err
    folder = report / "taxonomy/compositional_skills/writing/translation/english_to_bengali"
    skill = yaml.safe_load((folder / "qna.yaml").read_text(encoding="utf-8"))
    assert len(skill["seed_examples"]) >= 5
    assert "Creator names: asha, Asha" in (folder / "attribution.txt").read_text(encoding="utf-8")


def test_without_corrections_one_line_and_nothing_written(run: Run, report: Path) -> None:
    done = run("export", "instructlab", "evaluation.json", "-o", "taxonomy", *OWNER)
    assert done.status == 2
    assert "nothing is left to export" in done.err
    assert not (report / "taxonomy").exists()


def test_whose_work_it_is_comes_from_the_decisions_and_a_missing_licence_is_said(
    run: Run, report: Path
) -> None:
    call = ("export", "instructlab", "evaluation.json", "--decisions", "asha.json")
    done = run(*call, "-o", "taxonomy")
    assert done.status == 0, done.err
    folder = report / "taxonomy/compositional_skills/writing/translation/english_to_bengali"
    assert yaml.safe_load((folder / "qna.yaml").read_bytes())["created_by"] == "Asha"
    attribution = (folder / "attribution.txt").read_text(encoding="utf-8")
    assert "License of the work: not stated\nCreator names: Asha\n" in attribution
    assert "say it with --licence" in done.err


def test_tasks_know_where_their_data_lies(run: Run, report: Path) -> None:
    done = run("export", "lm-eval", "evaluation.json", "-o", "tasks")
    assert done.status == 0, done.err
    task = yaml.safe_load((report / "tasks/evalkit_flood_warning_en_bn.yaml").read_bytes())
    (data,) = task["dataset_kwargs"]["data_files"].values()
    assert Path(data).is_file()
    assert not (report / "tasks" / "lmevaljob.yaml").exists()


def test_for_trustyai_the_data_is_where_the_job_mounts_it(run: Run, report: Path) -> None:
    done = run(
        "export", "lm-eval", "evaluation.json", "-o", "tasks", "--trustyai", "--version", "pa",
        "--url", "http://vllm:8000/v1",
    )  # fmt: skip
    assert done.status == 0, done.err
    task = yaml.safe_load((report / "tasks/evalkit_flood_warning_en_pa.yaml").read_bytes())
    job = yaml.safe_load((report / "tasks/lmevaljob.yaml").read_bytes())
    (mount,) = job["spec"]["pod"]["container"]["volumeMounts"]
    assert task["dataset_kwargs"]["data_files"]["test"].startswith(f"{mount['mountPath']}/")


def test_what_stands_there_is_not_written_over(run: Run, report: Path) -> None:
    call = ("export", "lm-eval", "evaluation.json", "-o", "tasks")
    assert run(*call).status == 0
    done = run(*call)
    assert done.status == 2
    assert "--overwrite" in done.err
    assert run(*call, "--overwrite").status == 0
