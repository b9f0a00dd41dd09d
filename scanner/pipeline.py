"""One scan: collect into a snapshot, evaluate the snapshot, report. Composes what it is given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from scanner import access
from scanner.access.lists import MOST_SHOWN, access_lists
from scanner.assemble import assemble
from scanner.audit import Request, audited, with_overrides
from scanner.checklist import Evaluated
from scanner.collect import MAX_PARALLEL, FactSchemas, Job, collect
from scanner.datasets import with_dataset_facts
from scanner.evaluate import evaluate, evaluate_listings
from scanner.index import Index
from scanner.interfaces import (
    Advance,
    Collector,
    FactRequest,
    Halt,
    Module,
    PolicyEngine,
    Program,
    Progress,
    RecordReader,
)
from scanner.joins import JoinState, indexed
from scanner.model import Check, Evaluation, Outcome, Reason, Report, Resource, Subject, Target
from scanner.parameters import overridden, overrides
from scanner.period import Period, run_document
from scanner.policy_pack import Pack, modules_of
from scanner.scoped import Scoped
from scanner.selection import Options, Selection, audited_targets, select
from scanner.snapshot import Header, Snapshot, SnapshotWriter, TargetInfo
from scanner.statements import statements_of
from scanner.tally import Tally
from scanner.watch import Looked, Watch

Clock = Callable[[], datetime]


def collect_snapshot(
    writer_of: Callable[[Header], SnapshotWriter],
    targets: Sequence[tuple[Target, Collector]],
    pack: Pack,
    options: Options,
    header_of: Callable[[tuple[TargetInfo, ...]], Header],
    progress: Progress,
    halt: Halt,
    parallel: int = MAX_PARALLEL,
) -> None:
    """Collect what the selected checks read, from the selected targets and those that joins need."""
    teach(targets, pack)
    infos = tuple(_info(target, collector, options) for target, collector in targets)
    header = header_of((*infos, *_access_lists(targets, options)))
    selection = select(pack, header.targets, options, has_datasets=header.has_datasets)
    jobs = []
    for (target, collector), info in zip(targets, infos, strict=True):
        wanted = _wanted(selection, target, collector, evaluated=info.evaluated)
        if wanted.types:
            jobs.append(Job(target, collector, wanted))
    lists = access.Derivation([target for target, _ in targets], lambda: header.created_at)
    with writer_of(header) as writer:
        for event in collect(jobs, FactSchemas(pack.schemas), progress, halt, parallel):
            writer.add(event)
            lists.take(event)
        if selection.reads(access.TYPE):
            for event in lists.events():
                writer.add(event)


def wanted_everywhere(
    targets: Sequence[tuple[Target, Collector]], pack: Pack, *, has_datasets: bool
) -> dict[str, FactRequest]:
    """What an unfiltered scan wants, by target."""
    teach(targets, pack)
    infos = [_info(target, collector, Options()) for target, collector in targets]
    selection = select(
        pack, (*infos, *_access_lists(targets, Options())), Options(), has_datasets=has_datasets
    )
    return {target.id: _wanted(selection, target, collector, evaluated=True) for target, collector in targets}


def _wanted(selection: Selection, target: Target, collector: Collector, *, evaluated: bool) -> FactRequest:
    """What the checks read of a target, what it takes to know its datasets, and who gets at them."""
    wanted = with_dataset_facts(selection.wanted(collector.types, evaluated=evaluated), target)
    return access.wanted(wanted, target, collector.types) if selection.reads(access.TYPE) else wanted


def _access_lists(targets: Sequence[tuple[Target, Collector]], options: Options) -> tuple[TargetInfo, ...]:
    """The place of the access lists, when there are datasets; not judged when only parts are audited.

    A change does not tell who else is there: it has none.
    """
    if options.sources_only or not any(target.stores for target, _ in targets):
        return ()
    return (TargetInfo(access.TARGET, "derived", (access.TYPE,), {}, evaluated=not options.targets),)


def teach(targets: Sequence[tuple[Target, Collector]], pack: Pack) -> None:
    """Tell collectors of registers which record types the packs define."""
    for _, collector in targets:
        if isinstance(collector, RecordReader):
            collector.learn(pack.schemas)


def _info(target: Target, collector: Collector, options: Options) -> TargetInfo:
    audited = not options.targets or target.id in options.targets
    return TargetInfo(target.id, target.kind, tuple(sorted(collector.types)), dict(target.labels), audited)


def evaluate_snapshot(
    snapshot: Snapshot,
    pack: Pack,
    engine: PolicyEngine,
    options: Options,
    clock: Clock,
    halt: Halt,
    advance: Advance,
    stopped: str = "",
    audit: Request | None = None,
) -> Report:
    """Evaluate a snapshot as of the time it was made. Raises EngineError when the engine cannot go on.

    With a request for an audit the report has a checklist. What is not evaluated when `halt` is set is
    unknown. `stopped` says why collecting ended too early, nothing when it did not.
    """
    header = snapshot.header
    pack = overridden(pack, header.parameters)
    selection = select(pack, header.targets, options, has_datasets=header.has_datasets)
    targets = audited_targets(header.targets, options)
    index = Index.read(snapshot, selection)
    watch = Watch(audit.watched(), decided=True) if audit else options.decisions.watch()
    tally = Tally(pack.checks, watch)
    period = audit.period if audit else header.calendar.quarter(header.created_at)
    statements = statements_of(index.joins, header.targets, audit.earlier.statements() if audit else None)
    present = {type_ for _, type_ in index.resources}
    asked = [check for check in selection.checks if check.resource in present]
    modules = modules_of(pack, asked)
    data = _data(pack, header, period, index.joins, modules)
    chosen = {target.id for target in targets}
    total = sum(count for (target, _), count in index.resources.items() if target in chosen)
    halfway = _Halfway(total, advance, halt)
    scoped = Scoped.of(pack, header.parameters)
    for values in scoped.sets(_resources(snapshot)):
        with engine.load(Program(modules, {**data, "parameters": {**pack.parameters, **values}})):
            resources = (
                resource
                for resource in _resources(snapshot)
                if resource.target in chosen and scoped.of_resource(resource) == values
            )
            passing = halfway.passing(resources)
            for evaluation in evaluate(engine, selection.checks, passing, index.gaps, index.joins):
                tally.add(evaluation)
    for evaluation in halfway.not_evaluated(selection.checks):
        tally.add(evaluation)
    for evaluation in evaluate_listings(selection.checks, targets, index.gaps):
        tally.add(evaluation)
    report = assemble(
        pack, options, header, engine.name, selection, index, tally, clock(), stopped or halt.detail
    )
    report = with_overrides(report, overrides(pack, header.parameters))
    if any(target.id == access.TARGET for target in targets):
        lists = access_lists(snapshot, MOST_SHOWN)
        report = replace(report, access=tuple(lists[id_] for id_ in sorted(lists)))
    if audit is None:
        return report
    looked = Looked(
        targets=frozenset(target.id for target in targets),
        types=frozenset(check.resource for check in selection.checks),
        gaps=index.gaps,
    )
    evaluated = Evaluated(pack, header.types, selection.not_assessed, statements, audit.period)
    return audited(report, audit, evaluated, tally.watch, looked)


class _Halfway:
    """Resources on their way to the engine, counted, and held back once a halt is set."""

    def __init__(self, total: int, advance: Advance, halt: Halt) -> None:
        self._total = total
        self._advance = advance
        self._halt = halt
        self._number = 0
        self._held: list[Iterator[Resource]] = []

    def passing(self, resources: Iterator[Resource]) -> Iterator[Resource]:
        """Those that there is time for."""
        for resource in resources:
            if self._halt.is_set():
                self._held.append(chain([resource], resources))
                return
            self._advance(self._number, self._total)
            self._number += 1
            yield resource
        self._advance(self._number, self._total)

    def not_evaluated(self, checks: Sequence[Check]) -> Iterator[Evaluation]:
        """Everything that was held back is unknown."""
        why, detail = self._halt.reason, self._halt.detail
        reasons = (Reason(f"{why.value}: {detail}", why, zh=f"{why.zh}：{detail}"),)
        for held in chain.from_iterable(self._held):
            subject = Subject.of(held)
            for check in checks:
                if check.resource == held.type:
                    yield Evaluation(check.id, subject, Outcome.UNKNOWN, reasons=reasons)


def _resources(snapshot: Snapshot) -> Iterator[Resource]:
    return (event for event in snapshot.events() if isinstance(event, Resource))


def _data(
    pack: Pack,
    header: Header,
    period: Period,
    joins: Mapping[str, JoinState],
    modules: Sequence[Module],
) -> dict[str, Any]:
    indexes = indexed(module.source for module in modules)
    return {
        "parameters": dict(pack.parameters),
        "run": run_document(period, header.created_at),
        "inventory": {type_: join.document(indexes) for type_, join in joins.items()},
    }
