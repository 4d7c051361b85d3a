"""The model hub and its cache on this machine.

What the cache holds is found by its published layout, so that a run that has
everything at hand neither imports huggingface_hub nor touches the network.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

MAIN = "main"
ENDPOINT = "https://huggingface.co"
FORBIDDEN = "the network is forbidden (--offline or HF_HUB_OFFLINE)"
OFFLINE_VARIABLES = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
_YES = frozenset({"1", "on", "yes", "true"})
_NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")


def is_name(text: str) -> bool:
    """Whether a text may name a repository, as in `owner/model` or `model`.

    >>> is_name("Unbabel/wmt22-comet-da"), is_name("./model"), is_name("a/b/c")
    (True, False, False)
    """
    return _NAME.fullmatch(text) is not None


def cache_folder() -> Path:
    """Where huggingface_hub keeps what it downloads; HF_HUB_CACHE and HF_HOME move it."""
    given = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    if given:
        return _expanded(given)
    return _home() / "hub"


def token_file() -> Path:
    """Where `hf auth login` leaves the token; HF_TOKEN_PATH and HF_HOME move it."""
    given = os.environ.get("HF_TOKEN_PATH")
    return _expanded(given) if given else _home() / "token"


def _home() -> Path:
    given = os.environ.get("HF_HOME")
    if given:
        return _expanded(given)
    return _expanded(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"


def _expanded(text: str) -> Path:
    return Path(os.path.expandvars(text)).expanduser()


def endpoint() -> str:
    """The hub's address; HF_ENDPOINT names another."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or ENDPOINT


def forbidden_by() -> str:
    """The environment variable that forbids the network, "" where none does."""
    return next((v for v in OFFLINE_VARIABLES if os.environ.get(v, "").lower() in _YES), "")


def snapshot(name: str, revision: str = MAIN) -> Path | None:
    """The folder of a repository's files in the local cache, named by its commit.

    `revision` is a branch, a tag or a commit. The folder may hold only some of
    the repository's files; None where the cache knows nothing of it.
    """
    home = cache_folder() / f"models--{name.replace('/', '--')}"
    commit = revision
    if not _COMMIT.fullmatch(revision):
        try:
            commit = (home / "refs" / revision).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
    folder = home / "snapshots" / commit
    return folder if _COMMIT.fullmatch(commit) and folder.is_dir() else None


def checkpoints() -> list[str]:
    """The COMET checkpoints that lie whole in the local cache, as `owner/model@COMMIT`."""
    found = []
    for file in sorted(cache_folder().glob("models--*/snapshots/*/checkpoints/model.ckpt")):
        folder = file.parent.parent
        # A download that broke off leaves a link to nothing, or none.
        if file.is_file() and (folder / "hparams.yaml").is_file():
            name = folder.parent.parent.name.removeprefix("models--").replace("--", "/")
            found.append(f"{name}@{folder.name}")
    return found


def download(
    name: str, revision: str, wanted: Sequence[str], progress: Callable[[str], None]
) -> Path:
    """Fetch those of a repository's files that are not in the cache; their folder.

    `wanted` are patterns of file names. Raises whatever huggingface_hub raises:
    `evalkit.encoders.diagnosis.explain` tells the cause.
    """
    progress(f"downloading {name} from {endpoint()} into {cache_folder()}")
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    folder = snapshot_download(
        name,
        revision=revision,
        allow_patterns=list(wanted),
        cache_dir=cache_folder(),
        endpoint=endpoint(),
    )
    return Path(folder)
