"""Matrix products on the CPU with weights laid out once for the kernel.

torch multiplies float32 matrices on a CPU by MKL. On AMD's processors with
vectors of 512 bits oneDNN took a quarter less time for the same product; on those
with 256 bits it took an eighth more. torch brings it along, for the graphs that it
compiles, and it can be called without compiling anything.
"""

from __future__ import annotations

import platform
from typing import Any

X86 = frozenset({"x86_64", "AMD64"})
WIDE = "AVX512"


def available() -> bool:
    """Whether this torch has the kernel, on a processor where it was found faster."""
    import torch

    kernels = torch.ops.mkldnn
    return (
        platform.machine() in X86
        and torch.backends.cpu.get_cpu_capability() == WIDE
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(kernels, "_linear_pointwise")
        and hasattr(kernels, "_reorder_linear_weight")
    )


def pack(network: Any) -> None:
    """Let the linear layers of a float32 network on the CPU use the kernel, for inference only.

    The weights keep their values and are held once, in the new layout; results
    differ by rounding. Nothing happens where the kernel is not there.
    """
    import torch
    from transformers.activations import GELUActivation

    if not available():
        return

    class Packed(torch.nn.Module):
        def __init__(self, linear: torch.nn.Linear, then: str = "none") -> None:
            super().__init__()
            self.then = then
            weight = linear.weight.detach()
            self.packed = torch.ops.mkldnn._reorder_linear_weight(weight, None)
            self.bias = linear.bias

        def forward(self, values: torch.Tensor) -> torch.Tensor:
            made: torch.Tensor = torch.ops.mkldnn._linear_pointwise(
                values, self.packed, self.bias, self.then, [], "none"
            )
            return made

    for module in list(network.modules()):
        if type(getattr(module, "intermediate_act_fn", None)) is GELUActivation:
            # The kernel does what follows the product while the values are still at hand.
            module.dense = Packed(module.dense, "gelu")
            module.intermediate_act_fn = torch.nn.Identity()
        for name, child in list(module.named_children()):
            if type(child) is torch.nn.Linear and child.weight.dtype == torch.float32:
                setattr(module, name, Packed(child))
