"""The report as plain JSON values, in a fixed order."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from reports.grouping import order
from reports.json.audit import audit_document, checklist_document
from reports.json.values import plain
from reports.text import utc
from scanner.model import (
    Acceptance,
    BaselineComparison,
    Check,
    CheckSummary,
    Finding,
    Gap,
    Outcome,
    Reason,
    Report,
    TargetSummary,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA_ID = "urn:selfaudit:report:1"
SCHEMA_VERSION = "1.1"
"""The minor number grows with each added member, the major one (also in the id) with any other change."""

_CHECK_AT_LEAST = ("id", "title", "severity", "resource", "controls")
_CONTROL_AT_LEAST = ("id", "domain", "title", "title_zh", "severity", "frequency")


def document(report: Report) -> dict[str, Any]:
    """Everything the report holds, the verdict first. Times are UTC."""
    return {
        "$schema": SCHEMA_ID,
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "selfaudit", "version": report.version},
        "verdict": plain(report.verdict),
        "exit_code": int(report.exit_code),
        "result": report.exit_code.name.lower(),
        "fail_on": report.fail_on.value,
        "tolerated": [reason.value for reason in report.tolerated],
        "started_at": utc(report.started_at),
        "finished_at": utc(report.finished_at),
        "evaluated_as_of": utc(report.evaluated_as_of),
        "engine": plain(report.engine),
        "filters": plain(report.filters),
        "parameters": [_members(one) for one in report.parameters],
        "warnings": plain(report.warnings),
        "packs": [_members(pack) for pack in report.packs],
        "coverage": _coverage(report),
        "targets": [_target(target) for target in sorted(report.targets, key=lambda target: target.id)],
        "controls": dict(_controls(report)),
        "checks": {plain(key): _check(value, report) for key, value in sorted(report.checks.items())},
        "audit": audit_document(report.audit),
        "checklist": checklist_document(report.audit),
        "findings": [_finding(finding) for finding in sorted(report.findings, key=order)],
        "baseline": _comparison(report.baseline) if report.baseline else None,
        "gaps": [_members(gap) for gap in sorted(report.gaps, key=_gap_order)],
    }


def _members(thing: "DataclassInstance") -> dict[str, Any]:
    return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}


def _outcomes(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: outcomes.get(outcome, 0) for outcome in Outcome}


def _coverage(report: Report) -> dict[str, Any]:
    coverage = report.coverage
    return {
        "resources": plain(coverage.resources),
        "outcomes": _outcomes(coverage.outcomes),
        "checks_loaded": coverage.checks_loaded,
        "checks_evaluated": coverage.checks_evaluated,
        "not_assessed": plain(coverage.not_assessed),
        "gaps": plain(coverage.gaps),
    }


def _target(target: TargetSummary) -> dict[str, Any]:
    return {**_members(target), "outcomes": _outcomes(target.outcomes)}


def _controls(report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """All of them, in full when something in the report is about them."""
    assessed = (one.check for key, one in report.checks.items() if key not in report.coverage.not_assessed)
    told = {name for check in assessed for name in check.controls}
    for key, control in sorted(report.controls.items()):
        whole = plain(asdict(control))
        full = report.audit is not None or key in told
        yield plain(key), whole if full else {name: whole[name] for name in _CONTROL_AT_LEAST}


def _check(summary: CheckSummary, report: Report) -> dict[str, Any]:
    """One check; without its texts when it was evaluated on nothing, and the coverage says why."""
    check = summary.check
    told = {} if check.id in report.coverage.not_assessed else _texts(check)
    return {
        **{name: plain(getattr(check, name)) for name in _CHECK_AT_LEAST},
        **told,
        "outcomes": _outcomes(summary.outcomes),
    }


def _texts(check: Check) -> dict[str, Any]:
    reads = check.reads
    return {
        **{name: plain(getattr(check, name)) for name in ("description", "remediation", "references")},
        "zh": plain(check.zh),
        "package": plain(check.package),
        "file": plain(check.file),
        "overrides": plain(check.overrides),
        "reads": {
            "facts": plain(sorted(reads.facts)),
            "labels": plain(sorted(reads.labels)),
            "joins": plain(sorted(reads.joins)),
            "parameters": plain(sorted(reads.parameters)),
            "dataset": reads.dataset,
        },
        "needs": {plain(key): plain(sorted(check.needs[key].facts)) for key in sorted(check.needs)},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    named = ("fingerprint", "check", "outcome", "severity", "disposition", "message", "path", "controls")
    return {
        **{name: plain(getattr(finding, name)) for name in named},
        "subject": _members(finding.subject),
        "location": _members(finding.location) if finding.location else None,
        "acceptance": _acceptance(finding.acceptance) if finding.acceptance else None,
        "reasons": [_reason(reason) for reason in finding.reasons],
        "evidence": plain(finding.evidence),
        "message_zh": plain(finding.message_zh),
        "owner": plain(finding.owner),
        "first_seen": utc(finding.first_seen) if finding.first_seen else None,
        "due": utc(finding.due) if finding.due else None,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    """The Chinese text is part of the message of the finding."""
    return {name: value for name, value in _members(reason).items() if name != "zh"}


def _acceptance(acceptance: Acceptance) -> dict[str, Any]:
    expires = acceptance.expires.isoformat() if acceptance.expires else None
    return {**_members(acceptance), "expires": expires}


def _comparison(comparison: BaselineComparison) -> dict[str, Any]:
    return {
        "source": plain(comparison.source),
        "known": comparison.known,
        "fixed": [_members(finding) for finding in comparison.fixed],
        "not_rechecked": [_members(finding) for finding in comparison.not_rechecked],
    }


def _gap_order(gap: Gap) -> tuple[str, ...]:
    return (gap.target, gap.type, gap.scope, gap.resource or "", gap.fact or "", gap.reason, gap.detail)
