"""What is audited: targets, and the datasets that live on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Classification(StrEnum):
    """Sensitivity of a dataset, least sensitive first."""

    GENERAL = "general"
    SENSITIVE = "sensitive"
    HIGHLY_SENSITIVE = "highly_sensitive"

    @property
    def rank(self) -> int:
        """Position in the order of sensitivity; higher is stricter."""
        return list(Classification).index(self)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Customer data under one owner and one retention period, in days."""

    id: str
    classification: Classification
    owner: str
    retention_days: int


@dataclass(frozen=True, slots=True)
class Store:
    """One place on a target that holds a dataset.

    `kind` is `path` (an absolute path on a server) or `bucket` (a bucket name, `*` and `?` allowed).
    """

    dataset: Dataset
    kind: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to audit, as configured; `settings` belong to the collector of its `kind`."""

    id: str
    kind: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
