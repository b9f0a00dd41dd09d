"""Blocks of a source with references between them, as Terraform has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from collectors.planned.drafts import Trouble
from collectors.planned.values import UnknownValueError, View
from scanner.interfaces import Json
from scanner.model import GapReason, Location


def _none(_: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Block:
    """One resource. `values` hold `Unknown` where a value is set but not known.

    `links` gives the addresses of the blocks that an attribute refers to. `new` is false for what exists
    already: then a default that has changed over the years says nothing.
    """

    address: str
    type: str
    values: Mapping[str, Json]
    links: Callable[[str], tuple[str, ...]] = _none
    region: str | None = None
    new: bool = True
    location: Location | None = None
    former: tuple[str, ...] = ()

    @property
    def view(self) -> View:
        """The attributes."""
        return View(self.values, self.address)


@dataclass(frozen=True, slots=True)
class Estate:
    """The blocks of a source by type. `account` is None when the source does not tell it."""

    blocks: Mapping[str, Sequence[Block]]
    account: str | None = None
    missing: Sequence[str] = ()
    """Parts of the source that are not there, one line each."""
    broken: Sequence[str] = ()
    """Parts that cannot be understood, one line each."""
    unseen: Sequence[Trouble] = ()
    """Why there may be more of a type."""
    now: datetime = datetime.min
    """When the source was read: what it makes is made then."""

    def troubles(self, types: Iterable[str]) -> list[Trouble]:
        """What is missing or broken may declare anything."""
        found = [(GapReason.NOT_IN_SOURCE, each) for each in self.missing]
        found += [(GapReason.MALFORMED, each) for each in self.broken]
        return [
            *self.unseen,
            *(Trouble(type_, reason, detail) for reason, detail in found for type_ in types),
        ]

    def of(self, *types: str) -> Iterator[Block]:
        """The blocks of these types."""
        for type_ in types:
            yield from self.blocks.get(type_, ())


@dataclass(slots=True)
class Parts:
    """Blocks of one type that each settle something of an owner: the versioning of a bucket, say."""

    type: str
    by_owner: dict[str, list[Block]] = field(default_factory=dict)
    strangers: dict[str, list[Block]] = field(default_factory=dict)
    """By the name of an owner that the source does not declare."""
    orphans: list[Block] = field(default_factory=list)
    """Of an owner that is known only after the change is applied."""

    def of(self, owner: str) -> list[Block]:
        """The parts of an owner; raises UnknownValueError while one may be of this owner."""
        found = self.by_owner.get(owner, [])
        if not found and self.orphans:
            which = self.orphans[0].address
            raise UnknownValueError(f"what {which} belongs to is known only after the change is applied")
        return found

    def one(self, owner: str) -> Block | None:
        """The part of an owner that can have one only; raises UnknownValueError when several settle it."""
        found = self.of(owner)
        if len(found) > 1:
            names = " and ".join(part.address for part in found[:2])
            raise UnknownValueError(f"{names} settle the same thing; which one stays is not known")
        return found[0] if found else None


def attach(parts: Iterable[Block], type_: str, attribute: str, owners: Mapping[str, Sequence[str]]) -> Parts:
    """Each part to its owner, by reference or by name; `owners` maps addresses to the names they go by."""
    by_name: dict[str, list[str]] = {}
    for address, names in owners.items():
        for name in names:
            by_name.setdefault(name, []).append(address)
    found = Parts(type_)
    for part in parts:
        linked = [address for address in part.links(attribute) if address in owners]
        name = "" if len(linked) == 1 else (part.view.known(attribute) or "")
        linked = linked if len(linked) == 1 else by_name.get(name, [])
        if len(linked) == 1:
            found.by_owner.setdefault(linked[0], []).append(part)
        elif linked or not name:
            found.orphans.append(part)
        else:
            found.strangers.setdefault(name, []).append(part)
    return found
