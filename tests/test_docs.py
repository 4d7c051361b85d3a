"""The papers: links lead somewhere, paths exist, examples run, nothing is left out."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from evalkit.checks import CHECKS
from evalkit.metrics import METRICS
from tests.builders import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`((?:evalkit|tests|benchmarks|training|lab|docs|deploy)/[\w./*-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_and_path_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in LINK.findall(text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target
    if page.name != "CHANGELOG.md":
        for path in PATH.findall(text):
            assert list(ROOT.glob(path.rstrip("/"))), path


def test_every_page_is_in_the_index() -> None:
    listed = "\n".join(
        "\n".join(re.findall(r"```\{toctree\}\n(.*?)```", page.read_text("utf-8"), re.S))
        for page in PAGES
    ).split()
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        assert name == "index" or name in listed


def test_the_readme_is_a_page() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 150
    first_screen = "\n".join(lines[:25])
    assert "make evaluate" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize("page", [p for p in PAGES if ">>> " in p.read_text("utf-8")], ids=str)
def test_the_examples_of_a_page_run(page: Path) -> None:
    failed, tried = doctest.testfile(
        str(page), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS
    )
    assert tried
    assert not failed


def test_the_reference_has_every_check_metric_and_record() -> None:
    catalogue = pytest.importorskip("docs.catalogue", exc_type=ImportError)
    checks, metrics = "\n".join(catalogue.of_checks()), "\n".join(catalogue.of_metrics())
    assert all(f"## {name}\n" in checks for name in CHECKS)
    assert all(f"## {name}\n" in metrics for name in METRICS)
    assert "| `omission_risk` |" in "\n".join(catalogue.of_records("columns"))
    assert "## evalkit compare\n" in "\n".join(catalogue.of_commands())
