"""Exit codes: unknown is never clean, and incomplete wins."""

from dataclasses import replace

import pytest

from scanner.findings import fingerprint, worst_first
from scanner.model import Finding, Outcome, Reason, Severity, Subject
from scanner.tally import exit_of

AUDITED = {Outcome.PASS: 3}


def finding(outcome: Outcome, severity: Severity, *, broken: bool = False) -> Finding:
    subject = Subject("box.thing", "t", "a", "a")
    reasons = (Reason("why", broken=broken),) if outcome is Outcome.UNKNOWN else ()
    return Finding("f", "c", outcome, severity, subject, "text", "", reasons, {}, ())


FAIL_HIGH = finding(Outcome.FAIL, Severity.HIGH)
FAIL_LOW = finding(Outcome.FAIL, Severity.LOW)
UNKNOWN_HIGH = finding(Outcome.UNKNOWN, Severity.HIGH)
UNKNOWN_LOW = finding(Outcome.UNKNOWN, Severity.LOW)
BROKEN_LOW = finding(Outcome.UNKNOWN, Severity.LOW, broken=True)


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([], 0),
        ([FAIL_LOW], 0),
        ([UNKNOWN_LOW], 0),
        ([FAIL_HIGH], 1),
        ([UNKNOWN_HIGH], 3),
        ([FAIL_HIGH, UNKNOWN_HIGH], 3),
        ([BROKEN_LOW], 3),
        ([FAIL_HIGH, BROKEN_LOW], 3),
        ([replace(FAIL_LOW, severity=Severity.CRITICAL)], 1),
    ],
)
def test_exit_code(findings: list[Finding], code: int) -> None:
    assert exit_of(AUDITED, findings, Severity.HIGH)[0] == code


def test_the_threshold_moves_both_failures_and_unknowns() -> None:
    assert exit_of(AUDITED, [FAIL_LOW], Severity.LOW)[0] == 1
    assert exit_of(AUDITED, [UNKNOWN_LOW], Severity.LOW)[0] == 3
    assert exit_of(AUDITED, [FAIL_HIGH, UNKNOWN_HIGH], Severity.CRITICAL)[0] == 0


@pytest.mark.parametrize("outcomes", [{}, {Outcome.NOT_APPLICABLE: 9}, {Outcome.UNKNOWN: 2}])
def test_nothing_audited_is_incomplete(outcomes: dict[Outcome, int]) -> None:
    code, verdict = exit_of(outcomes, [], Severity.HIGH)
    assert code == 3
    assert "nothing was audited" in verdict.text


def test_a_stopped_scan_is_incomplete() -> None:
    assert exit_of(AUDITED, [], Severity.HIGH, "the scan was stopped")[0] == 3


def test_the_verdict_counts_failures_also_when_incomplete() -> None:
    _, verdict = exit_of(AUDITED, [FAIL_HIGH, UNKNOWN_HIGH], Severity.HIGH)
    assert "1 verdict at or above 'high' is unknown" in verdict.text
    assert "1 failure" in verdict.text


def test_a_fingerprint_depends_on_what_and_where_only() -> None:
    here = Subject("box.thing", "t", "a", "name")
    renamed = Subject("box.thing", "other-target", "a", "new name")
    first = fingerprint("c", here, "p", Outcome.FAIL)
    assert first == fingerprint("c", renamed, "p", Outcome.FAIL)
    others = {
        fingerprint("d", here, "p", Outcome.FAIL),
        fingerprint("c", replace(here, id="b"), "p", Outcome.FAIL),
        fingerprint("c", here, "q", Outcome.FAIL),
        fingerprint("c", here, "p", Outcome.UNKNOWN),
        fingerprint("c", Subject("box.thing", "t"), "p", Outcome.FAIL),
        first,
    }
    assert len(others) == 6


def test_the_worst_comes_first_and_unknown_beside_fail() -> None:
    ordered = sorted([FAIL_LOW, UNKNOWN_HIGH, FAIL_HIGH, UNKNOWN_LOW], key=worst_first)
    assert ordered == [FAIL_HIGH, UNKNOWN_HIGH, FAIL_LOW, UNKNOWN_LOW]
