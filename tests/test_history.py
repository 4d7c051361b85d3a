"""The history of runs: recorded once, kept for ever or so, compared paragraph by paragraph."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import history
from evalkit.checks.base import Severity
from evalkit.document import InputError
from evalkit.energy import Energy
from evalkit.evaluation import Evaluation
from evalkit.history import Difference, compare, recording
from evalkit.history.matching import match_rows
from evalkit.result.records import FindingRecord, Input, RowRecord, ScoreRecord, Target
from evalkit.store.database import Database, set_aside
from evalkit.store.entries import store_path
from tests.reports import sample


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path))
    return tmp_path


def numbered(n: int, article: str = "flood") -> Evaluation:
    """Evaluations that differ only in their manifest."""
    return replace(sample.evaluation(), article=article).with_manifest(seconds={"run": n})


# Recording


def test_a_recorded_run_is_found_again_as_it_was() -> None:
    judged = sample.evaluation()
    assert history.record(judged, "reports/library") == 1
    assert history.evaluation(1) == judged
    (run,) = history.runs()
    assert (run.id, run.article, run.evalkit) == (1, sample.ARTICLE, "0.0")
    assert run.path == str(Path("reports/library").absolute())
    assert run.time.endswith("+00:00")
    whole = run.versions[1]
    assert (whole.version, whole.language_name, whole.critical) == ("pa", "Punjabi", 1)
    assert whole.metrics == {"bleu": None, "chrf": 61.234567890123}


def test_what_a_run_used_is_listed_with_it() -> None:
    used = Energy(0.002, 60.0, 40, 0.0015, 0.0, 0.0005, "processor measured", "3.3.2")
    history.record(numbered(1))
    history.record(numbered(2).with_manifest(energy=used.told()))
    history.record(numbered(3).with_manifest(energy={"kwh": "much"}))
    assert [run.energy for run in history.runs()] == [None, used, None]


def test_a_history_from_before_energy_was_measured_is_read_on() -> None:
    path = recording.history_path()
    layout = replace(recording.LAYOUT, steps=recording.STEPS[:2])
    with closing(Database(path, layout, print)) as old:
        old.write(
            lambda connection: connection.execute(
                "INSERT INTO runs (digest, article, time, evalkit, path, wholes, evaluation, size)"
                " VALUES (x'00', 'flood', '2026-01-01T00:00:00+00:00', '0.0', '', '[]', x'00', 1)"
            )
        )
    assert history.record(numbered(1)) == 2
    assert [(run.id, run.energy) for run in history.runs()] == [(2, None), (1, None)]


def test_the_newest_run_comes_first_and_articles_are_kept_apart() -> None:
    for n, article in enumerate(["one", "two", "one"]):
        history.record(numbered(n, article))
    assert [(r.id, r.article) for r in history.runs()] == [(3, "one"), (2, "two"), (1, "one")]
    assert [r.id for r in history.runs("one")] == [3, 1]
    assert history.runs("three") == []


def test_the_same_run_is_recorded_once() -> None:
    assert history.record(numbered(1)) == 1
    assert history.record(numbered(2)) == 2
    assert history.record(numbered(1)) == 1
    read_again = Evaluation.from_json(numbered(2).to_json())
    assert history.record(read_again) == 2, "as a batch finds it when nothing has changed"
    assert len(history.runs()) == 2


def test_a_number_is_never_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evalkit.history.recording.PER_ARTICLE", 1)
    assert [history.record(numbered(n)) for n in range(4)] == [1, 2, 3, 4]
    assert [run.id for run in history.runs()] == [4]


def test_of_an_article_the_newest_runs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evalkit.history.recording.PER_ARTICLE", 2)
    for n in range(4):
        history.record(numbered(n, "often"))
        history.record(numbered(n, f"once {n}"))
    assert [run.id for run in history.runs("often")] == [7, 5]
    assert len(history.runs()) == 6


def test_all_runs_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    history.record(numbered(0))
    size = sqlite3.connect(history.history_path()).execute("SELECT size FROM runs").fetchone()[0]
    monkeypatch.setattr("evalkit.history.recording.LARGEST", 3 * size + 100)
    for n in range(1, 6):
        history.record(numbered(n, f"article {n}"))
    assert [run.id for run in history.runs()] == [6, 5, 4]


def test_a_run_that_alone_is_too_large_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evalkit.history.recording.LARGEST", 1000)
    assert history.record(numbered(1)) is None
    assert capsys.readouterr().err == (
        "evalkit: flood: an evaluation of this size is not kept in the history\n"
    )


def test_it_may_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_HISTORY", "off")
    assert history.record(numbered(1)) is None
    assert history.runs() == []


def test_reading_makes_no_file(home: Path) -> None:
    assert history.runs() == []
    with pytest.raises(InputError, match="there is no run 12; evalkit history lists the runs"):
        history.evaluation(12)
    assert list(home.iterdir()) == []


def test_names_that_are_no_utf8_are_recorded() -> None:
    assert history.record(numbered(1, "news\udcff"), "reports/\udcff") == 1
    assert history.evaluation(1).article == "news\udcff"
    assert len(history.runs("news\udcff")) == 1


def test_a_history_that_cannot_be_written_is_one_line_and_no_error(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("EVALKIT_CACHE", str(home / "file"))
    assert history.record(numbered(1)) is None
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("evalkit: ")
    assert line.endswith("this run is not in the history")


def test_a_damaged_history_is_set_aside_and_never_removed() -> None:
    notes: list[str] = []
    for n in range(3):
        history.history_path().write_bytes(b"damage" * 1000)
        assert history.record(numbered(n), note=notes.append) == 1
    assert len(set_aside(history.history_path())) == 3
    assert len(notes) == 3


def test_a_run_that_is_damaged_is_said() -> None:
    history.record(numbered(1))
    with sqlite3.connect(history.history_path()) as connection:
        connection.execute("UPDATE runs SET evaluation=zeroblob(100), wholes='[{'")
    with pytest.raises(InputError, match="run 1 is damaged"):
        history.evaluation(1)
    assert history.runs()[0].versions == ()


def test_the_history_lies_apart_from_the_scores(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert history.history_path().parent == store_path().parent == home
    assert history.history_path() != store_path()
    monkeypatch.delenv("EVALKIT_CACHE")
    assert not history.history_path().is_relative_to(store_path().parent)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_processes_record_at_once() -> None:
    context = multiprocessing.get_context("fork")

    def work(n: int) -> None:
        done = [history.record(numbered(10 * n + m, f"article {n}")) for m in range(5)]
        os._exit(0 if None not in done else 1)

    workers = [context.Process(target=work, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert sorted(run.id for run in history.runs()) == list(range(1, 21))


# Rows


def row(number: int, source: str, **texts: str) -> RowRecord:
    targets = {v: Target(text, "1:1", ("paragraph",)) for v, text in texts.items()}
    return RowRecord(number, "paragraph", 0, source, "", targets)


def rows(*sources: str) -> list[RowRecord]:
    return [row(n, source, bn=f"এক {source}") for n, source in enumerate(sources, 1)]


def matched(old: Sequence[str], new: Sequence[str]) -> tuple[object, list[int], list[int]]:
    found = match_rows(rows(*old), rows(*new))
    pairs = [(before.row, after.row) for before, after in found.pairs]
    return pairs, [r.row for r in found.removed], [r.row for r in found.added]


RIVER, BRIDGE, SCHOOL = "The river rose.", "The bridge is open.", "No school was hit."


@pytest.mark.parametrize(
    ("old", "new", "pairs", "removed", "added"),
    [
        ([RIVER, BRIDGE], [RIVER, BRIDGE], [(1, 1), (2, 2)], [], []),
        ([RIVER, BRIDGE], [SCHOOL, RIVER, BRIDGE], [(1, 2), (2, 3)], [], [1]),
        ([RIVER, SCHOOL, BRIDGE], [RIVER, BRIDGE], [(1, 1), (3, 2)], [2], []),
        ([RIVER, BRIDGE, SCHOOL], [SCHOOL, RIVER, BRIDGE], [(3, 1), (1, 2), (2, 3)], [], []),
        # The same text twice is two rows, in order.
        ([RIVER, RIVER, BRIDGE], [RIVER, BRIDGE], [(1, 1), (3, 2)], [2], []),
        ([RIVER, BRIDGE], [RIVER, BRIDGE, RIVER], [(1, 1), (2, 2)], [], [3]),
        ([RIVER] * 3, [RIVER] * 3, [(1, 1), (2, 2), (3, 3)], [], []),
        # A reworded source is the same row; another one in its place is not.
        ([RIVER, BRIDGE], ["The river rose again.", BRIDGE], [(1, 1), (2, 2)], [], []),
        ([RIVER, BRIDGE], ["Please subscribe!", BRIDGE], [(2, 2)], [1], [1]),
        ([], [RIVER], [], [], [1]),
    ],
)  # fmt: skip
def test_rows_are_matched_by_their_source(
    old: list[str], new: list[str], pairs: object, removed: list[int], added: list[int]
) -> None:
    assert matched(old, new) == (pairs, removed, added)


def test_a_row_without_a_source_is_known_by_its_own_text() -> None:
    old = [row(1, RIVER, bn="নদী"), row(2, "", bn="আরও পড়ুন")]
    new = [row(1, "", bn="আরও পড়ুন"), row(2, RIVER, bn="নদী")]
    found = match_rows(old, new)
    assert [(a.row, b.row) for a, b in found.pairs] == [(2, 1), (1, 2)]


def test_of_rows_with_the_same_source_those_with_the_same_targets_are_the_same() -> None:
    old = [row(1, RIVER, bn="এক"), row(2, RIVER, bn="দুই"), row(3, BRIDGE, bn="সেতু")]
    new = [row(1, RIVER, bn="এক"), row(2, BRIDGE, bn="সেতু")]
    found = match_rows(old, new)
    assert [(a.row, b.row) for a, b in found.pairs] == [(1, 1), (3, 2)]
    swapped = match_rows(old, [row(1, RIVER, bn="দুই"), row(2, RIVER, bn="তিন"), old[2]])
    assert [(a.row, b.row) for a, b in swapped.pairs] == [(2, 1), (1, 2), (3, 3)]


TEXTS = st.lists(st.sampled_from([RIVER, BRIDGE, SCHOOL, "The river rose again.", ""]), max_size=7)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_every_row_is_paired_once_or_left_over(old: list[str], new: list[str]) -> None:
    found = match_rows(rows(*old), rows(*new))
    olds = [a.row for a, _ in found.pairs] + [r.row for r in found.removed]
    news = [b.row for _, b in found.pairs] + [r.row for r in found.added]
    assert sorted(olds) == list(range(1, len(old) + 1))
    assert sorted(news) == list(range(1, len(new) + 1))
    # No text is left over on both sides.
    assert not {r.source for r in found.removed if r.source} & {r.source for r in found.added}


# Differences


def evaluation(
    texts: Sequence[tuple[str, str]],
    scores: Sequence[float | None] = (),
    findings: Sequence[FindingRecord] = (),
    *,
    metric: str = "chrf",
    signature: str = "s",
    whole: float | None = None,
    checks: tuple[str, ...] = ("repeated-word", "number-mismatch"),
) -> Evaluation:
    """One Bengali version from (source, target) texts, with a score for each row."""
    inputs = [
        Input("source", "", "en", "English", "en.txt", "en.txt", "", "text", len(texts)),
        Input("version", "bn", "bn", "Bengali", "bn.txt", "bn.txt", "", "text", len(texts)),
    ]
    values = [(None, whole), *enumerate(scores, 1)] if scores else []
    return Evaluation(
        article="flood",
        inputs=tuple(inputs),
        rows=tuple(row(n, source, bn=target) for n, (source, target) in enumerate(texts, 1)),
        metrics=(metric,) if scores else (),
        checks=checks,
        score_records=tuple(
            ScoreRecord(
                "flood", n, "bn", metric, value, "unscored" if value is None else "scored", "",
                signature,
            )
            for n, value in values
        ),
        finding_records=tuple(findings),
        manifest={"code": "1"},
    )  # fmt: skip


def finding(
    fingerprint: str,
    number: int = 1,
    severity: Severity = "major",
    check: str = "number-mismatch",
    quote: str = "৫",
) -> FindingRecord:
    return FindingRecord(
        fingerprint, "flood", number, "bn", check, "Accuracy", severity, 1.0, "A message.", quote,
        None, None, "3", None, None, (), "version",
    )  # fmt: skip


PAIRS = [(RIVER, "নদীর পানি বেড়েছে।"), (BRIDGE, "সেতুটি খোলা।"), (SCHOOL, "স্কুল অক্ষত।")]


def verdicts(found: Difference) -> list[tuple[int, int, str]]:
    return [(p.old_row, p.row, p.verdict) for p in found.paragraphs]


def test_a_run_does_not_differ_from_itself() -> None:
    found = compare(sample.evaluation(), sample.evaluation())
    assert not any([found.paragraphs, found.version_scores, found.new, found.gone])
    assert not any([found.added, found.removed, found.incomparable])
    assert len(found.stayed) == len(sample.evaluation().finding_records)
    assert found.new_from("minor") == []


def test_a_higher_score_is_better_and_for_ter_a_lower_one() -> None:
    before, after = [50.0, 60.0, 70.0], [55.0, 60.0, 65.0]
    found = compare(evaluation(PAIRS, before, whole=60.0), evaluation(PAIRS, after, whole=61.0))
    assert verdicts(found) == [(1, 1, "better"), (3, 3, "worse")]
    assert [(c.old, c.new, c.better) for c in found.version_scores] == [(60.0, 61.0, True)]
    ter = compare(evaluation(PAIRS, before, metric="ter"), evaluation(PAIRS, after, metric="ter"))
    assert verdicts(ter) == [(1, 1, "worse"), (3, 3, "better")]


def test_rounding_is_no_change() -> None:
    before, after = [0.85, 61.5, 0.0], [0.850001, 61.5001, 1e-12]
    assert compare(evaluation(PAIRS, before), evaluation(PAIRS, after)).paragraphs == ()
    assert verdicts(compare(evaluation(PAIRS, before), evaluation(PAIRS, [0.851, 61.5, 0.0]))) == [
        (1, 1, "better")
    ]


def test_rows_that_moved_keep_their_scores() -> None:
    old = evaluation(PAIRS, [50.0, 60.0, 70.0])
    new = evaluation([PAIRS[2], *PAIRS[:2]], [70.0, 50.0, 40.0])
    assert verdicts(compare(old, new)) == [(2, 3, "worse")]


def test_scores_of_different_signatures_are_not_compared() -> None:
    old = evaluation(PAIRS, [50.0, 60.0, 70.0], signature="v:1", whole=60.0)
    new = evaluation(PAIRS, [5.0, 6.0, 7.0], signature="v:2", whole=6.0)
    found = compare(old, new)
    assert not any([found.paragraphs, found.version_scores])
    (apart,) = found.incomparable
    assert (apart.version, apart.metric, apart.old, apart.new) == ("bn", "chrf", "v:1", "v:2")


def test_a_score_that_is_lost_is_neither_better_nor_worse() -> None:
    found = compare(evaluation(PAIRS, [50.0, 60.0, 70.0]), evaluation(PAIRS, [None, 60.0, 70.0]))
    (change,) = found.paragraphs
    assert change.verdict == "changed"
    assert (change.scores[0].old, change.scores[0].new, change.scores[0].better) == (
        50.0,
        None,
        None,
    )


def test_of_a_metric_nobody_knows_nobody_says_which_way_is_up() -> None:
    before = evaluation(PAIRS, [1.0, 2.0, 3.0], metric="future")
    found = compare(before, evaluation(PAIRS, [2.0, 2.0, 3.0], metric="future"))
    assert verdicts(found) == [(1, 1, "changed")]


def test_findings_are_new_gone_or_stayed_by_fingerprint() -> None:
    old = evaluation(PAIRS, findings=[finding("a", 1), finding("b", 2)])
    new = evaluation(PAIRS, findings=[finding("a", 1), finding("c", 3, "critical", quote="৭")])
    found = compare(old, new)
    assert [f.fingerprint for f in found.new] == ["c"]
    assert [f.fingerprint for f in found.gone] == ["b"]
    assert [s.new.fingerprint for s in found.stayed] == ["a"]
    assert verdicts(found) == [(2, 2, "better"), (3, 3, "worse")]
    assert (found.paragraphs[1].worst, found.paragraphs[1].points) == ("critical", 25)


def test_a_finding_stays_when_only_the_words_around_it_changed() -> None:
    edited = [PAIRS[1], (RIVER, "নদীর পানি আবার বেড়েছে।"), PAIRS[2]]
    old = evaluation(PAIRS, findings=[finding("a", 1)])
    new = evaluation(edited, findings=[finding("z", 2)])
    found = compare(old, new)
    assert (found.new, found.gone) == ((), ())
    assert [(s.old.fingerprint, s.new.fingerprint) for s in found.stayed] == [("a", "z")]
    other_row = compare(old, evaluation(edited, findings=[finding("z", 3)]))
    assert len(other_row.new) == len(other_row.gone) == 1


def test_a_finding_that_became_graver_counts_with_the_new() -> None:
    old = evaluation(PAIRS, findings=[finding("a", 1, "minor"), finding("b", 2, "major")])
    new = evaluation(PAIRS, findings=[finding("a", 1, "major"), finding("b", 2, "minor")])
    found = compare(old, new)
    assert found.new == ()
    assert [f.fingerprint for f in found.new_from("major")] == ["a"]
    assert found.new_from("critical") == []


def test_findings_of_a_check_that_only_one_run_made_are_not_compared() -> None:
    old = evaluation(PAIRS, findings=[finding("a", 1)], checks=("number-mismatch",))
    new = evaluation(
        PAIRS,
        findings=[finding("b", 1, check="repeated-word")],
        checks=("repeated-word",),
    )
    found = compare(old, new)
    assert (found.old_checks, found.new_checks) == (("number-mismatch",), ("repeated-word",))
    assert not any([found.new, found.gone, found.stayed, found.paragraphs])


def test_a_paragraph_that_got_better_and_worse_is_mixed() -> None:
    old = evaluation(PAIRS, [50.0, 60.0, 70.0])
    new = evaluation(PAIRS, [55.0, 60.0, 70.0], [finding("a", 1)])
    assert verdicts(compare(old, new)) == [(1, 1, "mixed")]


def test_changed_texts_and_rows_that_came_and_went() -> None:
    old = evaluation([PAIRS[0], PAIRS[1]])
    new = evaluation([(RIVER, "নদী ফুলে উঠেছে।"), PAIRS[2]])
    found = compare(old, new)
    (change,) = found.paragraphs
    assert (change.verdict, change.text_changed, change.source_changed) == ("changed", True, False)
    assert (change.old_text, change.text) == (PAIRS[0][1], "নদী ফুলে উঠেছে।")
    assert (found.added, found.removed) == ((2,), (2,))


def test_versions_that_only_one_run_has_are_named_and_not_compared() -> None:
    whole = sample.evaluation()
    without = replace(
        whole,
        inputs=tuple(i for i in whole.inputs if i.version != "pa"),
        rows=tuple(replace(r, targets={"bn": r.targets["bn"]}) for r in whole.rows),
        score_records=tuple(s for s in whole.score_records if s.version != "pa"),
        finding_records=tuple(f for f in whole.finding_records if f.version != "pa"),
    )
    found = compare(whole, without)
    assert (found.versions, found.old_versions, found.new_versions) == (("bn",), ("pa",), ())
    assert not any([found.gone, found.new, found.paragraphs])
    assert compare(without, whole).new_versions == ("pa",)
