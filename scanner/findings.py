"""Findings: what failed or could not be decided, with a fingerprint that lasts."""

import hashlib
import json
from collections.abc import Iterator

from scanner.model import Check, Evaluation, Finding, Message, Outcome, Severity, Subject

_FINGERPRINT_VERSION = "1"


def findings_of(evaluation: Evaluation, check: Check) -> Iterator[Finding]:
    """One finding per failed demand, or one for the whole evaluation when it is unknown."""
    if evaluation.outcome is Outcome.FAIL:
        for message in evaluation.messages:
            yield _failed(evaluation, check, message)
    elif evaluation.outcome is Outcome.UNKNOWN:
        yield _undecided(evaluation, check)


def fingerprint(check: str, subject: Subject, path: str, outcome: Outcome) -> str:
    """Identify a finding over time by check, resource and path; never by message text or position.

    An unknown has a fingerprint of its own: accepting that something cannot be seen does not accept a
    failure there. A listing that could not be made is identified by target, type and scope.
    """
    where = [subject.id] if subject.id else [subject.target, subject.type, subject.scope]
    parts = [_FINGERPRINT_VERSION, check, where, path, outcome.value]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def worst_first(finding: Finding) -> tuple[object, ...]:
    """Sort key: severity, failures before unknowns, then names, so that two runs agree."""
    subject = finding.subject
    where = (subject.target, subject.type, subject.scope, subject.id)
    failed = finding.outcome is not Outcome.FAIL
    return (-finding.severity.rank, failed, finding.check, *where, finding.path)


def _failed(evaluation: Evaluation, check: Check, message: Message) -> Finding:
    return _finding(evaluation, check, message.text, message.path, message.severity)


def _undecided(evaluation: Evaluation, check: Check) -> Finding:
    text = "; ".join(dict.fromkeys(reason.text for reason in evaluation.reasons))
    return _finding(evaluation, check, text, "", check.severity)


def _finding(evaluation: Evaluation, check: Check, text: str, path: str, severity: Severity) -> Finding:
    return Finding(
        fingerprint=fingerprint(check.id, evaluation.subject, path, evaluation.outcome),
        check=check.id,
        outcome=evaluation.outcome,
        severity=severity,
        subject=evaluation.subject,
        message=text,
        path=path,
        reasons=evaluation.reasons,
        evidence=evaluation.evidence,
        controls=check.controls,
    )
