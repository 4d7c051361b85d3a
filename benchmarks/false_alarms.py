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
from collections.abc import Callable

from benchmarks.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning
from evalkit.alignment.rows import Article, Pair, Version
from evalkit.checks import CHECKS, PENALTY, load_class
from evalkit.checks.base import Check, Finding
from evalkit.document import Document, Paragraph
from evalkit.evaluation.folding import fold
from evalkit.evaluation.run import run_checks
from evalkit.evaluation.understanding import with_words
from evalkit.neural.encoder import Encoder
from evalkit.neural.meaning import Meaning
from evalkit.neural.resources import BUILT_IN, NONE, Resources
from evalkit.statistics.intervals import wilson
from evalkit.store import open_memory

ANY, ANY_MAJOR = "any finding above neutral", "any major finding"


def as_version(segments: Segments) -> Version:
    """A document of aligned segments as a version with a row per segment."""
    pairs = tuple(
        Pair(n, segments.language, segments.language, "en", (Paragraph(s),), (Paragraph(t),))
        for n, (s, t) in enumerate(zip(segments.source, segments.target, strict=True), 1)
    )
    paragraphs = tuple(Paragraph(text) for text in segments.target)
    return Version(segments.language, Document(paragraphs, segments.language), pairs)


Reading = Callable[[Version], Version]


def unread(version: Version) -> Version:
    """A version as it stands, nothing known of its words."""
    return version


def reading(encoder: str) -> Reading:
    """What fills in the words of a version's rows: an encoder, or nothing."""
    if encoder == NONE:
        return unread
    meaning = Meaning(Encoder(Resources(encoder)), open_memory())

    def with_meaning(version: Version) -> Version:
        article = Article("", Document((), "en"), (version,))
        return with_words(article, meaning).versions[0]

    return with_meaning


def available(ids: list[str]) -> list[Check]:
    checks = []
    for check in ids:
        try:
            checks.append(load_class(check)())
        except ModuleNotFoundError:
            print(f"  ({check} is not built yet)")
    return checks


def seen(checks: list[Check], segments: Segments, read: Reading = unread) -> list[Finding]:
    """The findings that a report on the document would show."""
    version = read(as_version(segments))
    source = Document(tuple(Paragraph(text) for text in segments.source), "en")
    lengths = {(pair.row, version.id): len(pair.target) for pair in version.pairs}
    return fold(run_checks(checks, Article(segments.name, source, (version,))), lengths)


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
