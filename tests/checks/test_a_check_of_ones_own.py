"""A check in a file outside the package: listed, run, folded, attributed, reported, self-tested."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT

MODULE = """
import re
import evalkit
from evalkit.checks.traits import Fold, Traits

class FigureLost(evalkit.SegmentCheck):
    id, name, description = "figure-lost", "Figure lost", "Digits of the source that are gone."
    category, severity = "Accuracy/Omission", "major"
    traits = Traits("anchor", keeps_place=True, damages=("number",))

    def marks(self, segment):
        for found in re.finditer(r"[0-9]+", segment.source):
            if found[0] not in segment.hypothesis:
                yield evalkit.Mark(f"{found[0]} is not there.", source=evalkit.Span(*found.span()))

class Shrug(evalkit.SegmentCheck):
    id, name, description = "shrug", "Shrug", "Paragraphs that give up."
    category, severity = "Accuracy/Omission", "minor"
    traits = Traits("loss", folds=(Fold(5, ("figure-lost",), "row"),))

    def marks(self, segment):
        if "usw" in segment.hypothesis:
            yield evalkit.Mark("The paragraph gives up.", evalkit.Span(0, len(segment.hypothesis)))
"""
ENGLISH = [
    "The river rose by 300 centimetres in one night.",
    "The bridge stays closed for 12 days.",
    "About 4500 people live near the water.",
    "The council met at 9 in the evening.",
]
GERMAN = [
    "Der Fluss stieg in einer Nacht um mehrere Zentimeter.",
    "Die Brücke bleibt usw.",
    "Etwa 4500 Menschen leben nahe am Wasser.",
    "Der Rat kam um 9 Uhr abends zusammen.",
]
DUTCH = [
    "De rivier steeg in één nacht met enkele centimeters.",
    "De brug blijft 12 dagen gesloten.",
    "Ongeveer 4500 mensen wonen bij het water.",
    "De raad kwam om 9 uur 's avonds bijeen.",
]
MINE = ("--checks", "none", "--checks", "mine:FigureLost", "--checks", "mine:Shrug")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(MODULE, encoding="utf-8")
    for name, texts in (("en", ENGLISH), ("de", GERMAN), ("nl", DUTCH)):
        (tmp_path / f"{name}.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    return tmp_path


def run(work: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", *arguments],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_run_folded_attributed_and_reported(work: Path) -> None:
    run(work, "compare", "-r", "en.txt", "de.txt", "nl.txt", "-o", "out", "-m", "none", *MINE)
    with (work / "out" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        found = {(f["row"], f["version"]): f for f in csv.DictReader(stream)}
    assert {key: f["check"] for key, f in found.items()} == {
        ("1", "de"): "figure-lost",
        ("1", "nl"): "figure-lost",
        ("2", "de"): "shrug",
    }
    assert found["1", "de"]["source_quote"] == "300"
    # Both versions lost it: the fault lies before them. The bridge's days only one lost.
    assert {key: f["attribution"] for key, f in found.items()} == {
        ("1", "de"): "source-or-pipeline",
        ("1", "nl"): "source-or-pipeline",
        ("2", "de"): "version",
    }
    folded = found["2", "de"]
    assert folded["symptoms"] == "12 is not there."
    # A finding that others explain gives its severity to the one that is told.
    assert folded["severity"] == "major"
    for name in ("report.html", "report.md", "evaluation.json"):
        assert "The paragraph gives up." in (work / "out" / name).read_text("utf-8")


def test_it_is_measured_against_the_damage_that_it_names(work: Path) -> None:
    told = run(
        work, "selftest", "-r", "en.txt", "de.txt", "--damage", "number", "--rounds", "1",
        "--encoder", "none", "--format", "json", *MINE,
    )  # fmt: skip
    (counted,) = json.loads(told)["tallies"]
    assert (counted["tried"], counted["found"], counted["checks"]) == (1, 1, {"figure-lost": 1})
