"""Checks by id, and what a check is and finds."""

from evalkit.checks.base import (
    PENALTY,
    Check,
    Finding,
    PairCheck,
    Severity,
    Span,
    VersionCheck,
)
from evalkit.checks.selection import CHECKS, create, encoder_readers, load_class, select, traits_of

__all__ = [
    "CHECKS",
    "PENALTY",
    "Check",
    "Finding",
    "PairCheck",
    "Severity",
    "Span",
    "VersionCheck",
    "create",
    "encoder_readers",
    "load_class",
    "select",
    "traits_of",
]
