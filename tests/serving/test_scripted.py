"""The scripted server, seen by Python's own HTTP client and by OpenAI's: it fails as it is told."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAI
from openai.types.chat import ChatCompletion

from tests.serving.scripted import (
    FAULTS,
    MODEL,
    Asked,
    Reply,
    Scripted,
    errors,
    faulty,
    moved,
    refused,
    said,
    silent_port,
    streamed,
)

PATH = "/v1/chat/completions"
PATIENCE, SOON = 30.0, 0.3
"""Seconds for what comes, and for what never does."""


def body(number: int = 0) -> dict[str, Any]:
    system = {"role": "system", "content": "Judge."}
    return {"messages": [system, {"role": "user", "content": json.dumps({"n": number})}]}


def posted(url: str, patience: float = PATIENCE) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer as it comes over the wire; read to its end."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=patience)) as wire:
        wire.request("POST", PATH, json.dumps(body()).encode(), {"X-Asked-By": "a test"})
        answer = wire.getresponse()
        return answer, answer.read()


def completed(url: str, number: int = 0, patience: float = PATIENCE) -> ChatCompletion:
    with OpenAI(base_url=url, api_key="key", timeout=patience, max_retries=0) as client:
        found: ChatCompletion = client.chat.completions.create(model=MODEL, **body(number))
    return found


def text_of(found: ChatCompletion) -> str | None:
    return found.choices[0].message.content


def test_a_good_answer_is_a_completion() -> None:
    with Scripted(lambda asked: said(f"{asked.texts['n']}: হ্যাঁ")) as server:
        found = completed(server.url, 7)
    assert text_of(found) == "7: হ্যাঁ"
    assert found.choices[0].finish_reason == "stop"
    assert found.usage is not None
    assert found.usage.total_tokens == found.usage.prompt_tokens + found.usage.completion_tokens


def test_a_judges_answer_is_json() -> None:
    with Scripted(lambda _asked: errors({"severity": "major"})) as server:
        assert json.loads(text_of(completed(server.url)) or "") == {
            "errors": [{"severity": "major"}]
        }


def test_what_was_asked_is_recorded_in_order_with_how_often_it_came() -> None:
    with Scripted(lambda _asked: said("")) as server:
        for number in (1, 2, 1):
            completed(server.url, number)
        posted(server.url)
    assert [asked.number for asked in server.asked] == [0, 1, 2, 3]
    assert [asked.times for asked in server.asked] == [1, 1, 2, 1]
    assert [asked.texts["n"] for asked in server.asked] == [1, 2, 1, 0]
    assert server.asked[0].system == "Judge."
    assert server.asked[0].body["model"] == MODEL
    assert server.asked[0].headers["authorization"] == "Bearer key"
    assert server.asked[3].headers["x-asked-by"] == "a test"


def test_many_are_answered_at_once_each_with_its_own() -> None:
    with (
        Scripted(lambda asked: said(str(asked.texts["n"]))) as server,
        ThreadPoolExecutor(16) as many,
    ):
        found = list(many.map(lambda n: text_of(completed(server.url, n)), range(64)))
    assert found == [str(n) for n in range(64)]
    assert len(server.asked) == 64


@pytest.mark.parametrize("models", [(), ("a",), ("a", "b")])
def test_its_models_are_those_that_are_given(models: tuple[str, ...]) -> None:
    with (
        Scripted(lambda _asked: said(""), models) as server,
        OpenAI(base_url=server.url, api_key="key", max_retries=0) as client,
    ):
        assert [model.id for model in client.models.list()] == list(models)
    assert server.listed == 1


def test_it_may_have_no_list_of_models() -> None:
    with (
        Scripted(lambda _asked: said(""), None) as server,
        OpenAI(base_url=server.url, api_key="key", max_retries=0) as client,
        pytest.raises(APIStatusError) as caught,
    ):
        client.models.list()
    assert caught.value.status_code == 404


def always(reply: Reply) -> Scripted:
    return Scripted(lambda _asked: reply)


def fault(kind: str) -> Scripted:
    return always(FAULTS[kind])


def test_closed_is_a_connection_that_ends_without_a_word() -> None:
    with fault("closed") as server:
        with pytest.raises(http.client.RemoteDisconnected):
            posted(server.url)
        with pytest.raises(APIConnectionError):
            completed(server.url)


def test_silent_answers_never() -> None:
    with fault("silent") as server:
        with pytest.raises(TimeoutError):
            posted(server.url, SOON)
        with pytest.raises(APITimeoutError):
            completed(server.url, patience=SOON)


def test_one_that_stalls_begins_and_never_ends() -> None:
    """Something always comes, so a limit from byte to byte is none."""
    with fault("stalls") as server:
        wire = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)
        with closing(wire):
            wire.request("POST", PATH, json.dumps(body()).encode())
            answer = wire.getresponse()
            assert answer.status == 200
            assert len(answer.read(5)) == 5
            assert not answer.isclosed()


@pytest.mark.parametrize(("kind", "status"), [("busy", 429), ("broken", 500)])
def test_a_status_has_the_words_of_an_api(kind: str, status: int) -> None:
    with fault(kind) as server, pytest.raises(APIStatusError) as caught:
        completed(server.url)
    assert caught.value.status_code == status
    assert isinstance(caught.value.body, dict)
    assert caught.value.body["message"] == json.loads(FAULTS[kind].body)["error"]["message"]


def test_when_to_come_again_is_told_in_seconds_or_as_a_date() -> None:
    for when in ("3", "Wed, 21 Oct 2015 07:28:00 GMT"):
        with always(refused(503, Retry_After=when)) as server:
            answer, _ = posted(server.url)
        assert (answer.status, answer.getheader("Retry-After")) == (503, when)


def test_a_body_may_be_half_of_one_that_was_promised_whole() -> None:
    with fault("short body") as server:
        with pytest.raises(http.client.IncompleteRead):
            posted(server.url)
        with pytest.raises(APIConnectionError):
            completed(server.url)


def test_a_body_may_be_half_and_say_that_it_is_whole() -> None:
    with fault("half body") as server:
        answer, raw = posted(server.url)
        assert answer.getheader("Content-Length") == str(len(raw))
        with pytest.raises(json.JSONDecodeError):
            json.loads(raw)


def test_an_answer_may_be_half_in_a_body_that_is_whole() -> None:
    with fault("half JSON") as server:
        found = text_of(completed(server.url))
    assert found is not None
    assert found.startswith('{"errors": [')
    with pytest.raises(json.JSONDecodeError):
        json.loads(found)


def test_json_may_be_of_another_shape() -> None:
    with fault("wrong schema") as server:
        found = json.loads(text_of(completed(server.url)) or "")
    assert "errors" not in found


def test_a_megabyte_is_one() -> None:
    with fault("1 MB") as server:
        assert len(text_of(completed(server.url)) or "") == 1_000_000


def test_a_completion_may_be_empty() -> None:
    with fault("no choices") as server:
        assert completed(server.url).choices == []
    with fault("null") as server:
        assert text_of(completed(server.url)) is None


def test_what_answers_may_be_no_api_at_all() -> None:
    with fault("HTML") as server:
        answer, raw = posted(server.url)
    assert answer.getheader("Content-Type") == "text/html"
    assert raw.startswith(b"<html>")


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_leaves_the_server_able_to_answer(kind: str) -> None:
    with Scripted(lambda asked: said("good") if asked.number else FAULTS[kind]) as server:
        wire = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=SOON)
        with closing(wire):
            wire.request("POST", PATH, json.dumps(body(1)).encode())
            with suppress(OSError, http.client.HTTPException):
                wire.getresponse()
        assert text_of(completed(server.url)) == "good"


def test_an_answer_that_was_cut_off_says_so_and_tokens_may_go_uncounted() -> None:
    with Scripted(lambda _asked: said("{", finish="length", usage={})) as server:
        found = completed(server.url)
    assert found.choices[0].finish_reason == "length"
    assert found.usage is None


def test_a_parameter_may_be_refused() -> None:
    def rule(asked: Asked) -> Reply:
        known = "response_format" not in asked.body
        return said("") if known else refused(400, "unknown", "response_format")

    with (
        Scripted(rule) as server,
        OpenAI(base_url=server.url, api_key="key", max_retries=0) as client,
        pytest.raises(APIStatusError) as caught,
    ):
        client.chat.completions.create(
            model=MODEL, response_format={"type": "json_object"}, **body()
        )
    assert (caught.value.status_code, caught.value.param) == (400, "response_format")


def test_a_stream_is_put_together_by_the_official_client() -> None:
    with (
        Scripted(lambda _asked: streamed("হ্", "যাঁ", " }")) as server,
        OpenAI(base_url=server.url, api_key="key", max_retries=0) as client,
    ):
        chunks = list(client.chat.completions.create(model=MODEL, stream=True, **body()))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "হ্যাঁ }"
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * 4 + ["stop"]


def test_a_redirect_sends_the_question_elsewhere_but_not_the_key() -> None:
    """What the official client makes of it: whoever asks must know."""
    with (
        Scripted(lambda _asked: said("from elsewhere")) as elsewhere,
        Scripted(lambda _asked: moved(f"{elsewhere.url}/chat/completions")) as server,
    ):
        assert text_of(completed(server.url, 3)) == "from elsewhere"
    (asked,) = elsewhere.asked
    assert asked.texts["n"] == 3
    assert "authorization" not in asked.headers


def test_on_a_silent_port_nobody_is() -> None:
    with pytest.raises(ConnectionRefusedError):
        posted(f"http://127.0.0.1:{silent_port()}")


def test_a_server_that_is_left_answers_no_more() -> None:
    with Scripted(lambda _asked: said("")) as server:
        completed(server.url)
    with pytest.raises(APIConnectionError):
        completed(server.url)


def asked(number: int, times: int = 1) -> Asked:
    return Asked(number, {}, body(number), times)


def test_a_share_of_faults_is_about_that_share_and_of_every_kind() -> None:
    kinds = ["busy", "broken", "HTML"]
    rule = faulty(lambda _asked: said("good"), 0.2, kinds)
    found = Counter(rule(asked(n)).body for n in range(1000))
    # Three standard deviations of a thousand draws: 38.
    assert 160 < 1000 - found[said("good").body] < 240
    assert set(found) == {said("good").body, *(FAULTS[kind].body for kind in kinds)}


def test_the_same_text_meets_the_same_faults_in_whatever_order() -> None:
    first, again = (faulty(lambda _asked: said("good"), 0.5, list(FAULTS)) for _ in range(2))
    forward = [first(asked(n)) for n in range(50)]
    assert [again(asked(n)) for n in reversed(range(50))] == forward[::-1]
    other = faulty(lambda _asked: said("good"), 0.5, list(FAULTS), seed=1)
    assert [other(asked(n)) for n in range(50)] != forward
    assert [first(asked(n, times=2)) for n in range(50)] != forward


def test_none_and_all_are_shares_too() -> None:
    for n in range(20):
        assert faulty(lambda _asked: said("good"), 0.0, ["busy"])(asked(n)) == said("good")
        assert faulty(lambda _asked: said("good"), 1.0, ["busy"])(asked(n)) == FAULTS["busy"]
