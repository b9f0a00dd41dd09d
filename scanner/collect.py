"""Collect from all targets at once, and let nothing through that the contracts do not allow.

Every wanted type of every target ends as a complete listing or as a gap: a collector that crashes, stops
early, or delivers a fact that its schema does not accept leaves a gap, never silence.
"""

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import fastjsonschema

from scanner.datasets import TYPE_OF_STORE, dataset_of, holds
from scanner.interfaces import Collector, FactRequest, Progress
from scanner.model import Event, Gap, GapReason, Resource, Store, Target

MAX_PARALLEL = 16
_QUEUE_SIZE = 256
_POLL_SECONDS = 0.2
_GRACE_SECONDS = 3.0

Validator = Callable[[Any], Any]


class FactSchemas:
    """Compiled validators, one per fact, made when first used."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas
        self._compiled: dict[tuple[str, str], Validator | None] = {}
        self._lock = threading.Lock()

    def problem(self, type_: str, fact: str, value: object) -> str | None:
        """Why a value is not a valid fact, None when it is."""
        validate = self._validator(type_, fact)
        if validate is None:
            return "the schema of the resource type does not know this fact"
        try:
            validate(value)
        except fastjsonschema.JsonSchemaValueException as error:
            return str(error.message).replace("data", fact, 1)[:200]
        return None

    def _validator(self, type_: str, fact: str) -> Validator | None:
        with self._lock:
            key = (type_, fact)
            if key not in self._compiled:
                schema = self._schemas[type_]["properties"].get(fact)
                self._compiled[key] = fastjsonschema.compile(schema) if schema else None
            return self._compiled[key]


@dataclass(frozen=True)
class Job:
    """One target, its collector, and what is wanted of it."""

    target: Target
    collector: Collector
    wanted: FactRequest

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The wanted types that this target can have."""
        return tuple(sorted(type_ for type_ in self.wanted.types if type_ in self.collector.types))


def collect(
    jobs: Sequence[Job],
    schemas: FactSchemas,
    progress: Progress,
    stop: threading.Event,
    parallel: int = MAX_PARALLEL,
) -> Iterator[Event]:
    """Stream the events of all targets as they come.

    When `stop` is set, targets get a moment to end; what is missing then is a gap (cancelled).
    """
    channel: queue.Queue[Event | Job] = queue.Queue(_QUEUE_SIZE)
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    for _ in range(min(parallel, len(jobs))):
        # Daemon threads: one that hangs in the network must not keep a stopped scan from ending.
        threading.Thread(
            target=_work, args=(waiting, schemas, progress, stop, channel.put), daemon=True
        ).start()
    yield from _drain(channel, list(jobs), stop)


def _drain(channel: "queue.Queue[Event | Job]", running: list[Job], stop: threading.Event) -> Iterator[Event]:
    silent = 0.0
    while running and silent < _GRACE_SECONDS:
        try:
            item = channel.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            silent += _POLL_SECONDS if stop.is_set() else 0.0
            continue
        if isinstance(item, Job):
            running.remove(item)
        else:
            yield item
    for job in running:
        for type_ in job.types:
            yield Gap(job.target.id, type_, GapReason.CANCELLED, "the scan was stopped")


def _work(
    waiting: "queue.SimpleQueue[Job]",
    schemas: FactSchemas,
    progress: Progress,
    stop: threading.Event,
    put: Callable[[Event | Job], None],
) -> None:
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            for event in _events(job, schemas, progress, stop):
                put(event)
        finally:  # whatever happened, nobody waits for this target for ever; what it left out is unknown
            put(job)


def _events(job: Job, schemas: FactSchemas, progress: Progress, stop: threading.Event) -> Iterator[Event]:
    intake = _Intake(job, schemas)
    progress(job.target.id, "collecting")
    try:
        if not stop.is_set():
            for event in job.collector.collect(job.target, job.wanted):
                yield from intake.accept(event)
                if stop.is_set():
                    break
    except Exception as error:  # noqa: BLE001 (the boundary: a crashed collector is a gap, not a crash)
        intake.crash = f"the collector crashed: {type(error).__name__}: {str(error)[:200]}"
    yield from intake.missing(stopped=stop.is_set())
    progress(job.target.id, "incomplete" if intake.incomplete else "done")


@dataclass
class _Intake:
    """Checks the events of one target against the contract between collectors and scanner."""

    job: Job
    schemas: FactSchemas
    seen: set[tuple[str, str]] = field(default_factory=set)
    listed: Counter[str] = field(default_factory=Counter)
    """Types with a complete listing, and how many resources it announced."""
    delivered: Counter[str] = field(default_factory=Counter)
    gapped: set[str] = field(default_factory=set)
    """Types whose listing has a gap."""
    explained: set[tuple[str, str | None, str | None]] = field(default_factory=set)
    """(type, resource, fact) of the gaps so far."""
    found: set[Store] = field(default_factory=set)
    """Stores of datasets that turned out to be there."""
    incomplete: bool = False
    crash: str = ""

    def accept(self, event: Event) -> Iterator[Event]:
        if event.type not in self.job.types:
            return
        if isinstance(event, Resource):
            yield from self._resource(event)
        elif isinstance(event, Gap):
            yield self._gap(event)
        else:
            self.listed[event.type] += event.count
            yield event

    def missing(self, *, stopped: bool) -> Iterator[Gap]:
        """A gap for each wanted type whose listing was neither finished nor explained, or does not add up."""
        if self.crash:
            reason, detail = GapReason.MALFORMED, self.crash
        elif stopped:
            reason, detail = GapReason.CANCELLED, "the scan was stopped"
        else:
            reason, detail = GapReason.MALFORMED, "the collector did not deliver all that it listed"
        for type_ in self.job.types:
            complete = type_ in self.listed and self.listed[type_] == self.delivered[type_]
            if type_ not in self.gapped and not complete:
                yield self._gap(Gap(self.job.target.id, type_, reason, detail))
        yield from self._lost_stores()

    def _lost_stores(self) -> Iterator[Gap]:
        """Customer data is said to lie where nothing is: whatever was audited, it was not that data."""
        for store in self.job.target.stores:
            type_ = TYPE_OF_STORE[store.kind]
            if store not in self.found and type_ in self.job.types and type_ not in self.gapped:
                what = f"no {store.kind} matches '{store.pattern}' on this target"
                detail = f"dataset '{store.dataset.id}': {what}; correct 'stores:' in audit.yaml"
                yield self._gap(Gap(self.job.target.id, type_, GapReason.NOT_IN_SOURCE, detail))

    def _gap(self, gap: Gap) -> Gap:
        self.incomplete = True
        self.explained.add((gap.type, gap.resource, gap.fact))
        if gap.resource is None and gap.fact is None:
            self.gapped.add(gap.type)
        return gap

    def _resource(self, resource: Resource) -> Iterator[Event]:
        key = (resource.type, resource.id)
        if key in self.seen:
            detail = f"two resources have the id {resource.id}; the second was not looked at"
            yield self._gap(Gap(resource.target, resource.type, GapReason.MALFORMED, detail))
            return
        self.seen.add(key)
        self.delivered[resource.type] += 1
        facts = {}
        for fact in sorted(self.job.wanted.facts(resource.type)):
            problem = self._fact_problem(resource, fact)
            if problem is None:
                facts[fact] = resource.facts[fact]
            elif problem:
                gap = Gap(resource.target, resource.type, GapReason.MALFORMED, problem)
                yield self._gap(replace(gap, resource=resource.id, fact=fact))
        self.found.update(store for store in self.job.target.stores if holds(store, resource))
        labels = {**self.job.target.labels, **resource.labels}
        dataset = dataset_of(resource, self.job.target)
        yield replace(resource, facts=facts, labels=labels, dataset=dataset)

    def _fact_problem(self, resource: Resource, fact: str) -> str | None:
        """None when the fact is good, empty when a gap explains its absence already."""
        if fact in resource.facts:
            problem = self.schemas.problem(resource.type, fact, resource.facts[fact])
            return f"the fact is not valid: {problem}" if problem else None
        if any(
            (resource.type, of, what) in self.explained for of in (resource.id, None) for what in (fact, None)
        ):
            return ""
        return "the collector delivered neither the fact nor a reason"
