"""The split that keeps figures honest: what may be tuned on, and what is reported.

Thresholds may be chosen on the documents of `tuning`; every published figure
is computed on those of `held_out`, whose texts nobody looked at. A document
falls in one or the other by a hash of its name: three quarters and one.
"""

from __future__ import annotations

import hashlib

QUARTERS, HELD_OUT = 4, 3


def tuning(name: str) -> bool:
    """Whether a document is one of those that thresholds may be chosen on."""
    return hashlib.sha256(name.encode()).digest()[0] % QUARTERS != HELD_OUT


def held_out(name: str) -> bool:
    """Whether a document is one of those that figures are reported on.

    >>> held_out("rt.com.91337") != tuning("rt.com.91337")
    True
    """
    return not tuning(name)


def everything(_name: str) -> bool:
    return True


def order(name: str) -> bytes:
    """A key that puts documents into an order that says nothing of them: for samples."""
    return hashlib.sha256(f"sample:{name}".encode()).digest()
