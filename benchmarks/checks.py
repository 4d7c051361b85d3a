"""How reliable each check is, against people and on sound translations; the figures that ship.

    python -m benchmarks.checks [--limit 100] [--ship] [--encoder builtin|none] [--only SET …]

False alarms are counted on every held-out NTREX document (bn, pa, hi, de);
recall on held-out documents of the sets with human marks, at most `--limit`
segments of each set and language: whole documents, in an order their names'
hashes give. Recall of what no set labels comes from damage done to the
held-out NTREX documents in bn and pa, as evalkit selftest does it, where this
checkout has that. `--ship` writes the counts into evalkit/checks/measured.toml,
from where `evalkit checks` and the report print them. What the encoder says of
a text is kept in the user's cache directory as it comes: a run that was stopped
goes on where it was, and a second one is much faster.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import datetime, timezone
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from evalkit._version import __version__
from evalkit.checks import CHECKS
from evalkit.checks.measured import Measured, Provenance, in_words
from evalkit.cli.console import note, progress
from evalkit.document import Document, Paragraph
from evalkit.encoders.resources import BUILT_IN, NONE, Resources
from evalkit.store import open_memory
from evalkit.validation.against_people import Choice, run
from evalkit.validation.figures import Figure
from evalkit.validation.shipped_figures import as_toml, damaged, measured, merged
from lab.data import SHARED, held_out, ntrex

PROFESSIONAL = "ntrex"
DAMAGED = ("bn", "pa")
# The sets whose people named kinds of fault.
LABELLED = (
    "esa_wmt24", "indicmt_eval", "challenge", "mqm_ende/wmt21_ted_ende.tsv", "mqm_zhen", "docs",
    "ui_strings",
)  # fmt: skip
FILE = Path(__file__).resolve().parents[1] / "evalkit/checks/measured.toml"


def figures(names: Iterable[str], limit: int | None, encoder: str) -> list[Figure]:
    """The figures of the checks on the sets of those names."""
    return run(
        [SHARED / "data" / name for name in names],
        Choice(limit=limit, documents="held-out"),
        resources=Resources(encoder=encoder, offline=True),
        memory=open_memory(),
        progress=progress,
        note=note,
    )


def seeded(encoder: str) -> list[dict[str, list[Measured]]]:
    """What is found of damage done to professional translations; nothing where none can be done."""
    if find_spec("evalkit.validation.damage_recall") is None:
        note("no seeded damage in this checkout: recall only of what people marked")
        return []
    selftest = import_module("evalkit.validation.damage_recall").selftest
    found = []
    for language in DAMAGED:
        trials = []
        for document in ntrex(language, held_out):
            progress(f"damaging {document.name} in {language}")
            result = selftest(
                [_document(document.target, language)],
                [_document(document.source, "en")],
                rounds=1,
                resources=Resources(encoder=encoder, offline=True),
                memory=open_memory(),
            )
            trials += result.trials
        note(f"{PROFESSIONAL} en-{language}: {len(trials):,} paragraphs damaged")
        found.append(damaged(PROFESSIONAL, f"en-{language}", trials))
    return found


def _document(texts: Iterable[str], language: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), language, name=f"ntrex.{language}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--limit", type=int, default=100, help="segments of each set and language")
    parser.add_argument("--ship", action="store_true", help="write the file that ships")
    parser.add_argument("--encoder", choices=(BUILT_IN, NONE), default=BUILT_IN)
    parser.add_argument("--only", nargs="*", default=LABELLED, metavar="SET")
    options = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print("skipped: the measuring data is not beside the checkout", file=sys.stderr)
        return
    found = figures([f"{PROFESSIONAL}/{PROFESSIONAL}.tsv"], None, options.encoder)
    if options.only:
        found += figures(options.only, options.limit, options.encoder)
    counts = merged(measured(found), *seeded(options.encoder))
    for check in CHECKS:
        print(f"{check}: {in_words(counts.get(check, ()))}")
    if options.ship:
        provenance = Provenance(
            evalkit=__version__,
            date=datetime.now(timezone.utc).date().isoformat(),
            documents="held-out documents: NTREX whole, of the other sets at most "
            f"{options.limit} segments of each set and language",
        )
        FILE.write_text(as_toml(counts, provenance), encoding="utf-8")
        print(f"written: {FILE.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
