"""Batches: folders read, fresh ones left alone, bad ones named."""

from __future__ import annotations

import signal
import sys
import threading
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.engine import Task, _undisturbed, find_folders, read_folder, run, run_folder, stop
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI

TASK = Task(metrics=("chrf",), checks=("fast",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    article = tmp_path / "references" / "flood"
    article.mkdir(parents=True)
    for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
        (article / f"{name}.txt").write_text(text, encoding="utf-8")
    return article


def test_a_folder_is_read_by_the_names_of_its_files(folder: Path) -> None:
    (folder / "backtranslation.bn.txt").write_text(ENGLISH)
    (folder / "reference.pa.txt").write_text(PUNJABI, encoding="utf-8")
    (folder / "planted.csv").write_text("row\n")
    (folder / "README.md").write_text("notes")
    found = read_folder(folder)
    assert found.source.name == "en.txt"
    assert list(found.versions) == ["bn", "pa"]
    assert list(found.back_translations) == ["bn"]
    assert list(found.references) == ["pa"]


def test_a_file_that_may_be_a_version_is_not_passed_over_in_silence(folder: Path) -> None:
    for name in ("klingon.txt", "guide.hi.md", "README.md", "numbers.csv"):
        (folder / name).write_text("x", encoding="utf-8")
    assert [path.name for path in read_folder(folder).left_out] == ["guide.hi.md", "klingon.txt"]


def test_a_linked_folder_has_the_name_of_the_link(folder: Path) -> None:
    link = folder.with_name("linked")
    link.symlink_to(folder)
    assert read_folder(link).name == "linked"


def test_article_toml_may_name_another_source(folder: Path) -> None:
    (folder / "article.toml").write_text('reference = "bn"\n')
    found = read_folder(folder)
    assert found.source.name == "bn.txt"
    assert list(found.versions) == ["en", "pa"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: (f / "en.txt").unlink(), "no en.<ext>"),
        (lambda f: (f / "bn.txt").unlink(), "1 version"),
        (lambda f: (f / "bn.md").write_text(BENGALI, encoding="utf-8"), "two files for bn"),
        (lambda f: (f / "article.toml").write_text("reference = "), "not TOML"),
        (lambda f: (f / "article.toml").write_text("colour = 1"), "'colour' is not a setting"),
        (lambda f: (f / "article.toml").write_text("reference = 3"), "reference = 3 is not a str"),
        (lambda f: (f / "bn.txt").rename(f / "guide.bn.txt"), "guide.bn.txt: not named <lang>"),
    ],
)
def test_a_bad_folder_is_named(folder: Path, change: object, words: str) -> None:
    assert callable(change)
    change(folder)
    with pytest.raises(InputError, match=words):
        read_folder(folder)


def test_what_has_not_changed_is_not_judged_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    first = run_folder(folder, out, TASK)
    assert first.evaluation is not None
    assert not first.fresh
    kept = (out / "flood" / "evaluation.json").stat().st_mtime_ns
    again = run_folder(folder, out, TASK)
    assert again.fresh
    assert (out / "flood" / "evaluation.json").stat().st_mtime_ns == kept
    assert again.evaluation is not None
    assert again.evaluation.finding_records == first.evaluation.finding_records
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
    one = [o.evaluation for o in run(folders, tmp_path / "a", TASK)]
    two = [o.evaluation for o in run(folders, tmp_path / "b", TASK, jobs=2)]
    assert [e and e.finding_records for e in one] == [e and e.finding_records for e in two]
    assert [e and e.article for e in two] == ["flood", "other"]


def _heeds(signals: int, ready: Event) -> None:
    """A worker that drops all signals to end but the last of so many."""
    left = [signals]

    def heed(*_: object) -> None:
        left[0] -= 1
        if not left[0]:
            sys.exit(1)

    signal.signal(signal.SIGTERM, heed)
    ready.set()
    while True:
        time.sleep(0.01)


@pytest.mark.parametrize(("signals", "status"), [(1, 1), (2, 1), (100, -signal.SIGKILL)])
def test_a_worker_that_drops_a_signal_is_stopped_all_the_same(signals: int, status: int) -> None:
    processes = get_context("spawn")
    ready = processes.Event()
    worker = processes.Process(target=_heeds, args=(signals, ready), daemon=True)
    worker.start()
    assert ready.wait(60)
    stop([worker], patience=0.5)
    assert worker.exitcode == status


def _writes(file: Path, ready: Event) -> None:
    """A worker that writes in two steps, with a second thread that would take the signal."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    with _undisturbed():
        file.write_text("half", encoding="utf-8")
        ready.set()
        time.sleep(1)
        file.write_text("whole", encoding="utf-8")
    time.sleep(60)


def test_what_is_being_written_is_finished_before_a_worker_ends(tmp_path: Path) -> None:
    processes = get_context("spawn")
    ready = processes.Event()
    worker = processes.Process(target=_writes, args=(tmp_path / "file", ready), daemon=True)
    worker.start()
    assert ready.wait(60)
    worker.terminate()
    worker.join(30)
    assert worker.exitcode == -signal.SIGTERM
    assert (tmp_path / "file").read_text(encoding="utf-8") == "whole"
