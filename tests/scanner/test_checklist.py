"""The status of a control: what each entry of `verify` needs, and that the worst one counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.checklist import Evaluated, checklist, tallied, worst
from scanner.model import (
    Acceptance,
    Because,
    Check,
    ChecklistItem,
    Control,
    Disposition,
    Evaluation,
    Outcome,
    Override,
    Reads,
    Reason,
    Severity,
    StatementsHead,
    Status,
)
from scanner.period import Calendar, Period, parse_period
from scanner.policy_pack import Pack
from scanner.statements import Statements, text_digest
from tests.reports.sample import bucket, check, failed, passed, report_of, unknown

NOW = datetime(2026, 11, 22, 15, 31, 4, tzinfo=UTC)
PERIOD = parse_period("2026-Q4", Calendar(ZoneInfo("Asia/Shanghai")))
NONE = Statements(configured=False)
LOGGED = check("s3-logged", "s3.bucket", Severity.HIGH, "Access is logged", controls=("c",))
LOCKED = check("s3-locked", "s3.bucket", Severity.HIGH, "Objects are locked", controls=("c",))
HOSTS = check("host-logged", "server.host", Severity.HIGH, "Hosts log", controls=("c",))
WEEKLY = check("c.2", "register.meeting_log", Severity.HIGH, "Meets each week", controls=("c",))


def control(*verify: Mapping[str, Any], frequency: str = "continuous", **more: Any) -> Control:
    texts = ("c", "audit", "Something is done", "要做某事", "Something is done, and it shows.")
    return Control(*texts, Severity.HIGH, frequency, verify=verify, **more)


def pack_of(one: Control, checks: Sequence[Check]) -> Pack:
    return Pack({c.id: c for c in checks}, (), (), {}, {}, {}, {one.id: one}, ())


def item(
    one: Control,
    checks: Sequence[Check] = (),
    results: Sequence[Evaluation] = (),
    *,
    types: frozenset[str] | None = None,
    not_assessed: Mapping[str, Because] | None = None,
    statements: Statements = NONE,
    period: Period = PERIOD,
    waived: bool = False,
    **more: Any,
) -> ChecklistItem:
    report = report_of(checks, results, evaluated_as_of=NOW, **more)
    if waived:
        acceptance = Acceptance("waivers.yaml:1", "known", "ops")
        found = [
            replace(finding, disposition=Disposition.WAIVED, acceptance=acceptance)
            for finding in report.findings
        ]
        report = replace(report, findings=tuple(found))
    types = types if types is not None else frozenset(c.resource for c in checks)
    evaluated = Evaluated(pack_of(one, checks), types, not_assessed or {}, statements, period)
    (found_item,) = checklist(report, evaluated)
    return found_item


CHECKS = {"checks": True}
GOOD, BAD = bucket("good"), bucket("bad")


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ([passed(LOGGED, GOOD), passed(LOCKED, GOOD)], Status.PASS),
        ([passed(LOGGED, GOOD), failed(LOCKED, GOOD, "no lock", {})], Status.FAIL),
        ([passed(LOGGED, GOOD), unknown(LOCKED, GOOD, Reason("denied"))], Status.UNKNOWN),
        ([failed(LOGGED, GOOD, "no log", {}), unknown(LOCKED, GOOD, Reason("denied"))], Status.FAIL),
        ([passed(LOGGED, GOOD)], Status.NOT_ASSESSED),  # the other one was evaluated on nothing
        ([passed(LOGGED, GOOD), passed(LOCKED, GOOD, Outcome.NOT_APPLICABLE)], Status.PASS),
        ([passed(one, GOOD, Outcome.NOT_APPLICABLE) for one in (LOGGED, LOCKED)], Status.NOT_APPLICABLE),
        ([], Status.NOT_ASSESSED),
    ],
)
def test_all_checks_that_name_a_control_decide_it(results: list[Evaluation], status: Status) -> None:
    assert item(control(CHECKS), [LOGGED, LOCKED], results).status is status


def test_a_control_without_entries_is_decided_by_the_checks_that_name_it() -> None:
    assert item(control(), [LOGGED], [passed(LOGGED, GOOD)]).status is Status.PASS
    alone = item(control())
    assert (alone.status, alone.because[0].text) == (Status.NOT_ASSESSED, "no check names this control yet")


def test_a_failure_says_where_and_what() -> None:
    found = item(control(CHECKS), [LOGGED], [failed(LOGGED, BAD, "access is not logged", {})])
    assert found.because[0].text == "bad: access is not logged"
    assert len(found.findings) == 1
    assert found.evidence == ("s3-logged: 1 fail",)


def test_checks_of_types_that_no_target_can_have_are_left_out_but_not_all_of_them() -> None:
    results = [passed(LOGGED, GOOD)]
    reason = {"host-logged": Because("no audited target can have server.host", "没有")}
    with_one = item(
        control(CHECKS), [LOGGED, HOSTS], results, types=frozenset({"s3.bucket"}), not_assessed=reason
    )
    assert with_one.status is Status.PASS
    none = item(control(CHECKS), [HOSTS], types=frozenset(), not_assessed=reason)
    assert (none.status, none.because[0].text) == (
        Status.NOT_ASSESSED,
        "no configured target can have server.host",
    )


def test_what_does_not_apply_where_something_could_be_stated_is_not_assessed() -> None:
    stated = check("stated", "declared.alert_rule", Severity.HIGH, "Is stated", controls=("c",))
    nothing = [replace(passed(LOGGED, GOOD), outcome=Outcome.NOT_APPLICABLE)]
    found = item(control(CHECKS), [LOGGED, stated], nothing, types=frozenset({"s3.bucket"}))
    assert (found.status, found.because[0].text) == (
        Status.NOT_ASSESSED,
        "no configured target can have declared.alert_rule",
    )
    alone = item(control(CHECKS), [LOGGED], nothing)
    assert alone.status is Status.NOT_APPLICABLE


def test_a_check_that_was_left_out_for_another_reason_is_not_made_up_for_by_others() -> None:
    found = item(
        control(CHECKS),
        [LOGGED, LOCKED],
        [passed(LOGGED, GOOD)],
        not_assessed={"s3-locked": Because("no datasets are configured", "未配置数据集")},
    )
    assert (found.status, found.because[0].text) == (
        Status.NOT_ASSESSED,
        "s3-locked: no datasets are configured",
    )


def test_waived_findings_are_waived_as_long_as_nothing_else_is_wrong() -> None:
    bad = failed(LOGGED, BAD, "no log", {})
    assert item(control(CHECKS), [LOGGED], [bad, passed(LOGGED, GOOD)], waived=True).status is Status.WAIVED
    gap = unknown(LOGGED, BAD, Reason("denied"))
    assert item(control(CHECKS), [LOGGED], [gap], waived=True).status is Status.WAIVED


def test_a_baseline_does_not_excuse_anything_in_an_audit() -> None:
    report = report_of([LOGGED], [failed(LOGGED, BAD, "no log", {})], evaluated_as_of=NOW)
    found = replace(report.findings[0], disposition=Disposition.BASELINED)
    evaluated = Evaluated(pack_of(control(CHECKS), [LOGGED]), frozenset({"s3.bucket"}), {}, NONE, PERIOD)
    assert checklist(replace(report, findings=(found,)), evaluated)[0].status is Status.FAIL


@pytest.mark.parametrize(
    ("period", "status"),
    [("2026-Q4", Status.PASS), ("2026-Q3", Status.NOT_ASSESSED), ("2026-11", Status.PASS)],
)
def test_what_is_seen_live_counts_in_its_period_and_the_grace_after_it(period: str, status: Status) -> None:
    meant = parse_period(period, Calendar())
    found = item(control(CHECKS), [LOGGED], [passed(LOGGED, GOOD)], period=meant)
    assert found.status is status
    wide = parse_period(period, Calendar(grace=timedelta(days=60)))
    assert item(control(CHECKS), [LOGGED], [passed(LOGGED, GOOD)], period=wide).status is Status.PASS


def test_records_count_whenever_they_are_read_unless_they_are_compared_with_something_live() -> None:
    past = parse_period("2026-Q3", Calendar())
    verify = ({"rule": "recorded", "name": "2"},)
    results = [passed(WEEKLY, bucket("meetings"))]
    assert item(control(*verify), [WEEKLY], results, period=past).status is Status.PASS
    joined = replace(WEEKLY, needs={"server.account": None})  # type: ignore[dict-item]
    assert item(control(*verify), [joined], results, period=past).status is Status.NOT_ASSESSED


def test_a_failure_seen_too_late_says_nothing_about_the_period_either() -> None:
    past = parse_period("2026-Q3", Calendar())
    found = item(control(CHECKS), [LOGGED], [failed(LOGGED, BAD, "no log", {})], period=past)
    assert (found.status, found.findings != ()) == (Status.NOT_ASSESSED, True)
    assert "2026-11-22, which is not in 2026-Q3" in found.because[0].text


# --- rules ------------------------------------------------------------------------------------------


def test_every_entry_has_to_be_evaluated() -> None:
    both = control(CHECKS, {"rule": "recorded"})
    results = [passed(LOGGED, GOOD)]
    missing = item(both, [LOGGED], results)
    assert (missing.status, missing.because[0].text) == (Status.NOT_ASSESSED, "the rule c.2 was not loaded")
    results += [passed(WEEKLY, bucket("meetings"))]
    found = item(both, [LOGGED, WEEKLY], results)
    assert (found.status, found.checks) == (Status.PASS, ("s3-logged", "c.2"))
    assert [basis.value for basis in found.basis] == ["automated", "evidence"]


def test_rules_are_not_among_the_checks_that_name_a_control() -> None:
    found = item(control(CHECKS), [WEEKLY], [passed(WEEKLY, bucket("meetings"))])
    assert found.status is Status.NOT_ASSESSED


def test_no_records_and_no_word_about_that_is_not_assessed_and_worse_things_stay_worse() -> None:
    rule = control({"rule": "each", "name": "2"})
    silent = Reason("no records in 2026-Q4 to judge", not_assessed=True)
    results = [unknown(WEEKLY, bucket("meetings"), silent)]
    assert item(rule, [WEEKLY], results).status is Status.NOT_ASSESSED
    mixed = [unknown(WEEKLY, bucket("meetings"), silent, Reason("line 4: not a date"))]
    assert item(rule, [WEEKLY], mixed).status is Status.UNKNOWN


def test_weeks_that_ended_are_done_or_missing_and_the_others_are_open() -> None:
    rule = control({"rule": "recorded", "every": "week", "name": "2"}, frequency="weekly")
    results = [failed(WEEKLY, bucket("meetings"), "none in 2026-W41", {}, path="2026-W41")]
    found = item(rule, [WEEKLY], results).occurrences
    assert found is not None
    assert found.missing == ("2026-W41",)
    assert found.done == ("2026-W40", "2026-W42", "2026-W43", "2026-W44", "2026-W45", "2026-W46")
    assert found.open[0] == "2026-W47"  # ends on Sunday night in Shanghai, half an hour after NOW
    assert found.open[-1] == "2026-W53"


@pytest.mark.parametrize(
    ("frequency", "every", "missing", "due"),
    [
        ("monthly", "month", "2026-10", date(2026, 10, 31)),  # long gone: that is what is due
        ("monthly", "month", "", date(2026, 11, 30)),
        ("yearly", "year", "", date(2026, 12, 31)),
        ("quarterly", "", "", date(2027, 3, 31)),
        ("half-yearly", "", "", date(2027, 6, 30)),
        ("continuous", "", "", date(2027, 3, 31)),
        ("per-event", "", "", None),
    ],
)
def test_what_comes_next(frequency: str, every: str, missing: str, due: date | None) -> None:
    entry = {"rule": "recorded", "name": "2"} | ({"every": every} if every else {})
    meetings = bucket("meetings")
    result = failed(WEEKLY, meetings, "none", {}, path=missing) if missing else passed(WEEKLY, meetings)
    assert item(control(entry, frequency=frequency), [WEEKLY], [result]).next_due == due


def test_what_was_not_assessed_is_due_in_this_period() -> None:
    assert item(control(CHECKS, frequency="quarterly")).next_due == date(2026, 12, 31)
    assert item(control(CHECKS)).next_due == date(2026, 12, 31)


# --- parameters -------------------------------------------------------------------------------------


def test_what_passes_only_by_a_looser_parameter_does_not_pass() -> None:
    reads = Reads(facts=frozenset({"age"}), parameters=frozenset({"patch_hours"}))
    patched = replace(LOGGED, reads=reads)
    loose = Override(
        "patch_hours", "Hours", "小时", "hours", "documents", 24, 72, looser=True, controls=("c",)
    )
    results = [passed(patched, GOOD)]
    assert item(control(CHECKS), [patched], results).status is Status.PASS
    found = item(control(CHECKS), [patched], results, parameters=(loose,))
    assert found.status is Status.NOT_ASSESSED
    assert "passes only by patch_hours, which is looser than the documents" in found.because[0].text
    strict = replace(loose, looser=False, value=12)
    assert item(control(CHECKS), [patched], results, parameters=(strict,)).status is Status.PASS
    bad = [failed(patched, BAD, "late", {})]
    assert item(control(CHECKS), [patched], bad, parameters=(loose,)).status is Status.FAIL


# --- attestations -----------------------------------------------------------------------------------

ATTESTED = control({"attestation": {}}, frequency="yearly")
ROW = {
    "control": "c",
    "text": text_digest(ATTESTED),
    "answer": "yes",
    "until": "2026-12-31",
    "valid": True,
    "problem": None,
    "by": "李伟",
    "at": "2026-11-20T08:00:00+00:00",
    "period": "2026-Q4",
    "entry": 7,
}
HEAD = StatementsHead(7, "statement:x")


def attested(*rows: Mapping[str, Any], problems: Sequence[Reason] = ()) -> ChecklistItem:
    return item(ATTESTED, statements=Statements(configured=True, rows=rows, problems=problems, head=HEAD))


@pytest.mark.parametrize(
    ("change", "status", "because"),
    [
        ({}, Status.PASS, "entry 7 of 李伟 answers yes, until 2026-12-31"),
        ({"answer": "no"}, Status.FAIL, "entry 7 of 李伟 answers no"),
        (
            {"until": "2026-11-22"},
            Status.PASS,
            "answers yes",
        ),  # half past eleven at night, the last day counts
        ({"until": "2026-11-21"}, Status.OVERDUE, "ran out on 2026-11-21"),
        ({"valid": False, "problem": "not signed"}, Status.NOT_ASSESSED, "does not count: not signed"),
        ({"text": "0" * 64}, Status.NOT_ASSESSED, "is about an earlier text of the control"),
        ({"period": "2026-Q3"}, Status.PASS, "answers yes"),
        ({"period": "2027-Q1"}, Status.NOT_ASSESSED, "nobody has made a statement for 2026-Q4"),
        ({"control": "d"}, Status.NOT_ASSESSED, "nobody has made a statement for 2026-Q4"),
    ],
)
def test_a_statement_decides(change: dict[str, Any], status: Status, because: str) -> None:
    found = attested({**ROW, **change})
    assert (found.status, because in found.because[0].text) == (status, True)


def test_the_newest_statement_that_counts_decides() -> None:
    assert attested(ROW, {**ROW, "entry": 8, "answer": "no"}).status is Status.FAIL
    assert attested({**ROW, "answer": "no"}, {**ROW, "entry": 8}).status is Status.PASS
    # Somebody who may not say so cannot push aside what was said before.
    assert attested(ROW, {**ROW, "entry": 8, "answer": "no", "valid": False}).status is Status.PASS


def test_an_attested_control_shows_when_and_until_when() -> None:
    found = attested(ROW)
    assert found.last_verified == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (found.next_due, found.evidence) == (date(2026, 12, 31), ("statement 7",))


def test_statements_that_cannot_be_read_are_unknown() -> None:
    found = attested(problems=[Reason("malformed: the log is damaged")])
    assert (found.status, found.because[0].text) == (Status.UNKNOWN, "malformed: the log is damaged")


def test_without_a_place_for_statements_nothing_is_attested() -> None:
    assert item(ATTESTED).status is Status.NOT_ASSESSED


def test_a_control_with_checks_and_a_statement_needs_both() -> None:
    both = control(CHECKS, {"attestation": {}})
    row = {**ROW, "text": text_digest(both)}
    results = [passed(LOGGED, GOOD)]
    assert (
        item(both, [LOGGED], results, statements=Statements(configured=True, rows=(row,), head=HEAD)).status
        is Status.PASS
    )
    assert (
        item(both, [LOGGED], results, statements=Statements(configured=True, head=HEAD)).status
        is Status.NOT_ASSESSED
    )
    no = {**row, "answer": "no"}
    assert (
        item(both, [LOGGED], results, statements=Statements(configured=True, rows=(no,), head=HEAD)).status
        is Status.FAIL
    )


# --- order and totals -------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(Status), min_size=1))
def test_the_worst_status_counts(statuses: list[Status]) -> None:
    order = ["fail", "overdue", "unknown", "not_assessed", "waived", "pass", "not_applicable"]
    assert worst(statuses).value == min((status.value for status in statuses), key=order.index)
    assert worst([]) is Status.NOT_ASSESSED


@given(st.lists(st.sampled_from(Status)))
def test_totals_add_up(statuses: list[Status]) -> None:
    one = item(control())
    counts = tallied([replace(one, status=status) for status in statuses])
    assert sum(counts.values()) == len(statuses)
    assert set(counts) == set(Status)
