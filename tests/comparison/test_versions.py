"""Versions of one language held against each other, in one article and over a batch."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from evalkit.checks.base import Severity
from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.comparison.versions import completed, with_comparisons
from evalkit.document import Document, InputError
from evalkit.evaluation import Evaluation, evaluate
from evalkit.result.records import (
    ComparisonRecord,
    FindingRecord,
    Input,
    RowRecord,
    ScoreRecord,
    Target,
)
from tests.builders import document

NONE: tuple[Severity | None, ...] = (None,) * 8
TEN_WORDS = "one two three four five six seven eight nine ten"


def article(
    points: Mapping[str, Sequence[Severity | None]],
    name: str = "article",
    scores: Mapping[str, Sequence[float | None]] | None = None,
    metric: str = "comet:some/model",
) -> Evaluation:
    """An article of rows of ten words; each version's findings, one or none a row."""
    count = len(next(iter(points.values())))
    judged = Evaluation(
        article=name,
        inputs=tuple(_input(v) for v in points),
        rows=tuple(
            RowRecord(n, "paragraph", 0, TEN_WORDS, "", {v: Target("x", "1:1", ()) for v in points})
            for n in range(1, count + 1)
        ),
        metrics=(metric,) if scores else (),
        checks=("truncated-sentence",),
        score_records=tuple(_scores(name, metric, scores or {})),
        finding_records=tuple(
            _finding(name, n, version, severity)
            for version, found in points.items()
            for n, severity in enumerate(found, 1)
            if severity
        ),
        manifest={},
    )
    return with_comparisons(judged)


def _input(version: str) -> Input:
    language = version.partition("-")[0]
    return Input("version", version, language, language, version, version, "", "text", 1)


def _finding(article: str, row: int, version: str, severity: Severity) -> FindingRecord:
    where = (None, None)
    return FindingRecord(
        f"{row}{version}", article, row, version, "truncated-sentence", "Accuracy/Omission",
        severity, 1.0, "", "", *where, "", *where, (), "",
    )  # fmt: skip


def _scores(
    article: str, metric: str, scores: Mapping[str, Sequence[float | None]]
) -> list[ScoreRecord]:
    found = []
    for version, values in scores.items():
        known = [v for v in values if v is not None]
        whole = (None, sum(known) / len(known))
        for row, value in (whole, *enumerate(values, 1)):
            state = "unscored" if value is None else "scored"
            found.append(
                ScoreRecord(article, row, version, metric, value, state, "", "comet|one")  # type: ignore[arg-type]
            )
    return found


def compare_systems(batch: Sequence[Evaluation]) -> tuple[ComparisonRecord, ...]:
    return Batch([digest(judged) for judged in batch]).systems


def only(records: Sequence[ComparisonRecord], metric: str = "penalty") -> ComparisonRecord:
    (found,) = (r for r in records if r.metric == metric)
    return found


def test_two_versions_of_a_language_are_compared_by_penalty() -> None:
    judged = article({"bn-x-one": ["major"] * 8, "bn-x-two": ["minor"] * 8})
    found = only(judged.comparison_records)
    assert (found.version, found.against) == ("bn-x-two", "bn-x-one")
    # 1 and 5 points in every ten words; all rows alike, so no resample differs.
    assert (found.value, found.against_value, found.difference) == (10.0, 50.0, -40.0)
    assert (found.low, found.high) == (None, None)
    assert found.p_randomisation == found.p_adjusted == round(2 / 2**8, 5)
    assert (found.clusters, found.unit) == (8, "paragraph")
    assert found.words.startswith(
        "bn-x-two is 40 points per 100 words better than bn-x-one; hardly chance"
    )


def test_versions_of_different_languages_are_never_compared() -> None:
    judged = article(
        {"bn": ["major"] * 8, "pa": ["minor"] * 8}, scores={"bn": [0.5] * 8, "pa": [0.9] * 8}
    )
    assert judged.comparison_records == ()
    assert compare_systems([judged, replace(judged, article="other")]) == ()


def test_three_versions_are_compared_pair_by_pair() -> None:
    judged = article({f"bn-x-{n}": [None] * 7 for n in "abc"} | {"pa": [None] * 7})
    pairs = [(r.version, r.against) for r in judged.comparison_records]
    assert pairs == [("bn-x-b", "bn-x-a"), ("bn-x-c", "bn-x-a"), ("bn-x-c", "bn-x-b")]


def test_the_p_of_several_pairs_are_corrected_for_their_number() -> None:
    """Holm's: 2 of 2^8 ways to swap, three pairs; then 20 of 2^8, two pairs, and so on."""
    points: dict[str, Sequence[Severity | None]] = {
        "bn-x-a": ["major"] * 8,
        "bn-x-b": ["minor"] * 8,
        "bn-x-c": [None, "minor", "minor", "minor", "minor", "minor", "minor", "minor"],
    }
    records = article(points).comparison_records
    assert [r.p_randomisation for r in records] == [0.00781, 0.00781, 1.0]
    assert [r.p_adjusted for r in records] == [0.02344, 0.02344, 1.0]
    for record in records[:2]:
        assert "hardly chance" in record.words
        assert "as one of 3 pairs compared, that counts as 2 of 100 cases (Holm)" in record.words
    pair = {version: points[version] for version in ("bn-x-a", "bn-x-b")}
    (alone,) = article(pair).comparison_records
    assert alone.p_adjusted == alone.p_randomisation
    assert "Holm" not in alone.words


def test_what_is_clear_alone_need_not_be_among_many() -> None:
    """Six minors of eight rows against none: p = 2 / 2^6 = 0.03, of three pairs no longer clear."""
    minor: list[Severity | None] = ["minor"]
    points: dict[str, Sequence[Severity | None]] = {
        "bn-x-a": [*minor * 6, *NONE[:2]],
        "bn-x-b": NONE,
        "bn-x-c": [*minor * 3, *NONE[:5]],
    }
    pair = {version: points[version] for version in ("bn-x-a", "bn-x-b")}
    assert "hardly chance" in only(article(pair).comparison_records).words
    first = article(points).comparison_records[0]
    assert (first.p_randomisation, first.p_adjusted) == (0.03125, 0.09375)
    assert "may be chance" in first.words


def test_pairs_of_another_language_are_another_family() -> None:
    points: dict[str, Sequence[Severity | None]] = {
        f"{language}-x-{n}": ["minor"] * 6 if n == "a" else [None] * 6
        for language in ("bn", "pa")
        for n in "ab"
    }
    for record in article(points).comparison_records:
        assert record.p_adjusted == record.p_randomisation == 0.03125


def test_tests_follow_the_seed_of_their_evaluation() -> None:
    chance = random.Random(3)
    scores: dict[str, Sequence[float | None]] = {
        f"bn-x-{n}": [chance.random() for _ in range(30)] for n in "ab"
    }
    judged = article({version: [None] * 30 for version in scores}, scores=scores)
    found = {
        seed: only(
            with_comparisons(replace(judged, manifest={"seed": seed})).comparison_records,
            "comet:some/model",
        )
        for seed in (12345, 1, 2)
    }
    assert only(judged.comparison_records, "comet:some/model") == found[12345]
    assert len({(r.low, r.p_randomisation) for r in found.values()}) == 3
    assert len({r.difference for r in found.values()}) == 1


def test_where_nothing_was_checked_there_is_no_penalty_to_compare() -> None:
    judged = replace(article({"bn-x-one": [None] * 8, "bn-x-two": [None] * 8}), checks=())
    assert with_comparisons(judged).comparison_records == ()


def test_a_few_paragraphs_are_too_few_to_test() -> None:
    judged = article({"bn-x-one": ["major"] * 5, "bn-x-two": [None] * 5})
    found = only(judged.comparison_records)
    assert found.difference == -50.0
    assert found.low is found.high is found.p_bootstrap is found.p_randomisation is None
    assert "too few paragraphs to tell chance from more (5; 6 are needed)" in found.words


def test_rows_that_only_one_version_has_a_score_for_are_left_out() -> None:
    one, two = [0.5, 0.6, 0.7, 0.8, 0.5, 0.6, 0.7, None], [0.6] * 7 + [0.1]
    judged = article(
        {"bn-x-one": [None] * 8, "bn-x-two": [None] * 8},
        scores={"bn-x-one": one, "bn-x-two": two},
    )
    found = only(judged.comparison_records, "comet:some/model")
    assert found.clusters == 7
    assert found.against_value == pytest.approx(4.4 / 7, abs=1e-6)
    assert found.value == 0.6
    assert "means of the paragraphs' scores" in found.words
    assert "over the 7 of 8 paragraphs that have both scores" in found.words


def test_scores_made_in_two_ways_are_not_held_against_each_other() -> None:
    judged = article(
        {"bn-x-one": [None] * 8, "bn-x-two": [None] * 8},
        scores={"bn-x-one": [0.5] * 8, "bn-x-two": [0.6] * 8},
    )
    mixed = replace(
        judged,
        score_records=tuple(
            replace(s, signature="comet|other") if s.version == "bn-x-two" else s
            for s in judged.score_records
        ),
    )
    found = only(with_comparisons(mixed).comparison_records, "comet:some/model")
    assert found.value is found.difference is found.p_bootstrap is None
    assert found.words.startswith("not compared")


def test_similarity_is_relative_to_its_own_document_and_not_compared() -> None:
    judged = article(
        {"bn-x-one": [None] * 8, "bn-x-two": [None] * 8},
        scores={"bn-x-one": [50.0] * 8, "bn-x-two": [60.0] * 8},
        metric="similarity",
    )
    assert {r.metric for r in judged.comparison_records} == {"penalty"}


def batch(articles: int) -> list[Evaluation]:
    """In every other article the first version is bad throughout."""
    return [
        article(
            {"bn-x-one": ["major" if n % 2 else None] * 4, "bn-x-two": [None] * 4, "pa": [None] * 4},
            name=f"article-{n}",
            scores={"bn-x-one": [0.2 * (n % 2)] * 4, "bn-x-two": [0.3] * 4},
        )
        for n in range(articles)
    ]  # fmt: skip


def test_over_a_batch_documents_are_drawn_whole() -> None:
    found = only(compare_systems(batch(12)))
    assert (found.article, found.clusters, found.unit) == ("", 12, "document")
    assert (found.against_value, found.value) == (25.0, 0.0)
    # Twelve documents, six of them without a difference: 2 of 2^6 ways to swap the others.
    assert found.p_randomisation == 2 / 2**6
    mean = only(compare_systems(batch(12)), "comet:some/model")
    assert mean.difference == pytest.approx(0.2)
    assert mean.clusters == 12


def test_over_a_batch_only_articles_with_both_versions_count() -> None:
    alone = article({"bn-x-one": ["critical"] * 4, "pa": [None] * 4}, name="alone")
    assert only(compare_systems([*batch(12), alone])).clusters == 12


def test_one_article_is_no_batch() -> None:
    assert compare_systems(batch(1)) == ()


def test_a_version_over_all_articles() -> None:
    one, two, pa = Batch([digest(judged) for judged in batch(12)]).pooled
    assert (one.article, one.version, one.file, one.rows) == ("", "bn-x-one", "", 48)
    assert (one.major, one.rows_with_findings, one.penalty) == (24, 24, 25.0)
    # Binomial: of 12 documents 6 are bad; 1.1 % of resamples (twelve are few: Student's t) hold 2 or
    # fewer, or 10 or more.
    assert (one.penalty_low, one.penalty_high) == (round(50 * 2 / 12, 2), round(50 * 10 / 12, 2))
    assert one.metrics == {"comet:some/model": 0.1}
    assert (two.penalty, two.penalty_low, two.penalty_high) == (0.0, None, None)
    assert pa.metrics == {"comet:some/model": None}


def test_the_queue_is_by_penalty_then_risk_then_row() -> None:
    judged = article({"bn": [None, "minor", "major", None], "pa": ["minor", None, "minor", None]})
    records = tuple(
        replace(r, addition_risk=0.4) if (r.row, r.version) == (4, "pa") else r
        for r in judged.paragraph_records
    )
    judged.__dict__["paragraph_records"] = records
    assert judged.queue == (
        (3, "bn"), (1, "pa"), (2, "bn"), (3, "pa"), (4, "pa"), (1, "bn"), (2, "pa"), (4, "bn"),
    )  # fmt: skip


ENGLISH = (
    "The river rose by three metres in one night.",
    "Nobody in the village was told before noon.",
    "The bridge at the old market was closed on Monday.",
    "Volunteers carried the books of the library to the upper floor.",
    "The sensor sends a number to a small computer.",
    "Open code has a practical reason.",
    "The team publishes every mistake with its cause.",
)
ONE = (
    "Der Fluss stieg in einer Nacht um drei Meter.",
    "Niemand im Dorf erfuhr es vor Mittag.",
    "Die Brücke am alten Markt wurde am Montag geschlossen.",
    "Freiwillige trugen die Bücher der Bibliothek in den ersten Stock.",
    "Der Sensor sendet eine Zahl an einen kleinen Rechner.",
    "Offener Code hat einen praktischen Grund.",
    "Das Team veröffentlicht jeden Fehler mit seiner Ursache.",
)
TWO = (
    "Der Fluss ist in der Nacht um drei Meter gestiegen.",
    "Niemand in dem Dorf erfuhr davon vor Mittag.",
    "Am Montag schloss man die Brücke am Markt.",
    "Freiwillige trugen die Bücher der Bibliothek nach oben.",
    "Der Sensor sendet die Zahl an einen kleinen Computer.",
    "Offener Code hat praktische Gründe.",
    "Das Team veröffentlicht jeden Fehler und seine Ursache.",
)


@pytest.fixture(scope="module")
def german() -> Evaluation:
    return evaluate(
        [version("one", ONE), version("two", TWO)],
        [document(*ENGLISH), document(*ONE, language="de", name="reference.de.txt")],
        ["bleu", "chrf", "ter"],
        ["none"],
    )


def version(name: str, texts: Sequence[str]) -> Document:
    return document(*texts, language=f"de-x-{name}")


def test_corpus_scores_come_from_counts(german: Evaluation) -> None:
    scores = {
        "bleu": BLEU(force=True).corpus_score(list(TWO), [list(ONE)]).score,
        "chrf": CHRF().corpus_score(list(TWO), [list(ONE)]).score,
    }
    for metric, expected in scores.items():
        found = only(german.comparison_records, metric)
        assert found.value == pytest.approx(expected, abs=1e-6)
        assert found.against_value == pytest.approx(100)
        assert "means" not in found.words
        assert f"people agreed with the order in about {88 if metric == 'bleu' else 93} of 100" in (
            found.words
        )


def test_fewer_edits_are_better(german: Evaluation) -> None:
    found = only(german.comparison_records, "ter")
    assert found.difference is not None
    assert found.difference > 0
    assert "TER worse than" in found.words


def test_comparisons_stand_in_the_json_and_need_not(german: Evaluation) -> None:
    table = json.loads(german.to_json())
    assert [c["metric"] for c in table["comparisons"]] == ["bleu", "chrf", "ter"]
    assert Evaluation.from_json(german.to_json()) == german
    del table["comparisons"], table["statistics"]
    older = Evaluation.from_json(json.dumps(table))
    assert older.comparison_records == ()
    found = only(completed(older).comparison_records, "chrf")
    assert "means of the paragraphs' scores" in found.words


def test_counts_that_are_no_numbers_are_refused(german: Evaluation) -> None:
    table = json.loads(german.to_json())
    table["statistics"][0]["counts"][0] = "many"
    with pytest.raises(InputError, match="counts"):
        Evaluation.from_json(json.dumps(table), str(Path("evaluation.json")))
