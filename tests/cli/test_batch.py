"""`evalkit batch`: bad articles, many articles, articles that are gone."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from evalkit.batch import ArticleFolder, Task, article
from evalkit.evaluation import Evaluation
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI, Run

QUICK = ("--checks", "fast", "-m", "none", "--encoder", "none")
BATCH = ("batch", "articles", "-o", "reports", *QUICK)


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three article folders in the present directory; the second is bad."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for name in ("apple", "banana", "cherry"):
        write(tmp_path / "articles" / name)
    (tmp_path / "articles" / "banana" / "en.txt").write_bytes(b"")
    return tmp_path / "articles"


def write(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def listed(table: Path) -> list[list[str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_article_ends_the_run_and_harms_no_other(run: Run, articles: Path, jobs: str) -> None:
    result = run(*BATCH, "--jobs", jobs)
    assert result.status == 2
    assert result.out == ""
    assert [line.partition(": ")[0] for line in result.err.splitlines()] == ["apple", "evalkit"]
    assert "articles/banana/en.txt: " in result.err
    assert Path("reports/apple/evaluation.json").is_file()
    assert not Path("reports/index.html").exists()
    assert not Path("reports/failed.csv").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_article_is_listed_and_the_run_goes_on(run: Run, articles: Path, jobs: str) -> None:
    result = run(*BATCH, "--keep-going", "--jobs", jobs)
    assert result.status == 2
    (told,) = (line for line in result.err.splitlines() if "banana" in line)
    assert "evalkit: 1 of 3 articles failed: reports/failed.csv\n" in result.err
    assert listed(Path("reports/failed.csv")) == [
        ["article", "error"],
        ["banana", told.removeprefix("evalkit: ")],
    ]
    assert {line[0] for line in listed(Path("reports/summary.csv"))[1:]} == {"apple", "cherry", ""}
    shutil.copy(articles / "apple" / "en.txt", articles / "banana" / "en.txt")
    result = run(*BATCH, "--keep-going", "--jobs", jobs)
    assert result.status == 0
    assert result.err.splitlines() == [
        "apple: not changed", "banana: judged", "cherry: not changed"
    ]  # fmt: skip
    assert not Path("reports/failed.csv").exists()


def test_where_all_articles_are_bad_there_is_still_a_list(run: Run, articles: Path) -> None:
    for name in ("apple", "cherry"):
        (articles / name / "en.txt").unlink()
    assert run(*BATCH, "--keep-going").status == 2
    assert len(listed(Path("reports/failed.csv"))) == 4
    assert not Path("reports/index.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="workers must be copies of this process")
def test_a_worker_that_is_killed_is_told_of_its_article(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = article.judge_folder

    def greedy(folder: ArticleFolder, task: Task) -> Evaluation:
        if folder.name == "apple":
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(folder, task)

    monkeypatch.setattr(article, "judge_folder", greedy)
    result = run(*BATCH, "--keep-going", "--jobs", "2")
    assert result.status == 2
    assert (
        "evalkit: articles/apple: its worker process was killed, perhaps for want of memory; "
        "use fewer --jobs\n"
    ) in result.err
    assert [line[0] for line in listed(Path("reports/failed.csv"))] == [
        "article",
        "apple",
        "banana",
    ]
    assert Path("reports/cherry/report.html").is_file()


def test_where_an_unforeseen_error_came_from_is_told_who_asks(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(folder: ArticleFolder, task: Task) -> Evaluation:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(article, "judge_folder", careless)
    result = run(*BATCH)
    assert result.status == 2
    assert result.err == (
        "evalkit: articles/apple: ZeroDivisionError: division by zero; "
        "run it again with EVALKIT_DEBUG=1 to see where\n"
    )
    monkeypatch.setenv("EVALKIT_DEBUG", "1")
    assert "in careless" in run(*BATCH).err


def test_few_articles_are_told_one_by_one_and_many_together(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(articles / "banana")
    report = Path("reports") / "apple" / "report.html"
    assert f"report: {report}\n" in run(*BATCH).out
    monkeypatch.setattr("evalkit.cli.console.MANY", 1)
    monkeypatch.setattr("evalkit.cli.batch_articles.MANY", 1)
    lines = run(*BATCH).out.splitlines()
    assert [line.split()[:3] for line in lines[1:3]] == [
        ["Bengali", "(bn)", "6"],
        ["Punjabi", "(pa)", "6"],
    ]
    assert lines[-3:] == [
        f"reports: {Path('reports') / '<article>' / 'report.html'}, 2 articles",
        f"summary: {Path('reports') / 'summary.csv'}",
        f"index: {Path('reports') / 'index.html'}",
    ]


def test_reports_of_an_article_that_is_gone_stay_and_are_named(run: Run, articles: Path) -> None:
    shutil.rmtree(articles / "banana")
    run(*BATCH)
    Path("reports/mine").mkdir()
    shutil.rmtree(articles / "apple")
    result = run(*BATCH)
    assert result.status == 0
    assert "1 folder of an earlier batch (apple) is of no article in DIR any more" in result.err
    assert Path("reports/apple/report.html").is_file()
    assert "./apple/" not in Path("reports/index.html").read_text("utf-8")


def test_what_a_killed_run_left_goes(run: Run, articles: Path) -> None:
    shutil.rmtree(articles / "banana")
    run(*BATCH)
    left = [Path("reports/.index.html.4711.new"), Path("reports/apple/.report.html.4711.old")]
    for path in left:
        path.write_bytes(b"half")
    assert run(*BATCH).err.splitlines() == ["apple: not changed", "cherry: not changed"]
    assert not any(path.exists() for path in left)
