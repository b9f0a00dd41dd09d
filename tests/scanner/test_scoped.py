"""Parameters of single datasets and targets: the strictest holds, and nobody guesses which dataset it is."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from scanner.model import Check, EntryPoint, Reads, Resource, Severity
from scanner.parameters import overridden
from scanner.policy_pack import Pack
from scanner.scoped import Scoped, asking_for_datasets

ENTRY = {"unit": "days", "basis": "ours", "title": "Days"}
READS = Reads(facts=frozenset({"f"}), parameters=frozenset({"low"}))
CHECK = Check(
    *("c", "d.c", "c.rego", "s3.bucket", Severity.HIGH, (), "Title", "Why", "How", ()),
    READS,
    EntryPoint("d.c.deny", READS),
    unknown=EntryPoint("d.c.unknown", Reads(facts=frozenset({"f"}))),
)
PACK = Pack(
    {"c": CHECK},
    (),
    (),
    {},
    {"low": 30, "high": 30},
    {name: {**ENTRY, "value": 30, "stricter": f"{name}er"} for name in ("low", "high")},
    {},
    (),
)
VALUES = st.dictionaries(st.sampled_from(["a", "b", "c.d", "other"]), st.integers(1, 99))


def bucket(*ids: str) -> Resource:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Resource("arn:b", "s3.bucket", "b", "t", {}, at, dataset={"ids": list(ids)} if ids else None)


@given(VALUES, st.none() | st.integers(1, 99))
def test_the_strictest_of_all_that_a_resource_falls_under_holds(
    values: dict[str, int], of_target: int | None
) -> None:
    settings = {f"datasets.{id_}.{name}": n for id_, n in values.items() for name in ("low", "high")}
    if of_target is not None:
        settings |= {"targets.t.low": of_target, "targets.t.high": of_target}
    scoped = Scoped.of(PACK, {"low": 7, **settings})
    meant = [n for id_, n in values.items() if id_ != "other"] + ([of_target] if of_target else [])
    found = scoped.of_resource(bucket("a", "b", "c.d"))
    assert found == ({"low": min(meant), "high": max(meant)} if meant else {})
    assert found in scoped.sets([bucket("a", "b", "c.d")])


def test_while_the_dataset_is_not_known_neither_is_what_holds() -> None:
    asking = asking_for_datasets(CHECK, ["low", "datasets.a.low"])
    assert asking.reads.dataset
    assert asking.deny.reads.dataset
    assert asking.unknown == CHECK.unknown  # it does not read the parameter
    for settings in (["low"], ["targets.t.low"], ["datasets.a.high"]):
        assert asking_for_datasets(CHECK, settings) == CHECK
    assert overridden(PACK, {"datasets.a.low": 5}).checks["c"] == asking
    assert replace(asking.reads, dataset=False) == READS
