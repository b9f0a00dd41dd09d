"""How findings are put together for a reader."""

from dataclasses import replace

from reports.grouping import unknown_groups
from scanner.model import Finding, GapReason, Outcome, Reason, Severity, Subject
from tests.reports.sample import sample_report

DENIED = GapReason.DENIED


def unknown(check: str, target: str, *reasons: Reason) -> Finding:
    subject = Subject("server.sshd", target, f"{target}/sshd", target)
    print_ = f"{check}{target}"
    return Finding(print_, check, Outcome.UNKNOWN, Severity.HIGH, subject, "", "", reasons, {}, ())


def test_facts_that_are_missing_for_one_reason_make_one_group() -> None:
    facts = ("ciphers", "macs", "loglevel", "usepam")
    findings = [unknown(fact, "web1", Reason("needs root", DENIED, fact)) for fact in facts]
    other = unknown("password", "web1", Reason("no shadow", DENIED, "password"))
    groups = unknown_groups(replace(sample_report(), findings=(*findings, other)))
    assert [(group.title, len(group.findings)) for group in groups] == [
        ("web1: ciphers, loglevel, macs and 1 more: access denied", 4),
        ("web1: password: access denied", 1),
    ]


def test_the_same_reason_on_two_targets_stays_apart() -> None:
    findings = [unknown("c", target, Reason("needs root", DENIED, "macs")) for target in ("web1", "web2")]
    assert len(unknown_groups(replace(sample_report(), findings=tuple(findings)))) == 2
