"""An encoder of the user's own: pooled as its folder says, refused in one line if it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evalkit.document import InputError
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources

pytestmark = pytest.mark.neural
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "river",
    "rose",
    "rain",
    "fell",
    "on",
    "a",
    "town",
    "##s",
]
TEXTS = ["the river rose", "rain fell on a town", "the towns", ""]


def sentence_layout(folder: Path, *modules: str) -> None:
    paths = [f"{n}_{kind}" if n else "" for n, kind in enumerate(modules)]
    listed = [
        {"idx": n, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (kind, path) in enumerate(zip(modules, paths, strict=True))
    ]
    (folder / "modules.json").write_text(json.dumps(listed))
    for path in paths[1:]:
        (folder / path).mkdir(exist_ok=True)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of four layers, pooled by CLS as LaBSE is, with a dense layer."""
    folder = tmp_path_factory.mktemp("bert") / "tiny-labse"
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=32, num_hidden_layers=4, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64, initializer_range=0.5,
    )  # fmt: skip
    transformers.BertModel(config).save_pretrained(folder)
    sentence_layout(folder, "Transformer", "Pooling", "Dense", "Normalize")
    pooling = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    dense = {"activation_function": "torch.nn.modules.activation.Tanh"}
    (folder / "2_Dense" / "config.json").write_text(json.dumps(dense))
    linear = torch.nn.Linear(32, 16)
    tensors = {"linear.weight": linear.weight.data, "linear.bias": linear.bias.data}
    torch.save(tensors, folder / "2_Dense" / "pytorch_model.bin")
    return folder


@pytest.fixture(scope="module")
def xlmr(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random XLM-RoBERTa called E5, in the plain layout of transformers."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    folder = tmp_path_factory.mktemp("xlmr") / "tiny-e5-base"
    letters = [(letter, -3.0) for letter in "▁abcdefghijklmnopqrstuvwxyz:নদী"]
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *letters]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    # Some are saved with a limit; it must not cut anything here.
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=8)
    fast = transformers.XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=24)
    fast.save_pretrained(folder)
    torch.manual_seed(5)
    config = transformers.XLMRobertaConfig(
        vocab_size=len(pieces) + 1, hidden_size=24, num_hidden_layers=3, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=34, pad_token_id=1, initializer_range=0.5,
    )  # fmt: skip
    transformers.XLMRobertaModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def encoder(folder: Path | str, **resources: Any) -> Encoder:
    return Encoder(Resources(encoder=str(folder), device="cpu", **resources))


def test_cls_and_dense_layer_as_the_folder_says(bert: Path) -> None:
    model = transformers.BertModel.from_pretrained(bert).eval()
    tokenizer = transformers.BertTokenizerFast.from_pretrained(bert)
    dense = torch.load(bert / "2_Dense" / "pytorch_model.bin")
    with torch.inference_mode():
        cls = torch.cat(
            [model(**tokenizer(t, return_tensors="pt")).last_hidden_state[:, 0] for t in TEXTS]
        )
        wanted = torch.tanh(cls @ dense["linear.weight"].T + dense["linear.bias"])
        wanted = torch.nn.functional.normalize(wanted, dim=-1).numpy()
    np.testing.assert_allclose(encoder(bert).sentences(TEXTS), wanted, atol=1e-5)


def test_mean_with_e5s_prefix(xlmr: Path) -> None:
    model = transformers.XLMRobertaModel.from_pretrained(xlmr, add_pooling_layer=False).eval()
    made = encoder(xlmr)
    tokenizer = transformers.XLMRobertaTokenizerFast.from_pretrained(xlmr)
    with torch.inference_mode():
        for text in ("river", "নদী"):
            ids = tokenizer("query: " + text, return_tensors="pt", truncation=False).input_ids
            mean = model(input_ids=ids).last_hidden_state.mean(1)
            wanted = torch.nn.functional.normalize(mean, dim=-1).numpy()
            np.testing.assert_allclose(made.sentences([text]), wanted, atol=1e-5)


def test_windows_are_those_of_the_model(xlmr: Path) -> None:
    made = encoder(xlmr)
    text = "river " * 30 + "নদী"
    assert made.count(text) > 100
    (tokens,) = made.tokens([text])
    assert text[slice(*tokens.places[-1])] == "ী"
    assert text[slice(*tokens.places[0])] == "r"
    first, second = made.sentences([text, text + "ন"])
    assert first @ second < 1 - 1e-6


def test_places_of_word_pieces(bert: Path) -> None:
    text = "the  TOWNS rose"
    (tokens,) = encoder(bert).tokens([text])
    assert [text[a:b] for a, b in tokens.places] == ["the", "TOWN", "S", "rose"]
    assert tokens.vectors.shape == (4, 1, 32)


def test_prompts_are_the_folders(bert: Path, tmp_path: Path) -> None:
    plain, prompted = encoder(bert), encoder(_copy(bert, tmp_path, prompt="the river "))
    np.testing.assert_allclose(
        prompted.sentences(["rose"]), plain.sentences(["the river rose"]), atol=1e-5
    )
    (tokens,) = prompted.tokens(["rose"])
    assert tokens.places.tolist() == [[0, 4]]


def test_the_signature_says_what_decides_the_vectors(
    bert: Path, xlmr: Path, tmp_path: Path
) -> None:
    signature = encoder(bert).signature
    assert signature.startswith("tiny-labse:")
    assert "|pooling:cls|" in signature
    assert "prefix:query|pooling:mean|window:24" in encoder(xlmr).signature
    assert encoder(bert).signature == signature
    assert encoder(bert, precision="bfloat16").signature != signature
    copy = _copy(bert, tmp_path)
    assert encoder(copy).signature == signature
    (copy / "model.safetensors").write_bytes((copy / "model.safetensors").read_bytes()[:-1] + b"!")
    assert encoder(copy).signature != signature


def _copy(folder: Path, tmp_path: Path, prompt: str = "") -> Path:
    import shutil

    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    if prompt:
        prompts = {"prompts": {"sts": prompt}, "default_prompt_name": "sts"}
        (copy / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    return copy


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("config.json", None, "it has no config.json"),
        ("config.json", "{", "it cannot be read"),
        ("model.safetensors", None, "it has no weights"),
        ("1_Pooling/config.json", '{"pooling_mode_max_tokens": true}', "it pools by max_tokens"),
        ("modules.json", '[{"type": "st.CLIPModel", "path": ""}]', "a module CLIPModel"),
    ],
)
def test_a_folder_without_an_encoder_is_refused_at_once(
    file: str, content: str | None, problem: str, bert: Path, tmp_path: Path
) -> None:
    copy = _copy(bert, tmp_path)
    if content is None:
        (copy / file).unlink()
    else:
        (copy / file).write_text(content)
    with pytest.raises(InputError, match=problem) as refused:
        encoder(copy)
    assert "\n" not in str(refused.value)


def test_damaged_weights_are_said_in_one_line(bert: Path, tmp_path: Path) -> None:
    copy = _copy(bert, tmp_path)
    (copy / "model.safetensors").write_bytes(b"not weights at all")
    with pytest.raises(InputError, match="the encoder does not load") as refused:
        encoder(copy).sentences(["rain"])
    assert "\n" not in str(refused.value)


def test_weights_of_another_model_are_not_filled_up_with_noise(
    bert: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = _copy(bert, tmp_path)
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 6}))
    with pytest.raises(InputError, match="its weights lack 32 tensors"):
        encoder(copy).sentences(["rain"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_a_folder_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        encoder(name)


def test_a_name_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match="neither a folder nor the name of a model"):
        encoder("what is this?")


ASK = """
import sys
from evalkit.document import InputError
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
try:
    Encoder(Resources(encoder="nobody/tiny-labse", offline="offline" in sys.argv))
except InputError as error:
    print(error)
assert "torch" not in sys.modules
"""


def ask(tmp_path: Path, *arguments: str, **variables: str) -> str:
    variables = {"HF_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9", **variables}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("how", ["option", "variable"])
def test_offline_what_is_not_in_the_cache_is_not_looked_for(how: str, tmp_path: Path) -> None:
    said = ask(tmp_path, "offline") if how == "option" else ask(tmp_path, HF_HUB_OFFLINE="1")
    assert said == (
        "nobody/tiny-labse: it is not in the local hub cache; "
        "fetch it once with a network: hf download nobody/tiny-labse\n"
    )


def test_no_network_is_said(tmp_path: Path) -> None:
    assert "the hub cannot be reached" in ask(tmp_path)


def test_the_hubs_local_cache_is_enough(bert: Path, tmp_path: Path) -> None:
    commit = "0123456789abcdef" * 2 + "01234567"
    repository = tmp_path / "hub" / "models--nobody--tiny-labse"
    (repository / "snapshots").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    _copy(bert, repository / "snapshots").rename(repository / "snapshots" / commit)
    assert ask(tmp_path, "offline") == ""
