"""Versions as witnesses: is a fault one version's own, or did they all inherit it?

What is wrong at the same place in every version points to the source or to the
pipeline that fed them; what is wrong in one, while the others kept it, to that
version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evalkit.checks.base import Finding

# Checks that look at a version's own habits say nothing about other versions.
_OWN_HABITS = frozenset({"inconsistent-name", "inconsistent-spelling", "mixed-digits"})
# These point at the version's words alone: whether another version errs at the same place of the
# source, they cannot tell.
_UNPLACED = frozenset({"error-span"})


def attribute(findings: Iterable[Finding], names: Mapping[str, str]) -> list[Finding]:
    """The findings with `also_in`, `attribution` and its reason filled in.

    `names` gives the versions' names for readers, by id, in order. A single
    version has no witness: its findings stay "unclear".
    """
    findings = list(findings)
    places: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        places[finding.row, finding.check].append(finding)
    return [_judge(f, places[f.row, f.check], names) for f in findings]


def _judge(finding: Finding, alike: Sequence[Finding], names: Mapping[str, str]) -> Finding:
    others = [v for v in names if v != finding.version]
    if not others:
        return replace(
            finding, attribution="unclear", attribution_reason="there is no other version to ask"
        )
    if finding.check in _OWN_HABITS:
        return replace(
            finding, attribution="version", attribution_reason="a habit of this version's own"
        )
    shared = tuple(
        v for v in others if any(f.version == v and _same_thing(finding, f) for f in alike)
    )
    near = {f.version for f in alike} - {finding.version} - set(shared)
    if len(shared) == len(others):
        return replace(
            finding,
            also_in=shared,
            attribution="source-or-pipeline",
            attribution_reason=f"{_list(shared, names)} the same fault at the same place",
        )
    if shared or near:
        where = "it may be at another place" if finding.check in _UNPLACED else "at another place"
        reason = (
            f"{_list(shared, names)} it too, but not every version does"
            if shared
            else f"{_list(sorted(near), names)} a like fault in this row, {where}"
        )
        return replace(finding, also_in=shared, attribution="unclear", attribution_reason=reason)
    quiet = " and ".join(names[v] for v in others)
    verb = "is" if len(others) == 1 else "are"
    return replace(
        finding, attribution="version", attribution_reason=f"{quiet} {verb} quiet at this place"
    )


def _same_thing(one: Finding, other: Finding) -> bool:
    """The same check in the same row, pointing at the same source words if at any."""
    if one.source is not None and other.source is not None:
        return one.source.overlaps(other.source)
    return one.check not in _UNPLACED


def _list(versions: Sequence[str], names: Mapping[str, str]) -> str:
    listed = " and ".join(names[v] for v in versions)
    return f"{listed} {'has' if len(versions) == 1 else 'have'}"
