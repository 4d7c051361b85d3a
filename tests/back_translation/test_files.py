"""A back-translation as a file: read back it is what was written, whatever its paragraphs say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evalkit.back_translation import files, prompt
from evalkit.document import BackTranslation, Document, Paragraph
from evalkit.loaders import load
from tests.builders import document

LOOKS_LIKE = (
    "# A heading", "- an item", "● an item", "12. an item", "১. এক", "# not translated: gone", "#",
    "# back-translation of \"bn.txt\" by evalkit 0.1.0: model \"m\", 2026-11-26, prompt 000000000000, "
    "version 000000000000, text 000000000000",
    "---", "```", "> quoted", "\ufeffmark", "<b>bold</b>", "=1+1", "a line that is as long as those of a "
    "text that somebody wrapped by hand are and ends without a full stop", "\u202eright to left",
)  # fmt: skip
LINES = (
    (st.text() | st.sampled_from(LOOKS_LIKE))
    .map(prompt.one_line)
    .filter(lambda line: any(c.isprintable() and not c.isspace() for c in line))
)
PARAGRAPHS = st.lists(
    st.tuples(st.just(""), LINES) | st.tuples(LINES, st.just("")), min_size=1, max_size=12
)
"""Texts, and for those that are empty the reason."""
NAMES = st.text(max_size=30) | st.sampled_from(
    ['a", 2020-01-01, prompt 000000000000', "a\nb", "granite3.3:8b", 'x" by evalkit 9: model "y']
)


def made(
    *paragraphs: tuple[str, str], of: str = "bn.txt", model: str = "granite"
) -> BackTranslation:
    return BackTranslation(
        tuple(Paragraph(text) for text, _ in paragraphs),
        "en",
        of=of,
        version_text=files.mark(["এক"]),
        model=model,
        date="2026-11-26",
        prompt="0123456789ab",
        untranslated=tuple((n, reason) for n, (_, reason) in enumerate(paragraphs) if reason),
    )


def same(found: Document, expected: BackTranslation) -> bool:
    if not isinstance(found, BackTranslation):
        return False
    names = ("of", "version_text", "model", "date", "prompt", "untranslated", "remark", "texts")
    return all(getattr(found, name) == getattr(expected, name) for name in names)


@given(PARAGRAPHS, NAMES, NAMES)
@example([("# not translated: gone", ""), ("", "gone")], "bn.txt", "granite")
@example([("One.", ""), (LOOKS_LIKE[6], "")], "bn.txt", "granite")
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    paragraphs: list[tuple[str, str]],
    of: str,
    model: str,
) -> None:
    written = made(*paragraphs, of=of, model=model)
    path = tmp_path_factory.mktemp("kept") / "backtranslation.bn.txt"
    path.write_bytes(files.written(written).encode())
    loaded = load(str(path), "en")
    assert len(loaded.paragraphs) == len(paragraphs) + 1, "one more for the provenance"
    assert [p.text for p in loaded.paragraphs[1:]] == [
        text or f"# not translated: {reason}" for text, reason in paragraphs
    ]
    assert same(files.recognised(loaded), written)
    assert same(files.read(files.written(written), "en"), written)
    assert files.may_be_replaced(path)


def test_the_first_line_says_what_made_it_of_what() -> None:
    head = files.written(made(("One.", ""), ("", "the answer is empty"))).splitlines()[0]
    assert head.startswith('# back-translation of "bn.txt" by evalkit ')
    assert ': model "granite", 2026-11-26, prompt 0123456789ab, version ' in head
    assert head.endswith(", not translated: 2")


def test_a_text_without_such_a_line_is_nobodys() -> None:
    plain = document("# back-translation of my own", "One.")
    assert files.recognised(plain) is plain
    broken = document(files.written(made(("One.", ""))).splitlines()[0].replace('"b', r'"\q'))
    assert files.recognised(broken) is broken


def test_a_version_that_has_changed_since_is_noticed() -> None:
    lines = files.written(made(("One.", ""))).split("\n\n")
    kept = document(*(line.strip() for line in lines))
    fresh = files.recognised(kept, document("এক", language="bn"))
    changed = files.recognised(kept, document("দুই", language="bn"))
    assert isinstance(fresh, BackTranslation)
    assert isinstance(changed, BackTranslation)
    assert fresh.by == "granite"
    assert changed.by == "granite (of an earlier state of the version)"
    assert changed.notes[-1] == files.OUTDATED


def test_a_file_that_a_person_went_over_says_so_and_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "backtranslation.bn.txt"
    text = files.written(made(("One.", ""), ("", "gone"), ("", "gone")))
    path.write_text(text.replace("# not translated: gone", "Two.", 1), encoding="utf-8")
    found = files.recognised(load(str(path), "en"))
    assert isinstance(found, BackTranslation)
    assert found.by == "granite (edited since)"
    assert found.texts == ("One.", "Two.", "")
    assert found.untranslated == ((2, "gone"),)
    assert not files.may_be_replaced(path)


def test_where_paragraphs_were_put_in_by_hand_none_is_taken_for_a_text_that_is_none() -> None:
    lines = files.written(made(("One.", ""), ("", "gone"))).strip().split("\n\n")
    found = files.recognised(document(lines[0], "Half.", *lines[1:]))
    assert isinstance(found, BackTranslation)
    assert found.untranslated == ((2, "gone"),)


@pytest.mark.parametrize(
    "content", [b"", b"One.\n", b"\xff\xfe", b"# back-translation of bn.txt\n"]
)
def test_what_evalkit_did_not_write_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "backtranslation.bn.txt"
    assert files.may_be_replaced(path), "nothing is there"
    path.write_bytes(content)
    assert not files.may_be_replaced(path)


def test_a_folder_of_that_name_is_not_replaced(tmp_path: Path) -> None:
    assert not files.may_be_replaced(tmp_path)


def test_lines_that_end_as_on_windows_are_no_change(tmp_path: Path) -> None:
    path = tmp_path / "backtranslation.bn.txt"
    path.write_bytes(files.written(made(("One.", ""), ("Two.", ""))).replace("\n", "\r\n").encode())
    found = files.recognised(load(str(path), "en"))
    assert isinstance(found, BackTranslation)
    assert found.remark == ""
    assert files.may_be_replaced(path)


def test_a_name_becomes_no_path() -> None:
    assert files.file_name("bn-x-new") == "backtranslation.bn-x-new.txt"
    assert "/" not in files.file_name("../../etc/passwd")


def test_it_has_the_hash_of_its_file(tmp_path: Path) -> None:
    named = files.named(made(("One.", "")))
    path = tmp_path / "backtranslation.bn.txt"
    path.write_bytes(files.written(named).encode())
    assert load(str(path), "en").sha256 == named.sha256
    assert files.written(replace(named, name="elsewhere.txt")) == files.written(named)
