"""The words of the checklist."""

from collections.abc import Mapping

from reports.language import Translate, chosen
from scanner.model import Audit, Basis, Override, Severity, Status, chinese

STATUS: Mapping[Status, str] = {
    Status.FAIL: "fail",
    Status.OVERDUE: "overdue",
    Status.UNKNOWN: "unknown",
    Status.NOT_ASSESSED: "not assessed",
    Status.WAIVED: "waived",
    Status.PASS: "pass",
    Status.NOT_APPLICABLE: "not applicable",
}
MARK: Mapping[Status, str] = {
    Status.FAIL: "×",
    Status.OVERDUE: "!",
    Status.UNKNOWN: "?",
    Status.NOT_ASSESSED: "…",
    Status.WAIVED: "○",
    Status.PASS: "✓",
    Status.NOT_APPLICABLE: "–",
}
"""Beside the word, so that nothing hangs on colour."""
BASIS: Mapping[Basis, str] = {
    Basis.AUTOMATED: "automated",
    Basis.EVIDENCE: "evidence",
    Basis.ATTESTATION: "attestation",
}
SEVERITY: Mapping[Severity, str] = {severity: severity.value for severity in Severity}


def headline(audit: Audit, t: Translate) -> str:
    """All statuses that occur, worst first."""
    words = [f"{number:,} {t(STATUS[status])}" for status, number in audit.counts.items() if number]
    return f"{len(audit.items):,} {t('controls')}: {', '.join(words)}"


def domain_name(domain: str, t: Translate) -> str:
    """A domain as people write it."""
    name = t(domain.replace("_", " ").replace("-", " "))
    return name[:1].upper() + name[1:]


def only_for(parameter: Override, t: Translate) -> str:
    """What a parameter is set for alone, without its id."""
    return t("only for the dataset") if parameter.only_for == "dataset" else t("only for the target")


def unit(parameter: Override, language: str) -> str:
    """The unit of a parameter in a language."""
    return chosen(language, parameter.unit, chinese.UNIT.get(parameter.unit, ""))
