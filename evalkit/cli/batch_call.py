"""What `evalkit batch` was called with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.batch.tables import Form
    from evalkit.batch.tables.table_run import Mapped
    from evalkit.cli.common_options import Common
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
    columns: Wanted
    common: Common

    @property
    def mapping(self) -> Mapped:
        """How work is spread: over processes of this machine, or over a cluster."""
        from evalkit.batch import mapped, mapped_on

        if self.scheduler:
            return partial(mapped_on, self.scheduler)
        return partial(mapped, jobs=self.jobs)
