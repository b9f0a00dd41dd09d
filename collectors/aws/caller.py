"""Where calls are made, and what they have in common."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from collectors.aws.troubles import MalformedAnswerError

if TYPE_CHECKING:
    from collectors.aws.session import Clients

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A region; None for services that have none."""

    region: str | None = None

    @property
    def scope(self) -> str:
        """As gaps and listings name it."""
        return self.region or ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was listed: its ARN or native id, its name, and what the listing said of it."""

    id: str
    name: str
    given: Given = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Makes the calls of one place of one target; safe to use from several threads."""

    target: str
    place: Place
    clients: "Clients"
    clock: Callable[[], datetime]
    _memo: "_Memo" = field(default_factory=lambda: _Memo())

    def client(self, service: str) -> Any:
        """The boto3 client of a service, here."""
        return self.clients.client(service, self.place.region)

    def pages(self, service: str, method: str, key: str, **parameters: Any) -> Iterator[Any]:
        """The entries below `key` of all pages; MalformedAnswerError when a page has no such list."""
        client = self.client(service)
        pages = (
            client.get_paginator(method).paginate(**parameters)
            if client.can_paginate(method)
            else [getattr(client, method)(**parameters)]
        )
        for page in pages:
            if not isinstance(page.get(key), list):
                raise MalformedAnswerError(f"{method}: an answer without {key}")
            yield from page[key]

    def once(self, key: str, function: Callable[[], Any]) -> Any:
        """What `function` gives, asked for once per place; raises each time what it raised then."""
        return self._memo.get(key, function)

    def identity(self) -> tuple[str, str]:
        """Account (12 digits) and partition of the credentials. Raises what boto3 raises."""
        found: tuple[str, str] = self.once("identity", self._identity)
        return found

    def _identity(self) -> tuple[str, str]:
        answer = self.clients.client("sts", None).get_caller_identity()
        account, partition = answer["Account"], answer["Arn"].split(":")[1]
        if not (account.isascii() and account.isdigit()):
            raise MalformedAnswerError("the account id is not a number")
        return account, partition


class _Memo:
    """Values and exceptions by key; each function runs once, whichever thread comes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._values: dict[str, tuple[Any, Exception | None]] = {}

    def get(self, key: str, function: Callable[[], Any]) -> Any:
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
