"""Which checks to evaluate, on which targets, and why not others."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scanner import statements
from scanner.decisions import Decisions
from scanner.interfaces import FactRequest
from scanner.model import Because, Check, GapReason, Severity
from scanner.policy_pack import Pack
from scanner.snapshot import TargetInfo


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller chose. Empty filters mean everything.

    An unknown with no other reasons than gaps of `tolerated` is listed but leads to no exit code.

    `records`: the audit is about a period, so that checks of dated records have something to say.
    """

    fail_on: Severity = Severity.HIGH
    targets: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    decisions: Decisions = field(default_factory=Decisions)
    tolerated: frozenset[GapReason] = frozenset()
    sources_only: bool = False
    """What is audited is a change, not the estate: of what is not in it nothing can be said."""
    records: bool = False

    @property
    def partial(self) -> bool:
        """Whether less than everything is audited."""
        return self.sources_only or bool(self.filters())

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters in force, for the report."""
        chosen = {"target": tuple(sorted(self.targets)), "check": tuple(sorted(self.checks))}
        return {name: values for name, values in chosen.items() if values}


@dataclass(frozen=True, slots=True)
class Selection:
    """The checks to evaluate, and why others are not."""

    checks: tuple[Check, ...]
    not_assessed: Mapping[str, Because] = field(default_factory=dict)
    statements: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Types of statements and their facts that controls are judged by."""

    @property
    def needs(self) -> dict[str, frozenset[str]]:
        """The joined types and their facts that the checks need, and the statements."""
        needs = dict(self.statements)
        for check in self.checks:
            for type_, need in check.needs.items():
                needs[type_] = needs.get(type_, frozenset()) | need.facts
        return needs

    def reads(self, type_: str) -> bool:
        """Whether some check is about a type, or compares with it."""
        return any(check.resource == type_ or type_ in check.needs for check in self.checks)

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
        for type_, facts in self.statements.items():
            if type_ in types:
                wanted[type_] = wanted.get(type_, frozenset()) | facts
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
        if check.dated and not options.records:
            text = "it judges the records of a period; selfaudit audit --period does that"
            reason = Because(text, "它评判一个期间的记录；请使用 selfaudit audit --period")
        if reason:
            not_assessed[check.id] = reason
        else:
            chosen.append(check)
    attested = any("attestation" in entry for one in pack.controls.values() for entry in one.verify)
    wanted = statements.FACTS if attested and not options.checks else {}
    return Selection(tuple(chosen), not_assessed, wanted)


def audited_targets(targets: Sequence[TargetInfo], options: Options) -> tuple[TargetInfo, ...]:
    """The targets to evaluate: chosen now, and chosen when they were collected."""
    return tuple(
        target
        for target in targets
        if target.evaluated and (not options.targets or target.id in options.targets)
    )


def _why_not(
    check: Check, audited: AbstractSet[str], known: AbstractSet[str], *, has_datasets: bool
) -> Because | None:
    if check.resource not in audited:
        text = f"no audited target can have {check.resource}"
        return Because(text, f"没有被审计的目标具有 {check.resource}")
    if check.reads.dataset and not has_datasets:
        text = "no datasets are configured; define them under 'datasets:' in audit.yaml"
        return Because(text, "未配置数据集；请在 audit.yaml 的 datasets: 下定义")
    for type_, need in sorted(check.needs.items()):
        if type_ not in known and not need.optional:
            text = f"no configured target delivers {type_}, which the check compares with"
            return Because(text, f"没有已配置的目标提供该检查用于比对的 {type_}")
    return None
