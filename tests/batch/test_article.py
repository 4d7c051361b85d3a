"""Batches: fresh articles left alone, what was lost or half-written made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evalkit import history
from evalkit.batch import ArticleFolder, Outcome, Task, article, find_folders, run, run_folder
from evalkit.batch.completion_marker import NAME
from evalkit.evaluation import Evaluation
from tests.cli.conftest import BENGALI, PUNJABI

TASK = Task(metrics=("chrf",), checks=("fast",), cached=False)


def kept(place: Path) -> Evaluation:
    return Evaluation.from_json((place / "evaluation.json").read_text(encoding="utf-8"))


def files(place: Path) -> dict[str, bytes]:
    """All that lies in a folder, but how long each step took."""
    found = {path.name: path.read_bytes() for path in place.iterdir()}
    table = json.loads(found["evaluation.json"])
    times = str(table["manifest"].pop("seconds"))
    assert times
    del found["report.html"]  # shows the times too
    return {**found, "evaluation.json": json.dumps(table).encode()}


def test_what_has_not_changed_is_not_judged_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    first = run_folder(folder, out, TASK)
    assert first.digest is not None
    assert not first.fresh
    written = (out / "flood" / "evaluation.json").stat().st_mtime_ns
    again = run_folder(folder, out, TASK)
    assert again.fresh
    assert (out / "flood" / "evaluation.json").stat().st_mtime_ns == written
    assert (again.digest, again.settled) == (first.digest, first.settled)
    assert not run_folder(folder, out, Task(metrics=("bleu",), checks=("fast",))).fresh
    assert not run_folder(folder, out, TASK).fresh
    (folder / "bn.txt").write_text(BENGALI + "আরও একটি লাইন।\n", encoding="utf-8")
    assert not run_folder(folder, out, TASK).fresh


def test_a_lost_or_damaged_output_is_made_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    run_folder(folder, out, TASK)
    (out / "flood" / "findings.csv").unlink()
    assert not run_folder(folder, out, TASK).fresh
    assert (out / "flood" / "findings.csv").is_file()
    (out / "flood" / "evaluation.json").write_text("{")
    assert not run_folder(folder, out, TASK).fresh


def test_jobs_give_the_same_as_one_after_the_other(folder: Path, tmp_path: Path) -> None:
    other = folder.with_name("other")
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    folders = find_folders(folder.parent)
    one = list(run(folders, tmp_path / "a", TASK))
    two = list(run(folders, tmp_path / "b", TASK, jobs=2))
    assert [o.digest for o in one] == [o.digest for o in two]
    assert [o.folder.name for o in two] == ["flood", "other"]
    for name in ("flood", "other"):
        assert files(tmp_path / "a" / name) == files(tmp_path / "b" / name)


def never(*_: object) -> Evaluation:
    pytest.fail("judged again")


def without_seal(place: Path) -> None:
    (place / NAME).unlink()


def damaged_seal(place: Path) -> None:
    seal = place / NAME
    seal.write_bytes(seal.read_bytes().replace(b'"major":', b'"major": '))


def another_seal(place: Path) -> None:
    (place / NAME).write_text("[]")


@pytest.mark.parametrize("harm", [without_seal, damaged_seal, another_seal])
def test_a_seal_that_is_worth_nothing_is_made_again_from_the_evaluation(
    folder: Path, tmp_path: Path, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_folder(folder, tmp_path, TASK)
    before = files(tmp_path / "flood")
    harm(tmp_path / "flood")
    monkeypatch.setattr(article, "judge_folder", never)
    assert run_folder(folder, tmp_path, TASK) == replace(first, fresh=True)
    assert files(tmp_path / "flood") == before


def test_a_seal_does_not_vouch_for_an_evaluation_that_changed(folder: Path, tmp_path: Path) -> None:
    run_folder(folder, tmp_path, TASK)
    before = files(tmp_path / "flood")
    place = tmp_path / "flood" / "evaluation.json"
    place.write_bytes(place.read_bytes().replace(b'"row": 2', b'"row": 2000'))
    assert not run_folder(folder, tmp_path, TASK).fresh
    assert files(tmp_path / "flood") == before


def test_a_seal_of_another_task_is_no_seal(folder: Path, tmp_path: Path) -> None:
    run_folder(folder, tmp_path, TASK)
    assert not run_folder(folder, tmp_path, replace(TASK, metrics=("bleu",))).fresh
    outcome = run_folder(folder, tmp_path, replace(TASK, metrics=("bleu",)))
    assert outcome.fresh
    assert outcome.digest is not None
    assert outcome.digest.metrics == ("bleu",)


def test_what_a_killed_run_left_is_removed_even_where_all_is_fresh(
    folder: Path, tmp_path: Path
) -> None:
    run_folder(folder, tmp_path, TASK)
    before = files(tmp_path / "flood")
    (tmp_path / "flood" / ".findings.csv.4711.new").write_bytes(b"half")
    (tmp_path / "flood" / ".evaluation.json.4711.old").write_bytes(b"old")
    assert run_folder(folder, tmp_path, TASK).fresh
    assert files(tmp_path / "flood") == before


def test_a_run_killed_before_it_was_recorded_is_recorded_by_the_next_and_only_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = replace(TASK, cached=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(article, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            run_folder(folder, tmp_path, task)
    assert history.runs() == []
    with monkeypatch.context() as patch:
        patch.setattr(article, "write_seal", killed)
        with pytest.raises(KeyboardInterrupt):
            run_folder(folder, tmp_path, task)
    assert len(history.runs()) == 1
    assert run_folder(folder, tmp_path, task).fresh
    assert run_folder(folder, tmp_path, task).fresh
    assert [recorded.article for recorded in history.runs()] == ["flood"]


def broken(directory: Path) -> Path:
    """A second article beside the first, without its source."""
    other = directory.with_name("broken")
    other.mkdir()
    (other / "bn.txt").write_text(BENGALI, encoding="utf-8")
    (other / "pa.txt").write_text(PUNJABI, encoding="utf-8")
    return other


def test_a_bad_folder_harms_no_other(folder: Path, tmp_path: Path) -> None:
    bad, good = run([broken(folder), folder], tmp_path, TASK)
    assert (bad.folder.name, bad.digest) == ("broken", None)
    assert "no en.<ext> among its files" in bad.error
    assert good.digest is not None


def unforeseen(outcomes: list[Outcome]) -> None:
    first, second = outcomes
    assert first.digest is None
    assert first.error.startswith(str(first.folder.directory))
    assert "\n" not in first.error
    assert second.digest is not None
    assert second.folder.name == "flood"


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_that_nobody_foresaw_is_one_line_and_harms_no_other(
    folder: Path, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = article.judge_folder

    def failing(found: ArticleFolder, task: Task) -> Evaluation:
        if found.name == "able":
            raise KeyError("a\nkey")
        return judge(found, task)

    monkeypatch.setattr(article, "judge_folder", failing)
    other = folder.rename(folder.with_name("able"))
    folder.mkdir()
    for path in other.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    outcomes = list(run(find_folders(folder.parent), tmp_path / "out", TASK, jobs=jobs))
    unforeseen(outcomes)
    assert "KeyError" in outcomes[0].error
    assert "EVALKIT_DEBUG=1" in outcomes[0].error
    assert "in failing" in outcomes[0].trace
