"""What a resource type of AWS consists of, and how it is read: listings first, then item by item."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from collectors.aws.caller import Caller, Item
from collectors.aws.troubles import Trouble, trouble_of
from scanner.model import Enumerated, Event, Gap, Resource

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of one place, complete unless there is a trouble; `gaps` concern facts of all of them."""

    items: Sequence[Item]
    trouble: Trouble | None = None
    gaps: tuple[Gap, ...] = ()


class ItemGoneError(Exception):
    """The item was deleted after the listing."""


class AwsType(Protocol):
    """A resource type: where it lives, what there is, and what each item tells."""

    @property
    def name(self) -> str:
        """Such as `s3.bucket`."""
        ...

    @property
    def regional(self) -> bool:
        """Whether there is one listing per region, instead of one per account."""
        ...

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it can give."""
        ...

    def actions(self, facts: frozenset[str]) -> frozenset[str]:
        """What IAM must allow for the listing and these facts."""
        ...

    def listing(self, caller: Caller, facts: frozenset[str]) -> Listing:
        """The items of one place; `facts` are the wanted ones."""
        ...

    def read(self, caller: Caller, item: Item, facts: frozenset[str]) -> tuple[Event, ...]:
        """Gaps, then the resource; raises ItemGoneError."""
        ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what IAM must allow, and how to get it from an item. Raises what boto3 raises."""

    read: Callable[[Caller, Item], Any]
    actions: tuple[str, ...] = ()
    """Empty when the listing tells the fact."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A type whose items come from a listing and whose facts are read one by one.

    `list_items` raises what boto3 raises; then there is no listing at all.
    """

    name: str
    regional: bool
    list_items: Callable[[Caller], Iterable[Item]]
    list_actions: tuple[str, ...]
    given: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it can give."""
        return frozenset(self.given)

    def actions(self, facts: frozenset[str]) -> frozenset[str]:
        """What IAM must allow for the listing and these facts."""
        return frozenset(self.list_actions).union(*(self.given[fact].actions for fact in facts & self.facts))

    def listing(self, caller: Caller, facts: frozenset[str]) -> Listing:  # noqa: ARG002 (the same for all)
        """All items of one place, or why they cannot be listed."""
        try:
            return Listing(tuple(self.list_items(caller)))
        except Exception as error:  # noqa: BLE001 - the boundary: the listing becomes a gap
            trouble = trouble_of(error)
        said = f"{', '.join(self.list_actions)}: {trouble.text}"
        return Listing((), Trouble(trouble.reason, said, trouble.code))

    def read(self, caller: Caller, item: Item, facts: frozenset[str]) -> tuple[Event, ...]:
        """Gaps, then the resource; raises ItemGoneError."""
        known, gaps = {}, []
        for name in sorted(facts & self.facts):
            fact = self.given[name]
            try:
                known[name] = fact.read(caller, item)
            except ItemGoneError:
                raise
            except Exception as error:  # noqa: BLE001 - the boundary: whatever happens is a gap of this fact
                gaps.append(gap_of(caller, self.name, item, name, fact.actions, trouble_of(error)))
        return (*gaps, Resource(item.id, self.name, item.name, caller.target, known, caller.clock()))


def gap_of(
    caller: Caller, type_: str, item: Item, fact: str, actions: Sequence[str], trouble: Trouble
) -> Gap:
    """The gap of one fact of one item."""
    detail = f"{', '.join(actions) or type_} on {item.id}: {trouble.text}"
    return Gap(caller.target, type_, trouble.reason, detail, caller.place.scope, item.id, fact)


def events(
    type_: AwsType, callers: Iterable[Caller | Gap], facts: frozenset[str], concurrency: int
) -> Iterator[Event]:
    """Everything of one type, place by place, in an order that does not depend on threads.

    `callers` holds a gap in the place of a caller that there should have been. A place is complete when its
    listing was and no item turned out to be out of reach.
    """
    counts: dict[Caller, int] = {}
    incomplete: set[Caller | None] = {None}
    tasks = _tasks(type_, callers, facts, concurrency)
    for caller, found in in_order(lambda task: (task[0], task[1]()), tasks, concurrency):
        for event in found:
            yield event
            if _is_listing_gap(event):
                incomplete.add(caller)
        if caller:
            counts[caller] = counts.get(caller, 0) + sum(isinstance(event, Resource) for event in found)
    for caller in (caller for caller in counts if caller not in incomplete):
        yield Enumerated(caller.target, type_.name, counts[caller], caller.place.scope)


def _is_listing_gap(event: Event) -> bool:
    return isinstance(event, Gap) and event.resource is None and event.fact is None


def _tasks(
    type_: AwsType, callers: Iterable[Caller | Gap], facts: frozenset[str], concurrency: int
) -> "Iterator[_Task]":
    """What gives events, for each place: its gaps first, then item by item."""

    def listed(caller: Caller | Gap) -> tuple[Caller, Listing] | Gap:
        return caller if isinstance(caller, Gap) else (caller, type_.listing(caller, facts))

    for found in in_order(listed, callers, concurrency):
        if isinstance(found, Gap):
            yield None, partial(tuple, (found,))
            continue
        caller, listing = found
        yield caller, partial(tuple, _gaps(type_, caller, listing))
        for item in listing.items:
            yield caller, partial(_read, type_, caller, item, facts)


def _gaps(type_: AwsType, caller: Caller, listing: Listing) -> list[Gap]:
    if listing.trouble is None:
        return list(listing.gaps)
    reason, text = listing.trouble.reason, listing.trouble.text
    return [*listing.gaps, Gap(caller.target, type_.name, reason, text, caller.place.scope)]


_Task = tuple[Caller | None, Callable[[], tuple[Event, ...]]]
"""Something that gives events; the caller when they are those of an item that it listed."""


def _read(type_: AwsType, caller: Caller, item: Item, facts: frozenset[str]) -> tuple[Event, ...]:
    try:
        return type_.read(caller, item, facts)
    except ItemGoneError:
        return ()


def in_order(work: Callable[[In], Out], items: Iterable[In], concurrency: int) -> Iterator[Out]:
    """Work in threads, yield in the order of the items, hold no more than a few results at a time."""
    waiting: deque[Future[Out]] = deque()
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="aws")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= 2 * concurrency:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
