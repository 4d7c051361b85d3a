"""One question put to a server: tried again where that may help, and never waited for too long."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.llm.chat_completion import NoAnswerError, completion
from evalkit.llm.exchange import Answer, Question
from evalkit.llm.server import KEYS, Server
from evalkit.llm.spending import Budget, Spent

if TYPE_CHECKING:
    import openai

SEED = 20_240_501
PARAMETERS = frozenset({"temperature", "seed", "max_tokens"})
"""What some models take other values of, or none; their servers name it when they refuse it."""
TRIES = 4
TRIES_OF: Mapping[str, int] = {"time limit": 2, "unreadable": 2, "too long": 1, "refused": 1}
"""How often a question is asked in all, by what went wrong; else `TRIES`."""
LONGEST_WAIT = 60.0
"""Seconds that a server may ask for before the next try."""
PROBE = 10.0
"""Seconds in which a server that lives answers something."""
LARGEST = 512 * 1024
"""Bytes of an answer."""
SAID = 160
"""Characters of a server's own words that are told."""
LETTERS_PER_TOKEN = 3
"""By which tokens are reckoned where a server does not tell them."""
AGAIN = (408, 409, 425, 429)
"""Statuses below 500 after which the same question may be answered."""


class Fault(Exception):  # noqa: N818
    """A try that came to nothing: its `kind`, for counting, and what is told of it.

    `wait` are the seconds that the server asks for before the next try.
    """

    def __init__(self, kind: str, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.kind, self.words, self.wait = kind, words, wait


@dataclass(slots=True)
class Caller:
    """Asks one server; lives in one event loop.

    `gone` says why it is asked no more, `answered` whether it ever gave an answer,
    `spent.without` which parameters it wants nothing of.
    """

    server: Server
    model: str
    client: openai.AsyncOpenAI
    budget: Budget
    spent: Spent
    gone: str = ""
    knows_schemas: bool | None = None
    answered: bool = False

    async def answer(self, question: Question) -> Answer:
        """The model's answer, or why there is none after all tries.

        Raises InputError where no question can be answered: the key or the model is refused.
        """
        tries = 0
        while True:
            if self.gone:
                return Answer(failure=self.gone, passing=True)
            if why := self.budget.begin():
                return Answer(failure=why, passing=True)
            tries += 1
            self.spent.calls += 1
            self.spent.retries += tries > 1
            try:
                text = await self._timed(question)
                if why := question.why_unreadable(text):
                    raise Fault("unreadable", f"the answer cannot be read: {why}")
            except Fault as fault:
                self.spent.failures[fault.kind] += 1
                if tries >= TRIES_OF.get(fault.kind, TRIES):
                    return await self._given_up(fault, tries)
                await asyncio.sleep(self._pause(fault, tries))
            else:
                self.answered = True
                return Answer(text)

    def _pause(self, fault: Fault, tries: int) -> float:
        if fault.kind == "unreadable":
            return 0.0
        if fault.wait is not None:
            return fault.wait
        # Those that failed together must not come again together.
        return float(self.server.first_wait * 2 ** (tries - 1) * random.uniform(0.75, 1.25))

    async def _given_up(self, fault: Fault, tries: int) -> Answer:
        often = f" ({tries} tries)" if tries > 1 else ""
        if fault.kind in ("no connection", "time limit") and not await self._lives():
            self.gone = f"the model server at {self.server.shown} answers no more"
            return Answer(failure=self.gone, passing=True)
        return Answer(failure=f"{fault.words}{often}", refused=fault.kind == "refused")

    async def _lives(self) -> bool:
        """Whether anything answers at the address, whatever it says."""
        import openai

        try:
            await self.client.with_options(timeout=PROBE).models.list()
        except openai.APIConnectionError:
            return False
        except openai.APIError:
            return True
        return True

    async def _timed(self, question: Question) -> str:
        begun = time.perf_counter()
        try:
            return await asyncio.wait_for(self._tried(question), self.server.timeout)
        except asyncio.TimeoutError:
            limit = f"{self.server.timeout:g} s"
            raise Fault("time limit", f"no answer within {limit}") from None
        finally:
            self.spent.seconds += time.perf_counter() - begun

    async def _tried(self, question: Question) -> str:
        """One answer; what the server wants nothing of is left out, and it is asked once more."""
        for _ in range(len(PARAMETERS) + 1):
            schema = question.schema is not None and self.knows_schemas is not False
            try:
                return await self._asked(question, schema)
            except _RefusedError as refused:
                words = refused.words
                if refused.parameter in PARAMETERS - set(self.spent.without):
                    self.spent.without.append(refused.parameter)
                elif schema and self.knows_schemas is None:
                    return await self._without_schema(question)
                else:
                    break
        raise Fault("refused", words)

    async def _without_schema(self, question: Question) -> str:
        # Servers that know no schemas refuse them; so does one that refuses the rest of it.
        try:
            text = await self._asked(question, schema=False)
        except _RefusedError as refused:
            raise Fault("refused", refused.words) from None
        self.knows_schemas = False
        return text

    async def _asked(self, question: Question, schema: bool) -> str:
        import httpx2
        import openai

        try:
            async with self.client.chat.completions.with_streaming_response.create(
                model=self.model,
                messages=[
                    {"role": "system", "content": question.system},
                    {"role": "user", "content": question.user},
                ],
                **self._parameters(question, schema),
            ) as response:
                body = await _whole(response)
        except openai.APIStatusError as error:
            raise self._of_status(error) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            cause = error.__cause__ or error
            raise Fault("no connection", f"the connection broke: {_said(str(cause))}") from None
        text = self._read(body, question)
        if schema:
            self.knows_schemas = True
        return text

    def _parameters(self, question: Question, schema: bool) -> dict[str, Any]:
        wanted: dict[str, Any] = {
            "temperature": 0,
            "seed": SEED,
            "max_tokens": self.server.answer_tokens,
        }
        for name in self.spent.without:
            del wanted[name]
        if "max_tokens" in self.spent.without:
            wanted["max_completion_tokens"] = self.server.answer_tokens
        if schema:
            wanted["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": question.schema, "strict": True},
            }
        return wanted

    def _of_status(self, error: openai.APIStatusError) -> Exception:
        status, words = error.status_code, _said(_own_words(error))
        where = self.server.shown
        if 300 <= status < 400:
            to = _said(error.response.headers.get("location", "")) or "elsewhere"
            return InputError(
                f"the model server at {where} sends its callers to {to} ({status})",
                remedy="give that address with --judge-url, if the texts may go there",
            )
        if status in (401, 403):
            return InputError(
                f"the model server at {where} refuses the key ({status}: {words})",
                remedy=f"set {KEYS[0]} or {KEYS[1]} to one that it takes",
            )
        if status == 404:
            return InputError(
                f"the model server at {where} has no model {self.model!r} there ({words})",
                remedy="name one that it offers with --judge-model; the address mostly ends in /v1",
            )
        if status in AGAIN or status >= 500:
            wait = wait_of(error.response.headers)
            return Fault(f"status {status}", f"the model server answers {status}: {words}", wait)
        return _RefusedError(f"the model server refuses it ({status}: {words})", error.param or "")

    def _read(self, body: bytes, question: Question) -> str:
        try:
            found = completion(body)
        except NoAnswerError as error:
            self._count(question, "", None, None)
            raise Fault(error.kind, str(error)) from None
        self._count(question, found.text, found.prompt_tokens, found.answer_tokens)
        if found.cut:
            words = f"the answer did not end within {self.server.answer_tokens:,} tokens"
            raise Fault("too long", words)
        return found.text

    def _count(self, question: Question, text: str, prompt: int | None, said: int | None) -> None:
        if prompt is None or said is None:
            self.spent.estimated = True
            prompt = (len(question.system) + len(question.user)) // LETTERS_PER_TOKEN + 1
            said = len(text) // LETTERS_PER_TOKEN + 1
        self.spent.prompt_tokens += prompt
        self.spent.answer_tokens += said
        self.budget.used(prompt + said)


class _RefusedError(Exception):
    """The server takes the question for a wrong one: asked again, it would be no other."""

    def __init__(self, words: str, parameter: str) -> None:
        super().__init__(words)
        self.words, self.parameter = words, parameter


async def _whole(response: Any) -> bytes:
    body = bytearray()
    async for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Fault("too long", f"the answer is longer than {LARGEST // 1024} kB")
    return bytes(body)


def _own_words(error: openai.APIStatusError) -> str:
    """What the server itself says, without what the client puts around it."""
    body = error.body if isinstance(error.body, dict) else {}
    told = body.get("message") or body.get("detail")
    return told if isinstance(told, str) else error.message


def _said(words: str) -> str:
    """A server's own words in one line, and not too many."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return plain if len(plain) <= SAID else f"{plain[: SAID - 1]}…"


def wait_of(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds that a server asks to wait (RFC 9110, 10.2.3), at most `LONGEST_WAIT`.

    >>> wait_of({"retry-after": "2"})
    2.0
    >>> wait_of({"retry-after": "Wed, 21 Oct 2015 07:28:05 GMT"},
    ...         datetime(2015, 10, 21, 7, 28, tzinfo=timezone.utc))
    5.0
    >>> wait_of({"retry-after": "soon"}) is None
    True
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(asked)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    seconds = (moment - (now or datetime.now(timezone.utc))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)
