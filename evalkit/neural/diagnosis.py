"""The real cause of a failure."""

from __future__ import annotations

from evalkit.document import InputError


def explain(error: BaseException, what: str) -> InputError:
    """The real cause of an error with the command that mends it."""
    if isinstance(error, InputError):
        return error
    return InputError(f"{type(error).__name__}: {error}", path=what)
