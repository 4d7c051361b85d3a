"""A finding's identity: the same fault in the same words keeps its fingerprint.

Neither the row's number nor the offsets go in, so a decision on a finding
survives a second run and a paragraph that moved; it does not survive a change
of the words it was taken on.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from evalkit.checks.base import Finding, Span

NEIGHBOURHOOD = 24  # code points on either side of the quote
DIGITS = 16


def fingerprint(finding: Finding, source: str, target: str) -> str:
    """A hash of check, version, normalised quote and what stands around it.

    `source` and `target` are the row's texts. Sixteen hexadecimal digits.
    """
    parts = [finding.check, finding.version]
    if finding.target is not None:
        parts.extend(_around(target, finding.target))
    if finding.place is not None:
        parts.extend(_around(source, finding.place))
    if finding.target is None and finding.place is None:
        parts.extend((_normal(source), _normal(target)))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def unique(prints: Iterable[str]) -> Iterator[str]:
    """Tell equal fingerprints (the same fault in two equal places) apart by their order.

    >>> list(unique(["a", "b", "a"]))
    ['a', 'b', 'a-2']
    """
    seen: Counter[str] = Counter()
    for mark in prints:
        seen[mark] += 1
        yield mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"


def _around(text: str, span: Span) -> tuple[str, str, str]:
    before = text[max(0, span.start - NEIGHBOURHOOD) : span.start]
    after = text[span.end : span.end + NEIGHBOURHOOD]
    return _normal(before), _normal(span.of(text)), _normal(after)


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
