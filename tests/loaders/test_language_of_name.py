"""Languages and versions: in file names, in columns, in what files declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.loaders import language_of, load
from evalkit.loaders.language_of_name import (
    column_language,
    format_by_name,
    from_name,
    normalise,
    suggested_by_name,
)


def test_a_version_is_in_the_language_before_its_private_part(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("নৌকা", encoding="utf-8")
    assert language_of("bn-x-system2") == "bn"
    assert load(path, "bn-x-system2").language == "bn"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("bn.txt", "bn"),
        ("guide.bn.md", "bn"),
        ("backtranslation.bn.txt", "bn"),
        ("guide.PA.md", "pa"),
        ("ben.txt", "bn"),
        ("punjabi.docx", "pa"),
        ("zh-Hans.txt", "zh-Hans"),
        ("guide.pt_BR.html", "pt-BR"),
        ("it.guide.txt", "it"),
        ("a.bn.v2.txt", "bn"),
        ("bn", "bn"),
        ("bn-x-system2.txt", "bn"),
        ("cs.txt", "cs"),
        ("uk.txt", "uk"),
        ("id.txt", "id"),
        ("no.txt", "no"),
        ("ceb.txt", "ceb"),
        ("fil.txt", "fil"),
        ("yue.txt", "yue"),
        ("nso.txt", "nso"),
        ("kmr.txt", "ku"),
        ("pnb.txt", "pnb"),
        ("czech.txt", "cs"),
        ("ger.txt", "de"),
        ("deu.txt", "de"),
        ("cze.txt", "cs"),
        ("nob.txt", "nb"),
        ("iw.txt", "he"),
        ("in.txt", "id"),
        ("mo.txt", "ro"),
        ("npi_Deva.txt", "ne-Deva"),
        ("sr-Latn.txt", "sr-Latn"),
        ("zh-Hant.txt", "zh-Hant"),
        ("zh_TW.txt", "zh-TW"),
        ("pa.shahmukhi.pa-Arab.txt", "pa-Arab"),
        ("es-419.txt", "es-419"),
        ("hyp.de", "de"),
        ("ref.en", "en"),
        ("src.en", "en"),
        ("newstest.txt.de", "de"),
        ("newstest.de.txt", "de"),
        ("newstest.de.hyp", "de"),
        ("newstest.de.v2.txt", "de"),
        ("newstest.en-cs.src", "en"),
        ("newstest.en-cs.ref", "cs"),
        ("en-cs.refA.txt", "cs"),
        ("en-cs.txt", None),
        ("eng-ces.txt", None),
        ("en-in.txt", "en-IN"),
        ("fr-ca.txt", "fr-CA"),
        ("newstest.src", None),
        ("out.txt", None),
        ("hyp.txt", None),
        ("ref.txt", None),
        ("new.txt", None),
        ("old.txt", None),
        ("bad.txt", None),
        ("mt.txt", None),
        ("a.txt", None),
        ("nmt.txt", None),
        ("gpt.txt", None),
        ("xx.txt", None),
        ("my-file.txt", None),
        ("de-test.txt", None),
        ("GPT-4.txt", None),
        ("CommandR-plus.txt", None),
        ("my.report.txt", None),
        ("de-x-Unbabel-Tower70B.txt", "de"),
        ("en-bn.xliff", None),
        ("news.txt", None),
        ("table.txt", None),
        (".txt", None),
        ("folder.bn/out.txt", None),
    ],
)
def test_the_language_in_a_file_name(name: str, language: str | None) -> None:
    assert from_name(name) == language


@pytest.mark.parametrize(
    ("name", "code"),
    [("quy.txt", "quy"), ("new.txt", "new"), ("mt.txt", "mt"), ("out.txt", None), ("xx.txt", None)],
)
def test_a_name_that_may_be_a_code(name: str, code: str | None) -> None:
    assert suggested_by_name(name) == code


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("bn.txt", "txt"),
        ("guide.bn.MD", "md"),
        ("hyp.de", "txt"),
        ("newstest.src", "txt"),
        ("newstest.ref0", "txt"),
        ("hyp.txt.de", "txt"),
        ("hyp.zh-Hans", "txt"),
        ("index.html.de", "html"),
        ("seg.csv.cs", "csv"),
        ("en.tmx", "tmx"),
        ("notes.pdf", None),
        ("notes.bak", None),
        ("notes.doc", None),
        ("notes.new", None),
        ("bn", None),
    ],
)
def test_the_format_in_a_file_name(name: str, form: str | None) -> None:
    assert format_by_name(name) == form


TEXT, NUMBERS, MARKS = ["The shop opens at nine."], ["1", "2", ""], ["seg1", "seg2"]


@pytest.mark.parametrize(
    ("name", "cells", "language"),
    [
        ("cs", TEXT, "cs"),
        ("tr", TEXT, "tr"),
        ("Vietnamese", TEXT, "vi"),
        ("de", ["Ja", "Nein"], "de"),
        ("zh", ["商店九点开门。"], "zh"),
        ("km", ["ហាង", "បើក"], "km"),
        ("bn-x-sys_1", TEXT, "bn-x-sys_1"),
        ("id", TEXT, "id"),
        ("id", NUMBERS, None),
        ("id", MARKS, None),
        ("no", TEXT, "no"),
        ("no", NUMBERS, None),
        ("sr", NUMBERS, None),
        ("ts", ["2026-11-30T10:00", "2026-11-30T10:05"], None),
        *((word, TEXT, None) for word in ("mt", "src", "tgt", "ref", "seg", "doc", "sys", "raw")),
    ],
)
def test_the_language_a_column_is_named_for(
    name: str, cells: list[str], language: str | None
) -> None:
    assert column_language(name, cells) == language


@pytest.mark.parametrize(
    "tag",
    [
        "xx",
        "de-Test",
        "de-ZZ9",
        "de-x-",
        "de-x- a",
        "de-x-a=b",
        "de-x-a\nb",
        "",
        "b",
        "bn-",
        "-bn",
        "bn--IN",
        "out/put",
        "bn IN",
        "bn-x",
        "ab1",
    ],
)
def test_what_is_no_tag(tag: str) -> None:
    assert normalise(tag) is None


class TestWhichLanguage:
    """The caller, the name, the file's own word, its text: the first that says something."""

    def write(self, path: Path, text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    def test_the_caller_comes_first(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "bn.txt", "বই"), "as")
        assert document.language == "as"
        assert document.notes[0] == "language as as given"

    def test_then_the_name(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "bn.html", '<html lang="en"><p>বই</p></html>'))
        assert document.language == "bn"
        assert document.notes[0] == "language bn from the file name (the file declares en)"

    def test_then_what_the_file_declares(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "page.html", '<html lang="as-IN"><p>বই</p></html>'))
        assert document.language == "as-IN"
        assert document.notes[0] == "language as-IN as the file declares"

    def test_front_matter_declares_too(self, tmp_path: Path) -> None:
        text = "---\ntitle: x\nlang: as\n---\nবই\n"
        assert load(self.write(tmp_path / "page.md", text)).language == "as"

    def test_then_the_text(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "page.txt", "ਕਿਤਾਬ"))
        assert document.language == "pa"
        assert document.notes[0] == "language pa from its text"

    def test_a_rare_code_where_the_text_does_not_tell(self, tmp_path: Path) -> None:
        assert load(self.write(tmp_path / "dz.txt", "དཔེ་དེབ")).language == "dz"

    def test_else_undetermined(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "page.txt", "དཔེ་དེབ"))
        assert document.language == "und"
        assert "neither" in document.notes[0]

    def test_a_word_that_is_a_code_gives_way_to_the_text(self, tmp_path: Path) -> None:
        document = load(self.write(tmp_path / "new.txt", "আমরা কাল একটি নতুন কাজ শুরু করব।"))
        assert document.language == "bn"

    def test_a_rare_code_is_not_taken_for_letters_it_is_not_written_in(
        self, tmp_path: Path
    ) -> None:
        thai = "วันนี้อากาศดีมาก เราจะไปเดินเล่นที่สวนสาธารณะ"
        assert load(self.write(tmp_path / "new.txt", thai)).language == "und"

    def test_text_that_speaks_against_a_name_only_warns(self, tmp_path: Path) -> None:
        english = "We will begin the work tomorrow, and all of us are glad that it is so."
        document = load(self.write(tmp_path / "cs.txt", english))
        assert document.language == "cs"
        assert document.warnings == ("taken for Czech (cs), but its text reads as English",)

    def test_text_that_speaks_for_its_name_does_not(self, tmp_path: Path) -> None:
        czech = "Zítra začneme novou práci a všichni jsme rádi, že je to tak."
        assert load(self.write(tmp_path / "cs.txt", czech)).warnings == ()

    def test_a_declaration_that_is_no_tag_says_nothing(self, tmp_path: Path) -> None:
        text = '<html lang="{{ lang }}"><p>ਕਿਤਾਬ</p></html>'
        assert load(self.write(tmp_path / "page.html", text)).language == "pa"
