"""Article folders: read by the names of their files, bad ones named."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.batch import read_folder
from evalkit.document import InputError
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI


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


def test_one_version_is_enough(folder: Path) -> None:
    (folder / "pa.txt").unlink()
    assert list(read_folder(folder).versions) == ["bn"]


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("cs.txt", "cs"),
        ("fil.txt", "fil"),
        ("ger.md", "de"),
        ("pa-Arab.txt", "pa-Arab"),
        ("zh_TW.txt", "zh-TW"),
        ("de-x-GPT-4.1.txt", "de-x-GPT-4.1"),
        ("de-x-Unbabel-Tower70B.txt", "de-x-Unbabel-Tower70B"),
    ],
)
def test_a_file_is_named_for_its_version(folder: Path, name: str, version: str) -> None:
    (folder / name).write_text("x", encoding="utf-8")
    (folder / f"reference.{name}").write_text("x", encoding="utf-8")
    found = read_folder(folder)
    assert found.versions[version].name == name
    assert list(found.references) == [version]


@pytest.mark.parametrize("name", ["new.txt", "out.txt", "hyp.txt", "notes.txt", "quy.md"])
def test_a_word_names_no_version(folder: Path, name: str) -> None:
    (folder / name).write_text("x", encoding="utf-8")
    assert list(read_folder(folder).versions) == ["bn", "pa"]


def only_a_guide(folder: Path) -> None:
    (folder / "pa.txt").unlink()
    (folder / "bn.txt").rename(folder / "guide.bn.txt")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: (f / "en.txt").unlink(), "no en.<ext>"),
        (lambda f: [(f / name).unlink() for name in ("bn.txt", "pa.txt")], "no version beside en"),
        (lambda f: (f / "bn.md").write_text(BENGALI, encoding="utf-8"), "two files for bn"),
        (lambda f: (f / "article.toml").write_text("reference = "), "not TOML"),
        (lambda f: (f / "article.toml").write_text("colour = 1"), "'colour' is not a setting"),
        (lambda f: (f / "article.toml").write_text("reference = 3"), "reference = 3 is not a str"),
        (lambda f: (f / "article.toml").write_text('reference = "nolang"'), "is no language"),
        (only_a_guide, "guide.bn.txt: not named <lang>"),
    ],
)
def test_a_bad_folder_is_named(folder: Path, change: object, words: str) -> None:
    assert callable(change)
    change(folder)
    with pytest.raises(InputError, match=words):
        read_folder(folder)
