"""Where there is no Chromium: what is installed, what is said, and when tests may skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT

SHELL = shutil.which("sh") or "/bin/sh"
INSTALLS = 'case "$*" in *install*) cp "$0" "${0%/*}/chromium" ;; esac'
FAILS = "echo 'E: no way there' >&2; exit 100"


class Machine:
    """A machine with few programs, of which apt-get and id are ours."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.programs = home / "bin"
        self.programs.mkdir()
        for name in ("tail", "cp"):
            (self.programs / name).symlink_to(shutil.which(name) or name)

    def has(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!{SHELL}\necho {name} \"$@\" >>'{self.home}/calls'\n{script}\n")
        program.chmod(0o755)

    def set_up(self, **environment: str) -> str:
        """What browser.sh says; it must never fail."""
        own = {"PATH": str(self.programs), "HOME": str(self.home), "VENV": str(self.home)}
        done = subprocess.run(
            [SHELL, str(ROOT / "browser.sh")],
            env=own | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout + done.stderr

    def calls(self, name: str) -> list[str]:
        path = self.home / "calls"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(name)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian, as root, with no browser."""
    made = Machine(tmp_path)
    made.has("id", "echo 0")
    made.has("apt-get", INSTALLS)
    return made


def test_root_on_a_debian_gets_chromium_and_fonts_once(machine: Machine) -> None:
    assert "installing chromium fonts-noto-core" in machine.set_up()
    assert machine.calls("apt-get")[-1].endswith("chromium fonts-noto-core")
    assert machine.set_up() == ""
    assert len(machine.calls("apt-get")) == 2


def test_what_cannot_be_installed_fails_nothing_and_is_not_tried_again(machine: Machine) -> None:
    machine.has("apt-get", FAILS)
    assert "E: no way there" in machine.set_up()
    assert machine.set_up() == ""


def test_where_a_browser_is_required_it_is_tried_again(machine: Machine) -> None:
    machine.has("apt-get", FAILS)
    machine.set_up()
    assert "E: no way there" in machine.set_up(EVALKIT_BROWSER="required")


@pytest.mark.parametrize("name", ["chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_browser_that_is_here_is_enough(machine: Machine, name: str) -> None:
    machine.has(name, "")
    assert machine.set_up() == ""
    assert not machine.calls("apt-get")


def test_playwrights_own_is_enough(machine: Machine) -> None:
    (machine.home / ".cache/ms-playwright/chromium-1").mkdir(parents=True)
    machine.set_up()
    assert not machine.calls("apt-get")


def test_nothing_is_installed_for_others_than_root(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    assert machine.set_up() == ""
    assert not machine.calls("apt-get")


def test_nothing_is_installed_where_chromium_is_named(machine: Machine) -> None:
    machine.set_up(CHROMIUM="none")
    assert not machine.calls("apt-get")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wanted", "status", "word"), [("", 0, "SKIPPED"), ("required", 1, "ERROR")]
)
def test_without_a_browser_its_tests_skip_or_where_it_is_required_fail(
    wanted: str, status: int, word: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/browser/test_load.py"],
        cwd=ROOT,
        env=os.environ | {"CHROMIUM": "none", "EVALKIT_BROWSER": wanted},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert word in done.stdout
    assert "CHROMIUM is 'none', which is no program here" in done.stdout
