"""What comes out when collectors keep their contract, and when they do not."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest, Halt
from scanner.model import (
    Classification,
    Dataset,
    Enumerated,
    Event,
    Gap,
    GapReason,
    Resource,
    Store,
    Target,
)
from tests.scanner.packs import SCHEMA

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WANTED = FactRequest({"box.thing": frozenset({"mode", "size"})})


@dataclass
class Scripted:
    """A collector that delivers what the test says."""

    script: Callable[[Target], Iterator[Event]]
    types: frozenset[str] = frozenset({"box.thing"})
    settings_schema: Mapping[str, Any] = field(default_factory=dict)

    def check(self, target: Target) -> Sequence[str]:
        raise NotImplementedError

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        assert wanted.wants("box.thing")
        return self.script(target)


def thing(facts: Mapping[str, Any], id_: str = "a", target: str = "t") -> Resource:
    return Resource(id_, "box.thing", id_, target, facts, NOW)


def run(
    *scripts: Callable[[Target], Iterator[Event]], halt: Halt | None = None, parallel: int = 16
) -> list[Event]:
    jobs = [
        Job(Target(f"t{n}" if n else "t", "box"), Scripted(script), WANTED)
        for n, script in enumerate(scripts)
    ]
    schemas = FactSchemas({"box.thing": SCHEMA})
    return list(collect(jobs, schemas, lambda _target, _state: None, halt or Halt(), parallel))


def gaps(events: list[Event]) -> list[Gap]:
    return [event for event in events if isinstance(event, Gap)]


def test_a_good_collector_leaves_no_gap() -> None:
    def script(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": 1, "unwanted": 7})
        yield Enumerated("t", "box.thing", 1)

    events = run(script)
    assert gaps(events) == []
    assert events[0] == thing({"mode": "x", "size": 1})


def test_a_fact_that_its_schema_refuses_is_a_gap_not_a_fact() -> None:
    def script(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": "large"})
        yield Enumerated("t", "box.thing", 1)

    gap, resource, _ = run(script)
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.MALFORMED, "a", "size")
    assert "size must be integer" in gap.detail
    assert resource == thing({"mode": "x"})


def test_a_fact_withheld_without_a_word_is_a_gap() -> None:
    def script(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x"})
        yield Enumerated("t", "box.thing", 1)

    (gap,) = gaps(run(script))
    assert (gap.fact, gap.detail) == ("size", "the collector delivered neither the fact nor a reason")


@pytest.mark.parametrize("known", [("a", "size"), (None, "size"), ("a", None)])
def test_an_explained_absence_is_not_explained_twice(known: tuple[str | None, str | None]) -> None:
    resource, fact = known

    def script(_target: Target) -> Iterator[Event]:
        yield Gap("t", "box.thing", GapReason.DENIED, "no", "", resource, fact)
        yield thing({"mode": "x"})
        yield Enumerated("t", "box.thing", 1)

    assert [gap.reason for gap in gaps(run(script)) if gap.fact != "mode"] == [GapReason.DENIED]


def crash(_target: Target) -> Iterator[Event]:
    yield thing({"mode": "x", "size": 1})
    raise ValueError("lost my way")


def silent(_target: Target) -> Iterator[Event]:
    yield thing({"mode": "x", "size": 1})


def fewer(_target: Target) -> Iterator[Event]:
    yield thing({"mode": "x", "size": 1})
    yield Enumerated("t", "box.thing", 2)


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        (crash, "the collector crashed: ValueError: lost my way"),
        (silent, "the collector did not deliver all that it listed"),
        (fewer, "the collector did not deliver all that it listed"),
    ],
)
def test_a_listing_that_is_not_complete_is_a_gap(
    script: Callable[[Target], Iterator[Event]], detail: str
) -> None:
    events = run(script)
    (gap,) = gaps(events)
    assert (gap.type, gap.resource, gap.fact, gap.detail) == ("box.thing", None, None, detail)
    assert thing({"mode": "x", "size": 1}) in events


def test_two_resources_with_one_id_are_a_gap() -> None:
    def script(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": 1})
        yield thing({"mode": "y", "size": 1})
        yield Enumerated("t", "box.thing", 2)

    (gap,) = gaps(run(script))
    assert "two resources have the id a" in gap.detail


def test_one_crashed_target_does_not_hurt_another() -> None:
    def good(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": 1}, target="t1")
        yield Enumerated("t1", "box.thing", 1)

    events = run(crash, good)
    assert {gap.target for gap in gaps(events)} == {"t"}
    assert Enumerated("t1", "box.thing", 1) in events


def test_customer_data_that_is_not_where_it_should_be_is_a_gap() -> None:
    dataset = Dataset("customers", Classification.SENSITIVE, "crm", 30)
    target = Target("t", "box", stores=(Store(dataset, "bucket", "acme-*"),))

    def script(_target: Target) -> Iterator[Event]:
        yield Resource("b", "s3.bucket", "other", "t", {}, NOW)
        yield Enumerated("t", "s3.bucket", 1)

    collector = Scripted(script, frozenset({"s3.bucket", "box.thing"}))
    wanted = FactRequest({"s3.bucket": frozenset(), "box.thing": frozenset()})
    schemas = FactSchemas({"s3.bucket": SCHEMA, "box.thing": SCHEMA})
    events = list(collect([Job(target, collector, wanted)], schemas, lambda *_: None, Halt()))
    lost = [gap for gap in gaps(events) if gap.reason is GapReason.NOT_IN_SOURCE]
    assert ["no bucket matches 'acme-*'" in gap.detail for gap in lost] == [True]


CRM = Dataset("crm", Classification.SENSITIVE, "crm", 30)


def tagged_buckets(*stores: Store, denied: bool = False) -> list[Event]:
    """Two buckets, of which one has a tag; denied says whether the tags of the other could be read."""

    def script(_target: Target) -> Iterator[Event]:
        yield Resource("1", "s3.bucket", "known", "t", {"tags": {"dataset": "crm"}}, NOW)
        if denied:
            yield Gap("t", "s3.bucket", GapReason.DENIED, "no", "", "2", "tags")
        yield Resource("2", "s3.bucket", "other", "t", {} if denied else {"tags": {}}, NOW)
        yield Enumerated("t", "s3.bucket", 2)

    collector = Scripted(script, frozenset({"s3.bucket", "box.thing"}))
    target = Target("t", "box", stores=stores)
    wanted = FactRequest({"s3.bucket": frozenset({"tags"}), "box.thing": frozenset()})
    schemas = FactSchemas({"s3.bucket": SCHEMA, "box.thing": SCHEMA})
    return list(collect([Job(target, collector, wanted)], schemas, lambda *_: None, Halt()))


def assigned(events: list[Event]) -> dict[str, tuple[bool, str | None]]:
    """Whether a bucket has a dataset, and the fact that this depends on."""
    return {e.name: (e.dataset is not None, e.dataset_fact) for e in events if isinstance(e, Resource)}


def test_a_tag_tells_the_dataset() -> None:
    events = tagged_buckets(Store(CRM, "bucket", "*", tag=("dataset", "crm")))
    assert assigned(events) == {"known": (True, "tags"), "other": (False, "tags")}
    assert [gap.type for gap in gaps(events)] == ["box.thing"]


def test_a_tag_that_no_bucket_carries_is_a_gap() -> None:
    found = gaps(tagged_buckets(Store(CRM, "bucket", "*", tag=("dataset", "hr"))))
    assert "no bucket matches '*' with the tag dataset=hr on this target" in found[-1].detail


def test_a_tag_that_could_not_be_looked_for_is_not_said_to_be_missing() -> None:
    events = tagged_buckets(Store(CRM, "bucket", "*", tag=("dataset", "hr")), denied=True)
    assert [gap.reason for gap in gaps(events) if gap.type == "s3.bucket"] == [GapReason.DENIED]
    assert assigned(events)["other"] == (False, "tags")


STOPPED = (GapReason.CANCELLED, "the scan was stopped")
LATE = (GapReason.TIMEOUT, "the time for collecting was over")


@pytest.mark.parametrize("why", [STOPPED, LATE])
def test_a_stopped_scan_ends_although_a_collector_hangs(why: tuple[GapReason, str]) -> None:
    halt, release = Halt(), threading.Event()

    def hangs(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": 1})
        halt.set(*why)
        release.wait(30)

    events = run(hangs, hangs, halt=halt, parallel=1)
    release.set()
    assert thing({"mode": "x", "size": 1}) in events
    assert {(gap.target, gap.reason, gap.detail) for gap in gaps(events)} == {("t", *why), ("t1", *why)}


def test_a_stopped_scan_keeps_what_a_collector_still_delivers() -> None:
    halt = Halt()

    def ends(_target: Target) -> Iterator[Event]:
        halt.set(*STOPPED)
        yield thing({"mode": "x", "size": 1})
        yield Enumerated("t", "box.thing", 1)

    assert run(ends, halt=halt) == [thing({"mode": "x", "size": 1}), Enumerated("t", "box.thing", 1)]


def test_a_stopped_scan_ends_although_a_collector_talks_without_end() -> None:
    halt = Halt()

    def talks(_target: Target) -> Iterator[Event]:
        for number in itertools.count():
            yield thing({"mode": "x", "size": 1}, str(number))
            halt.set(*STOPPED)

    before = time.monotonic()
    events = run(talks, halt=halt)
    assert time.monotonic() - before < 20
    assert [(gap.reason, gap.detail) for gap in gaps(events)] == [STOPPED]


def test_the_first_reason_to_stop_stands() -> None:
    halt = Halt()
    halt.set(*LATE)
    halt.set(*STOPPED)
    assert (halt.reason, halt.detail) == LATE


@pytest.mark.parametrize("parallel", [1, 4])
def test_many_targets_share_few_threads(parallel: int) -> None:
    seen = set()
    most = 0
    before = threading.active_count()

    def script(target: Target) -> Iterator[Event]:
        nonlocal most
        seen.add(threading.get_ident())
        most = max(most, threading.active_count() - before)
        yield Enumerated(target.id, "box.thing", 0)

    events = run(*[script] * 100, parallel=parallel)
    assert len(events) == 100
    assert len(seen) <= parallel
    assert most <= parallel
