"""The report as plain JSON values, in a fixed order."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from reports.grouping import order
from reports.text import utc
from scanner.model import CheckSummary, Finding, Gap, Outcome, Report, TargetSummary

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA_ID = "urn:selfaudit:report:1"
SCHEMA_VERSION = "1.0"
"""The minor number grows with each added member, the major one (also in the id) with any other change."""

_SURROGATE = re.compile("[\ud800-\udfff]")


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
        "started_at": utc(report.started_at),
        "finished_at": utc(report.finished_at),
        "evaluated_as_of": utc(report.evaluated_as_of),
        "engine": plain(report.engine),
        "filters": plain(report.filters),
        "warnings": plain(report.warnings),
        "packs": [_members(pack) for pack in report.packs],
        "coverage": _coverage(report),
        "targets": [_target(target) for target in sorted(report.targets, key=lambda target: target.id)],
        "controls": {plain(key): _members(value) for key, value in sorted(report.controls.items())},
        "checks": {plain(key): _check(value) for key, value in sorted(report.checks.items())},
        "findings": [_finding(finding) for finding in sorted(report.findings, key=order)],
        "gaps": [_members(gap) for gap in sorted(report.gaps, key=_gap_order)],
    }


def plain(value: Any) -> Any:
    r"""A JSON value: keys sorted, lone surrogates spelled out (`\udc80`), numbers JSON lacks as text."""
    if isinstance(value, str):
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(value[key]) for key in sorted(value)}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


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


def _check(summary: CheckSummary) -> dict[str, Any]:
    check = summary.check
    named = ("id", "title", "severity", "resource", "controls", "description", "remediation", "references")
    reads = check.reads
    return {
        **{name: plain(getattr(check, name)) for name in named},
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
        "outcomes": _outcomes(summary.outcomes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    named = ("fingerprint", "check", "outcome", "severity", "disposition", "message", "path", "controls")
    return {
        **{name: plain(getattr(finding, name)) for name in named},
        "subject": _members(finding.subject),
        "reasons": [_members(reason) for reason in finding.reasons],
        "evidence": plain(finding.evidence),
    }


def _gap_order(gap: Gap) -> tuple[str, ...]:
    return (gap.target, gap.type, gap.scope, gap.resource or "", gap.fact or "", gap.reason, gap.detail)
