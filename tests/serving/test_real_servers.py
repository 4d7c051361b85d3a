"""The whole path against real servers: a tiny Granite that talks nonsense behind real HTTP."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evalkit.encoders.resources import Resources
from evalkit.evaluation import evaluate
from evalkit.llm.server import Server
from evalkit.result.evaluation import Evaluation
from tests.builders import SAMPLE
from tests.remembering import Remembering
from tests.serving.fixtures import Real

pytestmark = [pytest.mark.neural, pytest.mark.slow]

ROWS = 4


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first rows of the shipped sample."""
    folder = tmp_path_factory.mktemp("excerpt")
    for name in ("en", "bn", "pa"):
        lines = (SAMPLE / f"{name}.txt").read_text(encoding="utf-8").splitlines()[:ROWS]
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def judged(folder: Path, real: Real, memory: Remembering, **more: Any) -> Evaluation:
    server = Server(real.url, real.model, timeout=60, first_wait=0.05, answer_tokens=real.room)
    return evaluate(
        [f"bn={folder / 'bn.txt'}", f"pa={folder / 'pa.txt'}"],
        [str(folder / "en.txt")],
        checks=["judged-error"],
        resources=Resources(encoder="none", server=server),
        memory=memory,
        **more,
    )


def came_to_answers(told: Mapping[str, Any]) -> None:
    """Each call was answered by the model, if with nonsense: a reason must not be the server's."""
    assert told["answer_tokens"] > 0
    assert set(told["failures"]) <= {"unreadable", "too long"}


@pytest.mark.parametrize("kind", ["llama_cpp_server", "transformers_server"])
def test_a_judge_that_talks_nonsense_gets_every_row_a_verdict_or_a_reason(
    kind: str, excerpt: Path, request: pytest.FixtureRequest
) -> None:
    real: Real = request.getfixturevalue(kind)
    memory = Remembering()
    first = judged(excerpt, real, memory, metrics=["judge"])
    rows = [s for s in first.score_records if s.row is not None]
    assert len(rows) == 2 * ROWS
    for score in rows:
        assert (score.value is None) == (score.state == "unscored") == bool(score.reason)
        assert score.value is None or -25 <= score.value <= 0
    texts = {(r.row, v): (r.source, r.targets[v].text) for r in first.rows for v in r.targets}
    for finding in first.finding_records:
        source, target = texts[finding.row, finding.version]
        assert finding.quote in target
        assert finding.source_quote in source
    told = first.manifest["judge"]
    assert told["calls"] >= len(rows)
    assert told["rows"] == len(rows)
    assert told["left_open"] == 0
    assert told["model"] == real.model
    came_to_answers(told)
    if kind == "llama_cpp_server":
        # Nonsense in the right form: some of it is a verdict, no quote of it is believed.
        assert any(score.value is not None for score in rows)
        assert told["dropped_quotes"] > 0
    again = judged(excerpt, real, memory, metrics=["judge"])
    assert again.manifest["judge"]["calls"] == 0
    assert again.score_records == first.score_records


@pytest.mark.parametrize("kind", ["llama_cpp_server", "transformers_server"])
def test_back_translations_are_texts_or_reasons(
    kind: str, excerpt: Path, request: pytest.FixtureRequest
) -> None:
    real: Real = request.getfixturevalue(kind)
    memory = Remembering()
    first = judged(excerpt, real, memory, metrics=["chrf"], back_translate=True)
    told = first.manifest["back_translation"]
    assert told["paragraphs"] == 2 * ROWS
    assert told["left_open"] == 0
    came_to_answers(told)
    if kind == "llama_cpp_server":
        assert told["failed"] < told["asked"]
    for score in first.score_records:
        if score.metric == "bt-chrf" and score.row is not None:
            assert (score.value is None) == bool(score.reason)
    again = judged(excerpt, real, memory, metrics=["chrf"], back_translate=True)
    assert again.manifest["back_translation"]["asked"] == 0


def test_a_report_from_the_command_line(
    llama_cpp_server: Real, excerpt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    command = [
        sys.executable, "-m", "evalkit", "compare", "-r", "en.txt", "bn.txt", "pa.txt",
        "-o", str(tmp_path / "out"), "-m", "judge", "--encoder", "none", "--checks", "fast",
        "--judge-url", llama_cpp_server.url, "--judge-answer-tokens", "60",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=excerpt, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "judge: " in done.stdout
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = [line for line in csv.DictReader(stream) if line["row"]]
    assert len(rows) == 2 * ROWS
    assert all(bool(line["value"]) != bool(line["reason"]) for line in rows)
