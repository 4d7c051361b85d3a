"""How often each check fires on professional translations, where it should not.

    python -m benchmarks.false_alarms [--tuning] [--encoder builtin|none] [--check ID …]
                                      [--language bn pa] [--show]

Every NTREX document is an article of one version, every segment one row. What
is counted is what a reader of the report sees: findings after folding, with
the severities that `evaluate` reports. A segment counts once per check however
many findings it has; beside each share stands its 95 % Wilson interval.
`--tuning` uses the documents that thresholds may be chosen on; without it, the
held-out documents, whose figures are the ones to publish. Neutral findings are
listed but not counted as alarms. With an encoder the checks see which words face
each other; alignments are kept in the user's cache directory.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

from evalkit.checks import CHECKS, PENALTY
from evalkit.encoders.resources import BUILT_IN, NONE
from evalkit.statistics.intervals import wilson
from lab.data import NTREX_COLUMNS, held_out, ntrex, tuning
from lab.versions import available, reading, seen

ANY, ANY_MAJOR = "any finding above neutral", "any major finding"


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
    parser.add_argument("--encoder", choices=(BUILT_IN, NONE), default=BUILT_IN)
    options = parser.parse_args()
    read = reading(options.encoder)
    checks = available(options.check)
    for language in options.language:
        flagged: dict[str, set[tuple[str, int]]] = defaultdict(set)
        severities: dict[str, Counter[str]] = defaultdict(Counter)
        segments = 0
        for document in ntrex(language, tuning if options.tuning else held_out):
            segments += len(document.source)
            for finding in seen(checks, document, read):
                place = (document.name, finding.row)
                severities[finding.check][finding.severity] += 1
                if PENALTY[finding.severity]:
                    flagged[finding.check].add(place)
                    flagged[ANY].add(place)
                if PENALTY[finding.severity] >= PENALTY["major"]:
                    flagged[ANY_MAJOR].add(place)
                if options.show:
                    print(f"[{finding.check} {finding.severity}] {place} {finding.message}")
                    print(f"    {document.source[finding.row - 1]}")
                    print(f"    {document.target[finding.row - 1]}")
        print(f"\n{language}: {segments} segments ({'tuning' if options.tuning else 'held-out'})")
        for name in [*(check.id for check in checks), ANY, ANY_MAJOR]:
            low, high = wilson(len(flagged[name]), segments)
            share = len(flagged[name]) / segments
            kinds = ", ".join(f"{kind} {n}" for kind, n in severities[name].items())
            print(f"  {name:28} {share:7.2%}  [{low:6.2%}, {high:6.2%}]  {kinds}".rstrip())


if __name__ == "__main__":
    main()
