"""Batches side by side: the same results in the same order, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from evalkit.encoders.parallel import split, through


@pytest.mark.parametrize("threads", range(1, 130))
def test_streams_take_no_more_threads_than_there_are_and_leave_few(threads: int) -> None:
    streams, own = split(threads)
    assert threads - own < streams * own <= threads


@pytest.mark.neural
class TestThrough:
    @pytest.fixture(autouse=True)
    def torch(self) -> Iterator[None]:
        torch = pytest.importorskip("torch")
        before = torch.get_num_threads()
        yield
        assert torch.get_num_threads() == before, "the process keeps its threads"

    @pytest.mark.parametrize("streams", [1, 2, 3])
    def test_results_come_in_order(self, streams: int) -> None:
        assert list(through(lambda n: n * n, range(20), streams)) == [n * n for n in range(20)]

    @pytest.mark.parametrize("streams", [1, 2])
    def test_nothing_gives_nothing(self, streams: int) -> None:
        assert list(through(abs, [], streams)) == []

    def test_two_are_worked_on_at_a_time(self) -> None:
        both = threading.Barrier(2, timeout=30)
        assert list(through(lambda _n: both.wait() >= 0, range(6), 2)) == [True] * 6

    def test_batches_are_made_by_the_caller_as_they_are_needed(self) -> None:
        made: list[str] = []

        def batches() -> Iterator[int]:
            for n in range(10):
                made.append(threading.current_thread().name)
                yield n

        results = through(lambda n: n, batches(), 2)
        assert next(results) == 0
        assert len(made) == 3
        assert list(results) == list(range(1, 10))
        assert set(made) == {threading.current_thread().name}

    def test_what_work_raises_is_raised_and_no_further_batch_is_begun(self) -> None:
        begun: list[int] = []

        def work(n: int) -> int:
            begun.append(n)
            if n == 1:
                raise MemoryError("too large")
            return n

        results = through(work, range(100), 2)
        assert next(results) == 0
        with pytest.raises(MemoryError, match="too large"):
            next(results)
        assert len(begun) <= 5

    def test_whoever_stops_asking_stops_the_work(self) -> None:
        begun: list[int] = []
        results = through(begun.append, range(100), 2)
        next(results)
        results.close()  # type: ignore[attr-defined]
        assert len(begun) <= 4
