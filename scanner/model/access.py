"""Who can get at a dataset, as people ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_LOCAL = frozenset({"server_account", "postgres_role"})
"""Kinds of principals whose names mean something on one target only."""


def system_of(grant: Mapping[str, Any]) -> str:
    """The target that a grant was seen on; empty for buckets, whose names are enough."""
    return "" if grant["store_type"] == "s3.bucket" else str(grant["source"]).partition(":")[0]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff roster, by staff id."""

    id: str
    left: bool


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One principal on the list of a dataset, with its rights and how it comes to them.

    `grants` and `use` are as in the schema of dataset.access; `people` is None when nobody could say who
    stands behind it.
    """

    dataset: str
    kind: str
    id: str
    name: str
    rights: tuple[str, ...]
    grants: Sequence[Mapping[str, Any]]
    people: tuple[Person, ...] | None
    use: Mapping[str, Any] | None = None

    @property
    def is_unused(self) -> bool:
        """Whether nobody can act as it: no login, no service, and no right that was given to it."""
        idle = self.use is not None and self.use["state"] == "idle"
        return idle and all(grant["way"] == "everybody" for grant in self.grants)

    @property
    def system(self) -> str:
        """The target that it is an account of; empty when it is none of one server."""
        return system_of(self.grants[0]) if self.kind in _LOCAL and self.grants else ""

    @property
    def is_alarming(self) -> bool:
        """Whether it is anybody, or somebody who left."""
        gone = bool(self.people) and all(person.left for person in self.people or ())
        return gone or self.kind in ("anonymous", "conditional")

    def is_about(self, who: str) -> bool:
        """Whether a name, an id or a staff id means it; the case of letters does not matter."""
        names = (self.name, self.id, *(person.id for person in self.people or ()))
        return who.casefold() in {text.casefold() for text in names}


@dataclass(slots=True)
class AccessList:
    """Who gets at one dataset. With `unseen` it is only what could be seen of it: "at least".

    `left_out` counts principals that are not among `entries`, because there are too many to show; those that
    nobody can use are not counted.
    """

    dataset: str
    about: Mapping[str, Any] = field(default_factory=dict)
    entries: list[AccessEntry] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    left_out: int = 0
