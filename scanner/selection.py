"""Which checks to evaluate, on which targets, and why not others."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scanner.interfaces import FactRequest
from scanner.model import Check, Severity
from scanner.policy_pack import Pack
from scanner.snapshot import TargetInfo


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
            for type_, need in check.needs.items():
                needs[type_] = needs.get(type_, frozenset()) | need.facts
        return needs

    def wanted(self, types: frozenset[str], *, evaluated: bool) -> FactRequest:
        """What to collect of a target that can have these types."""
        wanted: dict[str, frozenset[str]] = {}
        for check in self.checks:
            judged = evaluated and check.resource in types
            if judged:
                wanted[check.resource] = wanted.get(check.resource, frozenset()) | check.reads.facts
            for type_, need in check.needs.items():
                if type_ in types and (judged or not need.within_target):
                    wanted[type_] = wanted.get(type_, frozenset()) | need.facts
        return FactRequest(wanted)


def select(pack: Pack, targets: Sequence[TargetInfo], options: Options, *, has_datasets: bool) -> Selection:
    """Choose the checks to evaluate on the targets of a scan."""
    chosen, not_assessed = [], {}
    audited = {type_ for target in audited_targets(targets, options) for type_ in target.types}
    known = {type_ for target in targets for type_ in target.types}
    for check in pack.checks.values():
        if options.checks and check.id not in options.checks:
            continue
        reason = _why_not(check, audited, known, has_datasets=has_datasets)
        if reason:
            not_assessed[check.id] = reason
        else:
            chosen.append(check)
    return Selection(tuple(chosen), not_assessed)


def audited_targets(targets: Sequence[TargetInfo], options: Options) -> tuple[TargetInfo, ...]:
    """The targets to evaluate: chosen now, and chosen when they were collected."""
    return tuple(
        target
        for target in targets
        if target.evaluated and (not options.targets or target.id in options.targets)
    )


def _why_not(
    check: Check, audited: AbstractSet[str], known: AbstractSet[str], *, has_datasets: bool
) -> str | None:
    if check.resource not in audited:
        return f"no audited target can have {check.resource}"
    if check.reads.dataset and not has_datasets:
        return "no datasets are configured; define them under 'datasets:' in audit.yaml"
    for type_ in sorted(check.needs):
        if type_ not in known:
            return f"no configured target delivers {type_}, which the check compares with"
    return None
