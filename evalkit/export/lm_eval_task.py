"""An evaluation task for lm-evaluation-harness: reviewed translations as references."""

from __future__ import annotations

import glob
import json
from collections.abc import Mapping, Sequence
from typing import Any

from evalkit.export.grouping import Direction, by_direction, slug
from evalkit.export.pairs import ExportedPair
from evalkit.export.yamltext import dumped

TAG = "evalkit"
"""By which all tasks are called together. They are no group: a group would take the mean of what
they come to, and scores of different languages have none."""
METRICS = ("bleu", "chrf", "ter")
VERSION = 1.0
LONGEST = 1024
"""Tokens that a model may answer with."""
MOUNTED = "/opt/app-root/src/my_tasks/evalkit"
"""Where the job that TrustyAI runs has the task: below the folder in which it looks for tasks."""


def write(pairs: Sequence[ExportedPair], data: str) -> Mapping[str, bytes]:
    """The files of a task for each pair of languages, by name.

    `data` is the folder in which lm-eval will find the JSON Lines: it looks for them from
    wherever it is called, so the folder is named whole.
    """
    files: dict[str, bytes] = {}
    for direction, found in by_direction(pairs).items():
        name = _name(direction, found)
        files[f"{name}.jsonl"] = _lines(found)
        files[f"{name}.yaml"] = dumped(_task(name, direction, f"{data}/{name}.jsonl"))
    return files


def job(model: str, url: str) -> bytes:
    """The job for TrustyAI's LM-Eval service: all tasks, a model behind an address."""
    claim = {"name": "evalkit-tasks", "persistentVolumeClaim": {"claimName": "evalkit-tasks"}}
    return dumped(
        {
            "apiVersion": "trustyai.opendatahub.io/v1alpha1",
            "kind": "LMEvalJob",
            "metadata": {"name": "evalkit"},
            "spec": {
                "model": "local-chat-completions",
                "modelArgs": [
                    {"name": "model", "value": model},
                    {"name": "base_url", "value": f"{url.rstrip('/')}/chat/completions"},
                    {"name": "num_concurrent", "value": "4"},
                ],
                "chatTemplate": {"enabled": True},
                "taskList": {"taskNames": [TAG]},
                "logSamples": True,
                "offline": {"storage": {"pvcName": "evalkit-tasks"}},
                "pod": {
                    "container": {
                        "volumeMounts": [{"name": "evalkit-tasks", "mountPath": MOUNTED}],
                        "env": [{"name": "HF_HUB_OFFLINE", "value": "1"}],
                    },
                    "volumes": [claim],
                },
            },
        }
    )


def _name(direction: Direction, pairs: Sequence[ExportedPair]) -> str:
    articles = list(dict.fromkeys(pair.article for pair in pairs))
    what = slug(articles[0]) if len(articles) == 1 else f"{len(articles)}_articles"
    return f"{TAG}_{what}_{slug(direction.source)}_{slug(direction.target)}"


def _task(name: str, direction: Direction, path: str) -> Mapping[str, Any]:
    names = direction.source_name, direction.target_name
    asked = f"Translate the text from {names[0]} into {names[1]}."
    return {
        "task": name,
        "tag": [TAG],
        "dataset_path": "json",
        # Read as a pattern: a bracket in the folder's name is to stand for itself.
        "dataset_kwargs": {"data_files": {"test": glob.escape(path)}},
        "test_split": "test",
        "output_type": "generate_until",
        "doc_to_text": f"{asked} Answer with the translation only.\n\n"
        f"{names[0]}: {{{{source}}}}\n\n{names[1]}:",
        # The column, and no template of it: that would be read as a list where it has brackets.
        "doc_to_target": "reference",
        "generation_kwargs": {
            # Where a model goes on with a task of its own. A blank line is no end: answers and
            # thoughts may begin with one.
            "until": [f"\n\n{names[0]}:", f"\n\n{asked}"],
            "do_sample": False,
            "max_gen_toks": LONGEST,
        },
        "num_fewshot": 0,
        "metric_list": [
            {"metric": metric, "aggregation": metric, "higher_is_better": metric != "ter"}
            for metric in METRICS
        ],
        "metadata": {"version": VERSION},
    }


def _lines(pairs: Sequence[ExportedPair]) -> bytes:
    lines = [
        {
            "id": f"{pair.article}:{pair.row}:{pair.version}",
            "source": pair.source,
            "reference": pair.corrected,
            "corrected": pair.is_corrected,
        }
        for pair in pairs
    ]
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    return text.encode("utf-8", "replace")
