"""How machine formats put a finding into words; the same in each of them."""

from reports.text import GAP_LABEL, accepted_by, visible
from scanner.model import Disposition, ExitCode, Finding, Gap, Outcome, Report


def is_tolerated(finding: Finding, report: Report) -> bool:
    """Whether it is unknown for reasons only that have no say in the exit code of this report."""
    return (
        finding.outcome is Outcome.UNKNOWN
        and bool(finding.reasons)
        and all(reason.gap in report.tolerated for reason in finding.reasons)
    )


def subject_of(finding: Finding) -> str:
    """The resource by name, or the listing that could not be made."""
    subject = finding.subject
    scope = f" in {subject.scope}" if subject.scope else ""
    return visible(subject.name or subject.id or f"listing of {subject.type}{scope}")


def title_of(finding: Finding, report: Report) -> str:
    """The title of the check."""
    return visible(report.checks[finding.check].check.title)


def sentence(finding: Finding) -> str:
    """What is wrong and where, on one line; an unknown and an accepted finding say so first."""
    lead = "" if finding.outcome is Outcome.FAIL else "Unknown, not passed: "
    where = f"{subject_of(finding)} on {visible(finding.subject.target)}"
    text = f"{lead}{where}: {visible(finding.message)}"
    if finding.disposition is Disposition.OPEN:
        return text
    return f"{finding.disposition.value.capitalize()}: {text}"


def acceptance_of(finding: Finding) -> str:
    """Why it does not count, empty while it is open."""
    if finding.disposition is Disposition.OPEN:
        return ""
    return visible(accepted_by(finding.acceptance)) if finding.acceptance else finding.disposition.value


def gap_line(gap: Gap) -> str:
    """One line on what could not be looked at, and why."""
    what = ", ".join(
        text
        for text in (
            gap.type,
            f"scope {gap.scope}" if gap.scope else "",
            f"fact {gap.fact}" if gap.fact else "",
            gap.resource or "",
        )
        if text
    )
    return visible(f"{gap.target}: {what}: {GAP_LABEL[gap.reason]}: {gap.detail}")


def is_incomplete(report: Report) -> bool:
    """Whether nobody may read this report as an all-clear."""
    return report.exit_code not in (ExitCode.CLEAN, ExitCode.FINDINGS)
