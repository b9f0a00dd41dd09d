"""Parameters of single datasets and targets: what holds for a resource in place of what holds everywhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scanner.model import Check, EntryPoint, Resource
from scanner.policy_pack import Pack

DATASETS, TARGETS = "datasets", "targets"


def key_of(section: str, id_: str, name: str) -> str:
    """How settings call a parameter of one dataset or target: `datasets.ID.NAME`, `targets.ID.NAME`."""
    return f"{section}.{id_}.{name}"


def parts_of(key: str) -> tuple[str, str, str]:
    """Section, id, and name of the parameter; the first two are empty for one that holds everywhere."""
    before, _, name = key.rpartition(".")
    section, _, id_ = before.partition(".")
    return section, id_, name


@dataclass(frozen=True, slots=True)
class Scoped:
    """Values by section and id; `stricter` says of each parameter which way is stricter."""

    values: Mapping[tuple[str, str], Mapping[str, Any]]
    stricter: Mapping[str, str]

    @classmethod
    def of(cls, pack: Pack, settings: Mapping[str, Any]) -> "Scoped":
        """Those of the settings that hold for one dataset or target only."""
        values: dict[tuple[str, str], dict[str, Any]] = {}
        for key, value in settings.items():
            section, id_, name = parts_of(key)
            if section:
                values.setdefault((section, id_), {})[name] = value
        return cls(values, {name: entry["stricter"] for name, entry in pack.parameter_entries.items()})

    def of_resource(self, resource: Resource) -> dict[str, Any]:
        """What holds for a resource; where its datasets and its target differ, the strictest."""
        found: dict[str, Any] = {}
        for place in self._places(resource):
            for name, value in self.values.get(place, {}).items():
                found[name] = self._strictest(name, found[name], value) if name in found else value
        return found

    def sets(self, resources: Iterable[Resource]) -> list[dict[str, Any]]:
        """All that hold for some resource."""
        found: list[dict[str, Any]] = [{}]
        for resource in resources if self.values else ():
            values = self.of_resource(resource)
            if values not in found:
                found.append(values)
        return found

    def _places(self, resource: Resource) -> Iterator[tuple[str, str]]:
        yield TARGETS, resource.target
        for id_ in (resource.dataset or {}).get("ids", ()):
            yield DATASETS, id_

    def _strictest(self, name: str, one: Any, other: Any) -> Any:
        return min(one, other) if self.stricter[name] == "lower" else max(one, other)


def asking_for_datasets(check: Check, settings: Iterable[str]) -> Check:
    """The check as one that reads the dataset, where that decides a parameter of it.

    While nobody knows which dataset a resource holds, nobody knows what holds for it.
    """
    names = {name for section, _, name in map(parts_of, settings) if section == DATASETS}
    if not names & check.reads.parameters:
        return check

    def asking(point: EntryPoint) -> EntryPoint:
        reads = point.reads
        return replace(point, reads=replace(reads, dataset=reads.dataset or bool(names & reads.parameters)))

    return replace(
        check,
        reads=replace(check.reads, dataset=True),
        deny=asking(check.deny),
        deny_parts=tuple(map(asking, check.deny_parts)),
        not_applicable=check.not_applicable and asking(check.not_applicable),
        unknown=check.unknown and asking(check.unknown),
    )
