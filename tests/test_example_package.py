"""The example package of docs/extending.md: installed, and by the homes of its classes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import evalkit
from evalkit.checks import CHECKS
from evalkit.document import Document, Paragraph
from evalkit.metrics import METRICS
from tests.builders import ROOT

EXAMPLE = ROOT / "examples"
SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\nThe river rose.\n\n2\n00:00:03,000 --> 00:00:04,000\nRun!\n"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH that holds the package, its entry points too."""
    target = tmp_path_factory.mktemp("installed")
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "evalkit_example.py"):
        (source / name).write_bytes((EXAMPLE / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(target), str(source)], check=True)
    return target


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text("The river rose.\n\nRun!\n", encoding="utf-8")
    (tmp_path / "de.txt").write_text("Der Fluss stieg.\n\nRENNT!\n", encoding="utf-8")
    return tmp_path


def run(work: Path, path: Path, *arguments: str, status: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(path), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", *arguments],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_an_installed_package_is_listed_run_and_reported(work: Path, installed: Path) -> None:
    assert "length-ratio" in run(work, installed, "metrics")
    assert "shouting" in run(work, installed, "checks")
    made = ["compare", "-r", "en.txt", "de.txt", "-o", "out", "-m", "length-ratio"]
    run(work, installed, *made, "--encoder", "none")
    first, second = lines(work / "out" / "paragraphs.csv")
    assert float(first["length-ratio"]) == pytest.approx(100 * 16 / 15)
    assert float(second["length-ratio"]) == pytest.approx(100 * 6 / 4)
    (found,) = [f for f in lines(work / "out" / "findings.csv") if f["check"] == "shouting"]
    assert (found["row"], found["quote"], found["severity"]) == ("2", "RENNT", "minor")
    page = (work / "out" / "report.html").read_text("utf-8")
    assert "Shouting" in page
    assert "length ratio" in page
    run(work, installed, *made, "--format", "one-line", "--encoder", "none")
    assert (work / "out" / "findings.txt").read_text("utf-8").endswith("findings\n")


def test_an_installed_loader_reads_its_files(work: Path, installed: Path) -> None:
    (work / "en.srt").write_text(SRT, encoding="utf-8")
    run(
        work, installed,
        "compare", "-r", "en.srt", "de.txt", "-o", "out", "-m", "none", "--encoder", "none",
    )  # fmt: skip
    assert [line["source"] for line in lines(work / "out" / "paragraphs.csv")] == [
        "The river rose.",
        "Run!",
    ]


def test_classes_are_run_by_their_homes_in_every_process(work: Path) -> None:
    """The module lies in the working directory, as a module that is being written does."""
    (work / "mine.py").write_bytes((EXAMPLE / "evalkit_example.py").read_bytes())
    articles = work / "articles"
    for name in ("one", "two"):
        (articles / name).mkdir(parents=True)
        for file in ("en.txt", "de.txt"):
            (articles / name / file).write_bytes((work / file).read_bytes())
    homes = ["-m", "mine:LengthRatio", "--checks", "none", "--checks", "mine:Shouting"]
    elsewhere = work / "elsewhere"
    run(work, elsewhere, "batch", "articles", "-o", "out", "--jobs", "2", *homes)
    for name in ("one", "two"):
        (found,) = lines(work / "out" / name / "findings.csv")
        assert found["check"] == "shouting"
        assert float(lines(work / "out" / name / "paragraphs.csv")[1]["length-ratio"]) == 150
    wanted = ["--fail-under", "length-ratio=150"]
    said = run(
        work, elsewhere, "compare", "-r", "en.txt", "de.txt", "-o", "c", *homes, *wanted, status=1
    )
    assert "length-ratio" in said


def test_a_report_renders_where_its_package_is_gone(work: Path, installed: Path) -> None:
    """Numbers and messages stand; what the package said of itself is not known."""
    made = ["compare", "-r", "en.txt", "de.txt", "-o", "out", "-m", "length-ratio"]
    run(work, installed, *made, "--checks", "shouting")
    run(work, work / "elsewhere", "report", str(Path("out") / "evaluation.json"), "-o", "again")
    page = (work / "again" / "report.html").read_text("utf-8")
    assert "This word is in capitals." in page
    assert lines(work / "again" / "scores.csv") == lines(work / "out" / "scores.csv")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("LengthRatio", "is no check"), ("Shouting", "is no metric")],
)
def test_a_home_of_the_wrong_kind_is_bad_input(work: Path, wrong: str, why: str) -> None:
    (work / "mine.py").write_bytes((EXAMPLE / "evalkit_example.py").read_bytes())
    option = "--checks" if "check" in why else "-m"
    made = ["compare", "-r", "en.txt", "de.txt", "-o", "out", option, f"mine:{wrong}"]
    said = run(work, work / "elsewhere", *made, status=2)
    assert why in said
    assert len(said.splitlines()) == 1
    assert not (work / "out").exists()


@pytest.mark.parametrize("wrong", [["-m", "mine:Nothing"], ["--checks", "mine:Nothing"]])
def test_a_home_that_leads_nowhere_is_bad_input(work: Path, wrong: list[str]) -> None:
    said = run(
        work, work / "elsewhere", "compare", "-r", "en.txt", "de.txt", "-o", "out", *wrong, status=2
    )
    assert "'mine:Nothing' cannot be imported" in said
    assert not (work / "out").exists()


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What a test registers is not there for the next."""
    yield
    for registry in (CHECKS, METRICS):
        for name in [name for name in registry if name.startswith("test-")]:
            del registry[name]


class Words(evalkit.SegmentMetric):
    name = label = "test-words"
    description = "Words of the hypothesis."
    range = (0.0, 1000.0)

    def segment_score(self, segment: evalkit.Segment) -> float:
        return len(segment.hypothesis.split())


class Question(evalkit.SegmentCheck):
    id, name, description = "test-question", "Question", "Questions in the hypothesis."
    category, severity = "Style", "neutral"

    def marks(self, segment: evalkit.Segment) -> Iterator[evalkit.Mark]:
        if "?" in segment.hypothesis:
            yield evalkit.Mark("This is a question.")


@pytest.mark.usefixtures("forgotten")
def test_python_takes_classes_and_objects() -> None:
    english = Document((Paragraph("Is it over?"), Paragraph("Yes.")), "en", name="en.txt")
    german = Document((Paragraph("Ist es vorbei?"), Paragraph("")), "de", name="de.txt")
    judged = evalkit.evaluate([german], [english], [Words()], [Question, "empty"])
    rows = {s.row: (s.value, s.state) for s in judged.score_records}
    # What the version leaves out counts as the worst there can be.
    assert rows == {None: (1.5, "scored"), 1: (3.0, "scored"), 2: (0.0, "omitted")}
    assert {f.check for f in judged.finding_records} >= {"test-question"}
    assert evalkit.score(german, [english], [Words])["test-words"] == 1.5
    assert evalkit.Evaluation.from_json(judged.to_json()) == judged


@pytest.mark.usefixtures("forgotten")
def test_names_are_registered_once_for_all() -> None:
    assert evalkit.register(Words) == "test-words"
    german = Document((Paragraph("Ja."),), "de", name="de.txt")
    assert evalkit.score(german, [german], ["test-words"]) == {"test-words": 1.0}
    with pytest.raises(evalkit.InputError, match="neither a metric nor a check"):
        evalkit.register(len)


def test_the_public_names_are_listed_and_lead_somewhere() -> None:
    for name in evalkit.__all__:
        assert name in dir(evalkit)
        assert getattr(evalkit, name) is not None
    imported = "import sys, evalkit; print(sorted(m for m in sys.modules if 'evalkit.' in m))"
    done = subprocess.run(
        [sys.executable, "-c", imported], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['evalkit._version']"


def test_the_page_shows_the_package_as_it_is() -> None:
    told = (ROOT / "docs" / "extending.md").read_text("utf-8")
    for name in ("pyproject.toml", "evalkit_example.py"):
        code = (EXAMPLE / name).read_text("utf-8")
        for block in code.split("\n\n\n"):
            assert block.strip() in told, name


@pytest.mark.usefixtures("forgotten")
def test_the_manifest_says_how_it_was_scored() -> None:
    german = Document((Paragraph("Ja."),), "de", name="de.txt")
    judged = evalkit.evaluate([german], [german], [Words], ["none"])
    assert json.loads(judged.to_json())["manifest"]["signatures"] == {
        "test-words": "test-words|version:1"
    }


def test_options_say_in_one_what_may_be_said_one_by_one() -> None:
    english = Document((Paragraph("It has 7 layers."),), "en", name="en.txt")
    german = Document((Paragraph("Es hat 9 Schichten."),), "de", name="de.txt")
    options = evalkit.Options(metrics=["chrf"], checks=["number-mismatch"], article="one")
    judged = evalkit.evaluate([german], [english], options=options)
    alone = evalkit.evaluate([german], [english], ["chrf"], ["number-mismatch"], article="one")
    assert judged.finding_records == alone.finding_records
    assert (judged.article, judged.metrics, judged.checks) == (
        "one", ("chrf",), ("number-mismatch",),
    )  # fmt: skip
    with pytest.raises(TypeError, match="not both"):
        evalkit.evaluate([german], [english], ["bleu"], options=options)
