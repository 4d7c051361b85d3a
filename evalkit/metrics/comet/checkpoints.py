"""COMET checkpoints: found on the hub, in its local cache or under a path, and told apart.

A checkpoint is a folder as unbabel-comet writes it: `hparams.yaml` beside
`checkpoints/model.ckpt`. Finding one imports neither torch nor comet.

A checkpoint is a pickle: loading one can run code that its maker put into it.
Load only what you trust; a name on the hub is its owner's word, a path yours.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from evalkit.document import InputError
from evalkit.encoders import model_hub
from evalkit.encoders.diagnosis import explain
from evalkit.metrics.comet.pretrained import Pretrained, find_pretrained
from evalkit.metrics.comet.weights import checked_hash
from evalkit.store import Memory
from evalkit.store.file_hash import file_hash

HPARAMS = "hparams.yaml"
FOLDER = "checkpoints"
MODEL = "model.ckpt"
LAYOUT = f"lay it out as FOLDER/{HPARAMS} and FOLDER/{FOLDER}/{MODEL}, as unbabel-comet writes it"
LONGEST_HPARAMS = 1_000_000
"""Bytes; a real one has under a thousand."""
HASH_DIGITS = 16
CLASSES = (
    "regression_metric",
    "referenceless_regression_metric",
    "unified_metric",
    "xcomet_metric",
    "ranking_metric",
)
"""What unbabel-comet 2.2 can load, by the `class_identifier` in hparams.yaml."""
ON_THE_HUB = (
    "Unbabel/wmt22-comet-da",
    "Unbabel/wmt22-cometkiwi-da",
    "Unbabel/wmt23-cometkiwi-da-xl",
    "Unbabel/wmt23-cometkiwi-da-xxl",
    "Unbabel/XCOMET-XL",
    "Unbabel/XCOMET-XXL",
    "Unbabel/wmt22-unite-da",
    "Unbabel/wmt20-comet-da",
    "Unbabel/wmt20-comet-qe-da",
    "Unbabel/eamt22-cometinho-da",
)
"""Published checkpoints, to suggest where a name is nearly one of them."""
LEGACY = ("wmt20-", "wmt21-", "emnlp20-", "eamt22-")
"""How the names begin that unbabel-comet fetches from elsewhere than the hub."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A COMET checkpoint at hand, with all that loading it needs.

    `name` is as typed; `label` a short name for people, which holds no path.
    `file` is the weights, `folder` holds hparams.yaml, whose contents are
    `hparams`. `class_identifier` is one of `CLASSES`. `revision` is the hub's
    commit, "" for a path. `content_hash` (16 hexadecimal digits of SHA-256)
    is that of the weights and hparams.yaml together. `encoder` is the
    pretrained model it was trained from, whose tokenizer and configuration are
    at hand too.
    """

    name: str
    label: str
    file: Path
    folder: Path
    class_identifier: str
    hparams: Mapping[str, Any]
    revision: str
    content_hash: str
    encoder: Pretrained

    @property
    def signature(self) -> str:
        """What must be equal for two checkpoints to give equal scores.

        Name, commit and content hash; then the encoder's name and the hash of
        its tokenizer and configuration.
        """
        at = f"@{self.revision[:12]}" if self.revision else ""
        made = f"checkpoint:{self.label}{at}:{self.content_hash}"
        return f"{made}|tokenizer:{self.encoder.label}:{self.encoder.content_hash}"


def resolve(
    name_or_path: str,
    *,
    offline: bool,
    memory: Memory,
    progress: Callable[[str], None] = lambda _line: None,
) -> Checkpoint:
    """The checkpoint behind a name or a path, downloaded if need be and allowed.

    A path is that of `model.ckpt`, of the folder it lies in, or of the folder
    that holds `hparams.yaml`. A name is one on the hub, `owner/model`, or
    `owner/model@REVISION`. What the local cache holds is used as it is, so
    that a score stays the same from run to run; `hf download owner/model`
    fetches a newer revision. With `offline` nothing is asked of the network.
    Nothing in a checkpoint is run here; loading it can run code, so whoever
    names one has to trust its maker.

    Raises InputError with the cause and what to do about it.
    """
    path = Path(name_or_path).expanduser()
    if path.exists():
        return _checkpoint(name_or_path, path, "", offline, memory, progress)
    repository, _, revision = name_or_path.partition("@")
    if not model_hub.is_name(repository) or "/" not in repository or path.suffix == ".ckpt":
        legacy = _legacy(name_or_path)
        if legacy is not None:
            return _checkpoint(name_or_path, legacy, "", offline, memory, progress)
        raise InputError("there is no such checkpoint", path=name_or_path, remedy=_advice(path))
    folder = _from_hub(repository, revision or model_hub.MAIN, offline, progress)
    return _checkpoint(name_or_path, folder, folder.name, offline, memory, progress)


def _from_hub(name: str, revision: str, offline: bool, progress: Callable[[str], None]) -> Path:
    kept = model_hub.snapshot(name, revision)
    if kept and (kept / HPARAMS).is_file() and (kept / FOLDER / MODEL).is_file():
        return kept
    if offline or model_hub.forbidden_by():
        at = f" --revision {revision}" if revision != model_hub.MAIN else ""
        state = "only partly" if kept else "not"
        raise InputError(
            f"{state} in the local hub cache, and {model_hub.FORBIDDEN}",
            path=name,
            remedy=f"where there is a network: hf download {name}{at}; or give a path",
        )
    try:
        folder = model_hub.download(name, revision, (HPARAMS, f"{FOLDER}/{MODEL}"), progress)
    except Exception as error:
        raise explain(error, name) from error
    if not (folder / HPARAMS).is_file() or not (folder / FOLDER / MODEL).is_file():
        raise InputError(
            f"no COMET checkpoint: the repository has no {HPARAMS} with {FOLDER}/{MODEL}",
            path=name,
            remedy=_suggestion(name),
        )
    return folder


def _legacy(name: str) -> Path | None:
    """The folder into which unbabel-comet itself once unpacked a checkpoint by this name."""
    if not model_hub.is_name(name) or "/" in name:
        return None
    folder = Path.home() / ".cache" / "torch" / "unbabel_comet" / name
    return folder if (folder / HPARAMS).is_file() else None


def _advice(path: Path) -> str:
    name = str(path)
    if any(name.startswith(prefix) for prefix in LEGACY) and "/" not in name:
        wanted = f"Unbabel/{name}"
        if wanted in ON_THE_HUB:
            return f"write comet:{wanted}, its name on the hub"
        return (
            "unbabel-comet fetched it from an archive that is no hub; use "
            f"comet:{ON_THE_HUB[0]} instead, or unpack the archive and give its folder"
        )
    return _suggestion(name)


def _suggestion(name: str) -> str:
    """The published name that is nearest to a mistaken one."""
    known = {n.partition("/")[2].lower(): n for n in ON_THE_HUB}
    near = difflib.get_close_matches(name.rpartition("/")[2].lower(), known, 1, 0.7)
    wanted = f"did you mean comet:{known[near[0]]}? " if near else ""
    return f"{wanted}give a name on the hub, as in comet:{ON_THE_HUB[0]}, or a path"


def _checkpoint(
    name: str,
    path: Path,
    revision: str,
    offline: bool,
    memory: Memory,
    progress: Callable[[str], None],
) -> Checkpoint:
    file = _weights(path)
    # Never resolved: in the hub's cache the file is a link into a folder of blobs.
    folder = file.parent.parent
    hparams = _read_hparams(folder / HPARAMS)
    identifier = _text(hparams, "class_identifier", "", folder)
    if identifier not in CLASSES:
        raise InputError(
            f"class_identifier {identifier!r} is no class of unbabel-comet",
            path=str(folder / HPARAMS),
            remedy=f"it is one of {', '.join(CLASSES)}",
        )
    encoder = find_pretrained(
        _text(hparams, "encoder_model", "XLM-RoBERTa", folder),
        _text(hparams, "pretrained_model", "xlm-roberta-large", folder),
        offline=offline,
        progress=progress,
    )
    digests = checked_hash(file, memory) + file_hash(folder / HPARAMS, memory)
    return Checkpoint(
        name=name,
        label=name.partition("@")[0] if revision else folder.name,
        file=file,
        folder=folder,
        class_identifier=identifier,
        hparams=MappingProxyType(hparams),
        revision=revision,
        content_hash=hashlib.sha256(digests.encode()).hexdigest()[:HASH_DIGITS],
        encoder=encoder,
    )


def _weights(path: Path) -> Path:
    """The file of weights that a path means."""
    given = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    if given.is_file():
        if given.name == HPARAMS:
            return _weights(given.parent)
        return given
    folder = given / FOLDER if (given / FOLDER).is_dir() else given
    if (folder / MODEL).is_file():
        return folder / MODEL
    found = sorted(folder.glob("*.ckpt"))
    if len(found) == 1:
        return found[0]
    problem = f"holds no {FOLDER}/{MODEL}"
    if found:
        problem = f"holds several checkpoints: {', '.join(p.name for p in found)}"
    raise InputError(problem, path=str(path), remedy="name one of them" if found else LAYOUT)


def _read_hparams(path: Path) -> dict[str, Any]:
    """The checkpoint's parameters: plain YAML, never objects that a loader would make."""
    import yaml

    if not path.is_file():
        raise InputError(f"there is no {HPARAMS} in it", path=str(path.parent), remedy=LAYOUT)
    try:
        if path.stat().st_size > LONGEST_HPARAMS:
            raise InputError(f"too long for a {HPARAMS}", path=str(path), remedy=LAYOUT)
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"no plain YAML ({error})",
            path=str(path),
            remedy="take the file that was published with the checkpoint",
        ) from None
    except OSError as error:
        raise explain(error, str(path)) from error
    if not isinstance(found, dict):
        raise InputError("no table of parameters", path=str(path), remedy=LAYOUT)
    return found


def _text(hparams: Mapping[str, Any], name: str, default: str, folder: Path) -> str:
    value = hparams.get(name, default)
    if not isinstance(value, str):
        raise InputError(
            f"{name} is {value!r}, where a name is wanted",
            path=str(folder / HPARAMS),
            remedy="take the file that was published with the checkpoint",
        )
    return value
