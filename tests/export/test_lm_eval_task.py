"""Tasks for lm-evaluation-harness: what is in them, and that the harness itself runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sacrebleu
import yaml

from evalkit.export import ExportedPair
from evalkit.export.lm_eval_task import TAG, job, write
from tests.export.test_instructlab_skill import PAIRS, pair
from tests.timing import PATIENCE

NAME = "evalkit_river_en_bn"
HOME = Path(sys.prefix) / "lm-eval"


def test_a_task_and_its_data_for_each_language() -> None:
    files = write([*PAIRS, pair(1, language="pa")], "/data")
    assert set(files) == {
        f"{NAME}.yaml", f"{NAME}.jsonl", "evalkit_river_en_pa.yaml", "evalkit_river_en_pa.jsonl",
    }  # fmt: skip
    task = yaml.safe_load(files[f"{NAME}.yaml"])
    assert task["dataset_kwargs"] == {"data_files": {"test": f"/data/{NAME}.jsonl"}}
    assert task["tag"] == [TAG]
    assert [m["metric"] for m in task["metric_list"]] == ["bleu", "chrf", "ter"]
    first = json.loads(files[f"{NAME}.jsonl"].decode().splitlines()[0])
    assert first == {
        "id": "river:1:bn",
        "source": PAIRS[0].source,
        "reference": PAIRS[0].corrected,
        "corrected": True,
    }


def test_what_ends_an_answer_is_in_no_answer() -> None:
    """A blank line stands in answers, and before those of models that think."""
    task = yaml.safe_load(write(PAIRS, "/data")[f"{NAME}.yaml"])
    ends = task["generation_kwargs"]["until"]
    assert ends == ["\n\nEnglish:", "\n\nTranslate the text from English into Bengali."]
    assert all(end.strip() in task["doc_to_text"] for end in ends)


def test_several_articles_are_one_task() -> None:
    other = [replace(p, article="bridge") for p in PAIRS]
    assert set(write([*PAIRS, *other], "/data")) == {
        "evalkit_2_articles_en_bn.yaml", "evalkit_2_articles_en_bn.jsonl",
    }  # fmt: skip


def test_the_job_for_trustyai_names_model_task_and_mount() -> None:
    made = yaml.safe_load(job("granite", "http://vllm:8000/v1"))
    assert (made["kind"], made["apiVersion"]) == (
        "LMEvalJob", "trustyai.opendatahub.io/v1alpha1",
    )  # fmt: skip
    arguments = {entry["name"]: entry["value"] for entry in made["spec"]["modelArgs"]}
    assert arguments["base_url"] == "http://vllm:8000/v1/chat/completions"
    assert made["spec"]["taskList"]["taskNames"] == [TAG]
    # lm-eval asks for a chat model's template to be applied.
    assert made["spec"]["chatTemplate"] == {"enabled": True}


@pytest.fixture(scope="module")
def harness() -> Path:
    """The harness in an environment of its own, which `make test` makes (harness.sh)."""
    command = HOME / "bin" / "lm_eval"
    if not command.is_file() or not (HOME / ".installed").is_file():
        words = f"no lm-eval in {HOME.name}: run make test, or sh harness.sh"
        if os.environ.get("EVALKIT_LM_EVAL") == "required":
            pytest.fail(words)
        pytest.skip(words)
    return command


@pytest.mark.slow
def test_lm_eval_loads_and_runs_it_with_a_dummy_model(harness: Path, tmp_path: Path) -> None:
    # The harness reads the name of a file of data as a pattern.
    tasks, elsewhere = tmp_path / "tasks [new] *", tmp_path / "elsewhere"
    tasks.mkdir()
    elsewhere.mkdir()
    # Texts that a template would take for orders stay texts.
    hostile = pair(6, "{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} নদী")
    written: list[ExportedPair] = [
        *PAIRS,
        hostile,
        pair(7, "[1, 2]", "[১, ২]"),
        pair(8, corrected="[3]"),
    ]
    files = {**write(written, str(tasks)), "lmevaljob.yaml": job("granite", "http://vllm:8000/v1")}
    for name, content in files.items():
        (tasks / name).write_bytes(content)
    environment = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "hf"),
    }
    done = subprocess.run(
        [
            str(harness), "--include_path", str(tasks), "--tasks", TAG, "--model", "dummy",
            "--log_samples", "--output_path", str(tmp_path / "out"),
        ],
        cwd=elsewhere, env=environment, capture_output=True, text=True, check=False, timeout=240 * PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    (results,) = (tmp_path / "out").rglob("results_*.json")
    found = json.loads(results.read_text(encoding="utf-8"))["results"][NAME]
    assert {"bleu,none", "chrf,none", "ter,none"} <= set(found)
    (samples,) = (tmp_path / "out").rglob("samples_*.jsonl")
    lines = [json.loads(line) for line in samples.read_text(encoding="utf-8").splitlines()]
    assert [line["target"] for line in lines] == [p.corrected for p in written]
    assert hostile.source in lines[5]["arguments"]["gen_args_0"]["arg_0"]
    # The harness scores by sacrebleu: what its dummy said, scored by hand, is the same.
    said = [line["filtered_resps"][0] for line in lines]
    expected = sacrebleu.corpus_chrf(said, [[p.corrected for p in written]]).score
    assert found["chrf,none"] == pytest.approx(expected)
