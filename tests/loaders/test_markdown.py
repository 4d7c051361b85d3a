"""Markdown: blocks are found, their source stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import Document
from evalkit.loaders import load


def loaded(text: str, tmp_path: Path) -> Document:
    path = tmp_path / "en.md"
    path.write_text(text, encoding="utf-8")
    return load(path)


def blocks(text: str, tmp_path: Path) -> list[tuple[str, str, int]]:
    return [(p.text, p.kind, p.level) for p in loaded(text, tmp_path).paragraphs]


def test_inline_markup_is_text_as_it_stood(tmp_path: Path) -> None:
    text = "A **bold** [link](https://example.org 'x') with `code` \\* and &amp; {{name}}."
    assert loaded(text + "\n", tmp_path).texts == (text,)


def test_of_the_line_breaks_in_a_paragraph_only_hard_ones_are_kept(tmp_path: Path) -> None:
    text = "One\ntwo  \nthree\\\nfour\n"
    assert loaded(text, tmp_path).texts == ("One two  \nthree\\\nfour",)


def test_both_kinds_of_headings(tmp_path: Path) -> None:
    assert blocks("Title\n=====\n\n### Part ###\n", tmp_path) == [
        ("Title", "heading", 1),
        ("Part", "heading", 3),
    ]


def test_lists_in_lists(tmp_path: Path) -> None:
    text = "1. one\n2. two\n   - inner\n\n     more of it\n3. three\n"
    assert blocks(text, tmp_path) == [
        ("one", "list-item", 1),
        ("two", "list-item", 1),
        ("inner", "list-item", 2),
        ("more of it", "list-item", 2),
        ("three", "list-item", 1),
    ]


def test_a_list_in_a_quote(tmp_path: Path) -> None:
    assert blocks("> said\n>\n> - one\n", tmp_path) == [
        ("said", "quote", 0),
        ("one", "list-item", 1),
    ]


def test_code_is_one_paragraph(tmp_path: Path) -> None:
    assert blocks("```sh\nmake\n\nmake test\n```\n\n    indented\n", tmp_path) == [
        ("make\n\nmake test", "code", 0),
        ("indented", "code", 0),
    ]


def test_table_cells_in_reading_order(tmp_path: Path) -> None:
    text = "| a | b |\n|---|:-:|\n| c \\| d | |\n| *e* | f |\n"
    assert [t for t, kind, _ in blocks(text, tmp_path) if kind == "table-cell"] == [
        "a",
        "b",
        "c | d",
        "*e*",
        "f",
    ]


def test_html_blocks_give_what_a_browser_shows(tmp_path: Path) -> None:
    text = "<!-- note -->\n\n<div>\n<h2>Part</h2>\n  shown\n</div>\n\nEnd.\n"
    document = loaded(text, tmp_path)
    assert [(p.text, p.kind, p.place) for p in document.paragraphs] == [
        ("Part", "heading", "line 4"),
        ("shown", "paragraph", "line 4"),
        ("End.", "paragraph", "line 8"),
    ]  # text between blocks is placed at the last tag before it


def test_front_matter_is_left_out_and_noted(tmp_path: Path) -> None:
    document = loaded("---\ntitle: Boat\n---\n\n# Boat\n", tmp_path)
    assert document.texts == ("Boat",)
    assert document.paragraphs[0].place == "line 5"
    assert "front matter (3 lines) left out" in document.notes


def test_rules_around_text_are_no_front_matter(tmp_path: Path) -> None:
    assert loaded("---\nOne day a boat came.\n\n---\nTwo.\n", tmp_path).texts == (
        "One day a boat came.",
        "Two.",
    )


def test_deep_nesting_loses_nothing(tmp_path: Path) -> None:
    assert loaded("> " * 60 + "deep\n", tmp_path).texts == ("deep",)


def test_hostile_text_takes_no_time(tmp_path: Path) -> None:
    for text in ("[" * 20_000, "*a_" * 10_000, "`" * 20_000, "<" * 20_000, "- " * 50, "|" * 9_000):
        loaded("Text.\n\n" + text, tmp_path)
    loaded("---\r\na: b\r\n" + "text\r\n" * 20_000, tmp_path)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Set up {#setup}", "Set up"),
        ("## Set up {: #set-up .wide }", "Set up"),
        ("## Set up {:.no_toc}", "Set up"),
        ('## Set up {#a .b key="two words"}', "Set up"),
        ("## Set up ## {#setup}", "Set up"),
        ("Set up {#setup}\n======", "Set up"),
        ("A note.\n{: .note }", "A note."),
        ("{:.lead}\nA note.", "A note."),
        ("* {: .done } An item", "An item"),
        ("See [it](a.md){: .x target=\"_blank\" } and ![it](b.png){width=50%}.",
         "See [it](a.md) and ![it](b.png)."),
        ("A **word**{.red} and `code`{.sh}.", "A **word** and `code`."),
    ],
)  # fmt: skip
def test_attribute_lists_are_markup(tmp_path: Path, markdown: str, text: str) -> None:
    assert loaded(f"{markdown}\n", tmp_path).texts == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "Hello, {name}", "Hello, {{ .Name }}", "{count, plural, one {#} other {#}}",
        "The price is ${.5}", "Write `{#id}` behind a heading", "Add %{.x}", "Set {a} = {b}",
        "In Elixir it is {:ok, value}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "## "])
def test_placeholders_and_code_stay_text(tmp_path: Path, text: str, before: str) -> None:
    assert loaded(f"{before}{text}\n", tmp_path).texts == (text,)


def test_a_list_alone_is_no_paragraph(tmp_path: Path) -> None:
    assert loaded("One.\n\n{: .note }\n\nTwo.\n", tmp_path).texts == ("One.", "Two.")
