"""`evalkit batch` over tables of segments: what it says, what it leaves, how it ends."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from evalkit.batch.tables import table_run
from evalkit.batch.tables.part import Judged, judge
from evalkit.batch.tables.table_task import Partition, Task
from tests.batch.tables.segments import lines, table, tree, write_csv, write_jsonl
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI, Run

QUICK = ("--checks", "none", "-m", "chrf", "--part-size", "4")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of ten lines in the present directory."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "news.csv", lines(10))
    return Path("news.csv")


def refused(run: Run, *arguments: str | Path) -> str:
    """The one line that a call is refused with, which leaves nothing behind."""
    result = run("batch", *arguments)
    assert (result.status, result.out) == (2, "")
    line = result.err.splitlines()[-1]
    assert len(result.err.splitlines()) <= 2
    return line.removeprefix("evalkit: ")


def test_help_tells_of_tables(run: Run) -> None:
    result = run("batch", "--help")
    assert result.status == 0
    words = " ".join(result.out.split())
    for option in ("--scheduler ADDRESS", "--format [csv|parquet]", "--part-size LINES"):
        assert option in words
    for option in ("--source-column", "--target-column", "--reference-column", "--keep-going"):
        assert option in words
    assert "DIR may also be a table of segments, or hold tables" in words
    assert "evalkit batch segments.csv -o results --target-column bn=mt" in words


def test_what_it_comes_to_is_said(run: Run, news: Path) -> None:
    result = run("batch", news, "-o", "out", "--part-size", "4")
    assert result.status == 0
    assert result.err.splitlines()[0] == (
        "news.csv: source en in 'en'; bn in 'bn' against 'reference.bn'; "
        "bn-x-two in 'bn-x-two' against 'reference.bn'"
    )
    assert result.err.splitlines()[-1].startswith("10 rows judged, ")
    said = result.out.splitlines()
    assert said[0].split() == [
        "version", "rows", "critical", "major", "minor", "neutral", "penalty"
    ]  # fmt: skip
    assert [line.split()[:3] for line in said[1:3]] == [
        ["Bengali", "(bn)", "10"],
        ["Bengali", "(bn-x-two)", "10"],
    ]
    scores = {(s["version"], s["metric"]): s for s in table(Path("out"), "scores.csv")}
    for line, ((version, metric), score) in zip(said[4:12], scores.items(), strict=True):
        value, low, high = (f"{float(score[name]):.2f}" for name in ("value", "low", "high"))
        prepared = {"bleu": ["tokenizer", "13a"], "ter": ["tokenizer", "tercom"]}.get(metric, [])
        assert line.split() == [
            version, metric, value, low, "to", high, "10", "of", "10", *prepared
        ]  # fmt: skip
    assert "compared:" in said
    assert said[-3] == (
        "Not looked for: wrong meaning, wrong terms, grammar; a reader of Bengali must still read "
        "them."
    )
    assert said[-2:] == ["results: out/paragraphs, 10 rows", "summary: out/summary.csv"]


def test_without_checks_there_is_nothing_about_findings(run: Run, news: Path) -> None:
    said = run("batch", news, "-o", "out", *QUICK).out.splitlines()
    assert said[0].split() == ["version", "rows"]
    assert not Path("out/findings").exists()


def test_without_metrics_there_are_only_findings(run: Run, news: Path) -> None:
    result = run("batch", news, "-o", "out", "-m", "none")
    assert result.status == 0
    assert "chrf" not in result.out
    assert table(Path("out"), "findings")
    assert not table(Path("out"), "scores.csv")


def test_the_same_again_judges_nothing(run: Run, news: Path) -> None:
    first = run("batch", news, "-o", "out", *QUICK)
    before = tree(Path("out"))
    again = run("batch", news, "-o", "out", *QUICK, "--jobs", "2")
    assert again.out == first.out
    assert again.err.splitlines()[-1].startswith("10 rows were done before; 0 rows judged")
    assert tree(Path("out")) == before
    forced = run("batch", news, "-o", "out", *QUICK, "--force")
    assert forced.err.splitlines()[-1].startswith("10 rows judged")
    assert tree(Path("out")) == before


def test_columns_are_named(run: Run, news: Path) -> None:
    rows = [(f"id {n}", *row) for n, row in enumerate(lines(6))]
    write_csv(Path("t.csv"), rows, ("id", "english", "mt", "other", "human"))
    result = run(
        *("batch", "t.csv", "-o", "out", *QUICK, "--source-column", "en=english"),
        *("--target-column", "bn=mt", "--target-column", "bn-x-two=other"),
        *("--reference-column", "bn=human"),
    )
    assert result.status == 0
    run("batch", write_csv(Path("u.csv"), lines(6)), "-o", "same", *QUICK)
    for name in ("scores.csv", "comparisons.csv"):
        ours, theirs = (
            [{k: v for k, v in line.items() if k != "article"} for line in table(Path(d), name)]
            for d in ("out", "same")
        )
        assert ours == theirs


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (
            ("--target-column", "bn=mt"),
            "news.csv: there is no column 'mt'; name one of 'en', 'bn', 'bn-x-two', 'reference.bn'",
        ),
        (
            ("--source-column", "English"),
            "news.csv: there is no column 'English'; "
            "name one of 'en', 'bn', 'bn-x-two', 'reference.bn'",
        ),
        (
            ("--reference-column", "pa=bn-x-two"),
            "news.csv: the reference 'bn-x-two' is in pa, and no version is; "
            "name its language, as in --reference-column bn=NAME",
        ),
        (("--checks", "spelling"), "there is no check called 'spelling'"),
        (("-m", "blue"), "there is no metric called 'blue'"),
        (("--fail-under", "ter=50", "-m", "chrf"), "--fail-under ter: not among the metrics"),
        (
            ("--fail-under", "similarity=50", "-m", "similarity"),
            "--fail-under similarity: a percentile is each row's own; a whole version has none; "
            "name another metric",
        ),
        (("--part-size", "0"), "Invalid value for '--part-size'"),
        (("--format", "xlsx"), "Invalid value for '--format'"),
        (("--scheduler", "nowhere"), "--scheduler nowhere: no Dask scheduler answers"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    run: Run, news: Path, options: Sequence[str], line: str
) -> None:
    if "--scheduler" in options:
        pytest.importorskip("distributed")
    assert refused(run, news, "-o", "out", *options).startswith(line)
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("t.csv", "en,bn\n", "t.csv: there is no record in it; give a table with records"),
        ("t.csv", "", "t.csv, line 1: there is no header in it; name every column once"),
        ("t.csv", 'en,bn\n"a,b\n', "t.csv, line 2: its quotes do not match (unexpected end"),
        ("t.jsonl", "[]\n", "t.jsonl, line 1: this line is no JSON object; write one like"),
        ("t.csv", "id,text\n1,a\n", "t.csv: no column is named for the source among 'id', 'te"),
        ("missing.csv", None, "missing.csv: there is no such file; check the path"),
        ("missing", None, "missing: there is no such directory; name the directory that"),
    ],
)
def test_a_table_that_is_none(run: Run, news: Path, name: str, text: str | None, line: str) -> None:
    if text is not None:
        Path(name).write_text(text)
    assert refused(run, name, "-o", "out", *QUICK).startswith(line)
    assert not Path("out").exists()


def test_parquet_results_need_pyarrow(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert refused(run, news, "-o", "out", *QUICK, "--format", "parquet") == (
        "Parquet cannot be written: pyarrow is not installed; "
        "pip install 'evalkit[parquet]', or --format csv"
    )
    assert not Path("out").exists()


def test_results_have_the_form_of_the_table_unless_another_is_named(run: Run, news: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = list(csv.DictReader(news.read_text(encoding="utf-8").splitlines()))
    pq.write_table(pa.Table.from_pylist(rows), "news.PARQUET")
    run("batch", "news.PARQUET", "-o", "one", *QUICK)
    assert [p.suffix for p in Path("one/paragraphs").iterdir()] == [".parquet"] * 3
    run("batch", "news.PARQUET", "-o", "two", *QUICK, "--format", "csv")
    run("batch", news, "-o", "three", *QUICK)
    assert tree(Path("two")) == tree(Path("three"))


def test_a_broken_line_ends_the_run_or_is_left_out(run: Run, news: Path) -> None:
    text = news.read_text(encoding="utf-8").splitlines(keepends=True)
    text[6] = "broken\n"
    news.write_text("".join(text), encoding="utf-8")
    assert refused(run, news, "-o", "out", *QUICK) == (
        "news.csv, line 7: it has 1 columns where the header has 4; "
        "mend it, or use --keep-going to leave such lines unscored"
    )
    assert {p.name for p in Path("out/parts").iterdir()} == {"00001.npz"}
    assert not Path("out/batch.json").exists()
    result = run("batch", news, "-o", "out", *QUICK, "--keep-going")
    assert result.status == 0
    assert "skipped: 1 line, listed in out/skipped.csv\n" in result.out
    assert "bn: chrf: 9 of 10 rows scored\n" in result.out
    assert [line["row"] for line in table(Path("out"), "skipped.csv")] == ["6"]
    assert len(table(Path("out"), "paragraphs")) == 20


def careless(partition: Partition, task: Task, made_for: str) -> Judged:
    if partition.number == 2:
        raise ZeroDivisionError("division by zero")
    return judge(partition, task, made_for)


def test_a_part_that_fails_ends_the_run_or_is_listed(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_run, "judge", careless)
    told = (
        "news.csv, rows 5 to 8: ZeroDivisionError: division by zero; "
        "run it again with EVALKIT_DEBUG=1 to see where"
    )
    assert refused(run, news, "-o", "out", *QUICK) == told
    assert not Path("out/summary.csv").exists()
    assert not Path("out/failed.csv").exists()
    result = run("batch", news, "-o", "out", *QUICK, "--keep-going")
    assert result.status == 2
    assert "evalkit: 1 part failed: out/failed.csv\n" in result.err
    assert table(Path("out"), "failed.csv") == [{"article": "news", "error": told}]
    assert {line["row"] for line in table(Path("out"), "paragraphs")} == {
        "1", "2", "3", "4", "9", "10"
    }  # fmt: skip
    monkeypatch.setenv("EVALKIT_DEBUG", "1")
    assert "in careless" in run("batch", news, "-o", "out", *QUICK).err


def test_where_every_part_fails_there_is_still_a_list(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hopeless(partition: Partition, task: Task, made_for: str) -> Judged:
        raise MemoryError

    monkeypatch.setattr(table_run, "judge", hopeless)
    result = run("batch", news, "-o", "out", *QUICK, "--keep-going", "--fail-under", "chrf=1")
    assert result.status == 2
    assert "evalkit: 3 parts failed: out/failed.csv\n" in result.err
    assert len(table(Path("out"), "failed.csv")) == 3
    assert json.loads(Path("out/batch.json").read_text())["rows"] == 0


def test_a_list_of_failures_goes_when_there_are_none(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(table_run, "judge", careless)
        assert run("batch", news, "-o", "out", *QUICK, "--keep-going").status == 2
    assert run("batch", news, "-o", "out", *QUICK).status == 0
    assert not Path("out/failed.csv").exists()
    run("batch", news, "-o", "whole", *QUICK)
    assert tree(Path("out")) == tree(Path("whole"))


@pytest.fixture
def shards(news: Path) -> Path:
    folder = Path("shards")
    folder.mkdir()
    write_csv(folder / "a.csv", lines(5))
    write_jsonl(folder / "b.jsonl", lines(6, seed=2))
    (folder / "README.md").write_text("Two tables.\n")
    (folder / ".hidden").mkdir()
    return folder


def test_a_directory_of_tables(run: Run, shards: Path) -> None:
    result = run("batch", shards, "-o", "out", *QUICK)
    assert result.status == 0
    assert "results: out/paragraphs, 11 rows\n" in result.out
    manifest = json.loads(Path("out/batch.json").read_text(encoding="utf-8"))
    assert manifest["tables"] == {"a": 5, "b": 6}
    assert manifest["parts"] == 4


@pytest.mark.parametrize("output", ["shards/results", "shards/results/of/today"])
def test_results_among_the_tables_are_resumed_as_others_are(
    run: Run, shards: Path, output: str
) -> None:
    first = run("batch", shards, "-o", output, *QUICK)
    assert first.status == 0
    again = run("batch", shards, "-o", output, *QUICK)
    assert (again.status, again.out) == (0, first.out)
    assert "11 rows were done before; 0 rows judged" in again.err


def test_results_are_not_written_as_tables_to_be_judged(run: Run, shards: Path) -> None:
    before = tree(shards)
    assert refused(run, shards, "-o", "shards/../shards", *QUICK) == (
        "shards/../shards: the results would be taken for tables; name another directory with -o"
    )
    assert tree(shards) == before


def test_where_there_are_folders_too_they_are_the_articles(run: Run, shards: Path) -> None:
    for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
        (shards / "flood").mkdir(exist_ok=True)
        (shards / "flood" / f"{name}.txt").write_text(text, encoding="utf-8")
    result = run("batch", shards, "-o", "out", "--checks", "fast", "-m", "none")
    assert result.status == 0
    assert result.err == "flood: judged\n"
    assert not Path("out/paragraphs").exists()


def test_fail_on_counts_all_parts(run: Run, shards: Path) -> None:
    options = ("-o", "out", "--part-size", "3", "-m", "none")
    assert run("batch", shards, *options).status == 0
    result = run("batch", shards, *options, "--fail-on", "major")
    assert result.status == 1
    found = [f for f in table(Path("out"), "findings") if f["severity"] in ("major", "critical")]
    assert result.err.splitlines()[-1] == (
        f"evalkit: shards: {len(found)} findings at or above major"
    )
    assert run("batch", "news.csv", *options, "--fail-on", "critical").status == 0


@pytest.mark.parametrize(
    ("limit", "status", "line"),
    [
        ("chrf=1", 0, ""),
        ("chrf=99.5", 1, "evalkit: bn: chrf {:.2f} is under 99.5"),
        ("ter=5", 1, "evalkit: bn: ter {:.2f} is over 5"),
        ("ter=99", 0, ""),
    ],
)
def test_fail_under_is_about_the_whole(
    run: Run, news: Path, limit: str, status: int, line: str
) -> None:
    metric = limit.partition("=")[0]
    options = ("-o", "out", "--checks", "none", "--part-size", "3", "-m", metric)
    result = run("batch", news, *options, "--fail-under", limit)
    assert result.status == status
    score = next(s for s in table(Path("out"), "scores.csv") if s["version"] == "bn")
    if line:
        assert line.format(float(score["value"])) in result.err.splitlines()


def test_what_is_unscored_does_not_pass(run: Run, news: Path) -> None:
    rows = [row[:2] for row in lines(3)]
    write_csv(Path("t.csv"), rows, ("en", "bn"))
    result = run("batch", "t.csv", "-o", "out", *QUICK, "--fail-under", "chrf=10")
    assert result.status == 1
    assert "unscored: bn: chrf: no reference in Bengali\n" in result.out
    assert result.err.splitlines()[-1] == ("evalkit: bn: chrf is unscored: no reference in Bengali")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="interrupts by a signal")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_leaves_whole_parts(
    tmp_path: Path, number: signal.Signals, status: int, jobs: str
) -> None:
    path = write_csv(tmp_path / "news.csv", lines(120))
    output = tmp_path / "out"
    wanted = ("--checks", "none", "-m", "ter", "--part-size", "2", "--jobs", jobs)
    call: list[str | Path] = [sys.executable, "-m", "evalkit", "batch", path, "-o", output, *wanted]
    process = subprocess.Popen(
        call,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Where the tests run in the background of a shell, interrupts are ignored.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
    )
    parts = output / "parts"
    until = time.monotonic() + 60
    while len(list(parts.glob("0*.npz"))) < 3 and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(number)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (status, "")
    said = [line for line in errors.splitlines()[1:] if line]
    interrupted = "evalkit: interrupted; what was not finished was not written"
    assert said == ([interrupted] if number == signal.SIGINT else [])
    assert not (output / "batch.json").exists()
    done = sorted(int(p.stem) for p in parts.glob("0*.npz"))
    assert done == list(range(1, len(done) + 1))
    assert 3 <= len(done) < 60
    assert not [p for p in tree(output) if ".new" in p or ".old" in p]
    again = subprocess.run(call, capture_output=True, text=True, check=True)
    assert f"{2 * len(done)} rows were done before" in again.stderr
