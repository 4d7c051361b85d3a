"""A model server as the rest of evalkit sees it: questions in, answers out, as they come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from evalkit.document import InputError
from evalkit.llm.calling import Caller
from evalkit.llm.exchange import Answer, Question
from evalkit.llm.server import Server, key_of_environment, nothing_listens
from evalkit.llm.spending import Spent, budget

if TYPE_CHECKING:
    import openai

T = TypeVar("T")
Found = tuple[int, Answer] | BaseException
OFFERED = 8
"""Models that are named."""
GREETING = 10.0
"""Seconds in which a server must say which models it has."""
PACKAGE = "openai"


class Chat:
    """Asks a server for one run, several questions at a time.

    Nothing is loaded and nobody is called before the first question. `spent`
    counts what the run has cost so far.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.spent = Spent()

    @cached_property
    def model(self) -> str:
        """The model's name; that of the only one on offer where none was named.

        Raises InputError where nothing answers at the address, or several are offered.
        """
        if self.server.model:
            return self.server.model
        return self._run(self._only_model())

    @property
    def known_model(self) -> str:
        """The model's name as far as it is known without asking for it, else ""."""
        return str(self.__dict__.get("model", self.server.model))

    @property
    def accepts_schemas(self) -> bool | None:
        """Whether the server takes a JSON schema for an answer; None where that is not known."""
        caller = self.__dict__.get("_caller")
        return caller.knows_schemas if caller else None

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[int, Answer]]:
        """The answers by their question's index, as they come.

        Raises InputError where nobody listens at the address from the start, or
        no question can be answered: the key or the model is refused.
        """
        if not questions:
            return
        caller = self._caller
        found: SimpleQueue[Found] = SimpleQueue()
        task = asyncio.run_coroutine_threadsafe(_all(caller, questions, found), self._loop)
        refused: list[tuple[int, Answer]] = []
        try:
            for _ in questions:
                item = found.get()
                if isinstance(item, BaseException):
                    raise item
                if item[1].refused:
                    refused.append(item)
                else:
                    yield item
        finally:
            task.cancel()
        # A server that has answered nothing yet may refuse anything that it is asked.
        for n, answer in refused:
            yield n, replace(answer, passing=not caller.answered)

    def close(self) -> None:
        """Let go of the connections."""
        if "_loop" not in self.__dict__:
            return
        if "_client" in self.__dict__:
            with suppress(Exception):
                self._run(self._client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    @cached_property
    def _caller(self) -> Caller:
        if self.server.model:
            # Before many wait for a server that is not there.
            self._run(self._greeted())
        return Caller(self.server, self.model, self._client, budget(self.server), self.spent)

    @cached_property
    def _client(self) -> openai.AsyncOpenAI:
        demand_installed()
        import openai

        return openai.AsyncOpenAI(
            base_url=self.server.url,
            api_key=key_of_environment(),
            timeout=self.server.timeout,
            max_retries=0,
            # Paragraphs go where they were meant to go, and nowhere else.
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
        )

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        # In a thread of its own: a notebook has a loop that runs already.
        threading.Thread(target=loop.run_forever, name="evalkit-llm", daemon=True).start()
        return loop

    def _run(self, coroutine: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _greeted(self) -> list[str]:
        """The names of the models on offer; none where the server does not tell."""
        import openai

        try:
            page = await self._client.with_options(timeout=GREETING).models.list()
        except openai.APIConnectionError as error:
            cause = error.__cause__ or error
            raise nothing_listens(self.server, str(cause) or type(cause).__name__) from None
        except openai.APIError:
            return []
        return [model.id for model in getattr(page, "data", None) or []]

    async def _only_model(self) -> str:
        offered = await self._greeted()
        if len(offered) == 1:
            return offered[0]
        shown = ", ".join(offered[:OFFERED]) + (", …" if len(offered) > OFFERED else "")
        raise InputError(
            f"the model server at {self.server.shown} offers "
            + (f"several models: {shown}" if offered else "no list of models"),
            remedy="name one with --judge-model",
        )


async def _all(caller: Caller, questions: Sequence[Question], found: SimpleQueue[Found]) -> None:
    waiting = iter(enumerate(questions))

    async def work() -> None:
        for n, question in waiting:
            found.put((n, await caller.answer(question)))

    workers: list[asyncio.Future[None]] = []
    try:
        if not caller.answered:
            # Some servers load a model for their first request, and several at once spoil it.
            n, question = next(waiting)
            found.put((n, await caller.answer(question)))
        workers += [asyncio.ensure_future(work()) for _ in range(caller.server.concurrency)]
        await asyncio.gather(*workers)
    except Exception as error:
        found.put(error)
    finally:
        for worker in workers:
            worker.cancel()


def demand_installed() -> None:
    """Raise InputError where the client of such servers is not installed."""
    from importlib.util import find_spec

    if find_spec(PACKAGE) is None:
        raise InputError(
            f"{PACKAGE} is not installed, which asks model servers",
            remedy="pip install 'evalkit[judge]'",
        )
