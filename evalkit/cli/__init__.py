"""The command line: thin click commands over a library that works without them."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import click

from evalkit._version import __version__
from evalkit.cli.lazy import LazyGroup
from evalkit.errors import DEBUG, in_a_line

# A command's module is imported when the command is called, so that
# `evalkit --help` loads nothing but click.
COMMANDS: dict[str, tuple[str, str]] = {
    "compare": (
        "evalkit.cli.compare",
        "Compare versions with their source: the reviewer's report.",
    ),
    "score": ("evalkit.cli.score", "Score one file, to standard output."),
    "batch": ("evalkit.cli.batch", "Compare every article folder in a directory."),
    "selftest": (
        "evalkit.cli.selftest",
        "Damage your own versions and say how much of it is found.",
    ),
    "report": ("evalkit.cli.report", "Render a report again from evaluation.json."),
    "review": ("evalkit.cli.review", "Merge reviewers' decisions; say how far they agree."),
    "export": ("evalkit.cli.export", "Hand on the corrected translations: TMX, XLIFF, CSV."),
    "validate": (
        "evalkit.cli.validate",
        "Measure metrics and checks against human judgements.",
    ),
    "history": ("evalkit.cli.history", "List the runs that are recorded."),
    "diff": ("evalkit.cli.diff", "Say what has changed between two runs."),
    "cache": ("evalkit.cli.cache", "Say what is remembered between runs, or forget it."),
    "checks": ("evalkit.cli.lists", "List the checks, what they find and where they err."),
    "metrics": ("evalkit.cli.lists", "List the metrics and what they need."),
    "languages": ("evalkit.cli.lists", "List the languages with a profile."),
    "doctor": ("evalkit.cli.doctor", "Say what is installed, what is missing, how to get it."),
    "completion": ("evalkit.cli.completion", "Print the shell completion script."),
}

GARBAGE = (100_000, 50, 100)
"""Objects made before the youngest are looked through, and how often that is before the older."""

LOST = 0.05
"""Seconds until a signal that was lost is sent once more."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExit status: 0 done; 1 done, and --fail-on or --fail-under was met;\n"
    "2 the call or an input is wrong.\n\n"
    "\b\nEnvironment: EVALKIT_CACHE is where results are kept, SACREBLEU_SEED the seed\n"
    "of limits and tests; EVALKIT_DEBUG=1 shows where an error comes from.",
)
@click.version_option(__version__, "--version", prog_name="evalkit")
def cli() -> None:
    """Judge translated documents: align, score and find drift, paragraph by paragraph.

    \b
    Examples:
      evalkit compare -r en.txt bn.txt pa.txt -o report
      evalkit score bn.txt -r en.txt -r bn=human.txt -m chrf++
      evalkit batch references -o reports
    """


def main() -> None:
    """Run the command line; whatever goes wrong ends in one line and status 2."""
    _prepare_streams()
    _collect_seldom()
    # Terminated is interrupted: clean up, and stop the workers.
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _once_more
    status = _status()
    for stream in (sys.stdout, sys.stderr):
        # What cannot be written now would have the interpreter end with a status of its own.
        try:
            stream.flush()
        except OSError:
            _abandon(stream)
    sys.exit(status)


def _status() -> int:
    """The exit status of the command, whatever becomes of it; 1 is nothing but a verdict."""
    status: object = 2
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
    except click.UsageError as error:
        context = error.ctx.command_path if error.ctx else "evalkit"
        _complain(f"{error.format_message().rstrip('.')}; see {context} --help")
    except click.ClickException as error:
        _complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted; what was not finished was not written")
        status = 130
    except BrokenPipeError:
        # The reader (head, less) has gone; that is no error of ours.
        status = 141
    except Exception as error:
        trace()
        _complain(f"{_place(error)}{in_a_line(error)}")
        status = 2
    return status if isinstance(status, int) else 0


def _place(error: Exception) -> str:
    """What could not be written, where the error does not name it but came from an echo."""
    if isinstance(error, OSError) and error.filename is None:
        raised_in = traceback.extract_tb(error.__traceback__)[-1].filename
        if raised_in in (__file__, click.utils.__file__):
            return "standard output cannot be written: "
    return ""


class Interrupted(KeyboardInterrupt):
    """An interrupt that Python does not take for its own.

    Where a plain one passes through a string that is run, as importing a dataclass
    runs one, the interpreter ends by the signal in the end, whatever status was asked for.
    """


class Terminated(SystemExit):
    """What a request to end raises, with the status that shells know."""


def _terminate(*_: object) -> None:
    raise Terminated(143)


def _interrupt(*_: object) -> None:
    raise Interrupted


def _once_more(lost: sys.UnraisableHookArgs) -> None:
    """Send a signal again whose exception fell into a destructor, which swallows it."""
    sent = {Terminated: signal.SIGTERM, Interrupted: signal.SIGINT}.get(lost.exc_type)
    if sent is None:
        sys.__unraisablehook__(lost)
    else:
        again = threading.Timer(LOST, os.kill, [os.getpid(), sent])
        again.daemon = True
        again.start()


def _collect_seldom() -> None:
    """Spare the collector work: what a run makes it keeps to its end, and then all goes at once.

    Looking for garbage among modules and records took an eighth of a short run.
    """
    gc.set_threshold(*GARBAGE)
    atexit.register(gc.freeze)


def _prepare_streams() -> None:
    """Make standard output and error able to take any text, or nowhere if they are closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, nowhere)
    if os.name == "posix" and "LC_ALL" not in os.environ:
        for stream in (sys.stdout, sys.stderr):
            # A C locale must not turn Bengali into a traceback.
            reconfigure: Any = getattr(stream, "reconfigure", None)
            if reconfigure:
                reconfigure(encoding="utf-8", errors="replace")


def _abandon(stream: TextIO) -> None:
    """Let the interpreter flush the stream into nothing when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def trace() -> None:
    """Print where an error came from, for who asks for it by the environment."""
    if os.environ.get(DEBUG):
        with suppress(OSError):
            traceback.print_exc()


def _complain(line: str) -> None:
    # Standard error may be as full as the disk.
    with suppress(OSError):
        click.echo(f"evalkit: {' '.join(line.split())}", err=True)
