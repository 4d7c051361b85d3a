"""What a stranger sees first: help with examples everywhere, instant and complete."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from evalkit.cli import COMMANDS
from evalkit.cli.export import FORMATS
from tests.cli.conftest import Run


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_help_everywhere_with_examples(run: Run, command: str, flag: str) -> None:
    result = run(*([command] if command else []), flag)
    assert result.status == 0
    assert "Example" in result.out
    assert f"evalkit {command}".strip() in result.out


@pytest.mark.parametrize("name", FORMATS)
def test_each_export_format_has_help_with_examples(run: Run, name: str) -> None:
    result = run("export", name, "-h")
    assert result.status == 0
    assert f"evalkit export {name} " in result.out
    assert "Example" in result.out


@pytest.mark.parametrize("name", ["tmx", "xliff", "csv"])
def test_a_translation_memorys_help_names_what_stays_behind(run: Run, name: str) -> None:
    said = " ".join(run("export", name, "-h").out.split())
    for rows in ("an open finding at or above major", "a correction whose place is not plain"):
        assert f"rows with {rows}" in said
    assert "Left out are" in said
    assert "rows without a paragraph on one side" in said


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("evalkit, version 0.")


@pytest.mark.parametrize("command", ["checks", "metrics", "languages"])
def test_lists_come_as_text_and_as_json(run: Run, command: str) -> None:
    assert run(command).out
    assert len(json.loads(run(command, "--format", "json").out)) >= 4


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    assert "_EVALKIT_COMPLETE" in run("completion", shell).out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("evalkit comp", ["plain,compare", "plain,completion"]),
        ("evalkit compare --fail-o", ["plain,--fail-on"]),
        ("evalkit compare -r e", ["file,e"]),
        ("evalkit score -m chrf+", ["plain,chrf++"]),
        ("evalkit batch --checks fas", ["plain,fast"]),
    ],
)
def test_words_are_completed(words: str, expected: list[str]) -> None:
    asked = {
        "_EVALKIT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    code = "import sys; sys.argv[0] = 'evalkit'; from evalkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == expected, done.stderr


def test_doctor_says_what_is_there(run: Run) -> None:
    result = run("doctor")
    assert result.status == 0
    assert "sacrebleu" in result.out
    assert "extra formats: " in result.out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from evalkit.cli import main\n"
        "sys.argv = ['evalkit', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas', 'matplotlib', 'sacrebleu', 'torch', 'lxml', 'jinja2')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
