"""The one line that bad input ends in."""

from __future__ import annotations

from evalkit.document import InputError


def test_it_names_file_place_problem_and_remedy() -> None:
    error = InputError("not UTF-8", path="bn.txt", place="byte 7", remedy="save it as UTF-8")
    assert str(error) == "bn.txt, byte 7: not UTF-8; save it as UTF-8"


def test_it_is_one_line_whatever_a_library_said() -> None:
    said = str(
        InputError("no archive: " + "\\x00\n" * 5_000, path="x.docx", remedy="save it again")
    )
    assert "\n" not in said
    assert len(said) < 300
    assert said.endswith("…; save it again")
