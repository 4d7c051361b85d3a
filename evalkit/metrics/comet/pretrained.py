"""The pretrained encoder behind a COMET checkpoint: its configuration and tokenizer.

A checkpoint holds the encoder's weights, but neither of these two; unbabel-comet
takes them from the hub, from its local cache, or from a folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evalkit.document import InputError
from evalkit.encoders import model_hub
from evalkit.encoders.diagnosis import explain

CONFIG = "config.json"
_SENTENCEPIECE = ("tokenizer.json", "sentencepiece.bpe.model")
VOCABULARIES = {
    "XLM-RoBERTa": _SENTENCEPIECE,
    "XLM-RoBERTa-XL": _SENTENCEPIECE,
    "MiniLM": _SENTENCEPIECE,
    "BERT": ("tokenizer.json", "vocab.txt"),
    "RemBERT": ("tokenizer.json", "sentencepiece.model"),
}
"""By `encoder_model`: the files of which one suffices for a tokenizer."""
BESIDE = ("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")
"""Files that a tokenizer reads where they exist."""
TOKENIZER_OF_MINILM = "xlm-roberta-base"
"""unbabel-comet gives MiniLM this tokenizer, whatever the pretrained model is."""
HASH_DIGITS = 16
RESERVED = 2
"""Of an encoder's positions unbabel-comet leaves two unused, whatever its family."""


@dataclass(frozen=True, slots=True)
class Pretrained:
    """`family` is hparams' `encoder_model`, `name` its `pretrained_model`.

    `label` is the name without a path; `files` are the configuration and the
    tokenizer's, `content_hash` (16 hexadecimal digits of SHA-256) is theirs.
    `window` is how many tokens it reads at once, as unbabel-comet counts them.
    """

    family: str
    name: str
    label: str
    files: tuple[Path, ...]
    content_hash: str
    window: int


def find_pretrained(
    family: str, name: str, *, offline: bool, progress: Callable[[str], None]
) -> Pretrained:
    """The encoder's small files, downloaded if need be and allowed.

    Raises InputError that names the missing file and the command that fetches it.
    """
    if family not in VOCABULARIES:
        raise InputError(
            f"encoder_model {family!r} is no encoder of unbabel-comet",
            path="hparams.yaml",
            remedy=f"it is one of {', '.join(VOCABULARIES)}",
        )
    vocabulary = VOCABULARIES[family]
    if family == "MiniLM":
        files = (
            *_files(name, (CONFIG,), (), offline, progress),
            *_files(TOKENIZER_OF_MINILM, (), vocabulary, offline, progress),
        )
    else:
        files = _files(name, (CONFIG,), vocabulary, offline, progress)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    label = Path(name).name if Path(name).is_dir() else name
    content = digest.hexdigest()[:HASH_DIGITS]
    return Pretrained(family, name, label, files, content, _window(files[0], name))


def _window(config: Path, name: str) -> int:
    try:
        positions = json.loads(config.read_bytes())["max_position_embeddings"] - RESERVED
    except (OSError, ValueError, TypeError, KeyError):
        positions = 0
    if positions < 1:
        raise InputError(
            "no configuration of an encoder",
            path=str(config),
            remedy=f"for one of the hub: hf download {name} {CONFIG} --force-download",
        )
    return int(positions)


def _files(
    name: str,
    needed: tuple[str, ...],
    vocabulary: tuple[str, ...],
    offline: bool,
    progress: Callable[[str], None],
) -> tuple[Path, ...]:
    local = Path(name).is_dir()
    folder = Path(name) if local else model_hub.snapshot(name) if model_hub.is_name(name) else None
    missing = _missing(folder, needed, vocabulary)
    if missing and not local:
        folder = _fetch(name, (*needed, *vocabulary), missing, offline, progress)
        missing = _missing(folder, needed, vocabulary)
    if missing or folder is None:
        raise InputError(
            f"the encoder's {' and '.join(missing)} is missing",
            path=name,
            remedy="save its tokenizer and config there with save_pretrained"
            if local
            else "the checkpoint's hparams.yaml names the wrong pretrained_model",
        )
    wanted = (*needed, *vocabulary, *(BESIDE if vocabulary else ()))
    return tuple(folder / file for file in wanted if (folder / file).is_file())


def _missing(
    folder: Path | None, needed: tuple[str, ...], vocabulary: tuple[str, ...]
) -> list[str]:
    def there(file: str) -> bool:
        return folder is not None and (folder / file).is_file()

    missing = [file for file in needed if not there(file)]
    if vocabulary and not any(there(file) for file in vocabulary):
        missing.append(" or ".join(vocabulary))
    return missing


def _fetch(
    name: str,
    files: tuple[str, ...],
    missing: list[str],
    offline: bool,
    progress: Callable[[str], None],
) -> Path:
    if not model_hub.is_name(name):
        raise InputError(
            f"the encoder's folder {name} is not there",
            path="hparams.yaml",
            remedy="correct pretrained_model in the checkpoint's hparams.yaml",
        )
    if offline or model_hub.forbidden_by():
        patterns = " ".join(f"'{pattern}'" for pattern in (*files, "*token*.json"))
        raise InputError(
            f"the encoder's {' and '.join(missing)} is not in the local hub cache, "
            f"and {model_hub.FORBIDDEN}",
            path=name,
            remedy=f"where there is a network: hf download {name} --include {patterns}",
        )
    try:
        return model_hub.download(name, model_hub.MAIN, (*files, *BESIDE), progress)
    except Exception as error:
        raise explain(error, name) from error
