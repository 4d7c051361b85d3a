"""How many lost and how many inconsistent names are found, in damaged professional translations.

    python -m benchmarks.names [--tuning] [--language bn pa …]

Every document of NTREX is damaged once per name and row, otherwise left as it
is. *lost*: every form of the name that is found in the row is deleted;
does name-missing fire there, for that name? *latin*: where a version writes a
name in its own script in two rows or more, one is replaced by the Latin form;
does inconsistent-name fire for that name? Names the matcher does not find in
the sound text (their share is printed) cannot be damaged.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from evalkit.alignment.rows import Version
from evalkit.checks import PENALTY
from evalkit.checks.base import Finding, Span
from evalkit.checks.evidence.name_mentions import Mention, name_mentions
from evalkit.checks.names.consistency import InconsistentName
from evalkit.checks.names.name_missing import NameMissing
from evalkit.document import Paragraph
from evalkit.text.names import is_latin
from lab.data import NTREX_COLUMNS, held_out, ntrex, tuning
from lab.versions import as_version


def with_target(version: Version, row: int, text: str) -> Version:
    pairs = list(version.pairs)
    pairs[row] = replace(pairs[row], target_paragraphs=(Paragraph(text),))
    return replace(version, pairs=tuple(pairs))


def without(text: str, spans: list[Span]) -> str:
    for span in sorted(spans, key=lambda s: -s.start):
        text = text[: span.start].rstrip() + " " + text[span.end :].lstrip()
    return " ".join(text.split())


def mentions(version: Version) -> Iterator[Mention]:
    for row in name_mentions(version).rows:
        yield from row


def lost(version: Version, counts: Counter[str]) -> None:
    for mention in mentions(version):
        counts["names"] += 1
        if not mention.written:
            continue
        counts["damaged"] += 1
        text = version.pairs[mention.row].target
        damaged = with_target(
            version, mention.row, without(text, [w.span for w in mention.written])
        )
        found = [
            f
            for f in NameMissing().find(damaged)
            if f.row == mention.row + 1 and f.source == mention.name.span
        ]
        _count(found, mention.name.shape, counts)


def latin(version: Version, counts: Counter[str]) -> None:
    for name in name_mentions(version).names.values():
        native = [m for m in name if m.written and not is_latin(m.written[0].form)]
        if len(native) < 2 or len(native) < len(name):
            continue
        counts["damaged"] += 1
        mention = native[len(native) // 2]
        text = version.pairs[mention.row].target
        for place in sorted(mention.written, key=lambda w: -w.span.start):
            text = text[: place.span.start] + mention.name.text + text[place.span.end :]
        found = [
            f
            for f in InconsistentName().find(with_target(version, mention.row, text))
            if f"“{mention.name.text}”" in f.message
        ]
        _count(found, mention.name.shape, counts)


def _count(found: list[Finding], shape: str, counts: Counter[str]) -> None:
    counts[f"damaged {shape}"] += 1
    counts["found"] += bool(found)
    counts[f"found {shape}"] += bool(found)
    counts["above neutral"] += any(PENALTY[f.severity] for f in found)


def share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} of {whole}" if whole else "none to find"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents thresholds are chosen on"
    )
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa"], choices=sorted(NTREX_COLUMNS)
    )
    options = parser.parse_args()
    for language in options.language:
        documents = [as_version(d) for d in ntrex(language, tuning if options.tuning else held_out)]
        print(f"{language}: {len(documents)} documents")
        for damage in (lost, latin):
            counts: Counter[str] = Counter()
            started = time.perf_counter()
            for version in documents:
                damage(version, counts)
            seconds = time.perf_counter() - started
            print(
                f"  {damage.__name__:6} found {share(counts['found'], counts['damaged'])}", end=""
            )
            print(f", above neutral {share(counts['above neutral'], counts['damaged'])}", end="")
            print(f"  ({seconds:.0f} s)")
            for shape in ("proper", "coined", "acronym"):
                found = share(counts[f"found {shape}"], counts[f"damaged {shape}"])
                print(f"      {shape:8} {found}")
            if counts["names"]:
                print(f"      sound texts: {share(counts['damaged'], counts['names'])} matched")


if __name__ == "__main__":
    main()
