"""What a run used, as part of its evaluation."""

from __future__ import annotations

from evalkit.energy.metering import Meter
from evalkit.result.evaluation import Evaluation


def metered(judged: Evaluation, meter: Meter) -> Evaluation:
    """The evaluation with what was used in its manifest; without it where codecarbon failed.

    A paragraph is one of a version, with what it faces.
    """
    found = meter.used(len(judged.rows) * len(judged.versions))
    return judged.with_manifest(energy=found.told()) if found else judged
