"""Put together the report of a finished scan."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import scanner
from scanner import access
from scanner.decisions import Scope
from scanner.findings import worst_first
from scanner.index import Index
from scanner.model import CheckSummary, Coverage, Gap, Outcome, Report, TargetSummary
from scanner.policy_pack import Pack
from scanner.selection import Options, Selection, audited_targets
from scanner.snapshot import Header
from scanner.tally import Tally, exit_of


def assemble(
    pack: Pack,
    options: Options,
    header: Header,
    engine: str,
    selection: Selection,
    index: Index,
    tally: Tally,
    finished_at: datetime,
    stopped: str = "",
) -> Report:
    """The report of a scan, whatever way it ended; `stopped` says why too early, nothing when it was not."""
    scope = Scope(
        today=header.created_at.astimezone(UTC).date(),
        checks=frozenset(check.id for check in selection.checks),
        types=frozenset(check.resource for check in selection.checks),
        targets=frozenset(target.id for target in audited_targets(header.targets, options)),
        whole=not options.partial,
    )
    settled = options.decisions.settle(tally.findings, scope, index.gaps, tally.watch)
    findings = tuple(sorted(settled.findings, key=worst_first))
    outcomes = tally.total()
    code, verdict = exit_of(outcomes, findings, options.fail_on, stopped, options.tolerated)
    return Report(
        version=scanner.__version__,
        started_at=header.created_at,
        finished_at=finished_at,
        evaluated_as_of=header.created_at,
        engine=engine,
        packs=pack.packs,
        fail_on=options.fail_on,
        filters=options.filters(),
        targets=_targets(header, index, tally),
        coverage=_coverage(pack, selection, index, outcomes),
        checks={
            check.id: CheckSummary(check, _all_outcomes(tally.by_check.get(check.id, {})))
            for check in pack.checks.values()
        },
        controls=pack.controls,
        findings=findings,
        gaps=tuple(sorted(index.gaps.gaps, key=_gap_order)),
        warnings=(*header.warnings, *_left_out(header, options), *settled.notes),
        exit_code=code,
        verdict=verdict.text,
        verdict_zh=verdict.zh,
        baseline=settled.comparison,
        tolerated=tuple(sorted(options.tolerated)),
    )


def _left_out(header: Header, options: Options) -> Iterator[str]:
    """A snapshot of chosen targets must not look like one of all."""
    for info in header.targets:
        if not info.evaluated and not options.targets and info.id != access.TARGET:
            yield f"target '{info.id}' was left out with --target when the snapshot was taken"


def _targets(header: Header, index: Index, tally: Tally) -> tuple[TargetSummary, ...]:
    """The targets that took part: evaluated, or collected because a join needs them."""
    gaps = Counter(gap.target for gap in index.gaps.gaps)
    resources: Counter[str] = Counter()
    for (target, _), count in index.resources.items():
        resources[target] += count
    part = {*tally.by_target, *gaps, *(target for target, _ in index.gaps.listed)}
    return tuple(
        TargetSummary(
            id=info.id,
            kind=info.kind,
            labels=info.labels,
            resources=resources[info.id],
            gaps=gaps[info.id],
            outcomes=_all_outcomes(tally.by_target.get(info.id, {})),
        )
        for info in header.targets
        if info.id in part
    )


def _coverage(pack: Pack, selection: Selection, index: Index, outcomes: Mapping[Outcome, int]) -> Coverage:
    resources: Counter[str] = Counter()
    for (_, type_), count in index.resources.items():
        resources[type_] += count
    return Coverage(
        resources=dict(sorted(resources.items())),
        outcomes=_all_outcomes(outcomes),
        checks_loaded=len(pack.checks),
        checks_evaluated=len(selection.checks),
        not_assessed={id_: why.text for id_, why in sorted(selection.not_assessed.items())},
        not_assessed_zh={id_: why.zh for id_, why in selection.not_assessed.items()},
        gaps=dict(sorted(Counter(gap.reason for gap in index.gaps.gaps).items())),
    )


def _gap_order(gap: Gap) -> tuple[str, ...]:
    return (gap.target, gap.type, gap.scope, gap.resource or "", gap.fact or "", gap.reason, gap.detail)


def _all_outcomes(counts: Mapping[Outcome, int]) -> dict[Outcome, int]:
    return {outcome: counts.get(outcome, 0) for outcome in Outcome}
