"""One article, every format: the same paragraphs, the same pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evalkit.loaders import load
from tests.loaders import article
from tests.loaders.article import ENGLISH, TEXTS, kinds

Writer = Callable[[Path, Sequence[str]], Path]

STRUCTURED: list[tuple[str, Writer]] = [
    ("{}.md", article.write_markdown),
    ("{}.html", article.write_html),
    ("{}.docx", article.write_docx),
]
BILINGUAL: list[tuple[str, Writer]] = [
    ("{}.csv", article.write_table),
    ("{}.tsv", article.write_table),
    ("{}.jsonl", article.write_table),
]
EXCHANGE: list[tuple[str, Callable[[Path, Sequence[str], str], Path]]] = [
    ("x.xliff", article.write_xliff12),
    ("x.xlf", article.write_xliff20),
    ("x.tmx", article.write_tmx),
    ("x.po", article.write_po),
]
ALL_LANGUAGES = pytest.mark.parametrize("language", sorted(TEXTS))
TRANSLATIONS = pytest.mark.parametrize("language", ["bn", "pa"])


@ALL_LANGUAGES
@pytest.mark.parametrize(("name", "write"), STRUCTURED)
def test_structured_text_keeps_words_and_kinds(
    name: str, write: Writer, language: str, tmp_path: Path
) -> None:
    path = write(tmp_path / name.format(language), TEXTS[language])
    document = load(path)
    assert document.texts == TEXTS[language]
    assert kinds(document.paragraphs) == article.KIND_LEVELS
    assert document.language == language
    assert document.source is None


@ALL_LANGUAGES
def test_plain_text_keeps_the_markers(language: str, tmp_path: Path) -> None:
    document = load(article.write_lines(tmp_path / f"{language}.txt", TEXTS[language]))
    assert [text.removeprefix("● ") for text in document.texts] == list(TEXTS[language])
    items = [n for n, p in enumerate(document.paragraphs) if p.kind == "list-item"]
    assert items == [article.FIRST_ITEM, article.SECOND_ITEM]
    assert document.texts[article.FIRST_ITEM].startswith("● ")


@TRANSLATIONS
@pytest.mark.parametrize(("name", "write"), BILINGUAL)
def test_tables_face_their_source(name: str, write: Writer, language: str, tmp_path: Path) -> None:
    document = load(write(tmp_path / name.format(language), TEXTS[language]))
    assert document.texts == TEXTS[language]
    assert document.source is not None
    assert document.source.texts == ENGLISH
    assert (document.source.language, document.language) == ("en", language)
    assert [p.kind for p in document.paragraphs] == [kind for kind, _ in article.KIND_LEVELS]


@TRANSLATIONS
@pytest.mark.parametrize(("name", "write"), EXCHANGE)
def test_exchange_formats_face_their_source(
    name: str, write: Callable[[Path, Sequence[str], str], Path], language: str, tmp_path: Path
) -> None:
    document = load(write(tmp_path / name, TEXTS[language], language))
    assert document.texts == TEXTS[language]
    assert document.source is not None
    assert document.source.texts == ENGLISH
    assert document.source.language.startswith("en")
    assert document.language == language
    assert f"language {language} as the file declares" in document.notes


@pytest.mark.parametrize(("name", "write"), [*BILINGUAL, *EXCHANGE])
def test_a_bilingual_file_loads_as_its_source_side(
    name: str, write: Writer, tmp_path: Path
) -> None:
    path = write(tmp_path / name.format("out"), TEXTS["bn"])
    document = load(path, "en")
    assert document.texts == ENGLISH
    assert document.language == "en"
    assert document.source is None
    assert "the source side of a bilingual file" in document.notes


@pytest.mark.parametrize(("name", "write"), EXCHANGE)
def test_an_empty_target_keeps_its_place(name: str, write: Writer, tmp_path: Path) -> None:
    texts = list(TEXTS["bn"])
    texts[3] = ""
    document = load(write(tmp_path / name, texts))
    assert document.texts == tuple(texts)
    assert document.source is not None
    assert document.source.texts == ENGLISH


@pytest.mark.parametrize(("name", "write"), EXCHANGE)
def test_the_wrong_language_is_refused(name: str, write: Writer, tmp_path: Path) -> None:
    from evalkit.document import InputError

    path = write(tmp_path / name, TEXTS["bn"])
    with pytest.raises(InputError, match=r"pa"):
        load(path, "pa")


def test_a_document_says_where_it_came_from(tmp_path: Path) -> None:
    import hashlib

    path = article.write_lines(tmp_path / "bn.txt", TEXTS["bn"])
    document = load(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.name, document.path, document.format) == ("bn.txt", str(path), "txt")
    assert document.paragraphs[3].place == "line 4"
