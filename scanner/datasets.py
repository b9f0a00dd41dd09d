"""Which dataset a resource holds."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from scanner.model import Dataset, Resource, Store, Target

TYPE_OF_STORE = {"bucket": "s3.bucket", "path": "server.path"}
"""Kind of store to the resource type that can be one."""


def dataset_of(resource: Resource, target: Target) -> Mapping[str, Any] | None:
    """The dataset on a resource: the strictest of all that lie there, None when there is none."""
    held = [store.dataset for store in target.stores if holds(store, resource)]
    return _strictest(held) if held else None


def overlaps(target: Target) -> list[str]:
    """One line per place of a target that is configured to hold more than one dataset."""
    places: dict[tuple[str, str], list[str]] = {}
    for store in target.stores:
        places.setdefault((store.kind, store.pattern), []).append(store.dataset.id)
    return [
        f"target '{target.id}': {kind} '{pattern}' holds {len(ids)} datasets ({', '.join(sorted(ids))}); "
        "the strictest of each rule applies"
        for (kind, pattern), ids in places.items()
        if len(ids) > 1
    ]


def holds(store: Store, resource: Resource) -> bool:
    """Whether a resource is the place that a store names."""
    if TYPE_OF_STORE[store.kind] != resource.type:
        return False
    if store.kind == "bucket":
        return fnmatchcase(resource.name, store.pattern)
    return resource.name == store.pattern


def _strictest(held: list[Dataset]) -> dict[str, Any]:
    worst = max(held, key=lambda dataset: dataset.classification.rank)
    return {
        "ids": sorted({dataset.id for dataset in held}),
        "classification": worst.classification.value,
        "retention_days": min(dataset.retention_days for dataset in held),
        "owner": worst.owner,
    }
