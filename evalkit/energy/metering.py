"""A run measured by codecarbon: without any network, in silence, and leaving nothing behind."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evalkit.document import InputError
from evalkit.energy.method import GRAPHICS, MEMORY, PROCESSOR, method
from evalkit.energy.record import DIGITS, Energy

if TYPE_CHECKING:
    from codecarbon import OfflineEmissionsTracker

REMEDY = "pip install 'evalkit[energy]', or leave --energy out"
SHORTEST = 0.06
"""Seconds of a run: codecarbon leaves out what comes within 50 ms of its reading before."""
SETTINGS = "get_hierarchical_config"
"""What codecarbon calls where it reads its configuration."""


class Meter:
    """Runs from the moment it is made, and is asked once; see `metering`."""

    def __init__(self, tracker: OfflineEmissionsTracker) -> None:
        self._tracker = tracker
        self._begun = time.perf_counter()

    def used(self, paragraphs: int) -> Energy | None:
        """What was used so far, in which so many paragraphs were judged; the meter stops.

        None where codecarbon failed on the way: what was judged is not lost for that.
        """
        time.sleep(max(0.0, self._begun + SHORTEST - time.perf_counter()))
        seconds = time.perf_counter() - self._begun
        self._tracker.stop()
        found = getattr(self._tracker, "final_emissions_data", None)
        if found is None:
            return None
        shares = {
            PROCESSOR: float(found.cpu_energy),
            GRAPHICS: float(found.gpu_energy),
            MEMORY: float(found.ram_energy),
        }
        return Energy(
            kwh=round(float(found.energy_consumed), DIGITS),
            # Its own duration has the seconds in it that it takes to load its tables at the end.
            seconds=round(seconds, 3),
            paragraphs=paragraphs,
            cpu_kwh=round(shares[PROCESSOR], DIGITS),
            gpu_kwh=round(shares[GRAPHICS], DIGITS),
            ram_kwh=round(shares[MEMORY], DIGITS),
            method=method(self._tracker._hardware, shares),
            codecarbon=str(found.codecarbon_version),
        )


def demand() -> None:
    """Refuse, before anything is done, what cannot be measured: InputError."""
    if find_spec("codecarbon") is None:
        raise InputError("--energy: codecarbon is not installed", remedy=REMEDY)


@contextmanager
def metering() -> Iterator[Meter]:
    """A meter of the whole machine, that runs from now until it is asked or the block ends.

    Raises InputError where codecarbon is not installed or cannot measure here. Several may run at
    once, in this process and others: each measures all that the machine does.
    """
    demand()
    with _silence(), TemporaryDirectory(prefix="evalkit-energy-") as folder:
        tracker = _started(folder)
        try:
            yield Meter(tracker)
        finally:
            tracker.stop()


def _started(folder: str) -> OfflineEmissionsTracker:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from codecarbon import OfflineEmissionsTracker
    except ImportError as error:
        raise InputError(
            f"--energy: codecarbon cannot be imported ({error})", remedy=REMEDY
        ) from None
    with _settings_of_nobody():
        tracker = OfflineEmissionsTracker(
            # Some processors are read by a program that writes a file; it goes with the folder.
            output_dir=folder,
            output_methods=[],
            tracking_mode="machine",
            allow_multiple_runs=True,
            # Nobody asks for the emissions, which would want a country.
            force_carbon_intensity_g_co2e_kwh=0.0,
        )
    tracker.start()
    # Both swallow their errors; the first reading is the last thing that starting does.
    if not getattr(tracker, "_power_measurement_count", 0):
        tracker.stop()
        raise InputError(
            "--energy: codecarbon can measure nothing on this machine",
            remedy="leave --energy out",
        )
    return tracker


@contextmanager
def _silence() -> Iterator[None]:
    """Not a word from codecarbon, which else talks from its import on, whatever its level."""
    logger = logging.getLogger("codecarbon")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextmanager
def _settings_of_nobody() -> Iterator[None]:
    """No configuration file and no environment variable of codecarbon's has a say.

    They could have it ask a network, write files, or count less; and a damaged one stops it.
    """
    from codecarbon import emissions_tracker

    own = getattr(emissions_tracker, SETTINGS)
    setattr(emissions_tracker, SETTINGS, dict)
    try:
        yield
    finally:
        setattr(emissions_tracker, SETTINGS, own)
