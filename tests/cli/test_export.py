"""`evalkit export tmx|xliff|csv`: the sample's corrected paragraphs go back to the desk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evalkit.evaluation import Evaluation
from evalkit.loaders import Columns, load
from evalkit.result.records import FindingRecord
from tests.builders import SAMPLE
from tests.cli.conftest import Result, Run
from tests.export.judged import corrected
from tests.review.entries import about, write

KEYS = {
    "number": (8, "bn", "number-mismatch"),
    "space": (12, "bn", "dangling-space"),
    "address": (7, "pa", "url-mismatch"),
    "omission": (2, "pa", "omission"),
    "heading": (10, "pa", "missing-paragraph"),
    "english": (17, "bn", "untranslated"),
    "twice": (17, "pa", "repeated-phrase"),
}
FORMATS = ("tmx", "xliff", "csv")


@pytest.fixture
def report(judged_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample judged: a folder with evaluation.json, and the current one."""
    shutil.copytree(judged_sample, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def findings(report: Path) -> dict[str, FindingRecord]:
    text = (report / "evaluation.json").read_text(encoding="utf-8")
    found = {(f.row, f.version, f.check): f for f in Evaluation.from_json(text).finding_records}
    return {name: found[key] for name, key in KEYS.items()}


@pytest.fixture
def decided(findings: dict[str, FindingRecord], report: Path) -> Path:
    """What Asha decided: five corrections, of which two have no place, and a false alarm."""
    return write(
        report / "asha.json",
        corrected(findings["number"], "১.৫", note="as in the English"),
        corrected(findings["space"], "রিভারগেজ,", "fixed"),
        corrected(findings["address"], "https://deltawatch.example/data"),
        corrected(findings["omission"], "৩৪০"),
        corrected(findings["heading"], "ਪ੍ਰੋਜੈਕਟ ਵਿੱਚ ਕੀ ਹੈ"),
        about(findings["twice"], "dismissed"),
        reviewer="Asha",
    )


def export(run: Run, name: str, *more: str | Path) -> Result:
    return run("export", name, "evaluation.json", "--decisions", "asha.json", *more)


@pytest.mark.usefixtures("decided")
def test_what_goes_out_and_what_stays_behind_is_said(run: Run) -> None:
    done = export(run, "tmx")
    assert done.status == 0
    # 18 rows in two versions; of Bengali 7, 9, 15, 16, 17 and of Punjabi 2, 14, 15, 18 have an
    # open fault; of Punjabi 10 is missing.
    assert done.err == (
        "decisions: 1 dismissed stays quiet, 4 accepted; 1 marked fixed is still there\n"
        "not placed: flood-warning row 2 pa omission: it does not repeat the words before the gap, "
        "so it may be only what is missing: ৩৪০\n"
        "not placed: flood-warning row 10 pa missing-paragraph: the row has no text on one side: "
        "ਪ੍ਰੋਜੈਕਟ ਵਿੱਚ ਕੀ ਹੈ\n"
        "exported: 26 pairs, 3 of them corrected\n"
        "left out: 9 with an open finding at or above major; 1 without a paragraph on one side\n"
    )


@pytest.mark.usefixtures("decided")
def test_the_memory_goes_back_into_evalkit(run: Run, report: Path) -> None:
    assert export(run, "tmx", "--version", "bn", "-o", "memory.tmx").status == 0
    document = load(report / "memory.tmx", "bn")
    lines = (SAMPLE / "bn.txt").read_text(encoding="utf-8").splitlines()
    wanted = [lines[n - 1] for n in range(1, 19) if n not in (7, 9, 15, 16, 17)]
    assert document.texts == tuple(
        line.replace("৫.১", "১.৫").replace("রিভারগেজ ,", "রিভারগেজ,") for line in wanted
    )
    assert document.source is not None
    english = (SAMPLE / "en.txt").read_text(encoding="utf-8").splitlines()
    assert set(document.source.texts) < set(english)
    assert "number-mismatch" in checks_that_find(run, SAMPLE / "bn.txt", "-r", SAMPLE / "en.txt")
    assert "number-mismatch" not in checks_that_find(run, "memory.tmx")


def checks_that_find(run: Run, *texts: str | Path) -> set[str]:
    done = run("score", *texts, "--format", "json", "-m", "none", "--encoder", "none", "--no-cache")
    assert done.status == 0, done.err
    return {finding.check for finding in Evaluation.from_json(done.out).finding_records}


@pytest.mark.usefixtures("decided")
def test_all_three_formats_hold_the_same_texts(run: Run, report: Path) -> None:
    for name, to, written in (
        ("tmx", "m.tmx", "m.tmx"),
        ("xliff", "desk", "desk/pa.xlf"),
        ("csv", "m.csv", "m.csv"),
    ):
        done = export(run, name, "--version", "pa", "-o", to)
        assert done.err.endswith(f"\nwritten: {written}\n")
    table = load(report / "m.csv", columns=Columns(target="corrected"))
    memory, bilingual = load(report / "m.tmx", "pa"), load(report / "desk" / "pa.xlf")
    assert memory.texts == bilingual.texts == table.texts
    assert len(memory.texts) == 13
    assert any("https://deltawatch.example/data" in text for text in memory.texts)


@pytest.mark.usefixtures("decided")
def test_only_the_corrected_ones_and_all_of_them(run: Run) -> None:
    only = export(run, "csv", "--corrected")
    assert len(only.out.splitlines()) == 4
    assert "23 that nobody corrected" in only.err
    every = export(run, "csv", "--all")
    assert len(every.out.splitlines()) == 36
    assert "left out: 1 without a paragraph on one side\n" in every.err


@pytest.mark.usefixtures("report")
def test_decisions_that_the_evaluation_has_already_need_not_be_given_again(
    run: Run, decided: Path
) -> None:
    given = export(run, "csv").out
    assert run("report", "evaluation.json", "-o", "kept", "--decisions", decided).status == 0
    kept = run("export", "csv", "kept/evaluation.json")
    assert kept.out == given
    assert not kept.err.startswith("decisions:")


@pytest.mark.usefixtures("decided")
def test_nothing_is_written_over_unasked(run: Run, report: Path) -> None:
    (report / "mine.tmx").write_text("mine", encoding="utf-8")
    done = export(run, "tmx", "-o", "mine.tmx")
    assert done.status == 2
    assert done.err.splitlines()[-1] == (
        "evalkit: mine.tmx: it is there already; "
        "name another with -o, or write over it with --overwrite"
    )
    assert (report / "mine.tmx").read_text(encoding="utf-8") == "mine"
    assert export(run, "tmx", "-o", "mine.tmx", "--overwrite").status == 0
    assert load(report / "mine.tmx", "bn").texts
    assert export(run, "xliff", "-o", "desk", "--version", "pa").status == 0
    assert export(run, "xliff", "-o", "desk").status == 2
    assert sorted(path.name for path in (report / "desk").iterdir()) == ["pa.xlf"]


@pytest.mark.usefixtures("decided")
def test_several_files_need_a_directory(run: Run) -> None:
    for where in ([], ["-o", "both.xlf"]):
        done = export(run, "xliff", *where)
        assert done.status == 2
        assert done.out == ""
        assert done.err.splitlines()[-1] == (
            "evalkit: there is a file per version (bn.xlf, pa.xlf); "
            "name a directory with -o, or one version with --version"
        )
    one = export(run, "xliff", "--version", "bn")
    assert one.out.startswith("<?xml")
    assert export(run, "xliff", "--version", "bn", "-o", "mine.xlf").status == 0
    assert Path("mine.xlf").read_bytes() == one.out.encode()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluation.json", "--corrected"], "nothing is left to export; give what reviewers"),
        (["evaluation.json", "--version", "ta"], "there is no version ta; choose from bn, pa"),
        (["evaluation.json", "evaluation.json"], "two evaluations are of the article flood-warn"),
        (["missing.json"], "missing.json: cannot be read (No such file or directory)"),
        (["findings.csv"], "findings.csv: not JSON"),
        (["evaluation.json", "--decisions", "none.json"], "none.json: there is no such file"),
        (["evaluation.json", "--version", "bn", "-o", "no/such/x.xlf"], "its directory is not the"),
        ([], "Missing argument"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("report")
def test_bad_input_is_one_line(run: Run, name: str, arguments: list[str], said: str) -> None:
    done = run("export", name, *arguments)
    assert done.status == 2
    assert done.out == ""
    assert said in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
    assert not Path("no").exists()


def test_control_characters_are_told_where_the_format_cannot_hold_them(
    run: Run, tmp_path: Path
) -> None:
    written = {"en": "The bell rang.", "bn": "ঘণ্টা\u0007 বাজল।", "pa": "ਘੰਟੀ ਵੱਜੀ।"}
    for language, text in written.items():
        line = json.dumps({"text": text}) + "\n"
        (tmp_path / f"{language}.jsonl").write_text(line, encoding="utf-8")
    texts = tmp_path / "bn.jsonl", tmp_path / "pa.jsonl", "-r", tmp_path / "en.jsonl"
    quick = ("-m", "none", "--checks", "none", "--no-cache", "--article", "bell", "-o", tmp_path)
    assert run("compare", *texts, *quick).status == 0
    for name in ("tmx", "xliff"):
        done = run("export", name, tmp_path / "evaluation.json", "--version", "bn")
        assert "that the format cannot hold are written as U+FFFD: bell row 1 bn\n" in done.err
        assert "ঘণ্টা\ufffd বাজল।" in done.out
    assert "ঘণ্টা\u0007 বাজল।" in run("export", "csv", tmp_path / "evaluation.json").out
