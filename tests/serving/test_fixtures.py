"""Real servers that cannot be had: skipped with a word, or failed where they are required."""

from __future__ import annotations

import sys

import pytest

from tests.serving import fixtures
from tests.serving.fixtures import ADDRESS, REQUIRED, demand


def test_what_is_installed_is_no_reason_to_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "required")
    demand("pytest", "json")


def test_what_is_missing_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no_such_server cannot be had on Python"):
        demand("pytest", "no_such_server")


def test_what_is_missing_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REQUIRED, "required")
    with pytest.raises(pytest.fail.Exception, match="no_such_server cannot be had"):
        demand("no_such_server")


def test_a_server_that_does_not_start_fails_with_what_it_said() -> None:
    command = [sys.executable, "-c", "print('out of memory')"]
    with (
        pytest.raises(pytest.fail.Exception, match=r"has not started:\nout of memory"),
        fixtures.running(command, ADDRESS),
    ):
        pass


def test_the_address_of_a_server_is_the_one_it_prints() -> None:
    serve = "import time; print('at http://127.0.0.1:4711/v1', flush=True); time.sleep(60)"
    with fixtures.running([sys.executable, "-c", serve], ADDRESS) as url:
        assert url == "http://127.0.0.1:4711"
