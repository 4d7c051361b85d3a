"""Every error is one line that says what is wrong and what to do."""

from __future__ import annotations

import pytest

from evalkit.document import InputError
from evalkit.errors import in_a_line

SEE = "run it again with EVALKIT_DEBUG=1 to see where"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            OSError(28, "No space left on device", "out/report.html"),
            "out/report.html: No space left on device; check the disk and the permissions",
        ),
        (
            OSError(5, "Input/output error"),
            "Input/output error; check the disk and the permissions",
        ),
        (OSError(), "OSError; check the disk and the permissions"),
        (
            MemoryError(),
            "there is not enough memory; give less at once: smaller files, fewer --jobs",
        ),
        (
            MemoryError("Unable to allocate 3. GiB"),
            "there is not enough memory (Unable to allocate 3. GiB); "
            "give less at once: smaller files, fewer --jobs",
        ),
        (RecursionError(), f"something in the input is nested too deeply; {SEE}"),
        (KeyError("bn"), f"KeyError: 'bn'; {SEE}"),
        (ValueError("one\n  two"), f"ValueError: one two; {SEE}"),
        (AssertionError(), f"AssertionError; {SEE}"),
    ],
)
def test_an_error_is_told_in_a_line(error: Exception, line: str) -> None:
    assert str(in_a_line(error)) == line


def test_what_is_told_already_stays_as_it_is() -> None:
    error = InputError("it is empty", path="bn.txt", remedy="give a file with text")
    assert in_a_line(error) is error
    assert error.what == "bn.txt: it is empty"


def test_a_message_as_long_as_an_archive_is_cut() -> None:
    assert len(str(in_a_line(ValueError("x" * 10_000)))) < 400
