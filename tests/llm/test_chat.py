"""A server asked over real HTTP: good answers, every fault, budgets, and nobody there."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.llm.chat import Chat
from evalkit.llm.exchange import Answer, Question
from evalkit.llm.json_answer import UnreadableError, object_in
from evalkit.llm.server import Server
from tests.serving.scripted import (
    FAULTS,
    MODEL,
    Asked,
    Reply,
    Scripted,
    moved,
    refused,
    said,
    silent_port,
)

SCHEMA = {"type": "object", "properties": {"errors": {"type": "array"}}, "required": ["errors"]}


def unreadable(answer: str) -> str:
    try:
        return "" if "errors" in object_in(answer) else "it has no list of errors"
    except UnreadableError as error:
        return str(error)


def questions(count: int) -> list[Question]:
    return [Question("Judge.", json.dumps({"n": n}), SCHEMA, unreadable) for n in range(count)]


def good(_asked: Asked) -> Reply:
    return said('{"errors": []}')


def server(url: str, **changed: object) -> Server:
    given: dict[str, object] = {"timeout": 0.7, "first_wait": 0.01, "model": MODEL, **changed}
    return Server(url, **given)  # type: ignore[arg-type]


def ask(chat: Chat, asked: Sequence[Question]) -> Mapping[int, Answer]:
    with closing(chat):
        return dict(chat.ask(asked))


def test_every_question_gets_its_own_answer() -> None:
    with Scripted(lambda asked: said(json.dumps({"errors": [asked.texts["n"]]}))) as there:
        chat = Chat(server(there.url))
        found = ask(chat, questions(20))
    assert {n: json.loads(answer.text)["errors"] for n, answer in found.items()} == {
        n: [n] for n in range(20)
    }
    assert chat.spent.calls == 20
    assert (chat.spent.prompt_tokens, chat.spent.answer_tokens) == (2000, 400)
    assert chat.spent.retries == 0


def test_what_is_sent_is_what_makes_an_answer_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_JUDGE_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    with Scripted(good) as there:
        ask(Chat(server(there.url, answer_tokens=99)), questions(1))
    (asked,) = there.asked
    assert asked.body["temperature"] == 0
    assert isinstance(asked.body["seed"], int)
    assert asked.body["max_tokens"] == 99
    assert asked.body["model"] == MODEL
    assert asked.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked.headers["authorization"] == "Bearer sk-secret"


# What is tried again is answered in the end; what would be the same again is not asked for long.
CALLS = {
    "closed": 4, "silent": 2, "busy": 4, "broken": 4, "half body": 4, "short body": 4,
    "half JSON": 2, "wrong schema": 2, "1 MB": 1, "stalls": 2, "no choices": 4, "null": 4,
    "HTML": 4,
}  # fmt: skip
WHY = {
    "closed": "the connection broke",
    "silent": "no answer within 0.7 s",
    "busy": "answers 429: ",
    "broken": "answers 500: ",
    "half body": "is no JSON",
    "short body": "the connection broke",
    "half JSON": "breaks off in the middle",
    "wrong schema": "it has no list of errors",
    "1 MB": "longer than 512 kB",
    "stalls": "no answer within 0.7 s",
    "no choices": "holds no answer",
    "null": "holds no answer",
    "HTML": "is no JSON",
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_row_that_fails_for_good_says_why_and_harms_no_other(kind: str) -> None:
    def rule(asked: Asked) -> Reply:
        return FAULTS[kind] if asked.texts["n"] == 1 else good(asked)

    with Scripted(rule) as there:
        chat = Chat(server(there.url))
        found = ask(chat, questions(3))
    assert WHY[kind] in found[1].failure
    assert not found[1].passing
    assert [found[0].failure, found[2].failure] == ["", ""]
    assert sum(asked.texts["n"] == 1 for asked in there.asked) == CALLS[kind]
    assert sum(chat.spent.failures.values()) == CALLS[kind]
    assert chat.spent.calls == CALLS[kind] + 2


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind != "1 MB"])
def test_one_that_fails_once_is_answered(kind: str) -> None:
    def rule(asked: Asked) -> Reply:
        return FAULTS[kind] if asked.times == 1 else good(asked)

    with Scripted(rule) as there:
        chat = Chat(server(there.url))
        found = ask(chat, questions(2))
    assert [answer.failure for answer in found.values()] == ["", ""]
    assert (chat.spent.calls, chat.spent.retries) == (4, 2)


def test_a_server_that_knows_no_schemas_is_asked_without() -> None:
    def rule(asked: Asked) -> Reply:
        if "response_format" in asked.body:
            return refused(400, "unknown field response_format")
        return said('As you wish:\n```json\n{"errors": []}\n```')

    with Scripted(rule) as there:
        found = ask(Chat(server(there.url, concurrency=1)), questions(3))
    assert all(not answer.failure for answer in found.values())
    assert ["response_format" in asked.body for asked in there.asked] == [True, *[False] * 3]


def test_what_a_model_takes_no_value_of_is_left_out_and_told() -> None:
    def rule(asked: Asked) -> Reply:
        for name in ("temperature", "max_tokens"):
            if name in asked.body:
                return refused(400, f"Unsupported parameter: '{name}'", name)
        return good(asked)

    with Scripted(rule) as there:
        chat = Chat(server(there.url, concurrency=1))
        found = ask(chat, questions(2))
    assert all(not answer.failure for answer in found.values())
    assert there.asked[-1].body["max_completion_tokens"] == 2048
    assert chat.spent.told()["without"] == "temperature, max_tokens"


def test_one_question_that_is_refused_is_a_row_and_no_reason_to_stop() -> None:
    def rule(asked: Asked) -> Reply:
        return refused(400, "context of 4096 exceeded") if not asked.texts["n"] else good(asked)

    with Scripted(rule) as there:
        found = ask(Chat(server(there.url)), questions(3))
    assert "context of 4096 exceeded" in found[0].failure
    assert not found[0].passing


def test_of_a_server_that_refuses_all_nothing_is_to_be_remembered() -> None:
    with Scripted(lambda _asked: refused(400, "bad")) as there:
        found = ask(Chat(server(there.url)), questions(2))
    assert [answer.passing for answer in found.values()] == [True, True]


def test_retry_after_is_kept_to() -> None:
    def rule(asked: Asked) -> Reply:
        return refused(429, "slow down", Retry_After="1") if asked.times == 1 else good(asked)

    with Scripted(rule) as there:
        chat = Chat(server(there.url, first_wait=60))
        found = ask(chat, questions(1))
    assert not found[0].failure
    assert chat.spent.failures == {"status 429": 1}


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_stops_the_run(status: int) -> None:
    with (
        Scripted(lambda _asked: refused(status, "bad key")) as there,
        pytest.raises(InputError, match="refuses the key"),
    ):
        ask(Chat(server(there.url)), questions(5))


def test_a_model_that_is_not_there_stops_the_run() -> None:
    with (
        Scripted(lambda _asked: refused(404, "no such model")) as there,
        pytest.raises(InputError, match="has no model 'nobody'"),
    ):
        ask(Chat(server(there.url, model="nobody")), questions(5))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_paragraphs_follow_nobody_elsewhere(status: int) -> None:
    with (
        Scripted(good) as elsewhere,
        Scripted(lambda _asked: moved(f"{elsewhere.url}/chat/completions", status)) as there,
        pytest.raises(InputError, match="sends its callers to") as caught,
    ):
        ask(Chat(server(there.url)), questions(3))
    assert elsewhere.asked == []
    assert elsewhere.url in str(caught.value)


def test_the_first_question_goes_alone() -> None:
    def rule(asked: Asked) -> Reply:
        if asked.number == 0:
            time.sleep(0.3)
            alone.append(len(there.asked))
        return good(asked)

    alone: list[int] = []
    with Scripted(rule) as there:
        ask(Chat(server(there.url, timeout=5)), questions(6))
    assert alone == [1]


def test_the_only_model_need_not_be_named() -> None:
    with Scripted(good) as there:
        chat = Chat(server(there.url, model=""))
        with closing(chat):
            assert chat.model == MODEL


@pytest.mark.parametrize(
    ("models", "words"),
    [(("a", "b"), "offers several models: a, b"), (None, "offers no list of models")],
)
def test_of_several_one_must_be_named(models: Sequence[str] | None, words: str) -> None:
    with Scripted(good, models) as there, pytest.raises(InputError, match=words) as caught:
        _ = Chat(server(there.url, model="")).model
    assert "--judge-model" in str(caught.value)


def test_nobody_there_is_one_line_with_how_to_start_somebody() -> None:
    url = f"http://127.0.0.1:{silent_port()}/v1"
    with pytest.raises(InputError) as caught:
        ask(Chat(server(url)), questions(2))
    words = str(caught.value)
    assert "\n" not in words
    assert url in words
    for command in ("ramalama serve", "vllm serve", "Podman AI Lab", "granite"):
        assert command in words


def test_nothing_to_ask_calls_nobody() -> None:
    assert ask(Chat(server(f"http://127.0.0.1:{silent_port()}/v1")), []) == {}


def test_a_server_that_goes_away_leaves_the_rest_open() -> None:
    def rule(asked: Asked) -> Reply:
        if asked.number < 2:
            return good(asked)
        there.close()
        return Reply(closes=True)

    there = Scripted(rule)
    with there:
        found = ask(Chat(server(there.url, concurrency=1)), questions(5))
    assert [answer.failure for answer in found.values()][:2] == ["", ""]
    left = list(found.values())[2:]
    assert all("answers no more" in answer.failure and answer.passing for answer in left)


def test_no_call_is_begun_over_the_budget() -> None:
    with Scripted(good) as there:
        chat = Chat(server(there.url, max_calls=3))
        found = ask(chat, questions(8))
    assert len(there.asked) == chat.spent.calls == 3
    left = [answer for answer in found.values() if answer.failure]
    assert len(left) == 5
    assert {answer.failure for answer in left} == {"the budget of 3 calls is spent"}
    assert all(answer.passing for answer in left)


def test_tokens_are_a_budget_too() -> None:
    with Scripted(good) as there:
        ask(Chat(server(there.url, max_tokens=240, concurrency=1)), questions(8))
    # 120 tokens a call.
    assert len(there.asked) == 2


def test_those_who_share_a_ledger_share_the_budget(tmp_path: Path) -> None:
    ledger = str(tmp_path / "spent.sqlite")
    with Scripted(good) as there:
        for _ in range(3):
            ask(Chat(server(there.url, max_calls=4, ledger=ledger)), questions(3))
    assert len(there.asked) == 4


def test_tokens_that_nobody_counts_are_reckoned() -> None:
    with Scripted(lambda _asked: said('{"errors": []}', usage={})) as there:
        chat = Chat(server(there.url))
        ask(chat, questions(1))
    assert chat.spent.estimated
    assert chat.spent.tokens > 0


def test_no_more_calls_are_under_way_than_wanted() -> None:
    import threading

    under_way, most = 0, 0
    lock = threading.Lock()

    def rule(asked: Asked) -> Reply:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with lock:
            under_way -= 1
        return good(asked)

    with Scripted(rule) as there:
        ask(Chat(server(there.url, concurrency=3)), questions(12))
    assert 1 < most <= 3
