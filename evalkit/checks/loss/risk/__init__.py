"""How probable it is that a row of a version leaves something out, or adds something."""

from evalkit.checks.loss.risk.risks import Risk, risks

__all__ = ["Risk", "risks"]
