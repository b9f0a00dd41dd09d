"""What a resource type of AWS consists of, and how it is read: listings first, then item by item."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from collectors.aws.caller import Caller, Item
from collectors.aws.crew import Crew, HaltedError
from collectors.aws.troubles import REGION_DISABLED, Trouble, trouble_of
from scanner.model import Enumerated, Event, Gap, GapReason, Resource


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
            trouble = trouble_here(caller, error)
        said = f"{', '.join(trouble.actions(self.list_actions))}: {trouble.text}"
        return Listing((), replace(trouble, text=said))

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
                trouble = trouble_here(caller, error)
                gaps.append(gap_of(caller, self.name, item, name, fact.actions, trouble))
        return (*gaps, Resource(item.id, self.name, item.name, caller.target, known, caller.clock()))


def gap_of(
    caller: Caller, type_: str, item: Item, fact: str, actions: Sequence[str], trouble: Trouble
) -> Gap:
    """The gap of one fact of one item; its detail begins with the actions that it may be about."""
    detail = f"{', '.join(trouble.actions(actions)) or type_} on {item.id}: {trouble.text}"
    return Gap(caller.target, type_, trouble.reason, detail, caller.place.scope, item.id, fact)


def trouble_here(caller: Caller, error: Exception) -> Trouble:
    """The trouble behind an exception; credentials that are refused in this region only are good ones."""
    trouble = trouble_of(error)
    region = caller.place.region
    if trouble.code not in REGION_DISABLED or region is None or not _are_good(caller):
        return trouble
    text = f"{region} is not enabled for this account ({trouble.code}); enable it or leave it out of regions"
    return Trouble(GapReason.UNSUPPORTED, text, trouble.code)


def _are_good(caller: Caller) -> bool:
    try:
        caller.once("credentials are good", caller.clients.ask_identity)
    except Exception:  # noqa: BLE001 - whatever it is, the first trouble is told as it came
        return False
    return True


def events(
    type_: AwsType, callers: Iterable[Caller | Gap], facts: frozenset[str], crew: Crew, owners: "Owners"
) -> Generator[Event, None, bool]:
    """Everything of one type, place by place, in an order that does not depend on threads.

    `callers` holds a gap in the place of a caller that there should have been. A place is complete when its
    listing was and no item turned out to be out of reach. Returns whether it came to its end: False after a
    halt, and then something is missing.
    """
    places: dict[Caller, _Progress] = {}
    tasks = _tasks(type_, callers, facts, crew, owners, places)
    finished = True
    try:
        for caller, found in crew.in_order(_run, tasks):
            yield from found
            if caller:
                places[caller].add(found)
    except HaltedError:
        finished = False
    for caller, progress in places.items():
        if progress.complete and not progress.left:
            yield Enumerated(caller.target, type_.name, progress.count, caller.place.scope)
    return finished


@dataclass(slots=True)
class _Progress:
    """How far one place is: `left` are the steps that are not done, `count` the resources so far."""

    left: int
    count: int = 0
    complete: bool = True

    def add(self, found: Sequence[Event]) -> None:
        """One step more is done."""
        self.left -= 1
        self.count += sum(isinstance(event, Resource) for event in found)
        self.complete &= not any(map(_is_listing_gap, found))


class Owners(Protocol):
    """Where what is seen from several accounts is told."""

    def tells(self, type_: str, caller: Caller, item: Item) -> bool:
        """Whether an item counts here."""
        ...


def _is_listing_gap(event: Event) -> bool:
    return isinstance(event, Gap) and event.resource is None and event.fact is None


def _run(task: "_Task") -> tuple[Caller | None, tuple[Event, ...]]:
    return task[0], task[1]()


def _tasks(
    type_: AwsType,
    callers: Iterable[Caller | Gap],
    facts: frozenset[str],
    crew: Crew,
    owners: Owners,
    places: dict[Caller, _Progress],
) -> "Iterator[_Task]":
    """What gives events, for each place: its gaps first, then item by item. Places are noted when listed."""

    def listed(caller: Caller | Gap) -> tuple[Caller, Listing] | Gap:
        return caller if isinstance(caller, Gap) else (caller, type_.listing(caller, facts))

    for found in crew.in_order(listed, callers):
        if isinstance(found, Gap):
            yield None, partial(tuple, (found,))
            continue
        caller, listing = found
        items = [item for item in listing.items if owners.tells(type_.name, caller, item)]
        places[caller] = _Progress(left=1 + len(items))
        yield caller, partial(tuple, _gaps(type_, caller, listing))
        for item in items:
            yield caller, partial(_read, type_, caller, item, facts)


def _gaps(type_: AwsType, caller: Caller, listing: Listing) -> list[Gap]:
    if listing.trouble is None:
        return list(listing.gaps)
    reason, text = listing.trouble.reason, listing.trouble.text
    return [*listing.gaps, Gap(caller.target, type_.name, reason, text, caller.place.scope)]


_Task = tuple[Caller | None, Callable[[], tuple[Event, ...]]]
"""Something that gives events of a place; None when there is no caller for it."""


def _read(type_: AwsType, caller: Caller, item: Item, facts: frozenset[str]) -> tuple[Event, ...]:
    try:
        return type_.read(caller, item, facts)
    except ItemGoneError:
        return ()
