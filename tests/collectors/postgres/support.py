"""Scanning a cluster in tests."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.postgres import PostgresCollector
from scanner.interfaces import FactRequest
from scanner.model import Classification, Dataset, Event, Gap, Resource, Store, Target
from tests.collectors.aws.contract import gaps, resources
from tests.collectors.postgres.cluster import Cluster

__all__ = ["as_role", "gap_of", "gaps", "only", "resources", "scan", "table_store"]


def scan(settings: Mapping[str, Any], wanted: Mapping[str, Iterable[str]], *stores: Store) -> list[Event]:
    """All events of a target; `wanted` maps the end of a type's name to facts."""
    request = FactRequest({f"postgres.{type_}": frozenset(facts) for type_, facts in wanted.items()})
    return list(PostgresCollector().collect(Target("db", "postgres", settings, {}, stores), request))


def table_store(pattern: str, date_column: str | None = None, days: int = 365) -> Store:
    """A dataset in tables."""
    dataset = Dataset("crm", Classification.SENSITIVE, "owner", days)
    return Store(dataset, "table", pattern, date_column)


def only(events: list[Event], type_: str, name: str | None = None) -> Mapping[str, Any]:
    """The facts of the only resource of a type, or of that with the name."""
    found = [
        event
        for event in events
        if isinstance(event, Resource) and event.type == f"postgres.{type_}" and name in (None, event.name)
    ]
    assert len(found) == 1, events
    return found[0].facts


def gap_of(events: list[Event], fact: str | None = None) -> Gap:
    """The only gap, or the only one of a fact."""
    found = [gap for gap in gaps(events) if fact in (None, gap.fact)]
    assert len(found) == 1, events
    return found[0]


def as_role(cluster: Cluster, role: str) -> dict[str, Any]:
    """Settings that log in as a role over the unix socket."""
    return {**cluster.settings, "user": role}
