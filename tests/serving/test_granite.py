"""The tiny Granite: a real model with a real vocabulary, the same each time it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serving import granite

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

pytestmark = [pytest.mark.neural, pytest.mark.slow]


@pytest.fixture(scope="module")
def tokenizer(granite_folder: Path) -> PreTrainedTokenizerFast:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(granite_folder)


@pytest.fixture(scope="module")
def read(granite_gguf: Path) -> Any:
    """The file for llama.cpp as its own package reads it."""
    import gguf

    return gguf.GGUFReader(granite_gguf)


def test_transformers_takes_the_folder_for_a_granite(granite_folder: Path) -> None:
    from transformers import AutoModelForCausalLM, GraniteForCausalLM

    model = AutoModelForCausalLM.from_pretrained(granite_folder)
    assert isinstance(model, GraniteForCausalLM)
    assert model.num_parameters() < 200_000


def test_it_is_the_same_model_each_time(granite_gguf: Path, tmp_path: Path) -> None:
    again = granite.write_gguf(tmp_path / "again.gguf")
    assert again.read_bytes() == granite_gguf.read_bytes()


@given(text=st.text())
def test_any_text_comes_back_from_its_tokens(tokenizer: PreTrainedTokenizerFast, text: str) -> None:
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text


def test_every_token_is_one_that_the_model_knows(tokenizer: PreTrainedTokenizerFast) -> None:
    assert len(tokenizer) == granite.VOCABULARY
    assert tokenizer.convert_tokens_to_ids(list(granite.SPECIAL)) == [0, 1, 2]
    assert tokenizer.eos_token_id == 0


def test_a_chat_has_the_form_of_granites(tokenizer: PreTrainedTokenizerFast) -> None:
    chat = [{"role": "system", "content": "Judge."}, {"role": "user", "content": "জল।"}]
    made = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    assert made == (
        "<|start_of_role|>system<|end_of_role|>Judge.<|end_of_text|>\n"
        "<|start_of_role|>user<|end_of_role|>জল।<|end_of_text|>\n"
        "<|start_of_role|>assistant<|end_of_role|>"
    )


def test_the_file_for_llama_cpp_says_what_it_holds(read: Any) -> None:
    def value(key: str) -> Any:
        return read.get_field(key).contents()

    assert value("general.architecture") == "granite"
    assert value("granite.block_count") == 2
    assert value("granite.embedding_length") == 64
    assert (value("granite.attention.head_count"), value("granite.attention.head_count_kv")) == (
        4,
        2,
    )
    assert value("granite.context_length") == granite.CONTEXT
    assert value("granite.logit_scale") == 2.0
    assert value("granite.residual_scale") == pytest.approx(0.22)
    assert value("granite.embedding_scale") == 12.0
    assert value("granite.attention.scale") == 0.0625
    assert len(value("tokenizer.ggml.tokens")) == granite.VOCABULARY
    assert value("tokenizer.chat_template") == granite.TEMPLATE


def test_the_file_holds_every_tensor_of_the_architecture_and_no_other(read: Any) -> None:
    import gguf

    expected = set()
    for kind in gguf.MODEL_TENSORS[gguf.MODEL_ARCH.GRANITE]:
        for block in range(2):
            expected.add(gguf.TENSOR_NAMES[kind].format(bid=block) + ".weight")
    assert {tensor.name for tensor in read.tensors} == expected
