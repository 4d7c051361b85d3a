"""Files damaged anywhere load or are refused in a line; nothing else ever happens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.loaders import load
from tests.loaders.damaging import Format, damaged, formats, outcome

FILES = 300


@pytest.mark.parametrize("format_", tuple(formats()), ids=lambda format_: format_.name)
def test_a_damaged_file_is_read_or_refused(format_: Format, tmp_path: Path) -> None:
    assert outcome(format_, format_.whole, tmp_path) is None
    format_.read(tmp_path / format_.name)
    for number in range(FILES):
        content = damaged(format_.whole, random.Random(f"{format_.name} {number}"))
        error = outcome(format_, content, tmp_path)
        assert error is None, (number, error)


PO = 'msgid ""\nmsgstr "Language: bn\\n"\n\n#, fuzzy\nmsgid "One"\nmsgid_plural "Many"\n{}'


@pytest.mark.parametrize(
    ("catalogue", "place"),
    [
        (PO.format(""), ""),
        (PO.format('msgstr[0] "এক\n'), ", line 7"),
    ],
)
def test_a_catalogue_that_the_library_chokes_on_is_named(
    catalogue: str, place: str, tmp_path: Path
) -> None:
    path = tmp_path / "bn.po"
    path.write_text(catalogue, encoding="utf-8")
    with pytest.raises(InputError, match=rf"bn\.po{place}: it is no well-formed PO; check"):
        load(path)
