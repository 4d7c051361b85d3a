"""Sentences that break off."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.alignment.rows import Version
from evalkit.checks.base import Finding, VersionCheck
from evalkit.checks.length import comparable
from evalkit.checks.verdicts import verdicts


class TruncatedSentence(VersionCheck):
    """A sentence that breaks off before its source does, or lacks its beginning."""

    id = "truncated-sentence"
    name = "Truncated sentence"
    description = (
        "A sentence breaks off: it ends on a conjunction, a postposition, a comma or an open "
        "bracket, or without the verb that sentences of the language end on; its sentence end is "
        "missing where the document writes one; it, or its paragraph, is much shorter than the "
        "source, or has fewer sentences. No one of these suffices where it is common in good "
        "translations. Where an encoder is at hand, the words of the source that nothing in the "
        "version stands for count most, and are shown. Terse translations and sentences that end "
        "on an afterthought raise false alarms; a cut that leaves a whole clause of nearly full "
        "length is not seen without an encoder."
    )
    category = "Accuracy/Omission"
    severity = "major"
    reads_words = True

    def applies(self, version: Version) -> bool:
        return any(comparable(pair) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        for found in verdicts(version):
            if not found.omits:
                yield self.finding(
                    found.pair,
                    found.message,
                    target=found.target,
                    source=found.source,
                    severity=found.severity,
                    confidence=found.confidence,
                    symptoms=found.symptoms,
                )
