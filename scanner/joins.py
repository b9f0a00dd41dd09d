"""Joined types: what one check may look up in the resources of another type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Reason, Resource


@dataclass(slots=True)
class JoinState:
    """The rows of one type, and the facts of theirs that some check asked for.

    `problems` tells why the rows are not all there; any problem makes the checks that need them unknown.
    """

    facts: frozenset[str]
    problems: tuple[Reason, ...] = ()
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, resource: Resource) -> None:
        """Keep what checks asked for of one resource."""
        row = {fact: resource.facts[fact] for fact in self.facts if fact in resource.facts}
        self.rows.append({"id": resource.id, "name": resource.name, **row})

    def document(self) -> dict[str, Any]:
        """What policies see below data.inventory[type]: all rows, and an index for each fact of text."""
        return {"all": self.rows, "by": {fact: self._index(fact) for fact in sorted(self.facts)}}

    def _index(self, fact: str) -> Mapping[str, list[dict[str, Any]]]:
        index: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            value = row.get(fact)
            for key in value if isinstance(value, list) else [value]:
                if isinstance(key, str):
                    index.setdefault(key, []).append(row)
        return index
