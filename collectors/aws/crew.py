"""The threads of one target."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Self, TypeVar

from scanner.interfaces import Halt

In = TypeVar("In")
Out = TypeVar("Out")
_NOTICE_SECONDS = 0.1
"""How long a halt can go unnoticed."""


class HaltedError(Exception):
    """The scan was told to come to an end."""


class Crew:
    """A bounded number of threads, whatever is waiting for them. Use as a context.

    After a halt nobody waits for calls that are under way.
    """

    def __init__(self, size: int, halt: Halt) -> None:
        self.halt = halt
        self._room = 2 * size
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="aws")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=not self.halt.is_set(), cancel_futures=True)

    def in_order(self, work: Callable[[In], Out], items: Iterable[In]) -> Iterator[Out]:
        """Work in threads, yield in the order of the items, hold no more than a few results at a time.

        Work must not wait for work that comes later. Raises HaltedError, and what `work` raises.
        """
        waiting: deque[Future[Out]] = deque()
        try:
            for item in items:
                if self.halt.is_set():
                    raise HaltedError
                waiting.append(self._pool.submit(work, item))
                if len(waiting) >= self._room:
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    def _result(self, future: "Future[Out]") -> Out:
        while not future.done():
            if self.halt.is_set():
                raise HaltedError
            wait((future,), _NOTICE_SECONDS)
        return future.result()
