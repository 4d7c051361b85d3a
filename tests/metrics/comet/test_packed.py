"""oneDNN's kernel: the same sums as torch's own, whatever it is used for."""

from __future__ import annotations

from typing import Any

import pytest

from evalkit.metrics.comet import packed

pytestmark = pytest.mark.neural


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Any:
    """torch, on a processor that it takes for a wide one."""
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(packed, "WIDE", torch.backends.cpu.get_cpu_capability())
    if not packed.available():
        pytest.skip("this torch or this processor does not have the kernel")
    return torch


def network(torch: Any) -> Any:
    from transformers import XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(3)
    small = XLMRobertaConfig(
        vocab_size=50, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=40,
    )  # fmt: skip
    return XLMRobertaModel(small).eval()


def test_a_packed_encoder_gives_the_same_vectors(torch: Any) -> None:
    plain, quick = network(torch), network(torch)
    packed.pack(quick)
    assert not any(type(module) is torch.nn.Linear for module in quick.encoder.modules())
    ids = torch.tensor([[0, 7, 8, 9, 2], [0, 11, 12, 2, 1]])
    mask = (ids != 1).long()
    with torch.inference_mode():
        expected = plain(ids, attention_mask=mask).last_hidden_state
        found = quick(ids, attention_mask=mask).last_hidden_state
    assert (expected - found)[mask.bool()].abs().max() < 1e-5
    assert expected.std() > 0.1


def test_a_narrow_processor_keeps_torchs_own(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "WIDE", "another")
    kept = network(torch)
    packed.pack(kept)
    assert any(type(module) is torch.nn.Linear for module in kept.encoder.modules())
