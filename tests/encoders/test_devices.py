"""Devices, precision and threads: what is not there is said in one line."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evalkit.document import InputError
from evalkit.encoders import devices
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources


@pytest.mark.parametrize("name", ["gpu", "cuda:", "cuda:x", "cpu:0", ""])
def test_an_unknown_device_is_refused_before_anything_is_loaded(name: str) -> None:
    with pytest.raises(InputError, match="say auto, cpu, cuda, cuda:1 or mps"):
        devices.check(Resources(device=name))


def test_an_unknown_precision_is_refused() -> None:
    wrong: Any = "float16"
    with pytest.raises(InputError, match="say float32 or bfloat16"):
        devices.check(Resources(precision=wrong))


@pytest.mark.neural
def test_an_encoder_asks_for_its_device_when_it_is_made() -> None:
    with pytest.raises(InputError, match="no device is called 'gpu'"):
        Encoder(Resources(device="gpu"))


@pytest.mark.neural
@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps"])
def test_a_device_that_is_not_there_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(InputError, match="leave out --device"):
        devices.place(Resources(device=name))


@pytest.mark.neural
def test_a_third_card_among_two_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert devices.place(Resources(device="cuda:1"))[0] == torch.device("cuda:1")
    assert devices.place(Resources())[0] == torch.device("cuda")
    with pytest.raises(InputError, match=r"no device cuda:2 here \(there are 2\)"):
        devices.place(Resources(device="cuda:2"))


@pytest.mark.neural
@pytest.mark.parametrize("there", [True, False])
def test_bfloat16_only_where_the_hardware_has_it(
    there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    asked = Resources(device="cpu", precision="bfloat16")
    known = {"avx512_bf16": there, "avx2": True}
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known, raising=False)
    if there:
        assert devices.place(asked) == (torch.device("cpu"), torch.bfloat16)
    else:
        with pytest.raises(InputError, match="cpu has no bfloat16"):
            devices.place(asked)


@pytest.mark.neural
def test_no_more_threads_than_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        monkeypatch.setattr(devices, "cpus", lambda: 1)
        devices.place(Resources(device="cpu"))
        assert torch.get_num_threads() == 1
        monkeypatch.setattr(devices, "cpus", lambda: 64)
        devices.place(Resources(device="cpu"))
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 8),
        ({"cpu.max": "max 100000\n"}, 8),
        ({"cpu.max": "250000 100000\n"}, 2),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 3),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 8),
    ],
)
def test_cpus_are_those_of_affinity_and_control_group(
    files: dict[str, str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(devices, "GROUPS", tmp_path)
    eight = SimpleNamespace(sched_getaffinity=lambda _pid: set(range(8)))
    monkeypatch.setattr(devices, "os", eight)
    assert devices.cpus() == expected
