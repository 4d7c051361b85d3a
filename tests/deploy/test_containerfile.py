"""The container's recipe: pinned, without root, without a compiler, and whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.deploy.recipes import IGNORE, TOP, Stage, environment, sent, stages, tree

RECIPE = ROOT / "deploy" / "podman-ai-lab"
CONTAINERFILES = (TOP, RECIPE / "Containerfile", RECIPE / "model" / "Containerfile")


def tool(name: str) -> str:
    """A linter that comes as a package, beside the Python that runs the tests."""
    path = Path(sys.executable).with_name(name)
    if not path.is_file():
        pytest.skip(f"{name} is not installed here")
    return str(path)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CONTAINERFILES, ids=name)
def test_hadolint_has_nothing_to_say(path: Path) -> None:
    call = [tool("hadolint"), "--failure-threshold", "info", str(path)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_base_is_pinned_in_one_place_and_can_be_pinned_to_the_byte() -> None:
    before = TOP.read_text(encoding="utf-8").partition("\nFROM ")[0]
    base = re.search(r"^ARG BASE=(\S+)$", before, re.MULTILINE)
    assert base is not None
    assert re.fullmatch(r"docker\.io/library/python:3\.11\.\d+-slim-[a-z]+", base.group(1))
    assert [stage.values("FROM")[0].split()[0] for stage in stages(TOP)] == ["${BASE}"] * 2


def test_it_runs_as_nobody_in_particular() -> None:
    last = stages(TOP)[-1]
    assert last.values("USER") == ["1001:0"]
    assert last.values("ENTRYPOINT") == ['["evalkit"]']
    # Whoever it is has no home in the image.
    assert environment(TOP)["HOME"] == "/tmp"


def test_the_compiler_stays_behind() -> None:
    first, last = stages(TOP)
    assert "gcc" in " ".join(first.values("RUN"))
    assert "apt-get" not in " ".join(last.values("RUN"))
    assert [v for v in last.values("COPY") if not v.startswith("--from=build ")] == []


def test_nothing_is_fetched_at_run_time() -> None:
    told = environment(TOP)
    assert told["HF_HUB_OFFLINE"] == "1"
    assert told["EVALKIT_ENCODERS"] == "/opt/evalkit/encoders"
    assert told["EVALKIT_ENCODERS"].startswith(_copied(stages(TOP)[-1]))


def test_what_is_installed_is_what_was_tried_together() -> None:
    runs = " ".join(stages(TOP)[0].values("RUN"))
    assert "pip install --constraint constraints.txt" in runs


@pytest.mark.parametrize("path", CONTAINERFILES[:2], ids=name)
def test_what_is_copied_is_sent(path: Path) -> None:
    given = sent(tree(), IGNORE.read_text(encoding="utf-8"))
    for stage in stages(path):
        for value in stage.values("COPY"):
            words = [w for w in value.split() if not w.startswith("--")]
            if "--from=" in value or words[0] == ".":
                continue
            for source in words[:-1]:
                assert any(f == source or f.startswith(f"{source}/") for f in given), source


def test_a_build_is_sent_what_the_package_is_made_of_and_no_more() -> None:
    given = sent([*tree(), ".git/config", ".venv/bin/python"], IGNORE.read_text(encoding="utf-8"))
    for needed in ("setup.py", "setup.cfg", "constraints.txt", "README.md", "LICENSE"):
        assert needed in given
    package = [f for f in tree() if f.startswith("evalkit/") and "__pycache__" not in f]
    assert [f for f in package if f not in given and not f.endswith(".so")] == []
    tops = {f.partition("/")[0] for f in given}
    assert not tops & {".git", ".venv", "tests", "training", "benchmarks", "docs", "reports"}
    assert not [f for f in given if f.endswith((".pyc", ".so"))]


def _copied(stage: Stage) -> str:
    return stage.values("COPY")[0].split()[-1]
