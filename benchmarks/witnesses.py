"""How often the attribution by two versions is right, and how often it is wrong.

    python -m benchmarks.witnesses [--tuning] [--encoder builtin|none] [--language bn pa]
                                   [--most N] [--show]

Every NTREX document stands in two languages as paragraphs of three segments. In
one row of each document one thing is done at a time: the same segment dropped in
both versions; in one of them only; different ones in each; a name taken out of
both; out of one. All goes through `evaluate` line by line, and the losses found
in that row that name what was taken away are read (those whose source span
shares half of the shorter of the two). Right is "source-or-pipeline" where both
lost it and "version" where one did; "unclear" is counted apart, and so are
damages that no finding marks: they have no verdict.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Article
from evalkit.attribution.source_places import common
from evalkit.checks import PENALTY, Span, traits_of
from evalkit.checks.evidence.name_mentions import name_mentions
from evalkit.document import Document, Paragraph
from evalkit.encoders.resources import BUILT_IN, NONE, Resources
from evalkit.evaluation import Evaluation, Reading, evaluate
from evalkit.result.records import FindingRecord
from evalkit.statistics.intervals import wilson
from evalkit.store import open_memory
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, tuning

SIZE = 3
# A finding is about what was taken away if it shares this much of the shorter of the two places.
ABOUT = 0.5
BOTH, ONE = "source-or-pipeline", "version"


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done to one row: the place in the source that each version lost, and the verdict."""

    kind: str
    lost: dict[str, Span]
    verdict: str
    texts: dict[str, tuple[str, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents thresholds are chosen on"
    )
    parser.add_argument("--encoder", choices=(BUILT_IN, NONE), default=BUILT_IN)
    parser.add_argument("--language", nargs=2, default=["bn", "pa"], choices=sorted(NTREX_COLUMNS))
    parser.add_argument("--most", type=int, default=1000, help="so many documents at most")
    parser.add_argument("--show", action="store_true", help="print every wrong verdict")
    options = parser.parse_args()
    keep = tuning if options.tuning else held_out
    measure(keep, options.language, options.encoder, options.most, options.show)


def measure(
    keep: Callable[[str], bool], languages: Sequence[str], encoder: str, most: int, show: bool
) -> None:
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    documents = list(_documents(keep, languages))[:most]
    memory = open_memory()
    for number, document in enumerate(documents):
        source, texts = _paragraphs(document)
        # Another paragraph in every document, seldom the first.
        row = (2 * number + 1) % len(source)
        for damage in _damages(document, row, texts):
            judged = evaluate(
                [_document(damage.texts[v], v) for v in languages],
                [_document(source, "en")],
                metrics=["similarity"] if encoder != NONE else [],
                reading=Reading(aligned=True),
                resources=Resources(encoder=encoder),
                memory=memory,
            )
            for version, place in damage.lost.items():
                found = _about(judged, row + 1, version, place)
                said = _verdict(found, damage.verdict)
                verdicts[damage.kind][said] += 1
                if show and said == "wrong":
                    _show(damage, row, document[version].name, found)
    print(f"{' and '.join(languages)}: {len(documents)} documents, encoder {encoder}")
    for kind, counts in verdicts.items():
        given = counts["right"] + counts["unclear"] + counts["wrong"]
        print(f"{kind}: {sum(counts.values())} damages, {given} found")
        for word in ("right", "unclear", "wrong"):
            low, high = wilson(counts[word], given)
            share = counts[word] / max(1, given)
            print(f"  {word:8} {share:7.1%}  of {given}  ({low:.1%} to {high:.1%})")


def _documents(
    keep: Callable[[str], bool], languages: Sequence[str]
) -> Iterator[dict[str, Segments]]:
    """Documents that stand in both languages, segment for segment."""
    by_name = {v: {d.name: d for d in ntrex(v, keep)} for v in languages}
    first, *rest = languages
    for name, document in by_name[first].items():
        others = {v: by_name[v].get(name) for v in rest}
        if all(o is not None and o.source == document.source for o in others.values()):
            whole = {first: document, **{v: o for v, o in others.items() if o is not None}}
            if len(document.source) >= 2 * SIZE:
                yield whole


def _paragraphs(
    document: dict[str, Segments],
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    source = next(iter(document.values())).source
    starts = range(0, len(source) - SIZE + 1, SIZE)
    return (
        tuple(" ".join(source[i : i + SIZE]) for i in starts),
        {v: tuple(" ".join(d.target[i : i + SIZE]) for i in starts) for v, d in document.items()},
    )


def _damages(
    document: dict[str, Segments], row: int, texts: dict[str, tuple[str, ...]]
) -> Iterator[Damage]:
    versions = tuple(document)
    for which in range(SIZE):
        gone = {v: _without(document, v, row, which) for v in versions}
        place = _segment(document, row, which)
        yield _damage("same segment dropped in both", texts, row, gone, dict.fromkeys(gone, place))
        one = versions[which % 2]
        yield _damage("segment dropped in one", texts, row, {one: gone[one]}, {one: place})
        other = (which + 1) % SIZE
        apart = {
            versions[0]: gone[versions[0]],
            versions[1]: _without(document, versions[1], row, other),
        }
        places = {versions[0]: place, versions[1]: _segment(document, row, other)}
        yield _damage("different segments dropped", texts, row, apart, places)
    for name, forms in _names(document, row, texts):
        named = {v: _cut(texts[v][row], forms[v]) for v in versions}
        yield _damage("name taken out of both", texts, row, named, dict.fromkeys(named, name))
        one = versions[name.start % 2]
        yield _damage("name taken out of one", texts, row, {one: named[one]}, {one: name})


def _damage(
    kind: str,
    texts: dict[str, tuple[str, ...]],
    row: int,
    changed: dict[str, str],
    lost: dict[str, Span],
) -> Damage:
    verdict = BOTH if len(set(lost.values())) == 1 and len(lost) == len(texts) else ONE
    after = {
        v: tuple(changed.get(v, t) if n == row else t for n, t in enumerate(texts[v]))
        for v in texts
    }
    return Damage(kind, lost, verdict, after)


def _without(document: dict[str, Segments], version: str, row: int, which: int) -> str:
    kept = list(document[version].target[SIZE * row : SIZE * (row + 1)])
    del kept[which]
    return " ".join(kept)


def _segment(document: dict[str, Segments], row: int, which: int) -> Span:
    source = next(iter(document.values())).source
    before = source[SIZE * row : SIZE * row + which]
    start = sum(len(text) + 1 for text in before)
    return Span(start, start + len(source[SIZE * row + which]))


def _names(
    document: dict[str, Segments], row: int, texts: dict[str, tuple[str, ...]]
) -> Iterator[tuple[Span, dict[str, list[Span]]]]:
    """A name of the row that both versions write once as the source does, and its places."""
    source, _ = _paragraphs(document)
    versions = tuple(document)
    mentions = {}
    for version in versions:
        made = _article(source, texts[version], version).versions[0]
        mentions[version] = {m.name.key: m for m in name_mentions(made).rows[row] if m.written}
    for key, mention in mentions[versions[0]].items():
        if key not in mentions[versions[1]] or source[row].count(mention.name.text) != 1:
            continue
        forms = {v: [p.span for p in mentions[v][key].written] for v in versions}
        yield mention.name.span, forms
        return


def _article(source: Sequence[str], texts: Sequence[str], version: str) -> Article:
    from lab.versions import as_version

    whole = as_version(Segments("", version, tuple(source), tuple(texts)))
    return Article("", _document(source, "en"), (whole,))


def _cut(text: str, places: Sequence[Span]) -> str:
    for span in sorted(places, key=lambda s: -s.start):
        # What hangs on the name (a case ending) goes with it.
        tail = regex.compile(r"[\p{L}\p{M}\p{N}-]*\s*").match(text, span.end)
        text = text[: span.start] + text[tail.end() if tail else span.end :]
    return text


def _document(texts: Sequence[str], language: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), language, name=f"{language}.txt")


def _about(judged: Evaluation, row: int, version: str, place: Span) -> list[FindingRecord]:
    """The losses, neutral ones too, that name what was taken away."""
    found = []
    for finding in judged.findings_by_cell.get((row, version), ()):
        start, end = finding.source_start, finding.source_end
        if not traits_of(finding.check).is_loss or start is None or end is None:
            continue
        shorter = min(end - start, place.end - place.start)
        long = finding.category == "Accuracy/Addition"
        if not long and common(Span(start, end), place) >= ABOUT * max(1, shorter):
            found.append(finding)
    return found


def _verdict(found: Sequence[FindingRecord], right: str) -> str:
    """The gravest finding's verdict, against the right one."""
    if not found:
        return "not found"
    said = max(found, key=lambda f: (PENALTY[f.severity], f.confidence)).attribution
    return "right" if said == right else "unclear" if said == "unclear" else "wrong"


def _show(damage: Damage, row: int, name: str, found: Sequence[FindingRecord]) -> None:
    print(f"wrong: {damage.kind}, {name} row {row + 1}, {damage.lost}")
    for f in found:
        print(f"   {f.version} {f.check} {f.source_start}-{f.source_end} {f.attribution_reason}")


if __name__ == "__main__":
    main()
