"""One scan: collect into a snapshot, evaluate the snapshot, report. Composes what it is given."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from scanner.assemble import assemble
from scanner.collect import FactSchemas, Job, collect
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import Collector, PolicyEngine, Program, Progress
from scanner.joins import JoinState
from scanner.model import Report, Resource, Target
from scanner.policy_pack import Pack
from scanner.selection import Options, audited_targets, select
from scanner.snapshot import Header, Snapshot, SnapshotWriter, TargetInfo
from scanner.tally import Tally

Clock = Callable[[], datetime]


def collect_snapshot(
    writer_of: Callable[[Header], SnapshotWriter],
    targets: Sequence[tuple[Target, Collector]],
    pack: Pack,
    options: Options,
    header_of: Callable[[tuple[TargetInfo, ...]], Header],
    progress: Progress,
    stop: threading.Event,
) -> None:
    """Collect what the selected checks read, from the selected targets and those that joins need."""
    header = header_of(tuple(_info(target, collector, options) for target, collector in targets))
    selection = select(pack, header.targets, options, has_datasets=header.has_datasets)
    jobs = []
    for (target, collector), info in zip(targets, header.targets, strict=True):
        wanted = selection.wanted(collector.types, evaluated=info.evaluated)
        if wanted.types:
            jobs.append(Job(target, collector, wanted))
    with writer_of(header) as writer:
        for event in collect(jobs, FactSchemas(pack.schemas), progress, stop):
            writer.add(event)


def _info(target: Target, collector: Collector, options: Options) -> TargetInfo:
    audited = not options.targets or target.id in options.targets
    return TargetInfo(target.id, target.kind, tuple(sorted(collector.types)), dict(target.labels), audited)


def evaluate_snapshot(
    snapshot: Snapshot,
    pack: Pack,
    engine: PolicyEngine,
    options: Options,
    clock: Clock,
    stop: threading.Event,
) -> Report:
    """Evaluate a snapshot as of the time it was made. Raises EngineError when the engine cannot go on."""
    header = snapshot.header
    selection = select(pack, header.targets, options, has_datasets=header.has_datasets)
    targets = audited_targets(header.targets, options)
    index = Index.read(snapshot, selection)
    tally = Tally(pack.checks)
    program = Program(pack.modules, _data(pack, header, index.joins))
    with engine.load(program):
        audited = {target.id for target in targets}
        resources = (r for r in _resources(snapshot) if r.target in audited)
        for evaluation in evaluate(engine, selection.checks, resources, index.gaps, index.joins):
            tally.add(evaluation)
    for evaluation in evaluate_listings(selection.checks, targets, index.gaps):
        tally.add(evaluation)
    return assemble(
        pack, options, header, engine.name, selection, index, tally, clock(), stopped=stop.is_set()
    )


def _resources(snapshot: Snapshot) -> Iterator[Resource]:
    return (event for event in snapshot.events() if isinstance(event, Resource))


def _data(pack: Pack, header: Header, joins: Mapping[str, JoinState]) -> dict[str, Any]:
    now = header.created_at.isoformat().replace("+00:00", "Z")
    return {
        "parameters": dict(pack.parameters),
        "run": {"now": now},
        "inventory": {type_: join.document() for type_, join in joins.items()},
    }
