"""Where calls are made, and what they have in common."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from collectors.aws.memo import Memo
from collectors.aws.troubles import MalformedAnswerError

if TYPE_CHECKING:
    from collectors.aws.session import Clients

Given = Mapping[str, Any]
_MORE = frozenset({"IsTruncated", "Marker", "NextMarker", "NextToken", "Truncated", "nextToken"})
"""Members of an answer that tell of a further page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region, None for services that have none; the account when the target has several."""

    region: str | None = None
    account: str | None = None

    @property
    def scope(self) -> str:
        """As gaps and listings name it: `eu-west-1`, `123456789012`, `123456789012/eu-west-1`, or empty."""
        return "/".join(part for part in (self.account, self.region) if part)


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
    _memo: Memo = field(default_factory=Memo)

    def client(self, service: str) -> Any:
        """The boto3 client of a service, here."""
        return self.clients.client(service, self.place.region)

    def pages(self, service: str, method: str, key: str, **parameters: Any) -> Iterator[Any]:
        """The entries below `key` of all pages; MalformedAnswerError when a page has no such list."""
        client = self.client(service)
        pages = (
            client.get_paginator(method).paginate(**parameters)
            if client.can_paginate(method)
            else [_the_only(method, getattr(client, method)(**parameters))]
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
        return self.clients.identity()


def _the_only(method: str, page: Given) -> Given:
    """A page that boto3 knows no way on from; MalformedAnswerError when there is one."""
    if not _MORE.isdisjoint(key for key, value in page.items() if value):
        raise MalformedAnswerError(f"{method}: there are more pages, which boto3 cannot ask for; update it")
    return page
