"""A model server that follows a script: good answers, and every way of failing over real HTTP."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from types import TracebackType
from typing import Any

MODEL = "granite-scripted"
DRIP = 0.05
"""Seconds between two bytes of an answer that never ends."""


@dataclass(frozen=True)
class Asked:
    """One request to complete a chat: its number from 0, what it holds (headers in small letters), how often it came."""

    number: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    times: int

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def texts(self) -> Mapping[str, Any]:
        """What the judge is given: the fields of a JSON object."""
        found: Mapping[str, Any] = json.loads(self.user)
        return found


@dataclass(frozen=True)
class Reply:
    """What goes back. `length` is the Content-Length that is claimed (None: the true one).

    `hangs` waits until the server is closed, before anything is sent or, with
    `drips`, sends a byte of the body now and then for ever; `closes` ends the
    connection without a word.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    closes: bool = False
    hangs: bool = False
    drips: bool = False


Rule = Callable[[Asked], Reply]


def said(text: str | None, finish: str = "stop", usage: Mapping[str, int] | None = None) -> Reply:
    """A completion with that content."""
    counted = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    choice = {
        "index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text},
    }  # fmt: skip
    made = {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": MODEL,
        "choices": [choice], "usage": counted if usage is None else dict(usage) or None,
    }  # fmt: skip
    return Reply(body=json.dumps(made, ensure_ascii=False).encode())


def errors(*found: Mapping[str, str]) -> Reply:
    """A judge's answer."""
    return said(json.dumps({"errors": found}, ensure_ascii=False))


def refused(status: int, words: str = "no", param: str = "", **headers: str) -> Reply:
    """An error as OpenAI's API words it."""
    error: dict[str, Any] = {"message": words, "type": "invalid_request_error", "code": None}
    body = json.dumps({"error": {**error, "param": param or None}}).encode()
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


FAULTS: Mapping[str, Reply] = {
    "closed": Reply(closes=True),
    "silent": Reply(hangs=True),
    "busy": refused(429, "slow down", Retry_After="0"),
    "broken": refused(500, "out of memory"),
    "half body": Reply(body=said("x" * 200).body[:120]),
    "short body": Reply(body=said("{}").body, length=9999),
    "half JSON": said('{"errors": [{"category": "Accuracy/Omission", "sever'),
    "wrong schema": said('{"verdict": "good"}'),
    "1 MB": said("x" * 1_000_000),
    "stalls": Reply(body=said("{}").body, drips=True),
    "no choices": Reply(body=b'{"choices": []}'),
    "null": said(None),
    "HTML": Reply(body=b"<html><h1>Bad gateway</h1></html>", headers={"Content-Type": "text/html"}),
}
"""Every way of failing that one call can meet, by name."""


def faulty(rule: Rule, share: float, faults: Sequence[str], seed: int = 0) -> Rule:
    """The rule, but a share of the calls is answered by one of the faults.

    Which call by which, the seed decides: the same text meets the same faults in every run.
    """

    def answer(asked: Asked) -> Reply:
        # Drawn by what is asked: calls that are under way together come in any order.
        drawn = Random(f"{seed} {asked.times} {asked.user}")
        return FAULTS[drawn.choice(faults)] if drawn.random() < share else rule(asked)

    return answer


class Scripted:
    """The server, for as long as it is entered; `asked` is what it was asked, in order.

    `models` are those it says it has; None: it does not tell.
    """

    def __init__(self, rule: Rule, models: Sequence[str] | None = (MODEL,)) -> None:
        self.asked: list[Asked] = []
        self.listed = 0
        self._rule, self._models = rule, models
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Scripted:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening; whoever waits for an answer gets none."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def reply(self, headers: Mapping[str, str], body: bytes) -> Reply:
        with self._lock:
            read = json.loads(body)
            self._times[body.decode()] += 1
            asked = Asked(len(self.asked), headers, read, self._times[body.decode()])
            self.asked.append(asked)
        return self._rule(asked)

    def list_models(self) -> Reply:
        self.listed += 1
        if self._models is None:
            return refused(404, "not found")
        data = [{"id": name, "object": "model", "created": 0} for name in self._models]
        return Reply(body=json.dumps({"object": "list", "data": data}).encode())

    def wait(self, seconds: float | None = None) -> bool:
        return self._over.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Many may call at the same moment.
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that have gone are no news."""


def _handler(scripted: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self._send(scripted.list_models())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(scripted.reply(headers, body))

        def _send(self, reply: Reply) -> None:
            if reply.hangs:
                scripted.wait()
            if reply.closes or reply.hangs:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            self.send_header("Content-Length", str(10**6 if reply.drips else length))
            self.end_headers()
            if reply.drips:
                self._drip(reply.body)
                return
            self.wfile.write(reply.body)
            if reply.length is not None:
                self.close_connection = True

        def _drip(self, body: bytes) -> None:
            for n in range(10**6):
                self.wfile.write(body[n % len(body) : n % len(body) + 1])
                self.wfile.flush()
                if scripted.wait(DRIP):
                    return

    return Handler


def silent_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
