"""What a run used, as it stands in manifests and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

ENTRY = "energy"
"""The manifest's entry on the energy of a run."""
COLUMNS = ("run_kwh", "kwh_per_1000")
"""The columns of summary.csv on the run: the same on each of its lines."""
DIGITS = 12
"""Places of a kWh that are kept: the last is four microjoules."""


@dataclass(frozen=True, slots=True)
class Energy:
    """What the machine used during a run, other programs on it included.

    `kwh` is the sum of the processor's, the graphics cards' and the memory's share, in
    kilowatt-hours, over `seconds`. `paragraphs` counts the pairs of texts that were judged: rows
    times versions. `method` says in words what of it was measured and what was estimated, and
    from what; `codecarbon` is the version of the package that did.

    >>> used = Energy(0.002, 60.0, 40, 0.0015, 0.0, 0.0005, "processor measured", "3.3.2")
    >>> used.kwh_per_1000
    0.05
    """

    kwh: float
    seconds: float
    paragraphs: int
    cpu_kwh: float
    gpu_kwh: float
    ram_kwh: float
    method: str
    codecarbon: str = ""

    @property
    def kwh_per_1000(self) -> float | None:
        """Kilowatt-hours per 1,000 paragraphs; None where nothing was judged."""
        return round(self.kwh / self.paragraphs * 1000, DIGITS) if self.paragraphs else None

    def told(self) -> dict[str, Any]:
        """It as a manifest's entry."""
        return {**asdict(self), "kwh_per_1000": self.kwh_per_1000}


def energy_in(manifest: Mapping[str, Any]) -> Energy | None:
    """What a manifest says of the run's energy; None where it says nothing that can be read.

    >>> used = Energy(0.002, 60.0, 40, 0.0015, 0.0, 0.0005, "processor measured", "3.3.2")
    >>> energy_in({"energy": used.told()}) == used
    True
    >>> energy_in({}), energy_in({"energy": {"kwh": "much"}})
    (None, None)
    """
    told = manifest.get(ENTRY)
    if not isinstance(told, Mapping):
        return None
    values = {field.name: told.get(field.name) for field in fields(Energy)}
    texts = (values.pop("method"), values.pop("codecarbon"))
    if not all(isinstance(text, str) for text in texts):
        return None
    if not all(_is_amount(value) for value in values.values()):
        return None
    return Energy(**values, method=texts[0], codecarbon=texts[1])  # type: ignore[arg-type]


def cells(energy: Energy | None) -> tuple[float | None, float | None]:
    """The values of `COLUMNS`: nothing where the run was not measured."""
    return (energy.kwh, energy.kwh_per_1000) if energy else (None, None)


def with_columns(summary: pd.DataFrame, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """A run's summary with `COLUMNS` at its end."""
    values = [math.nan if cell is None else cell for cell in cells(energy_in(manifest))]
    return summary.assign(**dict(zip(COLUMNS, values, strict=True)))


def _is_amount(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and value >= 0  # type: ignore[arg-type, operator]
