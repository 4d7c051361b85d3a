"""An encoder that the user names: a folder, or a model of the Hugging Face hub."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

from evalkit.document import InputError
from evalkit.encoders import devices, folder_cache
from evalkit.encoders.folder_layout import Layout, files, read
from evalkit.encoders.network import Network, Recipe
from evalkit.encoders.resources import Resources

NEEDED = ("torch", "transformers", "tokenizers", "huggingface_hub")
READ = ("*.json", "*.txt", "*.model", "*.safetensors", "[0-9]_*/*")
OTHER_FORMATS = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "coreml/*")
PICKLED = ("pytorch_model*.bin",)
DIGITS = 16


def recipe(resources: Resources) -> Recipe:
    """The encoder that `resources.encoder` names, downloaded if need be, not yet loaded.

    InputError, in one line with the true cause, where it cannot be had.
    """
    devices.check(resources)
    for package in NEEDED:
        if find_spec(package) is None:
            problem = f"an encoder needs the package {package}, which is not installed"
            raise InputError(problem, remedy="pip install 'evalkit[neural]'")
    name = resources.encoder
    folder = Path(name).expanduser()
    if folder.is_dir():
        layout = read(folder, name)
        content = _content_hash(layout)
    elif folder.exists() or name.startswith((".", "~", "/")) or name.count("/") > 1:
        raise InputError(
            "there is no such folder", path=name, remedy="--encoder wants a folder or a hub name"
        )
    else:
        folder = _download(name, resources.offline)
        layout = read(folder, name)
        content = folder.name[:DIGITS]
    return Recipe(
        name=folder.resolve().name if Path(name).expanduser().is_dir() else name,
        content=content,
        prefix=layout.prefix,
        pooling=layout.pooling,
        window=layout.window,
        layers=(layout.layer,),
        precision=resources.precision,
        load=lambda: _load(layout, name, resources),
    )


def _load(layout: Layout, name: str, resources: Resources) -> Network:
    from evalkit.encoders import transformer

    return transformer.load(layout, name, resources)


def _content_hash(layout: Layout) -> str:
    digest = hashlib.sha256()
    try:
        for path in files(layout):
            digest.update(
                f"{path.relative_to(layout.folder)}\0{folder_cache.sha256(path)}\n".encode()
            )
    except OSError as error:
        problem, where = error.strerror or str(error), str(error.filename or layout.folder)
        raise InputError(problem, path=where, remedy="see that it can be read") from None
    return digest.hexdigest()[:DIGITS]


def _download(name: str, offline: bool) -> Path:
    """The folder of a hub's model in the local hub cache, fetched unless `offline`."""
    from huggingface_hub import errors, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()

    def fetch(*patterns: str) -> Path:
        return Path(
            snapshot_download(
                name,
                allow_patterns=list(patterns),
                ignore_patterns=list(OTHER_FORMATS),
                local_files_only=offline,
            )
        )

    try:
        folder = fetch(*READ)
        if not any(folder.rglob("*.safetensors")):
            folder = fetch(*READ, *PICKLED)
    except errors.GatedRepoError:
        problem, remedy = "its licence has to be accepted first", _accept(name)
    except errors.RepositoryNotFoundError:
        problem = "the hub has no such model, or keeps it private"
        remedy = "check the name; for a private one: hf auth login"
    except errors.LocalEntryNotFoundError:
        problem, remedy = _not_here(name, offline or _hub_is_off())
    except errors.HFValidationError:
        problem = "it is neither a folder nor the name of a model"
        remedy = "--encoder wants a folder or OWNER/NAME"
    except errors.HfHubHTTPError as error:
        problem = f"the hub refuses ({str(error).strip().splitlines()[0]})"
        remedy = "try again later, or leave out --encoder"
    except OSError as error:
        problem = f"it could not be fetched ({error.strerror or error})"
        remedy = "see to it, or leave out --encoder"
    else:
        return folder
    raise InputError(problem, path=name, remedy=remedy)


def _hub_is_off() -> bool:
    from huggingface_hub import constants

    return bool(constants.HF_HUB_OFFLINE)


def _accept(name: str) -> str:
    return f"accept it at https://huggingface.co/{name}, then: hf auth login"


def _not_here(name: str, offline: bool) -> tuple[str, str]:
    if offline:
        return (
            "it is not in the local hub cache",
            f"fetch it once with a network: hf download {name}",
        )
    return "the hub cannot be reached", "check the network, or leave out --encoder"
