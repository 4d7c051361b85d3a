"""A table judged part by part: what is done stays done, and nothing else stays."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from evalkit.batch import Failed, mapped
from evalkit.batch.tables import CHECKS, Run, Task, table_run
from evalkit.batch.tables.part import Judged, judge
from evalkit.batch.tables.table_run import MANIFEST, Work
from evalkit.batch.tables.table_task import Partition
from evalkit.batch.workers import attempted
from evalkit.document import InputError
from evalkit.result.records import DecisionRecord
from tests.batch.tables.segments import (
    COLUMNS,
    Line,
    evaluated,
    finished,
    lines,
    steps,
    table,
    task,
    tree,
    write_csv,
    write_jsonl,
    write_parquet,
)

ROWS, SIZE = 23, 5
OUT = "out"


@dataclass
class Counted:
    """How a function is mapped, noting the parts it was called for."""

    numbers: list[int] = field(default_factory=list)

    def __call__(
        self, function: Callable[[Work], Judged], items: Iterable[Work]
    ) -> Generator[Judged | Failed, None, None]:
        for item in items:
            self.numbers.append(item[0].number)
            yield attempted(function, item)


def run_of(directory: Path, rows: Sequence[Line], **wanted: object) -> Run:
    """A run over a table of these lines, with parts of `SIZE`."""
    path = write_csv(directory / "news.csv", rows)
    return Run((path,), task(path), directory / OUT, SIZE, **wanted)  # type: ignore[arg-type]


def judged_by(run: Run) -> list[int]:
    """Finish a run; the parts that it judged."""
    counted = Counted()
    finished(run, counted)
    return counted.numbers


def undisturbed(directory: Path, run: Run) -> dict[str, bytes]:
    """What the same run leaves in a directory of its own."""
    fresh = replace(run, output=directory / "fresh")
    finished(fresh)
    return dict(tree(fresh.output))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that is finished."""
    found = run_of(tmp_path, lines(ROWS))
    assert judged_by(found) == [1, 2, 3, 4, 5]
    return found


def test_what_lies_there_in_the_end(run: Run) -> None:
    parts = [f"part-0000{n}.csv" for n in range(1, 6)]
    expected = {"paragraphs", "parts", MANIFEST, "summary.csv", "scores.csv", "comparisons.csv"}
    expected |= {f"paragraphs/{name}" for name in parts}
    expected |= {f"parts/0000{n}.npz" for n in range(1, 6)}
    assert tree(run.output).keys() == expected
    manifest = json.loads((run.output / MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["rows"], manifest["parts"], manifest["part_size"]) == (ROWS, 5, SIZE)
    assert manifest["tables"] == {"news": ROWS}
    assert manifest["roles"]["versions"] == {"bn": "bn", "bn-x-two": "bn-x-two"}


def test_every_line_is_there_once_and_in_order(run: Run) -> None:
    found = [(line["row"], line["version"]) for line in table(run.output, "paragraphs")]
    assert found == [(str(n), v) for n in range(1, ROWS + 1) for v in ("bn", "bn-x-two")]


def test_steps_come_in_order_and_say_what_was_done_before(run: Run) -> None:
    damaged = run.output / "parts" / "00003.npz"
    damaged.unlink()
    found = [(s.number, s.first_row, s.rows, s.fresh, s.error) for s in steps(run)]
    assert found == [
        (1, 1, 5, True, ""),
        (2, 6, 5, True, ""),
        (3, 11, 5, False, ""),
        (4, 16, 5, True, ""),
        (5, 21, 3, True, ""),
    ]


def test_a_run_that_is_done_judges_nothing(run: Run) -> None:
    before = tree(run.output)
    assert judged_by(run) == []
    assert tree(run.output) == before


def test_with_force_all_is_judged_again(run: Run) -> None:
    before = tree(run.output)
    assert judged_by(replace(run, force=True)) == [1, 2, 3, 4, 5]
    assert tree(run.output) == before


def test_in_several_processes_the_same_comes_out(run: Run) -> None:
    several = replace(run, output=run.output.with_name("several"))
    finished(several, lambda function, items: mapped(function, items, 2))
    assert tree(several.output) == tree(run.output)


@pytest.mark.parametrize("ended", [1, 2, 4])
def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path, run: Run, ended: int) -> None:
    half = replace(run, output=tmp_path / "half")
    going = half.steps()
    for _ in range(ended):
        next(going)
    going.close()
    assert not (half.output / MANIFEST).exists()
    assert judged_by(half) == list(range(ended + 1, 6))
    assert tree(half.output) == tree(run.output)


def test_only_the_part_whose_line_changed_is_judged_again(tmp_path: Path, run: Run) -> None:
    rows = lines(ROWS)
    rows[11] = (*rows[11][:1], rows[11][3], *rows[11][2:])
    again = run_of(tmp_path, rows)
    assert judged_by(again) == [3]
    assert tree(run.output) == undisturbed(tmp_path, again)


def test_a_column_that_is_not_read_may_change(tmp_path: Path) -> None:
    named = [(str(n), *row) for n, row in enumerate(lines(ROWS))]
    path = write_csv(tmp_path / "news.csv", named, ("id", *COLUMNS))
    run = Run((path,), task(path), tmp_path / OUT, SIZE)
    assert len(judged_by(run)) == 5
    write_csv(path, [("x", *row[1:]) for row in named], ("id", *COLUMNS))
    assert judged_by(run) == []


@pytest.mark.parametrize(("longer", "parts"), [(25, [5]), (26, [5, 6])])
def test_lines_that_are_added_touch_only_the_end(
    tmp_path: Path, run: Run, longer: int, parts: list[int]
) -> None:
    again = run_of(tmp_path, lines(longer))
    assert judged_by(again) == parts
    assert tree(run.output) == undisturbed(tmp_path, again)


@pytest.mark.parametrize(("shorter", "parts"), [(22, [5]), (20, []), (3, [1])])
def test_the_parts_of_a_table_that_is_shorter_now_go(
    tmp_path: Path, run: Run, shorter: int, parts: list[int]
) -> None:
    again = run_of(tmp_path, lines(ROWS)[:shorter])
    assert judged_by(again) == parts
    assert tree(run.output) == undisturbed(tmp_path, again)


@pytest.mark.parametrize("left", ["paragraphs/part-00005.csv", "findings/part-00005.parquet"])
def test_so_do_files_of_a_part_that_was_never_done(tmp_path: Path, run: Run, left: str) -> None:
    """A run was killed behind a part's rows, and before what is kept of it."""
    (run.output / "parts" / "00005.npz").unlink()
    (run.output / left).parent.mkdir(exist_ok=True)
    (run.output / left).write_bytes(b"article,row\nnews,21\n")
    again = run_of(tmp_path, lines(ROWS)[:20])
    assert judged_by(again) == []
    assert tree(run.output) == undisturbed(tmp_path, again)


@pytest.mark.parametrize("size", [3, 11, 100])
def test_parts_of_another_size_take_their_place(tmp_path: Path, run: Run, size: int) -> None:
    again = replace(run, size=size)
    assert len(judged_by(again)) == -(-ROWS // size)
    assert tree(run.output) == undisturbed(tmp_path, again)


@pytest.mark.parametrize(
    "wanted", [{"form": "parquet"}, {"metrics": ("ter", "chrf")}, {"metrics": ()}]
)
def test_so_do_results_of_another_kind(tmp_path: Path, run: Run, wanted: dict[str, object]) -> None:
    if "form" in wanted:
        pytest.importorskip("pyarrow")
    again = replace(run, task=replace(run.task, **wanted))  # type: ignore[arg-type]
    assert judged_by(again) == [1, 2, 3, 4, 5]
    assert tree(run.output) == undisturbed(tmp_path, again)


def test_findings_that_are_not_wanted_any_more_go(tmp_path: Path) -> None:
    run = run_of(tmp_path, lines(ROWS))
    checked = replace(run, task=replace(run.task, checks=CHECKS))
    finished(checked)
    assert len(list((run.output / "findings").iterdir())) == 5
    finished(run)
    assert tree(run.output) == undisturbed(tmp_path, run)


@pytest.mark.parametrize("place", ["paragraphs/part-00002.csv", "parts/00002.npz"])
@pytest.mark.parametrize("damage", ["gone", "cut", "longer"])
def test_what_is_damaged_is_judged_again(run: Run, place: str, damage: str) -> None:
    before = tree(run.output)
    path = run.output / place
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(data[:-1] if damage == "cut" else data + b"\n")
    assert judged_by(run) == [2]
    assert tree(run.output) == before


def test_sums_that_are_damaged_are_not_taken(run: Run) -> None:
    """However far from what says what the part was made for."""
    before = tree(run.output)
    path = run.output / "parts" / "00004.npz"
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError) as error:
        run.finish()
    assert str(error.value) == f"{path}: it is damaged; run the same again"
    assert judged_by(run) == [4]
    assert tree(run.output) == before


def test_what_a_killed_run_left_goes(run: Run) -> None:
    before = tree(run.output)
    for name in ("paragraphs/.part-00002.csv.4711.new", "parts/.00002.npz.4711.old"):
        (run.output / name).write_bytes(b"half")
    assert judged_by(run) == []
    assert tree(run.output) == before


def test_while_parts_change_nothing_says_that_all_are_of_one_piece(
    tmp_path: Path, run: Run
) -> None:
    rows = lines(ROWS)
    rows[0] = rows[1]
    going = run_of(tmp_path, rows).steps()
    next(going)
    assert not (run.output / MANIFEST).exists()
    going.close()


def broken(path: Path, at: int) -> None:
    """Break a line of a table; `at` counts rows from 1."""
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text[at] = "broken\n"
    path.write_text("".join(text), encoding="utf-8", newline="")


def test_a_broken_line_ends_the_run_and_harms_no_part_before(tmp_path: Path) -> None:
    run = run_of(tmp_path, lines(ROWS))
    broken(run.tables[0], 13)
    with pytest.raises(InputError) as error:
        steps(run)
    assert str(error.value) == (
        f"{run.tables[0]}, line 14: it has 1 columns where the header has 4; "
        "mend it, or use --keep-going to leave such lines unscored"
    )
    assert [p.name for p in sorted((run.output / "parts").iterdir())] == ["00001.npz", "00002.npz"]
    write_csv(run.tables[0], lines(ROWS))
    assert judged_by(run) == [3, 4, 5]
    assert tree(run.output) == undisturbed(tmp_path, run)


def test_a_broken_line_is_left_out_and_listed(tmp_path: Path, run: Run) -> None:
    whole = table(run.output, "paragraphs")
    broken(run.tables[0], 13)
    going = replace(run, keep_going=True)
    assert judged_by(going) == [3]
    found = table(run.output, "paragraphs")
    assert [a for a, b in zip(found, whole, strict=True) if a != b] == found[24:26]
    for line in found[24:26]:
        assert (line["row"], line["source"], line["target"], line["chrf"]) == ("13", "", "", "")
    assert (run.output / "skipped.csv").read_text() == (
        "table,row,place,reason\nnews,13,line 14,it has 1 columns where the header has 4\n"
    )
    assert [line["rows"] for line in table(run.output, "summary.csv")] == [str(ROWS)] * 2
    reasons = {line["reason"] for line in table(run.output, "scores.csv")}
    assert reasons == {f"{ROWS - 1} of {ROWS} rows scored"}
    assert finished(going).skipped == 1
    assert tree(run.output) == undisturbed(tmp_path, going)


def test_a_line_that_was_mended_is_not_listed_any_more(tmp_path: Path, run: Run) -> None:
    before = tree(run.output)
    broken(run.tables[0], 13)
    finished(replace(run, keep_going=True))
    assert (run.output / "skipped.csv").exists()
    write_csv(run.tables[0], lines(ROWS))
    assert judged_by(replace(run, keep_going=True)) == [3]
    assert tree(run.output) == before


def careless(partition: Partition, task: Task, made_for: str) -> Judged:
    if partition.number == 2:
        raise ZeroDivisionError("division by zero")
    return judge(partition, task, made_for)


def test_a_part_that_cannot_be_judged_harms_no_other(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(run.output)
    monkeypatch.setattr(table_run, "judge", careless)
    going = replace(run, force=True, keep_going=True)
    failed = [step for step in steps(going) if step.error]
    assert [step.number for step in failed] == [2]
    assert failed[0].error == (
        f"{run.tables[0]}, rows 6 to 10: ZeroDivisionError: division by zero; "
        "run it again with EVALKIT_DEBUG=1 to see where"
    )
    assert "in careless" in failed[0].trace
    result = going.finish()
    assert result.rows == ROWS - 5
    numbers = {line["row"] for line in table(run.output, "paragraphs")}
    assert numbers == {str(n) for n in range(1, ROWS + 1) if not 6 <= n <= 10}
    monkeypatch.undo()
    assert judged_by(run) == [2]
    assert tree(run.output) == before


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    run = run_of(tmp_path, lines(3))
    run.output.write_text("a file")
    with pytest.raises(InputError, match=r"out.*cannot be written"):
        steps(run)


def test_all_formats_of_a_table_leave_the_same(tmp_path: Path, run: Run) -> None:
    pytest.importorskip("pyarrow")
    for name, write in (("jsonl", write_jsonl), ("parquet", write_parquet)):
        path = write(tmp_path / f"news.{name}", lines(ROWS))
        other = Run((path,), task(path), tmp_path / name, SIZE)
        finished(other)
        assert tree(other.output) == tree(run.output)


def test_parquet_results_hold_what_csv_results_hold(tmp_path: Path, run: Run) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    other = replace(run, task=replace(run.task, form="parquet"), output=tmp_path / "parquet")
    finished(other)
    together = pq.read_table(other.output / "paragraphs").to_pylist()
    shown = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in together
    ]
    assert shown == table(run.output, "paragraphs")
    files = sorted((other.output / "paragraphs").iterdir())
    assert len(files) == 5
    assert len({pq.read_schema(io.BytesIO(file.read_bytes())) for file in files}) == 1
    for name in ("summary.csv", "scores.csv", "comparisons.csv"):
        assert (other.output / name).read_bytes() == (run.output / name).read_bytes()


def test_what_reviewers_dismissed_counts_nowhere(tmp_path: Path) -> None:
    rows = lines(ROWS)
    found = evaluated(rows[:SIZE], (), CHECKS, "news").finding_records
    wrong = next(f for f in found if f.version == "bn" and f.severity != "neutral")
    decided = DecisionRecord(
        wrong.fingerprint, "news", "bn", wrong.row, wrong.check, wrong.severity, wrong.message,
        wrong.quote, wrong.source_quote, "dismissed", "", "", "Ada", "2026-01-01T00:00:00Z", "",
    )  # fmt: skip
    path = write_csv(tmp_path / "news.csv", rows)
    plain = task(path, metrics=(), checks=CHECKS)
    counts = []
    for wanted in (plain, replace(plain, decisions=(decided,), reviewers=("Ada",))):
        result = finished(Run((path,), wanted, tmp_path / OUT, SIZE))
        counts.append({s.version: s.findings for s in result.summary_records})
    assert counts[1] == {**counts[0], "bn": (counts[0]["bn"] or 0) - 1}
    listed = [f for f in table(tmp_path / OUT, "findings") if f["decision"] == "dismissed"]
    assert [(f["fingerprint"], f["reviewer"]) for f in listed] == [(wrong.fingerprint, "Ada")]
