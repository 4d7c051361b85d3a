"""llama.cpp's own server with the tiny Granite: the same model, and what its answers look like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.serving.fixtures import Real, posted
from tests.serving.granite import VOCABULARY

pytestmark = [pytest.mark.neural, pytest.mark.slow]

CHAT = [{"role": "system", "content": "Judge."}, {"role": "user", "content": "একটি শব্দ বাদ"}]
PROMPTS = ("The translation leaves out", "একটি শব্দ বাদ", "<|start_of_role|>user<|end_of_role|>ਗਿਆ")
SCHEMA = {
    "type": "object",
    "properties": {"verdict": {"enum": ["good", "bad"]}, "sure": {"type": "boolean"}},
    "required": ["verdict", "sure"],
    "additionalProperties": False,
}


def chat(server: Real, **asked: object) -> dict[str, Any]:
    given: dict[str, Any] = {"messages": CHAT, "temperature": 0, "max_tokens": 60, **asked}
    body = posted(f"{server.url}/chat/completions", model=server.model, **given)
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.fixture(scope="module")
def tokenizer(granite_folder: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(granite_folder)


def text_of(found: dict[str, Any]) -> str:
    return str(found["choices"][0]["message"]["content"])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_it_says_what_transformers_says_as_surely(
    prompt: str, llama_cpp_server: Real, granite_folder: Path
) -> None:
    """The file made for llama.cpp is the model: the same tokens with the same probabilities."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokens = AutoTokenizer.from_pretrained(granite_folder)(prompt, return_tensors="pt")
    model = AutoModelForCausalLM.from_pretrained(granite_folder, dtype=torch.float32)
    with torch.no_grad():
        likely = torch.log_softmax(model(**tokens).logits[0, -1], -1)
        made = model.generate(**tokens, max_new_tokens=16, do_sample=False)
    url, asked = f"{llama_cpp_server.root}/completion", {"prompt": prompt, "temperature": 0}
    found = json.loads(posted(url, n_predict=16, return_tokens=True, **asked))
    assert found["tokens"] == made[0][tokens["input_ids"].shape[1] :].tolist()
    first = json.loads(posted(url, n_predict=1, n_probs=VOCABULARY, **asked))
    surely = {t["id"]: t["logprob"] for t in first["completion_probabilities"][0]["top_logprobs"]}
    assert len(surely) == VOCABULARY
    assert [surely[n] for n in range(VOCABULARY)] == pytest.approx(likely.tolist(), abs=1e-3)


@settings(max_examples=50)
@given(text=st.text() | st.sampled_from(PROMPTS) | st.text("a <|unused_7|> খ\n ।'s9"))
def test_it_splits_texts_as_transformers_does(
    text: str, llama_cpp_server: Real, tokenizer: Any
) -> None:
    tokens = json.loads(
        posted(f"{llama_cpp_server.root}/tokenize", content=text, parse_special=True)
    )["tokens"]
    assert tokens == tokenizer(text)["input_ids"]


def test_it_lists_the_one_model_it_has(llama_cpp_server: Real) -> None:
    import urllib.request

    with urllib.request.urlopen(f"{llama_cpp_server.url}/models", timeout=10) as answer:
        assert [model["id"] for model in json.load(answer)["data"]] == [llama_cpp_server.model]


def test_a_schema_is_kept_to_by_a_model_that_talks_nonsense(llama_cpp_server: Real) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}
    free = text_of(chat(llama_cpp_server))
    with pytest.raises(json.JSONDecodeError):
        json.loads(free)
    found = chat(llama_cpp_server, max_tokens=200, response_format=wanted)
    assert found["choices"][0]["finish_reason"] == "stop"
    said = json.loads(text_of(found))
    assert said["verdict"] in ("good", "bad")
    assert isinstance(said["sure"], bool)


def test_whatever_it_says_is_text(llama_cpp_server: Real) -> None:
    """Of words that are no UTF-8 the server makes an error, and there is no answer to read."""
    for number in range(8):
        asked = [*CHAT[:1], {"role": "user", "content": f"শব্দ {number}"}]
        assert "\ufffd" not in text_of(chat(llama_cpp_server, messages=asked, max_tokens=200))


def test_an_answer_that_is_cut_off_says_so_and_tokens_are_counted(llama_cpp_server: Real) -> None:
    found = chat(llama_cpp_server, max_tokens=7)
    assert found["choices"][0]["finish_reason"] == "length"
    usage = found["usage"]
    assert usage["completion_tokens"] == 7
    assert usage["total_tokens"] == usage["prompt_tokens"] + 7


def test_a_seed_makes_an_answer_come_again(llama_cpp_server: Real) -> None:
    first, again, other = (
        text_of(chat(llama_cpp_server, temperature=1, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_question_longer_than_its_window_is_refused_in_words(llama_cpp_server: Real) -> None:
    with pytest.raises(HTTPError) as caught:
        chat(llama_cpp_server, messages=[{"role": "user", "content": "word " * 20_000}])
    assert caught.value.code == 400
    assert "exceeds the available context size" in json.load(caught.value)["error"]["message"]
