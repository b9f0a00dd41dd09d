"""Which places a store of a dataset means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.datasets import dataset_fact, dataset_of, holds, overlaps, with_dataset_facts
from scanner.interfaces import FactRequest
from scanner.model import Classification, Dataset, Resource, Store, Target, join_table, split_table

DATASET = Dataset("crm", Classification.SENSITIVE, "owner", 365)
NAMES = st.text(min_size=1, max_size=12)


def table(pattern: str) -> Store:
    return Store(DATASET, "table", pattern)


def resource(type_: str, name: str) -> Resource:
    return Resource(f"id/{name}", type_, name, "db", {}, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("shop.public.customers", "shop.public.customers", True),
        ("shop.public.customers", "shop.public.customers2", False),
        ("shop.public.cust*", "shop.public.customers", True),
        ("*.public.customer?", "shop.public.customers", True),
        ("shop.*.*", "shop.public.customers", True),
        ("shop.*", "shop.public.customers", False),
        ("shop.public.*", 'shop.public."a.b"', True),
        ("shop.*.b", 'shop."a.b".b', True),
        ("shop.a*.b", 'shop."x.a".b', False),
        ("shop.public.[c]", "shop.public.c", False),
        ("shop.public.[c]", "shop.public.[c]", True),
        ("Shop.public.c", "shop.public.c", False),
    ],
)
def test_a_table_is_matched_part_by_part(pattern: str, name: str, meant: bool) -> None:
    assert table(pattern).names(name) is meant


@given(NAMES, NAMES, NAMES)
def test_the_parts_of_a_name_can_be_told_again(database: str, schema: str, name: str) -> None:
    assert split_table(join_table(database, schema, name)) == (database, schema, name)


def test_a_bucket_pattern_and_a_path_mean_what_they_say() -> None:
    assert Store(DATASET, "bucket", "acme-*").names("acme-customers")
    assert not Store(DATASET, "path", "/srv/*").names("/srv/customers")


def test_the_dataset_of_a_table_reaches_its_database_and_server() -> None:
    target = Target("db", "postgres", stores=(table("shop.public.customers"),))
    reached = {
        (type_, name): dataset_of(resource(type_, name), target) is not None
        for type_, name in (
            ("postgres.table", "shop.public.customers"),
            ("postgres.table", "shop.public.orders"),
            ("postgres.database", "shop"),
            ("postgres.database", "shop2"),
            ("postgres.server", "db1:5432"),
            ("postgres.role", "shop"),
        )
    }
    assert list(reached.values()) == [True, False, True, False, True, False]
    assert not holds(target.stores[0], resource("postgres.database", "shop"))


def bucket(
    pattern: str = "*", days: int = 365, prefix: str = "", tag: tuple[str, str] | None = None
) -> Store:
    dataset = Dataset(f"d{days}", Classification.SENSITIVE, "owner", days)
    return Store(dataset, "bucket", pattern, prefix=prefix, tag=tag)


def held(*stores: Store, tags: dict[str, str] | None = None) -> Mapping[str, Any] | None:
    seen = resource("s3.bucket", "acme-crm")
    facts = {} if tags is None else {"tags": tags}
    return dataset_of(replace(seen, facts=facts), Target("cloud", "aws", stores=stores))


CRM = ("dataset", "crm")


def test_a_tag_assigns_the_buckets_that_carry_it() -> None:
    assert held(bucket(tag=CRM), tags={"dataset": "crm"})
    assert not held(bucket(tag=CRM), tags={"dataset": "CRM"})
    assert not held(bucket(tag=("dataset", "")), tags={})
    assert held(bucket("acme-*", tag=CRM), tags={"dataset": "crm"})
    assert not held(bucket("other-*", tag=CRM), tags={"dataset": "crm"})


def test_only_where_a_tag_has_a_say_are_tags_needed() -> None:
    seen = resource("s3.bucket", "acme-crm")
    by_tag = Target("cloud", "aws", stores=(bucket("acme-*", tag=CRM),))
    assert dataset_fact(seen, by_tag) == "tags"
    assert dataset_fact(resource("s3.bucket", "other"), by_tag) is None
    assert dataset_fact(seen, Target("cloud", "aws", stores=(bucket("acme-*"),))) is None
    wanted = FactRequest({"s3.bucket": frozenset({"acl"}), "s3.account": frozenset()})
    assert with_dataset_facts(wanted, by_tag).facts("s3.bucket") == {"acl", "tags"}
    assert with_dataset_facts(wanted, Target("cloud", "aws", stores=(bucket(),))) == wanted
    assert not with_dataset_facts(FactRequest({}), by_tag).types


def test_each_prefix_has_the_days_of_the_strictest_dataset_that_covers_it() -> None:
    found = held(bucket(days=365), bucket(days=30, prefix="crm/"), bucket(days=90, prefix="crm/old/"))
    assert found
    assert found["prefixes"] == [
        {"prefix": "", "retention_days": 365},
        {"prefix": "crm/", "retention_days": 30},
        {"prefix": "crm/old/", "retention_days": 30},
    ]
    assert (found["retention_days"], found["ids"]) == (30, ["d30", "d365", "d90"])


def test_two_prefixes_are_two_places() -> None:
    one, other = bucket(days=30, prefix="a/"), bucket(days=90, prefix="b/")
    assert not overlaps(Target("cloud", "aws", stores=(one, other)))
    (line,) = overlaps(Target("cloud", "aws", stores=(one, bucket(days=60, prefix="a/"))))
    assert "bucket '*' below 'a/' holds 2 datasets (d30, d60)" in line


def test_a_bucket_reaches_no_database() -> None:
    target = Target("db", "postgres", stores=(Store(DATASET, "bucket", "*"),))
    assert dataset_of(resource("postgres.server", "db1"), target) is None
