"""GitLab code quality: `gl-code-quality-report.json`, shown beside the lines of a merge request."""

import hashlib
import json
from typing import Any

from reports.grouping import is_open, order
from reports.text import visible
from reports.wording import acceptance_of, is_incomplete, is_tolerated, sentence, title_of
from scanner.model import Finding, Report, Severity

_SEVERITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}


class GitlabReport:
    """A list of degradations. Accepted findings are there as `info`, with who accepted them."""

    filename = "gl-code-quality-report.json"

    def render(self, report: Report) -> str:
        """The whole list."""
        entries = [_entry(finding, report) for finding in sorted(report.findings, key=order)]
        if is_incomplete(report):
            entries.insert(0, _incomplete(report))
        return json.dumps(entries, indent=1) + "\n"


def _entry(finding: Finding, report: Report) -> dict[str, Any]:
    accepted = acceptance_of(finding)
    text = f"{title_of(finding, report)}. {sentence(finding)}" + (f" ({accepted})" if accepted else "")
    quiet = not is_open(finding) or is_tolerated(finding, report)
    location = finding.location
    return {
        "description": text,
        "check_name": finding.check,
        # One place can be in two sources; GitLab wants each fingerprint once.
        "fingerprint": _digest(finding.fingerprint, finding.subject.target),
        "severity": "info" if quiet else _SEVERITY[finding.severity],
        "location": {
            "path": visible(location.path if location else finding.subject.target),
            "lines": {"begin": max(1, location.line) if location else 1},
        },
    }


def _incomplete(report: Report) -> dict[str, Any]:
    """Without it, an audit of nothing would look like a clean one."""
    target = report.targets[0].id if report.targets else "audit.yaml"
    return {
        "description": f"The audit is incomplete. {visible(report.verdict)}",
        "check_name": "selfaudit-incomplete",
        "fingerprint": _digest("incomplete", report.verdict),
        "severity": "blocker",
        "location": {"path": visible(target), "lines": {"begin": 1}},
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
