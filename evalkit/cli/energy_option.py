"""The energy of a command, where it is to be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evalkit.cli.console import note

if TYPE_CHECKING:
    from evalkit.energy import Energy
    from evalkit.energy.metering import Meter
    from evalkit.evaluation import Evaluation

LOST = "evalkit: the energy is not known: codecarbon failed while it measured"


def started(wanted: bool) -> Meter | None:
    """A meter that runs until it is asked, or the command ends in whatever way."""
    if not wanted:
        return None
    from evalkit.energy.metering import metering

    return click.get_current_context().with_resource(metering())


def used(meter: Meter | None, paragraphs: int) -> Energy | None:
    """What was used while so many paragraphs were judged, where it was measured."""
    if meter is None:
        return None
    found = meter.used(paragraphs)
    if found is None:
        note(LOST)
    return found


def with_energy(judged: Evaluation, meter: Meter | None) -> Evaluation:
    """The evaluation with what its run used in its manifest, where it was measured."""
    if meter is None:
        return judged
    from evalkit.energy import energy_in
    from evalkit.result.energy_use import metered

    found = metered(judged, meter)
    if energy_in(found.manifest) is None:
        note(LOST)
    return found


def line(energy: Energy | None) -> list[str]:
    """What a run used, for the terminal; nothing where it was not measured."""
    from evalkit.reports.energy_words import sentence

    return [f"energy: {sentence(energy)}"] if energy else []
