"""Checkpoints as they lie on a disk or on a hub; nothing in them can be loaded."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

ENCODER = {"config.json": b'{"max_position_embeddings": 514}', "tokenizer.json": b"{}"}


def weights(text: str = "weights") -> bytes:
    """A file as torch saves it: a zip archive, the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        # Without a ZipInfo the archive would hold the time, and differ from second to second.
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), "pickle")
        archive.writestr(zipfile.ZipInfo("archive/data/0"), text)
    return made.getvalue()


def hparams(**values: object) -> bytes:
    """hparams.yaml of a regression model on the hub's encoder example/encoder."""
    table: dict[str, object] = {
        "class_identifier": "regression_metric",
        "encoder_model": "XLM-RoBERTa",
        "pretrained_model": "example/encoder",
        **values,
    }
    return "".join(f"{name}: {value}\n" for name, value in table.items()).encode()


def files(**values: object) -> dict[str, bytes]:
    """A checkpoint's files by name."""
    return {"hparams.yaml": hparams(**values), "checkpoints/model.ckpt": weights()}


def lay(folder: Path, content: Mapping[str, bytes]) -> Path:
    """Write files into a folder."""
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def cache(home: Path, name: str, commit: str, content: Mapping[str, bytes]) -> Path:
    """Lay a repository into the hub's local cache, as its branch main."""
    place = home / f"models--{name.replace('/', '--')}"
    (place / "refs").mkdir(parents=True, exist_ok=True)
    (place / "refs" / "main").write_text(commit, encoding="ascii")
    return lay(place / "snapshots" / commit, content)
