"""One scan: collect into a snapshot, evaluate the snapshot, report. Composes what it is given."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import scanner
from scanner.collect import FactSchemas, Job, collect
from scanner.evaluate import GapIndex, evaluate, evaluate_listings
from scanner.findings import worst_first
from scanner.interfaces import Collector, FactRequest, PolicyEngine, Program, Progress
from scanner.joins import JoinState
from scanner.model import (
    Check,
    CheckSummary,
    Coverage,
    Gap,
    Outcome,
    Reason,
    Report,
    Resource,
    Severity,
    Target,
    TargetSummary,
)
from scanner.policy_pack import Pack
from scanner.snapshot import Header, Snapshot, SnapshotWriter, TargetInfo
from scanner.tally import Tally, exit_of

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller chose. Empty filters mean everything."""

    fail_on: Severity = Severity.HIGH
    targets: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters in force, for the report."""
        chosen = {"target": tuple(sorted(self.targets)), "check": tuple(sorted(self.checks))}
        return {name: values for name, values in chosen.items() if values}


@dataclass(frozen=True, slots=True)
class Selection:
    """The checks to evaluate, and why others are not."""

    checks: tuple[Check, ...]
    not_assessed: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs(self) -> dict[str, frozenset[str]]:
        """The joined types and their facts that the checks need."""
        needs: dict[str, frozenset[str]] = {}
        for check in self.checks:
            for type_, facts in check.needs.items():
                needs[type_] = needs.get(type_, frozenset()) | facts
        return needs

    def wanted(self, types: frozenset[str], *, evaluated: bool) -> FactRequest:
        """What to collect of a target that can have these types."""
        wanted = {type_: facts for type_, facts in self.needs.items() if type_ in types}
        for check in self.checks if evaluated else ():
            if check.resource in types:
                wanted[check.resource] = wanted.get(check.resource, frozenset()) | check.reads.facts
        return FactRequest(wanted)


def select(
    pack: Pack, types: Mapping[str, frozenset[str]], options: Options, *, has_datasets: bool
) -> Selection:
    """Choose the checks to evaluate; `types` maps each target to the resource types it can have."""
    chosen, not_assessed = [], {}
    audited = [of for target, of in types.items() if not options.targets or target in options.targets]
    for check in pack.checks.values():
        if options.checks and check.id not in options.checks:
            continue
        reason = _why_not(check, audited, list(types.values()), has_datasets=has_datasets)
        if reason:
            not_assessed[check.id] = reason
        else:
            chosen.append(check)
    return Selection(tuple(chosen), not_assessed)


def _why_not(
    check: Check, audited: Sequence[frozenset[str]], known: Sequence[frozenset[str]], *, has_datasets: bool
) -> str | None:
    if not any(check.resource in types for types in audited):
        return f"no audited target can have {check.resource}"
    if check.reads.dataset and not has_datasets:
        return "no datasets are configured; define them under 'datasets:' in audit.yaml"
    for type_ in sorted(check.needs):
        if not any(type_ in types for types in known):
            return f"no configured target delivers {type_}, which the check compares with"
    return None


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
    types = {target.id: collector.types for target, collector in targets}
    header = header_of(tuple(_info(target, collector, options) for target, collector in targets))
    selection = select(pack, types, options, has_datasets=header.has_datasets)
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
    started = clock()
    header = snapshot.header
    infos = tuple(i for i in header.targets if not options.targets or i.id in options.targets)
    types = {info.id: frozenset(info.types) for info in header.targets}
    selection = select(pack, types, options, has_datasets=header.has_datasets)
    index = _Index.read(snapshot, selection)
    tally = Tally(pack.checks)
    program = Program(pack.modules, _data(pack, header, index.joins))
    with engine.load(program):
        audited = {info.id for info in infos if info.evaluated}
        resources = (r for r in _resources(snapshot) if r.target in audited)
        for evaluation in evaluate(engine, selection.checks, resources, index.gaps, index.joins):
            tally.add(evaluation)
    for evaluation in evaluate_listings(selection.checks, infos, index.gaps):
        tally.add(evaluation)
    return _report(pack, options, header, engine.name, selection, index, tally, (started, clock()), stop)


def _resources(snapshot: Snapshot) -> Iterator[Resource]:
    return (event for event in snapshot.events() if isinstance(event, Resource))


@dataclass(slots=True)
class _Index:
    """What must be known of the whole snapshot before the first resource is evaluated."""

    gaps: GapIndex
    joins: dict[str, JoinState]
    resources: Counter[tuple[str, str]]
    """(target, type) to number of resources."""

    @classmethod
    def read(cls, snapshot: Snapshot, selection: Selection) -> "_Index":
        index = cls(GapIndex(), {t: JoinState(facts) for t, facts in selection.needs.items()}, Counter())
        incomplete: dict[str, list[Reason]] = {}
        for event in snapshot.events():
            if not isinstance(event, Resource):
                index.gaps.add(event)
                continue
            index.resources[event.target, event.type] += 1
            if event.type in index.joins:
                join = index.joins[event.type]
                join.add(event)
                absent = sorted(join.facts - event.facts.keys())
                incomplete.setdefault(event.type, []).extend(
                    Reason(f"{event.name}: the fact '{fact}' was not collected", fact=fact) for fact in absent
                )
        for type_, join in index.joins.items():
            join.problems = index._join_problems(type_, snapshot.header, incomplete.get(type_, []))
        return index

    def _join_problems(self, type_: str, header: Header, absent: Sequence[Reason]) -> tuple[Reason, ...]:
        """Why the rows of a joined type may not be all there."""
        problems = [
            Reason(f"{type_}: {gap.reason.value}: {gap.detail}", gap.reason, gap.fact)
            for gap in self.gaps.gaps
            if gap.type == type_ and (gap.fact is None or gap.fact in self.joins[type_].facts)
        ]
        for info in header.targets:
            listed = (info.id, type_) in self.gaps.listed or self.gaps.listing(info.id, type_)
            if type_ in info.types and not listed:
                problems.append(Reason(f"{type_}: target '{info.id}' gave no complete listing"))
        return tuple(dict.fromkeys([*problems, *absent]))


def _data(pack: Pack, header: Header, joins: Mapping[str, JoinState]) -> dict[str, Any]:
    now = header.created_at.isoformat().replace("+00:00", "Z")
    return {
        "parameters": dict(pack.parameters),
        "run": {"now": now},
        "inventory": {type_: join.document() for type_, join in joins.items()},
    }


def _report(
    pack: Pack,
    options: Options,
    header: Header,
    engine: str,
    selection: Selection,
    index: _Index,
    tally: Tally,
    times: tuple[datetime, datetime],
    stop: threading.Event,
) -> Report:
    findings = tuple(sorted(tally.findings, key=worst_first))
    outcomes = tally.total()
    code, verdict = exit_of(outcomes, findings, options.fail_on, stopped=stop.is_set())
    return Report(
        version=scanner.__version__,
        started_at=header.created_at,
        finished_at=times[1],
        evaluated_as_of=header.created_at,
        engine=engine,
        packs=pack.packs,
        fail_on=options.fail_on,
        filters=options.filters(),
        targets=tuple(
            _target(info, index, tally) for info in header.targets if _took_part(info, index, tally)
        ),
        coverage=_coverage(pack, selection, index, outcomes),
        checks={
            check.id: CheckSummary(check, _all_outcomes(tally.by_check.get(check.id, {})))
            for check in pack.checks.values()
        },
        controls=pack.controls,
        findings=findings,
        gaps=tuple(sorted(index.gaps.gaps, key=_gap_order)),
        warnings=(*header.warnings, *_left_out(header, options)),
        exit_code=code,
        verdict=verdict,
    )


def _took_part(info: TargetInfo, index: _Index, tally: Tally) -> bool:
    """Whether a target was evaluated, or collected for a join."""
    collected = any(target == info.id for target, _ in index.gaps.listed) or any(
        gap.target == info.id for gap in index.gaps.gaps
    )
    return info.id in tally.by_target or collected


def _left_out(header: Header, options: Options) -> Iterator[str]:
    """A snapshot of chosen targets must not look like one of all."""
    for info in header.targets:
        if not info.evaluated and not options.targets:
            yield f"target '{info.id}' was left out with --target when the snapshot was taken"


def _target(info: TargetInfo, index: _Index, tally: Tally) -> TargetSummary:
    return TargetSummary(
        id=info.id,
        kind=info.kind,
        labels=info.labels,
        resources=sum(count for (target, _), count in index.resources.items() if target == info.id),
        gaps=sum(gap.target == info.id for gap in index.gaps.gaps),
        outcomes=_all_outcomes(tally.by_target.get(info.id, {})),
    )


def _coverage(pack: Pack, selection: Selection, index: _Index, outcomes: Mapping[Outcome, int]) -> Coverage:
    resources: Counter[str] = Counter()
    for (_, type_), count in index.resources.items():
        resources[type_] += count
    return Coverage(
        resources=dict(sorted(resources.items())),
        outcomes=_all_outcomes(outcomes),
        checks_loaded=len(pack.checks),
        checks_evaluated=len(selection.checks),
        not_assessed=dict(sorted(selection.not_assessed.items())),
        gaps=dict(sorted(Counter(gap.reason for gap in index.gaps.gaps).items())),
    )


def _gap_order(gap: Gap) -> tuple[str, ...]:
    return (gap.target, gap.type, gap.scope, gap.resource or "", gap.fact or "", gap.reason, gap.detail)


def _all_outcomes(counts: Mapping[Outcome, int]) -> dict[Outcome, int]:
    return {outcome: counts.get(outcome, 0) for outcome in Outcome}
