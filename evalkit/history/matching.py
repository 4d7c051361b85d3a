"""Which row of an earlier run is which row of a later one: by the source's text, then by place."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evalkit.result.records import RowRecord

ALIKE = 50.0
"""Per cent of likeness from which a row is taken for a reworded one."""
NEAR = 20
"""How many places a reworded row may have moved among those that changed with it."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Rows of two runs: pairs (old, new) in the new order, and those without a partner."""

    pairs: tuple[tuple[RowRecord, RowRecord], ...]
    removed: tuple[RowRecord, ...]
    added: tuple[RowRecord, ...]


def match_rows(old: Sequence[RowRecord], new: Sequence[RowRecord]) -> Matching:
    """Pair the rows of two runs of one article.

    Rows with the same source text are the same row, wherever they have moved
    to; where a text stands twice, those whose translations are the same too,
    then in order. What remains between two such rows is paired where the texts
    are alike: the source was reworded.
    """
    before, after = [_text(row) for row in old], [_text(row) for row in new]
    steps = SequenceMatcher(None, before, after).get_opcodes()
    partner: dict[int, int] = {}
    for tag, start, end, there, _ in steps:
        if tag == "equal":
            partner.update(zip(range(start, end), range(there, there + end - start), strict=True))
    _pair_same(old, new, before, after, partner)
    taken = set(partner.values())
    for tag, start, end, there, until in steps:
        if tag == "replace":
            gone = [n for n in range(start, end) if n not in partner]
            come = [n for n in range(there, until) if n not in taken]
            _pair_reworded(before, after, gone, come, partner)
    origin = {here: n for n, here in partner.items()}
    return Matching(
        pairs=tuple((old[origin[n]], row) for n, row in enumerate(new) if n in origin),
        removed=tuple(row for n, row in enumerate(old) if n not in partner),
        added=tuple(row for n, row in enumerate(new) if n not in origin),
    )


def _text(row: RowRecord) -> str:
    # What a version added has no source: there its own text says which row it is.
    return row.source or "\n".join(target.text for target in row.targets.values())


def _pair_same(
    old: Sequence[RowRecord],
    new: Sequence[RowRecord],
    before: Sequence[str],
    after: Sequence[str],
    partner: dict[int, int],
) -> None:
    """Pair rows of one text that moved; settle which is which where a text repeats."""
    theirs, ours = _places(before), _places(after)
    for text in theirs.keys() & ours.keys():
        gone, come = theirs[text], ours[text]
        if len(gone) == len(come) == 1:
            partner[gone[0]] = come[0]
            continue
        known = {n: partner.pop(n) for n in gone if n in partner}
        free = dict.fromkeys(come)
        twins: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for m in come:
            twins[_translations(new[m])].append(m)
        for n in gone:
            same = twins[_translations(old[n])]
            if same:
                partner[n] = same.popleft()
                del free[partner[n]]
        # The others keep the place that the rows around them gave them.
        for n in gone:
            if n not in partner and known.get(n) in free:
                partner[n] = known[n]
                del free[known[n]]
        rest = [n for n in gone if n not in partner]
        partner.update(zip(rest, free, strict=False))


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        found[text].append(n)
    return found


def _translations(row: RowRecord) -> tuple[str, ...]:
    return tuple(target.text for target in row.targets.values())


def _pair_reworded(
    before: Sequence[str],
    after: Sequence[str],
    gone: Sequence[int],
    come: Sequence[int],
    partner: dict[int, int],
) -> None:
    from rapidfuzz import fuzz, process

    taken: set[int] = set()
    for place, n in enumerate(gone):
        window = come[max(0, place - NEAR) : place + NEAR + 1]
        near = {m: after[m] for m in window if m not in taken}
        best = process.extractOne(before[n], near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is not None:
            partner[n] = best[2]
            taken.add(best[2])
