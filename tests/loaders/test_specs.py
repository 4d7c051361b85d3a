"""What a VERSION argument says, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.back_translation.files import file_name
from evalkit.document import InputError
from evalkit.loaders import language_of, normalise, parse_spec, version_id
from evalkit.loaders.language_of_name import is_system_name


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("bn=build/out.txt", ("bn", "build/out.txt")),
        ("bn=-", ("bn", "-")),
        ("Bengali=out.txt", ("bn", "out.txt")),
        ("Czech=out.txt", ("cs", "out.txt")),
        ("pan_Guru=out.txt", ("pa", "out.txt")),
        ("pt-br=out.txt", ("pt-BR", "out.txt")),
        ("iw=out.txt", ("he", "out.txt")),
        ("new=out.txt", ("new", "out.txt")),
        ("bn-x-system2=out.txt", ("bn-x-system2", "out.txt")),
        ("de-x-commandrplus=o.txt", ("de-x-commandrplus", "o.txt")),
        ("de-x-Unbabel-Tower70B=o.txt", ("de-x-Unbabel-Tower70B", "o.txt")),
        ("de-x-sys_1=o.txt", ("de-x-sys_1", "o.txt")),
        ("GPT-4:de=o.txt", ("de-x-GPT-4", "o.txt")),
        ("google/gemma-2 (9B):German=o.txt", ("de-x-google/gemma-2 (9B)", "o.txt")),
        ("a:b:de=o.txt", ("de-x-a:b", "o.txt")),
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
def test_a_version_is_split_off(spec: str, expected: tuple[str | None, str]) -> None:
    assert parse_spec(spec) == expected


def test_a_path_that_exists_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bn=1.txt").write_text("x")
    assert parse_spec("bn=1.txt") == (None, "bn=1.txt")


def test_a_tag_without_a_path() -> None:
    with pytest.raises(InputError, match="write bn=FILE"):
        parse_spec("bn=")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("GPT-4", "'GPT-4' names no language"),
        ("xx", "'xx' names no language"),
        ("de-Test", "'de-Test' names no language"),
        ("GPT-4:deutschlandish", "'deutschlandish' is no language"),
        ("xx-x-two", "'xx' is no language"),
        (":de", "there is no name beside the language 'de'"),
        ("GPT-4:", "there is no language before the file"),
        ("de-x-", "there is no name beside the language 'de'"),
        ("a=b:de", "its name 'a=b' holds the sign ="),
        (f"de-x-{'n' * 201}", "its name has 201 characters, and more than 200 are no name"),
        ("de-x-a\tb", "its name 'a\\tb' begins or ends with a space, or holds what"),
    ],
)
def test_what_is_wrong_before_a_file_is_said(tmp_path: Path, words: str, problem: str) -> None:
    file = tmp_path / "out.txt"
    file.write_text("x")
    with pytest.raises(InputError) as error:
        parse_spec(f"{words}={file}")
    assert error.value.problem.startswith(problem)
    assert "NAME:LANG=FILE" in error.value.remedy
    assert len(str(error.value).splitlines()) == 1


NAMES = st.text(min_size=1, max_size=60).filter(is_system_name)


@settings(deadline=None, max_examples=200)
@given(NAMES, st.sampled_from(["de", "zh-Hant", "ceb"]))
def test_any_printable_name_tells_a_version_apart(name: str, language: str) -> None:
    version = f"{language}-x-{name}"
    assert version_id(version) == version == normalise(version)
    assert version_id(f"{name}:{language}") == version
    assert language_of(version) == language
    assert parse_spec(f"{name}:{language}=no/such/file.txt") == (version, "no/such/file.txt")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_any_argument_is_a_spec_or_one_clear_line(words: str) -> None:
    try:
        version, _ = parse_spec(words)
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert version is None or normalise(version) == version


@settings(deadline=None, max_examples=200)
@given(NAMES, NAMES)
def test_the_file_of_a_version_is_a_plain_name_of_its_own(one: str, other: str) -> None:
    names = [file_name(f"de-x-{name}") for name in (one, other)]
    for name in names:
        assert Path(name).name == name and len(name) < 150 and name.isascii()
    assert (names[0] == names[1]) == (one == other)
