"""A judged change: findings with lines, accepted ones of both kinds, and what only apply will tell."""

from dataclasses import replace
from datetime import date

from scanner.model import (
    Acceptance,
    BaselineComparison,
    Disposition,
    ExitCode,
    Finding,
    GapReason,
    Location,
    Outcome,
    PastFinding,
    Reason,
    Report,
)
from tests.reports.sample import sample_report

ACCEPTED = Acceptance("waivers.yaml:7", "Replaced in spring", "Ann Li", "Bo Chen", date(2027, 3, 31))
KNOWN = Acceptance("baseline.json", "known before")
WHERE = Location("infra/main tf/büro.tf", 12, 19)


def change_report() -> Report:
    """The sample with what a gate adds to it."""
    report = sample_report()
    failed = [finding for finding in report.findings if finding.outcome is Outcome.FAIL]
    unknown = [finding for finding in report.findings if finding.outcome is Outcome.UNKNOWN]
    later = Reason("unknown_until_apply: the key is made by apply", GapReason.UNKNOWN_UNTIL_APPLY)
    changed: dict[str, Finding] = {
        failed[0].fingerprint: replace(failed[0], location=WHERE),
        failed[1].fingerprint: _accepted(failed[1], Disposition.WAIVED, ACCEPTED),
        failed[2].fingerprint: _accepted(failed[2], Disposition.BASELINED, KNOWN),
        unknown[0].fingerprint: replace(unknown[0], reasons=(later,), message=later.text),
    }
    findings = tuple(_settled(changed.get(one.fingerprint, one)) for one in report.findings)
    return replace(
        report,
        findings=findings,
        tolerated=(GapReason.UNKNOWN_UNTIL_APPLY,),
        baseline=BaselineComparison("baseline.json", 1, (PastFinding.of(failed[3]),), ()),
    )


def _accepted(finding: Finding, disposition: Disposition, why: Acceptance) -> Finding:
    return replace(finding, disposition=disposition, acceptance=why)


def _settled(finding: Finding) -> Finding:
    """The waived finding of the sample says why, too."""
    if finding.disposition is Disposition.OPEN or finding.acceptance:
        return finding
    return replace(finding, acceptance=ACCEPTED)


def clean(report: Report) -> Report:
    """The same with nothing found."""
    return replace(report, findings=(), gaps=(), warnings=(), exit_code=ExitCode.CLEAN, verdict="Fine.")
