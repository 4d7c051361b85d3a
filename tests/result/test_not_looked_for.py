"""What nobody looked for: told of every paragraph that no judge and no person read."""

from __future__ import annotations

from dataclasses import replace

from evalkit.metrics.base import State
from evalkit.reports.looked_for import unread as sentences
from evalkit.result.evaluation import Evaluation
from evalkit.result.not_looked_for import GRAMMAR, MEANING, TERMS, TERMS_BEYOND, pooled, unread
from evalkit.result.records import DecisionRecord, ScoreRecord
from tests.reports import sample

JUDGED = sample.evaluation()
BN, PA = unread(JUDGED)


def verdict(row: int | None, version: str, value: float | None) -> ScoreRecord:
    state: State = "scored" if value is not None else "unscored"
    return ScoreRecord("a", row, version, "judge", value, state, "", "judge|x")


def decision(row: int, version: str, said: str) -> DecisionRecord:
    texts = dict.fromkeys(DecisionRecord.__slots__, "")
    return DecisionRecord(**{**texts, "row": row, "version": version, "decision": said})  # type: ignore[arg-type]


def left(judged: Evaluation) -> dict[str, int]:
    return {each.version: each.paragraphs for each in unread(judged)}


def test_where_nobody_read_all_three_are_left() -> None:
    assert BN.paragraphs == BN.total > 10
    assert BN.faults == PA.faults == (MEANING, TERMS, GRAMMAR)
    assert (BN.language, PA.language) == ("Bengali", "Punjabi")


def test_an_empty_or_missing_paragraph_has_nothing_to_read() -> None:
    texts = [row for row in JUDGED.rows if row.targets["bn"].text.strip()]
    assert BN.total == len(texts) < len(JUDGED.rows)


def test_what_the_judge_gave_a_verdict_on_was_read() -> None:
    judged = replace(
        JUDGED,
        score_records=(verdict(1, "bn", 0.0), verdict(2, "bn", None), verdict(None, "pa", 9.0)),
    )
    assert left(judged) == {"bn": BN.total - 1, "pa": PA.total}


def test_where_a_person_decided_a_person_read() -> None:
    judged = replace(
        JUDGED, decision_records=(decision(2, "bn", "dismissed"), decision(3, "bn", ""))
    )
    assert left(judged) == {"bn": BN.total - 1, "pa": PA.total}


def test_a_glossary_leaves_the_terms_that_are_not_in_it() -> None:
    judged = replace(JUDGED, checks=("glossary",), manifest={"options": {"glossary": "terms.csv"}})
    assert unread(judged)[0].faults == (MEANING, TERMS_BEYOND, GRAMMAR)
    assert unread(replace(judged, checks=()))[0].faults == (MEANING, TERMS, GRAMMAR)


def test_over_articles_the_numbers_add_up() -> None:
    read = replace(BN, paragraphs=0)
    (whole,) = pooled([BN, read])
    assert (whole.paragraphs, whole.total) == (BN.total, 2 * BN.total)
    assert sentences([whole]) == (
        f"Not looked for in {BN.total} of {2 * BN.total} paragraphs: wrong meaning, wrong terms, "
        "grammar; a reader of Bengali must still read them.",
    )


def test_what_was_read_throughout_is_not_told() -> None:
    assert sentences([replace(BN, paragraphs=0)]) == ()
    assert sentences([replace(BN, paragraphs=0), PA]) == (
        "Not looked for: wrong meaning, wrong terms, grammar; a reader of Punjabi must still read it.",
    )
