"""What stands where `--back-translate` will write, looked at before a model is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from evalkit.back_translation.files import STEM, SUFFIX, file_name
from evalkit.back_translation.files import demand_replaceable as demand
from evalkit.loaders import from_name, parse_spec


def demand_replaceable(directory: Path, versions: Sequence[str], given: Collection[str]) -> None:
    """Raise InputError where a file of a version's name there is not as evalkit made it.

    Back-translations that are `given` are not made. Where neither a version's
    argument nor its name tells its language, any such file may be in the way.
    """
    named = [_tag(spec) for spec in versions]
    made = [file_name(tag) for tag in named if tag and tag not in given]
    if None in named:
        taken = {file_name(tag) for tag in given}
        found = sorted(path.name for path in directory.glob(f"{STEM}.*{SUFFIX}"))
        made += [name for name in found if name not in taken]
    demand(directory, made)


def _tag(spec: str) -> str | None:
    tag, path = parse_spec(spec)
    return tag or from_name(path)
