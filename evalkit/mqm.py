"""How grave a finding is, in MQM's words and points."""

from __future__ import annotations

from typing import Literal

Severity = Literal["neutral", "minor", "major", "critical"]

PENALTY: dict[str, int] = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}
"""MQM's severity weights: points of one finding."""
