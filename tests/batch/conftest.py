"""Article folders for the tests of batches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI, run

__all__ = ["run"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    article = tmp_path / "references" / "flood"
    article.mkdir(parents=True)
    for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
        (article / f"{name}.txt").write_text(text, encoding="utf-8")
    return article


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered, and the history, are a test's own."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
