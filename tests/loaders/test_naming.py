"""Languages and versions: in arguments, in file names, in what files declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.loaders import language_of, load, parse_spec
from evalkit.loaders.naming import from_name, normalise


class TestParseSpec:
    @pytest.mark.parametrize(
        ("spec", "expected"),
        [
            ("bn=build/out.txt", ("bn", "build/out.txt")),
            ("bn=-", ("bn", "-")),
            ("Bengali=out.txt", ("bn", "out.txt")),
            ("pan_Guru=out.txt", ("pa", "out.txt")),
            ("pt-br=out.txt", ("pt-BR", "out.txt")),
            ("bn-x-system2=out.txt", ("bn-x-system2", "out.txt")),
            ("bn=a=b.txt", ("bn", "a=b.txt")),
            ("sw=out.txt", ("sw", "out.txt")),
            ("out.txt", (None, "out.txt")),
            ("build/bn=1.txt", (None, "build/bn=1.txt")),
            ("./bn=1.txt", (None, "./bn=1.txt")),
            ("version=1.txt", (None, "version=1.txt")),
            ("=x", (None, "=x")),
            ("-", (None, "-")),
        ],
    )
    def test_a_tag_is_split_off(self, spec: str, expected: tuple[str | None, str]) -> None:
        assert parse_spec(spec) == expected

    def test_a_path_that_exists_is_a_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "bn=1.txt").write_text("x")
        assert parse_spec("bn=1.txt") == (None, "bn=1.txt")

    def test_a_tag_without_a_path(self) -> None:
        with pytest.raises(InputError, match="write bn=FILE"):
            parse_spec("bn=")


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
    "tag", ["", "b", "bn-", "-bn", "bn--IN", "out/put", "bn IN", "bn-x", "ab1"]
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

    def test_a_declaration_that_is_no_tag_says_nothing(self, tmp_path: Path) -> None:
        text = '<html lang="{{ lang }}"><p>ਕਿਤਾਬ</p></html>'
        assert load(self.write(tmp_path / "page.html", text)).language == "pa"
