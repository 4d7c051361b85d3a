"""One translated segment and what people said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalkit.document import Kind


@dataclass(frozen=True, slots=True)
class Marked:
    """A place that an annotator marked in the translation: code points, end exclusive."""

    start: int
    end: int
    severity: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A segment of a set with human judgements.

    `set` and `segment` name it; segments of one `document` are clustered in
    intervals, and an empty `document` says that the set does not know it.
    Segments with the same `segment` of one document are translations of the
    same source by several systems. `score` is the human score, higher is
    better, None where there is none. `labels` says of each kind of fault that
    people looked for whether they saw it; a kind they did not look for is not
    in it. `sound` is a professional translation, taken to have no fault of any
    kind. `references` are human translations of the source.
    """

    set: str
    source_language: str
    target_language: str
    document: str
    segment: str
    system: str
    source: str
    target: str
    references: tuple[str, ...] = ()
    score: float | None = None
    labels: Mapping[str, bool] = field(default_factory=dict)
    spans: tuple[Marked, ...] = ()
    sound: bool = False
    kind: Kind = "paragraph"

    @property
    def languages(self) -> str:
        """The language pair as in "en-hi"."""
        return f"{self.source_language}-{self.target_language}"

    @property
    def cluster(self) -> str:
        """What is drawn as a whole in intervals: the document, else the segment."""
        return self.document or self.segment

    @property
    def item(self) -> tuple[str, str]:
        """The source segment, whoever translated it."""
        return self.document, self.segment
