"""What comes out when collectors keep their contract, and when they do not."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.collect import FactSchemas, Job, collect
from scanner.interfaces import FactRequest
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


def run(*scripts: Callable[[Target], Iterator[Event]], stop: threading.Event | None = None) -> list[Event]:
    jobs = [
        Job(Target(f"t{n}" if n else "t", "box"), Scripted(script), WANTED)
        for n, script in enumerate(scripts)
    ]
    schemas = FactSchemas({"box.thing": SCHEMA})
    return list(collect(jobs, schemas, lambda _target, _state: None, stop or threading.Event()))


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
    events = list(collect([Job(target, collector, wanted)], schemas, lambda *_: None, threading.Event()))
    lost = [gap for gap in gaps(events) if gap.reason is GapReason.NOT_IN_SOURCE]
    assert ["no bucket matches 'acme-*'" in gap.detail for gap in lost] == [True]


def test_a_stopped_scan_ends_although_a_collector_hangs() -> None:
    stop, release = threading.Event(), threading.Event()

    def hangs(_target: Target) -> Iterator[Event]:
        yield thing({"mode": "x", "size": 1})
        stop.set()
        release.wait(30)

    events = run(hangs, stop=stop)
    release.set()
    assert thing({"mode": "x", "size": 1}) in events
    assert [gap.reason for gap in gaps(events)] == [GapReason.CANCELLED]


def test_many_targets_share_few_threads() -> None:
    seen = set()

    def script(target: Target) -> Iterator[Event]:
        seen.add(threading.get_ident())
        yield Enumerated(target.id, "box.thing", 0)

    run(*[script] * 100)
    assert len(seen) <= 16
