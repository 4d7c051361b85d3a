"""Reviewers' decisions on findings: read, resolved, applied, merged, compared."""

from evalkit.review.applying import applied, still_there, undecided
from evalkit.review.decision_files import Decisions, content, read_decisions
from evalkit.review.effect import Effect, Settled, effect, settled
from evalkit.review.merging import merged
from evalkit.review.resolving import CONFLICT, DECISIONS, Resolution, resolved

__all__ = [
    "CONFLICT", "DECISIONS", "Decisions", "Effect", "Resolution", "Settled", "applied", "content",
    "effect", "merged", "read_decisions", "resolved", "settled", "still_there", "undecided",
]  # fmt: skip
