"""What several checks ask of a version, computed once and kept with that version."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from evalkit.alignment.rows import Version

T = TypeVar("T")


def once(function: Callable[[Version], T]) -> Callable[[Version], T]:
    """The function, which computes at its first call for a version what all later ones return.

    The answer lives in `Version.known` and goes with the version: nothing outlives a
    run, and many versions cost no more each than one does.

    >>> from evalkit.document import Document
    >>> asked = []
    >>> letters = once(lambda version: asked.append(version.id) or len(version.id))
    >>> bengali = Version("bn", Document((), "bn"), ())
    >>> letters(bengali), letters(bengali), asked
    (2, 2, ['bn'])
    """

    @wraps(function)
    def known(version: Version) -> T:
        found = version.known
        if known not in found:
            found[known] = function(version)
        return cast("T", found[known])

    return known
