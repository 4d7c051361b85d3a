"""The line that says how far a run is: in place, in one line, gone at the end."""

from __future__ import annotations

import io

import click
import pytest

from evalkit.cli.progress import Progress, fitted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> str:
        """The line as it stands after all carriage returns."""
        cells: list[str] = []
        at = 0
        for character in self.getvalue():
            if character == "\r":
                at = 0
                continue
            cells[at : at + 1] = [character]
            at += 1
        return "".join(cells).rstrip()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def progress(stream: io.StringIO, clock: Clock, columns: int = 80) -> Progress:
    return Progress(lambda: stream, clock, lambda: columns)


def test_nothing_is_written_where_there_is_no_terminal(clock: Clock) -> None:
    stream = io.StringIO()
    shown = progress(stream, clock)
    shown("aligning")
    shown("scoring: comet:x 1/2")
    shown.clear()
    assert stream.getvalue() == ""


def test_a_step_takes_the_place_of_the_one_before(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)
    shown("reading and aligning")
    assert terminal.screen() == "evalkit: reading and aligning …"
    shown("checking")
    assert terminal.screen() == "evalkit: checking …"
    assert "\n" not in terminal.getvalue()


def test_a_count_has_its_rate_and_the_time_left(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)
    shown("scoring: comet:x 0/2000")
    clock.now = 4.0
    shown("scoring: comet:x 128/2000")
    assert terminal.screen() == "evalkit: scoring: comet:x 128/2000, 32/s, 59 s left"
    clock.now = 8.0
    shown("scoring: comet:x 2000/2000")
    assert terminal.screen() == "evalkit: scoring: comet:x 2000/2000, 250/s"


def test_the_time_a_model_takes_to_load_is_not_counted(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)
    shown("scoring: comet:x")
    clock.now = 60.0
    shown("scoring: comet:x 100/400")
    assert terminal.screen() == "evalkit: scoring: comet:x 100/400"
    clock.now = 70.0
    shown("scoring: comet:x 120/400")
    assert terminal.screen() == "evalkit: scoring: comet:x 120/400, 2.0/s, 2 min 20 s left"


def test_a_step_called_often_is_drawn_seldom_and_its_end_always(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)
    for n in range(1, 1001):
        clock.now = n / 1000
        shown(f"scoring: comet:x {n}/1000")
    assert terminal.getvalue().count("\r") < 15
    assert "1000/1000" in terminal.screen()


@pytest.mark.parametrize("columns", [1, 10, 30, 200])
def test_the_line_never_wraps_and_keeps_its_count(clock: Clock, columns: int) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock, columns)
    shown("scoring: comet:/a/very/long/path/to/a/checkpoint 3/7")
    assert len(terminal.screen()) <= max(columns - 1, 0)
    if columns >= 30:
        assert terminal.screen().endswith("3/7")


def test_clearing_leaves_an_empty_line_and_is_done_once(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)
    shown("checking")
    shown.clear()
    assert terminal.screen() == ""
    written = terminal.getvalue()
    shown.clear()
    assert terminal.getvalue() == written


def test_however_a_command_ends_the_line_is_gone(clock: Clock) -> None:
    terminal = Terminal()
    shown = progress(terminal, clock)

    @click.command()
    def broken() -> None:
        shown("checking")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        broken.main([], standalone_mode=False)
    assert terminal.screen() == ""


def test_a_name_cannot_write_control_characters() -> None:
    assert fitted("evalkit: comet:a\x1b[2Jb\n", "", 80) == "evalkit: comet:a?[2Jb?"
