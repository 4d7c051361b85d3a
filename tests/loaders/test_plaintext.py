"""Plain text: what is a paragraph, and what is a list item."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from evalkit.document import Document
from evalkit.loaders import lines, load
from evalkit.loaders.markers import starts_with_marker
from tests.loaders.article import BENGALI, ENGLISH, PUNJABI

ENGLISH_PROSE = (
    "The boat comes on Tuesdays, before the sun is high, and ties up below the old market where "
    "the ferries used to land. Children wait on the steps with last week's books under their arms.",
    "Nobody pays a fee. The captain writes each loan into a long green ledger that has been wet "
    "more than once, and the ink has run on some of its pages, yet nothing has been lost so far.",
    "Next year a second boat is to follow.",
)
BENGALI_PROSE = (
    "নৌকাটি প্রতি মঙ্গলবার সকালে আসে এবং পুরনো বাজারের নিচে ভেড়ে, যেখানে আগে ফেরি থামত। ছেলেমেয়েরা গত সপ্তাহের "
    "বই হাতে নিয়ে সিঁড়িতে অপেক্ষা করে।",
    "কাউকে টাকা দিতে হয় না। মাঝি প্রতিটি ধার একটি লম্বা সবুজ খাতায় লিখে রাখেন, যা একাধিকবার ভিজেছে, তবু এখন "
    "পর্যন্ত কিছুই হারায়নি।",
)


def loaded(text: str, tmp_path: Path) -> Document:
    path = tmp_path / "en.txt"
    path.write_bytes(text.encode())
    return load(path)


class TestParagraphs:
    def test_one_a_line(self, tmp_path: Path) -> None:
        document = loaded("One.\nTwo.\nThree\n", tmp_path)
        assert document.texts == ("One.", "Two.", "Three")
        assert "one paragraph a line" in document.notes

    def test_one_a_line_with_blank_lines_between(self, tmp_path: Path) -> None:
        document = loaded("Title\n\nOne.\n\n\nTwo.\n", tmp_path)
        assert document.texts == ("Title", "One.", "Two.")
        assert document.paragraphs[2].place == "line 6"
        assert "one paragraph a line, blank lines between" in document.notes

    @pytest.mark.parametrize("texts", [ENGLISH, BENGALI, PUNJABI])
    def test_one_a_line_in_sections(self, texts: tuple[str, ...], tmp_path: Path) -> None:
        text = "\n".join(texts[:3]) + "\n\n" + "\n".join(texts[3:])
        assert loaded(text, tmp_path).texts == texts

    def test_long_lines_in_sections_are_not_wrapped(self, tmp_path: Path) -> None:
        text = "\n".join(ENGLISH_PROSE[:2]) + "\n\n" + ENGLISH_PROSE[2]
        assert loaded(text, tmp_path).texts == ENGLISH_PROSE

    @pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
    @pytest.mark.parametrize("texts", [ENGLISH_PROSE, BENGALI_PROSE])
    def test_hard_wrapped(self, texts: tuple[str, ...], width: int, tmp_path: Path) -> None:
        wrapped = [textwrap.fill(text, width, break_long_words=False) for text in texts]
        document = loaded("A river library\n\n" + "\n\n".join(wrapped) + "\n", tmp_path)
        assert document.texts == ("A river library", *texts)
        assert "hard-wrapped paragraphs between blank lines" in document.notes

    def test_lists_of_words_are_not_wrapped(self, tmp_path: Path) -> None:
        assert len(loaded("boat\nriver\nbook\n\nমাঝি\nনদী\n", tmp_path).texts) == 5

    def test_items_in_a_hard_wrapped_text(self, tmp_path: Path) -> None:
        prose = textwrap.fill(ENGLISH_PROSE[0], 60)
        items = (
            "It carries:\n- novels that are mostly wet and that nobody wants to\n  return\n- maps"
        )
        document = loaded(f"{prose}\n\n{items}\n", tmp_path)
        assert document.texts == (
            ENGLISH_PROSE[0],
            "It carries:",
            "- novels that are mostly wet and that nobody wants to return",
            "- maps",
        )

    def test_a_wrapped_line_that_begins_with_a_dash_is_no_item(self, tmp_path: Path) -> None:
        text = (
            "The captain, who has sailed this river for thirty years\n"
            "– or so he says when the tea has been poured – knows all\n"
            "the readers by their names and most of their dogs too.\n"
        )
        assert len(loaded(f"Title\n\n{text}\n{text}", tmp_path).texts) == 3

    def test_other_line_ends(self, tmp_path: Path) -> None:
        assert loaded("One.\r\nTwo.\nThree.", tmp_path).texts == ("One.", "Two.", "Three.")
        assert loaded("One.\rTwo.\r", tmp_path).texts == ("One.", "Two.")

    def test_a_lone_carriage_return_is_text_where_lines_end_otherwise(self, tmp_path: Path) -> None:
        """As sacrebleu reads it: line N stays line N."""
        assert loaded("One,\rtwo.\nThree.\n", tmp_path).texts == ("One,\rtwo.", "Three.")

    def test_signs_that_end_no_line(self, tmp_path: Path) -> None:
        text = "a\u2028b\x0bc\x0cd\x85e"
        assert loaded(text, tmp_path).texts == (text,)

    def test_text_stays_as_it_stood(self, tmp_path: Path) -> None:
        assert loaded("  One  two \t\nডাক্তার\u200c ।\n", tmp_path).texts == (
            "  One  two \t",
            "ডাক্তার\u200c ।",
        )


class TestMarkers:
    @pytest.mark.parametrize(
        "text",
        [
            "● a",
            "•a",
            "- a",
            "* a",
            "– a",
            "— a",
            "1. a",
            "12) a",
            "(3) a",
            "a) b",
            "১. ক",
            "১। ক",
            "੧) ਕ",
        ],
    )
    def test_items(self, text: str) -> None:
        assert starts_with_marker(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-",
            "-a",
            "**a** b",
            "3.0 a",
            "1984. a",
            "1 a",
            "The a",
            "A. Smith",
            "…",
            "—",
            "10.5. a",
        ],
    )
    def test_no_items(self, text: str) -> None:
        assert not starts_with_marker(text)

    @pytest.mark.parametrize("text", ["(" * 50_000, " " * 50_000, "1" * 50_000, "-\t" * 50_000])
    def test_hostile_lines_take_no_time(self, text: str) -> None:
        starts_with_marker(text)


class TestLines:
    def test_every_line_is_a_paragraph(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.txt"
        path.write_text("One.\n\n- Two.\n\n", encoding="utf-8")
        document = lines(path)
        assert document.texts == ("One.", "", "- Two.", "")
        assert [p.place for p in document.paragraphs] == ["line 1", "line 2", "line 3", "line 4"]
        assert document.paragraphs[2].kind == "list-item"
        assert "every line is a paragraph" in document.notes

    def test_a_last_line_without_a_break(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.txt"
        path.write_text("One.\n\nTwo.")
        assert lines(path).texts == ("One.", "", "Two.")

    def test_other_formats_keep_their_structure(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.md"
        path.write_text("# One\n\nTwo\n")
        assert lines(path).texts == ("One", "Two")
