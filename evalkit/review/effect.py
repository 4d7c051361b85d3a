"""What decisions did to evaluations, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evalkit.result.evaluation import Evaluation
from evalkit.result.records import DecisionRecord
from evalkit.review.applying import FIXED, still_there
from evalkit.review.resolving import CONFLICT, Key, by_finding, resolved


@dataclass(frozen=True, slots=True)
class Effect:
    """How many findings were decided how.

    `fixed` counts those that are gone or were marked on these very texts,
    `still_there` those marked on other texts and found in these. `unmatched`
    were accepted or dismissed, or are in conflict, and are found no longer;
    `elsewhere` belong to other `articles`.
    """

    dismissed: int
    accepted: int
    fixed: int
    still_there: int
    conflicts: int
    unmatched: int
    elsewhere: int
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What decisions came to in one article.

    `findings` counts its findings by decision, `still_there` those of them that
    were marked as fixed on other texts. `there` are the findings that entries
    name and it has, `gone` those it has not, each with the decision that holds;
    entries on any article that it has not are for all articles together to tell.
    """

    article: str
    findings: Mapping[str, int]
    still_there: int
    there: tuple[Key, ...] = ()
    gone: tuple[tuple[Key, str], ...] = ()


def settled(evaluation: Evaluation, reviewers: Collection[str] = ()) -> Settled:
    """What decisions came to in an evaluation to which they have been applied.

    `reviewers` are those whose word goes first.
    """
    found = {(f.version, f.fingerprint) for f in evaluation.listed_records}
    named = by_finding(evaluation.decision_records)
    return Settled(
        article=evaluation.article,
        findings=dict(Counter(f.decision for f in evaluation.listed_records if f.decision)),
        still_there=len(still_there(evaluation)),
        there=tuple(key for key in named if key[1:] in found),
        gone=tuple(
            (key, resolved(group, reviewers).decision)
            for key, group in named.items()
            if key[0] and key[1:] not in found
        ),
    )


def effect(
    articles: Iterable[Settled],
    entries: Iterable[DecisionRecord],
    reviewers: Collection[str] = (),
) -> Effect:
    """What decisions came to in some articles.

    `entries` are all that were applied to any of them, and those on others;
    `reviewers` those whose word goes first.
    """
    entries = tuple(entries)
    counts: Counter[str] = Counter()
    here, there, gone, back = {""}, set[Key](), dict[Key, str](), 0
    for article in articles:
        here.add(article.article)
        counts.update(article.findings)
        back += article.still_there
        there.update(article.there)
        gone.update(article.gone)
    anywhere = by_finding(r for r in entries if not r.article)
    gone |= {key: resolved(group, reviewers).decision for key, group in anywhere.items()}
    lost = Counter(decision for key, decision in gone.items() if key not in there)
    others = by_finding(r for r in entries if r.article not in here)
    return Effect(
        dismissed=counts["dismissed"],
        accepted=counts["accepted"],
        fixed=counts[FIXED] - back + lost[FIXED],
        still_there=back,
        conflicts=counts[CONFLICT],
        unmatched=lost["accepted"] + lost["dismissed"] + lost[CONFLICT],
        elsewhere=len(others),
        articles=tuple(sorted({article for article, *_ in others})),
    )
