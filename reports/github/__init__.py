"""Workflow commands of GitHub Actions: findings as annotations beside the lines of a change.

GitHub shows ten errors, ten warnings and ten notices of a step; which ones, and what was left out, is said.
"""

from collections import Counter

from reports.grouping import is_open, order
from reports.text import counted, visible
from reports.wording import is_incomplete, is_tolerated, sentence, title_of
from scanner.model import Finding, Report, Severity

LIMIT = 10
"""Annotations of one kind in a step."""
_COMMAND = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}


class GithubReport:
    """Lines to print; there is no file."""

    filename = ""

    def render(self, report: Report) -> str:
        """One line an annotation, worst first, then the verdict."""
        lines = []
        room = Counter({"error": LIMIT - 1, "warning": LIMIT, "notice": LIMIT})
        findings = [finding for finding in sorted(report.findings, key=order) if is_open(finding)]
        left_out: Counter[str] = Counter()
        for finding in findings:
            command = "notice" if is_tolerated(finding, report) else _COMMAND[finding.severity]
            if room[command]:
                room[command] -= 1
                lines.append(_annotation(command, finding, report))
            else:
                left_out[command] += 1
        verdict = "error" if is_incomplete(report) else "notice"
        if verdict == "notice" and not room["notice"]:
            lines.append(_safe(report.verdict))
        else:
            lines.append(f"::{verdict} title=selfaudit::{_data(report.verdict)}")
        lines += [_safe(line) for line in report.warnings]
        if left_out:
            lines.append(_cut(left_out, len(findings)))
        return "\n".join(lines) + "\n"


def _annotation(command: str, finding: Finding, report: Report) -> str:
    properties = {"title": f"{finding.severity.value}: {title_of(finding, report)} ({finding.check})"}
    if finding.location:
        properties["file"] = visible(finding.location.path)
        if finding.location.line:
            properties["line"] = str(finding.location.line)
            properties["endLine"] = str(max(finding.location.line, finding.location.end_line))
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {given}::{_data(sentence(finding))}"


def _cut(left_out: Counter[str], total: int) -> str:
    kinds = ", ".join(counted(number, kind) for kind, number in left_out.items())
    shown = total - sum(left_out.values())
    return f"selfaudit: {shown} of {counted(total, 'open finding')} annotated, not shown: {kinds}"


def _data(text: str) -> str:
    return _defused(visible(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _safe(text: str) -> str:
    """A line of plain output that the runner takes for no command."""
    return "selfaudit: " + _defused(visible(text))


def _defused(text: str) -> str:
    """Commands of the old form count anywhere in a line."""
    return text.replace("##[", "# #[")
