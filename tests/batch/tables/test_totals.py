"""A table as a whole: what `evaluate` and sacrebleu say of all its lines at once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from sacrebleu.metrics.base import Metric as Engine
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from evalkit.alignment import Pair
from evalkit.batch.tables import CHECKS, LEXICAL, Result, Run
from evalkit.batch.tables.table_run import MANIFEST
from evalkit.comparison.versions import compare_versions
from evalkit.evaluation import Evaluation
from evalkit.metrics import METRICS
from evalkit.metrics.base import RowMetric, Score, omitted, sourceless
from evalkit.result.records import ComparisonRecord, ScoreRecord, SummaryRecord
from tests.batch.tables.segments import Line, evaluated, finished, lines, table, task, write_csv

MANY = 360
ENGINES: dict[str, Engine] = {
    "bleu": BLEU(force=True),
    "chrf": CHRF(),
    "chrf++": CHRF(word_order=2),
    "ter": TER(),
}
NOT_OF_A_TABLE = {"file", "strip", "two_by_two", "metrics"}


def judged(directory: Path, rows: list[Line], size: int, **wanted: object) -> Result:
    path = write_csv(directory / "news.csv", rows)
    wanted = {"metrics": LEXICAL, **wanted}
    return finished(Run((path,), task(path, **wanted), directory / "out", size))


def score(result: Result, version: str, metric: str) -> ScoreRecord:
    (found,) = (s for s in result.score_records if (s.version, s.metric) == (version, metric))
    return found


def by_name(records: Iterable[ScoreRecord]) -> dict[tuple[str, str], ScoreRecord]:
    return {(s.version, s.metric): s for s in records if s.row is None}


def test_a_table_of_one_part_comes_to_what_evaluate_says(tmp_path: Path) -> None:
    """Values, limits, signatures and penalties to the last digit."""
    rows = lines(40)
    expected = evaluated(rows, LEXICAL, CHECKS, "news")
    result = judged(tmp_path, rows, 40, checks=CHECKS)
    assert by_name(result.score_records) == by_name(expected.score_records)
    for ours, theirs in zip(result.summary_records, expected.summary_records, strict=True):
        for field in {f.name for f in fields(SummaryRecord)} - NOT_OF_A_TABLE:
            assert getattr(ours, field) == getattr(theirs, field), field
        assert ours.metrics == theirs.metrics
        assert ours.penalty_low is not None
        assert (ours.findings or 0) > 10


@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_so_does_a_table_of_a_few_lines(tmp_path: Path, count: int) -> None:
    rows = lines(count)
    expected = evaluated(rows, LEXICAL, CHECKS, "news")
    result = judged(tmp_path, rows, 40, checks=CHECKS)
    assert by_name(result.score_records) == by_name(expected.score_records)
    for ours, theirs in zip(result.summary_records, expected.summary_records, strict=True):
        assert (ours.penalty, ours.penalty_low, ours.penalty_high) == (
            theirs.penalty, theirs.penalty_low, theirs.penalty_high
        )  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[Line]:
    return lines(MANY, seed=3)


@pytest.fixture(scope="module")
def whole(rows: list[Line]) -> Evaluation:
    return evaluated(rows, LEXICAL, ("none",), "news")


@pytest.fixture(scope="module")
def result(rows: list[Line], tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The same lines, judged in four parts of which the last is short."""
    return judged(tmp_path_factory.mktemp("parts"), rows, 110)


@pytest.mark.parametrize("metric", LEXICAL)
@pytest.mark.parametrize(("version", "column"), [("bn", 1), ("bn-x-two", 2)])
def test_many_parts_score_as_sacrebleu_scores_all_their_lines(
    rows: list[Line], result: Result, whole: Evaluation, version: str, column: int, metric: str
) -> None:
    """To the last digit; the limits are those that `evaluate` gives, as near as another draw is."""
    found = score(result, version, metric)
    texts, references = [row[column] for row in rows], [row[3] for row in rows]
    assert found.value == ENGINES[metric].corpus_score(texts, [references]).score
    expected = by_name(whole.score_records)[version, metric]
    assert expected.low is not None
    assert expected.high is not None
    tenth = (expected.high - expected.low) / 10
    assert found.low == pytest.approx(expected.low, abs=tenth)
    assert found.high == pytest.approx(expected.high, abs=tenth)


@pytest.mark.parametrize("metric", LEXICAL)
def test_the_signature_says_how_the_limits_were_drawn(
    result: Result, whole: Evaluation, metric: str
) -> None:
    (plain,) = {s.signature for s in whole.score_records if s.row is None and s.metric == metric}
    assert "|bs:1000|seed:12345|" in plain
    assert score(result, "bn", metric).signature == f"{plain}|strata:parts"


def test_two_systems_compare_as_all_rows_at_once_do(result: Result, whole: Evaluation) -> None:
    expected = compare_versions(whole)
    assert [r.metric for r in expected] == list(LEXICAL)
    for ours, theirs in zip(result.comparison_records, expected, strict=True):
        near(ours, theirs)


def test_so_do_their_penalties(tmp_path: Path) -> None:
    rows = lines(60)
    expected = compare_versions(evaluated(rows, (), CHECKS, "news"))
    result = judged(tmp_path, rows, 60, metrics=(), checks=CHECKS)
    (ours,), (theirs,) = result.comparison_records, expected
    assert theirs.metric == "penalty"
    assert theirs.difference != 0
    near(ours, theirs)


def near(ours: ComparisonRecord, theirs: ComparisonRecord) -> None:
    for name in ("article", "language", "version", "against", "metric", "clusters", "unit"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("value", "against_value", "difference"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=2e-6)
    assert theirs.low is not None
    assert theirs.high is not None
    tenth = (theirs.high - theirs.low) / 10
    assert ours.low == pytest.approx(theirs.low, abs=tenth)
    assert ours.high == pytest.approx(theirs.high, abs=tenth)
    assert ours.p_bootstrap == pytest.approx(theirs.p_bootstrap, abs=0.05)
    assert ours.p_randomisation == pytest.approx(theirs.p_randomisation, abs=0.05)
    assert ours.words.partition(";")[0] == theirs.words.partition(";")[0]


def test_too_few_lines_to_compare(tmp_path: Path) -> None:
    for record in judged(tmp_path, lines(5), 2).comparison_records:
        assert record.difference is not None
        assert record.low is record.p_bootstrap is record.p_randomisation is None
        assert "too few paragraphs" in record.words


def test_rows_without_a_reference_are_counted_and_not_scored(tmp_path: Path) -> None:
    """In one part some, in another all: the whole is over the rest."""
    rows = lines(30)
    kept = [(*row[:3], "" if 4 <= n < 20 else row[3]) for n, row in enumerate(rows)]
    found = score(judged(tmp_path, kept, 10), "bn", "chrf")
    scored = [row for row in kept if row[3]]
    expected = CHRF().corpus_score([r[1] for r in scored], [[r[3] for r in scored]])
    assert found.value == expected.score
    assert found.reason == "14 of 30 rows scored"
    assert found.low is not None


def test_a_version_without_any_reference_says_so(tmp_path: Path) -> None:
    rows = [(*row[:3], "") for row in lines(7)]
    result = judged(tmp_path, rows, 3)
    for found in result.score_records:
        assert (found.value, found.state) == (None, "unscored")
        assert found.reason == "no reference in Bengali"
        assert found.low is found.high is None
    assert result.comparison_records == ()


def test_two_references_are_those_of_sacrebleu(tmp_path: Path) -> None:
    rows = lines(25)
    names = ("en", "bn", "ref.bn", "reference.bn")
    path = write_csv(tmp_path / "t.csv", rows, names)
    result = finished(Run((path,), task(path, metrics=LEXICAL), tmp_path / "out", 10))
    texts, one, two = ([row[n] for row in rows] for n in (1, 2, 3))
    for metric, engine in ENGINES.items():
        found = score(result, "bn", metric)
        assert found.value == engine.corpus_score(texts, [one, two]).score
        assert found.signature.startswith("nrefs:2|bs:1000|seed:12345|")


def test_several_tables_come_to_one_whole(tmp_path: Path) -> None:
    rows = lines(50)
    together = judged(tmp_path, rows, 50)
    paths = [write_csv(tmp_path / f"{n}.csv", rows[n : n + 25]) for n in (0, 25)]
    result = finished(Run(tuple(paths), task(paths[0], metrics=LEXICAL), tmp_path / "both"))
    for metric in LEXICAL:
        found = score(result, "bn", metric)
        assert (found.article, found.value) == ("", score(together, "bn", metric).value)
    assert [line["article"] for line in table(tmp_path / "both", "summary.csv")] == ["", ""]
    rows_of = [(line["article"], line["row"]) for line in table(tmp_path / "both", "paragraphs")]
    assert len(rows_of) == 100
    assert rows_of[:2] == [("0", "1")] * 2
    assert rows_of[-2:] == [("25", "25")] * 2


def test_what_is_written_is_what_is_returned(tmp_path: Path) -> None:
    result = judged(tmp_path, lines(20), 8, checks=CHECKS)
    out = tmp_path / "out"
    summary = table(out, "summary.csv")
    assert [line["penalty"] for line in summary] == [str(s.penalty) for s in result.summary_records]
    scores = {(line["version"], line["metric"]): line for line in table(out, "scores.csv")}
    for s in result.score_records:
        line = scores[s.version, s.metric]
        assert (float(line["value"]), line["row"]) == (s.value, "")
    assert len(table(out, "comparisons.csv")) == len(result.comparison_records) == 5
    assert (out / MANIFEST).is_file()
    findings = table(out, "findings")
    assert sum(s.findings or 0 for s in result.summary_records) == len(findings) > 0
    with (out / "paragraphs" / "part-00001.csv").open(newline="", encoding="utf-8") as stream:
        assert next(csv.reader(stream))[-1] == "unscored"


class Lengths(RowMetric):
    """A metric without counts: how long a row is, in hundredths of its source."""

    name, label, description = "lengths", "lengths", ""
    needs = frozenset({"source"})

    def signature(self) -> str:
        return "lengths"

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        for n, pair in enumerate(pairs):
            yield n, Score(100 * len(pair.target) / len(pair.source))

    def unscored(self, pair: Pair) -> Score | None:
        return sourceless(pair) or omitted(pair)


def test_scores_that_only_have_a_mean(
    tmp_path: Path, rows: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one part no row has one."""
    monkeypatch.setitem(METRICS, "lengths", f"{__name__}:Lengths")
    kept = [("" if 110 <= n < 220 else row[0], *row[1:]) for n, row in enumerate(rows)]
    whole = evaluated(kept, ("lengths",), ("none",), "news")
    result = judged(tmp_path, kept, 110, metrics=("lengths",))
    expected = by_name(whole.score_records)
    for key, found in by_name(result.score_records).items():
        assert found.value == pytest.approx(expected[key].value)
        assert found.reason == expected[key].reason == "250 of 360 rows scored"
        assert found.signature == "bs:1000|seed:12345|lengths|strata:parts"
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.value < found.high  # type: ignore[operator]
    for ours, theirs in zip(result.comparison_records, compare_versions(whole), strict=True):
        near(ours, theirs)
        assert "means of the paragraphs' scores" in ours.words
        assert "over the 250 of" not in ours.words
