"""Completions as servers send them, whole or piece by piece."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from evalkit.llm.chat_completion import Completion, NoAnswerError, completion


def whole(**changed: Any) -> bytes:
    """A completion as the official client's own types write it."""
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": "হ্যাঁ"},
    }
    made = {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "granite",
        "choices": [choice],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    }
    return ChatCompletion.model_validate({**made, **changed}).model_dump_json().encode()


def chunks(*pieces: str, finish: str | None = "stop") -> bytes:
    """A stream of events as the official client's own types write it."""
    ends: list[str | None] = [*([None] * len(pieces)), finish]
    lines = []
    for piece, end in zip((*pieces, None), ends, strict=True):
        delta = {} if piece is None else {"content": piece}
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        made = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "granite",
            "choices": [choice],
        }
        lines.append(f"data: {ChatCompletionChunk.model_validate(made).model_dump_json()}\n\n")
    return "".join(lines).encode()


def test_a_whole_answer() -> None:
    assert completion(whole()) == Completion("হ্যাঁ", False, 7, 3)


def test_one_that_was_cut_off_says_so() -> None:
    choice = {
        "index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": "{"},
    }  # fmt: skip
    assert completion(whole(choices=[choice])).cut
    assert completion(chunks("{", finish="length")).cut


def test_tokens_that_nobody_counted_are_not_known() -> None:
    found = completion(whole(usage=None))
    assert (found.prompt_tokens, found.answer_tokens) == (None, None)


def test_a_stream_is_put_together() -> None:
    body = b": ping\n\n" + chunks("হ্", "যাঁ", " {", "}") + b"data: [DONE]\n\n"
    assert completion(body).text == "হ্যাঁ {}"


def test_a_stream_that_breaks_off_is_no_answer() -> None:
    with pytest.raises(NoAnswerError, match="breaks off"):
        completion(chunks("half", finish=None))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "no JSON"),
        (b"<html>Bad gateway</html>", "no JSON"),
        (whole()[:-20], "no JSON"),
        (b"[]", "no JSON"),
        (b'"text"', "no JSON"),
        (b"{}", "no answer"),
        (b'{"choices": []}', "no answer"),
        (b'{"choices": [null]}', "no answer"),
        (b'{"choices": [{"message": null}]}', "no answer"),
        (b'{"choices": [{"message": {"content": null}}]}', "no answer"),
        (b'{"choices": {"message": 1}}', "no answer"),
        (b"data: {", "no JSON"),
    ],
)
def test_what_holds_no_answer(body: bytes, kind: str) -> None:
    with pytest.raises(NoAnswerError) as caught:
        completion(body)
    assert caught.value.kind == kind


@given(st.lists(st.text(max_size=5), max_size=5), st.data())
def test_wherever_a_body_is_cut_it_is_an_answer_or_none(
    pieces: list[str], data: st.DataObject
) -> None:
    for body in (whole(), chunks(*(json.loads(json.dumps(p)) for p in pieces if p.isascii()))):
        cut = body[: data.draw(st.integers(0, len(body)))]
        try:
            found = completion(cut)
        except NoAnswerError:
            continue
        assert isinstance(found.text, str)
