"""What every format needs to know about a report: order, groups and totals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.text import GAP_LABEL
from scanner.model import Check, Disposition, Finding, GapReason, Outcome, Reason, Report, Severity

_SHOWN_FACTS = 3

_Cause = tuple[str, GapReason | None, str | None, str]
"""Target, reason of the gap, fact, check."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings in three kinds that add up to all of them; accepted ones are waived or baselined."""

    failed: int = 0
    unknown: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.failed + self.unknown + self.accepted


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one check, worst first."""

    check: Check
    outcomes: Mapping[Outcome, int]
    findings: tuple[Finding, ...]
    tally: Tally
    severity: Severity
    """The worst severity among its open findings; among all when none is open."""


@dataclass(frozen=True, slots=True)
class UnknownGroup:
    """The open or accepted unknowns that one cause explains.

    `target` is empty when the cause is a check that broke, `check` when the cause is a gap.
    """

    target: str
    gap: GapReason | None
    facts: tuple[str, ...]
    check: str
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    """Those with different texts, in order of appearance."""
    severity: Severity

    @property
    def checks(self) -> tuple[str, ...]:
        """Ids of the undecided checks, worst first."""
        return tuple(dict.fromkeys(finding.check for finding in self.findings))

    @property
    def title(self) -> str:
        """What is behind it, in a few words."""
        if not self.target:
            return f"check {self.check} did not run to its end"
        if self.gap is None:
            return f"{self.target}: {self.what or self.check} not decidable"
        cause = GAP_LABEL[self.gap]
        return f"{self.target}: {self.what}: {cause}" if self.facts else f"{self.target}: {cause}"

    @property
    def details(self) -> tuple[str, ...]:
        """The different texts of the cause."""
        return tuple(reason.text for reason in self.reasons)

    @property
    def what(self) -> str:
        """The facts that are missing, as far as there is room."""
        more = len(self.facts) - _SHOWN_FACTS
        return ", ".join(self.facts[:_SHOWN_FACTS]) + (f" and {more} more" if more > 0 else "")


def is_open(finding: Finding) -> bool:
    """Whether nobody has accepted it by a waiver or a baseline."""
    return finding.disposition is Disposition.OPEN


def order(finding: Finding) -> tuple[object, ...]:
    """Sort key: open before accepted, worst first, failed just before unknown, then by name."""
    subject = finding.subject
    return (
        not is_open(finding),
        -finding.severity.rank,
        finding.outcome is not Outcome.FAIL,
        finding.check,
        subject.target,
        subject.type,
        subject.id,
        subject.scope,
        finding.path,
        finding.fingerprint,
    )


def tally(findings: Iterable[Finding]) -> Tally:
    """Count findings by kind."""
    failed = unknown = accepted = 0
    for finding in findings:
        if not is_open(finding):
            accepted += 1
        elif finding.outcome is Outcome.FAIL:
            failed += 1
        else:
            unknown += 1
    return Tally(failed, unknown, accepted)


def by_severity(findings: Iterable[Finding]) -> dict[Severity, Tally]:
    """The tally of each severity, worst first, empty ones included."""
    split: dict[Severity, list[Finding]] = {severity: [] for severity in reversed(Severity)}
    for finding in findings:
        split[finding.severity].append(finding)
    return {severity: tally(some) for severity, some in split.items()}


def check_groups(report: Report) -> tuple[CheckGroup, ...]:
    """Findings by check: the check with the worst open finding first, failures before unknowns."""
    split: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(report.findings, key=order):
        split[finding.check].append(finding)
    groups = [_check_group(report, check, tuple(findings)) for check, findings in split.items()]
    return tuple(sorted(groups, key=_group_order))


def _check_group(report: Report, check: str, findings: tuple[Finding, ...]) -> CheckGroup:
    summary = report.checks[check]
    return CheckGroup(summary.check, summary.outcomes, findings, tally(findings), findings[0].severity)


def _group_order(group: CheckGroup) -> tuple[object, ...]:
    counts = group.tally
    return (
        counts.failed + counts.unknown == 0,
        -group.severity.rank,
        counts.failed == 0,
        -counts.failed,
        -counts.unknown,
        group.check.id,
    )


def unknown_groups(report: Report) -> tuple[UnknownGroup, ...]:
    """Unknown findings by cause, worst first. One that lacks two things is in two groups."""
    split: dict[_Cause, dict[str, Finding]] = defaultdict(dict)
    details: dict[_Cause, dict[str, Reason]] = defaultdict(dict)
    for finding in sorted(report.findings, key=order):
        if finding.outcome is not Outcome.UNKNOWN:
            continue
        for reason in finding.reasons or (Reason(finding.message, zh=finding.message_zh),):
            key = _cause(finding, reason)
            split[key][finding.fingerprint] = finding
            details[key].setdefault(reason.text, reason)
    groups = _merged(split, details)
    return tuple(sorted(groups, key=lambda group: (-group.severity.rank, -len(group.findings), group.title)))


def _merged(
    split: Mapping[_Cause, Mapping[str, Finding]], details: Mapping[_Cause, Mapping[str, Reason]]
) -> Iterator[UnknownGroup]:
    """Facts that are missing for the very same reasons make one group."""
    alike: dict[object, list[_Cause]] = defaultdict(list)
    for key in split:
        target, gap, _, check = key
        alike[target, gap, check, tuple(details[key])].append(key)
    for keys in alike.values():
        target, gap, _, check = keys[0]
        found = {name: finding for key in keys for name, finding in split[key].items()}
        findings = tuple(sorted(found.values(), key=order))
        facts = tuple(sorted(fact for _, _, fact, _ in keys if fact))
        reasons = tuple(details[keys[0]].values())
        yield UnknownGroup(target, gap, facts, check, findings, reasons, findings[0].severity)


def _cause(finding: Finding, reason: Reason) -> _Cause:
    if reason.broken:
        return "", None, None, finding.check
    own_words = reason.gap is None and reason.fact is None
    return finding.subject.target, reason.gap, reason.fact, finding.check if own_words else ""


def discrepancies(report: Report) -> tuple[str, ...]:
    """Totals of the report that do not add up, in words; empty for a sound report."""
    return tuple(
        f"{outcome}: {stated} evaluations in all, but {number} by {what}"
        for outcome, stated, number, what in differences(report)
    )


def differences(report: Report) -> Iterator[tuple[Outcome, int, int, str]]:
    """Outcomes whose total is another one when it is counted by checks, targets or findings."""
    total = report.coverage.outcomes
    for outcome in Outcome:
        stated = total.get(outcome, 0)
        sums = {
            "checks": sum(summary.outcomes.get(outcome, 0) for summary in report.checks.values()),
            "targets": sum(target.outcomes.get(outcome, 0) for target in report.targets),
        }
        if outcome in (Outcome.FAIL, Outcome.UNKNOWN):
            sums["findings"] = _subjects(report, outcome)
        yield from ((outcome, stated, number, what) for what, number in sums.items() if number != stated)


def _subjects(report: Report, outcome: Outcome) -> int:
    return len(
        {
            (finding.check, subject.target, subject.type, subject.id, subject.scope)
            for finding in report.findings
            if finding.outcome is outcome
            for subject in (finding.subject,)
        }
    )
