"""How often each check fires on professional translations, where it should not.

    python -m benchmarks.false_alarms [--tuning] [--check ID …] [--language bn pa] [--show]

Every NTREX document is one version, every segment one row. A segment counts
once per check however many findings it has. `--tuning` uses the documents that
thresholds may be chosen on; without it, the held-out documents, whose figures are
the ones to publish. Neutral findings are listed but not counted as alarms.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

from benchmarks.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from evalkit.alignment.rows import Pair, Version
from evalkit.checks import CHECKS, PENALTY, load_class
from evalkit.checks.base import Check, Finding, PairCheck, VersionCheck
from evalkit.document import Document, Paragraph


def as_version(segments: Segments) -> Version:
    """A document of aligned segments as a version with a row per segment."""
    pairs = tuple(
        Pair(n, segments.language, segments.language, "en", (Paragraph(s),), (Paragraph(t),))
        for n, (s, t) in enumerate(zip(segments.source, segments.target, strict=True), 1)
    )
    paragraphs = tuple(Paragraph(text) for text in segments.target)
    return Version(segments.language, Document(paragraphs, segments.language), pairs)


def available(ids: list[str]) -> list[Check]:
    checks = []
    for check in ids:
        try:
            checks.append(load_class(check)())
        except ModuleNotFoundError:
            print(f"  ({check} is not built yet)")
    return checks


def find(check: Check, version: Version) -> list[Finding]:
    if isinstance(check, PairCheck):
        return [f for p in version.pairs if check.applies(p) for f in check.find(p)]
    if isinstance(check, VersionCheck) and check.applies(version):
        return list(check.find(version))
    return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents thresholds are chosen on"
    )
    parser.add_argument("--check", nargs="*", default=list(CHECKS), metavar="ID")
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--show", action="store_true", help="print every finding with its texts")
    options = parser.parse_args()
    checks = available(options.check)
    for language in options.language:
        flagged: dict[str, set[tuple[str, int]]] = defaultdict(set)
        severities: dict[str, Counter[str]] = defaultdict(Counter)
        segments = 0
        for document in ntrex(language, tuning if options.tuning else held_out):
            version = as_version(document)
            segments += len(version.pairs)
            for check in checks:
                for finding in find(check, version):
                    place = (document.name, finding.row)
                    severities[check.id][finding.severity] += 1
                    if PENALTY[finding.severity]:
                        flagged[check.id].add(place)
                        flagged["any finding above neutral"].add(place)
                    if PENALTY[finding.severity] >= PENALTY["major"]:
                        flagged["any major finding"].add(place)
                    if options.show:
                        facing = version.pairs[finding.row - 1]
                        print(f"[{check.id} {finding.severity}] {place} {finding.message}")
                        print(f"    {facing.source}\n    {facing.target}")
        print(f"\n{language}: {segments} segments ({'tuning' if options.tuning else 'held-out'})")
        for name in [c.id for c in checks] + ["any finding above neutral", "any major finding"]:
            share = len(flagged[name]) / segments
            kinds = ", ".join(f"{k} {n}" for k, n in severities[name].items())
            print(f"  {name:28} {share:7.2%}  {kinds}")


if __name__ == "__main__":
    main()
