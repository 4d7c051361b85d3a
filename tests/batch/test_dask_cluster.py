"""Work on a Dask cluster: in order, bounded, as here, and nothing is lost with a worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from evalkit import history
from evalkit.batch import Failed, dask_cluster, mapped_on, run, run_on
from evalkit.batch import Task as ArticleTask
from evalkit.batch.dask_cluster import In, _Room, _There, _through
from evalkit.batch.tables import CHECKS, Run
from evalkit.batch.tables.part import Judged
from evalkit.batch.tables.table_run import Work
from evalkit.batch.workers import AHEAD
from evalkit.document import InputError
from evalkit.settings import SEED, SEED_VARIABLE, seed
from evalkit.store.code_hash import code_hash
from tests.batch.tables.segments import (
    finished,
    lines,
    steps,
    task,
    tree,
    write_csv,
    write_jsonl,
    write_parquet,
)
from tests.cli.conftest import Run as Call

ROWS, SIZE = 200, 20
ADDRESS = "tcp://10.0.0.5:8786"


class Future:
    """What a client gives for an item: done at once, unless it shall never be."""

    def __init__(self, status: str, value: object, endless: bool = False) -> None:
        self.status, self.value, self.endless = status, value, endless

    def add_done_callback(self, tell: Callable[[Future], None]) -> None:
        if not self.endless:
            tell(self)

    def exception(self) -> object:
        return self.value

    def result(self, timeout: float) -> object:
        assert timeout
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value


class Client:
    """A cluster whose answers are told before: by item those of one try after the other."""

    def __init__(self, answers: Mapping[int, list[Future]] | None = None, threads: int = 2) -> None:
        self.answers, self.threads = answers or {}, threads
        self.status = "running"
        self.submitted: list[int] = []
        self.looks = 0

    def nthreads(self) -> dict[str, int]:
        return {"worker": self.threads} if self.threads else {}

    def submit(self, function: Callable[[int], object], item: int, pure: bool) -> Future:
        assert not pure
        self.submitted.append(item)
        found = self.answers.get(item)
        return found.pop(0) if found else Future("finished", function(item))


def through(client: Any, items: Iterator[int] | range) -> Iterator[object]:
    return _through(client, _There(negative, code_hash()), items, ADDRESS)


def negative(number: int) -> int:
    return -number


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unreachable is told soon, and what changes is seen soon."""
    monkeypatch.setattr(dask_cluster, "LOOKS", 0.01)


@pytest.mark.parametrize(
    "lost",
    [
        Future("cancelled", None),
        Future("lost", CancelledError("its worker is gone")),
        Future("finished", CancelledError("its worker is gone")),
        Future("finished", OSError("the connection broke")),
    ],
)
def test_an_item_that_was_lost_is_given_again(lost: Future) -> None:
    if lost.status == "cancelled":
        lost.value = CancelledError()
    client = Client({1: [lost, lost]})
    assert list(through(client, range(4))) == [0, -1, -2, -3]
    assert client.submitted.count(1) == 3
    assert sorted(set(client.submitted)) == [0, 1, 2, 3]


def test_results_come_in_the_items_order_and_few_wait() -> None:
    late = Future("finished", -1, endless=True)
    client = Client({1: [late]})
    results = through(client, iter(range(100)))
    assert next(results) == 0
    client.nthreads = lambda: given_up(client)  # type: ignore[method-assign]
    with pytest.raises(InputError):
        next(results)
    assert max(client.submitted) == AHEAD * client.threads


def given_up(client: Client, after: int = 5) -> dict[str, int]:
    """The threads there are, until somebody has looked so often."""
    client.looks += 1
    if client.looks > after:
        client.status = "closed"
    return {"worker": client.threads}


class KilledWorker(Exception):  # noqa: N818
    """Called as Dask's own."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KilledWorker(), "several workers died of it, perhaps for want of memory"),
        (AttributeError("no such thing"), "AttributeError: no such thing"),
    ],
)
def test_what_the_cluster_gives_up_has_failed(error: BaseException, reason: str) -> None:
    zero, one, two = through(Client({1: [Future("error", error)]}), range(3))
    assert (zero, two) == (0, -2)
    assert isinstance(one, Failed)
    assert one.reason == reason


@pytest.mark.parametrize("given", [1, 100])
def test_when_all_workers_are_gone_nobody_waits_for_ever(
    given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where every item is on its way already."""
    monkeypatch.setattr(dask_cluster, "JOINS_WITHIN", 0.05)
    client = Client({n: [Future("pending", None, endless=True)] for n in range(given)})
    room = _Room(client, ADDRESS)
    assert room.now() == AHEAD * 2
    results = through(client, range(given))
    client.nthreads = lambda: {} if client.submitted else {"worker": 1}  # type: ignore[method-assign]
    with pytest.raises(InputError) as error:
        next(results)
    assert str(error.value) == (
        f"--scheduler {ADDRESS}: no worker in 0 seconds; "
        f"start some, as in: dask worker {ADDRESS} --nworkers auto --nthreads 1"
    )


@pytest.mark.parametrize("at", ["submit", "wait"])
def test_a_scheduler_that_is_gone_ends_it(at: str) -> None:
    client = Client({0: [Future("pending", None, endless=True)]})
    if at == "submit":
        client.status = "closed"
    else:
        client.nthreads = lambda: gone(client)  # type: ignore[method-assign]
    with pytest.raises(InputError) as error:
        next(through(client, range(1)))
    assert str(error.value) == (
        f"--scheduler {ADDRESS}: the scheduler is gone; "
        "start it and run the same again: what is written stays done"
    )


def gone(client: Client) -> dict[str, int]:
    if client.submitted:
        client.status = "closed"
        raise OSError("Timed out trying to connect")
    return {"worker": 1}


def test_a_worker_with_other_code_does_not_judge() -> None:
    failed = _There(negative, "another")(1)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.remedy) == (
        "a worker has another evalkit than this one",
        "install the same version on every worker",
    )


def test_a_worker_draws_from_the_seed_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED_VARIABLE, "7")
    there = _There(drawn_from, code_hash())
    monkeypatch.delenv(SEED_VARIABLE)
    assert there(1) == 7
    assert drawn_from(1) == SEED


def drawn_from(_: int) -> int | None:
    return seed()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a service that takes connections and says nothing."""
    with socket.socket() as service:
        service.bind(("127.0.0.1", 0))
        service.listen()
        yield "tcp://127.0.0.1:%d" % service.getsockname()[1]  # noqa: UP031


def refused(address: str) -> str:
    with pytest.raises(InputError) as error:
        list(mapped_on(address, negative, [1]))
    (line,) = str(error.value).splitlines()
    head = f"--scheduler {address}: no Dask scheduler answers ("
    assert line.startswith(head)
    assert line.endswith("start one (dask scheduler) and give its address, as in " + ADDRESS)
    return line.removeprefix(head)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tcp://127.0.0.1:9", "Timed out trying to connect to tcp://127.0.0.1:9"),
        ("127.0.0.1", "missing port number in address '127.0.0.1'"),
        ("http://127.0.0.1:8787", "unknown address scheme 'http'"),
        ("tls://127.0.0.1:9", "TLS expects a `ssl_context`"),
        ("nonsense", "missing port number"),
    ],
)
def test_no_scheduler_at_the_address(
    address: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "ANSWERS_WITHIN", 0.2)
    assert refused(address).startswith(reason)


def test_another_service_at_the_address(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "ANSWERS_WITHIN", 0.2)
    assert refused(silent)


def test_without_dask_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(InputError) as error:
        list(mapped_on(ADDRESS, negative, [1]))
    assert str(error.value) == (
        f"--scheduler {ADDRESS}: a cluster needs Dask, which is not installed; "
        "pip install 'evalkit[dask]'"
    )


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A scheduler here and two worker processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        silence_logs=50,
    ) as found:
        yield found


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A table that was judged on this machine."""
    directory = tmp_path_factory.mktemp("here")
    path = write_csv(directory / "news.csv", lines(ROWS))
    run = Run((path,), task(path, checks=CHECKS), directory / "out", SIZE)
    finished(run)
    return run


def breaks(number: int) -> int:
    if number == 3:
        raise InputError("not a number", path="three.txt")
    return -number


@pytest.mark.slow
def test_a_function_on_a_cluster(workers: Any) -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for number in range(30):
            taken.append(number)
            yield number

    results = mapped_on(workers.scheduler_address, breaks, numbers())
    found = [next(results)]
    assert len(taken) <= AHEAD * 2 + 1
    found += results
    assert [n for n in found if not isinstance(n, Failed)] == [-n for n in range(30) if n != 3]
    assert isinstance(found[3], Failed)
    assert found[3].reason == "three.txt: not a number"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_results_are_those_of_a_run_here(
    workers: Any, here: Run, form: str, tmp_path: Path
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    write = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}[form]
    path = write(tmp_path / f"news.{form}", lines(ROWS))
    there = replace(here, tables=(path,), output=tmp_path / "out")
    finished(there, partial(mapped_on, workers.scheduler_address))
    assert tree(there.output) == tree(here.output)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
def test_a_worker_that_is_killed_takes_nothing_with_it(
    workers: Any, here: Run, tmp_path: Path
) -> None:
    there = replace(here, output=tmp_path / "out")
    going = there.steps(partial(mapped_on, workers.scheduler_address))
    assert next(going).number == 1
    victim = next(iter(workers.workers.values())).process.pid
    os.kill(victim, signal.SIGKILL)
    assert [(step.number, step.error) for step in going] == [(n, "") for n in range(2, 11)]
    there.finish()
    assert tree(there.output) == tree(here.output)


def careless(function: Callable[[Work], Judged], work: Work) -> Judged:
    if work[0].number == 2:
        raise ZeroDivisionError("division by zero")
    return function(work)


@pytest.mark.slow
def test_a_part_that_cannot_be_judged_there_harms_no_other(
    workers: Any, here: Run, tmp_path: Path
) -> None:
    there = replace(here, output=tmp_path / "out", keep_going=True)
    failed, *others = sorted(
        steps(
            there,
            lambda function, items: mapped_on(
                workers.scheduler_address, partial(careless, function), items
            ),
        ),
        key=lambda step: not step.error,
    )
    assert failed.error == (
        f"{here.tables[0]}, rows 21 to 40: ZeroDivisionError: division by zero; "
        "run it again with EVALKIT_DEBUG=1 to see where"
    )
    assert "in careless" in failed.trace
    assert [step.number for step in others] == [1, 3, 4, 5, 6, 7, 8, 9, 10]
    there.finish()
    lost = {"paragraphs/part-00002.csv", "findings/part-00002.csv", "parts/00002.npz"}
    assert tree(here.output).keys() - tree(there.output).keys() == lost


@pytest.mark.slow
def test_a_cluster_with_other_code_is_told_in_a_line(
    workers: Any, tmp_path: Path, run: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "news.csv", lines(4))
    monkeypatch.setattr(dask_cluster, "code_hash", lambda: "another")
    arguments = ("-m", "chrf", "--checks", "none", "--scheduler", workers.scheduler_address)
    result = run("batch", path, "-o", tmp_path / "out", *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines()[1:] == [
        f"evalkit: {path}, rows 1 to 4: a worker has another evalkit than this one; "
        "install the same version on every worker"
    ]
    assert not (tmp_path / "out" / "batch.json").exists()


@pytest.mark.slow
def test_the_command_says_the_same_here_and_there(workers: Any, tmp_path: Path, run: Call) -> None:
    path = write_csv(tmp_path / "news.csv", lines(20))
    wanted = ("-m", "ter", "--part-size", "6", "--checks", "none")
    said = []
    for name, more in (("here", ()), ("there", ("--scheduler", workers.scheduler_address))):
        result = run("batch", path, "-o", tmp_path / name, *wanted, *more)
        assert result.status == 0, result.err
        said.append(result.out.replace(str(tmp_path / name), ""))
    assert said[0] == said[1]
    assert tree(tmp_path / "here") == tree(tmp_path / "there")


def reports(directory: Path) -> dict[str, bytes]:
    """All files, but for what says how long the steps took."""
    timed = {"evaluation.json", "report.html"}
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name not in timed
    }


@pytest.mark.slow
def test_articles_on_a_cluster_are_those_judged_here(
    workers: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the paths of this directory, and recorded in this history."""
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    wanted = ArticleTask(metrics=("chrf",), checks=("fast",))
    folders = [path.relative_to(tmp_path) for path in (folder, other)]
    list(run(folders, Path("here"), replace(wanted, recorded=False)))
    assert history.runs() == []
    there = list(run_on(workers.scheduler_address, folders, Path("there"), wanted))
    assert [(o.folder.name, o.error, o.fresh) for o in there] == [
        ("flood", "", False),
        ("other", "", False),
    ]
    assert reports(Path("here")) == reports(Path("there"))
    assert sorted(r.article for r in history.runs()) == ["flood", "other"]
    again = list(run_on(workers.scheduler_address, folders, Path("there"), wanted))
    assert [o.fresh for o in again] == [True, True]
    assert len(history.runs()) == 2


@pytest.mark.slow
def test_a_directory_that_no_worker_sees_is_named(workers: Any, tmp_path: Path) -> None:
    work = In(tmp_path / "elsewhere", negative)
    (found,) = mapped_on(workers.scheduler_address, work, [1])
    assert isinstance(found, Failed)
    assert "elsewhere: a worker does not see this directory" in found.reason
