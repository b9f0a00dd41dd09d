"""Which checks to evaluate, on which targets, and why not others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scanner.interfaces import FactRequest
from scanner.model import Check, Severity
from scanner.policy_pack import Pack


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
