"""Counts evaluations as they stream by, and keeps only what a reader must see."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scanner.findings import findings_of
from scanner.model import Check, Evaluation, ExitCode, Finding, Outcome, Severity


@dataclass(slots=True)
class Tally:
    """Outcomes per check and per target, and the findings."""

    checks: Mapping[str, Check]
    findings: list[Finding] = field(default_factory=list)
    by_check: dict[str, Counter[Outcome]] = field(default_factory=dict)
    by_target: dict[str, Counter[Outcome]] = field(default_factory=dict)

    def add(self, evaluation: Evaluation) -> None:
        """Count one evaluation."""
        self.by_check.setdefault(evaluation.check, Counter())[evaluation.outcome] += 1
        self.by_target.setdefault(evaluation.subject.target, Counter())[evaluation.outcome] += 1
        self.findings.extend(findings_of(evaluation, self.checks[evaluation.check]))

    def total(self) -> Counter[Outcome]:
        """Outcomes over all checks."""
        return sum(self.by_check.values(), Counter())


def exit_of(
    outcomes: Mapping[Outcome, int], findings: Iterable[Finding], fail_on: Severity, *, stopped: bool
) -> tuple[ExitCode, str]:
    """The exit code and the sentence that explains it. Incomplete wins over findings."""
    failed = unknown = broken = 0
    for finding in findings:
        if any(reason.broken for reason in finding.reasons):
            broken += 1
        elif finding.severity.rank >= fail_on.rank:
            failed += finding.outcome is Outcome.FAIL
            unknown += finding.outcome is Outcome.UNKNOWN
    also = f" On top of that {_count(failed, 'failure')} at or above '{fail_on}'." if failed else ""
    if stopped:
        return ExitCode.INCOMPLETE, f"The scan was stopped before its end.{also}"
    if not outcomes.get(Outcome.PASS, 0) and not outcomes.get(Outcome.FAIL, 0):
        return ExitCode.INCOMPLETE, "Not one check could be decided, so nothing was audited."
    if broken:
        return ExitCode.INCOMPLETE, f"{_count(broken, 'evaluation')} ended in an error of the check.{also}"
    if unknown:
        verb = "is" if unknown == 1 else "are"
        text = f"{_count(unknown, 'verdict')} at or above '{fail_on}' {verb} unknown.{also}"
        return ExitCode.INCOMPLETE, text
    if failed:
        return ExitCode.FINDINGS, f"{_count(failed, 'failure')} at or above '{fail_on}'."
    return ExitCode.CLEAN, f"Nothing failed or stayed unknown at or above '{fail_on}'."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
