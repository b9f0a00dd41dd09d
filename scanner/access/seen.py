"""What was delivered of one target, as far as the access lists are made of it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scanner.model import Enumerated, Event, Gap, Resource


@dataclass
class Seen:
    """Resources and gaps by type, and the types of which a complete listing came."""

    resources: dict[str, list[Resource]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)

    def add(self, event: Event) -> None:
        """Keep one event."""
        if isinstance(event, Resource):
            self.resources.setdefault(event.type, []).append(event)
        elif isinstance(event, Enumerated):
            self.listed.add(event.type)
        else:
            self.gaps.append(event)

    def whole(self, type_: str, facts: AbstractSet[str]) -> list[Resource]:
        """Resources that have all of these facts; those that lack one are under `gaps`."""
        return [each for each in self.resources.get(type_, ()) if facts <= each.facts.keys()]

    def of_type(self, type_: str) -> Iterator[Gap]:
        """The gaps of one type."""
        return (gap for gap in self.gaps if gap.type == type_)
