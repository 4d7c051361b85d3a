"""What `evalkit batch` was called with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from evalkit.batch.tables import Form
    from evalkit.batch.tables.table_run import Mapped
    from evalkit.cli.decided import Decided
    from evalkit.encoders.resources import Resources
    from evalkit.loaders.table_stream import Wanted


@dataclass(frozen=True, slots=True)
class Call:
    """What a batch was called with, read and checked."""

    directory: Path
    output: Path
    jobs: int
    scheduler: str | None
    keep_going: bool
    force: bool
    form: Form | None
    part_size: int
    metrics: list[str] | None
    checks: list[str] | None
    back_translate: bool
    normalise: Literal["nfc"] | None
    columns: Wanted
    lines: Mapping[str, object]
    resources: Resources
    cached: bool
    energy: bool
    given: Decided
    fail_on: str | None
    limits: dict[str, float]

    @property
    def mapping(self) -> Mapped:
        """How work is spread: over processes of this machine, or over a cluster."""
        from evalkit.batch import mapped, mapped_on

        if self.scheduler:
            return partial(mapped_on, self.scheduler)
        return partial(mapped, jobs=self.jobs)
