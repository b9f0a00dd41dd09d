"""Collect from all targets at once, and let nothing through that the contracts do not allow.

Every wanted type of every target ends as a complete listing or as a gap: a collector that crashes, stops
early, or delivers a fact that its schema does not accept leaves a gap, never silence.
"""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import fastjsonschema

from scanner.datasets import TYPE_OF_STORE, dataset_fact, dataset_of, holds
from scanner.interfaces import Collector, FactRequest, Halt, Progress
from scanner.model import Event, Gap, GapReason, Resource, Store, Target
from scanner.tables import chosen

MAX_PARALLEL = 16
"""Targets that are collected from at a time, unless something else is said."""
_QUEUE_SIZE = 256
_PAUSE_SECONDS = 0.02
"""Between looks at the queue: to wake a thread for each event costs more than to write the event down."""
_LAST_WORDS_SECONDS = 4.0
"""How long events of a target still count after a halt."""
_GRACE_SECONDS = 5.0
"""How long a target is waited for after a halt."""

Validator = Callable[[Any], Any]


class FactSchemas:
    """Compiled validators, one per fact, made when first used."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas
        self._compiled: dict[tuple[str, str], Validator | None] = {}
        self._lock = threading.Lock()

    def problem(self, type_: str, fact: str, value: object) -> str | None:
        """Why a value is not a valid fact, None when it is."""
        try:
            validate = self._compiled[type_, fact]
        except KeyError:
            validate = self._compile(type_, fact)
        if validate is None:
            return "the schema of the resource type does not know this fact"
        try:
            validate(value)
        except fastjsonschema.JsonSchemaValueException as error:
            return str(error.message).replace("data", fact, 1)[:200]
        return None

    def _compile(self, type_: str, fact: str) -> Validator | None:
        with self._lock:
            key = (type_, fact)
            if key not in self._compiled:
                schema = self._schemas[type_]["properties"].get(fact)
                # Of an exception the message alone is used; without the rest, compiling takes half the time.
                self._compiled[key] = (
                    fastjsonschema.compile(schema, detailed_exceptions=False) if schema else None
                )
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
    halt: Halt,
    parallel: int = MAX_PARALLEL,
) -> Iterator[Event]:
    """Stream the events of all targets as they come, of `parallel` targets at a time.

    When `halt` is set, targets get a moment to end; what is missing then is a gap with its reason.
    """
    channel: queue.SimpleQueue[Event | Job] = queue.SimpleQueue()

    def put(item: Event | Job) -> None:
        while channel.qsize() >= _QUEUE_SIZE:
            time.sleep(_PAUSE_SECONDS)
        channel.put(item)

    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    for _ in range(min(parallel, len(jobs))):
        # Daemon threads: one that hangs in the network must not keep a stopped scan from ending.
        threading.Thread(target=_work, args=(waiting, schemas, progress, halt, put), daemon=True).start()
    yield from _drain(channel, {job.target.id: job for job in jobs}, halt)


def _drain(channel: "queue.SimpleQueue[Event | Job]", running: dict[str, Job], halt: Halt) -> Iterator[Event]:
    while running and halt.seconds() < _GRACE_SECONDS:
        try:
            item = channel.get_nowait()
        except queue.Empty:
            time.sleep(_PAUSE_SECONDS)
            continue
        if isinstance(item, Job):
            del running[item.target.id]
        else:
            yield item
    for job in running.values():
        for type_ in job.types:
            yield Gap(job.target.id, type_, halt.reason, halt.detail)


def _work(
    waiting: "queue.SimpleQueue[Job]",
    schemas: FactSchemas,
    progress: Progress,
    halt: Halt,
    put: Callable[[Event | Job], None],
) -> None:
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            for event in _events(job, schemas, progress, halt):
                put(event)
        finally:  # whatever happened, nobody waits for this target for ever; what it left out is unknown
            put(job)


def _events(job: Job, schemas: FactSchemas, progress: Progress, halt: Halt) -> Iterator[Event]:
    intake = _Intake(job, schemas)
    progress(job.target.id, "collecting")
    try:
        if not halt.is_set():
            for event in job.collector.collect(job.target, replace(job.wanted, halt=halt)):
                yield from intake.accept(event)
                if halt.seconds() > _LAST_WORDS_SECONDS:
                    break
    except Exception as error:  # noqa: BLE001 (the boundary: a crashed collector is a gap, not a crash)
        intake.crash = f"the collector crashed: {type(error).__name__}: {str(error)[:200]}"
    yield from intake.missing(halt)
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
    unassigned: set[str] = field(default_factory=set)
    """Types with a resource of which nobody knows which dataset it holds."""
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

    def missing(self, halt: Halt) -> Iterator[Gap]:
        """A gap for each wanted type whose listing was neither finished nor explained, or does not add up."""
        if self.crash:
            reason, detail = GapReason.MALFORMED, self.crash
        elif halt.is_set():
            reason, detail = halt.reason, halt.detail
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
            due = store.expected and store not in self.found
            if not due or type_ not in self.job.types or type_ in self.gapped:
                continue
            # Where tags could not be read, that is the gap.
            if not store.tag or type_ not in self.unassigned:
                what = f"no {store.kind} matches {store.where} on this target"
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
        good = []
        for fact in sorted(self.job.wanted.facts(resource.type)):
            problem = self._fact_problem(resource, fact)
            if problem is None:
                good.append(fact)
            elif problem:
                gap = Gap(resource.target, resource.type, GapReason.MALFORMED, problem)
                yield self._gap(replace(gap, resource=resource.id, fact=fact))
        labels = {**self.job.target.labels, **resource.labels}
        # Most are as they should be, and a copy is not free.
        if len(good) == len(resource.facts) and labels == resource.labels:
            yield self._assigned(resource)
        else:
            yield self._assigned(replace(resource, facts=chosen(resource.facts, good), labels=labels))

    def _assigned(self, resource: Resource) -> Resource:
        """With its dataset, as far as the facts that were seen tell."""
        target = self.job.target
        self.found.update(store for store in target.stores if holds(store, resource))
        fact = dataset_fact(resource, target)
        if fact and fact not in resource.facts:
            self.unassigned.add(resource.type)
        dataset = dataset_of(resource, target)
        if dataset == resource.dataset and fact == resource.dataset_fact:
            return resource
        return replace(resource, dataset=dataset, dataset_fact=fact)

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
