"""What is said of the energy of a run."""

from __future__ import annotations

from decimal import Decimal

from evalkit.energy import Energy


def sentence(energy: Energy) -> str:
    """It in words, with the way it was found.

    >>> used = Energy(0.0021, 60.0, 38, 0.0016, 0.0, 0.0005, "processor measured by RAPL", "3.3.2")
    >>> sentence(used)
    '0.0021 kWh, 0.055 kWh per 1,000 paragraphs (processor measured by RAPL)'
    """
    per_1000 = energy.kwh_per_1000
    rate = "nothing was judged" if per_1000 is None else f"{kwh(per_1000)} kWh per 1,000 paragraphs"
    return f"{kwh(energy.kwh)} kWh, {rate} ({energy.method})"


def kwh(amount: float) -> str:
    """An amount of kilowatt-hours to two digits: nobody can vouch for more.

    >>> kwh(0.00002331), kwh(1234.5), kwh(0.0)
    ('0.000023', '1200', '0')
    """
    return f"{Decimal(f'{amount:.2g}'):f}"
