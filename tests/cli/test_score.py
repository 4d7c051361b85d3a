"""What `evalkit score` and the summary print of scores that models gave."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from evalkit.cli.console import summary
from evalkit.cli.score_table import as_csv, as_jsonl, as_table
from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.result.evaluation import Evaluation
from tests.cli.conftest import Run
from tests.reports import sample


def one_version() -> Evaluation:
    whole = sample.neural()
    return replace(
        whole,
        inputs=tuple(i for i in whole.inputs if i.version != "pa"),
        rows=tuple(replace(r, targets={"bn": r.targets["bn"]}) for r in whole.rows),
        score_records=tuple(s for s in whole.score_records if s.version == "bn"),
        finding_records=tuple(f for f in whole.finding_records if f.version == "bn"),
    )


def test_columns_have_short_names_and_the_full_ones_below() -> None:
    lines = as_table(one_version()).splitlines()
    assert lines[0].split() == [
        "row", "kind", "chrf", "similarity", "wmt22-comet-da", "COMET", "desk-2026", "findings",
        "worst",
    ]  # fmt: skip
    assert f"wmt22-comet-da is {sample.COMET}" in lines
    assert f"COMET desk-2026 is {sample.LOCAL}" in lines


def test_each_metric_has_its_places() -> None:
    first = as_table(one_version()).splitlines()[1].split()
    assert first == ["1", "heading", "unscored", "33.00", "0.8900", "0.8900", "0", "-"]


def test_reasons_and_remarks_stand_below_once() -> None:
    printed = as_table(one_version())
    for line in (
        "unscored: chrf: no reference in Bengali",
        "similarity: 54.00, 95 % limits 41.20 to 66.90, 18 of 20 rows",
        "similarity: 2 rows unusually far: 4, 10",
        f"similarity: 1 row {sample.NEIGHBOUR}: 15",
        "similarity: 2 rows unscored: nothing faces it: 11, 19",
        f"COMET desk-2026: {sample.UNKNOWN}",
        "COMET desk-2026: 1 row longer than the model's window, scored in pieces: 2",
        "COMET desk-2026: 1 row not covered in full: 2",
        "encoder: multilingual-e5-small-q4 (alignment, similarity, 7 checks)",
    ):
        assert printed.splitlines().count(line) == 1, line


def test_csv_has_the_full_name_and_the_windows() -> None:
    lines = list(csv.DictReader(io.StringIO(as_csv(one_version()))))
    (windowed,) = (line for line in lines if line["windows"])
    assert windowed["metric"] == sample.LOCAL
    assert (windowed["windows"], windowed["covered"], windowed["worst"]) == ("3", "0.92", "0.31")


def test_jsonl_says_of_each_row_what_to_know() -> None:
    rows = [json.loads(line) for line in as_jsonl(one_version()).splitlines()]
    assert rows[3]["notes"]["similarity"] == sample.FAR
    assert rows[18]["notes"][sample.COMET] == "nothing faces it"
    assert rows[18]["scores"][sample.COMET] is None
    assert "similarity" not in rows[5]["notes"]


def test_the_summary_says_which_encoder_helped_or_why_none() -> None:
    whole = sample.neural()
    assert (
        summary(Batch((digest(whole),) * 2)).count("encoder: multilingual-e5-small-q4 (alignment,")
        == 1
    )
    without = replace(
        whole, manifest={**whole.manifest, "encoder": None, "without_encoder": "none was wanted"}
    )
    *_, helped, unread = summary(Batch((digest(without),))).splitlines()
    assert unread.startswith("Not looked for: wrong meaning, wrong terms, grammar; ")
    assert helped == (
        "encoder: none: none was wanted. Paragraphs were aligned without it. Not looked for: addition, "
        "hallucination. By the text alone: length-outlier, truncated-sentence, omission, "
        "link-text-lost, dangling-space"
    )
    assert "encoder" not in summary(Batch((digest(sample.evaluation()),)))


def test_metrics_that_run_a_model_are_listed(run: Run) -> None:
    assert "comet:NAME_OR_PATH  (needs " in run("metrics").out
    ids = [entry["id"] for entry in json.loads(run("metrics", "--format", "json").out)]
    assert ids[:2] == ["bleu", "chrf"]
    assert "comet:NAME_OR_PATH" in ids


def test_a_long_text_aligned_for_nothing_is_told(run: Run, tmp_path: Path) -> None:
    for name, say in (("en", "Day {} was dry."), ("de", "Tag {} war trocken.")):
        lines = "\n".join(say.format(n) for n in range(500))
        (tmp_path / f"{name}.txt").write_text(lines, encoding="utf-8")
    call = ["score", tmp_path / "de.txt", "-r", tmp_path / "en.txt", "-m", "none"]
    call += ["--checks", "none", "--encoder", "none"]
    assert "paragraph N faces paragraph N in all 500: --aligned is faster" in run(*call).err
    assert "--aligned" not in run(*call, "--aligned").err
