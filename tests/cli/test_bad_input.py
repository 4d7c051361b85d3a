"""Bad input ends in one line that names file, place and remedy; status 2; nothing written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def broken_docx(folder: Path) -> list[str]:
    whole = folder / "whole.docx"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", "<w/>" * 500)
    (folder / "hi.docx").write_bytes(whole.read_bytes()[:200])
    return ["-r", "en.txt", "bn.txt", "hi.docx"]


def broken_xliff(folder: Path) -> list[str]:
    (folder / "hi.xliff").write_text('<?xml version="1.0"?><xliff version="1.2"><file')
    return ["-r", "en.txt", "bn.txt", "hi.xliff"]


def broken_jsonl(folder: Path) -> list[str]:
    (folder / "hi.jsonl").write_text('{"hi": "एक"}\n{"hi": \n', encoding="utf-8")
    return ["-r", "en.txt", "bn.txt", "hi.jsonl"]


def unequal_columns(folder: Path) -> list[str]:
    (folder / "hi.csv").write_text("en,hi\none,एक\ntwo\n", encoding="utf-8")
    return ["-r", "en.txt", "bn.txt", "hi.csv"]


def empty_file(folder: Path) -> list[str]:
    (folder / "hi.txt").write_text("")
    return ["-r", "en.txt", "bn.txt", "hi.txt"]


def wrong_encoding(folder: Path) -> list[str]:
    (folder / "de.txt").write_bytes("Grüße\n".encode("latin-1"))
    return ["-r", "en.txt", "bn.txt", "de.txt"]


def directory(folder: Path) -> list[str]:
    (folder / "hi.txt").mkdir()
    return ["-r", "en.txt", "bn.txt", "hi.txt"]


def unequal_lines(folder: Path) -> list[str]:
    (folder / "hi.txt").write_text("एक।\nदो।\n", encoding="utf-8")
    return ["-r", "en.txt", "bn.txt", "hi.txt", "--aligned"]


def bad_config(folder: Path) -> list[str]:
    (folder / "e.toml").write_text("nonsense = 1\n")
    return ["-r", "en.txt", "bn.txt", "pa.txt", "--config", "e.toml"]


def other_zip(folder: Path) -> list[str]:
    with zipfile.ZipFile(folder / "hi.docx", "w") as archive:
        archive.writestr("notes.txt", "no document")
    return ["-r", "en.txt", "bn.txt", "hi.docx"]


def white_space(folder: Path) -> list[str]:
    (folder / "hi.txt").write_text(" \n\t\n")
    return ["-r", "en.txt", "bn.txt", "hi.txt"]


def nul_bytes(folder: Path) -> list[str]:
    (folder / "hi.txt").write_bytes(b"a\0b\n")
    return ["-r", "en.txt", "bn.txt", "hi.txt"]


def too_large(folder: Path) -> list[str]:
    (folder / "hi.txt").write_bytes(b"a" * 1_000_001)
    return ["-r", "en.txt", "bn.txt", "hi.txt", "--max-size", "1"]


def broken_glossary(folder: Path) -> list[str]:
    (folder / "terms.csv").write_text("word\n")
    return ["-r", "en.txt", "bn.txt", "pa.txt", "--glossary", "terms.csv"]


GOOD = ["-r", "en.txt", "bn.txt", "pa.txt"]
CASES: dict[str, tuple[Callable[[Path], list[str]], str]] = {
    "no file": (lambda _: ["-r", "en.txt", "bn.txt", "nowhere.txt"], r"nowhere\.txt: "),
    "no reference file": (lambda _: ["-r", "gone.txt", "bn.txt", "pa.txt"], r"gone\.txt: "),
    "a directory": (directory, r"hi\.txt: .*directory"),
    "an empty file": (empty_file, r"hi\.txt: .*empty"),
    "wrong encoding": (wrong_encoding, r"de\.txt.*byte"),
    "a truncated docx": (broken_docx, r"hi\.docx"),
    "a truncated xliff": (broken_xliff, r"hi\.xliff"),
    "broken JSON": (broken_jsonl, r"hi\.jsonl.*line 2"),
    "unequal columns": (unequal_columns, r"hi\.csv.*line 3"),
    "unequal lines": (unequal_lines, r"hi\.txt.*2.*3|hi\.txt.*3.*2"),
    "a word for a language": (
        lambda _: ["-r", "en.txt", "GPT-4=bn.txt"],
        r"GPT-4=bn\.txt: 'GPT-4' names no language; write LANG=FILE, .* or NAME:LANG=FILE",
    ),
    "the same language twice": (
        lambda _: ["-r", "en.txt", "bn.txt", "bn=pa.txt"],
        r"pa\.txt: the same language twice",
    ),
    "no reference": (lambda _: ["bn.txt", "pa.txt"], r"no reference"),
    "two sources": (
        lambda _: ["-r", "en.txt", "-r", "de=en.txt", "bn.txt", "pa.txt"],
        r"en\.txt: a second source",
    ),
    "no such check": (
        lambda _: ["-r", "en.txt", "bn.txt", "pa.txt", "--checks", "spelling"],
        r"no check called 'spelling'",
    ),
    "no such metric": (
        lambda _: ["-r", "en.txt", "bn.txt", "pa.txt", "-m", "bleurt"],
        r"no metric called 'bleurt'",
    ),
    "no such option": (
        lambda _: ["-r", "en.txt", "bn.txt", "pa.txt", "--wrong"],
        r"[Nn]o such option",
    ),
    "a wrong setting": (bad_config, r"e\.toml: .*nonsense"),
    "a stray back-translation": (
        lambda _: ["-r", "en.txt", "bn.txt", "pa.txt", "--back-translation", "hi=en.txt"],
        r"back-translation of 'hi'",
    ),
    "another zip than a docx": (other_zip, r"hi\.docx"),
    "white space only": (white_space, r"hi\.txt: there is no text"),
    "NUL bytes": (nul_bytes, r"hi\.txt, line 1: .*NUL"),
    "a file over the limit": (too_large, r"hi\.txt: .*--max-size"),
    "an empty device": (lambda _: [*GOOD, "hi=/dev/null"], r"/dev/null: it is empty"),
    "an unknown format": (lambda _: [*GOOD, "hi=evalkit.foo"], r"evalkit\.foo: "),
    "an endless file": (
        lambda _: [*GOOD, "hi=/dev/zero", "--max-size", "1"],
        r"/dev/zero: it is larger",
    ),
    "an empty word": (lambda _: [*GOOD, ""], r"an empty word"),
    "a line break in a name": (lambda _: [*GOOD, "hi\n.txt"], r"hi \.txt: there is no such file"),
    "standard input twice": (
        lambda _: ["-r", "en.txt", "bn=-", "pa=-"],
        r"- is given 2 times",
    ),
    "a missing glossary": (lambda _: [*GOOD, "--glossary", "no.csv"], r"no\.csv: "),
    "a broken glossary": (broken_glossary, r"terms\.csv: "),
    "a missing setting file": (lambda _: [*GOOD, "--config", "no.toml"], r"no\.toml: "),
    "a missing back-translation": (
        lambda _: [*GOOD, "--back-translation", "bn=no.txt"],
        r"no\.txt: there is no such file",
    ),
    "a back-translation without language": (
        lambda _: [*GOOD, "--back-translation", "no.txt"],
        r"--back-translation no\.txt",
    ),
    "a threshold that is no number": (
        lambda _: [*GOOD, "--fail-under", "chrf=nan"],
        r"--fail-under chrf=nan",
    ),
    "a threshold without a number": (
        lambda _: ["-r", "en.txt", "bn.txt", "pa.txt", "--fail-under", "bleu"],
        r"--fail-under bleu",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_line_status_two_nothing_written(
    case: str, run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    prepare, words = CASES[case]
    result = run("compare", *prepare(files), "-o", "out")
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1, result.err
    assert result.err.startswith("evalkit: ")
    assert re.search(words, result.err), result.err
    assert "Traceback" not in result.err
    assert not (files / "out").exists()


def test_a_remedy_is_named(run: Run, files: Path) -> None:
    spec = files / "bn.txt"
    result = run("compare", "-r", files / "en.txt", f"bn={spec}", spec, "-o", files / "out")
    assert f"; name them apart, as in bn:bn={spec} bn:bn={spec}" in result.err


def test_the_output_must_not_be_a_file(run: Run, files: Path) -> None:
    taken = files / "taken"
    taken.write_text("mine")
    arguments = ("-r", files / "en.txt", files / "bn.txt", files / "pa.txt", "-o", taken)
    result = run("compare", *arguments)
    assert result.status == 2
    assert taken.read_text() == "mine"


@pytest.mark.parametrize("place", ["", "en.txt", "en.txt/below", "/dev/null/below", "/proc/below"])
def test_a_wrong_output_directory_is_one_line(
    run: Run, files: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    before = sorted(files.iterdir())
    result = run("compare", *GOOD, "-o", place)
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1, result.err
    assert "-o" in result.err, "the remedy"
    assert sorted(files.iterdir()) == before


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("fail_on = 3", "fail_on = 3 is not a string"),
        ('fail_on = "grave"', "'grave' is not one of"),
        ("checks = 5", "checks = 5 is not a string, or a list of them"),
        ("checks = [5]", "checks = [5] is not"),
        ("max_size = [1]", "max_size = [1] is not a whole number"),
        ("max_size = true", "max_size = True is not a whole number"),
        ("max_size = -1", "max_size: -1 is not in the range"),
        ("aligned = 7", "aligned = 7 is not true or false"),
        ("glossary = 1", "glossary = 1 is not a string"),
        ('article = ["a"]', "article = ['a'] is not a string"),
        ('format = "pdf"', "'pdf' is not one of"),
        ('config = "other.toml"', "no option 'config'"),
        ('[compare]\nchecks = "none"', "no option 'compare'"),
        ("checks = ", "not TOML"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_the_file(
    run: Run, files: Path, setting: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    (files / "e.toml").write_text(setting + "\n")
    result = run("compare", *GOOD, "--config", "e.toml", "-o", "out")
    assert result.status == 2
    assert result.err.startswith("evalkit: e.toml: ")
    assert words in result.err
    assert result.err.count("\n") == 1
    assert not (files / "out").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"schema_version": 99}', '{"schema_version": 1}'])
def test_a_wrong_evaluation_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    wrong = tmp_path / "evaluation.json"
    wrong.write_text(text)
    result = run("report", wrong, "-o", tmp_path / "out")
    assert result.status == 2
    assert result.err.count("\n") == 1
    assert "evaluation.json: " in result.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["missing", "empty", ""])
def test_batch_wants_article_folders(
    run: Run, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    result = run("batch", folder, "-o", tmp_path / "out")
    assert result.status == 2
    assert result.err.count("\n") == 1
