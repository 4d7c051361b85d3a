"""MQM's categories, by whatever name a model calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evalkit.package_data import table

_NAMES: Mapping[str, Any] = table("evalkit.metrics.judge", "judge.toml")["categories"]
CATEGORIES = tuple(_NAMES)
OTHER = "Other"
_BY_NAME = {
    name.casefold(): category
    for category, names in _NAMES.items()
    for name in (category, *names)
}  # fmt: skip


def category_of(said: str) -> str:
    """The category that a model means; "Other" where it is none of MQM's.

    >>> category_of("accuracy/omission"), category_of("Omission"), category_of("poetry")
    ('Accuracy/Omission', 'Accuracy/Omission', 'Other')
    >>> category_of("Fluency/Grammar")
    'Fluency'
    """
    plain = " ".join(said.replace("_", " ").replace("-", " ").casefold().split())
    parts = [part.strip() for part in plain.split("/")]
    for name in (plain, *reversed(parts)):
        if name in _BY_NAME:
            return _BY_NAME[name]
    return OTHER
