"""What was not looked for, in words: the same on the page, in Markdown and on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.evaluation.unread import Unread
from evalkit.reports.html.words import listed


def sentences(left: Iterable[Unread]) -> tuple[str, ...]:
    """A sentence for all versions of which the same is to be said; none for those read throughout.

    >>> faults = ("wrong meaning", "wrong terms", "grammar")
    >>> print(*sentences([Unread("bn", "Bengali", 2, 2, faults)]))
    Not looked for: wrong meaning, wrong terms, grammar; a reader of Bengali must still read it.
    >>> two = Unread("bn", "Bengali", 1, 4, faults), Unread("pa", "Punjabi", 1, 4, faults)
    >>> print(*sentences(two))
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
