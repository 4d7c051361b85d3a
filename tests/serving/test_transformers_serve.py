"""`transformers serve` with the tiny Granite: answers that come as streams, and little else kept to."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError

import pytest

from evalkit.llm.chat_completion import Completion, completion
from tests.serving.fixtures import Real, posted

pytestmark = [pytest.mark.neural, pytest.mark.slow]

CHAT = [{"role": "system", "content": "Judge."}, {"role": "user", "content": "একটি শব্দ বাদ"}]


def chat(server: Real, **asked: object) -> bytes:
    given = {
        "model": server.model, "messages": CHAT, "temperature": 0, "max_tokens": 8, **asked,
    }  # fmt: skip
    return posted(f"{server.url}/chat/completions", **given)


def test_it_says_what_the_model_says(transformers_server: Real, granite_folder: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(granite_folder)
    model = AutoModelForCausalLM.from_pretrained(granite_folder)
    tokens = tokenizer.apply_chat_template(
        CHAT, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    made = model.generate(**tokens, max_new_tokens=8, do_sample=False)
    new = made[0][tokens["input_ids"].shape[1] :]
    assert completion(chat(transformers_server)).text == tokenizer.decode(
        new, skip_special_tokens=True
    )


@pytest.mark.parametrize("asked", [{}, {"stream": False}, {"stream": True}])
def test_it_answers_with_a_stream_whatever_was_asked_for(
    asked: dict[str, bool], transformers_server: Real
) -> None:
    body = chat(transformers_server, **asked)
    assert body.startswith(b"data: {")
    assert b"[DONE]" not in body


def test_it_counts_no_tokens_and_never_says_that_it_was_cut_off(transformers_server: Real) -> None:
    found = completion(chat(transformers_server, max_tokens=2))
    assert found == Completion(found.text, cut=False, prompt_tokens=None, answer_tokens=None)
    assert len(found.text) < len(completion(chat(transformers_server)).text)


def test_a_schema_is_passed_over_in_silence(transformers_server: Real) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
    with_schema = completion(chat(transformers_server, response_format=wanted))
    assert with_schema == completion(chat(transformers_server))


def test_a_parameter_that_is_not_openais_is_refused(transformers_server: Real) -> None:
    with pytest.raises(HTTPError) as caught:
        chat(transformers_server, n_probs=5)
    assert caught.value.code == 422
    assert "Unexpected keys" in json.load(caught.value)["detail"]


def test_a_model_that_is_not_there_is_an_error_of_the_server(transformers_server: Real) -> None:
    with pytest.raises(HTTPError) as caught:
        chat(transformers_server, model="nobody/nothing")
    assert (caught.value.code, caught.value.read()) == (500, b"Internal Server Error")


def test_several_may_ask_at_once_when_the_model_is_loaded(transformers_server: Real) -> None:
    with ThreadPoolExecutor(4) as many:
        found = list(many.map(lambda _n: completion(chat(transformers_server)), range(8)))
    assert found == [completion(chat(transformers_server))] * 8
