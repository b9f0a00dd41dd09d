"""What is audited: targets, and the datasets that live on them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scanner.model.pattern import fits

_PART = r'("(?:[^"]|"")+"|[^".]+)'
_TABLE = re.compile(rf"{_PART}\.{_PART}\.{_PART}", re.DOTALL)


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

    `kind` is `path` (an absolute path on a server), `bucket` (a bucket name) or `table`
    (`database.schema.table`, a part with a dot in double quotes); `*` and `?` are allowed in a bucket name
    and in each part of a table. `date_column` is the column of a table from which the retention period of
    a row runs. Of a bucket only the keys that begin with `prefix` are meant, and only buckets that carry
    `tag`, a key and its value. Where nothing is `expected`, a target without the place misses nothing.
    """

    dataset: Dataset
    kind: str
    pattern: str
    date_column: str | None = None
    prefix: str = ""
    tag: tuple[str, str] | None = None
    expected: bool = True

    def names(self, name: str) -> bool:
        """Whether a place of this kind with this name is meant."""
        if self.kind == "table":
            pairs = tuple(zip(split_table(self.pattern), split_table(name), strict=False))
            return bool(pairs) and all(fits(*pair) for pair in pairs)
        return fits(self.pattern, name) if self.kind == "bucket" else self.pattern == name

    @property
    def where(self) -> str:
        """Which places of its kind are meant, in words."""
        below = f" below '{self.prefix}'" if self.prefix else ""
        tagged = f" with the tag {'='.join(self.tag)}" if self.tag else ""
        return f"'{self.pattern}'{below}{tagged}"

    def in_database(self, database: str) -> bool:
        """Whether this is a table that can be in the database."""
        return self.kind == "table" and any(fits(p, database) for p in split_table(self.pattern)[:1])


def split_table(name: str) -> tuple[str, ...]:
    """Database, schema and table of a name; empty when it is not of three parts."""
    found = _TABLE.fullmatch(name)
    parts = found.groups() if found else ()
    return tuple(p[1:-1].replace('""', '"') if p.startswith('"') else p for p in parts)


def join_table(database: str, schema: str, table: str) -> str:
    """The name of a table; a part with a dot or a quote is put into double quotes, as in SQL."""
    parts = (database, schema, table)
    return ".".join('"' + p.replace('"', '""') + '"' if "." in p or '"' in p else p for p in parts)


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to audit, as configured; `settings` belong to the collector of its `kind`."""

    id: str
    kind: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
