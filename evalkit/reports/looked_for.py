"""What a run looked for, in words: checks left out, faults that no check finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalkit.checks import CHECKS, encoder_readers, load_class
from evalkit.reports.phrases import listed
from evalkit.result.not_looked_for import Unread

NOTHING = "nothing was looked for"
DASH = "A dash stands where no check was chosen: nothing was looked for there."
FAST = "the fast checks were chosen, which read no encoder"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Checks (ids) that did not look, and why."""

    checks: tuple[str, ...]
    why: str


def left_out(checks: Sequence[str]) -> LeftOut | None:
    """The checks that a run was without; None where it had all.

    >>> left_out(["empty"]).why, left_out([]).why, left_out(list(CHECKS))
    ('not run', 'none was chosen for this run', None)
    """
    missing = tuple(check for check in CHECKS if check not in checks)
    if not missing:
        return None
    if len(missing) == len(CHECKS):
        return LeftOut(missing, "none was chosen for this run")
    return LeftOut(missing, FAST if missing == encoder_readers(CHECKS) else "not run")


def blind(checks: Sequence[str]) -> tuple[str, ...]:
    """Those of the checks that find nothing without an encoder.

    >>> blind(["empty", "omission", "addition"])
    ('addition',)
    """
    known = encoder_readers(check for check in CHECKS if check in checks)
    return tuple(check for check in known if load_class(check).needs == "encoder")


def line(checks: Sequence[str]) -> str:
    """One line for a terminal, "" where all checks were run.

    >>> line([]), line(list(CHECKS))
    ('checks: none: nothing was looked for', '')
    >>> line(["empty"])
    'checks: empty; no other was run'
    """
    missing = left_out(checks)
    if missing is None:
        return ""
    if not checks:
        return f"checks: none: {NOTHING}"
    if len(checks) < len(missing.checks):
        return f"checks: {', '.join(checks)}; no other was run"
    names = ", ".join(missing.checks)
    if missing.why == FAST:
        return f"checks: fast, which read no encoder; not looked for: {names}"
    return f"checks: {len(checks)} of {len(CHECKS)}; not looked for: {names}"


def unread(left: Iterable[Unread]) -> tuple[str, ...]:
    """A sentence for all versions of which the same is to be said; none for those read throughout.

    >>> faults = ("wrong meaning", "wrong terms", "grammar")
    >>> print(*unread([Unread("bn", "Bengali", 2, 2, faults)]))
    Not looked for: wrong meaning, wrong terms, grammar; a reader of Bengali must still read it.
    >>> two = Unread("bn", "Bengali", 1, 4, faults), Unread("pa", "Punjabi", 1, 4, faults)
    >>> print(*unread(two))
    Not looked for in 1 of 4 paragraphs: wrong meaning, wrong terms, grammar; readers of Bengali \
and Punjabi must still read them.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in left:
        if each.paragraphs:
            whole = each.paragraphs == each.total
            part = "" if whole else f" in {each.paragraphs:,} of {each.total:,} paragraphs"
            groups.setdefault((part, each.faults), []).append(each.language)
    return tuple(
        f"Not looked for{part}: {', '.join(faults)}; {_readers(languages)} must still read "
        f"{'them' if part or len(languages) > 1 else 'it'}."
        for (part, faults), languages in groups.items()
    )


def _readers(languages: Iterable[str]) -> str:
    names = list(dict.fromkeys(languages))
    return f"{'a reader' if len(names) == 1 else 'readers'} of {listed(names)}"
