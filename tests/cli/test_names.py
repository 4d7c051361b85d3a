"""What the names of files, columns and systems say, as a user sees it; one version and more."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import BENGALI, ENGLISH, Run

CZECH = "Řeka stoupla o 3 metry.\nV Chulně nebyl nikdo zraněn.\nMost je opět otevřen.\n"
UKRAINIAN = "Річка піднялася на 3 метри.\nУ Кхулні ніхто не постраждав.\nМіст знову відкрито.\n"
QUICK = ("-m", "none", "--encoder", "none", "--no-cache")


def summaries(folder: Path) -> list[dict[str, str]]:
    with (folder / "summary.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def named(files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with versions in languages without a profile."""
    monkeypatch.chdir(files)
    (files / "cs.txt").write_text(CZECH, encoding="utf-8")
    (files / "uk.txt").write_text(UKRAINIAN, encoding="utf-8")
    return files


def test_files_are_in_the_languages_they_are_named_for(run: Run, named: Path) -> None:
    result = run("compare", "-r", "en.txt", "cs.txt", "uk.txt", "-o", "out", *QUICK)
    assert result.status == 0, result.err
    assert "Czech (cs)" in result.out
    assert "cs.txt: Czech (language cs from the file name; " in result.err
    assert "warning" not in result.err
    found = [(s["version"], s["language_name"]) for s in summaries(named / "out")]
    assert found == [("cs", "Czech"), ("uk", "Ukrainian")]


def test_a_suffix_may_name_the_language(run: Run, named: Path) -> None:
    (named / "hyp.cs").write_text(CZECH, encoding="utf-8")
    (named / "news.en-cs.src").write_text(ENGLISH, encoding="utf-8")
    result = run("score", "hyp.cs", "-r", "news.en-cs.src", *QUICK)
    assert result.status == 0, result.err
    assert "hyp.cs: Czech (language cs from the file name; one paragraph a line" in result.err
    assert "news.en-cs.src: English (language en from the file name" in result.err


def test_a_text_that_is_not_in_its_files_language_is_warned_of(run: Run, named: Path) -> None:
    (named / "cs.txt").write_text(BENGALI, encoding="utf-8")
    result = run("compare", "-r", "en.txt", "cs.txt", "-o", "out", *QUICK)
    warning = "taken for Czech (cs), but its text reads as Bengali"
    assert result.status == 0, result.err
    assert f"warning: cs.txt: {warning}\n" in result.err
    kept = json.loads((named / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert kept["manifest"]["warnings"] == [f"cs.txt: {warning}"]
    assert [i["warnings"] for i in kept["inputs"]] == [[], [warning]]
    assert f"Warning: {warning}" in (named / "out" / "report.html").read_text(encoding="utf-8")


def test_a_batch_warns_too(run: Run, named: Path) -> None:
    article = named / "articles" / "flood"
    article.mkdir(parents=True)
    (article / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (article / "cs.txt").write_text(BENGALI, encoding="utf-8")
    for _ in ("judged", "not changed"):
        result = run("batch", "articles", "-o", "out", *QUICK[:-1])
        assert result.status == 0, result.err
        assert "cs.txt: taken for Czech (cs), but its text reads as Bengali" in result.err
    (named / "table.csv").write_text(f'en,cs\n"{ENGLISH}","{BENGALI}"\n', encoding="utf-8")
    result = run("batch", "table.csv", "-o", "rows", "-m", "none", "--no-cache")
    assert result.status == 0, result.err
    assert "the column 'cs' is taken for Czech (cs), but its text reads as Bengali" in result.err


@pytest.mark.parametrize("language", ["cs", "uk", "id"])
def test_a_column_is_named_for_its_language(run: Run, named: Path, language: str) -> None:
    indonesian = "Air sungai naik 3 meter."
    first = [text.splitlines()[0] for text in (ENGLISH, CZECH, UKRAINIAN, indonesian)]
    lines = [("en", "cs", "uk", "id"), first]
    with (named / "seg.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    result = run("score", f"{language}=seg.csv", "--format", "jsonl", *QUICK)
    assert result.status == 0, result.err
    text = json.loads(result.out.splitlines()[0])["target"]
    assert text == lines[1][lines[0].index(language)]


class TestSystems:
    """Versions of one language, told apart by the names of the systems that made them."""

    NAMES = ("Unbabel-Tower70B", "sys_1", "../../etc/passwd", "=cmd|' /C calc'!A0".strip("="),
             "<script>alert(1)</script>", "نظام", "a" * 150)  # fmt: skip

    def test_any_name_will_do_and_is_text(self, run: Run, named: Path) -> None:
        specs = [f"{name}:bn=bn.txt" for name in self.NAMES]
        result = run("compare", "-r", "en.txt", *specs, "-o", "out", "--checks", "none", *QUICK)
        assert result.status == 0, result.err
        found = [s["version"] for s in summaries(named / "out")]
        assert found == [f"bn-x-{name}" for name in self.NAMES]
        assert "<script>alert" not in (named / "out" / "report.html").read_text(encoding="utf-8")
        assert {p.name for p in named.iterdir()} == {
            "en.txt", "bn.txt", "pa.txt", "cs.txt", "uk.txt", "out"
        }  # fmt: skip

    def test_what_to_write_is_said_where_no_name_is_given(self, run: Run, named: Path) -> None:
        for name in ("GPT-4", "ONLINE-B"):
            (named / f"{name}.txt").write_text(BENGALI, encoding="utf-8")
        result = run("compare", "-r", "en.txt", "GPT-4.txt", "ONLINE-B.txt", "-o", "out", *QUICK)
        assert result.status == 2
        remedy = "GPT-4:bn=GPT-4.txt ONLINE-B:bn=ONLINE-B.txt"
        assert result.err.endswith(f"name them apart, as in {remedy}\n")
        assert run("compare", "-r", "en.txt", *remedy.split(), "-o", "out", *QUICK).status == 0

    def test_a_back_translation_is_of_the_version_it_names(self, run: Run, named: Path) -> None:
        given = ("ben=bn.txt", "--back-translation", "ben=en.txt")
        result = run("compare", "-r", "en.txt", *given, "-o", "out", *QUICK)
        assert result.status == 0, result.err


class TestOneVersion:
    """Most users have one translation: every command takes it."""

    def test_compare_writes_all_reports(self, run: Run, named: Path) -> None:
        (named / "bn.txt").write_text(BENGALI.replace("৩", "৫"), encoding="utf-8")
        arguments = ("-r", "en.txt", "bn.txt", "-o", "out", "--fail-on", "major")
        result = run("compare", *arguments, *QUICK)
        assert result.status == 1, result.err
        out = named / "out"
        header = "article,check,version,against,both,only_version,only_against,neither\n"
        assert (out / "witnesses.csv").read_text(encoding="utf-8") == header
        assert not (out / "comparisons.csv").exists()
        with (out / "findings.csv").open(encoding="utf-8", newline="") as stream:
            (finding,) = csv.DictReader(stream)
        assert (finding["attribution"], finding["also_in"]) == ("unclear", "")
        assert finding["attribution_reason"] == "no other version to ask"
        (line,) = summaries(out)
        assert (line["strip"], line["two_by_two"]) == ("M..", "")
        for name in ("report.html", "report.md", "junit.xml"):
            text = (out / name).read_text(encoding="utf-8")
            assert "In one version or in both" not in text
            assert "in both" not in text
        assert run("report", "out/evaluation.json", "-o", "again").status == 0

    def test_batch_takes_an_article_of_one(self, run: Run, named: Path) -> None:
        article = named / "articles" / "flood"
        article.mkdir(parents=True)
        for name in ("en.txt", "cs.txt"):
            (article / name).write_bytes((named / name).read_bytes())
        result = run("batch", "articles", "-o", "out", *QUICK)
        assert result.status == 0, result.err
        assert [s["version"] for s in summaries(named / "out") if s["article"]] == ["cs"]

    def test_selftest_damages_it(self, run: Run, named: Path) -> None:
        arguments = ("-r", "en.txt", "bn.txt", "--damage", "number", "--encoder", "none")
        result = run("selftest", *arguments, "--no-cache")
        assert result.status == 0, result.err
        assert result.out.startswith("Bengali (bn), 3 paragraphs")
