"""`--energy`: where the figure stands, over which paragraphs, and that it changes nothing else."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from evalkit.energy.record import ENTRY, Energy, energy_in
from evalkit.evaluation import Evaluation
from tests.batch.tables.segments import lines, tree, write_csv
from tests.cli.conftest import Run
from tests.cli.test_batch import write

pytest.importorskip("codecarbon", reason="codecarbon is not installed")

QUICK = ("--checks", "fast", "-m", "none", "--encoder", "none")
LINE = re.compile(r"^energy: 0\.\d+ kWh, (0\.\d+ kWh per 1,000 paragraphs|nothing was judged) \(")
COLUMNS = ("run_kwh", "kwh_per_1000")


@pytest.fixture
def here(files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files of an article in the present directory, and a history of its own."""
    monkeypatch.setenv("EVALKIT_CACHE", str(files / "cache"))
    monkeypatch.chdir(files)
    return files


@pytest.fixture
def articles(here: Path) -> Path:
    for name in ("apple", "cherry"):
        write(here / "articles" / name)
    return here / "articles"


def compare(run: Run, *more: str) -> str:
    result = run("compare", "bn.txt", "pa.txt", "-r", "en.txt", "-o", "out", *QUICK, *more)
    assert result.status == 0, result.err
    return result.out


def batch(run: Run, *more: str, of: str = "articles") -> tuple[str, str]:
    result = run("batch", of, "-o", "out", *more)
    assert result.status == 0, result.err
    return result.out, result.err


def told(out: str) -> str:
    (line,) = (line for line in out.splitlines() if line.startswith("energy: "))
    assert LINE.match(line)
    return line.removeprefix("energy: ")


def summary(path: str = "out/summary.csv") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measured(path: str) -> Energy | None:
    """What the manifest in a file says, be it an evaluation's, a batch's or the entry itself."""
    document: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return energy_in(document.get("manifest", document))


# One article


@pytest.mark.usefixtures("here")
def test_compare_says_what_it_used_wherever_it_tells_of_the_run(run: Run) -> None:
    line = told(compare(run, "--energy"))
    used = measured("out/evaluation.json")
    assert used is not None
    # Three rows in each of two versions.
    assert used.paragraphs == 6
    assert used.kwh_per_1000 == pytest.approx(used.kwh / 6 * 1000)
    assert used.seconds > 0
    assert "estimated" in used.method or "measured" in used.method
    assert list(summary()[0])[-2:] == list(COLUMNS)
    for entry in summary():
        assert [float(entry[name]) for name in COLUMNS] == [used.kwh, used.kwh_per_1000]
    assert f"Energy of the run: {line}" in Path("out/report.md").read_text(encoding="utf-8")
    assert f"Energy of the run: {line}" in Path("out/report.html").read_text(encoding="utf-8")
    judged = Evaluation.from_json(Path("out/evaluation.json").read_text(encoding="utf-8"))
    assert list(judged.summary["run_kwh"]) == [used.kwh] * 2


@pytest.mark.usefixtures("here")
def test_without_the_option_nothing_is_said(run: Run) -> None:
    assert "energy" not in compare(run)
    assert measured("out/evaluation.json") is None
    assert [entry[name] for entry in summary() for name in COLUMNS] == [""] * 4
    for name in ("report.md", "report.html"):
        assert "Energy of the run" not in Path("out", name).read_text(encoding="utf-8")
    judged = Evaluation.from_json(Path("out/evaluation.json").read_text(encoding="utf-8"))
    assert judged.summary[list(COLUMNS)].isna().to_numpy().all()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("shape", ["table", "csv", "jsonl", "json"])
def test_score_says_it_and_keeps_its_output_readable(run: Run, shape: str) -> None:
    result = run("score", "bn.txt", "-r", "en.txt", *QUICK, "--energy", "--format", shape)
    assert result.status == 0
    told(result.out if shape == "table" else result.err)
    if shape == "json":
        used = energy_in(json.loads(result.out)["manifest"])
        assert used is not None
        assert used.paragraphs == 3
    if shape == "jsonl":
        assert [json.loads(line)["row"] for line in result.out.splitlines()] == [1, 2, 3]


@pytest.mark.usefixtures("here")
def test_history_has_a_column_where_a_run_was_measured(run: Run) -> None:
    compare(run)
    assert "kWh" not in run("history").out
    compare(run, "--energy")
    result = run("history")
    used = measured("out/evaluation.json")
    assert used is not None
    header, newest, _, oldest, _ = (line.split() for line in result.out.splitlines())
    place = header.index("kWh") - 1  # the words of "time (UTC)" are two in both
    assert header[place : place + 3] == ["evalkit", "kWh", "version"]
    assert float(newest[place + 1]) == pytest.approx(used.kwh, rel=0.05)
    assert oldest[place + 1] == "-"
    assert result.err == f"kWh: {used.method}\n"
    newest_run, oldest_run = json.loads(run("history", "--format", "json").out)
    assert newest_run["energy"] == used.told()
    assert oldest_run["energy"] is None


@pytest.mark.usefixtures("here")
def test_diff_names_what_both_runs_used(run: Run) -> None:
    compare(run)
    compare(run, "--energy")
    assert "energy" not in run("diff", "1", "2").out
    compare(run, "--energy")
    assert re.search(r"^energy 0\.\d+ → 0\.\d+ kWh \(", run("diff", "2", "3").out, re.MULTILINE)
    document = json.loads(run("diff", "2", "3", "--format", "json").out)
    assert document["old_energy"]["paragraphs"] == document["energy"]["paragraphs"] == 6


@pytest.mark.usefixtures("here")
def test_a_report_made_again_keeps_it_and_passes_over_a_damaged_one(run: Run) -> None:
    line = told(compare(run, "--energy"))
    assert run("report", "out/evaluation.json", "-o", "again").status == 0
    assert line in Path("again/report.md").read_text(encoding="utf-8")
    kept = Path("out/evaluation.json")
    document = json.loads(kept.read_text(encoding="utf-8"))
    document["manifest"][ENTRY]["kwh"] = "<b>much</b>"
    kept.write_text(json.dumps(document), encoding="utf-8")
    assert run("report", "out/evaluation.json", "-o", "again").status == 0
    assert "Energy of the run" not in Path("again/report.md").read_text(encoding="utf-8")
    assert "<b>much" not in Path("again/report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("here")
def test_a_settings_file_may_ask_for_it(run: Run) -> None:
    Path("evalkit.toml").write_text("energy = true\n", encoding="utf-8")
    told(compare(run, "--config", "evalkit.toml"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "bn.txt", "pa.txt", "-r", "en.txt", "-o", "out"),
        ("score", "bn.txt", "-r", "en.txt"),
        ("batch", "articles", "-o", "out"),
    ],
)
@pytest.mark.usefixtures("articles")
def test_without_codecarbon_one_line_says_how_to_get_it(
    run: Run, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalkit.energy.metering.find_spec", lambda _name: None)
    result = run(*arguments, "--energy")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "evalkit: --energy: codecarbon is not installed; pip install 'evalkit[energy]', or leave "
        "--energy out\n"
    )
    assert not Path("out").exists()


@pytest.mark.usefixtures("here")
def test_a_figure_that_is_lost_loses_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalkit.energy.metering.Meter.used", lambda _self, _paragraphs: None)
    result = run("compare", "bn.txt", "pa.txt", "-r", "en.txt", "-o", "out", *QUICK, "--energy")
    assert result.status == 0
    assert "evalkit: the energy is not known: codecarbon failed" in result.err
    assert "energy" not in result.out
    assert measured("out/evaluation.json") is None


# Batches of articles


@pytest.mark.usefixtures("articles")
def test_a_batch_is_measured_as_a_whole_and_article_by_article(run: Run) -> None:
    out, _ = batch(run, *QUICK, "--energy")
    line = told(out)
    used = measured_batch()
    assert used.paragraphs == 12
    for name in ("report.md", "index.html"):
        assert f"Energy of this run: {line}" in Path("out", name).read_text(encoding="utf-8")
    rows = summary()
    assert {row["article"] for row in rows} == {"apple", "cherry", ""}
    assert {row["run_kwh"] for row in rows} == {str(used.kwh)}
    parts = [measured(f"out/{name}/evaluation.json") for name in ("apple", "cherry")]
    assert [part.paragraphs for part in parts if part] == [6, 6]
    assert sum(part.kwh for part in parts if part) < used.kwh


def measured_batch() -> Energy:
    used = energy_in({ENTRY: json.loads(Path("out/energy.json").read_text(encoding="utf-8"))})
    assert used is not None
    return used


@pytest.mark.usefixtures("articles")
def test_articles_judged_at_once_have_no_figure_of_their_own(run: Run) -> None:
    told(batch(run, *QUICK, "--energy", "--jobs", "2")[0])
    assert measured_batch().paragraphs == 12
    assert measured("out/apple/evaluation.json") is None
    assert summary("out/apple/summary.csv")[0]["run_kwh"] == ""


@pytest.mark.usefixtures("articles")
def test_measuring_makes_no_article_be_judged_again(run: Run) -> None:
    batch(run, *QUICK)
    before = {path: path.read_bytes() for path in Path("out").glob("*/*")}
    out, err = batch(run, *QUICK, "--energy")
    assert err.splitlines() == ["apple: not changed", "cherry: not changed"]
    assert {path: path.read_bytes() for path in Path("out").glob("*/*")} == before
    assert "nothing was judged" in told(out)
    assert (measured_batch().paragraphs, summary()[0]["kwh_per_1000"]) == (0, "")
    assert float(summary()[0]["run_kwh"]) > 0


@pytest.mark.usefixtures("articles")
def test_a_run_that_is_not_measured_leaves_no_figure_of_one_before(run: Run) -> None:
    batch(run, *QUICK, "--energy")
    out, err = batch(run, *QUICK)
    assert err.splitlines() == ["apple: not changed", "cherry: not changed"]
    assert "energy" not in out
    assert not Path("out/energy.json").exists()
    assert {row["run_kwh"] for row in summary()} == {""}
    # The article was judged by the run that was measured.
    assert measured("out/apple/evaluation.json") is not None


@pytest.mark.usefixtures("articles")
def test_only_what_is_judged_now_counts(run: Run) -> None:
    batch(run, *QUICK)
    Path("articles/cherry/bn.txt").write_text("নদীর পানি।\nখুলনায়।\nসেতু।\n", encoding="utf-8")
    _, err = batch(run, *QUICK, "--energy")
    assert err.splitlines() == ["apple: not changed", "cherry: judged"]
    assert measured_batch().paragraphs == 6


@pytest.mark.usefixtures("articles")
def test_the_seal_is_the_same_whether_it_was_measured_or_not(run: Run) -> None:
    seal = Path("out/apple/.batch.json")
    batch(run, *QUICK, "--energy")
    one = seal.read_bytes()
    batch(run, *QUICK, "--energy", "--force")
    assert seal.read_bytes() == one


@pytest.mark.usefixtures("articles")
def test_a_cluster_is_not_measured(run: Run) -> None:
    result = run("batch", "articles", "-o", "out", "--energy", "--scheduler", "tcp://127.0.0.1:1")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("evalkit: --energy measures this machine, not the workers of a ")
    assert result.err.count("\n") == 1
    assert not Path("out").exists()


# Tables


TABLE = ("--checks", "none", "-m", "chrf", "--part-size", "4")


@pytest.mark.usefixtures("here")
def test_a_table_is_measured_as_a_whole(run: Run) -> None:
    write_csv(Path("news.csv"), lines(10))
    batch(run, *TABLE, of="news.csv")
    plain = tree(Path("out"))
    out, _ = batch(run, *TABLE, "--force", "--energy", of="news.csv")
    told(out)
    used = measured("out/batch.json")
    assert used is not None
    # Ten rows in each of two versions.
    assert used.paragraphs == 20
    assert {row["run_kwh"] for row in summary()} == {str(used.kwh)}
    with_energy = tree(Path("out"))
    assert with_energy.keys() == plain.keys()
    changed = {name for name, content in with_energy.items() if content != plain[name]}
    assert changed == {"batch.json", "summary.csv"}, "the parts know nothing of it"
    batch(run, *TABLE, of="news.csv")
    assert tree(Path("out")) == plain


@pytest.mark.usefixtures("here")
def test_a_table_that_was_judged_before_has_no_rate(run: Run) -> None:
    write_csv(Path("news.csv"), lines(10))
    batch(run, *TABLE, of="news.csv")
    out, _ = batch(run, *TABLE, "--energy", "--jobs", "2", of="news.csv")
    assert "nothing was judged" in told(out)
    used = measured("out/batch.json")
    assert used is not None
    assert (used.paragraphs, used.kwh_per_1000) == (0, None)
