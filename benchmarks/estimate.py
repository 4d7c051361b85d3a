"""How far the learned quality estimate (`-m qe`) agrees with people, and what it costs.

    python -m benchmarks.estimate [PART …]

`people`: Spearman's coefficient with human scores on what was not learnt from, with its 95 %
interval (whole documents drawn anew), beside that of the lengths' ratio and, where there
is a human reference, of sentence chrF and BLEU. `references`: Kendall's coefficient with
IndicMT-Eval's MQM beside chrF++ with the human reference. `systems`: whole systems of WMT24,
the share of pairs that people order alike, and how often people on the other documents do.
`limits`: how many judgements fall between low and high. `damage`: sound NTREX translations cut
in half, left in English, or facing another paragraph: how many score lower than the whole.
`losses`: the same paragraphs of three sentences with each kind of damage that `evalkit
validate` makes within a paragraph: how many score lower, and how many points that costs.
`speed`: sentence pairs a second, and against `transformers` running the same encoder over the
same texts.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.evidence.conventions import final_mark
from evalkit.document import Paragraph
from evalkit.encoders import builtin
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.metrics.base import Score, Tools
from evalkit.metrics.lexical.string_metrics import Bleu, Chrf, ChrfPlusPlus
from evalkit.metrics.quality_estimate.estimate import Estimate
from evalkit.settings import SEED
from evalkit.statistics.correlation import kendall, spearman
from evalkit.statistics.intervals import of_drawn, wilson
from evalkit.store import NoMemory
from evalkit.validation.damage import DAMAGES, copies
from evalkit.validation.human_judgement import Judged
from evalkit.validation.system_level import means, table
from lab.damage import cut, rebuilt
from lab.data import Segments, everything, held_out, ntrex
from lab.judged import DIRECT, ESA, FILES, INDIC, measured, segments
from lab.versions import as_version

RUNS = 3
TIMED = 1500
PARAGRAPH = 3
"""Sentences that are joined to a paragraph."""
SIZES = {1: "sentences", PARAGRAPH: "paragraphs of three"}

Statistic = Callable[[Sequence[float], Sequence[float]], float | None]


def metric() -> Estimate:
    return Estimate(Tools(meaning=CachedEncoder(Encoder(Resources()), NoMemory())))


def unseen(path: str) -> list[Judged]:
    return [segment for segment in segments(path) if measured(segment)]


def pairs(some: Sequence[Judged]) -> list[Pair]:
    return [
        Pair(
            n, s.target_language, s.target_language, s.source_language,
            (Paragraph(s.source),), (Paragraph(s.target),), s.references,
        )
        for n, s in enumerate(some, 1)
    ]  # fmt: skip


def values(rows: Sequence[Score]) -> list[float]:
    return [math.nan if row.value is None else row.value for row in rows]


def people() -> None:
    print(f"{'Spearman with human scores':40} segments     qe  95 %           length   chrF   BLEU")
    for path in FILES:
        some = unseen(path)
        if not some:
            continue
        own = pairs(some)
        told = values(metric().score(own).rows)
        lengths = [-abs(math.log(len(s.target) / len(s.source))) for s in some]
        lexical = [values(made.score(own).rows) for made in (Chrf(), Bleu())]
        interval, figure = agreement(told, some)
        others = "  ".join(
            f"{found:5.2f}" if found is not None else "    –"
            for found in (agreement(v, some, False)[1] for v in (lengths, *lexical))
        )
        print(
            f"{name(path):40}{len(some):9}  {figure or 0:5.3f}  {interval}   {others}", flush=True
        )


def agreement(
    told: Sequence[float], some: Sequence[Judged], sure: bool = True, of: Statistic = spearman
) -> tuple[str, float | None]:
    """A coefficient with people, over the segments that have a value, and its interval."""
    known = [n for n, value in enumerate(told) if not math.isnan(value)]
    ours = np.array([told[n] for n in known])
    theirs = np.array([float(some[n].score or 0) for n in known])
    if len(known) < 2:
        return "", None
    figure = of(ours, theirs)  # type: ignore[arg-type]
    if not sure:
        return "", figure
    clusters = [some[n].cluster for n in known]
    found = of_drawn(lambda drawn: of(ours[drawn], theirs[drawn]), clusters, SEED)  # type: ignore[arg-type]
    return (f"{found[0]:.2f} to {found[1]:.2f}" if found else ""), figure


def references() -> None:
    print(
        "IndicMT-Eval, Kendall with MQM           segments     qe   chrF++ with the human reference"
    )
    both: list[tuple[float, float]] = []
    for path in INDIC:
        some = [segment for segment in unseen(path) if segment.references]
        own = pairs(some)
        figures = [
            agreement(values(made.score(own).rows), some, False, kendall)[1] or 0.0
            for made in (metric(), ChrfPlusPlus())
        ]
        both.append((figures[0], figures[1]))
        print(f"{name(path):40}{len(some):9}  {figures[0]:5.3f}  {figures[1]:5.3f}", flush=True)
    ours, theirs = (sum(column) / len(both) for column in zip(*both, strict=True))
    print(f"{'mean':49}  {ours:5.3f}  {theirs:5.3f}")


def systems() -> None:
    print("WMT24 ESA, pairs of systems ordered as people did, by the mean of their segments")
    for path in ESA:
        # The human reference is no system: chrF and BLEU would be comparing it with itself.
        some = [s for s in unseen(path) if not s.system.startswith("ref")]
        own = pairs(some)
        names = [s.system for s in some]
        items = [s.item for s in some]
        human = table(names, items, [float(s.score or 0) for s in some])[1]
        elsewhere = _elsewhere(path, list(dict.fromkeys(names)))
        lines = [f"people on the other documents {accuracy(means(human), elsewhere):.2f}"]
        for label, made in (("qe", metric()), ("chrF", Chrf()), ("BLEU", Bleu())):
            found = table(names, items, values(made.score(own).rows))[1]
            lines.append(f"{label} {accuracy(means(human), means(found)):.2f}")
        documents = len({s.document for s in some})
        print(
            f"{name(path)}: {len(human)} systems, {documents} documents, {len(some)} segments: "
            + ", ".join(lines),
            flush=True,
        )


def _elsewhere(path: str, names: Sequence[str]) -> NDArray[np.float64]:
    """What people gave the same systems on the documents that are not measured."""
    rest = [s for s in segments(path) if not measured(s) and s.system in names]
    found, matrix = table(
        [s.system for s in rest], [s.item for s in rest], [float(s.score or 0) for s in rest]
    )
    given = dict(zip(found, means(matrix).tolist(), strict=True))
    return np.array([given[name] for name in names])


def accuracy(human: NDArray[np.float64], ours: NDArray[np.float64]) -> float:
    """The share of pairs that both order alike (Kocmi et al. 2021)."""
    alike = [
        (human[a] - human[b]) * (ours[a] - ours[b]) > 0
        for a, b in combinations(range(len(human)), 2)
        if human[a] != human[b]
    ]
    return float(np.mean(alike))


def limits() -> None:
    print("judgements between low and high (80 of 100 should be), by their place in their set")
    for path in (*DIRECT, *INDIC, *ESA):
        some = unseen(path)
        rows = metric().score(pairs(some)).rows
        place = 100 * (rankdata([float(s.score or 0) for s in some]) - 0.5) / len(some)
        inside = [
            row.low <= at <= row.high
            for row, at in zip(rows, place, strict=True)
            if row.low is not None and row.high is not None
        ]
        low, high = wilson(sum(inside), len(inside))
        print(f"{name(path):40}{100 * sum(inside) / len(inside):5.1f} % ({low:.2f} to {high:.2f})")


def damage(languages: Sequence[str] = ("bn", "pa")) -> None:
    print("sound translations that score above their damaged copy")
    for language in languages:
        for size, what in SIZES.items():
            hits: dict[str, list[bool]] = {}
            for document in ntrex(language, held_out):
                joined = rebuilt(document, size)
                if len(joined.source) < 2:
                    continue
                whole = values(metric().score(as_version(joined).pairs).rows)
                for kind, target in damaged(joined):
                    changed = replace(joined, target=target)
                    worse = values(metric().score(as_version(changed).pairs).rows)
                    hits.setdefault(kind, []).extend(
                        a > b
                        for a, b, old, new in zip(whole, worse, joined.target, target, strict=True)
                        if not math.isnan(a) and not math.isnan(b) and old != new
                    )
            told = ", ".join(
                f"{kind} {100 * sum(found) / len(found):.1f} % of {len(found)}"
                for kind, found in hits.items()
            )
            print(f"{language}, {what}: {told}", flush=True)


def damaged(document: Segments) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds of damage, and every text of a document so damaged."""
    texts = document.target
    yield "half", tuple(cut(text, 0.5, final_mark(text)) for text in texts)
    yield "left in English", document.source
    half = max(1, len(texts) // 2)
    yield "of another paragraph", tuple(texts[(n + half) % len(texts)] for n in range(len(texts)))


def losses(languages: Sequence[str] = ("bn", "pa")) -> None:
    print("one damage in a paragraph of three sentences: how many score lower, points it costs")
    for language in languages:
        versions = [
            as_version(rebuilt(document, PARAGRAPH)) for document in ntrex(language, held_out)
        ]
        before = [values(metric().score(version.pairs).rows) for version in versions]
        for kind in DAMAGES:
            found = [
                (whole[row], pair)
                for version, whole in zip(versions, before, strict=True)
                for row, pair in _broken(kind, version)
            ]
            after = values(metric().score([pair for _, pair in found]).rows)
            lost = [
                whole - value
                for (whole, _), value in zip(found, after, strict=True)
                if not math.isnan(whole - value)
            ]
            if lost:
                lower = 100 * sum(points > 0 for points in lost) / len(lost)
                print(
                    f"{language}  {kind:16}{len(lost):5}  {lower:5.1f} % lower, "
                    f"median {statistics.median(lost):5.1f} points",
                    flush=True,
                )


def _broken(kind: str, version: Version) -> Iterator[tuple[int, Pair]]:
    """Rows, from 0, with their damaged pairs; none where no paragraph faces its source any more."""
    for copy in copies(kind, version):
        if len(copy.document.paragraphs) == len(version.pairs):
            for damage in copy.damages:
                row = damage.now[0]
                text = copy.document.paragraphs[row]
                yield row, replace(version.pairs[row], target_paragraphs=(text,))


def speed() -> None:
    found = [
        (source, target)
        for document in ntrex("bn", everything)
        for source, target in zip(document.source, document.target, strict=True)
    ][:TIMED]
    own = [
        Pair(n, "bn", "bn", "en", (Paragraph(s),), (Paragraph(t),))
        for n, (s, t) in enumerate(found, 1)
    ]
    peer = _peer()
    metric().score(own[:50])
    peer([text for pair in found[:50] for text in pair])
    ours, theirs = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        metric().score(own)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        peer([text for pair in found for text in pair])
        theirs.append(time.perf_counter() - begun)
    seconds, other = statistics.median(ours), statistics.median(theirs)
    words = sum(len(s.split()) for s, _ in found) / len(found)
    print(
        f"{len(own) / seconds:.0f} sentence pairs a second (news, {words:.0f} English words each), "
        f"median of {RUNS}; {other / seconds:.2f} times as fast as transformers' encoder alone"
    )


def _peer() -> Callable[[Sequence[str]], None]:
    """The same encoder by `transformers`, in batches of 32 sorted by length."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = str(builtin.folder())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()

    def run(texts: Sequence[str]) -> None:
        ordered = sorted(texts, key=len)
        for start in range(0, len(ordered), 32):
            batch = tokenizer(
                ordered[start : start + 32], padding=True, truncation=True, return_tensors="pt"
            )
            with torch.inference_mode():
                model(**batch)

    return run


def name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".tsv")


PARTS: dict[str, Callable[[], None]] = {
    "people": people,
    "references": references,
    "systems": systems,
    "limits": limits,
    "damage": damage,
    "losses": losses,
    "speed": speed,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; choose from {', '.join(PARTS)}")
    for part in wanted:
        PARTS[part]()
        print()


if __name__ == "__main__":
    main()
