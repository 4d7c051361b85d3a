"""What nobody looked for in a version: no check finds it, and no judge and no person read the text.

The checks see what is lost, added, garbled or left over. Whether what stands there means the
same, in the right words and in sound grammar, only who reads it can tell: a model that judged
(``-m judge``), or a person, who decided on a finding of the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalkit.result.model_server_use import JUDGE

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation
    from evalkit.result.records import SummaryRecord

MEANING, TERMS, GRAMMAR = "wrong meaning", "wrong terms", "grammar"
TERMS_BEYOND = "wrong terms beyond the glossary"


@dataclass(frozen=True, slots=True)
class Unread:
    """How many paragraphs of a version nobody read, of how many with a text, and what that leaves.

    `language` is the one that a reader must know, by name.
    """

    version: str
    language: str
    paragraphs: int
    total: int
    faults: tuple[str, ...]


def unread(evaluation: Evaluation) -> tuple[Unread, ...]:
    """What was not looked for, by version."""
    read = {
        (score.version, score.row)
        for score in evaluation.score_records
        if score.metric == JUDGE and score.row is not None and score.value is not None
    }
    read |= {(d.version, d.row) for d in evaluation.decision_records if d.decision}
    glossary = evaluation.manifest.get("options", {}).get("glossary")
    looked_up = bool(glossary) and "glossary" in evaluation.checks
    faults = (MEANING, TERMS_BEYOND if looked_up else TERMS, GRAMMAR)
    found = []
    for version in evaluation.versions:
        id = version.version
        texts = [r.row for r in evaluation.rows if id in r.targets and r.targets[id].text.strip()]
        left = sum((id, row) not in read for row in texts)
        found.append(Unread(id, version.language_name, left, len(texts), faults))
    return tuple(found)


def unread_in_tables(
    lines: Iterable[SummaryRecord], judged: Mapping[str, int]
) -> tuple[Unread, ...]:
    """The same of versions that stand in the columns of tables, a line for each.

    `judged` has by version the rows that a model judged. Tables have no glossary, and what people
    decided on single findings of theirs is not counted.
    """
    return tuple(
        Unread(
            line.version,
            line.language_name,
            line.rows - judged.get(line.version, 0),
            line.rows,
            (MEANING, TERMS, GRAMMAR),
        )
        for line in lines
    )


def pooled(articles: Iterable[Unread]) -> tuple[Unread, ...]:
    """The same over many articles, their numbers added up."""
    sums: dict[tuple[str, tuple[str, ...]], Unread] = {}
    for each in articles:
        known = sums.get((each.version, each.faults))
        sums[each.version, each.faults] = (
            replace(
                known,
                paragraphs=known.paragraphs + each.paragraphs,
                total=known.total + each.total,
            )
            if known
            else each
        )
    return tuple(sums.values())
