"""The table: columns that stay, a line per pair, cells that no spreadsheet computes."""

from __future__ import annotations

import csv
import io

from evalkit.export.memory_csv import write
from tests.export.judged import pair


def test_it_has_the_columns_in_their_order_and_a_line_per_pair() -> None:
    changed = pair(
        "Three, or four.",
        "৫ জন।",
        corrected="৩ জন।",
        checks=("number-mismatch", "antonym"),
        reviewers=("Asha", "Binta"),
        notes=("one", "two"),
        changed="2026-11-25T04:30:00Z",
    )
    text = write([changed, pair("=1+1", "-এক", row=2, version="bn-x-new")]).decode("utf-8")
    header, first, second = csv.reader(io.StringIO(text, newline=""))
    assert ",".join(header) == (
        "article,row,version,source,target,corrected,checks,reviewers,notes,changed"
    )
    assert first[:6] == ["river", "1", "bn", "Three, or four.", "৫ জন।", "৩ জন।"]
    assert first[6:8] == ["number-mismatch; antonym", "Asha; Binta"]
    assert first[8:] == ["one\ntwo", "2026-11-25T04:30:00Z"]
    assert second == ["river", "2", "bn-x-new", "'=1+1", "'-এক", "'-এক", "", "", "", ""]
