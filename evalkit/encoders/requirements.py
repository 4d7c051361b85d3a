"""Versions of packages that do not fit each other, known before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

EXTRA = "pip install 'evalkit[neural]'"


@dataclass(frozen=True, slots=True)
class Limit:
    """`package` has to be older than `below` where `wanted_by` is installed, because of `why`.

    Where `needed`, it has to be there at all.
    """

    package: str
    below: int
    wanted_by: str
    why: str
    needed: bool = False

    @property
    def remedy(self) -> str:
        return f"pip install '{self.package}<{self.below}'"


LIMITS = (
    Limit("numpy", 2, "unbabel-comet", "unbabel-comet 2.2.7 wants numpy 1"),
    Limit("setuptools", 81, "torchmetrics", "torchmetrics 0.10 imports its pkg_resources", True),
    Limit("transformers", 5, "unbabel-comet", "unbabel-comet 2.2.7 wants transformers 4"),
    Limit("protobuf", 5, "unbabel-comet", "unbabel-comet 2.2.7 wants protobuf 4"),
    Limit("huggingface-hub", 1, "unbabel-comet", "unbabel-comet 2.2.7 wants huggingface-hub 0"),
)
"""By the requirements that unbabel-comet 2.2.7 and its torchmetrics declare, or should."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """An installed package of the wrong version ("": missing) and the command that mends it."""

    package: str
    version: str
    why: str
    remedy: str

    def __str__(self) -> str:
        state = f"{self.version} is too new" if self.version else "is missing"
        return f"{self.package} {state}: {self.why}"


def installed(package: str) -> str:
    """The version of an installed package, "" where there is none.

    >>> installed("no-such-package")
    ''
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def misfits() -> Iterator[Misfit]:
    """Every installed package that another one cannot work with."""
    for limit in LIMITS:
        if not installed(limit.wanted_by):
            continue
        version = installed(limit.package)
        if _major(version) >= limit.below or (limit.needed and not version):
            yield Misfit(limit.package, version, limit.why, limit.remedy)


def _major(version: str) -> int:
    head = version.partition(".")[0]
    return int(head) if head.isdecimal() else -1
