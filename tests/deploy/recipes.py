"""Containerfiles read by their instructions, and what a build is given of the working tree."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import ROOT

TOP = ROOT / "Containerfile"
IGNORE = ROOT / ".containerignore"
SIDE = {"dist", "build", "node_modules"}


@dataclass(frozen=True)
class Instruction:
    """One instruction: its name in capitals, and what it says with line breaks taken out."""

    name: str
    value: str


@dataclass(frozen=True)
class Stage:
    """What follows a FROM, that included."""

    instructions: Sequence[Instruction]

    def values(self, name: str) -> list[str]:
        return [i.value for i in self.instructions if i.name == name]


def parser(path: Path) -> object:
    """dockerfile-parse's reader of the file; the test is skipped where the package is not there."""
    module = pytest.importorskip("dockerfile_parse")
    return module.DockerfileParser(fileobj=io.BytesIO(path.read_bytes()))


def instructions(path: Path) -> list[Instruction]:
    structure = parser(path).structure  # type: ignore[attr-defined]
    return [
        Instruction(each["instruction"], each["value"])
        for each in structure
        if each["instruction"] != "COMMENT"
    ]


def stages(path: Path) -> list[Stage]:
    found: list[list[Instruction]] = []
    for instruction in instructions(path):
        if instruction.name == "FROM":
            found.append([])
        if found:
            found[-1].append(instruction)
    return [Stage(tuple(each)) for each in found]


def environment(path: Path) -> Mapping[str, str]:
    """What the last stage sets for those who run it."""
    told: Mapping[str, str] = parser(path).envs  # type: ignore[attr-defined]
    return dict(told)


def sent(files: Sequence[str], rules: str) -> list[str]:
    """Which of the files a build is given: the last rule that fits decides, folders go whole.

    >>> sent(["a.py", "x/a.so", "docs/a.md", "docs/b.md"], "**/*.so\\ndocs\\n!docs/b.md")
    ['a.py', 'docs/b.md']
    """
    lines = (line.strip() for line in rules.splitlines())
    ordered = [
        (rule.lstrip("!"), rule.startswith("!")) for rule in lines if rule and rule[0] != "#"
    ]

    def kept(path: str) -> bool:
        keep = True
        for pattern, wanted in ordered:
            if _pattern(pattern).match(path):
                keep = wanted
        return keep

    return [path for path in files if kept(path)]


def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", rule.strip("/"))
    meant = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meant.get(p, re.escape(p)) for p in parts) + r"(?:/.*)?\Z")


def tree() -> list[str]:
    """The files of the working tree, without what no one commits."""
    tops = [p for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in SIDE]
    found = [f for top in tops for f in ([top] if top.is_file() else top.rglob("*"))]
    return sorted(str(f.relative_to(ROOT)) for f in found if f.is_file())


def context(directory: Path) -> Path:
    """A copy of what a build is given."""
    for name in sent(tree(), IGNORE.read_text(encoding="utf-8")):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, directory / name)
    return directory
