"""Checks by id, and what a check is and finds."""

from evalkit.checks.base import (
    PENALTY,
    ArticleCheck,
    Check,
    Finding,
    PairCheck,
    Severity,
    Span,
    VersionCheck,
)
from evalkit.checks.selection import CHECKS, create, encoder_readers, load_class, select

__all__ = [
    "CHECKS",
    "PENALTY",
    "ArticleCheck",
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
]
