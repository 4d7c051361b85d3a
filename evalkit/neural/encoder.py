"""An encoder: texts in, sentence vectors and token vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.neural import builtin
from evalkit.neural.resources import BUILT_IN, Resources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = "query: "
MIDDLE_LAYER = 7
"""Token vectors of this layer align words across scripts best."""
BATCH = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: places (code points, end exclusive) and unit vectors.

    `places` is (tokens, 2) integers, `vectors` (tokens, width) float32.
    """

    places: NDArray[np.int64]
    vectors: NDArray[np.float32]


class Encoder:
    """A sentence encoder, loaded when it is first asked.

    `signature` tells two encoders apart whose vectors may differ: name, content
    hash, precision. It is known without loading anything.
    """

    def __init__(self, resources: Resources) -> None:
        if resources.encoder != BUILT_IN:
            raise InputError("only the built-in encoder so far", remedy="leave out --encoder")
        self.name = builtin.NAME
        self.signature = f"{builtin.NAME}:{builtin.content_hash()}|{resources.precision}"
        self._loaded: Any = None

    def sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector for every text, in order; (texts, width) float32."""
        import numpy as np
        import torch

        vectors = []
        for start in range(0, len(texts), BATCH):
            encoded, hidden = self._run(texts[start : start + BATCH], -1)
            mask = encoded["attention_mask"][..., None]
            mean = (hidden * mask).sum(1) / mask.sum(1)
            vectors.append(torch.nn.functional.normalize(mean, dim=-1).numpy())
        return np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The token vectors of a middle layer for every text."""
        import numpy as np
        import torch

        found = []
        for start in range(0, len(texts), BATCH):
            encoded, hidden = self._run(texts[start : start + BATCH], MIDDLE_LAYER)
            hidden = torch.nn.functional.normalize(hidden, dim=-1).numpy()
            for row, offsets in enumerate(encoded["offset_mapping"].numpy()):
                keep = (offsets[:, 0] >= len(PREFIX)) & (offsets[:, 1] > offsets[:, 0])
                places = offsets[keep] - len(PREFIX)
                found.append(Tokens(places.astype(np.int64), hidden[row][keep]))
        return found

    def _run(self, texts: Sequence[str], layer: int) -> tuple[Any, Any]:
        import torch

        tokenizer, model = self._load()
        encoded = tokenizer(
            [PREFIX + text for text in texts],
            padding=True,
            truncation=True,
            max_length=512,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        with torch.inference_mode():
            output = model(
                input_ids=encoded["input_ids"],
                attention_mask=encoded["attention_mask"],
                output_hidden_states=layer >= 0,
            )
        hidden = output.hidden_states[layer] if layer >= 0 else output.last_hidden_state
        return encoded, hidden

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from transformers import AutoModel, AutoTokenizer

            folder = builtin.folder()
            self._loaded = (
                AutoTokenizer.from_pretrained(folder),
                AutoModel.from_pretrained(folder, add_pooling_layer=False).eval(),
            )
        return self._loaded  # type: ignore[no-any-return]
