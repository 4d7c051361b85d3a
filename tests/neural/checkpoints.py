"""Small checkpoints with random weights, built and saved by unbabel-comet's own classes.

They have the layout of a downloaded checkpoint: `hparams.yaml`, and the
weights in `checkpoints/model.ckpt`. The encoder's shape and tokenizer, which a
published checkpoint takes from the hub, lie in `encoder/` beside them.
"""

from __future__ import annotations

import copy
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

WINDOW = 128
"""Tokens the small encoder reads; a published one reads 512."""
SPREAD = 0.3
"""Standard deviation of random weights: wide enough that scores of two texts differ."""
SMALL_WIDTH = 32
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_WORDS = ("the", "river", "bridge", "water", "council", "নদী", "সেতু", "শহর", "ਦਰਿਆ", "ਪੁਲ")
_SMALL: Mapping[str, Any] = {
    "encoder_model": "XLM-RoBERTa",
    "nr_frozen_epochs": 0.0,
    "keep_embeddings_frozen": False,
    "hidden_sizes": [24, 12],
    "layer_transformation": "sparsemax",
    "layer_norm": False,
}


@dataclass(frozen=True)
class Kind:
    """A class of unbabel-comet and the settings that make it what it is."""

    identifier: str
    settings: Mapping[str, Any] = field(default_factory=dict)


KINDS: Mapping[str, Kind] = {
    "regression": Kind("regression_metric"),
    "regression-sigmoid": Kind(
        "regression_metric", {"final_activation": "Sigmoid", "layer_norm": True, "pool": "cls"}
    ),
    "regression-layer": Kind("regression_metric", {"layer": 2, "pool": "max"}),
    "referenceless": Kind("referenceless_regression_metric"),
    "unified": Kind("unified_metric", {"sent_layer": "mix"}),
    "unified-source": Kind("unified_metric", {"input_segments": ["mt", "src"]}),
    "unified-reference": Kind("unified_metric", {"input_segments": ["mt", "ref"]}),
    "unified-words": Kind(
        "unified_metric", {"word_level_training": True, "word_layer": 2, "sent_layer": "mix"}
    ),
    "xcomet": Kind("xcomet_metric", {"word_layer": 2}),
}


def checkpoint(folder: Path, kind: str, encoder: Path | None = None, **settings: Any) -> Path:
    """Write a checkpoint of that kind; the folder's path, as a user would name it.

    `encoder` is a folder with an encoder's configuration and tokenizer; without
    one a small one is made. Further settings win over those of the kind.
    """
    import torch
    from comet.models import str2model

    if encoder is None:
        encoder = small_encoder(folder / "encoder")
    chosen = KINDS[kind]
    torch.manual_seed(7)
    model = str2model[chosen.identifier](
        **{
            **_SMALL,
            **chosen.settings,
            "pretrained_model": str(encoder),
            "load_pretrained_weights": False,
            "local_files_only": True,
            **settings,
        }
    )
    _scatter(model)
    write(folder, model)
    return folder


def large(folder: Path, kind: str) -> Path:
    """A checkpoint on the built-in encoder, 12 layers and 384 wide, with a random head."""
    import torch
    from comet.models import str2model

    from evalkit.encoders import builtin

    chosen = KINDS[kind]
    torch.manual_seed(7)
    model = str2model[chosen.identifier](
        **{**_SMALL, "hidden_sizes": [2048, 1024], **chosen.settings},
        pretrained_model=str(builtin.folder()),
        load_pretrained_weights=True,
        local_files_only=True,
    )
    with torch.no_grad():
        for weights in model.estimator.parameters():
            # Scores that differ: torch's own beginning says nearly one thing of all texts.
            weights.normal_(0.0, 2 / weights.shape[-1] ** 0.5)
    write(folder, model)
    return folder


def write(folder: Path, model: Any) -> None:
    """Save a model of unbabel-comet in the layout of a downloaded checkpoint."""
    import torch

    hparams = copy.deepcopy(dict(model.hparams))
    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    (folder / "hparams.yaml").write_text(yaml.safe_dump(hparams), encoding="utf-8")
    torch.save(
        {
            "state_dict": model.state_dict(),
            "hyper_parameters": hparams,
            "pytorch-lightning_version": version("pytorch-lightning"),
        },
        folder / "checkpoints" / "model.ckpt",
    )


def _scatter(model: Any) -> None:
    """Weights under which texts, tokens and layers differ: a fresh model says one thing of all."""
    import torch

    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "LayerNorm" not in name and "gamma" not in name:
                width = weights.shape[-1] if weights.dim() > 1 else SMALL_WIDTH
                # Attention to random tokens is the mean of all: tokens should differ.
                spread = SPREAD / 4 if "attention.output" in name else SPREAD
                weights.normal_(0.0, spread * (SMALL_WIDTH / width) ** 0.5)
    if getattr(model, "word_level", False):
        _level(model)


def _level(model: Any) -> None:
    """Word labels that take turns: the mean of all tokens is for none of them."""
    import torch

    model.eval()
    inputs = model.encoder.prepare_sample(["The river rose. নদী সেতু ਪੁਲ 123"])
    with torch.no_grad():
        layers = model.encoder(inputs["input_ids"], inputs["attention_mask"])["all_layers"]
        tags = model.hidden2tag
        tags.weight.mul_(4)
        tags.bias.copy_(-tags.weight @ layers[model.hparams.word_layer][0].mean(0))


def small_encoder(folder: Path) -> Path:
    """An XLM-RoBERTa of two layers: its configuration and tokenizer, no weights."""
    from transformers import XLMRobertaConfig

    tokenizer = _tokenizer()
    XLMRobertaConfig(
        vocab_size=len(tokenizer),
        hidden_size=SMALL_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=WINDOW + 2,
        type_vocab_size=1,
    ).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    """Characters and a few words, behind XLM-RoBERTa's own normalisation."""
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )
    from transformers import XLMRobertaTokenizerFast

    letters = string.printable.strip() + "▁।‘’“”—…"
    letters += "".join(map(chr, [*range(0x980, 0xA00), *range(0xA00, 0xA80)]))
    pieces = [(piece, 0.0) for piece in _SPECIAL]
    pieces += [(letter, -8.0) for letter in dict.fromkeys(letters)]
    pieces += [(f"▁{word}", -4.0) for word in _WORDS]
    made = Tokenizer(models.Unigram(pieces, unk_id=_SPECIAL.index("<unk>")))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return XLMRobertaTokenizerFast(tokenizer_object=made, model_max_length=WINDOW)
