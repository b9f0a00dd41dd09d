"""The gaps and complete listings of a snapshot, by what they concern."""

from collections import Counter
from dataclasses import dataclass, field

from scanner.model import Enumerated, Gap, Reason, Resource


@dataclass(slots=True)
class GapIndex:
    """Answers what is missing where."""

    gaps: list[Gap] = field(default_factory=list)
    listed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(target, type) to the number of resources in its complete listings."""
    _by_type: dict[tuple[str, str], list[Gap]] = field(default_factory=dict)
    _by_resource: dict[tuple[str, str, str], list[Gap]] = field(default_factory=dict)

    def add(self, event: Gap | Enumerated) -> None:
        """Take note of one event."""
        key = (event.target, event.type)
        if isinstance(event, Enumerated):
            self.listed[key] += event.count
            return
        self.gaps.append(event)
        if event.resource is None:
            self._by_type.setdefault(key, []).append(event)
        else:
            self._by_resource.setdefault((*key, event.resource), []).append(event)

    def listing(self, target: str, type_: str) -> list[Gap]:
        """The gaps in the listing of a type."""
        return [gap for gap in self._by_type.get((target, type_), []) if gap.fact is None]

    def of_resource(self, resource: Resource) -> list[Gap]:
        """The gaps that concern facts of this resource."""
        key = (resource.target, resource.type)
        shared = [gap for gap in self._by_type.get(key, []) if gap.fact is not None]
        return self._by_resource.get((*key, resource.id), []) + shared


def reason_of(gap: Gap) -> Reason:
    """A gap as the reason for an unknown."""
    return Reason(
        text=f"{gap.reason.value}: {gap.detail}",
        gap=gap.reason,
        fact=gap.fact,
        target=gap.target,
        type=gap.type,
        resource=gap.resource or "",
        zh=f"{gap.reason.zh}：{gap.detail}",
    )
