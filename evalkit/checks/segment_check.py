"""A check that another package brings: places in a segment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from evalkit.alignment.rows import Pair, Segment
from evalkit.checks.base import Finding, PairCheck
from evalkit.document import Span
from evalkit.mqm import Severity


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault in a segment.

    `message` is one English sentence for a reader who does not know the script. `target` is its
    place in the hypothesis and `source` that in the source, in code points; None points at
    nothing. `severity` is the check's own where it is None. `confidence` is 0 to 1.
    """

    message: str
    target: Span | None = None
    source: Span | None = None
    severity: Severity | None = None
    confidence: float = 1.0
    suggestion: str = ""


class SegmentCheck(PairCheck):
    """A check of which `marks` is all there is to write.

    `id` is its name for ``--checks``, in kebab case. `name` and `description` are what people read.
    `category` is one of MQM's ("Style"), `severity` neutral, minor, major or critical. Segments
    without a hypothesis are not looked at.

    >>> class Shouting(SegmentCheck):
    ...     id, name, description = "shouting", "Shouting", "Texts in capitals."
    ...     category, severity = "Style", "minor"
    ...     def marks(self, segment: Segment) -> Iterable[Mark]:
    ...         if segment.hypothesis.isupper():
    ...             yield Mark("This text is in capitals.", Span(0, len(segment.hypothesis)))
    >>> [m.message for m in Shouting().marks(Segment(1, "de", "de", "en", "Stop!", "HALT!"))]
    ['This text is in capitals.']
    """

    @abstractmethod
    def marks(self, segment: Segment) -> Iterable[Mark]:
        """The faults of a segment."""

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        for mark in self.marks(pair.segment):
            yield self.finding(
                pair,
                mark.message,
                target=mark.target,
                source=mark.source,
                severity=mark.severity,
                confidence=mark.confidence,
                suggestion=mark.suggestion,
            )
