"""What an earlier run drew is not drawn again, and never stands for other numbers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from evalkit.reports import render
from evalkit.reports.charts import charts
from evalkit.reports.charts.drawing_cache import kept
from evalkit.reports.html.page import _made
from evalkit.reports.html.template_cache import Compiled
from tests.remembering import Remembering
from tests.reports import big, sample


def never(*_: object) -> bytes:
    raise AssertionError


def test_what_was_made_is_not_made_again() -> None:
    memory = Remembering()
    assert kept(memory, "pytest", "drawing", (1, "a"), lambda: b"made") == b"made"
    assert kept(memory, "pytest", "drawing", (1, "a"), never) == b"made"


@pytest.mark.parametrize(
    ("package", "what", "seen"),
    [("pytest", "drawing", (2, "a")), ("pytest", "table", (1, "a")), ("ruff", "drawing", (1, "a"))],
)
def test_other_numbers_another_thing_and_another_package_are_made_anew(
    package: str, what: str, seen: object
) -> None:
    memory = Remembering()
    kept(memory, "pytest", "drawing", (1, "a"), lambda: b"old")
    assert kept(memory, package, what, seen, lambda: b"new") == b"new"


def test_a_report_rendered_from_memory_is_the_same_to_the_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = Remembering()
    long = big.big(300)
    fresh = render(long)
    assert render(long, memory=memory) == fresh
    monkeypatch.setattr("evalkit.reports.charts.plotted.svg", never)
    assert render(long, memory=memory) == fresh


def test_a_finding_more_is_drawn() -> None:
    memory, whole = Remembering(), big.big(300)
    before = charts(whole, str, memory)
    fewer = replace(whole, finding_records=whole.finding_records[1:])
    assert charts(fewer, str, memory) != before
    assert charts(fewer, str, memory) == charts(fewer, str)


def test_templates_of_one_memory_are_compiled_once() -> None:
    memory = Remembering()
    assert Compiled(memory) == Compiled(memory) != Compiled(Remembering())


def test_templates_are_compiled_once_for_all_memories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    fresh = render(sample.evaluation(), ["html"], Remembering())
    assert list(tmp_path.rglob("report.html.*.pyc"))
    monkeypatch.setattr("jinja2.environment.Environment.compile", never)
    assert render(sample.evaluation(), ["html"], Remembering()) == fresh


def test_where_nothing_can_be_kept_beside_the_code_the_memory_knows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr("evalkit.reports.html.template_cache.kept", lambda *_: None)
    memory = Remembering()
    fresh = render(sample.evaluation(), ["html"], memory)
    _made.cache_clear()
    monkeypatch.setattr("jinja2.environment.Environment.compile", never)
    assert render(sample.evaluation(), ["html"], memory) == fresh
