"""The energy of a run: measured by codecarbon where somebody asks for it."""

from evalkit.energy.record import ENTRY, Energy, energy_in

__all__ = ["ENTRY", "Energy", "energy_in"]
