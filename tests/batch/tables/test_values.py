"""Tables of JSON lines whose cells hold what is no text, nothing, or several references."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sacrebleu.metrics.bleu import BLEU

from evalkit.batch.tables import Result, Run, Task, read_roles
from evalkit.document import InputError
from evalkit.loaders.table_stream import Wanted

WANTED = Wanted("en=src", ("de=tgt",), ("de=ref",))
GOOD = {"id": 7, "src": "The bridge is open.", "tgt": "Die Brücke ist offen.", "ref": "Offen."}


def table(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path = folder / "t.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def judged(folder: Path, rows: Sequence[dict[str, Any]], size: int = 100) -> Result:
    path = table(folder, rows)
    task = Task(read_roles([path], WANTED), metrics=("bleu",), checks=("none",), cached=False)
    run = Run((path,), task, folder / "out", size=size, keep_going=True)
    assert not [step.error for step in run.steps() if step.error]
    return run.finish()


def reasons(folder: Path) -> list[str]:
    with (folder / "out/paragraphs/part-00001.csv").open(encoding="utf-8", newline="") as stream:
        return [row["unscored"] for row in csv.DictReader(stream)]


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("tgt", 42, "a number"),
        ("tgt", True, "true or false"),
        ("tgt", {"text": "Eins."}, "an object of 'text'"),
        ("tgt", ["Eins.", "Zwei."], "a list"),
        ("ref", [1, 2], "a list"),
        ("src", 3.5, "a number"),
    ],
)
def test_what_is_no_text_is_named_and_its_line_kept(
    tmp_path: Path, column: str, value: object, what: str
) -> None:
    result = judged(tmp_path, [GOOD, {**GOOD, column: value}, GOOD])
    told = f"'{column}' is no text but {what}"
    assert reasons(tmp_path) == ["", told, ""]
    skipped = (tmp_path / "out/skipped.csv").read_text(encoding="utf-8")
    assert skipped.splitlines()[1].startswith("t,2,line 2,") and told in skipped
    (score,) = result.score_records
    assert (score.rows_scored, score.rows_total) == (2, 3)
    assert score.reason == "2 of 3 rows scored"


def test_without_keep_going_it_ends_the_run_with_its_line(tmp_path: Path) -> None:
    path = table(tmp_path, [GOOD, {**GOOD, "tgt": 42}])
    task = Task(read_roles([path], WANTED), metrics=("bleu",), checks=("none",), cached=False)
    with pytest.raises(InputError, match=r"t\.jsonl, line 2: 'tgt' is no text but a number; mend"):
        list(Run((path,), task, tmp_path / "out").steps())


@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_nothing_is_a_row_that_the_version_leaves_out(tmp_path: Path, nothing: object) -> None:
    result = judged(tmp_path, [GOOD, {**GOOD, "tgt": nothing}])
    assert reasons(tmp_path) == ["", "bleu: missing in German, counted as the worst"]
    (score,) = result.score_records
    assert score.reason == "1 of 2 rows scored; 1 missing in the version, counted as the worst"
    (line,) = result.summary_records
    assert line.partly_scored == ("bleu 1/2",)


@pytest.mark.parametrize("size", [100, 2])
def test_a_list_in_a_reference_is_several_references(tmp_path: Path, size: int) -> None:
    references = [["Die Brücke ist auf.", "Sie ist offen."], "Die Brücke ist offen.", ["Offen."]]
    result = judged(tmp_path, [{**GOOD, "ref": given} for given in references], size)
    streams = [
        ["Die Brücke ist auf.", "Die Brücke ist offen.", "Offen."],
        ["Sie ist offen.", None, None],
    ]
    expected = BLEU().corpus_score([str(GOOD["tgt"])] * 3, streams)  # type: ignore[arg-type]
    (score,) = result.score_records
    assert score.value == pytest.approx(expected.score)
    assert score.signature.startswith("nrefs:var|")


def test_texts_within_an_object_are_told_how_to_be_read(tmp_path: Path) -> None:
    path = table(tmp_path, [{"id": 1, "translation": {"en": "Water.", "de": "Wasser."}}])
    with pytest.raises(InputError) as error:
        read_roles([path], Wanted())
    assert "'translation' is no text but an object of 'en', 'de'" in str(error.value)
    assert "jq" in str(error.value)
