"""What reviewers decided, from `--decisions`: read, and said in one line what it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalkit.cli.console import note
from evalkit.cli.harmless import harmless

if TYPE_CHECKING:
    from evalkit.evaluation import Evaluation
    from evalkit.result.records import DecisionRecord
    from evalkit.review import Effect, Settled

NAMED = 3
"""Other articles that are named."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The entries of all decision files, and the reviewers whose files they are."""

    paths: tuple[str, ...] = ()
    records: tuple[DecisionRecord, ...] = ()
    reviewers: tuple[str, ...] = ()


def decided(paths: Sequence[str]) -> Decided:
    """What the files say; InputError for one that is no decision file."""
    if not paths:
        return Decided()
    from evalkit.review import read_decisions

    files = [read_decisions(path) for path in paths]
    names = dict.fromkeys(file.reviewer for file in files if file.reviewer)
    records = tuple(record for file in files for record in file.records)
    return Decided(tuple(paths), records, tuple(names))


def with_decisions(evaluation: Evaluation, given: Decided) -> Evaluation:
    """The evaluation with them; what that did is said in one line."""
    if not given.paths:
        return evaluation
    from evalkit.review import applied, settled

    found = applied(evaluation, given.records, given.reviewers)
    # Those it had before count too.
    every = replace(given, records=tuple(dict.fromkeys((*found.decision_records, *given.records))))
    say_effect([settled(found, given.reviewers)], every)
    return found


def say_effect(articles: Iterable[Settled], given: Decided) -> None:
    """One line on what the decisions did, where there are any."""
    if given.paths:
        from evalkit.review import effect

        note(line(effect(articles, given.records, given.reviewers)))


def line(found: Effect) -> str:
    """The numbers in words.

    >>> from evalkit.review import Effect
    >>> line(Effect(3, 2, 1, 1, 0, 0, 0, ()))
    'decisions: 3 dismissed stay quiet, 2 accepted, 1 fixed; 1 marked fixed is still there'
    """
    stay = "stays" if found.dismissed == 1 else "stay"
    are = "is" if found.still_there == 1 else "are"
    match = "matches" if found.unmatched == 1 else "match"
    s = "" if found.conflicts == 1 else "s"
    settled = [
        f"{found.dismissed} dismissed {stay} quiet" if found.dismissed else "",
        f"{found.accepted} accepted" if found.accepted else "",
        f"{found.fixed} fixed" if found.fixed else "",
    ]
    more = ", …" if len(found.articles) > NAMED else ""
    articles = ", ".join(map(harmless, found.articles[:NAMED])) + more
    open_ = [
        ", ".join(filter(None, settled)),
        f"{found.still_there} marked fixed {are} still there" if found.still_there else "",
        f"{found.conflicts} conflict{s}" if found.conflicts else "",
        f"{found.unmatched} no longer {match} (the text changed or the fault is gone)"
        if found.unmatched
        else "",
        f"{found.elsewhere} of other articles ({articles})" if found.elsewhere else "",
    ]
    return f"decisions: {'; '.join(filter(None, open_)) or 'none on these findings'}"
