"""4-bit weights written as an ordinary XLM-RoBERTa folder for `transformers`.

Float32, although it takes 470 MB where float16 would take 235: 22 % of the
products of scale and nibble are not exact in float16, turning them back takes
half a second at every load, and a float32 file is mapped into memory as it
stands, so that of the 384 MB of word vectors only the rows of the words that
occur are ever read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.encoders import e5_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"
FIRST_POSITION = 2
"""XLM-RoBERTa counts positions from behind the padding's."""
WINDOW = 512
SIZE = 488_000_000
"""What the folder takes on disk, bytes."""
FORMAT_VERSION = "4.44.0"
"""The `transformers` whose files these are; the oldest one that evalkit takes.

Given one that is newer, or none, 4.57 suspects the tokenizer of Mistral's mistake."""

_MATRICES = {
    "attention.self.query": ("q", "hidden", "hidden"),
    "attention.self.key": ("k", "hidden", "hidden"),
    "attention.self.value": ("v", "hidden", "hidden"),
    "attention.output.dense": ("ao", "hidden", "hidden"),
    "intermediate.dense": ("fi", "feed_forward", "hidden"),
    "output.dense": ("fo", "hidden", "feed_forward"),
}
"""The name of `transformers`: the file's, rows, columns."""
_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


@dataclass(frozen=True, slots=True)
class _Named:
    """A tensor as `transformers` wants it: `skipped` rows of zeros, then the file's own."""

    name: str
    size: tuple[int, ...]
    tensor: e5_weights.Tensor
    skipped: int = 0

    @property
    def bytes(self) -> int:
        count = 4
        for side in self.size:
            count *= side
        return count

    def parts(self) -> Iterator[NDArray[np.float32]]:
        import numpy as np

        if self.skipped:
            yield np.zeros(self.skipped * self.size[1], np.float32)
        yield from self.tensor.parts()


def unpack(weights: e5_weights.Weights, directory: Path) -> None:
    """Write configuration, tokenizer and float32 weights into a directory.

    OSError where it cannot be written, InputError where the weights are not
    those of an XLM-RoBERTa.
    """
    named = _named(weights)
    _write_json(directory / CONFIG, _configuration(weights))
    (directory / TOKENIZER).write_text(_tokenizer(weights.vocabulary), encoding="utf-8")
    _write_json(directory / "tokenizer_config.json", _tokenizer_configuration())
    _write_tensors(directory / WEIGHTS, named)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _write_tensors(path: Path, tensors: Iterable[_Named]) -> None:
    """A safetensors file, written as it is decoded: all of it at once would be 470 MB."""
    tensors = list(tensors)
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    at = 0
    for tensor in tensors:
        place = [at, at + tensor.bytes]
        header[tensor.name] = {"dtype": "F32", "shape": tensor.size, "data_offsets": place}
        at += tensor.bytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors:
            for part in tensor.parts():
                stream.write(part.astype("<f4", copy=False).data)


def _configuration(weights: e5_weights.Weights) -> dict[str, object]:
    shape, vocabulary = weights.shape, weights.vocabulary
    return {
        "architectures": ["XLMRobertaModel"],
        "attention_probs_dropout_prob": 0.1,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions + FIRST_POSITION,
        "model_type": "xlm-roberta",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": vocabulary.pad,
        "torch_dtype": "float32",
        "transformers_version": FORMAT_VERSION,
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
    }


def _named(weights: e5_weights.Weights) -> list[_Named]:
    """Every tensor under the name and in the shape that `transformers` wants."""
    shape = weights.shape
    hidden = shape.hidden

    def named(name: str, ours: str, *size: int, skipped: int = 0) -> _Named:
        tensor = weights.tensors.get(ours)
        made = 1
        for side in size:
            made *= side
        if tensor is None or tensor.count != made - skipped * hidden:
            problem = f"the weights' tensor {ours} is missing or of another size"
            raise InputError(problem, remedy=e5_weights.REMEDY)
        return _Named(name, size, tensor, skipped)

    positions = shape.positions + FIRST_POSITION
    embeddings = "embeddings.position_embeddings.weight"
    found = [
        named("embeddings.word_embeddings.weight", "emb.word", shape.vocabulary, hidden),
        named(embeddings, "emb.pos", positions, hidden, skipped=FIRST_POSITION),
        named("embeddings.token_type_embeddings.weight", "emb.type", shape.types, hidden),
        named("embeddings.LayerNorm.weight", "emb.ln.w", hidden),
        named("embeddings.LayerNorm.bias", "emb.ln.b", hidden),
    ]
    for n in range(shape.layers):
        for theirs, (ours, tall, wide) in _MATRICES.items():
            rows, columns = getattr(shape, tall), getattr(shape, wide)
            here = f"encoder.layer.{n}.{theirs}"
            found.append(named(f"{here}.weight", f"l{n}.{ours}.w", rows, columns))
            found.append(named(f"{here}.bias", f"l{n}.{ours}.b", rows))
        for theirs, ours in _NORMS.items():
            here = f"encoder.layer.{n}.{theirs}"
            found.append(named(f"{here}.weight", f"l{n}.{ours}.w", hidden))
            found.append(named(f"{here}.bias", f"l{n}.{ours}.b", hidden))
    return found


def _tokenizer(vocabulary: e5_weights.Vocabulary) -> str:
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    made = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    plain = ("<s>", "<pad>", "</s>", "<unk>")
    mask = AddedToken("<mask>", lstrip=True, normalized=False)
    made.add_special_tokens([*(AddedToken(t, normalized=False) for t in plain), mask])
    return str(made.to_str())


def _tokenizer_configuration() -> dict[str, object]:
    return {
        "bos_token": "<s>",
        "clean_up_tokenization_spaces": False,
        "cls_token": "<s>",
        "eos_token": "</s>",
        "mask_token": "<mask>",
        "model_max_length": WINDOW,
        "pad_token": "<pad>",
        "sep_token": "</s>",
        "tokenizer_class": "XLMRobertaTokenizerFast",
        "unk_token": "<unk>",
    }
