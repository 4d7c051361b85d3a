"""A run measured: the right amounts, in silence, without a network, and nothing left behind."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from evalkit.document import InputError
from evalkit.energy import metering as module
from evalkit.energy.metering import metering

codecarbon: Any = pytest.importorskip("codecarbon", reason="codecarbon is not installed")
tracking: Any = import_module("codecarbon.emissions_tracker")
cpu: Any = import_module("codecarbon.core.cpu")
hardware: Any = import_module("codecarbon.external.hardware")
hardware_cache: Any = import_module("codecarbon.core.hardware_cache")

JOULES = 3_600_000
"""In a kWh."""


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    """codecarbon looks at the machine anew, and forgets what a test made of it."""
    hardware_cache.clear_cache()
    yield
    hardware_cache.clear_cache()


def given(monkeypatch: pytest.MonkeyPatch, **powers: float) -> None:
    """codecarbon's tracker with powers in watts that are known, by its own public parameters."""
    tracker = partial(codecarbon.OfflineEmissionsTracker, **powers)
    monkeypatch.setattr(codecarbon, "OfflineEmissionsTracker", tracker)


def test_watts_times_hours_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, force_cpu_power=200.0, force_ram_power=72.0)
    # Where it cannot tell the load, codecarbon takes half of the power given.
    monkeypatch.setattr(cpu, "is_psutil_available", lambda: False)
    monkeypatch.setattr(cpu, "is_rapl_available", lambda: False)
    with metering() as meter:
        time.sleep(0.5)
        used = meter.used(10)
    assert used is not None
    assert used.seconds >= 0.5
    # A reading may miss the last moment, but no more than that.
    assert used.ram_kwh * JOULES == pytest.approx(72 * used.seconds, rel=0.05)
    assert used.cpu_kwh * JOULES == pytest.approx(100 * used.seconds, rel=0.05)
    assert used.kwh == pytest.approx(used.cpu_kwh + used.ram_kwh + used.gpu_kwh)
    assert used.paragraphs == 10
    assert used.kwh_per_1000 == pytest.approx(used.kwh * 100)
    assert "processor estimated as half of a nominal power of 200 W" in used.method
    assert used.codecarbon == codecarbon.__version__


@pytest.mark.quiet
def test_an_estimate_by_load_lies_between_a_tenth_and_all_of_the_power(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, force_cpu_power=100.0)
    with metering() as meter:
        # codecarbon's last reading comes a moment after ours.
        time.sleep(1)
        used = meter.used(1)
    assert used is not None
    assert 9 * used.seconds < used.cpu_kwh * JOULES < 101 * used.seconds
    assert "processor estimated from its load and a nominal power of 100 W" in used.method


def test_counters_of_the_processor_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counter = tmp_path / "powercap" / "intel-rapl" / "intel-rapl:0"
    counter.mkdir(parents=True)
    for name, content in (("name", "package-0"), ("max_energy_range_uj", "262143328850")):
        (counter / name).write_text(content)
    (counter / "energy_uj").write_text("5000000")
    monkeypatch.setattr(cpu, "is_rapl_available", lambda: True)
    reader = hardware.IntelRAPL
    here = {"rapl_dir": str(tmp_path / "powercap")}
    monkeypatch.setattr(hardware, "IntelRAPL", lambda **more: reader(**{**more, **here}))
    with metering() as meter:
        # 7,200 joules, in millionths.
        (counter / "energy_uj").write_text(str(5_000_000 + 7_200_000_000))
        used = meter.used(4)
    assert used is not None
    assert used.cpu_kwh == pytest.approx(0.002, rel=1e-4)
    assert used.method.startswith("processor measured by its own counters (RAPL), memory estim")


def test_it_agrees_with_codecarbon_at_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    other = codecarbon.OfflineEmissionsTracker(
        output_methods=[], country_iso_code="BGD", force_ram_power=50.0, log_level="critical"
    )
    given(monkeypatch, force_ram_power=50.0)
    other.start()
    with metering() as meter:
        time.sleep(0.4)
        used = meter.used(1)
    other.stop()
    theirs = other.final_emissions_data
    assert used is not None
    assert used.ram_kwh <= theirs.ram_energy
    assert used.ram_kwh / used.seconds == pytest.approx(
        theirs.ram_energy / theirs.duration, rel=0.3
    )


def test_a_run_of_no_time_is_measured_too() -> None:
    with metering() as meter:
        used = meter.used(0)
    assert used is not None
    assert used.kwh > 0
    assert used.kwh_per_1000 is None
    # A watt at the least, and not the thousandth part of one.
    assert used.kwh * JOULES > used.seconds


def test_several_run_at_once() -> None:
    with metering() as whole:
        with metering() as part:
            time.sleep(0.1)
            one = part.used(1)
        time.sleep(0.1)
        all_of_it = whole.used(2)
    assert one is not None
    assert all_of_it is not None
    assert one.kwh < all_of_it.kwh
    assert one.seconds < all_of_it.seconds


def test_not_a_word(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("codecarbon")
    logger.setLevel("DEBUG")
    with metering() as meter:
        meter.used(1)
    assert capfd.readouterr() == ("", "")
    assert not logger.disabled, "who uses codecarbon besides hears it again"


def test_a_failure_on_the_way_loses_the_figure_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_self: object) -> Any:
        raise RuntimeError("no reading")

    with metering() as meter:
        monkeypatch.setattr(tracking.BaseEmissionsTracker, "_prepare_emissions_data", fail)
        assert meter.used(1) is None


def test_a_machine_that_cannot_be_measured_is_told_before_any_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_self: object) -> None:
        raise OSError("no such hardware")

    monkeypatch.setattr(tracking.BaseEmissionsTracker, "_ensure_hardware_ready", fail)
    with pytest.raises(InputError, match="can measure nothing on this machine"):
        metering().__enter__()


def test_without_codecarbon_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"codecarbon is not installed; pip install 'evalkit\[en"):
        metering().__enter__()


WATCHED = """
import json, socket, sys
asked = []
def refuse(*arguments, **_more):
    asked.append(repr(arguments))
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
from evalkit.energy.metering import metering
with metering() as meter:
    used = meter.used(1)
print(json.dumps([asked, used.told()]))
"""


@pytest.mark.parametrize("damaged", [False, True])
def test_nobodys_settings_no_network_no_files(tmp_path: Path, damaged: bool) -> None:
    home, here, scratch = (tmp_path / name for name in ("home", "here", "scratch"))
    for folder in (home, here, scratch):
        folder.mkdir()
    settings = (
        "[codecarbon]\noutput_methods = csv,api,logger\nemissions_endpoint = http://127.0.0.1:9\n"
        "electricitymaps_api_token = x\nforce_ram_power = 999999\nlog_level = debug\n"
        "allow_multiple_runs = false\ntracking_mode = process\n"
    )
    (home / ".codecarbon.config").write_text(settings)
    (here / ".codecarbon.config").write_text("no section\n" if damaged else settings)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=here,
        env={
            **os.environ,
            "HOME": str(home),
            "TMPDIR": str(scratch),
            "PYTHONPATH": os.pathsep.join(["", *sys.path]),
            "CODECARBON_FORCE_CPU_POWER": "999999",
            "CODECARBON_LOG_LEVEL": "loud",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    asked, told = json.loads(done.stdout)
    assert asked == []
    assert told["kwh"] * JOULES < 10_000 * told["seconds"], "those settings would tell of megawatts"
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == [".codecarbon.config"] * 2
