"""Findings as a table: `findings.csv`, UTF-8, one line a finding, for spreadsheets too."""

import csv
import io
from collections.abc import Mapping

from reports.grouping import order
from reports.text import visible
from scanner.model import Acceptance, Finding, Report

COLUMNS = (
    "severity", "outcome", "disposition", "check", "title", "target", "type", "resource", "name", "scope",
    "path", "message", "file", "line", "controls", "owner", "accepted_because", "accepted_by", "approved_by",
    "accepted_until", "accepted_in", "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class CsvReport:
    """What would be a formula in a spreadsheet has an apostrophe before it."""

    filename = "findings.csv"

    def render(self, report: Report) -> str:
        """The whole table."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for finding in sorted(report.findings, key=order):
            writer.writerow({name: _cell(value) for name, value in _row(finding, report).items()})
        return text.getvalue()


def _row(finding: Finding, report: Report) -> Mapping[str, str]:
    subject, location = finding.subject, finding.location
    accepted = finding.acceptance or Acceptance("", "")
    return {
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "disposition": finding.disposition.value,
        "check": finding.check,
        "title": report.checks[finding.check].check.title,
        "target": subject.target,
        "type": subject.type,
        "resource": subject.id,
        "name": subject.name,
        "scope": subject.scope,
        "path": finding.path,
        "message": finding.message,
        "file": location.path if location else "",
        "line": str(location.line) if location and location.line else "",
        "controls": " ".join(finding.controls),
        "owner": subject.labels.get("owner", ""),
        "accepted_because": accepted.reason,
        "accepted_by": accepted.owner,
        "approved_by": accepted.approved_by,
        "accepted_until": accepted.expires.isoformat() if accepted.expires else "",
        "accepted_in": accepted.source,
        "fingerprint": finding.fingerprint,
    }


def _cell(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
