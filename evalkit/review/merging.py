"""Several reviewers' files in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evalkit.review.decision_files import Decisions
from evalkit.review.resolving import instant, joined


def merged(files: Iterable[Decisions]) -> Decisions:
    """Every entry of every file, each once; the order of the files does not matter.

    An entry without a reviewer is by the file's, else by the file's name. The
    result is nobody's own, and as old as the newest that went in.

    >>> merged([Decisions((), "Asha", "2026-11-25T04:30:00Z"), Decisions(())])
    Decisions(records=(), reviewer='', exported='2026-11-25T04:30:00Z', name='')
    """
    given = tuple(files)
    signed = (
        replace(record, reviewer=record.reviewer or file.reviewer or file.name)
        for file in given
        for record in file.records
    )
    records = joined(signed)
    times = [file.exported for file in given] + [record.time for record in records]
    newest = max(times, key=lambda time: (instant(time), time), default="")
    return Decisions(records, exported=newest)
