"""SARIF 2.1.0, for code scanning: `report.sarif`.

Follows the OASIS standard with its errata 01. A finding that is unknown is a result like a failure, because
viewers hide the kinds that the standard has for it; what could not be looked at is a notification.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from reports.grouping import is_open, order
from reports.text import utc, visible, visible_block
from reports.wording import acceptance_of, gap_line, is_incomplete, is_tolerated, sentence
from scanner.model import Check, Finding, Location, Outcome, Report, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_SCORE = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.5"}
"""`security-severity` of GitHub: over 9.0 is critical, from 7.0 high, from 4.0 medium."""


class SarifReport:
    """One run with its results; accepted findings are there as suppressed ones."""

    filename = "report.sarif"

    def render(self, report: Report) -> str:
        """The whole log."""
        log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
        return json.dumps(log, indent=1, ensure_ascii=True) + "\n"


def _run(report: Report) -> dict[str, Any]:
    findings = sorted(report.findings, key=order)
    rules = list(dict.fromkeys(finding.check for finding in findings))
    index = {id_: number for number, id_ in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "selfaudit",
                "version": report.version,
                "rules": [_rule(report.checks[id_].check) for id_ in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(finding, report, index) for finding in findings],
    }


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not is_incomplete(report),
        "exitCode": int(report.exit_code),
        "exitCodeDescription": visible(report.verdict),
        "startTimeUtc": utc(report.started_at),
        "endTimeUtc": utc(report.finished_at),
        "toolExecutionNotifications": list(_notifications(report)),
    }


def _notifications(report: Report) -> Iterator[dict[str, Any]]:
    if is_incomplete(report):
        yield _notification("incomplete", "error", report.verdict)
    for line in report.warnings:
        yield _notification("warning", "warning", line)
    for gap in report.gaps:
        level = "note" if gap.reason in report.tolerated else "warning"
        yield _notification(f"gap/{gap.reason.value}", level, gap_line(gap))


def _notification(id_: str, level: str, text: str) -> dict[str, Any]:
    return {"descriptor": {"id": id_}, "level": level, "message": {"text": _plain(visible(text))}}


def _rule(check: Check) -> dict[str, Any]:
    links = [visible(ref) for ref in check.references if ref.startswith(("https://", "http://"))]
    fix = visible_block(check.remediation)
    rule: dict[str, Any] = {
        "id": check.id,
        "shortDescription": {"text": _plain(visible(check.title))},
        "fullDescription": {"text": _plain(visible(check.description))},
        "help": {"text": fix, "markdown": _help(check, fix, links)},
        "defaultConfiguration": {"level": _LEVEL[check.severity]},
        "properties": {
            "security-severity": _SCORE[check.severity],
            "tags": ["security", *(visible(control) for control in check.controls)],
        },
    }
    if links:
        rule["helpUri"] = quote(links[0], safe="%/:=&?~#+!$,;'@()*[]")
    return rule


def _help(check: Check, fix: str, links: Sequence[str]) -> str:
    refs = "".join(f"\n- <{quote(ref, safe='%/:=&?~#+!$,;@')}>" for ref in links)
    return f"{visible(check.description)}\n\n**How to fix**\n\n{fix}\n" + (f"\n{refs}\n" if refs else "")


def _result(finding: Finding, report: Report, index: Mapping[str, int]) -> dict[str, Any]:
    level = "note" if is_tolerated(finding, report) else _LEVEL[finding.severity]
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": index[finding.check],
        "level": level,
        "message": {"text": _plain(sentence(finding))},
        "locations": [_location(finding)],
        "partialFingerprints": {"selfaudit/v1": finding.fingerprint},
        "properties": {
            "outcome": finding.outcome.value,
            "severity": finding.severity.value,
            "disposition": finding.disposition.value,
            "target": visible(finding.subject.target),
        },
    }
    if finding.outcome is Outcome.UNKNOWN:
        result["properties"]["reasons"] = [visible(reason.text) for reason in finding.reasons]
    if not is_open(finding):
        accepted = {"kind": "external", "status": "accepted", "justification": acceptance_of(finding)}
        result["suppressions"] = [accepted]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    subject = finding.subject
    name = visible(subject.id or f"{subject.target}/{subject.type}")
    logical = {"name": visible(subject.name or name), "fullyQualifiedName": name, "kind": "resource"}
    where: dict[str, Any] = {"logicalLocations": [logical]}
    if finding.location:
        where["physicalLocation"] = _physical(finding.location)
    return where


def _physical(location: Location) -> dict[str, Any]:
    path = PurePosixPath(location.path)
    encoded = quote(visible(location.path), safe="/")
    artifact = {"uri": f"file://{encoded}"} if path.is_absolute() else {"uri": encoded, "uriBaseId": _ROOT}
    if not location.line:
        return {"artifactLocation": artifact}
    region = {"startLine": location.line, "endLine": max(location.line, location.end_line)}
    return {"artifactLocation": artifact, "region": region}


def _plain(text: str) -> str:
    """Without the brackets that make a link of a message (SARIF 3.11.6)."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
