"""Findings of an earlier run, and what became of them."""

from dataclasses import dataclass

from scanner.model.policy import Severity
from scanner.model.result import Finding, Outcome


@dataclass(frozen=True, slots=True)
class PastFinding:
    """What is kept of a finding to know it again; `resource` is empty for a whole listing."""

    fingerprint: str
    check: str
    outcome: Outcome
    severity: Severity
    type: str
    resource: str
    name: str
    target: str
    scope: str
    path: str
    message: str

    @classmethod
    def of(cls, finding: Finding) -> "PastFinding":
        """A finding as later runs see it."""
        subject = finding.subject
        return cls(
            fingerprint=finding.fingerprint,
            check=finding.check,
            outcome=finding.outcome,
            severity=finding.severity,
            type=subject.type,
            resource=subject.id,
            name=subject.name,
            target=subject.target,
            scope=subject.scope,
            path=finding.path,
            message=finding.message,
        )


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """Findings known before, from `source`: `known` are there still, the others are not among the findings.

    `fixed`: the same check passed there, or a complete listing no longer has the resource. All else is
    `not_rechecked`: nobody knows.
    """

    source: str
    known: int
    fixed: tuple[PastFinding, ...]
    not_rechecked: tuple[PastFinding, ...]
