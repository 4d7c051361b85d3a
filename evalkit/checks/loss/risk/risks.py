"""The risks of every row, with the evidence in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.evidence.length_model import ratio_in_words, size
from evalkit.checks.evidence.once import once
from evalkit.checks.loss.link_text import Gap, gaps
from evalkit.checks.loss.risk.logistic import Models, fitted, probability
from evalkit.checks.loss.risk.row_evidence import Row, rows, says

CERTAIN = 0.99
"""The risk of a row that lacks one side altogether."""
SHORT = 1.0
"""So many deviations under or over the expected length are worth telling."""
FEWEST = 1.0
"""So many words without a counterpart are."""
KEPT = 0.7
"""log(1 + words) that another version kept, from which on that is worth telling."""
LINKED = 2.0
"""What a space that a link seems to have left behind adds to the log-odds, if it surely lost words.

Set by hand: no training text shows such spaces."""
LENGTH = "it is"
"""How the evidence of length begins."""
LINK = "words seem to be lost with a link"
"""The evidence of a space that a link left behind, wherever in the row it is."""
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Risk:
    """How probable it is that a row leaves something out, and that it adds something.

    Both are 0 to 1, for a document in which one row in twenty has the fault.
    `omitted` and `added` are the evidence, in the words of a reviewer.
    """

    omission: float
    addition: float
    omitted: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@once
def risks(version: Version) -> tuple[Risk, ...]:
    """The risks of every row, in order; computed once for all that read them."""
    lost: dict[int, list[Gap]] = defaultdict(list)
    for gap in gaps(version):
        if gap.lost:
            lost[gap.pair.row].append(gap)
    return tuple(
        _risk(row, lost[pair.row]) if row else _one_sided(pair)
        for pair, row in zip(version.pairs, rows(version), strict=True)
    )


def _one_sided(pair: Pair) -> Risk:
    if says(pair.source):
        return Risk(CERTAIN, 0.0, ("nothing in the version faces it",))
    if says(pair.target):
        return Risk(0.0, CERTAIN, (), ("nothing in the source faces it",))
    return Risk(0.0, 0.0)


def _risk(row: Row, gaps_: Sequence[Gap]) -> Risk:
    known = fitted()
    omitted = list(_omitted(row))
    omission = odds(known.omission, row)
    if gaps_:
        omission += LINKED * max(gap.probability for gap in gaps_)
        omitted.append(LINK)
    return Risk(
        round(probability(omission), DIGITS),
        round(probability(odds(known.addition, row)), DIGITS),
        tuple(omitted),
        tuple(_added(row)),
    )


def odds(models: Models, row: Row) -> float:
    """The log-odds of one risk, by all that is known of the row."""
    if row.words is None:
        return models.text.odds(row.text)
    found = models.words.odds({**row.text, **row.words})
    if row.cross_version is None or models.witnessed is None:
        return found
    return models.witnessed.odds({"odds": found, **row.cross_version})


def _omitted(row: Row) -> Iterator[str]:
    if row.text["short"] >= SHORT:
        expected = "of the length its source leads one to expect"
        yield f"{LENGTH} {_share(row)} {expected} ({rare(row)})"
    if row.text["fewer"]:
        yield f"it has {_many(int(row.text['fewer']), 'sentence')} fewer than its source"
    words = row.pair.words
    if words and row.words:
        lost = sum(1 - support for support in words.source_support)
        if lost >= FEWEST:
            yield (
                f"nothing in the version stands for about {round(lost)} of the source's "
                f"{_many(len(words.source), 'word')}"
            )
    if row.text["ending"] > 0:
        yield "it ends unlike a whole sentence"
    if row.text["mark"] > 0:
        yield "its sentence end is missing"
    if row.text["lost"]:
        anchors = _many(int(row.text["lost"]), "name or figure", "names or figures")
        yield f"{anchors} cannot be found"
    if row.cross_version and row.cross_version["kept_elsewhere"] >= KEPT:
        yield "another version has counterparts for most of what is missing"


def _added(row: Row) -> Iterator[str]:
    if row.text["long"] >= SHORT:
        yield f"{LENGTH} {_share(row)} of the length its source leads one to expect"
    if row.text["more"]:
        yield f"it has {_many(int(row.text['more']), 'sentence')} more than its source"
    words = row.pair.words
    if words and row.words:
        alien = sum(1 - support for support in words.target_support)
        if alien >= FEWEST:
            yield (
                f"nothing in the source stands for about {round(alien)} of the version's "
                f"{_many(len(words.target), 'word')}"
            )


def _share(row: Row) -> str:
    return ratio_in_words(size(row.pair.source), size(row.pair.target), row.model)


def rare(row: Row) -> str:
    """How many sound paragraphs are so short for their source, in words.

    What counts is how far a text of this length may lie from what is expected: a
    paragraph of 400 characters varies less than one of 40.
    """
    z = row.model.z(size(row.pair.source), size(row.pair.target))
    share = fitted().as_short(z)
    return f"{one_in(share)} sound paragraphs of this length is this short"


def one_in(share: float) -> str:
    """A share in words, rounded to what a reader can hold.

    >>> one_in(0.2), one_in(0.0123), one_in(0.0004)
    ('about 1 in 5', 'about 1 in 80', 'fewer than 1 in 1,000')
    """
    if share < 1 / 1000:
        return "fewer than 1 in 1,000"
    many = 1 / share
    step = 1 if many < 10 else 10 if many < 100 else 100
    return f"about 1 in {round(many / step) * step}"


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
