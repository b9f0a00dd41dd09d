"""Findings: what failed or could not be decided, with a fingerprint that lasts."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.model import Check, Evaluation, Finding, Message, Outcome, Severity, Subject, path_order

_FINGERPRINT_VERSION = "1"
_PLACE = re.compile(r"\{([a-z_]+)\}")


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


def former_fingerprints(finding: Finding) -> Iterator[str]:
    """Fingerprints that the finding had before its resource was moved."""
    for id_ in finding.subject.former_ids:
        subject = replace(finding.subject, id=id_)
        yield fingerprint(finding.check, subject, finding.path, finding.outcome)


def worst_first(finding: Finding) -> tuple[object, ...]:
    """Sort key: severity, failures before unknowns, then names, so that two runs agree."""
    subject = finding.subject
    where = (subject.target, subject.type, subject.scope, subject.id)
    failed = finding.outcome is not Outcome.FAIL
    return (-finding.severity.rank, failed, finding.check, *where, *path_order(finding.path))


def _failed(evaluation: Evaluation, check: Check, message: Message) -> Finding:
    found = _finding(evaluation, check, message.text, message.path, message.severity)
    evidence = evaluation.evidence if message.evidence is None else message.evidence
    return replace(
        found,
        evidence=evidence,
        location=message.location or evaluation.location,
        message_zh=_in_chinese(evaluation, check, message),
    )


def _in_chinese(evaluation: Evaluation, check: Check, message: Message) -> str:
    """The message template of the check, filled with what is known; empty without one."""
    known = {**message.args, "id": evaluation.subject.id, "name": evaluation.subject.name}
    template = str(check.zh.get("message", ""))
    return _PLACE.sub(lambda place: str(known.get(place[1], place[0])), template)


def _undecided(evaluation: Evaluation, check: Check) -> Finding:
    text = "; ".join(dict.fromkeys(reason.text for reason in evaluation.reasons))
    told = any(reason.zh for reason in evaluation.reasons)
    zh = "；".join(dict.fromkeys(reason.zh or reason.text for reason in evaluation.reasons)) if told else ""
    return replace(_finding(evaluation, check, text, "", check.severity), message_zh=zh)


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
        location=evaluation.location,
    )
