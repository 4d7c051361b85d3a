"""What a check is, and what it finds.

A check comes in one of two scopes, alike in shape: it sees one pair, or one
whole version. `applies` says whether there is anything to look at; `find` looks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.traits import Traits
from evalkit.document import Span
from evalkit.mqm import PENALTY, Severity

__all__ = [
    "PENALTY",
    "Attribution",
    "Check",
    "Finding",
    "Needs",
    "PairCheck",
    "Severity",
    "Span",
    "VersionCheck",
]

Attribution = Literal["", "version", "source-or-pipeline", "unclear"]
Needs = Literal["text", "encoder, else text", "encoder", "glossary", "marks", "judge"]
"""What a check reads beside the texts: nothing; the word alignment of an encoder, or the texts
alone where none is at hand; that alignment, without which it finds nothing; a glossary; the places
that a metric marks (`Pair.error_spans`); the errors that a judge finds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One drift, with its place and its evidence.

    `target` is the place in the version's text, `source` that in the source's: of
    a loss the very words that are lost (either may be None: nothing to point at).
    `within` is the clause or sentence of the source of which a part is lost, where
    nothing tells which: it is compared with other places and never shown; equal to
    `source`, it says that most of those words are lost. `message` is what the reviewer
    reads: one English sentence that needs no knowledge of the script.
    `confidence` is 0 to 1. `symptoms` lists the findings folded into this one.
    `suggestion` is a corrected wording of the marked span where one is sure.
    `more_source` are the places in the source of symptoms that lie elsewhere.
    """

    check: str
    category: str
    severity: Severity
    row: int
    version: str
    message: str
    target: Span | None = None
    source: Span | None = None
    confidence: float = 1.0
    symptoms: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    attribution: Attribution = ""
    attribution_reason: str = ""
    suggestion: str = ""
    more_source: tuple[Span, ...] = ()
    within: Span | None = None

    @property
    def place(self) -> Span | None:
        """What the finding is about in the source: the lost words, else what they are part of."""
        return self.source or self.within

    @property
    def partly(self) -> bool:
        """Whether only a part of its place is lost, and nothing tells which words."""
        return self.within is not None and self.source in (None, self.within)


class Check(ABC):
    """Common to all checks. Every attribute is read by people.

    `id` is kebab-case and stable for ever; `description` says what the check
    looks for and admits its false alarms; `category` and the default
    `severity` are MQM's; `needs` says what it reads beside the texts: who reads
    `Pair.words`, itself or through what it asks of a version, says so; `traits` say how its
    findings are folded, attributed and measured.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str]
    category: ClassVar[str]
    severity: ClassVar[Severity]
    needs: ClassVar[Needs] = "text"
    traits: ClassVar[Traits] = Traits()

    @classmethod
    def reads_encoder(cls) -> bool:
        """Whether what it finds depends on an encoder being at hand."""
        return cls.needs in ("encoder", "encoder, else text")

    def finding(
        self,
        pair: Pair,
        message: str,
        *,
        target: Span | None = None,
        source: Span | None = None,
        severity: Severity | None = None,
        confidence: float = 1.0,
        suggestion: str = "",
        symptoms: tuple[str, ...] = (),
        within: Span | None = None,
    ) -> Finding:
        """A finding of this check in that pair, its defaults filled in."""
        return Finding(
            check=self.id,
            category=self.category,
            severity=severity or self.severity,
            row=pair.row,
            version=pair.version,
            message=message,
            target=target,
            source=source,
            confidence=confidence,
            suggestion=suggestion,
            symptoms=symptoms,
            within=within,
        )


class PairCheck(Check):
    """Looks at one row of one version; knows nothing else."""

    @abstractmethod
    def applies(self, pair: Pair) -> bool: ...

    @abstractmethod
    def find(self, pair: Pair) -> Iterable[Finding]: ...


class VersionCheck(Check):
    """Looks at a whole version: conventions, consistency, its own length ratio."""

    @abstractmethod
    def applies(self, version: Version) -> bool: ...

    @abstractmethod
    def find(self, version: Version) -> Iterable[Finding]: ...
