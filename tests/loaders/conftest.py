"""Detection is another package's business: here a letter of the script decides."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

SCRIPTS = {"bn": range(0x0980, 0x0A00), "pa": range(0x0A00, 0x0A80), "en": range(0x41, 0x7B)}


@dataclass(frozen=True)
class Detection:
    language: str


def detect(text: str) -> Detection:
    counts = {code: sum(ord(char) in span for char in text) for code, span in SCRIPTS.items()}
    best = max(counts, key=lambda code: counts[code])
    return Detection(best if counts[best] else "und")


@pytest.fixture(autouse=True)
def detection(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("evalkit.languages.detect")
    monkeypatch.setattr(module, "detect", detect, raising=False)
    monkeypatch.setitem(sys.modules, "evalkit.languages.detect", module)
