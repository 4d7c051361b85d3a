"""HTML: what a browser shows, block by block."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from evalkit.document import Document
from evalkit.loaders import load
from tests.loaders.article import TEXTS, markdown


def loaded(text: str, tmp_path: Path, name: str = "en.html") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load(path)


def blocks(text: str, tmp_path: Path) -> list[tuple[str, str, int]]:
    return [(p.text, p.kind, p.level) for p in loaded(text, tmp_path).paragraphs]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_what_markdown_it_renders(language: str, tmp_path: Path) -> None:
    source = markdown(TEXTS[language]).split("---\n\n", 1)[1]
    page = MarkdownIt("commonmark").enable("table").render(source)
    assert loaded(page, tmp_path).texts == TEXTS[language]


def test_white_space_collapses_but_for_no_break_spaces(tmp_path: Path) -> None:
    text = "<p>\n  One\t two&nbsp; <b> three</b>\n<!-- x -->four </p>"
    assert loaded(text, tmp_path).texts == ("One two\u00a0 three four",)


def test_what_is_not_shown_is_not_read(tmp_path: Path) -> None:
    text = (
        "<head><title>t</title></head><body><script>s</script><style>s</style><p>Seen<script>x"
        "</script>.<template><p>t</p></template></p><p hidden>no</p><noscript>n</noscript>"
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><svg><text>v</text></svg></body>"
    )
    assert loaded(text, tmp_path).texts == ("Seen.", "漢")


def test_text_between_blocks_is_a_paragraph(tmp_path: Path) -> None:
    assert loaded("before<div>in<p>side</p>out</div>after", tmp_path).texts == (
        "before",
        "in",
        "side",
        "out",
        "after",
    )


def test_breaks(tmp_path: Path) -> None:
    assert loaded("<p>One <br> two<br><br/>\nthree</p>", tmp_path).texts == ("One\ntwo", "three")


def test_nested_lists_and_paragraphs_in_items(tmp_path: Path) -> None:
    text = "<ol><li>one<ul><li><p>inner</p><p>more</p></li></ul>rest</li></ol>"
    assert blocks(text, tmp_path) == [
        ("one", "list-item", 1),
        ("inner", "list-item", 2),
        ("more", "list-item", 2),
        ("rest", "list-item", 1),
    ]


def test_code_keeps_its_white_space(tmp_path: Path) -> None:
    assert blocks("<pre>\n  a\n    b\n</pre><p>c</p>", tmp_path) == [
        ("  a\n    b", "code", 0),
        ("c", "paragraph", 0),
    ]


def test_characters_by_name_and_number(tmp_path: Path) -> None:
    assert loaded("<p>&lt;b&gt; &amp; &#2453;&#x995;</p>", tmp_path).texts == ("<b> & কক",)


@pytest.mark.parametrize("declared", ["windows-1252", "utf-16", "utf-8"])
def test_bytes_decide_about_the_encoding(declared: str, tmp_path: Path) -> None:
    text = f'<html lang="bn"><head><meta charset="{declared}"></head><p>নৌকা'
    assert loaded(text, tmp_path, "page.html").texts == ("নৌকা",)


def test_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_text("<p>নৌকা</p>", encoding="utf-16")
    assert load(path).texts == ("নৌকা",)


def test_xhtml(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="pa"><body><p>ਬੇੜੀ</p></body></html>'
    )
    document = loaded(text, tmp_path, "page.xhtml")
    assert (document.texts, document.language) == (("ਬੇੜੀ",), "pa")


def test_places(tmp_path: Path) -> None:
    text = "<body>\n<p>One</p>\n\n<p>\nTwo</p></body>"
    assert [p.place for p in loaded(text, tmp_path).paragraphs] == ["line 2", "line 4"]


def test_unclosed_and_hostile_markup(tmp_path: Path) -> None:
    assert loaded("<p>One<p>Two<div><b>Three", tmp_path).texts == ("One", "Two", "Three")
    for text in ("<" * 50_000, "<b>" * 1_000, "&" * 50_000, "<p " * 9_000, "<!--" * 9_000):
        loaded("<p>Text.</p>" + text, tmp_path)
    loaded("<!-- x -->" * 9_000 + "<p>Text.</p>", tmp_path)
