"""A tiny Granite model with random weights, made on the spot: for transformers, and for llama.cpp.

It says nonsense, but it says it as a real model behind a real server does.

    python -m tests.serving.granite granite-tiny.gguf
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import GraniteConfig, GraniteForCausalLM, PreTrainedTokenizerFast

NAME = "granite-tiny"
VOCABULARY, CONTEXT = 512, 16_384
SEED = 5
SPECIAL = ("<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>")
# In the form of Granite's own: each turn between marks of its role.
TEMPLATE = (
    "{% for message in messages %}<|start_of_role|>{{ message['role'] }}<|end_of_role|>"
    "{{ message['content'] }}<|end_of_text|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|start_of_role|>assistant<|end_of_role|>{% endif %}"
)
SENTENCES = (
    "The translation leaves out a word of the source.",
    '{"errors": [{"category": "Accuracy/Omission", "severity": "major"}]}',
    "একটি শব্দ বাদ পড়েছে।",
    "ਇੱਕ ਸ਼ਬਦ ਰਹਿ ਗਿਆ ਹੈ।",
)


def write_folder(folder: Path) -> Path:
    """The model as a folder that transformers loads."""
    tokenizer = _tokenizer()
    model = _model(tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_gguf(path: Path) -> Path:
    """The same model as the one file that llama.cpp loads."""
    import gguf

    tokenizer = _tokenizer()
    model = _model(tokenizer)
    config = model.config
    writer = gguf.GGUFWriter(path, "granite")
    writer.add_name(NAME)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_rope_freq_base(config.rope_theta)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    # What Granite has besides a Llama: four scales.
    writer.add_attention_scale(config.attention_multiplier)
    writer.add_embedding_scale(config.embedding_multiplier)
    writer.add_residual_scale(config.residual_multiplier)
    writer.add_logit_scale(config.logits_scaling)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    _write_vocabulary(writer, tokenizer)
    for name, tensor in _tensors(model, config).items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _write_vocabulary(writer: Any, tokenizer: PreTrainedTokenizerFast) -> None:
    import json

    import gguf

    described = json.loads(tokenizer.backend_tokenizer.to_str())
    pieces = [tokenizer.convert_ids_to_tokens(n) for n in range(len(tokenizer))]
    learnt = described["model"]["vocab"]
    # What is added to those learnt is found in a text before it is split into words.
    kinds = [
        gguf.TokenType.CONTROL
        if piece in SPECIAL
        else gguf.TokenType.NORMAL
        if piece in learnt
        else gguf.TokenType.USER_DEFINED
        for piece in pieces
    ]
    writer.add_tokenizer_model("gpt2")
    # How GPT-2 splits words, which `_tokenizer` does too.
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(pieces)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(merge) for merge in described["model"]["merges"]])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _tensors(model: GraniteForCausalLM, config: GraniteConfig) -> Mapping[str, Any]:
    import gguf

    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GRANITE, config.num_hidden_layers)
    found: dict[str, Any] = {}
    for name, tensor in model.state_dict().items():
        known = names.get_name(name, try_suffixes=(".weight",))
        assert known is not None
        array = tensor.detach().float().numpy()
        if name.endswith("q_proj.weight"):
            array = _permuted(array, config.num_attention_heads)
        elif name.endswith("k_proj.weight"):
            array = _permuted(array, config.num_key_value_heads)
        found[known] = array
    return found


def _permuted(weights: Any, heads: int) -> Any:
    """Halves of each head become neighbours: llama.cpp turns positions pair by pair."""
    rows, columns = weights.shape
    halves = weights.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)


def _model(tokenizer: PreTrainedTokenizerFast) -> GraniteForCausalLM:
    import torch
    from transformers import GraniteConfig, GraniteForCausalLM

    config = GraniteConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        embedding_multiplier=12.0,
        residual_multiplier=0.22,
        attention_multiplier=0.0625,
        logits_scaling=2.0,
        initializer_range=0.3,
        tie_word_embeddings=False,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
    )
    torch.manual_seed(SEED)
    model = GraniteForCausalLM(config).eval()
    # Bytes that are no letter by themselves are never the likeliest: llama.cpp's server
    # answers 500 to a model whose words are no UTF-8.
    halves = [n for n in range(VOCABULARY) if "\ufffd" in tokenizer.decode([n])]
    with torch.no_grad():
        model.lm_head.weight[halves] = 0.0
    return model


def _tokenizer() -> PreTrainedTokenizerFast:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(SENTENCES, trainer)
    filler = [f"<|unused_{n}|>" for n in range(VOCABULARY - made.get_vocab_size())]
    made.add_tokens(filler)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token=SPECIAL[0],
        eos_token=SPECIAL[0],
        pad_token=SPECIAL[0],
        model_input_names=["input_ids", "attention_mask"],
    )
    tokenizer.add_special_tokens({"additional_special_tokens": list(SPECIAL[1:])})
    tokenizer.chat_template = TEMPLATE
    return tokenizer


if __name__ == "__main__":
    import sys

    print(write_gguf(Path(sys.argv[1])))
