"""What went wrong, in the one line that people are told, whatever it was."""

from __future__ import annotations

from evalkit.document import InputError

DEBUG = "EVALKIT_DEBUG"
"""Set, this variable has the command line print the traceback of an error too."""
SEE_WHERE = f"run it again with {DEBUG}=1 to see where"


def in_a_line(error: Exception) -> InputError:
    """The error as one that says in a line what is wrong and what to do.

    What nobody has thought of keeps its type and message.

    >>> print(in_a_line(OSError(28, "No space left on device", "report/report.html")))
    report/report.html: No space left on device; check the disk and the permissions
    >>> print(in_a_line(ZeroDivisionError("division by zero")))
    ZeroDivisionError: division by zero; run it again with EVALKIT_DEBUG=1 to see where
    """
    said = str(error).strip()
    if isinstance(error, InputError):
        return error
    if isinstance(error, MemoryError):
        return InputError(
            "there is not enough memory" + (f" ({said})" if said else ""),
            remedy="give less at once: smaller files, fewer --jobs",
        )
    if isinstance(error, RecursionError):
        return InputError("something in the input is nested too deeply", remedy=SEE_WHERE)
    if isinstance(error, OSError):
        return InputError(
            error.strerror or said or type(error).__name__,
            path="" if error.filename is None else str(error.filename),
            remedy="check the disk and the permissions",
        )
    kind = type(error).__name__
    return InputError(f"{kind}: {said}" if said else kind, remedy=SEE_WHERE)
