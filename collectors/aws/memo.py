"""What is asked once."""

import threading
from collections.abc import Callable
from typing import Any


class Memo:
    """Values and exceptions by key; each function runs once, whichever thread comes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._values: dict[str, tuple[Any, Exception | None]] = {}

    def get(self, key: str, function: Callable[[], Any]) -> Any:
        """What `function` gave the first time; raises each time what it raised then."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._values:
                try:
                    self._values[key] = (function(), None)
                except Exception as error:  # noqa: BLE001 - raised again below, now and later
                    self._values[key] = (None, error)
        value, problem = self._values[key]
        if problem:
            raise problem
        return value
