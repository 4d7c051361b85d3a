"""How well rows are found in damaged documents, and in real ones that differ.

    python -m benchmarks.alignment [--tuning] [--rates 0 0.1 0.15] [--seeds 5]
                                   [--language bn pa hi de] [--speed N] [--show]
                                   [--encoder builtin|none]

NTREX documents of at least eight paragraphs lose, gain, merge and split
paragraphs of the translation at random; a row counts as right only when both
its sides hold exactly the right paragraphs. `segments` takes every segment as a
paragraph, `rebuilt` joins two to four to one; only those can be split. A rate
is the share of the paragraphs to which something is done, a kind of damage
drawn anew for each. `--tuning` uses the documents that weights may be chosen on;
without it the held-out documents, whose figures are the ones to publish.

`spoilt` is `segments` where, besides, one paragraph in ten of those kept is bad:
cut to a third or two thirds of its length, or left in English. It has to stay in
its row: what is wrong with it is for the checks to say.

The Universal Declaration (docs/udhr) is aligned whole: its sections say which
rows cannot be right. Then again with a third of the neighbouring paragraphs
inside its sections merged, whose rows are known. `--speed N` times a document of
N paragraphs, its sentence vectors known.

All of it is done twice, without an encoder and with the built-in one, or as
`--encoder` says.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from evalkit.alignment import AlignmentUnit, align
from evalkit.alignment.sentence_similarity import compare
from evalkit.document import Document, InputError, Kind, Paragraph
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import BUILT_IN, NONE, Resources
from evalkit.store import NoMemory
from lab.data import NTREX_COLUMNS, Segments, held_out, ntrex, table, tuning

FEWEST = 8
SENTENCES = (2, 4)
MERGED = 1 / 3
FORMS = ("segments", "rebuilt", "spoilt")
SPOILT = 0.1
UNTRANSLATED = 1 / 3
ENCODERS = (NONE, BUILT_IN)
UDHR_LANGUAGES = ("bn", "pa", "hi", "gu", "mr", "ta", "de")


@dataclass(frozen=True, slots=True)
class Sample:
    """A source, a damaged target, and the rows that are right."""

    name: str
    source: Document
    target: Document
    rows: tuple[AlignmentUnit, ...]


@dataclass(slots=True)
class Tally:
    """Rows found, rows there are, rows in both."""

    found: int = 0
    there: int = 0
    right: int = 0

    def add(self, found: Sequence[AlignmentUnit], truth: Sequence[AlignmentUnit]) -> None:
        self.found += len(found)
        self.there += len(truth)
        self.right += len(set(found) & set(truth))

    def __str__(self) -> str:
        precision, recall = self.right / self.found, self.right / self.there
        f1 = 2 * self.right / (self.found + self.there)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.4f}"


def plain(texts: Sequence[str], language: str) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), language)


def units(document: Segments, rebuilt: bool, chance: random.Random) -> list[tuple[int, ...]]:
    """The segments of each paragraph."""
    found, start = [], 0
    while start < len(document.source):
        size = chance.randint(*SENTENCES) if rebuilt else 1
        found.append(tuple(range(start, min(start + size, len(document.source)))))
        start += size
    return found


def damaged(
    document: Segments, others: Sequence[str], rate: float, form: str, seed: int
) -> Sample | None:
    chance = random.Random(f"{document.name} {seed}")
    spoiling = random.Random(f"spoilt {document.name} {seed}")
    rebuilt = form == "rebuilt"
    paragraphs = units(document, rebuilt, chance)
    if len(paragraphs) < FEWEST:
        return None
    texts: list[str] = []
    rows: list[AlignmentUnit] = []
    kinds = ("delete", "add", "merge", "split") if rebuilt else ("delete", "add", "merge")
    n = 0
    while n < len(paragraphs):
        parts = [document.target[s] for s in paragraphs[n]]
        whole = " ".join(parts)
        kind = chance.choice(kinds) if chance.random() < rate else "keep"
        here = len(texts)
        if kind == "delete":
            rows.append(AlignmentUnit((n,), ()))
        elif kind == "merge" and n + 1 < len(paragraphs):
            following = " ".join(document.target[s] for s in paragraphs[n + 1])
            texts.append(f"{whole} {following}")
            rows.append(AlignmentUnit((n, n + 1), (here,)))
            n += 1
        elif kind == "split" and len(parts) > 1:
            cut = chance.randint(1, len(parts) - 1)
            texts += [" ".join(parts[:cut]), " ".join(parts[cut:])]
            rows.append(AlignmentUnit((n,), (here, here + 1)))
        else:
            if form == "spoilt" and spoiling.random() < SPOILT:
                whole = spoilt(document.source[n], whole, spoiling)
            texts.append(whole)
            rows.append(AlignmentUnit((n,), (here,)))
            if kind == "add":
                size = chance.randint(*SENTENCES) if rebuilt else 1
                start = chance.randrange(len(others) - size)
                texts.append(" ".join(others[start : start + size]))
                rows.append(AlignmentUnit((), (here + 1,)))
        n += 1
    sources = [" ".join(document.source[s] for s in paragraph) for paragraph in paragraphs]
    return Sample(document.name, plain(sources, "en"), plain(texts, document.language), tuple(rows))


def spoilt(source: str, target: str, chance: random.Random) -> str:
    if chance.random() < UNTRANSLATED:
        return source
    words = target.split()
    return " ".join(words[: max(1, round(len(words) * chance.uniform(1 / 3, 2 / 3)))])


def samples(
    language: str, keep: Callable[[str], bool], rate: float, form: str, seeds: int
) -> Iterator[Sample]:
    documents = ntrex(language, keep)
    for seed in range(seeds if rate or form != "segments" else 1):
        for document in documents:
            others = [t for other in documents if other is not document for t in other.target]
            if sample := damaged(document, others, rate, form, seed):
                yield sample


def show(sample: Sample, found: Sequence[AlignmentUnit]) -> None:
    wrong = [unit for unit in found if unit not in sample.rows]
    missed = [unit for unit in sample.rows if unit not in found]
    if wrong:
        print(f"    {sample.name}: wrong {[_brief(b) for b in wrong]}")
        print(f"    {' ' * len(sample.name)}  right {[_brief(b) for b in missed]}")


def _brief(unit: AlignmentUnit) -> str:
    return f"{unit.source}:{unit.target}".replace(" ", "")


def with_encoder(name: str) -> CachedEncoder | None:
    return None if name == NONE else CachedEncoder(Encoder(Resources(name)), NoMemory())


def measure(options: argparse.Namespace, encoder: str, meaning: CachedEncoder | None) -> None:
    keep = tuning if options.tuning else held_out
    print(f"NTREX, {keep.__name__} documents, {options.seeds} seeds, encoder {encoder}")
    for form, rate, language in product(FORMS, options.rates, options.language):
        tally, documents = Tally(), 0
        for sample in samples(language, keep, rate, form, options.seeds):
            found = align(sample.source, sample.target, meaning)
            tally.add(found, sample.rows)
            documents += 1
            if options.show:
                show(sample, found)
        print(f"  {form:8}  {rate:4.0%}  {language}  {tally}  ({documents} documents)")


def declaration(
    language: str, kinds: bool = True
) -> tuple[Document, Document, list[str], list[str]]:
    """The Declaration in English and one language, with the section of every paragraph."""
    lines = list(table("docs/udhr/udhr.tsv"))
    sides = []
    for column in ("en", language):
        there = [line for line in lines if line[column].strip()]
        paragraphs = tuple(
            Paragraph(line[column], _kind(line["kind"]) if kinds else "paragraph") for line in there
        )
        sides.append((Document(paragraphs, column), [line["section"] for line in there]))
    (source, ours), (target, theirs) = sides
    return source, target, ours, theirs


def _kind(name: str) -> Kind:
    return "heading" if name == "heading" else "paragraph"


def udhr(encoder: str, meaning: CachedEncoder | None) -> None:
    print(
        "The Universal Declaration, whole: rows inside one section; sections that differ,"
        f" encoder {encoder}"
    )
    for language, kinds in product(UDHR_LANGUAGES, (True, False)):
        source, target, ours, theirs = declaration(language, kinds)
        units = align(source, target, meaning)
        inside = sum(
            len({ours[n] for n in unit.source} | {theirs[n] for n in unit.target}) == 1
            for unit in units
        )
        here, there = Counter(ours), Counter(theirs)
        form = "kinds known" if kinds else "plain text "
        print(f"  {language}  {form}  {inside}/{len(units)} rows = {inside / len(units):.1%}")
        for section in here:
            rows = [b for b in units if b.source and ours[b.source[0]] == section]
            odd = [b for b in rows if b.shape != "1:1"]
            if here[section] != there[section] or odd:
                print(
                    f"      section {section}: {here[section]} and {there[section]} paragraphs,"
                    f" rows {' '.join(f'{s}x{n}' for s, n in _runs(b.shape for b in rows))}"
                )


def merged_declaration(language: str, kinds: bool, seed: int) -> Sample:
    """The sections both have, where a third of the neighbours inside a section are merged."""
    chance = random.Random(f"{language} {seed}")
    lines = [x for x in table("docs/udhr/udhr.tsv") if x["en"].strip() and x[language].strip()]
    targets: list[Paragraph] = []
    rows: list[AlignmentUnit] = []
    n = 0
    while n < len(lines):
        size = 1
        while (
            n + size < len(lines)
            and size < 3
            and lines[n + size]["section"] == lines[n]["section"]
            and lines[n]["kind"] != "heading"
            and chance.random() < MERGED
        ):
            size += 1
        text = " ".join(line[language] for line in lines[n : n + size])
        rows.append(AlignmentUnit(tuple(range(n, n + size)), (len(targets),)))
        targets.append(Paragraph(text, _kind(lines[n]["kind"]) if kinds else "paragraph"))
        n += size
    sources = tuple(
        Paragraph(line["en"], _kind(line["kind"]) if kinds else "paragraph") for line in lines
    )
    return Sample("udhr", Document(sources, "en"), Document(tuple(targets), language), tuple(rows))


def merged(options: argparse.Namespace, encoder: str, meaning: CachedEncoder | None) -> None:
    print(f"The Universal Declaration, paragraphs merged inside its sections, encoder {encoder}")
    for language, kinds in product(UDHR_LANGUAGES, (True, False)):
        tally = Tally()
        for seed in range(options.seeds):
            sample = merged_declaration(language, kinds, seed)
            found = align(sample.source, sample.target, meaning)
            tally.add(found, sample.rows)
            if options.show:
                show(sample, found)
        print(f"  {language}  {'kinds known' if kinds else 'plain text '}  {tally}")


def _runs(shapes: Iterator[str]) -> list[tuple[str, int]]:
    return [(shape, len(list(group))) for shape, group in groupby(shapes)]


def speed(size: int, encoder: str, meaning: CachedEncoder | None) -> None:
    """Times a long document put together from all of NTREX, again and again."""
    documents = ntrex("bn", lambda _name: True)
    pairs = [p for d in documents for p in zip(d.source, d.target, strict=True)]
    pairs = (pairs * (size // len(pairs) + 1))[:size]
    chance = random.Random(0)
    kept = [n for n in range(size) if chance.random() > 0.05]
    source, target = plain([s for s, _ in pairs], "en"), plain([pairs[n][1] for n in kept], "bn")
    if meaning:
        compare(source, target, meaning)
    start = time.perf_counter()
    units = align(source, target, meaning)
    seconds = time.perf_counter() - start
    places = {n: here for here, n in enumerate(kept)}
    truth = [AlignmentUnit((n,), (places[n],) if n in places else ()) for n in range(size)]
    tally = Tally()
    tally.add(units, truth)
    print(f"{size} paragraphs, 5% of them lost, encoder {encoder}: {seconds:.1f} s, {tally}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tuning", action="store_true", help="the documents weights are chosen on")
    parser.add_argument("--rates", nargs="*", type=float, default=[0.0, 0.05, 0.1, 0.15, 0.2])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--language", nargs="*", default=list(NTREX_COLUMNS)[1:])
    parser.add_argument("--speed", type=int, metavar="N", help="only time N paragraphs")
    parser.add_argument("--show", action="store_true", help="print every row that is wrong")
    parser.add_argument("--encoder", choices=ENCODERS, help="only with this one, or with none")
    options = parser.parse_args()
    for encoder in [options.encoder] if options.encoder else ENCODERS:
        try:
            meaning = with_encoder(encoder)
        except InputError as error:
            print(f"skipped: {error}", file=sys.stderr)
            continue
        if options.speed:
            speed(options.speed, encoder, meaning)
            continue
        measure(options, encoder, meaning)
        udhr(encoder, meaning)
        merged(options, encoder, meaning)


if __name__ == "__main__":
    main()
