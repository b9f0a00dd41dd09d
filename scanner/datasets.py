"""Which dataset a resource holds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scanner.interfaces import FactRequest
from scanner.model import Dataset, Resource, Store, Target

TYPE_OF_STORE = {"path": "server.path", "bucket": "s3.bucket", "table": "postgres.table"}
"""Kind of store to the resource type that can be one."""
HOLDING_TYPES = frozenset({*TYPE_OF_STORE.values(), "postgres.database", "postgres.server", "dataset.access"})
"""The types of resources that can hold a dataset or are about one."""
_BUCKET = TYPE_OF_STORE["bucket"]
_TAGS = "tags"


def dataset_of(resource: Resource, target: Target) -> Mapping[str, Any] | None:
    """The dataset on a resource: the strictest of all that lie there or below, None when there is none."""
    held = [store for store in target.stores if holds(store, resource) or _surrounds(resource, store)]
    if not held:
        return None
    found = _strictest([store.dataset for store in held])
    return found | {"prefixes": _prefixes(held)} if resource.type == _BUCKET else found


def dataset_fact(resource: Resource, target: Target) -> str | None:
    """The fact without which nobody knows which dataset a resource holds."""
    asked = resource.type == _BUCKET and any(s.tag and _named(s, resource) for s in target.stores)
    return _TAGS if asked else None


def with_dataset_facts(wanted: FactRequest, target: Target) -> FactRequest:
    """What is wanted of a target, and what it takes to know which dataset its resources hold."""
    if not wanted.wants(_BUCKET) or not any(store.tag for store in target.stores):
        return wanted
    return replace(wanted, types={**wanted.types, _BUCKET: wanted.facts(_BUCKET) | {_TAGS}})


def overlaps(target: Target) -> list[str]:
    """One line per place of a target that is configured to hold more than one dataset."""
    places: dict[tuple[str, str], list[str]] = {}
    for store in target.stores:
        places.setdefault((store.kind, store.where), []).append(store.dataset.id)
    return [
        f"target '{target.id}': {kind} {where} holds {len(ids)} datasets ({', '.join(sorted(ids))}); "
        "the strictest of each rule applies"
        for (kind, where), ids in places.items()
        if len(ids) > 1
    ]


def holds(store: Store, resource: Resource) -> bool:
    """Whether a resource is the place that a store names, as far as its facts tell."""
    return _named(store, resource) and _tagged(store, resource)


def _named(store: Store, resource: Resource) -> bool:
    return TYPE_OF_STORE[store.kind] == resource.type and store.names(resource.name)


def _tagged(store: Store, resource: Resource) -> bool:
    if store.tag is None:
        return True
    key, value = store.tag
    tags: Mapping[str, str] = resource.facts.get(_TAGS, {})
    return tags.get(key) == value


def _surrounds(resource: Resource, store: Store) -> bool:
    """Whether a store is a table in this database, or in a database of this server."""
    if resource.type == "postgres.database":
        return store.in_database(resource.name)
    return resource.type == "postgres.server" and store.kind == "table"


def _strictest(held: list[Dataset]) -> dict[str, Any]:
    worst = max(held, key=lambda dataset: dataset.classification.rank)
    return {
        "ids": sorted({dataset.id for dataset in held}),
        "classification": worst.classification.value,
        "retention_days": min(dataset.retention_days for dataset in held),
        "owner": worst.owner,
    }


def _prefixes(held: list[Store]) -> list[dict[str, Any]]:
    """Each prefix that somebody named with the days that hold there: the fewest of all that cover it."""
    return [
        {
            "prefix": prefix,
            "retention_days": min(s.dataset.retention_days for s in held if prefix.startswith(s.prefix)),
        }
        for prefix in sorted({store.prefix for store in held})
    ]
