"""Stores of datasets as audit.yaml writes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scanner.datasets import TYPE_OF_STORE
from scanner.interfaces import ConfigurationError
from scanner.model import Classification, Dataset, Store
from scanner.yaml_source import Location, YamlSource


class StoreError(Exception):
    """An entry that is no store; `place` is the part of it that is wrong, empty for all of it."""

    def __init__(self, text: str, *place: str) -> None:
        super().__init__(text)
        self.place = place


def dataset_of_entry(item: Mapping[str, Any]) -> Dataset:
    """One entry of `datasets:`, valid by its schema, without its stores."""
    return Dataset(item["id"], Classification(item["classification"]), item["owner"], item["retention_days"])


def store_of_entry(dataset: Dataset, given: Mapping[str, Any]) -> Store:
    """One entry of `stores:`, valid by its schema. Raises StoreError."""
    # A tag alone means any bucket that carries it.
    kinds = [kind for kind in TYPE_OF_STORE if kind in given or (kind == "bucket" and "tag" in given)]
    if len(kinds) != 1:
        raise StoreError(f"give either {' or '.join(map(repr, (*TYPE_OF_STORE, 'tag')))}")
    (kind,) = kinds
    if "date_column" in given and kind != "table":
        raise StoreError("only a table has a date column", "date_column")
    if "prefix" in given and kind != "bucket":
        raise StoreError("only a bucket has a prefix", "prefix")
    tag = (given["tag"]["key"], given["tag"]["value"]) if "tag" in given else None
    return Store(dataset, kind, given.get(kind, "*"), given.get("date_column"), given.get("prefix", ""), tag)


def stores_anywhere(source: YamlSource) -> tuple[Store, ...]:
    """All stores, whatever their targets, for what is on none yet: so none of them has to be there.

    Raises ConfigurationError for entries that are no stores.
    """
    found, problems = [], []
    for index, item in enumerate(source.data.get("datasets", ())):
        dataset = dataset_of_entry(item)
        for number, given in enumerate(item["stores"]):
            try:
                found.append(replace(store_of_entry(dataset, given), expected=False))
            except StoreError as error:
                place: Location = ("datasets", index, "stores", number, *error.place)
                problems.append(source.problem(place, str(error)))
    if problems:
        raise ConfigurationError(*problems)
    return tuple(found)
